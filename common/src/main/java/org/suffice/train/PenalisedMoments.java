package org.suffice.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.suffice.Failure;
import org.suffice.linalg.Lapack;
import org.suffice.solve.LeastSquares;
import org.suffice.solve.LeastSquaresFit;
import org.suffice.solve.PenalisedFit;
import org.suffice.solve.PenalisedPath;
import org.suffice.solve.Penalty;
import org.suffice.solve.Quadratic;
import org.suffice.solve.RidgeFit;
import org.suffice.solve.RidgePath;
import org.suffice.solve.Solution;
import org.suffice.statistic.ExactMoments;
import org.suffice.statistic.GramStatistic;
import org.suffice.statistic.Moments;

/**
 * Ridge, lasso and elastic net of one target on some rows, of which the moments are known: the
 * coefficients at every λ.
 */
final class PenalisedMoments {
  private final PenaltyPlan plan;
  private final boolean intercept;
  private final int[] columns;
  private final double[] factors;
  private final int label;
  private final boolean scores;
  private final Moments moments;
  private Quadratic quadratic;

  /**
   * Moments with a penalty.
   *
   * @param columns of the moments to fit
   * @param factors of the penalty, one for each column
   * @param label of the moments
   * @param scores whether coefficients are those of z scores, penalised as such
   */
  PenalisedMoments(
      PenaltyPlan plan,
      boolean intercept,
      int[] columns,
      double[] factors,
      int label,
      boolean scores,
      Moments moments) {
    this.plan = plan;
    this.intercept = intercept;
    this.columns = columns;
    this.factors = factors;
    this.label = label;
    this.scores = scores;
    this.moments = moments;
  }

  /** The sum of squares as a function of the coefficients. */
  Quadratic quadratic() {
    if (quadratic == null) {
      try {
        quadratic = Quadratic.of(moments, columns, label, intercept);
      } catch (IllegalArgumentException e) {
        throw Failure.data(
            "the squares of a column leave the range of a double: divide columns by a power of"
                + " ten");
      }
    }
    return quadratic;
  }

  /** The coefficients of the columns as they are, and what goes with them, at one λ. */
  record Fit(
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

  private List<Fit> leastSquares() {
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
        new Fit(0, 0, constant(w), w, null, Double.NaN, fit.rank(), fit.rss(), 0, fit.solution()));
  }

  private double product(int i, int j) {
    return intercept ? moments.centredValue(i, j) : moments.rawValue(i, j);
  }

  /** Standard deviations with 1/n, by column of the fit. */
  double[] deviations() {
    return Arrays.stream(columns).mapToDouble(j -> deviation(j)).toArray();
  }

  private double deviation(int column) {
    return Math.sqrt(Math.max(0, moments.centredValue(column, column)) / moments.totalWeight());
  }

  /**
   * What the penalty multiplies each coefficient by; null for ones. A column of zeros has no unit
   * and no coefficient, but is penalised like the others: it is not one that must be estimable.
   */
  private double[] units() {
    if (!scores && !plan.standardize()) {
      return null;
    }
    double[] units = deviations();
    for (int j = 0; j < units.length; j++) {
      if (units[j] == 0 && product(columns[j], columns[j]) == 0) {
        units[j] = 1;
      }
    }
    return units;
  }

  /** The λ in the convention they are given in, descending. */
  double[] lambdas() {
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
    double ratio = ours(1).l1Ratio();
    double floor = plan.pathFloor();
    if (Double.isNaN(floor)) {
      floor = moments.rows() < columns.length ? 1e-2 : 1e-4;
      if (penalty.type() == Penalty.Type.RIDGE) {
        // The first λ is a thousand times that of a lasso, and columns may differ much in scale.
        floor *= floor;
      }
    }
    double[] own =
        new PenalisedPath(quadratic(), ratio, factors, units(), plan.nonNegative())
            .path(plan.pathCount(), floor);
    if (own[0] == 0 && penalty.type() == Penalty.Type.RIDGE) {
      own[0] = 1; // every λ above 0 leaves all coefficients 0, also of columns that are dependent
    }
    double perUnit = ours(1).lambda();
    return Arrays.stream(own).map(lambda -> lambda / perUnit).toArray();
  }

  private Penalty.Strength ours(double given) {
    return plan.penalty().toSuffice(given, moments.totalWeight(), labelDeviation());
  }

  /** About the mean also without intercept, as glmnet has it. */
  double labelDeviation() {
    return deviation(label);
  }

  /**
   * The fits of all λ.
   *
   * @param given in the convention they are given in
   * @param whole whether their degrees of freedom are asked for
   */
  List<Fit> path(double[] given, boolean whole) {
    if (plan.penalty().type() == Penalty.Type.NONE) {
      return leastSquares();
    }
    Penalty.Strength[] strengths =
        Arrays.stream(given).mapToObj(g -> ours(g)).toArray(Penalty.Strength[]::new);
    double[] own = Arrays.stream(strengths).mapToDouble(Penalty.Strength::lambda).toArray();
    double heaviest = Arrays.stream(own).max().orElse(0) * Arrays.stream(factors).max().orElse(0);
    if (Double.isInfinite(heaviest)) {
      throw Failure.usage(
          "penalty.lambda times the largest of penalty.factors leaves the range of a double");
    }
    if (plan.penalty().type() == Penalty.Type.RIDGE && !plan.nonNegative()) {
      return ridge(given, own);
    }
    double ratio = strengths.length == 0 ? 1 : strengths[0].l1Ratio();
    return descent(given, own, ratio, whole);
  }

  private List<Fit> ridge(double[] given, double[] own) {
    double[] units = units();
    double[] squares = factors.clone();
    for (int j = 0; j < squares.length && units != null; j++) {
      squares[j] *= units[j] * units[j];
    }
    double[] means = new double[columns.length];
    for (int j = 0; j < columns.length && intercept; j++) {
      means[j] = moments.mean(columns[j]);
    }
    List<Fit> fits = new ArrayList<>();
    List<RidgeFit> solved =
        new RidgePath(quadratic(), squares, intercept ? means : null).solve(own);
    for (int i = 0; i < own.length; i++) {
      RidgeFit fit = solved.get(i);
      fits.add(
          new Fit(
              own[i],
              given[i],
              constant(fit.coefficients()),
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

  private List<Fit> descent(double[] given, double[] own, double ratio, boolean whole) {
    List<Fit> fits = new ArrayList<>();
    PenalisedPath path =
        new PenalisedPath(quadratic(), ratio, factors, units(), plan.nonNegative());
    path.requireIndependent();
    List<PenalisedFit> solved = path.fit(own);
    double scale = Math.max(quadratic().labelSquare() / 2, Double.MIN_NORMAL);
    for (int i = 0; i < own.length; i++) {
      PenalisedFit fit = solved.get(i);
      fits.add(
          new Fit(
              own[i],
              given[i],
              constant(fit.coefficients()),
              fit.coefficients(),
              null,
              Double.NaN,
              (whole ? degrees(quadratic(), fit.coefficients(), path.l2(own[i])) : 0)
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

  double constant(double[] w) {
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
  double[] reported(double[] w) {
    if (!scores) {
      return w;
    }
    double[] deviations = deviations();
    double[] result = new double[w.length];
    Arrays.setAll(result, j -> w[j] * deviations[j]);
    return result;
  }

  double reportedConstant(Fit fit) {
    return scores && intercept ? moments.mean(label) : fit.constant;
  }
}
