package org.suffice.solve;

import java.util.List;

/**
 * What a penalised fit found along its penalties.
 *
 * @param penalty what was penalised, and the convention its λ were given in
 * @param lambda the penalty of the fit, in the convention of this project
 * @param effectiveDegreesOfFreedom of the fit, the intercept included
 * @param sumWeights Σω, which other conventions of λ need
 * @param labelDeviation of the label with 1/n, which glmnet's needs
 * @param chosenBy how λ was chosen: given, cross-validation or generalized cross-validation
 * @param lambdaMin where the cross-validated error is least; NaN without
 * @param lambda1se the largest within one standard error of it; NaN without
 * @param steps by descending λ
 */
public record PenaltyPath(
    Penalty penalty,
    double lambda,
    double effectiveDegreesOfFreedom,
    double sumWeights,
    double labelDeviation,
    String chosenBy,
    double lambdaMin,
    double lambda1se,
    List<Step> steps)
    implements LambdaPath<PenaltyPath.Step> {
  /**
   * One λ.
   *
   * @param lambda in the convention of this project
   * @param given the same as it was given, in the convention of the settings
   * @param coefficients one for each fitted column
   * @param effectiveDegreesOfFreedom the intercept included
   * @param gcv generalized cross-validation: n·RSS/(n−df)²
   * @param dualityGap relative to the objective at w = 0; 0 for a closed form
   * @param cvError mean over folds of the mean squared error; NaN without
   * @param cvStandardError of that mean; NaN without
   */
  public record Step(
      double lambda,
      double given,
      double intercept,
      double[] coefficients,
      double effectiveDegreesOfFreedom,
      double rss,
      double gcv,
      double dualityGap,
      Solution solution,
      double cvError,
      double cvStandardError)
      implements LambdaPath.Step {}
}
