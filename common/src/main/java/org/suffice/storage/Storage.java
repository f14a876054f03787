package org.suffice.storage;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A file system, reduced to what reading data and publishing models need. */
public interface Storage {
  /**
   * A file or directory.
   *
   * @param path absolute, as this storage understands it
   * @param length in bytes
   * @param modified milliseconds since 1970
   */
  record Entry(String path, long length, long modified, boolean isDirectory)
      implements Serializable {
    /** The last part of the path. */
    public String name() {
      return path.substring(path.lastIndexOf('/') + 1);
    }
  }

  /** The storage that a path belongs to: by its scheme, or by the cluster's default without one. */
  static Storage of(String path) {
    return CrashPoint.watch(
        LocalStorage.covers(path) ? LocalStorage.INSTANCE : HadoopStorage.of(path));
  }

  /** The path made absolute and free of {@code .} and {@code ..}. */
  String absolute(String path);

  /** The file or directory at the path, if there is one. */
  Optional<Entry> find(String path) throws IOException;

  /** Whether the path is a pipe, a device or a socket, of which no size tells what is in it. */
  default boolean isSpecial(String path) throws IOException {
    return false;
  }

  /** The members of a directory, sorted by path. */
  List<Entry> list(String directory) throws IOException;

  /** The files and directories that match a pattern of *, ?, [..] and {..}, sorted by path. */
  List<Entry> glob(String pattern) throws IOException;

  /** Opens a file to read from an offset. */
  InputStream open(String path, long offset) throws IOException;

  /** Opens a file to read stretches of it in any order. */
  Stretches openStretches(String path) throws IOException;

  /** A file of which stretches are read in any order. */
  interface Stretches extends Closeable {
    /**
     * Reads {@code length} bytes from a position of the file.
     *
     * @param bytes updated from {@code from} on
     * @throws java.io.EOFException when the file ends before
     */
    void readFully(long position, byte[] bytes, int from, int length) throws IOException;
  }

  /** Creates a file, which must not exist. */
  OutputStream create(String path) throws IOException;

  /**
   * Creates a file with all of its content in one step: of several processes that try at once,
   * exactly one succeeds, and no reader sees a part.
   *
   * @return whether it was created; false when there is one, which is left as it is
   */
  boolean createWhole(String path, byte[] content) throws IOException;

  /** Creates a directory and those above it. */
  void makeDirectories(String path) throws IOException;

  /** Moves a file or directory in one step; the target must not exist. */
  void rename(String from, String to) throws IOException;

  /** Moves a file in one step over one that may be there. */
  void replace(String from, String to) throws IOException;

  /** Deletes a file, or a directory with all that is in it; does nothing when there is none. */
  void delete(String path) throws IOException;

  /** The hosts that hold a stretch of a file, or none. */
  List<String> hosts(String path, long offset, long length) throws IOException;

  /** A hidden file beside the path, of a name that no other process uses. */
  static String aside(String path) {
    return parent(path) + "/." + name(path) + ".writing-" + UUID.randomUUID();
  }

  /** The directory that holds the path. */
  static String parent(String path) {
    int slash = path.lastIndexOf('/');
    int root = path.contains("://") ? path.indexOf('/', path.indexOf("://") + 3) : 0;
    return slash <= root ? path.substring(0, root + 1) : path.substring(0, slash);
  }

  /** Whether one of two absolute paths is the other or lies inside it. */
  static boolean overlap(String a, String b) {
    String first = a.endsWith("/") ? a : a + "/";
    String second = b.endsWith("/") ? b : b + "/";
    return first.startsWith(second) || second.startsWith(first);
  }

  /** The last part of the path. */
  static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
