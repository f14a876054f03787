package org.suffice.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.suffice.Failure;
import org.suffice.block.Block;
import org.suffice.read.Schema;
import org.suffice.solve.LogisticFit;

/**
 * The probabilities of classes by a softmax of linear functions of a row, with the inference of the
 * fit. What is scored is always the raw row: coefficients of z scores are turned into those of the
 * columns themselves.
 */
public final class LogisticModel extends TrainedModel {
  private static final long serialVersionUID = 1L;

  /** The name of the algorithm. */
  public static final String ALGORITHM = "logistic-regression";

  private final transient int[] columns;
  private final transient LogisticFit fit;
  private final transient double[] spreads;
  private final transient double[] scales;
  private final LogisticOutputs outputs;

  /**
   * A model.
   *
   * @param schema with the classes of the fit
   * @param columns the slots of the encoder that were fitted, in the order of the fit
   * @param means of each of the d features over the rows that have it: they stand for missing
   *     values when that is asked for
   * @param spreads standard deviations of the same, with n−1
   * @param scales for each of the d features what its distance from the mean (without intercept,
   *     from 0) was divided by, where the coefficients are those of z scores; null where they are
   *     those of the columns
   */
  public LogisticModel(
      Schema schema,
      int[] columns,
      LogisticFit fit,
      double[] means,
      double[] spreads,
      double[] scales,
      TrainingRecord record) {
    super(schema, means, record);
    this.columns = columns.clone();
    this.fit = fit;
    this.spreads = spreads.clone();
    this.scales = scales == null ? null : scales.clone();
    int d = encoder().numFeatures();
    if (schema.classes().size() != fit.numClasses()) {
      throw new IllegalArgumentException(
          "expected " + fit.numClasses() + " classes, found " + schema.classes());
    }
    if (means.length != d || spreads.length != d || (scales != null && scales.length != d)) {
      throw new IllegalArgumentException("expected " + d + " means, found " + means.length);
    }
    int first = fit.intercept() ? 1 : 0;
    if (fit.numParameters() != columns.length + first
        || fit.coefficients().length != fit.numFunctions() * (columns.length + first)) {
      throw new IllegalArgumentException(
          "expected "
              + fit.numFunctions()
              + "×"
              + (columns.length + first)
              + " coefficients, found "
              + fit.coefficients().length);
    }
    outputs = new LogisticOutputs(schema.classes(), d, fit.reference(), constants(), weights());
  }

  /** w of every one of the d slots for each function, K×d: zero for those not fitted. */
  private double[] weights() {
    int d = encoder().numFeatures();
    int p = fit.numParameters();
    int first = fit.intercept() ? 1 : 0;
    double[] weights = new double[fit.numFunctions() * d];
    for (int r = 0; r < fit.numFunctions(); r++) {
      for (int i = 0; i < columns.length; i++) {
        int slot = Objects.checkIndex(columns[i], d);
        double w = fit.coefficients()[r * p + first + i];
        double scale = scales == null ? 1 : scales[slot];
        weights[r * d + slot] = Double.isNaN(w) || w == 0 || !(scale > 0) ? 0 : w / scale;
      }
    }
    return weights;
  }

  /** b of each function, K of them. */
  private double[] constants() {
    int d = encoder().numFeatures();
    double[] weights = weights();
    double[] means = featureMeans();
    double[] constants = new double[fit.numFunctions()];
    for (int r = 0; r < constants.length && fit.intercept(); r++) {
      constants[r] = fit.coefficients()[r * fit.numParameters()];
      for (int slot = 0; slot < d && scales != null; slot++) {
        constants[r] -= weights[r * d + slot] * means[slot];
      }
    }
    return constants;
  }

  @Override
  public String algorithm() {
    return ALGORITHM;
  }

  /** The parameters and what was found out about them. */
  public LogisticFit fit() {
    return fit;
  }

  /** The names of the classes, in the order of their positions. */
  public List<String> classes() {
    return schema().classes();
  }

  /** The slots of the encoder that were fitted, in the order of the fit. */
  public int[] columns() {
    return columns.clone();
  }

  /** The names of the fitted columns: the features without the reference levels. */
  public List<String> names() {
    return names(columns);
  }

  /** The standard deviation of each of the d features. */
  public double[] standardDeviations() {
    return spreads.clone();
  }

  /** What features were divided by where coefficients are those of z scores; null otherwise. */
  public double[] scales() {
    return scales == null ? null : scales.clone();
  }

  /** The same model with another record. */
  public LogisticModel withRecord(TrainingRecord other) {
    return new LogisticModel(schema(), columns, fit, featureMeans(), spreads, scales, other);
  }

  @Override
  public Outputs outputs() {
    return outputs;
  }

  @Override
  public void score(Block block, double[] predictions) {
    outputs.predict(block, predictions);
  }

  /**
   * How a classifier starts from this model's parameters: the coefficients of the columns as they
   * are.
   *
   * @return for each function the d weights and the constant, K×(d+1)
   */
  public double[] rawParameters() {
    int d = encoder().numFeatures();
    double[] weights = weights();
    double[] means = featureMeans();
    double[] constants = constants();
    double[] all = new double[constants.length * (d + 1)];
    for (int r = 0; r < constants.length; r++) {
      System.arraycopy(weights, r * d, all, r * (d + 1), d);
      all[r * (d + 1) + d] = constants[r];
    }
    return all;
  }

  /** The arrays of the model: everything that depends on the data alone. */
  Tensors tensors() {
    Tensors tensors =
        new Tensors()
            .put("featureMeans", featureMeans(), numFeatures())
            .put("standardDeviations", spreads, spreads.length)
            .put("columns", Arrays.stream(columns).asLongStream().toArray(), columns.length);
    if (scales != null) {
      tensors.put("scales", scales, scales.length);
    }
    LogisticFitTensors.put(tensors, fit);
    return tensors;
  }

  /** The part of {@code model.json} that only this algorithm has. */
  ObjectNode details() {
    return LogisticFitTensors.details(fit);
  }

  static LogisticModel read(Schema schema, TrainingRecord record, JsonNode details, Tensors t) {
    if (!schema.hasClasses()) {
      throw Failure.data("a logistic regression without classes");
    }
    int[] columns = Arrays.stream(t.longs("columns")).mapToInt(Math::toIntExact).toArray();
    LogisticFit fit = LogisticFitTensors.read(details, t, schema.classes().size(), columns.length);
    double[] means = t.doubles("featureMeans");
    return new LogisticModel(
        schema,
        columns,
        fit,
        means,
        t.doubles("standardDeviations", means.length),
        t.has("scales") ? t.doubles("scales", means.length) : null,
        record);
  }
}
