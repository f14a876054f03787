package org.suffice.storage;

import java.io.EOFException;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The file system of this machine. */
final class LocalStorage implements Storage {
  static final LocalStorage INSTANCE = new LocalStorage();

  /** A Hadoop configuration on the class path may make another file system the default one. */
  private static final boolean DEFAULT_IS_LOCAL =
      LocalStorage.class.getClassLoader().getResource("core-site.xml") == null
          && System.getProperty("spark.hadoop.fs.defaultFS") == null;

  /** Bytes of a name that the file systems of Linux, macOS and Windows can hold at most. */
  private static final int MOST_NAME = 255;

  private LocalStorage() {}

  static boolean covers(String path) {
    return path.startsWith("file:")
        || (!path.matches("[A-Za-z][A-Za-z0-9+.-]+:/.*") && DEFAULT_IS_LOCAL);
  }

  /** A file: URI is taken as it is written, not decoded, as Hadoop does. */
  private static Path path(String path) {
    return Path.of(path.replaceFirst("^file:(//[^/]*)?(?=/)", "")).toAbsolutePath().normalize();
  }

  @Override
  public String absolute(String path) {
    return path(path).toString();
  }

  @Override
  public Optional<Entry> find(String path) throws IOException {
    try {
      Path file = path(path);
      return Optional.of(entry(file));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (FileSystemException e) {
      if (hasTooLongName(path(path))) { // a pattern with many names, which is no name of a file
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public boolean isSpecial(String path) throws IOException {
    return Files.readAttributes(path(path), BasicFileAttributes.class).isOther();
  }

  private static boolean hasTooLongName(Path file) {
    for (Path name : file) {
      if (name.toString().getBytes(StandardCharsets.UTF_8).length > MOST_NAME) {
        return true;
      }
    }
    return false;
  }

  private static Entry entry(Path file) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    return new Entry(
        file.toString(),
        attributes.size(),
        attributes.lastModifiedTime().toMillis(),
        attributes.isDirectory());
  }

  @Override
  public List<Entry> list(String directory) throws IOException {
    List<Entry> entries = new ArrayList<>();
    try (DirectoryStream<Path> members = Files.newDirectoryStream(path(directory))) {
      for (Path member : members) {
        find(member.toString()).ifPresent(entries::add); // it may be gone since it was listed
      }
    }
    entries.sort(Comparator.comparing(Entry::path));
    return entries;
  }

  @Override
  public List<Entry> glob(String pattern) throws IOException {
    Path absolute = path(pattern);
    Path root = absolute.getRoot();
    int fixed = 0;
    while (fixed < absolute.getNameCount()
        && !absolute.getName(fixed).toString().matches(".*[*?\\[{].*")) {
      root = root.resolve(absolute.getName(fixed++));
    }
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + absolute);
    List<Entry> entries = new ArrayList<>();
    try (Stream<Path> files =
        Files.walk(root, absolute.getNameCount() - fixed, FileVisitOption.FOLLOW_LINKS)) {
      for (Path file : (Iterable<Path>) files.filter(matcher::matches).sorted()::iterator) {
        entries.add(entry(file));
      }
    }
    return entries;
  }

  @Override
  public InputStream open(String path, long offset) throws IOException {
    FileChannel channel = FileChannel.open(path(path), StandardOpenOption.READ);
    try {
      channel.position(offset);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    return Channels.newInputStream(channel);
  }

  @Override
  public Stretches openStretches(String path) throws IOException {
    FileChannel channel = FileChannel.open(path(path), StandardOpenOption.READ);
    return new Stretches() {
      @Override
      public void readFully(long position, byte[] bytes, int from, int length) throws IOException {
        ByteBuffer into = ByteBuffer.wrap(bytes, from, length);
        long at = position;
        while (into.hasRemaining()) {
          int read = channel.read(into, at);
          if (read < 0) {
            throw new EOFException("the file ends at byte " + at);
          }
          at += read;
        }
      }

      @Override
      public void close() throws IOException {
        channel.close();
      }
    };
  }

  /** When the stream is closed its bytes are on the disk: a rename may reach it before they do. */
  @Override
  public OutputStream create(String path) throws IOException {
    FileChannel channel =
        FileChannel.open(path(path), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    return new FilterOutputStream(Channels.newOutputStream(channel)) {
      @Override
      public void write(byte[] bytes, int from, int length) throws IOException {
        out.write(bytes, from, length);
      }

      @Override
      public void close() throws IOException {
        try (channel) {
          if (channel.isOpen()) {
            channel.force(true);
          }
        }
      }
    };
  }

  /** A hard link, unlike a rename, never replaces. */
  @Override
  public boolean createWhole(String path, byte[] content) throws IOException {
    Path target = path(path);
    Path aside = path(Storage.aside(target.toString()));
    try {
      try (OutputStream file = create(aside.toString())) {
        file.write(content);
      }
      Files.createLink(target, aside);
      force(target.getParent());
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } finally {
      Files.deleteIfExists(aside);
    }
  }

  @Override
  public void makeDirectories(String path) throws IOException {
    Files.createDirectories(path(path));
  }

  @Override
  public void rename(String from, String to) throws IOException {
    Path target = path(to);
    if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) { // ATOMIC_MOVE would replace it
      throw new FileAlreadyExistsException(to);
    }
    move(path(from), target);
  }

  @Override
  public void replace(String from, String to) throws IOException {
    move(path(from), path(to));
  }

  /** The names in a directory are on the disk before it has its own, and that when this returns. */
  private static void move(Path from, Path to) throws IOException {
    if (Files.isDirectory(from, LinkOption.NOFOLLOW_LINKS)) {
      try (Stream<Path> all = Files.walk(from)) {
        for (Path directory : (Iterable<Path>) all.filter(Files::isDirectory)::iterator) {
          force(directory);
        }
      }
    }
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    force(to.getParent());
  }

  /** Brings the names in a directory to the disk, where the system lets one ask for that. */
  private static void force(Path directory) {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Windows opens no directories, some file systems force none, and one may be unreadable:
      // what was asked for has been done all the same.
    }
  }

  @Override
  public void delete(String path) throws IOException {
    Path root = path(path);
    if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
        Files.delete(file);
      }
    }
  }

  @Override
  public List<String> hosts(String path, long offset, long length) {
    return List.of();
  }
}
