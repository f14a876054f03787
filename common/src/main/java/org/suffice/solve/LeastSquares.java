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
    NormalSolution solution = new DoubleNormalEquations(gram, columns, intercept).solve();
    return infer(solution, columns.length, gram.rows(), gram.sumLogWeights(), intercept, level);
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
    NormalSolution solution = new ExtendedNormalEquations(moments, columns, intercept).solve();
    return infer(
        solution, columns.length, moments.rows(), moments.sumLogWeights(), intercept, level);
  }

  private static LeastSquaresFit infer(
      NormalSolution solution,
      int k,
      long n,
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
    long freedom = n - rank;
    double sigma = freedom > 0 ? Math.sqrt(rss / freedom) : Double.NaN;
    double[] errors = filled(k + first);
    for (int i = 0; i < r; i++) {
      errors[first + active[i]] = sigma * solution.errorFactors()[i];
    }
    if (intercept) {
      errors[0] = sigma * solution.interceptFactor();
    }
    double[] t = filled(k + first);
    double[] p = filled(k + first);
    double[] lower = filled(k + first);
    double[] upper = filled(k + first);
    if (freedom > 0 && rss > 0) {
      TDistribution student = TDistribution.of(freedom);
      double quantile = student.inverseSurvivalProbability((1 - level) / 2);
      for (int j = 0; j < w.length; j++) {
        if (!Double.isNaN(w[j])) {
          t[j] = w[j] / errors[j];
          p[j] = 2 * student.survivalProbability(Math.abs(t[j]));
          lower[j] = w[j] - quantile * errors[j];
          upper[j] = w[j] + quantile * errors[j];
        }
      }
    } else if (freedom > 0) { // an exact fit: errors are 0 and tests have no meaning
      for (int j = 0; j < w.length; j++) {
        lower[j] = w[j];
        upper[j] = w[j];
      }
    }

    long totalFreedom = n - first;
    double r2 = tss > 0 ? 1 - rss / tss : Double.NaN;
    double adjustedR2 = freedom > 0 ? 1 - (1 - r2) * ((double) totalFreedom / freedom) : Double.NaN;
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
        t,
        p,
        lower,
        upper,
        solution.aliased(),
        new Solution(Solution.Termination.CONVERGED, 1, rss / 2, solution.gradientNorm()));
  }

  private static double[] filled(int length) {
    double[] values = new double[length];
    Arrays.fill(values, Double.NaN);
    return values;
  }
}
