package org.suffice.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Unpacking into a private directory, with a small file in a jar for a library. */
@EnabledOnOs(OS.LINUX)
class LibraryCacheTest {
  @TempDir Path work;

  private Path given;
  private byte[] content;
  private LibraryCache.Library library;
  private String before;

  @BeforeEach
  void makeLibrary() throws IOException {
    given = work.resolve("native");
    before = System.getProperty(LibraryCache.DIRECTORY);
    System.setProperty(LibraryCache.DIRECTORY, given.toString());
    content = new byte[100_000];
    new Random(7).nextBytes(content);
    Path jar = work.resolve("libraries.jar");
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file)) {
      out.putNextEntry(new JarEntry("libx.so"));
      out.write(content);
      out.closeEntry();
    }
    library =
        LibraryCache.Library.of(
            java.net.URI.create("jar:" + jar.toUri() + "!/libx.so").toURL(), "libx.so");
  }

  @AfterEach
  void restoreProperty() {
    if (before == null) {
      System.clearProperty(LibraryCache.DIRECTORY);
    } else {
      System.setProperty(LibraryCache.DIRECTORY, before);
    }
  }

  private Path unpacked() throws IOException {
    return LibraryCache.open("test", List.of(library)).resolve("libx.so");
  }

  private String refusal() {
    return assertThrows(IOException.class, this::unpacked).getMessage();
  }

  @Test
  void unpacksForThisUserOnly() throws IOException {
    Path file = unpacked();
    assertArrayEquals(content, Files.readAllBytes(file));
    assertEquals("r-x------", mode(file));
    assertEquals("rwx------", mode(file.getParent()));
    assertEquals("rwx------", mode(given));
  }

  @Test
  void aWholeFileIsUsedAgain() throws IOException {
    Object first = Files.getAttribute(unpacked(), "unix:ino");
    assertEquals(first, Files.getAttribute(unpacked(), "unix:ino"));
  }

  @Test
  void aFileCutShortIsUnpackedAnew() throws IOException {
    Path file = unpacked();
    makeWritable(file);
    Files.write(file, new byte[10]);
    assertArrayEquals(content, Files.readAllBytes(unpacked()));
  }

  @Test
  void aByteWrittenByMistakeIsSeenAtTheSameSize() throws IOException {
    Path file = unpacked();
    makeWritable(file);
    byte[] wrong = content.clone();
    wrong[5]++;
    Files.write(file, wrong);
    assertArrayEquals(content, Files.readAllBytes(unpacked()));
  }

  @Test
  void aLinkInTheFilesPlaceIsReplaced() throws IOException {
    Path file = unpacked();
    Path elsewhere = Files.move(file, work.resolve("elsewhere"));
    Files.createSymbolicLink(file, elsewhere);
    assertFalse(Files.isSymbolicLink(unpacked()));
    assertArrayEquals(content, Files.readAllBytes(file));
  }

  @Test
  void aFileInUseIsReplacedNotWritten() throws IOException {
    Path file = unpacked();
    Object first = Files.getAttribute(file, "unix:ino");
    Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
    assertNotEquals(first, Files.getAttribute(unpacked(), "unix:ino"));
  }

  @Test
  void leftoversOfKilledJvmsAreRemovedOnceOld() throws IOException {
    Path file = unpacked();
    Path old = Files.createFile(file.resolveSibling("liby.so1.part"));
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
    Path fresh = Files.createFile(file.resolveSibling("liby.so2.part"));
    Files.delete(file);
    unpacked();
    assertFalse(Files.exists(old));
    assertTrue(Files.exists(fresh));
  }

  @Test
  void aDamagedJarIsRefused() throws IOException {
    library =
        new LibraryCache.Library(library.url(), library.name(), library.size() + 1, library.crc());
    assertTrue(refusal().startsWith("libx.so in the jar is damaged: expected 100001 bytes"));
    try (var files = Files.walk(given)) {
      assertEquals(0, files.filter(Files::isRegularFile).count());
    }
  }

  @Test
  void aDirectoryThatOthersMayWriteIsRefused() throws IOException {
    Files.createDirectory(given);
    Files.setPosixFilePermissions(given, PosixFilePermissions.fromString("rwxrwx---"));
    assertTrue(refusal().startsWith(given + " can be written by others"));
  }

  @Test
  void aLinkIsRefused() throws IOException {
    Files.createSymbolicLink(given, Files.createDirectory(work.resolve("target")));
    assertTrue(refusal().startsWith(given + " is not a directory"));
  }

  @Test
  void aFileInTheDirectorysPlaceIsRefused() throws IOException {
    Files.createFile(given);
    assertTrue(refusal().startsWith(given + " is not a directory"));
  }

  @Test
  void aDirectoryThatOthersMayReplaceIsRefused() throws IOException {
    Path parent = Files.createDirectory(work.resolve("open"));
    Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("rwxrwxrwx"));
    given = parent.resolve("native");
    System.setProperty(LibraryCache.DIRECTORY, given.toString());
    assertTrue(refusal().startsWith(given + " can be replaced by others"));
  }

  @Test
  void aDirectoryOfSomebodyElseIsRefused() throws IOException {
    Files.createDirectory(given);
    try {
      Files.setAttribute(given, "unix:uid", 54_321);
    } catch (IOException e) {
      assumeTrue(false, "only root can give a directory away");
    }
    assertTrue(refusal().startsWith(given + " belongs to user 54321, not to "));
  }

  private static void makeWritable(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
