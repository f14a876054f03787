package org.suffice.jobs.read;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.suffice.Failure;

/** Stops a compressed file that grows beyond all measure: a few bytes can expand to terabytes. */
final class ExpansionLimit extends FilterInputStream {
  /** More than deflate can do on data that mean something. */
  private static final long MAX_RATIO = 1000;

  private static final long RATIO_FROM_BYTES = 64L << 20;

  private final String path;
  private final long compressed;
  private final long maxBytes;
  private long bytes;

  ExpansionLimit(InputStream in, String path, long compressed, long maxBytes) {
    super(in);
    this.path = path;
    this.compressed = compressed;
    this.maxBytes = maxBytes;
  }

  @Override
  public int read() throws IOException {
    int value;
    try {
      value = in.read();
    } catch (RuntimeException e) { // the bzip2 of Hadoop trusts what it reads
      throw new IOException("the compressed data are damaged", e);
    }
    count(value < 0 ? 0 : 1);
    return value;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int read;
    try {
      read = in.read(buffer, offset, length);
    } catch (RuntimeException e) {
      throw new IOException("the compressed data are damaged", e);
    }
    count(Math.max(0, read));
    return read;
  }

  private void count(int read) {
    bytes += read;
    if (bytes > maxBytes) {
      throw Failure.data(
          path + " expands to more than data.max-expanded-bytes=" + maxBytes + " bytes");
    }
    if (bytes > RATIO_FROM_BYTES && bytes > MAX_RATIO * compressed) {
      throw Failure.data(
          path + " expands more than " + MAX_RATIO + " times; unpack it first if that is meant");
    }
  }
}
