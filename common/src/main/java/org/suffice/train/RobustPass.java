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
import org.suffice.statistic.StatisticList;

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

  /** Passes once for all targets, and gives the model with the new errors. */
  LinearModel over(Blocks blocks) {
    // A target that is fitted perfectly has no residuals to square.
    int[] uncertain =
        IntStream.range(0, model.numTargets())
            .filter(t -> model.fits().get(t).sigma() > 0)
            .toArray();
    SandwichMeat[] meats = new SandwichMeat[model.numTargets()];
    if (uncertain.length > 0) {
      List<SandwichMeat> sums =
          blocks
              .pass(new StatisticList<>(Arrays.stream(uncertain).mapToObj(this::zero).toList()))
              .parts();
      for (int i = 0; i < uncertain.length; i++) {
        meats[uncertain[i]] = sums.get(i);
      }
    }
    List<LeastSquaresFit> fits = new ArrayList<>();
    List<String> warnings = new ArrayList<>(model.record().warnings());
    for (int t = 0; t < meats.length; t++) {
      fits.add(robust(t, meats[t], warnings));
    }
    TrainingRecord record = model.record();
    return model
        .withFits(fits)
        .withRecord(
            new TrainingRecord(record.options(), record.account(), warnings, record.provenance()));
  }

  private SandwichMeat zero(int target) {
    return new SandwichMeat(
        residuals(target), new ExactGramStatistic(rows.width(), rows.derived()));
  }

  /**
   * The fit of one target.
   *
   * @param sum null where there are no residuals
   */
  private LeastSquaresFit robust(int target, SandwichMeat sum, List<String> warnings) {
    LeastSquaresFit fit = model.fits().get(target);
    int first = fit.intercept() ? 1 : 0;
    int[] columns = model.columns();
    double[] means = model.means();
    double[] activeMeans = activeMeans(fit);
    ExactMoments meat = null;
    if (sum != null) {
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

  /** The means of the columns with a coefficient of their own. */
  private double[] activeMeans(LeastSquaresFit fit) {
    double[] means = model.means();
    int[] columns = model.columns();
    return Arrays.stream(fit.estimable()).mapToDouble(i -> means[columns[i]]).toArray();
  }

  /** What makes a residual and a leverage of a row. */
  private SandwichMeat.Fit residuals(int target) {
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
    int[] active = fit.estimable();
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
        activeMeans(fit),
        inverse,
        fit.covariance().sumWeights(),
        target == 0 ? -1 : rows.labelSlot(target),
        fill,
        flags,
        kind == ErrorCovariance.Kind.HC3 ? 2 : kind == ErrorCovariance.Kind.HC2 ? 1 : 0);
  }
}
