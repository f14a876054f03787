package org.suffice.linalg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a JVM chooses, what it says of it, and that every choice computes right answers. */
class NativeLibrariesTest {
  private static final String OPENBLAS_LINE =
      "OpenBLAS \\d+\\.\\d+\\.\\d+ \\(bundled, [A-Za-z0-9]+, 1 thread\\)";
  private static final String NO_LIBRARY = "/no/such/libblas.so";

  /** Shared by the tests, which so unpack once. */
  @TempDir static Path shared;

  @BeforeAll
  static void onlyWhereBundled() {
    try {
      BundledOpenBlas.platform(System.getProperty("os.name"), System.getProperty("os.arch"));
    } catch (IOException e) {
      assumeTrue(false, e.getMessage());
    }
  }

  private static Forked.Answer probe(String... jvmOptions) throws Exception {
    return Forked.start(Probe.class, shared.resolve("native"), List.of(jvmOptions)).answer();
  }

  /** The path of a native BLAS as a user would give it. */
  private static String userLibrary() throws Exception {
    probe("-Dsuffice.blas=bundled");
    try (Stream<Path> files = Files.walk(shared.resolve("native"))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("libopenblas"))
          .findFirst()
          .orElseThrow()
          .toString();
    }
  }

  @Test
  void oneInstanceForEveryCaller() {
    assertSame(NativeLibraries.blas(), NativeLibraries.blas());
    assertSame(NativeLibraries.lapack(), NativeLibraries.lapack());
  }

  @Test
  void bundledIsRightAloneAndOnOneThread() throws Exception {
    Forked.Answer answer = probe("-Dprobe.answers=yes", "-Dprobe.threads=yes");
    assertEquals("BUNDLED", answer.get("backend"));
    assertEquals("JNIBLAS", answer.get("blas"));
    assertEquals("JNILAPACK", answer.get("lapack"));
    assertTrue(answer.get("description").matches(OPENBLAS_LINE), answer.get("description"));
    assertEquals("INFO BLAS: " + answer.get("description"), answer.get("log"));
    assertTrue(Double.parseDouble(answer.get("worst")) <= 1, answer.get("worst"));
    assertEquals("1", answer.get("instances"));
    // Two threads of OpenBLAS would make it 2; the JVM's own threads add some hundredths.
    assertTrue(Double.parseDouble(answer.get("busy")) < 1.5, answer.get("busy"));
    answer.assertNothingElse();
  }

  /** Sums without rounding do not depend on who multiplies. */
  @Test
  void exactSumsAreTheSameByEveryBlas() throws Exception {
    List<Forked> forks = new ArrayList<>();
    for (String backend : new String[] {"bundled", "java"}) {
      forks.add(
          Forked.start(
              ExactProbe.class,
              shared.resolve("native"),
              List.of("-D" + NativeLibraries.FORCE + "=" + backend)));
    }
    Forked.Answer bundled = forks.get(0).answer();
    Forked.Answer java = forks.get(1).answer();
    assertEquals("BUNDLED", bundled.get("backend"));
    assertEquals("JAVA", java.get("backend"));
    assertEquals(64, java.get("digest").length());
    assertEquals(bundled.get("digest"), java.get("digest"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--add-modules=jdk.incubator.vector"})
  void javaIsRight(String vector) throws Exception {
    List<String> options = new ArrayList<>(List.of("-Dsuffice.blas=java", "-Dprobe.answers=yes"));
    String expected = "Java11BLAS";
    if (!vector.isEmpty()) {
      options.add(vector);
      expected = "VectorBLAS";
    }
    Forked.Answer answer = probe(options.toArray(String[]::new));
    assertEquals("JAVA", answer.get("backend"));
    assertEquals(expected, answer.get("blas"));
    assertEquals("F2jLAPACK", answer.get("lapack"));
    assertEquals("netlib " + expected + " (pure Java)", answer.get("description"));
    assertEquals("INFO BLAS: " + answer.get("description"), answer.get("log"));
    assertTrue(Double.parseDouble(answer.get("worst")) <= 1, answer.get("worst"));
    answer.assertNothingElse();
  }

  @Test
  void theUsersLibraryComesFirst() throws Exception {
    String library = userLibrary();
    Forked.Answer answer =
        probe("-D" + NativeLibraries.BLAS_PATH + "=" + library, "-Dprobe.answers=yes");
    assumeTrue(answer.get("backend").equals("USER"), "no Fortran run-time on this system");
    assertEquals("native " + library + " (user)", answer.get("description"));
    assertEquals("JNIBLAS", answer.get("blas"));
    assertEquals("JNILAPACK", answer.get("lapack"));
    assertEquals("INFO BLAS: " + answer.get("description"), answer.get("log"));
    assertTrue(Double.parseDouble(answer.get("worst")) <= 1, answer.get("worst"));
    answer.assertNothingElse();
  }

  @Test
  void aUsersLibraryThatFailsGivesWayWithTheReason() throws Exception {
    Forked.Answer answer = probe("-D" + NativeLibraries.BLAS_PATH + "=" + NO_LIBRARY);
    assertEquals("BUNDLED", answer.get("backend"));
    assertEquals("JNILAPACK", answer.get("lapack"));
    String log = answer.get("log");
    assertTrue(log.startsWith("WARN BLAS: " + answer.get("description") + "; "), log);
    assertTrue(log.contains("cannot load " + NO_LIBRARY + ": "), log);
    answer.assertNothingElse();
  }

  @Test
  void aNameThatTheLinkerDoesNotFindLeavesJava() throws Exception {
    Forked.Answer answer = probe("-D" + NativeLibraries.BLAS_NAME + "=libnosuch.so");
    assertEquals("JAVA", answer.get("backend"));
    String log = answer.get("log");
    assertTrue(
        log.startsWith("WARN BLAS: netlib Java11BLAS (pure Java); cannot load libnosuch.so: "),
        log);
    answer.assertNothingElse();
  }

  @Test
  void aPlatformWithoutBundledLibraryComputesInJava() throws Exception {
    Forked.Answer answer = probe("-Dos.arch=s390x");
    assertEquals("JAVA", answer.get("backend"));
    assertEquals(
        "WARN BLAS: netlib Java11BLAS (pure Java); "
            + "cannot load the bundled OpenBLAS: no library for Linux on s390x",
        answer.get("log"));
    answer.assertNothingElse();
  }

  @Test
  void onlyLapackFallsBackToJava() throws Exception {
    Forked.Answer answer = probe("-D" + NativeLibraries.LAPACK_PATH + "=" + NO_LIBRARY);
    assertEquals("BUNDLED", answer.get("backend"));
    assertEquals("F2jLAPACK", answer.get("lapack"));
    assertEquals(2, answer.all("log").size());
    assertTrue(
        answer.all("log").get(1).startsWith("WARN LAPACK: netlib F2jLAPACK (pure Java); "),
        answer.all("log").get(1));
    answer.assertNothingElse();
  }

  @ParameterizedTest
  @CsvSource({
    "user, dev.ludovic.netlib.blas.nativeLibPath=" + NO_LIBRARY + ", cannot load " + NO_LIBRARY,
    "bundled, os.arch=s390x, cannot load the bundled OpenBLAS: no library for Linux on s390x",
    "fast, x=y, 'expected auto, user, bundled or java, found \"fast\"'"
  })
  void aForcedLibraryThatFailsIsOneLine(String forced, String property, String reason)
      throws Exception {
    Forked.Answer answer = probe("-Dsuffice.blas=" + forced, "-D" + property);
    String failure = answer.get("failure");
    assertTrue(failure.startsWith("suffice.blas"), failure);
    assertTrue(failure.contains(reason), failure);
    assertEquals(List.of("failure=" + failure), answer.lines());
  }

  @Test
  void worksInAChildClassLoader() throws Exception {
    Map<Boolean, List<String>> entries =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .collect(Collectors.partitioningBy(NativeLibrariesTest::belongsToTheJobJar));
    Forked.Answer answer =
        Forked.start(
                ChildLoaderProbe.class,
                String.join(File.pathSeparator, entries.get(false)),
                shared.resolve("native"),
                List.of(),
                entries.get(true))
            .answer();
    assertTrue(answer.get("first").matches(OPENBLAS_LINE + " JNIBLAS JNILAPACK"), "" + answer);
    assertEquals(answer.get("first"), answer.get("second"));
    assertEquals(1, answer.all("log").size());
    answer.assertNothingElse();
  }

  private static boolean belongsToTheJobJar(String entry) {
    String file = Path.of(entry).getFileName().toString();
    return file.startsWith("javacpp")
        || file.startsWith("openblas")
        || Files.exists(Path.of(entry, "org", "suffice", "linalg", "NativeLibraries.class"));
  }

  @Test
  void twoJvmsThatStartTogetherBothLoad(@TempDir Path fresh) throws Exception {
    Path directory = fresh.resolve("native");
    Forked one = Forked.start(Probe.class, directory, List.of());
    Forked two = Forked.start(Probe.class, directory, List.of());
    assertEquals("BUNDLED", one.answer().get("backend"));
    assertEquals("BUNDLED", two.answer().get("backend"));
    assertTrue(sizes(directory).keySet().stream().noneMatch(name -> name.endsWith(".part")));
  }

  @Test
  void aTruncatedLibraryIsRepaired() throws Exception {
    Path directory = shared.resolve("native");
    Path library = Path.of(userLibrary());
    Map<String, Long> whole = sizes(directory);
    Files.setPosixFilePermissions(library, PosixFilePermissions.fromString("rwx------"));
    try (FileChannel file = FileChannel.open(library, StandardOpenOption.WRITE)) {
      file.truncate(100_000);
    }
    assertEquals("BUNDLED", probe().get("backend"));
    assertEquals(whole, sizes(directory));
  }

  private static Map<String, Long> sizes(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      Map<String, Long> sizes = new TreeMap<>();
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        sizes.put(file.getFileName().toString(), Files.size(file));
      }
      return sizes;
    }
  }

  @Test
  void aDirectoryThatOthersMayWriteIsRefused(@TempDir Path parent) throws Exception {
    Path open = Files.createDirectory(parent.resolve("native"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
    Forked.Answer answer = Forked.start(Probe.class, open, List.of()).answer();
    assertEquals("JAVA", answer.get("backend"));
    assertTrue(answer.get("log").contains(open + " can be written by others"), "" + answer);
  }

  @Test
  void namesThePlatformsThatHaveALibrary() throws Exception {
    assertEquals("linux-x86_64", BundledOpenBlas.platform("Linux", "amd64"));
    assertEquals("linux-arm64", BundledOpenBlas.platform("Linux", "aarch64"));
    assertThrows(IOException.class, () -> BundledOpenBlas.platform("Mac OS X", "aarch64"));
    assertThrows(IOException.class, () -> BundledOpenBlas.platform("Windows 11", "amd64"));
  }
}
