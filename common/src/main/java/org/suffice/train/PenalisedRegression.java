package org.suffice.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.suffice.solve.DependentColumnsException;
import org.suffice.solve.LeastSquaresFit;
import org.suffice.solve.PenaltyPath;
import org.suffice.solve.Quadratic;
import org.suffice.statistic.Moments;
import org.suffice.train.PenalisedMoments.Fit;

/**
 * Ridge, lasso and elastic net of one target, for every λ, from moments alone; with the moments of
 * folds the cross-validated error of each.
 */
final class PenalisedRegression {
  /** The training rows and the rows left out of one fold. */
  record Fold(Moments training, Moments left) {}

  private final PenaltyPlan plan;
  private final boolean intercept;
  private final int[] columns;
  private final double[] factors;
  private final int label;

  /** Whether coefficients are those of z scores. */
  private final boolean scores;

  /**
   * A regression.
   *
   * @param columns of the moments to fit
   * @param factors of the penalty, one for each column
   * @param label of the moments
   * @param scores whether coefficients are those of z scores, penalised as such
   */
  PenalisedRegression(
      PenaltyPlan plan,
      boolean intercept,
      int[] columns,
      double[] factors,
      int label,
      boolean scores) {
    this.plan = plan;
    this.intercept = intercept;
    this.columns = columns;
    this.factors = factors;
    this.label = label;
    this.scores = scores;
  }

  private PenalisedMoments on(Moments moments) {
    return new PenalisedMoments(plan, intercept, columns, factors, label, scores, moments);
  }

  /**
   * Fits.
   *
   * @param folds empty without cross-validation
   * @param oneStandardError which λ to choose by cross-validation
   */
  LeastSquaresFit fit(Moments moments, List<Fold> folds, boolean oneStandardError, double level) {
    PenalisedMoments whole = on(moments);
    double[] given = whole.lambdas();
    List<Fit> fits = whole.path(given, true);
    CrossValidatedErrors errors = errors(folds, given);
    List<PenaltyPath.Step> steps = new ArrayList<>();
    double n = moments.rows();
    for (int i = 0; i < fits.size(); i++) {
      Fit fit = fits.get(i);
      double left = n - fit.degrees();
      steps.add(
          new PenaltyPath.Step(
              fit.lambda(),
              fit.given(),
              whole.reportedConstant(fit),
              whole.reported(fit.w()),
              fit.degrees(),
              fit.rss(),
              left > 0 ? n * fit.rss() / (left * left) : Double.NaN,
              fit.gap(),
              fit.solution(),
              errors.mean(i),
              errors.standardError(i)));
    }
    int chosen;
    String why;
    if (fits.size() == 1) {
      chosen = 0;
      why = "given";
    } else if (!folds.isEmpty()) {
      chosen = oneStandardError ? errors.simplest() : errors.least();
      why = "cross-validation, " + (oneStandardError ? "one standard error" : "least error");
    } else {
      chosen = leastGcv(steps);
      why = "generalized cross-validation";
    }
    PenaltyPath path =
        new PenaltyPath(
            plan.penalty(),
            steps.get(chosen).lambda(),
            steps.get(chosen).effectiveDegreesOfFreedom(),
            moments.totalWeight(),
            whole.labelDeviation(),
            why,
            folds.isEmpty() ? Double.NaN : steps.get(errors.least()).lambda(),
            folds.isEmpty() ? Double.NaN : steps.get(errors.simplest()).lambda(),
            steps);
    return summary(moments, whole, fits.get(chosen), path, chosen, level);
  }

  /** The cross-validated error of least squares, as a path of one λ, 0. */
  PenaltyPath crossValidated(LeastSquaresFit fit, List<Fold> folds) {
    CrossValidatedErrors errors = errors(folds, new double[1]);
    int first = intercept ? 1 : 0;
    double[] w = fit.coefficients();
    double left = fit.degreesOfFreedom();
    PenaltyPath.Step step =
        new PenaltyPath.Step(
            0,
            0,
            intercept ? w[0] : 0,
            Arrays.copyOfRange(w, first, w.length),
            fit.rank(),
            fit.rss(),
            left > 0 ? fit.rows() * fit.rss() / (left * left) : Double.NaN,
            0,
            fit.solution(),
            errors.mean(0),
            errors.standardError(0));
    return new PenaltyPath(
        plan.penalty(),
        0,
        fit.rank(),
        fit.covariance().sumWeights(),
        Math.sqrt(fit.tss() / fit.covariance().sumWeights()),
        "given",
        0,
        0,
        List.of(step));
  }

  /**
   * The coefficients on the training rows of a fold, for each λ. Columns that are not penalised and
   * that those rows do not tell apart are left out from the right, as in least squares.
   */
  private List<double[]> training(Moments moments, double[] given) {
    try {
      return on(moments).path(given, false).stream().map(Fit::w).toList();
    } catch (DependentColumnsException e) {
      int left = e.column();
      if (factors[left] > 0) {
        throw e;
      }
      int[] others = IntStream.range(0, columns.length).filter(j -> j != left).toArray();
      if (others.length == 0) {
        return Arrays.stream(given).mapToObj(lambda -> new double[1]).toList();
      }
      PenalisedRegression fewer =
          new PenalisedRegression(
              plan,
              intercept,
              Arrays.stream(others).map(j -> columns[j]).toArray(),
              Arrays.stream(others).mapToDouble(j -> factors[j]).toArray(),
              label,
              scores);
      List<double[]> result = new ArrayList<>();
      for (double[] w : fewer.training(moments, given)) {
        double[] all = new double[columns.length];
        for (int i = 0; i < others.length; i++) {
          all[others[i]] = w[i];
        }
        result.add(all);
      }
      return result;
    }
  }

  /** The errors on the rows left out of each fold, for each λ. */
  private CrossValidatedErrors errors(List<Fold> folds, double[] given) {
    double[][] errors = new double[folds.size()][];
    IntStream.range(0, folds.size())
        .parallel()
        .forEach(f -> errors[f] = errors(folds.get(f), given));
    return CrossValidatedErrors.of(errors, given.length);
  }

  /** The mean squared error on the rows left out, for each λ. */
  private double[] errors(Fold fold, double[] given) {
    List<double[]> fits = training(fold.training, given);
    PenalisedMoments training = on(fold.training);
    Quadratic left = on(fold.left).quadratic();
    double[] errors = new double[given.length];
    for (int i = 0; i < given.length; i++) {
      double[] w = fits.get(i);
      // Σω(y − b − xw)² = Σω of the centred residuals squared + Σω · (their mean)²
      double offset = 0;
      if (intercept) {
        offset = fold.left.mean(label) - training.constant(w);
        for (int j = 0; j < w.length; j++) {
          offset -= w[j] * fold.left.mean(columns[j]);
        }
      }
      errors[i] = left.rss(w) / fold.left.totalWeight() + offset * offset;
    }
    return errors;
  }

  private static int leastGcv(List<PenaltyPath.Step> steps) {
    int least = 0;
    for (int i = 1; i < steps.size(); i++) {
      double gcv = steps.get(i).gcv();
      if (!Double.isNaN(gcv) && !(gcv >= steps.get(least).gcv())) {
        least = i;
      }
    }
    return least;
  }

  private LeastSquaresFit summary(
      Moments moments,
      PenalisedMoments whole,
      Fit fit,
      PenaltyPath path,
      int chosen,
      double level) {
    int first = intercept ? 1 : 0;
    int k = columns.length + first;
    PenaltyPath.Step step = path.steps().get(chosen);
    double[] w = new double[k];
    if (intercept) {
      w[0] = step.intercept();
    }
    System.arraycopy(step.coefficients(), 0, w, first, columns.length);
    double n = moments.rows();
    double freedom = n - fit.degrees();
    double sigma = freedom > 0 ? Math.sqrt(fit.rss() / freedom) : Double.NaN;
    double[] errors = undefined(k);
    if (fit.errorFactors() != null) {
      double[] deviations = scores ? whole.deviations() : null;
      for (int j = 0; j < columns.length; j++) {
        errors[first + j] =
            sigma * fit.errorFactors()[j] * (deviations == null ? 1 : deviations[j]);
      }
      if (intercept) {
        errors[0] = sigma * (scores ? 1 / Math.sqrt(moments.totalWeight()) : fit.interceptFactor());
      }
    }
    double tss = whole.quadratic().labelSquare();
    int nonZeros = first;
    for (double value : fit.w()) {
      nonZeros += value != 0 ? 1 : 0;
    }
    double r2 = tss > 0 ? 1 - fit.rss() / tss : Double.NaN;
    return new LeastSquaresFit(
        intercept,
        moments.rows(),
        nonZeros,
        freedom,
        fit.rss(),
        tss,
        sigma,
        r2,
        Double.NaN,
        Double.NaN,
        Double.NaN,
        Double.NaN,
        Double.NaN,
        Double.NaN,
        Double.NaN,
        level,
        w,
        errors,
        undefined(k),
        undefined(k),
        undefined(k),
        undefined(k),
        List.of(),
        fit.solution(),
        undefined(k),
        null,
        path);
  }

  private static double[] undefined(int k) {
    double[] values = new double[k];
    Arrays.fill(values, Double.NaN);
    return values;
  }
}
