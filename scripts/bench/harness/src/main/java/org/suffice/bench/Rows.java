package org.suffice.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The data of every side: row i is a function of the seed and i alone, the same on every machine.
 * Features are sums of four uniform variates, of mean 0 and variance 1, rounded to six decimals;
 * the label is linear in them, plus noise of the same kind.
 *
 * @param numFeatures d
 * @param seed of the generator
 */
public record Rows(int numFeatures, long seed) implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final double MILLION = 1e6;
  private static final long GOLDEN = 0x9e3779b97f4a7c15L;

  /** Writes the d features of a row to {@code values[offset, offset + d)} and returns its label. */
  public double fill(long row, double[] values, int offset) {
    long state = mixed(seed + GOLDEN * (row + 1));
    double label = 1.5;
    for (int j = 0; j < numFeatures; j++) {
      state += GOLDEN;
      double x = variate(state);
      values[offset + j] = x;
      label += coefficient(j) * x;
    }
    return Math.rint((label + variate(state + GOLDEN)) * MILLION) / MILLION;
  }

  /** The coefficient of feature j in the label. */
  public static double coefficient(int j) {
    return (j * 37 % 19 - 9) / 4.0;
  }

  /** Four uniform variates of 16 bits each from one word, summed: variance 4/12 before scaling. */
  private static double variate(long state) {
    long bits = mixed(state);
    long sum = (bits & 0xffff) + (bits >>> 16 & 0xffff) + (bits >>> 32 & 0xffff) + (bits >>> 48);
    double x = (sum - 131_070.0) / 65_536 * Math.sqrt(3);
    return Math.rint(x * MILLION) / MILLION;
  }

  /** The finalizer of SplitMix64. */
  private static long mixed(long z) {
    z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
    z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
    return z ^ z >>> 31;
  }

  /** The name of feature j, counted from 0. */
  public static String name(int j) {
    return "x" + (j + 1);
  }

  /**
   * Writes the first rows as CSV with a header and the label {@code y} last, unless it is there.
   */
  public void writeCsv(Path file, long rows) throws IOException {
    StringBuilder header = new StringBuilder();
    for (int j = 0; j < numFeatures; j++) {
      header.append(name(j)).append(',');
    }
    write(
        file,
        header.append("y\n").toString(),
        rows,
        (label, values, line) -> {
          int at = 0;
          for (double value : values) {
            at = sixDecimals(value, line, at);
            line[at++] = ',';
          }
          return sixDecimals(label, line, at);
        });
  }

  /** Writes the first rows as LIBSVM, every feature of every row, unless it is there. */
  public void writeLibsvm(Path file, long rows) throws IOException {
    byte[][] index = new byte[numFeatures][];
    for (int j = 0; j < numFeatures; j++) {
      index[j] = (" " + (j + 1) + ":").getBytes(StandardCharsets.US_ASCII);
    }
    write(
        file,
        "",
        rows,
        (label, values, line) -> {
          int at = sixDecimals(label, line, 0);
          for (int j = 0; j < values.length; j++) {
            System.arraycopy(index[j], 0, line, at, index[j].length);
            at = sixDecimals(values[j], line, at + index[j].length);
          }
          return at;
        });
  }

  /** Puts a row into a line and returns its length. */
  @FunctionalInterface
  private interface Format {
    int format(double label, double[] values, byte[] line);
  }

  private void write(Path file, String header, long rows, Format format) throws IOException {
    if (Files.exists(file)) {
      return;
    }
    Path aside = Files.createTempFile(file.getParent(), "rows", ".part");
    double[] values = new double[numFeatures];
    byte[] line = new byte[32 * (numFeatures + 1)];
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(aside), 1 << 20)) {
      out.write(header.getBytes(StandardCharsets.US_ASCII));
      for (long i = 0; i < rows; i++) {
        double label = fill(i, values, 0);
        int length = format.format(label, values, line);
        line[length] = '\n';
        out.write(line, 0, length + 1);
      }
    }
    Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static int sixDecimals(double value, byte[] line, int at) {
    long millionths = Math.round(Math.abs(value) * MILLION);
    if (value < 0 && millionths > 0) {
      line[at++] = '-';
    }
    byte[] whole = Long.toString(millionths / 1_000_000).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(whole, 0, line, at, whole.length);
    at += whole.length;
    line[at++] = '.';
    long rest = millionths % 1_000_000;
    for (int place = 5; place >= 0; place--) {
      line[at + place] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    return at + 6;
  }
}
