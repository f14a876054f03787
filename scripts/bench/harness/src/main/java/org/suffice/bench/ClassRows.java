package org.suffice.bench;

import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPInputStream;

/**
 * Rows with classes, for every side the same: row i is a function of the seed and i alone, or row i
 * of a LIBSVM file that is repeated. The class of a generated row is drawn by the probabilities of
 * a logistic model.
 *
 * @param kind what the rows are like
 * @param numFeatures d
 * @param numClasses c
 * @param seed of the generator
 * @param file of two classes, repeated; empty to generate
 */
public record ClassRows(Kind kind, int numFeatures, int numClasses, long seed, String file)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** What the rows are like. */
  public enum Kind {
    /** Every feature a variate of mean 0 and variance 1. */
    DENSE(0.6),
    /** The same, each correlated with the one before, 0.9. */
    CORRELATED(0.3),
    /** The shape of the adult set: 14 attributes, one of the levels of each, 123 in all. */
    ADULT(1.5),
    /** 30 entries of a million, few of them frequent, with values between 0 and 1. */
    WIDE(2);

    private final double strength;

    Kind(double strength) {
      this.strength = strength;
    }

    /** As an argument of a side. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Whether rows have all their features. */
    public boolean isDense() {
      return this == DENSE || this == CORRELATED;
    }
  }

  private static final int[] ADULT_LEVELS = {5, 8, 5, 16, 5, 7, 14, 6, 5, 2, 2, 2, 5, 41};
  private static final int WIDE_ENTRIES = 30;
  private static final double CORRELATION = 0.9;
  private static final Map<String, List<Row>> FILES = new ConcurrentHashMap<>();

  /** From the arguments of a side. */
  public static ClassRows of(
      String kind, String numFeatures, String numClasses, String seed, String file) {
    return new ClassRows(
        Kind.valueOf(kind.toUpperCase(Locale.ROOT)),
        Integer.parseInt(numFeatures),
        Integer.parseInt(numClasses),
        Long.parseLong(seed),
        file.equals("-") ? "" : file);
  }

  /** The arguments of a side. */
  List<String> arguments() {
    return List.of(
        kind.text(),
        String.valueOf(numFeatures),
        String.valueOf(numClasses),
        String.valueOf(seed),
        file.isEmpty() ? "-" : file);
  }

  /** A row: its entries, indices ascending, and its class. */
  public static final class Row {
    private final int[] indices;
    private final double[] values;
    private int count;
    private int label;

    private Row(int most) {
      indices = new int[most];
      values = new double[most];
    }

    /** How many entries there are. */
    public int count() {
      return count;
    }

    /** The feature of an entry. */
    public int index(int entry) {
      return indices[entry];
    }

    /** The value of an entry. */
    public double value(int entry) {
      return values[entry];
    }

    /** The class, from 0 on. */
    public int label() {
      return label;
    }

    private void add(int index, double value) {
      indices[count] = index;
      values[count++] = value;
    }
  }

  /** Room for a row. */
  public Row row() {
    return new Row(kind.isDense() ? numFeatures : WIDE_ENTRIES);
  }

  /** Fills a row. */
  public void fill(long i, Row row) {
    row.count = 0;
    if (!file.isEmpty()) {
      List<Row> all = FILES.computeIfAbsent(file, ClassRows::read);
      Row from = all.get((int) (i % all.size()));
      for (int e = 0; e < from.count; e++) {
        row.add(from.indices[e], from.values[e]);
      }
      row.label = from.label;
      return;
    }
    long state = Rows.mixed(seed + Rows.GOLDEN * (i + 1));
    switch (kind) {
      case DENSE, CORRELATED -> dense(state, row);
      case ADULT -> {
        int from = 0;
        for (int levels : ADULT_LEVELS) {
          state += Rows.GOLDEN;
          double u = uniform(state);
          row.add(from + (int) (levels * u * u), 1);
          from += levels;
        }
      }
      case WIDE -> {
        for (int e = 0; e < WIDE_ENTRIES; e++) {
          state += 2 * Rows.GOLDEN;
          double u = uniform(state);
          int from = (int) ((long) numFeatures * e / WIDE_ENTRIES);
          int levels = (int) ((long) numFeatures * (e + 1) / WIDE_ENTRIES) - from;
          row.add(from + (int) (levels * u * u * u), uniform(state + Rows.GOLDEN));
        }
      }
    }
    row.label = draw(row, uniform(state + 3 * Rows.GOLDEN));
  }

  private void dense(long start, Row row) {
    long state = start;
    double x = 0;
    for (int j = 0; j < numFeatures; j++) {
      state += Rows.GOLDEN;
      double variate = Rows.variate(state);
      boolean alone = kind == Kind.DENSE || j == 0;
      x = alone ? variate : CORRELATION * x + Math.sqrt(1 - CORRELATION * CORRELATION) * variate;
      row.add(j, x);
    }
  }

  private static double uniform(long state) {
    return (Rows.mixed(state) >>> 11) * 0x1p-53;
  }

  private int draw(Row row, double uniform) {
    double[] odds = new double[numClasses];
    double sum = 0;
    for (int k = 0; k < numClasses; k++) {
      double eta = 0;
      for (int e = 0; e < row.count && !(numClasses == 2 && k == 0); e++) {
        eta += coefficient(row.indices[e], k) * row.values[e];
      }
      odds[k] = StrictMath.exp(eta);
      sum += odds[k];
    }
    double left = uniform * sum;
    for (int k = 0; k < numClasses - 1; k++) {
      left -= odds[k];
      if (left < 0) {
        return k;
      }
    }
    return numClasses - 1;
  }

  private double coefficient(int j, int k) {
    return kind.strength * (Math.floorMod(37L * j + k * (13L * j + 5), 19) - 9) / 18;
  }

  // ---- files -----------------------------------------------------------------------------------

  /** A LIBSVM file of the classes −1 and +1. */
  private static List<Row> read(String file) {
    List<Row> rows = new ArrayList<>();
    try (InputStream in = Files.newInputStream(Path.of(file));
        InputStream plain = file.endsWith(".gz") ? new GZIPInputStream(in) : in;
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(plain, StandardCharsets.US_ASCII))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] words = line.strip().split("\\s+");
        Row row = new Row(words.length - 1);
        row.label = Double.parseDouble(words[0]) > 0 ? 1 : 0;
        for (int e = 1; e < words.length; e++) {
          int colon = words[e].indexOf(':');
          row.add(
              Integer.parseInt(words[e].substring(0, colon)) - 1,
              Double.parseDouble(words[e].substring(colon + 1)));
        }
        rows.add(row);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return rows;
  }

  /**
   * Writes the first rows for Python, unless they are there: dense ones as doubles, the label last
   * in each; sparse ones as the numbers of rows and entries, the labels and the ends of rows, both
   * as doubles, then the entries, each index and value a double.
   */
  void write(Path to, long count) throws IOException {
    if (Files.exists(to)) {
      return;
    }
    Path aside = Files.createTempFile(to.getParent(), "rows", ".part");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(aside), 1 << 20)) {
      Row row = row();
      ByteBuffer cell = ByteBuffer.allocate(Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      if (!kind.isDense()) {
        long entries = 0;
        double[] labels = new double[(int) count];
        double[] ends = new double[(int) count];
        for (int i = 0; i < count; i++) {
          fill(i, row);
          entries += row.count;
          labels[i] = row.label;
          ends[i] = entries;
        }
        put(out, cell, count);
        put(out, cell, entries);
        for (double[] array : List.of(labels, ends)) {
          for (double value : array) {
            put(out, cell, value);
          }
        }
      }
      for (long i = 0; i < count; i++) {
        fill(i, row);
        for (int e = 0; e < row.count; e++) {
          if (!kind.isDense()) {
            put(out, cell, row.indices[e]);
          }
          put(out, cell, row.values[e]);
        }
        if (kind.isDense()) {
          put(out, cell, row.label);
        }
      }
    }
    Files.move(aside, to, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void put(OutputStream out, ByteBuffer cell, double value) throws IOException {
    cell.putDouble(0, value);
    out.write(cell.array());
  }

  // ---- what is minimised -----------------------------------------------------------------------

  /**
   * The objective at a side's parameters: the log loss of the first rows and λ/2 times the squares
   * of the coefficients.
   *
   * @param parameters for each linear function its constant and d coefficients; one function for
   *     two classes, else one a class
   */
  double objective(long count, double lambda, double[] parameters, int offset) {
    int stride = numFeatures + 1;
    int functions = numClasses == 2 ? 1 : numClasses;
    if (parameters.length - offset != functions * stride) {
      throw new IllegalStateException(
          "expected " + functions * stride + " parameters, found " + (parameters.length - offset));
    }
    double squares = 0;
    for (int i = 0; i < functions * stride; i++) {
      double w = i % stride == 0 ? 0 : parameters[offset + i];
      squares += w * w;
    }
    Row row = row();
    double[] eta = new double[numClasses];
    double loss = 0;
    double lost = 0; // Kahan's sum
    for (long i = 0; i < count; i++) {
      fill(i, row);
      for (int r = 0; r < functions; r++) {
        int at = offset + r * stride;
        double sum = parameters[at];
        for (int e = 0; e < row.count; e++) {
          sum += parameters[at + 1 + row.indices[e]] * row.values[e];
        }
        eta[functions == 1 ? 1 : r] = sum;
      }
      double y = loss(eta, row.label) - lost;
      double next = loss + y;
      lost = (next - loss) - y;
      loss = next;
    }
    return loss + lambda / 2 * squares;
  }

  private static double loss(double[] eta, int label) {
    double others = 0;
    for (int k = 0; k < eta.length; k++) {
      others += k == label ? 0 : StrictMath.exp(eta[k] - eta[label]);
    }
    return StrictMath.log1p(others);
  }
}
