package org.suffice.solve;

import java.util.List;

/**
 * A logistic regression with its inference. There are K linear functions: one for each class but
 * the first where the first is the reference, else one for each class. Arrays of parameters are K×p
 * row-major: the coefficients of each function, one for each fitted column, preceded by its
 * constant where there is an intercept. A figure that is not defined is NaN: the coefficient of an
 * aliased column, every error of a penalised fit.
 *
 * @param intercept whether entry 0 of each function is its constant
 * @param reference whether the first class has no function, its linear predictor being 0
 * @param rows of each of the c classes, of positive weight
 * @param weights Σω of each class, times its class weight
 * @param coefficients K×p
 * @param standardErrors K×p, from the inverse of the Hessian
 * @param zValues K×p
 * @param pValues K×p, two-sided, of the standard normal distribution
 * @param lower K×p ends of the intervals
 * @param upper K×p ends of the intervals
 * @param level of the intervals
 * @param logLikelihood of the fit, without penalty
 * @param nullLogLikelihood with constants alone; without intercept with all probabilities equal
 * @param parameters estimable ones; of an absolute penalty those that are not 0
 * @param covariance Kp×Kp of the coefficients, rows of aliased ones 0; empty where errors are not
 *     known
 * @param aliased the columns left out, as positions among the fitted columns
 * @param solver its name
 * @param passes over the data, of the run that ended the fit
 * @param solution why the solver stopped
 * @param path what a penalty led to; null without one
 */
public record LogisticFit(
    boolean intercept,
    boolean reference,
    long[] rows,
    double[] weights,
    double[] coefficients,
    double[] standardErrors,
    double[] zValues,
    double[] pValues,
    double[] lower,
    double[] upper,
    double level,
    double logLikelihood,
    double nullLogLikelihood,
    int parameters,
    double[] covariance,
    List<LeastSquaresFit.AliasedColumn> aliased,
    String solver,
    int passes,
    Solution solution,
    LogisticPath path) {
  /** The number c of classes. */
  public int numClasses() {
    return rows.length;
  }

  /** The number K of linear functions. */
  public int numFunctions() {
    return reference ? rows.length - 1 : rows.length;
  }

  /** The number p of parameters of each function. */
  public int numParameters() {
    return coefficients.length / numFunctions();
  }

  /** The position of the class that a function is of. */
  public int classOf(int function) {
    return reference ? function + 1 : function;
  }

  /** The number n of rows. */
  public long totalRows() {
    long sum = 0;
    for (long count : rows) {
      sum += count;
    }
    return sum;
  }

  /** −2 log L. */
  public double deviance() {
    return -2 * logLikelihood;
  }

  /** The deviance of the model of constants. */
  public double nullDeviance() {
    return -2 * nullLogLikelihood;
  }

  /** Akaike's criterion: deviance + 2·parameters; NaN where a square is penalised. */
  public double aic() {
    return countsParameters() ? deviance() + 2.0 * parameters : Double.NaN;
  }

  /** Schwarz's criterion: deviance + log(n)·parameters; NaN where a square is penalised. */
  public double bic() {
    return countsParameters() ? deviance() + StrictMath.log(totalRows()) * parameters : Double.NaN;
  }

  /** Parameters that a square holds are less than one degree of freedom each. */
  private boolean countsParameters() {
    return path == null || path.penalty().type() == Penalty.Type.LASSO;
  }

  /**
   * The share of the null log-likelihood that the fit explains (McFadden, "Conditional logit
   * analysis of qualitative choice behavior", 1974): 1 − log L / log L₀.
   */
  public double pseudoR2() {
    return 1 - logLikelihood / nullLogLikelihood;
  }
}
