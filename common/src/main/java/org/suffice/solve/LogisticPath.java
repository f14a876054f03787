package org.suffice.solve;

import java.util.List;

/**
 * What a penalised logistic regression found along its penalties.
 *
 * @param penalty what was penalised, and the convention its λ were given in
 * @param lambda the penalty of the fit, in the convention of this project
 * @param sumWeights Σω, which other conventions of λ need
 * @param chosenBy how λ was chosen: given, or cross-validation
 * @param lambdaMin where the cross-validated error is least; NaN without
 * @param lambda1se the largest within one standard error of it; NaN without
 * @param steps by descending λ
 */
public record LogisticPath(
    Penalty penalty,
    double lambda,
    double sumWeights,
    String chosenBy,
    double lambdaMin,
    double lambda1se,
    List<Step> steps)
    implements LambdaPath<LogisticPath.Step> {
  /**
   * One λ.
   *
   * @param lambda in the convention of this project
   * @param given the same as it was given, in the convention of the settings
   * @param coefficients K×p as in {@link LogisticFit}
   * @param logLikelihood of the fit, without penalty
   * @param solution of this λ
   * @param cvError mean over folds of the mean log loss of a row; NaN without
   * @param cvStandardError of that mean; NaN without
   */
  public record Step(
      double lambda,
      double given,
      double[] coefficients,
      double logLikelihood,
      Solution solution,
      double cvError,
      double cvStandardError)
      implements LambdaPath.Step {}
}
