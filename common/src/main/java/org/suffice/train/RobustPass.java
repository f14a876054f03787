package org.suffice.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.suffice.linalg.ExactProducts;
import org.suffice.model.LinearModel;
import org.suffice.model.TrainingRecord;
import org.suffice.pass.Blocks;
import org.suffice.read.FeatureEncoder;
import org.suffice.solve.ErrorCovariance;
import org.suffice.solve.LeastSquaresFit;
import org.suffice.solve.RobustErrors;
import org.suffice.statistic.ExactGramStatistic;
import org.suffice.statistic.ExactMoments;
import org.suffice.statistic.SandwichMeat;

/** A second pass over the rows for standard errors that allow for errors of unequal variance. */
final class RobustPass {
  private final ErrorCovariance.Kind kind;
  private final FittedSlots slots;
  private final FeatureEncoder rows;
  private final LinearModel model;

  /**
   * A pass.
   *
   * @param rows the layout of the rows
   * @param model with classical errors
   */
  RobustPass(ErrorCovariance.Kind kind, FittedSlots slots, FeatureEncoder rows, LinearModel model) {
    this.kind = kind;
    this.slots = slots;
    this.rows = rows;
    this.model = model;
  }

  /** Passes once for each target, and gives the model with the new errors. */
  LinearModel over(Blocks blocks) {
    List<LeastSquaresFit> fits = new ArrayList<>();
    List<String> warnings = new ArrayList<>(model.record().warnings());
    for (int t = 0; t < model.numTargets(); t++) {
      fits.add(robust(blocks, t, warnings));
    }
    TrainingRecord record = model.record();
    return model
        .withFits(fits)
        .withRecord(
            new TrainingRecord(record.options(), record.account(), warnings, record.provenance()));
  }

  private LeastSquaresFit robust(Blocks blocks, int target, List<String> warnings) {
    LeastSquaresFit fit = model.fits().get(target);
    int first = fit.intercept() ? 1 : 0;
    int[] columns = model.columns();
    double[] means = model.means();
    int[] active =
        IntStream.range(0, columns.length)
            .filter(i -> !Double.isNaN(fit.coefficients()[first + i]))
            .toArray();
    double[] activeMeans = Arrays.stream(active).mapToDouble(i -> means[columns[i]]).toArray();
    ExactMoments meat = null;
    if (fit.sigma() > 0) {
      SandwichMeat sum =
          blocks.pass(
              new SandwichMeat(
                  residuals(target, active, activeMeans),
                  new ExactGramStatistic(rows.width(), rows.derived())));
      if (sum.rowsOfFullLeverage() > 0) {
        warnings.add(
            kind.text()
                + ": "
                + sum.rowsOfFullLeverage()
                + " rows have leverage 1 and are left out of the standard errors");
      }
      ExactProducts products = sum.gram().products();
      if (products.value(0, 0, products.lowestWindow()).signum() > 0) {
        meat = slots.select(ExactMoments.of(sum.gram()), means);
      }
    }
    LeastSquaresFit robust = RobustErrors.apply(fit, kind, columns, activeMeans, meat);
    if (model.scales() == null) {
      return robust;
    }
    double[] scored = robust.standardErrors().clone();
    for (int i = 0; i < columns.length; i++) {
      scored[first + i] *= model.scales()[columns[i]];
    }
    if (fit.intercept()) {
      scored[0] = TargetRegression.interceptError(robust.covariance());
    }
    return robust.withErrors(robust.covariance(), scored);
  }

  /** What makes a residual and a leverage of a row. */
  private SandwichMeat.Fit residuals(int target, int[] active, double[] activeMeans) {
    LeastSquaresFit fit = model.fits().get(target);
    double[] weights = new double[rows.numFeatures()];
    double[] fill = new double[rows.numFeatures()];
    double[] centres = new double[rows.numFeatures()];
    int[] flags = new int[rows.numFeatures()];
    Arrays.fill(flags, -1);
    double[] raw = model.rawWeights(target);
    double[] means = model.means();
    for (int j = 0; j < slots.numFeatures(); j++) {
      weights[slots.slot(j)] = raw[j];
      fill[slots.slot(j)] = means[j];
      flags[slots.slot(j)] = slots.indicator(j);
      centres[slots.slot(j)] = fit.intercept() ? means[j] : 0;
    }
    int first = fit.intercept() ? 1 : 0;
    int r = active.length;
    int m = r + first;
    double[] inverse = new double[r * r];
    for (int i = 0; i < r; i++) {
      for (int j = 0; j <= i; j++) {
        inverse[i * r + j] = fit.covariance().factor()[(i + first) * m + j + first] / fit.sigma();
      }
    }
    return new SandwichMeat.Fit(
        fit.intercept() ? means[slots.numFeatures() + target] : 0,
        fit.intercept(),
        weights,
        centres,
        Arrays.stream(active).map(i -> slots.slot(model.columns()[i])).toArray(),
        activeMeans,
        inverse,
        fit.covariance().sumWeights(),
        target == 0 ? -1 : rows.labelSlot(target),
        fill,
        flags,
        kind == ErrorCovariance.Kind.HC3 ? 2 : kind == ErrorCovariance.Kind.HC2 ? 1 : 0);
  }
}
