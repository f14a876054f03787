package org.suffice.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.suffice.block.Block;
import org.suffice.block.DenseBlock;
import org.suffice.block.SparseBlock;
import org.suffice.read.FeatureEncoder;
import org.suffice.read.Schema;
import org.suffice.solve.LeastSquaresFit;
import org.suffice.solve.Solution;

/** ŷ = b + Σ w_j x_j, with the inference of the fit. */
public final class LinearModel implements Model {
  private static final long serialVersionUID = 1L;

  /** The name of the algorithm. */
  public static final String ALGORITHM = "linear-regression";

  private static final String[] SCALARS = {
    "rss",
    "tss",
    "sigma",
    "r2",
    "adjustedR2",
    "fStatistic",
    "fPValue",
    "logLikelihood",
    "aic",
    "bic",
    "conditionNumber",
    "level"
  };

  private final transient Schema schema;
  private final FeatureEncoder encoder;
  private final int[] columns;
  private final transient LeastSquaresFit fit;
  private final transient double[] means;
  private final transient double[] spreads;
  private final transient TrainingRecord record;

  /** b, and w of every one of the d slots: zero for reference levels and aliased columns. */
  private final double intercept;

  private final double[] weights;

  /**
   * A model of a fit.
   *
   * @param columns the slots of the encoder that were fitted, in the order of the fit
   * @param means of each of the d features over the rows that have it, and of the label: they stand
   *     for missing values when that is asked for
   * @param spreads standard deviations of the same, with n−1
   */
  public LinearModel(
      Schema schema,
      int[] columns,
      LeastSquaresFit fit,
      double[] means,
      double[] spreads,
      TrainingRecord record) {
    this.schema = schema;
    this.encoder = FeatureEncoder.ofFeatures(schema);
    this.columns = columns.clone();
    this.fit = fit;
    this.means = means.clone();
    this.spreads = spreads.clone();
    this.record = record;
    this.weights = new double[encoder.numFeatures()];
    int first = fit.intercept() ? 1 : 0;
    if (fit.coefficients().length != columns.length + first) {
      throw new IllegalArgumentException(
          "expected "
              + (columns.length + first)
              + " coefficients, found "
              + fit.coefficients().length);
    }
    if (means.length != weights.length + 1 || spreads.length != means.length) {
      throw new IllegalArgumentException(
          "expected " + (weights.length + 1) + " means, found " + means.length);
    }
    this.intercept = fit.intercept() ? fit.coefficients()[0] : 0;
    for (int i = 0; i < columns.length; i++) {
      double w = fit.coefficients()[first + i];
      weights[columns[i]] = Double.isNaN(w) ? 0 : w;
    }
  }

  @Override
  public String algorithm() {
    return ALGORITHM;
  }

  @Override
  public Schema schema() {
    return schema;
  }

  @Override
  public FeatureEncoder encoder() {
    return encoder;
  }

  @Override
  public TrainingRecord record() {
    return record;
  }

  /** The fit with its inference. */
  public LeastSquaresFit fit() {
    return fit;
  }

  /** The slots of the encoder that were fitted, in the order of the fit. */
  public int[] columns() {
    return columns.clone();
  }

  /** The names of the fitted columns: the features without the reference levels. */
  public List<String> names() {
    List<String> all = encoder.names();
    return Arrays.stream(columns).mapToObj(all::get).toList();
  }

  /** The same model with another record. */
  public LinearModel withRecord(TrainingRecord other) {
    return new LinearModel(schema, columns, fit, means, spreads, other);
  }

  /** The mean of each of the d features over the rows that have it. */
  public double[] featureMeans() {
    return Arrays.copyOf(means, weights.length);
  }

  /** The means of the d features and, last, of the label. */
  public double[] means() {
    return means.clone();
  }

  /** The standard deviations of the d features and, last, of the label. */
  public double[] standardDeviations() {
    return spreads.clone();
  }

  @Override
  public double predict(double[] features) {
    if (features.length != weights.length) {
      throw new IllegalArgumentException(
          "expected " + weights.length + " features, found " + features.length);
    }
    return predictAt(features, 0);
  }

  private double predictAt(double[] x, int row) {
    double sum = intercept;
    for (int j = 0; j < weights.length; j++) {
      sum += weights[j] * x[row + j];
    }
    return sum;
  }

  @Override
  public void score(Block block, double[] predictions) {
    if (block.numFeatures() < weights.length) { // further labels may follow the features
      throw new IllegalArgumentException(
          "expected d=" + weights.length + ", found d=" + block.numFeatures());
    }
    if (block instanceof DenseBlock dense) {
      for (int i = 0; i < dense.numRows(); i++) {
        predictions[i] = predictAt(dense.values(), i * block.numFeatures());
      }
    } else {
      SparseBlock sparse = (SparseBlock) block;
      int[] starts = sparse.rowStarts();
      for (int i = 0; i < sparse.numRows(); i++) {
        double sum = intercept;
        for (int e = starts[i]; e < starts[i + 1]; e++) {
          sum += weights[sparse.indices()[e]] * sparse.values()[e];
        }
        predictions[i] = sum;
      }
    }
  }

  /** The arrays of the model: everything that depends on the data alone. */
  Tensors tensors() {
    int k = fit.coefficients().length;
    Tensors tensors =
        new Tensors()
            .put("coefficients", fit.coefficients(), k)
            .put("standardErrors", fit.standardErrors(), k)
            .put("tValues", fit.tValues(), k)
            .put("pValues", fit.pValues(), k)
            .put("confidenceLower", fit.lower(), k)
            .put("confidenceUpper", fit.upper(), k)
            .put("means", means, means.length)
            .put("standardDeviations", spreads, spreads.length)
            .put("columns", Arrays.stream(columns).asLongStream().toArray(), columns.length)
            .put("intercept", new long[] {fit.intercept() ? 1 : 0}, 1)
            .put("counts", new long[] {fit.rows(), fit.rank(), fit.degreesOfFreedom()}, 3);
    double[] scalars = {
      fit.rss(), fit.tss(), fit.sigma(), fit.r2(), fit.adjustedR2(), fit.fStatistic(),
      fit.fPValue(), fit.logLikelihood(), fit.aic(), fit.bic(), fit.conditionNumber(), fit.level()
    };
    for (int i = 0; i < SCALARS.length; i++) {
      tensors.put(SCALARS[i], scalars[i]);
    }
    Solution solution = fit.solution();
    tensors.put("objective", solution.objective()).put("gradientNorm", solution.gradientNorm());
    for (LeastSquaresFit.AliasedColumn column : fit.aliased()) {
      double[] combination = Arrays.copyOf(column.coefficients(), columns.length + 1);
      combination[columns.length] = column.constant();
      tensors.put("aliased." + column.column(), combination, combination.length);
    }
    return tensors;
  }

  /** The part of {@code model.json} that only this algorithm has. */
  ObjectNode details() {
    ObjectNode details = Json.object();
    details.put("status", fit.solution().termination().name());
    details.put("iterations", fit.solution().iterations());
    ArrayNode aliased = details.putArray("aliased");
    fit.aliased().forEach(column -> aliased.add(column.column()));
    return details;
  }

  static LinearModel read(Schema schema, TrainingRecord record, JsonNode details, Tensors t) {
    List<LeastSquaresFit.AliasedColumn> aliased = new ArrayList<>();
    int[] columns = Arrays.stream(t.longs("columns")).mapToInt(Math::toIntExact).toArray();
    for (JsonNode node : details.path("aliased")) {
      int column = Objects.checkIndex(node.asInt(-1), columns.length);
      double[] combination = t.doubles("aliased." + column, columns.length + 1);
      aliased.add(
          new LeastSquaresFit.AliasedColumn(
              column, combination[columns.length], Arrays.copyOf(combination, column)));
    }
    boolean intercept = t.longs("intercept")[0] == 1;
    int k = columns.length + (intercept ? 1 : 0);
    long[] counts = t.longs("counts");
    double[] s = Arrays.stream(SCALARS).mapToDouble(t::scalar).toArray();
    LeastSquaresFit fit =
        new LeastSquaresFit(
            intercept,
            counts[0],
            Math.toIntExact(counts[1]),
            counts[2],
            s[0],
            s[1],
            s[2],
            s[3],
            s[4],
            s[5],
            s[6],
            s[7],
            s[8],
            s[9],
            s[10],
            s[11],
            t.doubles("coefficients", k),
            t.doubles("standardErrors", k),
            t.doubles("tValues", k),
            t.doubles("pValues", k),
            t.doubles("confidenceLower", k),
            t.doubles("confidenceUpper", k),
            List.copyOf(aliased),
            new Solution(
                Solution.Termination.valueOf(details.path("status").asText()),
                details.path("iterations").asInt(),
                t.scalar("objective"),
                t.scalar("gradientNorm")));
    return new LinearModel(
        schema, columns, fit, t.doubles("means"), t.doubles("standardDeviations"), record);
  }
}
