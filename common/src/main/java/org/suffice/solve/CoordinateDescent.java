package org.suffice.solve;

import org.suffice.solve.Solution.Termination;

/**
 * Lasso, elastic net and their like on cross products: the minimum of
 *
 * <pre>
 *   ½(yy − 2sᵀw + wᵀSw) + Σ l1ⱼ|wⱼ| + ½ Σ l2ⱼwⱼ²,   optionally w ≥ 0
 * </pre>
 *
 * <p>Coordinate descent with covariance updates (Friedman, Hastie, Tibshirani, "Regularization
 * paths for generalized linear models via coordinate descent", J. Stat. Softw. 33, 2010, §2.2)
 * finds which coefficients are not zero and their signs; then the linear system that these satisfy
 * is solved and refined (feature-sign search: Lee, Battle, Raina, Ng, "Efficient sparse coding
 * algorithms", NIPS 2006), so that nearly collinear columns cost no thousands of sweeps and the
 * last digits are right. Where the minimum is not unique, one of its points is found, the same one
 * every time.
 */
public final class CoordinateDescent {
  /** Share of the largest |sⱼ| by which a gradient may miss its condition. */
  public static final double TOLERANCE = 1e-12;

  /** Sweeps and linear systems together. */
  public static final int MAX_ITERATIONS = 100_000;

  private final ScaledQuadratic quadratic;
  private final double tolerance;
  private final int maxIterations;

  /** A solver with the usual tolerance and limit. */
  public CoordinateDescent(Quadratic quadratic) {
    this(quadratic, TOLERANCE, MAX_ITERATIONS);
  }

  /**
   * A solver of one quadratic and many penalties.
   *
   * @param tolerance a gradient may miss its condition by this share of the largest |sⱼ|, columns
   *     in units of their length
   * @param maxIterations sweeps and linear systems together, of one solution
   */
  public CoordinateDescent(Quadratic quadratic, double tolerance, int maxIterations) {
    if (!(tolerance > 0) || maxIterations < 1) {
      throw new IllegalArgumentException(
          "expected a tolerance > 0 and iterations ≥ 1, found "
              + tolerance
              + " and "
              + maxIterations);
    }
    this.quadratic = new ScaledQuadratic(quadratic);
    this.tolerance = tolerance;
    this.maxIterations = maxIterations;
  }

  /**
   * Solves.
   *
   * @param l1 weights of |wⱼ|, k values ≥ 0, read
   * @param l2 weights of ½wⱼ², k values ≥ 0, read
   * @param nonNegative whether w ≥ 0 is asked
   * @param start k values near the solution, read; null for zeros
   */
  public PenalisedFit solve(double[] l1, double[] l2, boolean nonNegative, double[] start) {
    return solve(l1, l2, nonNegative, start, null);
  }

  /**
   * Solves the next of a sequence.
   *
   * @param previous the l1 of which {@code start} is the solution: columns are screened by the
   *     strong rule (Tibshirani et al., J. R. Statist. Soc. B 74, 2012) and the rest checked at the
   *     end; null for none
   */
  PenalisedFit solve(
      double[] l1, double[] l2, boolean nonNegative, double[] start, double[] previous) {
    int k = quadratic.k;
    double[] absolute = scaledWeights(l1, true);
    double[] square = scaledWeights(l2, false);
    double[] w = new double[k];
    for (int j = 0; start != null && j < k; j++) {
      double value = quadratic.scaledCoefficient(j, start[j]);
      w[j] = quadratic.varies(j) && !(nonNegative && value < 0) ? value : 0;
    }
    Descent descent = new Descent(quadratic, absolute, square, nonNegative, w, tolerance);
    Termination termination =
        descent.run(maxIterations, previous == null ? null : scaledWeights(previous, true));
    return outcome(descent, w, absolute, square, termination);
  }

  private double[] scaledWeights(double[] weights, boolean absolute) {
    int k = quadratic.k;
    if (weights.length != k) {
      throw new IllegalArgumentException(
          "expected k=" + k + " penalty weights, found " + weights.length);
    }
    double[] scaled = new double[k];
    for (int j = 0; j < k; j++) {
      if (!(weights[j] >= 0)) {
        throw new IllegalArgumentException(
            "a penalty weight must be at least 0, found " + weights[j] + " of column " + j);
      }
      scaled[j] = absolute ? quadratic.scaledL1(j, weights[j]) : quadratic.scaledL2(j, weights[j]);
    }
    return scaled;
  }

  private PenalisedFit outcome(
      Descent descent, double[] w, double[] l1, double[] l2, Termination termination) {
    double rss = descent.rss();
    double objective = rss / 2;
    double[] coefficients = new double[w.length];
    for (int j = 0; j < w.length; j++) {
      if (w[j] != 0) {
        objective += l1[j] * Math.abs(w[j]) + l2[j] * w[j] * w[j] / 2;
        coefficients[j] = quadratic.coefficient(j, w[j]);
      }
    }
    return new PenalisedFit(
        coefficients,
        quadratic.square(rss),
        quadratic.square(descent.gap(rss)),
        new Solution(
            termination,
            descent.iterations(),
            quadratic.square(objective),
            Math.scalb(descent.violation(), quadratic.labelExponent)));
  }
}
