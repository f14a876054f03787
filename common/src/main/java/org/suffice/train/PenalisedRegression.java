package org.suffice.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.suffice.Failure;
import org.suffice.linalg.Lapack;
import org.suffice.solve.DependentColumnsException;
import org.suffice.solve.LeastSquares;
import org.suffice.solve.LeastSquaresFit;
import org.suffice.solve.PenalisedFit;
import org.suffice.solve.PenalisedPath;
import org.suffice.solve.Penalty;
import org.suffice.solve.PenaltyPath;
import org.suffice.solve.Quadratic;
import org.suffice.solve.RidgeFit;
import org.suffice.solve.RidgePath;
import org.suffice.solve.Solution;
import org.suffice.statistic.ExactMoments;
import org.suffice.statistic.GramStatistic;
import org.suffice.statistic.Moments;

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

  /** The coefficients of the columns as they are, and what goes with them, at one λ. */
  private record Fit(
      double lambda,
      double given,
      double constant,
      double[] w,
      double[] errorFactors,
      double interceptFactor,
      double degrees,
      double rss,
      double gap,
      Solution solution) {}

  /**
   * Fits.
   *
   * @param folds empty without cross-validation
   * @param oneStandardError which λ to choose by cross-validation
   */
  LeastSquaresFit fit(Moments moments, List<Fold> folds, boolean oneStandardError, double level) {
    Quadratic quadratic = quadratic(moments);
    double[] given = lambdas(moments, quadratic);
    List<Fit> fits = path(moments, quadratic, given, true);
    CrossValidatedErrors errors = errors(folds, given);
    List<PenaltyPath.Step> steps = new ArrayList<>();
    double n = moments.rows();
    for (int i = 0; i < fits.size(); i++) {
      Fit fit = fits.get(i);
      double left = n - fit.degrees;
      steps.add(
          new PenaltyPath.Step(
              fit.lambda,
              fit.given,
              reportedConstant(fit, moments),
              reported(fit.w, moments),
              fit.degrees,
              fit.rss,
              left > 0 ? n * fit.rss / (left * left) : Double.NaN,
              fit.gap,
              fit.solution,
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
            labelDeviation(moments),
            why,
            folds.isEmpty() ? Double.NaN : steps.get(errors.least()).lambda(),
            folds.isEmpty() ? Double.NaN : steps.get(errors.simplest()).lambda(),
            steps);
    return summary(moments, quadratic, fits.get(chosen), path, chosen, level);
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

  private List<Fit> leastSquares(Moments moments) {
    LeastSquaresFit fit =
        moments instanceof ExactMoments exact
            ? LeastSquares.solve(exact, columns, label, intercept, 0.95)
            : LeastSquares.solve((GramStatistic) moments, columns, label, intercept, 0.95);
    int first = intercept ? 1 : 0;
    double[] w = new double[columns.length];
    for (int j = 0; j < w.length; j++) {
      double coefficient = fit.coefficients()[first + j];
      w[j] = Double.isNaN(coefficient) ? 0 : coefficient;
    }
    return List.of(
        new Fit(
            0,
            0,
            constant(moments, w),
            w,
            null,
            Double.NaN,
            fit.rank(),
            fit.rss(),
            0,
            fit.solution()));
  }

  private Quadratic quadratic(Moments moments) {
    try {
      return Quadratic.of(moments, columns, label, intercept);
    } catch (IllegalArgumentException e) {
      throw Failure.data(
          "the squares of a column leave the range of a double: divide columns by a power of ten");
    }
  }

  private double product(Moments moments, int i, int j) {
    return intercept ? moments.centredValue(i, j) : moments.rawValue(i, j);
  }

  /** Standard deviations with 1/n, by column of the fit. */
  private double[] deviations(Moments moments) {
    return Arrays.stream(columns).mapToDouble(j -> deviation(moments, j)).toArray();
  }

  private static double deviation(Moments moments, int column) {
    return Math.sqrt(Math.max(0, moments.centredValue(column, column)) / moments.totalWeight());
  }

  /**
   * What the penalty multiplies each coefficient by; null for ones. A column of zeros has no unit
   * and no coefficient, but is penalised like the others: it is not one that must be estimable.
   */
  private double[] units(Moments moments) {
    if (!scores && !plan.standardize()) {
      return null;
    }
    double[] units = deviations(moments);
    for (int j = 0; j < units.length; j++) {
      if (units[j] == 0 && product(moments, columns[j], columns[j]) == 0) {
        units[j] = 1;
      }
    }
    return units;
  }

  /** The λ in the convention they are given in, descending. */
  private double[] lambdas(Moments moments, Quadratic quadratic) {
    Penalty penalty = plan.penalty();
    if (plan.lambdas().length > 0) {
      return Arrays.stream(plan.lambdas())
          .boxed()
          .sorted(Comparator.reverseOrder())
          .mapToDouble(Double::doubleValue)
          .distinct()
          .toArray();
    }
    // The ratio of the two norms does not depend on λ.
    double ratio = ours(1, moments).l1Ratio();
    double floor = plan.pathFloor();
    if (Double.isNaN(floor)) {
      floor = moments.rows() < columns.length ? 1e-2 : 1e-4;
      if (penalty.type() == Penalty.Type.RIDGE) {
        // The first λ is a thousand times that of a lasso, and columns may differ much in scale.
        floor *= floor;
      }
    }
    double[] own =
        new PenalisedPath(quadratic, ratio, factors, units(moments), plan.nonNegative())
            .path(plan.pathCount(), floor);
    if (own[0] == 0 && penalty.type() == Penalty.Type.RIDGE) {
      own[0] = 1; // every λ above 0 leaves all coefficients 0, also of columns that are dependent
    }
    double perUnit = ours(1, moments).lambda();
    return Arrays.stream(own).map(lambda -> lambda / perUnit).toArray();
  }

  private Penalty.Strength ours(double given, Moments moments) {
    return plan.penalty().toSuffice(given, moments.totalWeight(), labelDeviation(moments));
  }

  /** About the mean also without intercept, as glmnet has it. */
  private double labelDeviation(Moments moments) {
    return deviation(moments, label);
  }

  private List<Fit> path(Moments moments, Quadratic quadratic, double[] given, boolean whole) {
    if (plan.penalty().type() == Penalty.Type.NONE) {
      return leastSquares(moments);
    }
    List<Fit> fits = new ArrayList<>();
    double[] units = units(moments);
    Penalty.Strength[] strengths =
        Arrays.stream(given).mapToObj(g -> ours(g, moments)).toArray(Penalty.Strength[]::new);
    double[] own = Arrays.stream(strengths).mapToDouble(Penalty.Strength::lambda).toArray();
    double heaviest = Arrays.stream(own).max().orElse(0) * Arrays.stream(factors).max().orElse(0);
    if (Double.isInfinite(heaviest)) {
      throw Failure.usage(
          "penalty.lambda times the largest of penalty.factors leaves the range of a double");
    }
    if (plan.penalty().type() == Penalty.Type.RIDGE && !plan.nonNegative()) {
      double[] squares = factors.clone();
      for (int j = 0; j < squares.length && units != null; j++) {
        squares[j] *= units[j] * units[j];
      }
      double[] means = new double[columns.length];
      for (int j = 0; j < columns.length && intercept; j++) {
        means[j] = moments.mean(columns[j]);
      }
      List<RidgeFit> solved =
          new RidgePath(quadratic, squares, intercept ? means : null).solve(own);
      for (int i = 0; i < own.length; i++) {
        RidgeFit fit = solved.get(i);
        fits.add(
            new Fit(
                own[i],
                given[i],
                constant(moments, fit.coefficients()),
                fit.coefficients(),
                fit.errorFactors(),
                fit.interceptErrorFactor(),
                fit.effectiveDegrees() + (intercept ? 1 : 0),
                fit.rss(),
                0,
                fit.solution()));
      }
      return fits;
    }
    double ratio = strengths.length == 0 ? 1 : strengths[0].l1Ratio();
    PenalisedPath path = new PenalisedPath(quadratic, ratio, factors, units, plan.nonNegative());
    path.requireIndependent();
    List<PenalisedFit> solved = path.fit(own);
    double scale = Math.max(quadratic.labelSquare() / 2, Double.MIN_NORMAL);
    for (int i = 0; i < own.length; i++) {
      PenalisedFit fit = solved.get(i);
      fits.add(
          new Fit(
              own[i],
              given[i],
              constant(moments, fit.coefficients()),
              fit.coefficients(),
              null,
              Double.NaN,
              (whole ? degrees(quadratic, fit.coefficients(), path.l2(own[i])) : 0)
                  + (intercept ? 1 : 0),
              fit.rss(),
              fit.dualityGap() / scale,
              fit.solution()));
    }
    return fits;
  }

  /** The trace of S(S + Λ₂)⁻¹ over the columns that are left: their number where Λ₂ is 0. */
  private static double degrees(Quadratic quadratic, double[] w, double[] l2) {
    int[] active = IntStream.range(0, w.length).filter(j -> w[j] != 0).toArray();
    int m = active.length;
    double[] a = new double[m * m];
    boolean any = false;
    for (int i = 0; i < m; i++) {
      for (int j = 0; j <= i; j++) {
        a[i * m + j] = quadratic.matrix()[active[i] * w.length + active[j]];
      }
      a[i * m + i] += l2[active[i]];
      any |= l2[active[i]] > 0;
    }
    if (!any || !Lapack.cholesky(m, a)) {
      return m;
    }
    Lapack.invertTriangleInPlace(m, a);
    double trace = m;
    for (int j = 0; j < m; j++) {
      double diagonal = 0;
      for (int i = j; i < m; i++) {
        diagonal += a[i * m + j] * a[i * m + j];
      }
      trace -= l2[active[j]] * diagonal;
    }
    return trace;
  }

  private double constant(Moments moments, double[] w) {
    if (!intercept) {
      return 0;
    }
    double constant = moments.mean(label);
    for (int j = 0; j < w.length; j++) {
      constant -= w[j] == 0 ? 0 : w[j] * moments.mean(columns[j]);
    }
    return constant;
  }

  /** Coefficients as they are reported: of z scores where those are fitted. */
  private double[] reported(double[] w, Moments moments) {
    if (!scores) {
      return w;
    }
    double[] deviations = deviations(moments);
    double[] result = new double[w.length];
    Arrays.setAll(result, j -> w[j] * deviations[j]);
    return result;
  }

  private double reportedConstant(Fit fit, Moments moments) {
    return scores && intercept ? moments.mean(label) : fit.constant;
  }

  /**
   * The coefficients on the training rows of a fold, for each λ. Columns that are not penalised and
   * that those rows do not tell apart are left out from the right, as in least squares.
   */
  private List<double[]> training(Moments moments, double[] given) {
    try {
      return path(moments, quadratic(moments), given, false).stream().map(Fit::w).toList();
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
    Quadratic left = quadratic(fold.left);
    double[] errors = new double[given.length];
    for (int i = 0; i < given.length; i++) {
      double[] w = fits.get(i);
      // Σω(y − b − xw)² = Σω of the centred residuals squared + Σω · (their mean)²
      double offset = 0;
      if (intercept) {
        offset = fold.left.mean(label) - constant(fold.training, w);
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
      Moments moments, Quadratic quadratic, Fit fit, PenaltyPath path, int chosen, double level) {
    int first = intercept ? 1 : 0;
    int k = columns.length + first;
    PenaltyPath.Step step = path.steps().get(chosen);
    double[] w = new double[k];
    if (intercept) {
      w[0] = step.intercept();
    }
    System.arraycopy(step.coefficients(), 0, w, first, columns.length);
    double n = moments.rows();
    double freedom = n - fit.degrees;
    double sigma = freedom > 0 ? Math.sqrt(fit.rss / freedom) : Double.NaN;
    double[] errors = undefined(k);
    if (fit.errorFactors != null) {
      double[] deviations = scores ? deviations(moments) : null;
      for (int j = 0; j < columns.length; j++) {
        errors[first + j] = sigma * fit.errorFactors[j] * (deviations == null ? 1 : deviations[j]);
      }
      if (intercept) {
        errors[0] = sigma * (scores ? 1 / Math.sqrt(moments.totalWeight()) : fit.interceptFactor);
      }
    }
    double tss = quadratic.labelSquare();
    int nonZeros = first;
    for (double value : fit.w) {
      nonZeros += value != 0 ? 1 : 0;
    }
    double r2 = tss > 0 ? 1 - fit.rss / tss : Double.NaN;
    return new LeastSquaresFit(
        intercept,
        moments.rows(),
        nonZeros,
        freedom,
        fit.rss,
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
        fit.solution,
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
