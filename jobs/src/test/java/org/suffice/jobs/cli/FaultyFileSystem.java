package org.suffice.jobs.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSInputStream;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;

/**
 * The local file system under the scheme {@code faulty}, whose files misbehave in Spark's tasks as
 * marker files beside them say: {@code NAME.slow} makes every task take longer, {@code
 * NAME.straggler} the first attempt of one very much, {@code NAME.once} fails one task at its
 * start, {@code NAME.late} one in the middle of its data, {@code NAME.always} every task, {@code
 * NAME.broken} every task by an exception that nobody expects, {@code NAME.halt} ends the executor.
 */
public final class FaultyFileSystem extends RawLocalFileSystem {
  private static final URI NAME = URI.create("faulty:///");
  private static final long LATE = 400_000;

  @Override
  public String getScheme() {
    return "faulty";
  }

  @Override
  public URI getUri() {
    return NAME;
  }

  @Override
  public FSDataInputStream open(org.apache.hadoop.fs.Path file, int bufferSize) throws IOException {
    FSDataInputStream in = super.open(file, bufferSize);
    if (TaskContext.get() == null) {
      return in;
    }
    String name = file.toUri().getPath();
    misbehave(name);
    return new FSDataInputStream(new Stumbling(in, Path.of(name + ".late")));
  }

  private static void misbehave(String file) throws IOException {
    if (Files.exists(Path.of(file + ".slow"))) {
      pause(50);
    }
    if (TaskContext.getPartitionId() == 3
        && TaskContext.get().attemptNumber() == 0
        && Files.exists(Path.of(file + ".straggler"))) {
      pause(60_000); // unless it is killed, because another attempt was faster
    }
    // Deleted by one task only, whichever comes first.
    if (TaskContext.getPartitionId() == 3 && Files.deleteIfExists(Path.of(file + ".once"))) {
      throw new IOException("the disk stumbled");
    }
    if (Files.exists(Path.of(file + ".always"))) {
      throw new IOException("the disk is gone");
    }
    if (Files.exists(Path.of(file + ".broken"))) {
      throw new IllegalStateException("nobody expects this");
    }
    if (Files.exists(Path.of(file + ".halt")) && !SparkEnv.get().executorId().equals("driver")) {
      Runtime.getRuntime().halt(42);
    }
  }

  private static void pause(long milliseconds) throws IOException {
    try {
      Thread.sleep(milliseconds);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  /** Fails once, when much has been read. */
  private static final class Stumbling extends FSInputStream {
    private final FSDataInputStream in;
    private final Path marker;

    Stumbling(FSDataInputStream in, Path marker) {
      this.in = in;
      this.marker = marker;
    }

    @Override
    public int read() throws IOException {
      return in.read();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (in.getPos() > LATE && Files.deleteIfExists(marker)) {
        throw new IOException("the disk stumbled");
      }
      return in.read(bytes, offset, length);
    }

    @Override
    public void seek(long position) throws IOException {
      in.seek(position);
    }

    @Override
    public long getPos() throws IOException {
      return in.getPos();
    }

    @Override
    public boolean seekToNewSource(long position) {
      return false;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
