package org.suffice.train;

import java.util.Optional;
import org.suffice.Failure;

/**
 * Logistic regression of two or more classes: passes over the data until the likelihood, less a
 * penalty, is largest.
 *
 * @param intercept whether constants are fitted
 * @param level of the confidence intervals
 * @param standardize whether coefficients are those of z scores, (x − mean)/sd with sd by 1/n;
 *     without intercept x/sd
 * @param classWeights factors of the row weights
 * @param penalty what is penalised; empty for maximum likelihood
 * @param folds of the cross-validation; empty for none
 * @param solver how
 */
public record LogisticRegression(
    boolean intercept,
    double level,
    boolean standardize,
    ClassWeights classWeights,
    Optional<PenaltyPlan> penalty,
    Optional<Folds> folds,
    SolverPlan solver) {
  /** Checks what goes together. */
  public LogisticRegression {
    if (!(level > 0 && level < 1)) {
      throw Failure.usage("inference.level must lie between 0 and 1, found " + level);
    }
  }
}
