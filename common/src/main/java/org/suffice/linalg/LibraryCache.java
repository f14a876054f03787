package org.suffice.linalg;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.CRC32;

/**
 * Native libraries of the class path as files, which the dynamic linker needs: unpacked once per
 * user of a machine to a directory that nobody else can write, and found again by every later JVM.
 *
 * <p>The directory is that of the system property {@code suffice.native.dir}, or {@code
 * suffice-native-USER} under {@code java.io.tmpdir}; one that belongs to somebody else, that others
 * may write, or that is a symbolic link is refused, since whoever writes it runs code in this JVM.
 *
 * <p>A file is unpacked beside its place, checked against the jar's CRC-32, forced to disk and only
 * then renamed, so that JVMs that start together need no lock: each sees no file or a whole one,
 * and a file that another JVM has mapped is never written. Its time of modification is set to a
 * value made from the checksum; a file cut short or written to since has another size or another
 * time, and is unpacked anew. That check costs no reading of 40 MB at every start.
 */
final class LibraryCache {
  static final String DIRECTORY = "suffice.native.dir";

  private static final int TYPE_MASK = 0170000;
  private static final int TYPE_DIRECTORY = 0040000;
  private static final int STICKY = 01000;
  private static final int OTHERS_WRITE = 0002;
  private static final int GROUP_OR_OTHERS_WRITE = 0022;

  private LibraryCache() {}

  /**
   * A library on the class path.
   *
   * @param url where to read it
   * @param name its file name when unpacked
   * @param size in bytes
   * @param crc CRC-32 of its bytes
   */
  record Library(URL url, String name, long size, long crc) {
    /** Takes size and checksum from the jar's directory, or by reading where it lies in no jar. */
    static Library of(URL url, String name) throws IOException {
      URLConnection connection = url.openConnection();
      // A cached connection would keep the jar open for the life of the JVM.
      connection.setUseCaches(false);
      if (connection instanceof JarURLConnection inJar) {
        try (JarFile jar = inJar.getJarFile()) {
          JarEntry entry = jar.getJarEntry(inJar.getEntryName());
          if (entry.getSize() >= 0 && entry.getCrc() >= 0) {
            return new Library(url, name, entry.getSize(), entry.getCrc());
          }
        }
      }
      CRC32 crc = new CRC32();
      long size = 0;
      try (InputStream in = url.openStream()) {
        byte[] buffer = new byte[1 << 16];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          crc.update(buffer, 0, n);
          size += n;
        }
      }
      return new Library(url, name, size, crc.getValue());
    }

    /** A time in the past that no write leaves behind. */
    private FileTime seal() {
      return FileTime.from(crc >>> 2, TimeUnit.SECONDS);
    }

    private boolean isSealed(Path file) throws IOException {
      try {
        BasicFileAttributes found =
            Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return found.isRegularFile()
            && found.size() == size
            && found.lastModifiedTime().to(TimeUnit.SECONDS) == seal().to(TimeUnit.SECONDS);
      } catch (NoSuchFileException e) {
        return false;
      }
    }

    private void unpack(Path directory) throws IOException {
      Path part = Files.createTempFile(directory, name, ".part");
      try {
        CRC32 found = new CRC32();
        long written = 0;
        URLConnection connection = url.openConnection();
        connection.setUseCaches(false);
        try (InputStream in = new BufferedInputStream(connection.getInputStream(), 1 << 16);
            FileChannel out = FileChannel.open(part, StandardOpenOption.WRITE)) {
          byte[] buffer = new byte[1 << 20];
          for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            found.update(buffer, 0, n);
            written += n;
            ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, n);
            while (bytes.hasRemaining()) {
              out.write(bytes);
            }
          }
          out.force(true);
        }
        if (written != size || found.getValue() != crc) {
          throw new IOException(
              name + " in the jar is damaged: expected " + size + " bytes, found " + written);
        }
        Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("r-x------"));
        Files.setLastModifiedTime(part, seal());
        Files.move(part, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(part);
      }
    }
  }

  /**
   * The directory that holds exactly these libraries, unpacked where needed.
   *
   * @param platform a part of the directory's name
   * @throws IOException if the directory is not private to this user, or cannot be written
   */
  static Path open(String platform, List<Library> libraries) throws IOException {
    long identity = 0;
    for (Library library : libraries) {
      identity = identity * 31 + library.crc;
    }
    // Another version of the libraries is another directory: jobs of both run side by side.
    Path base = privateDirectory();
    Path directory = base.resolve("openblas-" + platform + "-" + Long.toHexString(identity));
    createPrivate(directory);
    boolean swept = false;
    for (Library library : libraries) {
      if (!library.isSealed(directory.resolve(library.name))) {
        if (!swept) {
          sweep(directory);
          swept = true;
        }
        library.unpack(directory);
      }
    }
    return directory;
  }

  private static Path privateDirectory() throws IOException {
    String given = System.getProperty(DIRECTORY);
    Path directory;
    if (given != null && !given.isBlank()) {
      directory = Path.of(given).toAbsolutePath().normalize();
      if (directory.getParent() != null) {
        Files.createDirectories(directory.getParent());
      }
    } else {
      String user = System.getProperty("user.name", "").replaceAll("[^A-Za-z0-9._-]", "_");
      directory =
          Path.of(System.getProperty("java.io.tmpdir"), "suffice-native-" + user).toAbsolutePath();
    }
    createPrivate(directory);
    return directory;
  }

  private static void createPrivate(Path directory) throws IOException {
    try {
      Files.createDirectory(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (FileAlreadyExistsException e) {
      // Made by an earlier run, or by somebody else: looked at below.
    }
    Map<String, Object> found =
        Files.readAttributes(directory, "unix:mode,uid", LinkOption.NOFOLLOW_LINKS);
    int mode = (Integer) found.get("mode");
    int owner = (Integer) found.get("uid");
    if ((mode & TYPE_MASK) != TYPE_DIRECTORY) {
      throw refused(directory, "is not a directory");
    }
    int self = effectiveUser();
    if (owner != self) {
      throw refused(directory, "belongs to user " + owner + ", not to " + self);
    }
    if ((mode & GROUP_OR_OTHERS_WRITE) != 0) {
      throw refused(directory, "can be written by others");
    }
    Path parent = directory.getParent();
    if (parent != null) {
      int parentMode = (Integer) Files.getAttribute(parent, "unix:mode");
      if ((parentMode & OTHERS_WRITE) != 0 && (parentMode & STICKY) == 0) {
        throw refused(directory, "can be replaced by others");
      }
    }
  }

  private static IOException refused(Path directory, String why) {
    return new IOException(
        directory + " " + why + " (-D" + DIRECTORY + "=DIR names another directory)");
  }

  /** A user's name may be unknown to the system, as in a container; the number never is. */
  private static int effectiveUser() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("Uid:")) {
        return Integer.parseUnsignedInt(line.trim().split("\\s+")[2]);
      }
    }
    throw new IOException("/proc/self/status names no user");
  }

  /** Removes what JVMs that were killed while unpacking left behind. */
  private static void sweep(Path directory) throws IOException {
    Instant old = Instant.now().minus(Duration.ofHours(1));
    try (DirectoryStream<Path> parts = Files.newDirectoryStream(directory, "*.part")) {
      for (Path part : parts) {
        if (Files.getLastModifiedTime(part).toInstant().isBefore(old)) {
          Files.deleteIfExists(part);
        }
      }
    } catch (NoSuchFileException e) {
      // Another JVM swept it first.
    }
  }
}
