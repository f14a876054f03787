package org.suffice.train;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.suffice.Failure;
import org.suffice.read.Text;
import org.suffice.solve.DependentColumnsException;
import org.suffice.solve.ErrorCovariance;
import org.suffice.solve.LeastSquares;
import org.suffice.solve.LeastSquaresFit;
import org.suffice.statistic.ExactMoments;
import org.suffice.statistic.GramStatistic;
import org.suffice.statistic.Moments;

/** The fit of one label on the columns that all labels share. */
final class TargetRegression {
  /** Labels of such a size, in powers of two, still have sums of squares. */
  private static final int LARGEST_EXPONENT = 470;

  private final LinearRegression trainer;
  private final FittedSlots slots;
  private final int[] columns;
  private final double[] scales;
  private final boolean intercept;

  /**
   * A regression.
   *
   * @param columns the features to fit
   * @param scales standard deviations of the features where coefficients are those of z scores,
   *     else null
   */
  TargetRegression(LinearRegression trainer, FittedSlots slots, int[] columns, double[] scales) {
    this.trainer = trainer;
    this.slots = slots;
    this.columns = columns;
    this.scales = scales;
    this.intercept = trainer.intercept();
  }

  /**
   * The fit of one label.
   *
   * @param label its position among the columns of the moments
   * @param folded the folds of a cross-validation; empty without
   */
  LeastSquaresFit fit(
      Moments moments, int label, String name, List<PenalisedRegression.Fold> folded) {
    if (moments instanceof ExactMoments exact
        && Math.abs(exact.exponent(label)) > LARGEST_EXPONENT) {
      throw Failure.data(
          "the squares of column '"
              + name
              + "' leave the range of a double: scale the column by a power of ten");
    }
    PenaltyPlan plan = trainer.penalty().orElse(PenaltyPlan.NONE);
    double[] factors = slots.factors(plan, columns);
    PenalisedRegression regression =
        new PenalisedRegression(plan, intercept, columns, factors, label, trainer.standardize());
    boolean oneStandardError = trainer.folds().map(Folds::oneStandardError).orElse(false);
    if (trainer.penalty().isEmpty()) {
      LeastSquaresFit fit = leastSquares(moments, columns, label);
      fit = scales == null ? fit : scored(fit, moments, columns);
      return folded.isEmpty() ? fit : fit.withPath(regression.crossValidated(fit, folded));
    }
    try {
      LeastSquaresFit fit = regression.fit(moments, folded, oneStandardError, trainer.level());
      return plan.refit() ? refitted(fit, moments, label) : fit;
    } catch (DependentColumnsException e) {
      List<String> names = slots.encoder().names();
      String others =
          Arrays.stream(e.others())
              .limit(6)
              .mapToObj(i -> Text.show(names.get(columns[i])))
              .collect(Collectors.joining(", "));
      throw Failure.noSolution(
          "column "
              + Text.show(names.get(columns[e.column()]))
              + (others.isEmpty() ? " does not vary" : " is a combination of " + others)
              + (factors[e.column()] > 0
                  ? " and λ = 0, or as good as 0, does not penalise it: leave it out with"
                      + " data.ignore, or take a larger penalty.lambda"
                  : " and is not penalised: leave it out with data.ignore, or penalise it"));
    }
  }

  private LeastSquaresFit leastSquares(Moments moments, int[] columns, int label) {
    LeastSquaresFit fit =
        moments instanceof ExactMoments exact
            ? LeastSquares.solve(exact, columns, label, intercept, trainer.level())
            : LeastSquares.solve(
                (GramStatistic) moments, columns, label, intercept, trainer.level());
    int first = intercept ? 1 : 0;
    for (int i = 0; i < columns.length; i++) {
      if (Double.isInfinite(fit.coefficients()[first + i])) { // aliased ones are NaN
        throw Failure.data(
            "column "
                + Text.show(slots.encoder().names().get(columns[i]))
                + ": its values are so small that its coefficient leaves the range of a double;"
                + " multiply it by a power of ten");
      }
    }
    return fit;
  }

  /** Coefficients, errors and intervals of z scores; those of the columns are in {@code fit}. */
  private LeastSquaresFit scored(LeastSquaresFit fit, Moments moments, int[] columns) {
    int first = fit.intercept() ? 1 : 0;
    double[] w = fit.coefficients().clone();
    double[] errors = fit.standardErrors().clone();
    for (int i = 0; i < columns.length; i++) {
      double scale = scales[columns[i]];
      if (fit.intercept() && !Double.isNaN(w[first + i])) {
        w[0] += w[first + i] * moments.mean(columns[i]);
      }
      w[first + i] *= scale;
      errors[first + i] *= scale;
    }
    if (fit.intercept()) {
      errors[0] = interceptError(fit.covariance());
    }
    return fit.withCoefficients(w).withErrors(fit.covariance(), errors);
  }

  /** The error of ŷ at the means of the columns. */
  static double interceptError(ErrorCovariance covariance) {
    double[] factor = covariance.factor();
    int m = (int) Math.round(Math.sqrt(factor.length));
    double sum = 0;
    for (int i = 0; i < m; i++) {
      sum += factor[i * m] * factor[i * m];
    }
    return Math.sqrt(sum);
  }

  /** The columns with a coefficient, by least squares; errors after a selection are not known. */
  private LeastSquaresFit refitted(LeastSquaresFit fit, Moments moments, int label) {
    int first = intercept ? 1 : 0;
    int[] left =
        IntStream.range(0, columns.length)
            .filter(i -> fit.coefficients()[first + i] != 0)
            .toArray();
    int[] chosen = Arrays.stream(left).map(i -> columns[i]).toArray();
    if (chosen.length + first == 0 || moments.rows() <= chosen.length + first) {
      return fit;
    }
    LeastSquaresFit refit = leastSquares(moments, chosen, label);
    if (scales != null) {
      refit = scored(refit, moments, chosen);
    }
    double[] w = new double[fit.coefficients().length];
    if (intercept) {
      w[0] = refit.coefficients()[0];
    }
    for (int i = 0; i < left.length; i++) {
      double coefficient = refit.coefficients()[first + i];
      w[first + left[i]] = Double.isNaN(coefficient) ? 0 : coefficient;
    }
    return fit.withCoefficients(w).withResiduals(refit.rss(), refit.degreesOfFreedom());
  }
}
