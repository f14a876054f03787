package org.suffice.train;

import java.util.Map;
import org.suffice.Failure;
import org.suffice.solve.Penalty;

/**
 * What is penalised in a linear regression, and how strongly.
 *
 * @param penalty the norm, and the convention in which λ and its ratio are given
 * @param lambdas the penalties to fit; empty for a path from the one at which every coefficient is
 *     zero
 * @param pathCount how many λ such a path has
 * @param pathFloor the last λ of such a path as a share of the first; NaN for 1e-4, or 1e-2 with
 *     fewer rows than columns
 * @param standardize whether a coefficient counts in units of the standard deviation (1/n) of its
 *     column
 * @param factors by feature or column how much more it is penalised than the others; 0 for not at
 *     all
 * @param nonNegative whether coefficients, the intercept apart, must be at least 0
 * @param refit whether the columns that are left are fitted anew by least squares
 */
public record PenaltyPlan(
    Penalty penalty,
    double[] lambdas,
    int pathCount,
    double pathFloor,
    boolean standardize,
    Map<String, Double> factors,
    boolean nonNegative,
    boolean refit) {
  /** No penalty. */
  static final PenaltyPlan NONE =
      new PenaltyPlan(
          Penalty.of(Penalty.Type.NONE, Penalty.Convention.SUFFICE),
          new double[1],
          1,
          Double.NaN,
          false,
          Map.of(),
          false,
          false);

  /** Checks the numbers. */
  public PenaltyPlan {
    lambdas = lambdas.clone();
    factors = Map.copyOf(factors);
    for (double lambda : lambdas) {
      if (!(lambda >= 0) || Double.isInfinite(lambda)) {
        throw Failure.usage("penalty.lambda must be 0 or more, found " + lambda);
      }
      if (lambda == 0 && penalty.isInverse(penalty.convention())) {
        throw Failure.usage(
            "penalty.lambda is the C of scikit-learn's LogisticRegression with"
                + " penalty.convention=sklearn, which must be above 0, found 0");
      }
    }
    factors.forEach(
        (name, factor) -> {
          if (!(factor >= 0) || Double.isInfinite(factor)) {
            throw Failure.usage("penalty.factors: " + name + " must be 0 or more, found " + factor);
          }
        });
    if (pathCount < 1) {
      throw Failure.usage("penalty.path-count must be 1 or more, found " + pathCount);
    }
    if (!Double.isNaN(pathFloor) && !(pathFloor > 0 && pathFloor < 1)) {
      throw Failure.usage("penalty.path-floor must lie between 0 and 1, found " + pathFloor);
    }
    if (refit && nonNegative) {
      throw Failure.usage(
          "penalty.refit: least squares may make coefficients negative; leave out"
              + " penalty.non-negative or penalty.refit");
    }
    if (refit && penalty.type() == Penalty.Type.RIDGE) {
      throw Failure.usage("penalty.refit: ridge leaves no column out; use lasso or elastic-net");
    }
  }
}
