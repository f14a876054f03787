package org.suffice.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.BlockLocation;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;

/** Any file system that Hadoop's client reaches: HDFS, object stores. */
public final class HadoopStorage implements Storage {
  private static volatile Configuration configuration;

  private final Configuration conf;
  private final FileSystem files;

  private HadoopStorage(Configuration conf, FileSystem files) {
    this.conf = conf;
    this.files = files;
  }

  /** Sets the configuration of this process, for instance that of a Spark executor. */
  public static void useConfiguration(Configuration conf) {
    configuration = conf;
  }

  /** The configuration in use. */
  public static Configuration configuration() {
    Configuration current = configuration;
    if (current == null) {
      current = new Configuration();
      for (String name : System.getProperties().stringPropertyNames()) {
        if (name.startsWith("spark.hadoop.")) {
          current.set(name.substring("spark.hadoop.".length()), System.getProperty(name));
        }
      }
      configuration = current;
    }
    return current;
  }

  static HadoopStorage of(String path) {
    Configuration conf = configuration();
    try {
      return new HadoopStorage(conf, FileSystem.get(new Path(path).toUri(), conf));
    } catch (IOException | IllegalArgumentException e) { // an unknown host is the latter
      throw org.suffice.Failure.data(
          "cannot reach the file system of " + path + ": " + e.getMessage(), e);
    }
  }

  @Override
  public String absolute(String path) {
    return files.makeQualified(new Path(path)).toString();
  }

  @Override
  public Optional<Entry> find(String path) throws IOException {
    try {
      return Optional.of(entry(files.getFileStatus(new Path(path))));
    } catch (java.io.FileNotFoundException e) {
      return Optional.empty();
    }
  }

  private static Entry entry(FileStatus status) {
    return new Entry(
        status.getPath().toString(),
        status.getLen(),
        status.getModificationTime(),
        status.isDirectory());
  }

  private static List<Entry> sorted(FileStatus[] statuses) {
    List<Entry> entries = new ArrayList<>();
    for (FileStatus status : statuses) {
      entries.add(entry(status));
    }
    entries.sort(Comparator.comparing(Entry::path));
    return entries;
  }

  @Override
  public List<Entry> list(String directory) throws IOException {
    return sorted(files.listStatus(new Path(directory)));
  }

  @Override
  public List<Entry> glob(String pattern) throws IOException {
    FileStatus[] statuses = files.globStatus(new Path(pattern));
    return statuses == null ? List.of() : sorted(statuses);
  }

  @Override
  public InputStream open(String path, long offset) throws IOException {
    FSDataInputStream stream = files.open(new Path(path));
    try {
      stream.seek(offset);
    } catch (IOException e) {
      stream.close();
      throw e;
    }
    return stream;
  }

  @Override
  public Stretches openStretches(String path) throws IOException {
    FSDataInputStream stream = files.open(new Path(path));
    return new Stretches() {
      @Override
      public void readFully(long position, byte[] bytes, int from, int length) throws IOException {
        stream.readFully(position, bytes, from, length);
      }

      @Override
      public void close() throws IOException {
        stream.close();
      }
    };
  }

  @Override
  public OutputStream create(String path) throws IOException {
    return files.create(new Path(path), false);
  }

  @Override
  public boolean createWhole(String path, byte[] content) throws IOException {
    String aside = Storage.aside(path);
    try {
      try (OutputStream out = files.create(new Path(aside), false)) {
        out.write(content);
      }
      rename(aside, path);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } finally {
      files.delete(new Path(aside), false);
    }
  }

  @Override
  public void makeDirectories(String path) throws IOException {
    files.mkdirs(new Path(path));
  }

  @Override
  public void rename(String from, String to) throws IOException {
    // FileContext throws where FileSystem returns false, and never moves into an existing
    // directory.
    FileContext.getFileContext(new Path(from).toUri(), conf).rename(new Path(from), new Path(to));
  }

  @Override
  public void replace(String from, String to) throws IOException {
    FileContext.getFileContext(new Path(from).toUri(), conf)
        .rename(new Path(from), new Path(to), Options.Rename.OVERWRITE);
  }

  @Override
  public void delete(String path) throws IOException {
    files.delete(new Path(path), true);
  }

  @Override
  public List<String> hosts(String path, long offset, long length) throws IOException {
    Set<String> hosts = new LinkedHashSet<>();
    for (BlockLocation location : files.getFileBlockLocations(new Path(path), offset, length)) {
      hosts.addAll(List.of(location.getHosts()));
    }
    return List.copyOf(hosts);
  }
}
