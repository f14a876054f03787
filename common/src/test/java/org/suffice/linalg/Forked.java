package org.suffice.linalg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A JVM of its own, since a JVM chooses its BLAS once. It runs a main class of the tests, which
 * answers in lines {@code key=value}.
 */
final class Forked {
  private final Process process;

  private Forked(Process process) {
    this.process = process;
  }

  /** Starts {@code main} with the class path of this JVM. */
  static Forked start(Class<?> main, Path nativeDirectory, List<String> jvmOptions) {
    return start(
        main, System.getProperty("java.class.path"), nativeDirectory, jvmOptions, List.of());
  }

  /** Starts {@code main} with a class path and arguments. */
  static Forked start(
      Class<?> main,
      String classPath,
      Path nativeDirectory,
      List<String> jvmOptions,
      List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xshare:auto", "-XX:TieredStopAtLevel=1", "-Xmx256m"));
    command.add("-Dslf4j.provider=" + PrintedLog.class.getName());
    command.add("-Dslf4j.internal.verbosity=ERROR");
    command.add("-D" + LibraryCache.DIRECTORY + "=" + nativeDirectory);
    command.addAll(jvmOptions);
    command.addAll(List.of("-cp", classPath, main.getName()));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    builder.environment().remove("OPENBLAS_NUM_THREADS");
    try {
      return new Forked(builder.start());
    } catch (IOException e) {
      throw new AssertionError(command.toString(), e);
    }
  }

  /** Waits for the end; both streams together, so that a stray warning is seen too. */
  Answer answer() throws Exception {
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), "still running: " + output);
    assertEquals(0, process.exitValue(), output);
    return new Answer(
        output
            .lines()
            // The JVM says so itself wherever the vector module is asked for.
            .filter(line -> !line.startsWith("WARNING: Using incubator modules"))
            .toList());
  }

  /** What the JVM said. */
  record Answer(List<String> lines) {
    /** The value of the one line with this key. */
    String get(String key) {
      List<String> values = all(key);
      assertEquals(1, values.size(), key + " in " + lines);
      return values.get(0);
    }

    /** The values of every line with this key. */
    List<String> all(String key) {
      return lines.stream()
          .filter(line -> line.startsWith(key + "="))
          .map(line -> line.substring(key.length() + 1))
          .toList();
    }

    /** Fails where a line is none of {@code key=value}: a warning or a trace of a library. */
    void assertNothingElse() {
      assertEquals(List.of(), lines.stream().filter(line -> !line.matches("[a-z]+=.*")).toList());
    }
  }
}
