package org.suffice.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.suffice.Failure;
import org.suffice.block.Block;
import org.suffice.block.DenseBlock;
import org.suffice.block.Design;
import org.suffice.block.SparseBlock;
import org.suffice.kernel.Kernel;
import org.suffice.read.RowAccount;
import org.suffice.read.Schema;
import org.suffice.solve.PlattScaling;
import org.suffice.solve.Solution;
import org.suffice.solve.SupportVectorFit;

/** A support vector machine of two classes, or one for every pair of several, which then vote. */
public final class SupportVectorModel extends TrainedModel {
  private static final long serialVersionUID = 1L;

  /** The name of the algorithm on the command line. */
  public static final String ALGORITHM = "svm";

  private static final int PAIR_VALUES = 9;

  private final List<String> classes;
  private final transient SupportVectorFit fit;
  private final transient double[] shift;
  private final transient double[] scale;
  private final SupportVectorScores scores;
  private final SupportVectorOutputs outputs;

  /**
   * A model.
   *
   * @param classes their names, in the order of the fit
   * @param fit the machines, on the d features shifted and scaled
   * @param means of each of the d features over the rows that have it: they stand for missing
   *     values when that is asked for
   * @param shift what is subtracted of each feature; null for nothing
   * @param scale what each feature is then divided by; null for 1
   */
  public SupportVectorModel(
      Schema schema,
      List<String> classes,
      SupportVectorFit fit,
      double[] means,
      double[] shift,
      double[] scale,
      TrainingRecord record) {
    super(schema, means, record);
    this.classes = List.copyOf(classes);
    this.fit = fit;
    this.shift = shift == null ? null : shift.clone();
    this.scale = scale == null ? null : scale.clone();
    int d = encoder().numFeatures();
    int c = classes.size();
    if (c < 2 || fit.numClasses() != c || fit.pairs().size() != c * (c - 1) / 2) {
      throw new IllegalArgumentException(
          "expected "
              + c
              + " classes and all their pairs, found "
              + fit.numClasses()
              + " and "
              + fit.pairs().size());
    }
    boolean fits =
        means.length == d
            && (shift == null || shift.length == d)
            && (scale == null || scale.length == d)
            && (fit.vectors() != null
                ? fit.vectors().numFeatures() == d
                    && fit.vectorClass().length == fit.vectors().numRows()
                    && fit.coefficients().length == fit.vectors().numRows() * (c - 1)
                : fit.weights().length == fit.pairs().size() * d);
    if (!fits) {
      throw new IllegalArgumentException("the arrays do not fit d=" + d + " features");
    }
    int[] slots = IntStream.range(0, d).toArray();
    int[] none = new int[d];
    Arrays.fill(none, -1);
    this.scores =
        new SupportVectorScores(fit, new Design(d, slots, none, new double[d], shift, scale));
    this.outputs = new SupportVectorOutputs(scores, this.classes, fit);
  }

  @Override
  public String algorithm() {
    return ALGORITHM;
  }

  /** The machines. */
  public SupportVectorFit fit() {
    return fit;
  }

  /** The names of the classes, in the order of their positions. */
  public List<String> classes() {
    return classes;
  }

  /** What is subtracted of each feature; null for nothing. */
  public double[] shift() {
    return shift == null ? null : shift.clone();
  }

  /** What each feature is divided by, after the shift; null for 1. */
  public double[] scale() {
    return scale == null ? null : scale.clone();
  }

  /** The same model with another record. */
  public SupportVectorModel withRecord(TrainingRecord other) {
    return new SupportVectorModel(schema(), classes, fit, featureMeans(), shift, scale, other);
  }

  @Override
  public void score(Block block, double[] predictions) {
    double[] decisions = scores.decisions(block);
    for (int i = 0; i < block.numRows(); i++) {
      predictions[i] = outputs.vote(decisions, i * scores.numPairs());
    }
  }

  /**
   * The decision values of rows.
   *
   * @param block of the d features
   * @return n×P row-major, P pairs in the order of the fit
   */
  public double[] decisions(Block block) {
    return scores.decisions(block);
  }

  @Override
  public Outputs outputs() {
    return outputs;
  }

  /** The arrays of the model: everything that depends on the data alone. */
  Tensors tensors() {
    Tensors tensors =
        new Tensors()
            .put("featureMeans", featureMeans(), numFeatures())
            .put("classRows", fit.classRows(), fit.numClasses())
            .put("classSupportVectors", fit.classSupportVectors(), fit.numClasses())
            .put("pairs", pairValues(), fit.pairs().size(), PAIR_VALUES)
            .put("supportVectors", new long[] {fit.supportVectors()}, 1)
            .put("c", fit.c())
            .put(
                "kernel",
                new double[] {fit.kernel().gamma(), fit.kernel().coef0(), fit.kernel().degree()},
                3)
            .put(
                "solution",
                new double[] {fit.solution().objective(), fit.solution().gradientNorm()},
                2);
    if (shift != null) {
      tensors.put("shift", shift, shift.length);
    }
    if (scale != null) {
      tensors.put("scale", scale, scale.length);
    }
    if (!fit.grid().isEmpty()) {
      double[] grid =
          fit.grid().stream()
              .flatMapToDouble(
                  point -> Arrays.stream(new double[] {point.c(), point.gamma(), point.accuracy()}))
              .toArray();
      tensors.put("grid", grid, fit.grid().size(), 3);
    }
    if (fit.hasProbabilities()) {
      double[] platt =
          fit.pairs().stream()
              .flatMapToDouble(
                  pair -> Arrays.stream(new double[] {pair.scaling().a(), pair.scaling().b()}))
              .toArray();
      tensors.put("platt", platt, fit.pairs().size(), 2);
    }
    if (fit.vectors() == null) {
      return tensors.put("weights", fit.weights(), fit.pairs().size(), numFeatures());
    }
    int m = fit.vectors().numRows();
    tensors
        .put("coefficients", fit.coefficients(), m, fit.numClasses() - 1)
        .put("vectorClass", Arrays.stream(fit.vectorClass()).asLongStream().toArray(), m);
    if (fit.vectors() instanceof SparseBlock sparse) {
      int entries = sparse.numEntries();
      return tensors
          .put("vectorStarts", longs(sparse.rowStarts(), m + 1), m + 1)
          .put("vectorColumns", longs(sparse.indices(), entries), entries)
          .put("vectors", Arrays.copyOf(sparse.values(), entries), entries);
    }
    double[] values = ((DenseBlock) fit.vectors()).values();
    return tensors.put("vectors", Arrays.copyOf(values, m * numFeatures()), m, numFeatures());
  }

  private static long[] longs(int[] values, int length) {
    return Arrays.stream(values, 0, length).asLongStream().toArray();
  }

  private double[] pairValues() {
    return fit.pairs().stream()
        .flatMapToDouble(
            pair ->
                Arrays.stream(
                    new double[] {
                      pair.rho(),
                      pair.supportVectors()[0],
                      pair.supportVectors()[1],
                      pair.bounded(),
                      pair.objective(),
                      pair.dualityGap(),
                      pair.violation(),
                      pair.squaredNorm(),
                      pair.positive()
                    }))
        .toArray();
  }

  /** The part of {@code model.json} that only this algorithm has. */
  ObjectNode details() {
    ObjectNode details = Json.object();
    details.put("kernel", fit.kernel().kind().name().toLowerCase(Locale.ROOT));
    details.put("squaredHinge", fit.squaredHinge());
    ArrayNode names = details.putArray("classes");
    classes.forEach(names::add);
    details.put("status", fit.solution().termination().name());
    details.put("iterations", fit.solution().iterations());
    return details;
  }

  static SupportVectorModel read(
      Schema schema, TrainingRecord record, JsonNode details, Tensors t) {
    List<String> classes = new ArrayList<>();
    details.path("classes").forEach(name -> classes.add(name.asText()));
    int c = classes.size();
    int d = t.doubles("featureMeans").length;
    if (c < 2) {
      throw Failure.data("expected two classes or more, found " + c);
    }
    int numPairs = Math.multiplyExact(c, c - 1) / 2;
    double[] values = t.doubles("pairs", Math.multiplyExact(numPairs, PAIR_VALUES));
    double[] platt = t.has("platt") ? t.doubles("platt", 2 * numPairs) : null;
    List<SupportVectorFit.Pair> pairs = new ArrayList<>();
    int at = 0;
    for (int a = 0; a < c; a++) {
      for (int b = a + 1; b < c; b++) {
        pairs.add(pair(values, at * PAIR_VALUES, a, b, platt, at));
        at++;
      }
    }
    double[] kernel = t.doubles("kernel", 3);
    double[] solution = t.doubles("solution", 2);
    Block vectors = t.has("vectors") ? vectors(t, d) : null;
    int m = vectors == null ? 0 : vectors.numRows();
    SupportVectorFit fit =
        new SupportVectorFit(
            new Kernel(
                Kernel.Kind.valueOf(details.path("kernel").asText().toUpperCase(Locale.ROOT)),
                kernel[0],
                kernel[1],
                (int) kernel[2]),
            t.scalar("c"),
            details.path("squaredHinge").asBoolean(),
            t.longs("classRows"),
            vectors,
            vectors == null ? new int[0] : ints(t.longs("vectorClass"), c),
            vectors == null
                ? new double[0]
                : t.doubles("coefficients", Math.multiplyExact(m, c - 1)),
            vectors == null ? t.doubles("weights", Math.multiplyExact(numPairs, d)) : new double[0],
            t.longs("supportVectors")[0],
            t.longs("classSupportVectors"),
            pairs,
            grid(t.has("grid") ? t.doubles("grid") : new double[0]),
            new Solution(
                Solution.Termination.valueOf(details.path("status").asText()),
                details.path("iterations").asInt(),
                solution[0],
                solution[1]));
    return new SupportVectorModel(
        schema,
        classes,
        fit,
        t.doubles("featureMeans"),
        t.has("shift") ? t.doubles("shift", d) : null,
        t.has("scale") ? t.doubles("scale", d) : null,
        record);
  }

  private static List<SupportVectorFit.GridPoint> grid(double[] values) {
    return IntStream.range(0, values.length / 3)
        .mapToObj(
            i ->
                new SupportVectorFit.GridPoint(values[3 * i], values[3 * i + 1], values[3 * i + 2]))
        .toList();
  }

  private static SupportVectorFit.Pair pair(
      double[] v, int at, int a, int b, double[] platt, int pair) {
    boolean first = v[at + 8] == a;
    return new SupportVectorFit.Pair(
        first ? a : b,
        first ? b : a,
        v[at],
        new long[] {(long) v[at + 1], (long) v[at + 2]},
        (long) v[at + 3],
        v[at + 4],
        v[at + 5],
        v[at + 6],
        v[at + 7],
        platt == null ? null : new PlattScaling(platt[2 * pair], platt[2 * pair + 1]));
  }

  private static Block vectors(Tensors t, int d) {
    int m = t.longs("vectorClass").length;
    double[] labels = new double[m];
    long[] ids = new long[m];
    RowAccount account = RowAccount.of(m, 0, 0, 0);
    if (!t.has("vectorStarts")) {
      double[] values = t.doubles("vectors", Math.multiplyExact(m, d));
      return new DenseBlock(m, d, values, labels, null, 0, ids, account);
    }
    double[] values = t.doubles("vectors");
    int[] starts = ints(t.longs("vectorStarts"), values.length + 1);
    int[] columns = ints(t.longs("vectorColumns"), d);
    boolean ascending =
        starts.length == m + 1
            && starts[0] == 0
            && starts[m] == values.length
            && IntStream.range(0, m).allMatch(i -> starts[i] <= starts[i + 1]);
    if (!ascending || columns.length != values.length) {
      throw Failure.data("the support vectors are not " + m + " sparse rows");
    }
    return new SparseBlock(m, d, starts, columns, values, labels, null, 0, ids, account);
  }

  /** Positions below a limit. */
  private static int[] ints(long[] values, int limit) {
    int[] result = new int[values.length];
    for (int i = 0; i < result.length; i++) {
      if (values[i] < 0 || values[i] >= limit) {
        throw Failure.data("expected positions below " + limit + ", found " + values[i]);
      }
      result[i] = (int) values[i];
    }
    return result;
  }
}
