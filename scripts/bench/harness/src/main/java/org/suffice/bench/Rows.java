package org.suffice.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;

/**
 * The data of every side: row i is a function of the seed and i alone, the same on every machine.
 * Features come from sums of four uniform variates, of mean 0 and variance 1, rounded to six
 * decimals; the label is linear in them, plus noise of the same kind, or a class.
 *
 * @param numFeatures d
 * @param seed of the generator
 * @param kind what becomes of the variates
 */
public record Rows(int numFeatures, long seed, Kind kind) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** What the columns are like. */
  public enum Kind {
    /** The variates as they are: six decimals, hence all bits of a double. */
    DECIMALS,
    /** 100,000 times as large and whole, the label too: six digits at most, hence 19 bits. */
    WHOLE,
    /** Every other column 0 or 1, the rest as they are. */
    MIXED,
    /**
     * Every column correlated with the one before, 0.9; one in seven counts, under noise six times
     * as large: what is left out of a lasso changes all along its path.
     */
    CORRELATED,
    /**
     * Ten classes, the label their position: means apart by about 2.5 standard deviations in all,
     * and every column correlated with the one before, each class in its own way.
     */
    CLASSES;

    /** As an argument of a side. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final double MILLION = 1e6;
  private static final double WHOLE_UNIT = 1e5;
  private static final double CORRELATION = 0.9;

  /** How many classes there are, where there are any. */
  public static final int NUM_CLASSES = 10;

  static final long GOLDEN = 0x9e3779b97f4a7c15L;

  /** Rows of decimals. */
  public Rows(int numFeatures, long seed) {
    this(numFeatures, seed, Kind.DECIMALS);
  }

  /** From the arguments of a side. */
  public static Rows of(String numFeatures, String seed, String kind) {
    return new Rows(
        Integer.parseInt(numFeatures),
        Long.parseLong(seed),
        Kind.valueOf(kind.toUpperCase(Locale.ROOT)));
  }

  /** Writes the d features of a row to {@code values[offset, offset + d)} and returns its label. */
  public double fill(long row, double[] values, int offset) {
    long state = mixed(seed + GOLDEN * (row + 1));
    if (kind == Kind.CLASSES) {
      int position = (int) Long.remainderUnsigned(state, NUM_CLASSES);
      fillClass(position, state, values, offset);
      return position;
    }
    double label = 1.5;
    double x = 0;
    for (int j = 0; j < numFeatures; j++) {
      state += GOLDEN;
      x = feature(j, variate(state), x);
      values[offset + j] = x;
      label += coefficient(j) * x;
    }
    double noise = variate(state + GOLDEN);
    return switch (kind) {
      case DECIMALS, MIXED -> rounded(label + noise);
      case WHOLE -> Math.rint(label + WHOLE_UNIT * noise);
      case CORRELATED -> rounded(label + 6 * noise);
      case CLASSES -> throw new IllegalStateException(); // see above
    };
  }

  private void fillClass(int position, long start, double[] values, int offset) {
    long state = start;
    double correlation = 0.1 * (position - NUM_CLASSES / 2);
    double rest = Math.sqrt(1 - correlation * correlation);
    double x = 0;
    for (int j = 0; j < numFeatures; j++) {
      state += GOLDEN;
      x = j == 0 ? variate(state) : correlation * x + rest * variate(state);
      double spread = 1 + (position + j) % 4 / 4.0;
      double mean = (position * 7 % NUM_CLASSES + j * 3) % NUM_CLASSES / 18.0;
      values[offset + j] = rounded(mean + spread * x);
    }
  }

  private double feature(int j, double variate, double before) {
    return switch (kind) {
      case DECIMALS, CLASSES -> variate;
      case WHOLE -> Math.rint(WHOLE_UNIT * variate);
      case MIXED -> j % 2 == 0 ? variate : variate > 0 ? 1 : 0;
      case CORRELATED ->
          j == 0
              ? variate
              : rounded(CORRELATION * before + Math.sqrt(1 - CORRELATION * CORRELATION) * variate);
    };
  }

  /** The coefficient of feature j in the label. */
  private double coefficient(int j) {
    double some = (j * 37 % 19 - 9) / 4.0;
    if (kind == Kind.CORRELATED) {
      return j % 7 == 3 ? some / 2 : 0;
    }
    return some;
  }

  /** Four uniform variates of 16 bits each from one word, summed: variance 4/12 before scaling. */
  static double variate(long state) {
    long bits = mixed(state);
    long sum = (bits & 0xffff) + (bits >>> 16 & 0xffff) + (bits >>> 32 & 0xffff) + (bits >>> 48);
    double x = (sum - 131_070.0) / 65_536 * Math.sqrt(3);
    return rounded(x);
  }

  private static double rounded(double x) {
    return Math.rint(x * MILLION) / MILLION;
  }

  /** The finalizer of SplitMix64. */
  static long mixed(long z) {
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

  /** Writes the first rows as doubles, the label last in each, unless they are there. */
  public void writeDoubles(Path file, long rows) throws IOException {
    double[] values = new double[numFeatures];
    ByteBuffer line =
        ByteBuffer.allocate(Double.BYTES * (numFeatures + 1)).order(ByteOrder.LITTLE_ENDIAN);
    write(
        file,
        out -> {
          for (long i = 0; i < rows; i++) {
            double label = fill(i, values, 0);
            line.clear();
            for (double value : values) {
              line.putDouble(value);
            }
            line.putDouble(label);
            out.write(line.array());
          }
        });
  }

  /** Puts a row into a line and returns its length. */
  @FunctionalInterface
  private interface Format {
    int format(double label, double[] values, byte[] line);
  }

  private void write(Path file, String header, long rows, Format format) throws IOException {
    double[] values = new double[numFeatures];
    byte[] line = new byte[32 * (numFeatures + 1)];
    write(
        file,
        out -> {
          out.write(header.getBytes(StandardCharsets.US_ASCII));
          for (long i = 0; i < rows; i++) {
            double label = fill(i, values, 0);
            int length = format.format(label, values, line);
            line[length] = '\n';
            out.write(line, 0, length + 1);
          }
        });
  }

  /** What a file is filled with. */
  @FunctionalInterface
  private interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /** The file is there as a whole or not at all. */
  private static void write(Path file, Content content) throws IOException {
    if (Files.exists(file)) {
      return;
    }
    Path aside = Files.createTempFile(file.getParent(), "rows", ".part");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(aside), 1 << 20)) {
      content.writeTo(out);
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
