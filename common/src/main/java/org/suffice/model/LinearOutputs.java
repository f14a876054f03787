package org.suffice.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.commons.statistics.distribution.TDistribution;
import org.suffice.Failure;
import org.suffice.block.Block;
import org.suffice.read.Text;
import org.suffice.solve.LeastSquaresFit;

/**
 * The predictions of a linear model, for each target with the ends of an interval where that is
 * asked for: ŷ ± t·se, se² = zᵀVz of z = [1, x − x̄] for the mean of all rows like this one, and σ²
 * more for one of them.
 */
final class LinearOutputs implements Outputs {
  private static final long serialVersionUID = 1L;

  private final LinearModel model;
  private final String[] names;
  private final double quantile;
  private final Interval[] intervals;

  /** What a target needs for its interval. */
  private record Interval(
      boolean intercept, int[] columns, double[] means, double[] factor, double variance)
      implements java.io.Serializable {}

  LinearOutputs(LinearModel model, LinearModel.IntervalKind kind, double level) {
    this.model = model;
    List<String> labels = model.schema().labels();
    List<String> all = new ArrayList<>();
    boolean ends = kind != LinearModel.IntervalKind.NONE;
    for (String label : labels) {
      String suffix = labels.size() == 1 ? "" : "_" + label;
      all.add("prediction" + suffix);
      if (ends) {
        all.add("lower" + suffix);
        all.add("upper" + suffix);
      }
    }
    names = all.toArray(String[]::new);
    if (!ends) {
      quantile = 0;
      intervals = null;
      return;
    }
    if (!(level > 0 && level < 1)) {
      throw Failure.usage("--level must lie between 0 and 1, found " + level);
    }
    intervals = new Interval[labels.size()];
    for (int t = 0; t < intervals.length; t++) {
      intervals[t] = interval(model, t, kind);
    }
    quantile =
        TDistribution.of(model.fit().degreesOfFreedom())
            .inverseSurvivalProbability((1 - level) / 2);
  }

  private static Interval interval(LinearModel model, int target, LinearModel.IntervalKind kind) {
    LeastSquaresFit fit = model.fits().get(target);
    String asked = "--interval " + kind.name().toLowerCase(Locale.ROOT) + ": ";
    if (fit.covariance() == null) {
      throw Failure.usage(
          asked
              + "the model is penalised, hence biased, and knows no interval that covers; train with"
              + " penalty.type=none");
    }
    if (!(fit.degreesOfFreedom() > 0)) {
      throw Failure.usage(asked + "the model has as many coefficients as rows, hence no error");
    }
    if (kind == LinearModel.IntervalKind.PREDICTION && fit.covariance().kind().isRobust()) {
      throw Failure.usage(
          asked
              + "with errors "
              + fit.covariance().kind().text()
              + " the variance of a single row is not known; use --interval confidence");
    }
    if (model.schema().weight().isPresent() && kind == LinearModel.IntervalKind.PREDICTION) {
      throw Failure.usage(
          asked
              + "the variance of a row depends on its weight "
              + Text.show(model.schema().weight().get())
              + ", which rows to predict need not have; use --interval confidence");
    }
    int[] columns = Arrays.stream(fit.estimable()).map(i -> model.columns()[i]).toArray();
    double[] means = model.means();
    return new Interval(
        fit.intercept(),
        columns,
        Arrays.stream(columns).mapToDouble(j -> means[j]).toArray(),
        fit.covariance().factor(),
        kind == LinearModel.IntervalKind.PREDICTION ? fit.sigma() * fit.sigma() : 0);
  }

  @Override
  public List<String> names() {
    return List.of(names);
  }

  @Override
  public void compute(Block block, double[] out) {
    int n = block.numRows();
    int width = names.length;
    int targets = model.numTargets();
    int perTarget = width / targets;
    double[] predictions = new double[n];
    double[] row = new double[block.numFeatures()];
    double[] z = new double[model.columns().length + 1];
    for (int t = 0; t < targets; t++) {
      model.target(t).score(block, predictions);
      for (int i = 0; i < n; i++) {
        int at = i * width + t * perTarget;
        out[at] = predictions[i];
        if (intervals != null) {
          block.copyRow(i, row);
          double half = quantile * Math.sqrt(variance(intervals[t], row, z));
          out[at + 1] = predictions[i] - half;
          out[at + 2] = predictions[i] + half;
        }
      }
    }
  }

  /** The scratch {@code z} has a place for each column and one more. */
  private static double variance(Interval interval, double[] row, double[] z) {
    int first = interval.intercept ? 1 : 0;
    int m = interval.columns.length + first;
    if (interval.intercept) {
      z[0] = 1;
    }
    for (int k = first; k < m; k++) {
      double mean = interval.intercept ? interval.means[k - first] : 0;
      z[k] = row[interval.columns[k - first]] - mean;
    }
    double sum = interval.variance;
    for (int i = 0; i < m; i++) {
      double entry = 0;
      for (int j = 0; j < m; j++) {
        entry += interval.factor[i * m + j] * z[j];
      }
      sum += entry * entry;
    }
    return sum;
  }
}
