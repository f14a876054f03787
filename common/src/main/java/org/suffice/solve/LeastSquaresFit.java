package org.suffice.solve;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Least squares with its inference. Arrays have one entry for each fitted column, in order,
 * preceded by the intercept where there is one. A figure that is not defined is NaN: the
 * coefficient of an aliased column, every error when no degree of freedom is left.
 *
 * @param intercept whether entry 0 of each array is the intercept
 * @param rows n, rows of positive weight
 * @param rank estimable coefficients, the intercept included
 * @param degreesOfFreedom n − rank; with a penalty n less the effective degrees, not whole
 * @param rss Σω(y−ŷ)²
 * @param tss Σω(y−ȳ)², or Σωy² without intercept
 * @param sigma √(rss / degreesOfFreedom)
 * @param conditionNumber of the estimable columns of X at unit length, in the 2-norm
 * @param level of the confidence intervals
 * @param lower ends of the intervals
 * @param upper ends of the intervals
 * @param aliased the columns left out, as positions among the fitted columns
 * @param solution why the solver stopped
 * @param inflation variance inflation factors, 1/(1−R²) of a column on the others; NaN for the
 *     intercept
 * @param covariance of the coefficients; null where none is known
 * @param path what a penalty led to; null without one
 */
public record LeastSquaresFit(
    boolean intercept,
    long rows,
    int rank,
    double degreesOfFreedom,
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
    Solution solution,
    double[] inflation,
    ErrorCovariance covariance,
    PenaltyPath path) {
  /**
   * A column without a coefficient of its own.
   *
   * @param column its position among the fitted columns
   * @param constant what is added to the combination: non-zero only with an intercept
   * @param coefficients of the columns before it, in the units of the data
   */
  public record AliasedColumn(int column, double constant, double[] coefficients) {
    /** Beside the largest term, in units of the columns' spread, less than this is rounding. */
    private static final double TERM = 1e-7;

    /** Of the sizes of what the constant is a difference of, less than this is rounding. */
    private static final double CONSTANT = 1e-12;

    /**
     * A column and the combination that it equals, without the terms that are rounding. Which are
     * is told by how much each contributes, not by its coefficient, whose size is that of the
     * units.
     *
     * @param column its position among the fitted columns
     * @param comparable coefficients of the columns before it, all columns being of one spread
     * @param coefficients the same in the units of the data; kept, and changed
     * @param constant what is added to the combination
     * @param size of what the constant is a difference of: the sum of absolute values
     */
    static AliasedColumn of(
        int column, double[] comparable, double[] coefficients, double constant, double size) {
      double largest = 0;
      for (double coefficient : comparable) {
        largest = Math.max(largest, Math.abs(coefficient));
      }
      for (int i = 0; i < column; i++) {
        if (Math.abs(comparable[i]) <= TERM * largest) {
          coefficients[i] = 0;
        }
      }
      boolean rounding = Math.abs(constant) <= CONSTANT * size;
      return new AliasedColumn(column, rounding ? 0 : constant, coefficients);
    }

    /**
     * A column and the combination that a Cholesky factor found, in doubles.
     *
     * @param found the combination of columns of unit length
     * @param units their lengths before that; 0 of a column that does not vary
     * @param means of all columns, in the units of the data; {@code null} without an intercept
     */
    public static AliasedColumn of(CholeskySolver.Aliased found, double[] units, double[] means) {
      int j = found.column();
      double[] coefficients = new double[j];
      double constant = means == null ? 0 : means[j];
      double size = Math.abs(constant);
      for (int i = 0; i < j; i++) {
        if (found.coefficients()[i] != 0) {
          coefficients[i] = found.coefficients()[i] * units[j] / units[i];
          double part = means == null ? 0 : coefficients[i] * means[i];
          constant -= part;
          size += Math.abs(part);
        }
      }
      return of(j, found.coefficients(), coefficients, constant, size);
    }
  }

  /** A fit of least squares whose inflation factors and covariance are not known. */
  public LeastSquaresFit(
      boolean intercept,
      long rows,
      int rank,
      double degreesOfFreedom,
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
    this(
        intercept,
        rows,
        rank,
        degreesOfFreedom,
        rss,
        tss,
        sigma,
        r2,
        adjustedR2,
        fStatistic,
        fPValue,
        logLikelihood,
        aic,
        bic,
        conditionNumber,
        level,
        coefficients,
        standardErrors,
        tValues,
        pValues,
        lower,
        upper,
        aliased,
        solution,
        LeastSquares.filled(coefficients.length),
        null,
        null);
  }

  /** The positions of the columns with a coefficient of their own among those fitted. */
  public int[] estimable() {
    int first = intercept ? 1 : 0;
    return IntStream.range(0, coefficients.length - first)
        .filter(i -> !Double.isNaN(coefficients[first + i]))
        .toArray();
  }

  /** The same fit with standard errors by another covariance of the coefficients. */
  public LeastSquaresFit withErrors(ErrorCovariance other, double[] errors) {
    LeastSquares.Intervals tests =
        LeastSquares.Intervals.of(coefficients, errors, degreesOfFreedom, rss > 0, level);
    return with(rss, degreesOfFreedom, coefficients, errors, tests, other, path);
  }

  /** The same fit with coefficients in other units, or of the same columns refitted. */
  public LeastSquaresFit withCoefficients(double[] others) {
    return with(rss, degreesOfFreedom, others, standardErrors, tests(), covariance, path);
  }

  /** The same fit with what penalties led to. */
  public LeastSquaresFit withPath(PenaltyPath other) {
    return with(rss, degreesOfFreedom, coefficients, standardErrors, tests(), covariance, other);
  }

  /** The same fit with other residuals, of which no errors of coefficients are known. */
  public LeastSquaresFit withResiduals(double otherRss, double freedom) {
    double[] unknown = LeastSquares.filled(coefficients.length);
    return with(otherRss, freedom, coefficients, unknown, tests(), covariance, path);
  }

  private LeastSquares.Intervals tests() {
    return new LeastSquares.Intervals(tValues, pValues, lower, upper);
  }

  private LeastSquaresFit with(
      double newRss,
      double freedom,
      double[] newCoefficients,
      double[] errors,
      LeastSquares.Intervals tests,
      ErrorCovariance newCovariance,
      PenaltyPath newPath) {
    boolean same = newRss == rss && freedom == degreesOfFreedom;
    double newSigma = same ? sigma : freedom > 0 ? Math.sqrt(newRss / freedom) : Double.NaN;
    double newR2 = same ? r2 : tss > 0 ? 1 - newRss / tss : Double.NaN;
    return new LeastSquaresFit(
        intercept,
        rows,
        rank,
        freedom,
        newRss,
        tss,
        newSigma,
        newR2,
        adjustedR2,
        fStatistic,
        fPValue,
        logLikelihood,
        aic,
        bic,
        conditionNumber,
        level,
        newCoefficients,
        errors,
        tests.t(),
        tests.p(),
        tests.lower(),
        tests.upper(),
        aliased,
        solution,
        inflation,
        newCovariance,
        newPath);
  }
}
