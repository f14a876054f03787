package org.suffice.solve;

import java.util.List;

/**
 * Least squares with its inference. Arrays have one entry for each fitted column, in order,
 * preceded by the intercept where there is one. A figure that is not defined is NaN: the
 * coefficient of an aliased column, every error when no degree of freedom is left.
 *
 * @param intercept whether entry 0 of each array is the intercept
 * @param rows n, rows of positive weight
 * @param rank estimable coefficients, the intercept included
 * @param degreesOfFreedom n − rank
 * @param rss Σω(y−ŷ)²
 * @param tss Σω(y−ȳ)², or Σωy² without intercept
 * @param sigma √(rss / degreesOfFreedom)
 * @param conditionNumber of the estimable columns of X at unit length, in the 2-norm
 * @param level of the confidence intervals
 * @param lower ends of the intervals
 * @param upper ends of the intervals
 * @param aliased the columns left out, as positions among the fitted columns
 * @param solution why the solver stopped
 */
public record LeastSquaresFit(
    boolean intercept,
    long rows,
    int rank,
    long degreesOfFreedom,
    double rss,
    double tss,
    double sigma,
    double r2,
    double adjustedR2,
    double fStatistic,
    double fPValue,
    double logLikelihood,
    double aic,
    double bic,
    double conditionNumber,
    double level,
    double[] coefficients,
    double[] standardErrors,
    double[] tValues,
    double[] pValues,
    double[] lower,
    double[] upper,
    List<AliasedColumn> aliased,
    Solution solution) {
  /**
   * A column without a coefficient of its own.
   *
   * @param column its position among the fitted columns
   * @param constant what is added to the combination: non-zero only with an intercept
   * @param coefficients of the columns before it, in the units of the data
   */
  public record AliasedColumn(int column, double constant, double[] coefficients) {}
}
