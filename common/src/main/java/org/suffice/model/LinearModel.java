package org.suffice.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.suffice.Failure;
import org.suffice.block.Block;
import org.suffice.block.DenseBlock;
import org.suffice.block.SparseBlock;
import org.suffice.read.Schema;
import org.suffice.solve.LeastSquaresFit;
import org.suffice.statistic.Scorer;

/**
 * ŷ = b + Σ w_j x_j for one or several targets, with the inference of each fit. What is scored is
 * always the raw row: coefficients of z scores are turned into those of the columns themselves.
 */
public final class LinearModel extends TrainedModel {
  private static final long serialVersionUID = 1L;

  /** The name of the algorithm. */
  public static final String ALGORITHM = "linear-regression";

  private final int[] columns;
  private final transient List<LeastSquaresFit> fits;
  private final transient double[] means;
  private final transient double[] spreads;
  private final transient double[] scales;

  /** By target b, and w of every one of the d slots: zero for those not fitted. */
  private final double[] intercepts;

  private final double[][] weights;

  /**
   * A model of one fit in the units of the columns.
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
    this(schema, columns, List.of(fit), means, spreads, null, record);
  }

  /**
   * A model of a fit for each label of the schema.
   *
   * @param columns the slots of the encoder that were fitted, in the order of the fits
   * @param means of each of the d features over the rows that have it, and of the labels: they
   *     stand for missing values when that is asked for
   * @param spreads standard deviations of the same, with n−1
   * @param scales for each of the d features what its distance from the mean (without intercept,
   *     from 0) was divided by, where the coefficients are those of z scores; null where they are
   *     those of the columns
   */
  public LinearModel(
      Schema schema,
      int[] columns,
      List<LeastSquaresFit> fits,
      double[] means,
      double[] spreads,
      double[] scales,
      TrainingRecord record) {
    super(schema, means, record);
    this.columns = columns.clone();
    this.fits = List.copyOf(fits);
    this.means = means.clone();
    this.spreads = spreads.clone();
    this.scales = scales == null ? null : scales.clone();
    int d = encoder().numFeatures();
    if (schema.hasClasses()) {
      throw new IllegalArgumentException("a linear model of classes");
    }
    if (fits.size() != schema.labels().size()) {
      throw new IllegalArgumentException(
          "expected " + schema.labels().size() + " fits, found " + fits.size());
    }
    if (means.length != d + fits.size() || spreads.length != means.length) {
      throw new IllegalArgumentException(
          "expected " + (d + fits.size()) + " means, found " + means.length);
    }
    if (scales != null && scales.length != d) {
      throw new IllegalArgumentException("expected " + d + " scales, found " + scales.length);
    }
    weights = new double[fits.size()][d];
    intercepts = new double[fits.size()];
    for (int t = 0; t < fits.size(); t++) {
      place(fits.get(t), t);
    }
  }

  private void place(LeastSquaresFit fit, int target) {
    int first = fit.intercept() ? 1 : 0;
    if (fit.coefficients().length != columns.length + first) {
      throw new IllegalArgumentException(
          "expected "
              + (columns.length + first)
              + " coefficients, found "
              + fit.coefficients().length);
    }
    double constant = fit.intercept() ? fit.coefficients()[0] : 0;
    for (int i = 0; i < columns.length; i++) {
      int slot = Objects.checkIndex(columns[i], encoder().numFeatures());
      double w = fit.coefficients()[first + i];
      double scale = scales == null ? 1 : scales[slot];
      if (!Double.isNaN(w) && w != 0 && scale > 0) {
        weights[target][slot] = w / scale;
        constant -= scales == null || !fit.intercept() ? 0 : w / scale * means[slot];
      }
    }
    intercepts[target] = constant;
  }

  @Override
  public String algorithm() {
    return ALGORITHM;
  }

  /** The fit of the first target with its inference. */
  public LeastSquaresFit fit() {
    return fits.get(0);
  }

  /** The fits, one for each label of the schema(). */
  public List<LeastSquaresFit> fits() {
    return fits;
  }

  /** The slots of the encoder that were fitted, in the order of the fit. */
  public int[] columns() {
    return columns.clone();
  }

  /** The names of the fitted columns: the features without the reference levels. */
  public List<String> names() {
    return names(columns);
  }

  /** The same model with another record. */
  public LinearModel withRecord(TrainingRecord other) {
    return new LinearModel(schema(), columns, fits, means, spreads, scales, other);
  }

  /** The same model with other fits, of the same columns. */
  public LinearModel withFits(List<LeastSquaresFit> others) {
    return new LinearModel(schema(), columns, others, means, spreads, scales, record());
  }

  /** The means of the d features and, last, of the labels. */
  public double[] means() {
    return means.clone();
  }

  /** The standard deviations of the d features and, last, of the labels. */
  public double[] standardDeviations() {
    return spreads.clone();
  }

  /** What z scores were divided by; null where coefficients are those of the columns. */
  public double[] scales() {
    return scales == null ? null : scales.clone();
  }

  /** b of a target for raw rows. */
  public double rawIntercept(int target) {
    return intercepts[target];
  }

  /** w of a target for raw rows, one for each of the d features. */
  public double[] rawWeights(int target) {
    return weights[target].clone();
  }

  @Override
  public double predict(double[] features) {
    int d = encoder().numFeatures();
    if (features.length != d) {
      throw new IllegalArgumentException("expected " + d + " features, found " + features.length);
    }
    return predictAt(0, features, 0);
  }

  private double predictAt(int target, double[] x, int row) {
    double[] w = weights[target];
    double sum = intercepts[target];
    for (int j = 0; j < w.length; j++) {
      sum += w[j] * x[row + j];
    }
    return sum;
  }

  @Override
  public void score(Block block, double[] predictions) {
    score(0, block, predictions);
  }

  /** What predictions come with. */
  public enum IntervalKind {
    /** Nothing. */
    NONE,
    /** The interval of the mean of all rows with these features. */
    CONFIDENCE,
    /** The interval of one such row. */
    PREDICTION
  }

  /**
   * What the model says of rows.
   *
   * @param level of the interval
   * @throws Failure when the model knows no such interval
   */
  public Outputs outputs(IntervalKind kind, double level) {
    return new LinearOutputs(this, kind, level);
  }

  @Override
  public Outputs outputs() {
    return outputs(IntervalKind.NONE, fit().level());
  }

  /** The number of targets. */
  public int numTargets() {
    return intercepts.length;
  }

  /** The predictions of one target. */
  public Scorer target(int target) {
    return (block, predictions) -> score(target, block, predictions);
  }

  /** Blocks may have more columns than features: indicators and further labels. */
  private void score(int target, Block block, double[] predictions) {
    double[] w = weights[target];
    if (block.numFeatures() < w.length) {
      throw new IllegalArgumentException(
          "expected d=" + w.length + ", found d=" + block.numFeatures());
    }
    if (block instanceof DenseBlock dense) {
      for (int i = 0; i < dense.numRows(); i++) {
        predictions[i] = predictAt(target, dense.values(), i * block.numFeatures());
      }
    } else {
      SparseBlock sparse = (SparseBlock) block;
      int[] starts = sparse.rowStarts();
      for (int i = 0; i < sparse.numRows(); i++) {
        double sum = intercepts[target];
        for (int e = starts[i]; e < starts[i + 1]; e++) {
          int slot = sparse.indices()[e];
          sum += slot < w.length ? w[slot] * sparse.values()[e] : 0;
        }
        predictions[i] = sum;
      }
    }
  }

  /** The arrays of the model: everything that depends on the data alone. */
  Tensors tensors() {
    Tensors tensors =
        new Tensors()
            .put("means", means, means.length)
            .put("standardDeviations", spreads, spreads.length)
            .put("columns", Arrays.stream(columns).asLongStream().toArray(), columns.length);
    if (scales != null) {
      tensors.put("scales", scales, scales.length);
    }
    for (int t = 0; t < fits.size(); t++) {
      LinearFitTensors.put(tensors, prefix(t, fits.size()), fits.get(t));
    }
    return tensors;
  }

  private static String prefix(int target, int targets) {
    return targets == 1 ? "" : "target" + target + ".";
  }

  /** The part of {@code model.json} that only this algorithm has. */
  ObjectNode details() {
    if (fits.size() == 1) {
      return LinearFitTensors.details(fit());
    }
    ObjectNode details = Json.object();
    for (int t = 0; t < fits.size(); t++) {
      details.set("target" + t, LinearFitTensors.details(fits.get(t)));
    }
    return details;
  }

  static LinearModel read(Schema schema, TrainingRecord record, JsonNode details, Tensors t) {
    int[] columns = Arrays.stream(t.longs("columns")).mapToInt(Math::toIntExact).toArray();
    int targets = schema.labels().size();
    LeastSquaresFit[] fits = new LeastSquaresFit[targets];
    for (int i = 0; i < targets; i++) {
      JsonNode node = targets == 1 ? details : details.path("target" + i);
      fits[i] = LinearFitTensors.read(node, t, prefix(i, targets), columns.length);
    }
    return new LinearModel(
        schema,
        columns,
        List.of(fits),
        t.doubles("means"),
        t.doubles("standardDeviations"),
        t.has("scales") ? t.doubles("scales") : null,
        record);
  }
}
