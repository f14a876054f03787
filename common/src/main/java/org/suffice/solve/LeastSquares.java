package org.suffice.solve;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.FDistribution;
import org.apache.commons.statistics.distribution.TDistribution;
import org.suffice.statistic.ExactMoments;
import org.suffice.statistic.GramStatistic;

/**
 * Ordinary and weighted least squares from a Gram statistic: note 000 §2, with the corrections that
 * Ŵ is unbiased, σ² is estimated by RSS/(n−p), and (ŵ−w)/SE is t with n−p degrees of freedom.
 */
public final class LeastSquares {
  private LeastSquares() {}

  /**
   * Solves for the coefficients of some columns, in doubles.
   *
   * @param gram of Z = [X y]
   * @param columns features to fit, in the order that decides which of a dependent set is aliased
   * @param level of the confidence intervals, for instance 0.95
   */
  public static LeastSquaresFit solve(
      GramStatistic gram, int[] columns, boolean intercept, double level) {
    return solve(gram, columns, gram.numFeatures(), intercept, level);
  }

  /**
   * The same with any column of Z as label.
   *
   * @param label its position
   */
  public static LeastSquaresFit solve(
      GramStatistic gram, int[] columns, int label, boolean intercept, double level) {
    NormalSolution solution = new DoubleNormalEquations(gram, columns, label, intercept).solve();
    return infer(
        solution,
        columns.length,
        gram.rows(),
        gram.sumWeights(),
        gram.sumLogWeights(),
        intercept,
        level);
  }

  /**
   * Solves for the coefficients of some columns, in double-double from exact cross products.
   *
   * @param moments of Z = [X y]
   * @param columns features to fit, in the order that decides which of a dependent set is aliased
   * @param level of the confidence intervals, for instance 0.95
   */
  public static LeastSquaresFit solve(
      ExactMoments moments, int[] columns, boolean intercept, double level) {
    return solve(moments, columns, moments.numFeatures(), intercept, level);
  }

  /**
   * The same with any column of Z as label.
   *
   * @param label its position
   */
  public static LeastSquaresFit solve(
      ExactMoments moments, int[] columns, int label, boolean intercept, double level) {
    NormalSolution solution =
        new ExtendedNormalEquations(moments, columns, label, intercept).solve();
    return infer(
        solution,
        columns.length,
        moments.rows(),
        moments.sumWeights().value(),
        moments.sumLogWeights(),
        intercept,
        level);
  }

  private static LeastSquaresFit infer(
      NormalSolution solution,
      int k,
      long n,
      double sumWeights,
      double sumLogWeights,
      boolean intercept,
      double level) {
    int[] active = solution.active();
    int r = active.length;
    int first = intercept ? 1 : 0;
    double rss = solution.rss();
    double tss = solution.tss();
    double[] w = filled(k + first);
    for (int i = 0; i < r; i++) {
      w[first + active[i]] = solution.coefficients()[i];
    }
    if (intercept) {
      w[0] = solution.intercept();
    }
    int rank = r + first;
    double freedom = n - rank;
    double sigma = freedom > 0 ? Math.sqrt(rss / freedom) : Double.NaN;
    double[] errors = filled(k + first);
    for (int i = 0; i < r; i++) {
      errors[first + active[i]] = sigma * solution.errorFactors()[i];
    }
    if (intercept) {
      errors[0] = sigma * solution.interceptFactor();
    }
    Intervals intervals = Intervals.of(w, errors, freedom, rss > 0, level);

    long totalFreedom = n - first;
    double r2 = tss > 0 ? 1 - rss / tss : Double.NaN;
    double adjustedR2 = freedom > 0 ? 1 - (1 - r2) * (totalFreedom / freedom) : Double.NaN;
    double f = r > 0 && freedom > 0 && rss > 0 ? (tss - rss) / r / (rss / freedom) : Double.NaN;
    double fPValue = Double.isNaN(f) ? f : FDistribution.of(r, freedom).survivalProbability(f);
    double logLikelihood =
        rss > 0
            ? 0.5
                * (sumLogWeights
                    - n
                        * (StrictMath.log(2 * Math.PI)
                            + 1
                            - StrictMath.log(n)
                            + StrictMath.log(rss)))
            : Double.NaN;
    int parameters = rank + 1; // σ² counts, as in R
    return new LeastSquaresFit(
        intercept,
        n,
        rank,
        freedom,
        rss,
        tss,
        sigma,
        r2,
        adjustedR2,
        f,
        fPValue,
        logLikelihood,
        -2 * logLikelihood + 2 * parameters,
        -2 * logLikelihood + StrictMath.log(n) * parameters,
        solution.conditionNumber(),
        level,
        w,
        errors,
        intervals.t,
        intervals.p,
        intervals.lower,
        intervals.upper,
        solution.aliased(),
        new Solution(Solution.Termination.CONVERGED, 1, rss / 2, solution.gradientNorm()),
        inflation(solution, k, first),
        classical(solution, intercept, sumWeights, sigma),
        null);
  }

  /** Tests and intervals of coefficients with standard errors. */
  record Intervals(double[] t, double[] p, double[] lower, double[] upper) {
    /**
     * By Student's t.
     *
     * @param coefficients NaN where there is none
     * @param tested false where the errors are 0 and tests have no meaning
     */
    static Intervals of(
        double[] coefficients, double[] errors, double freedom, boolean tested, double level) {
      int k = coefficients.length;
      Intervals result = new Intervals(filled(k), filled(k), filled(k), filled(k));
      if (!(freedom > 0)) {
        return result;
      }
      TDistribution student = TDistribution.of(freedom);
      double quantile = student.inverseSurvivalProbability((1 - level) / 2);
      for (int j = 0; j < k; j++) {
        double w = coefficients[j];
        if (tested && !Double.isNaN(w)) {
          result.t[j] = w / errors[j];
          result.p[j] = 2 * student.survivalProbability(Math.abs(result.t[j]));
          result.lower[j] = w - quantile * errors[j];
          result.upper[j] = w + quantile * errors[j];
        } else { // an exact fit
          result.lower[j] = w;
          result.upper[j] = w;
        }
      }
      return result;
    }
  }

  /** 1/(1−R²) of each column on the others: the diagonal of S times that of S⁻¹. */
  private static double[] inflation(NormalSolution solution, int k, int first) {
    double[] inflation = filled(k + first);
    for (int i = 0; i < solution.active().length; i++) {
      double root = solution.errorFactors()[i] * Math.sqrt(solution.squares()[i]);
      inflation[first + solution.active()[i]] = root * root;
    }
    return inflation;
  }

  /** σ²·diag(1/Σω, S⁻¹) of the mean and the slopes, as a factor. */
  private static ErrorCovariance classical(
      NormalSolution solution, boolean intercept, double sumWeights, double sigma) {
    int r = solution.active().length;
    int first = intercept ? 1 : 0;
    int m = r + first;
    double[] factor = new double[m * m];
    if (intercept) {
      factor[0] = sigma / Math.sqrt(sumWeights);
    }
    for (int i = 0; i < r; i++) {
      for (int j = 0; j <= i; j++) {
        factor[(i + first) * m + j + first] = sigma * solution.inverseFactor()[i * r + j];
      }
    }
    return new ErrorCovariance(ErrorCovariance.Kind.CLASSICAL, sumWeights, factor);
  }

  static double[] filled(int length) {
    double[] values = new double[length];
    Arrays.fill(values, Double.NaN);
    return values;
  }
}
