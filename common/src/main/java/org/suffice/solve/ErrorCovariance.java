package org.suffice.solve;

/**
 * The covariance of estimated coefficients, for the error of a prediction: with z = [1, x − x̄] of
 * the m estimable coefficients (without intercept z = x) the variance of ŷ is ‖F·z‖².
 *
 * @param kind how it was estimated
 * @param sumWeights Σω of the rows
 * @param factor F, m×m row-major
 */
public record ErrorCovariance(Kind kind, double sumWeights, double[] factor) {
  /** How a covariance is estimated. */
  public enum Kind {
    /** σ̂²(XᵀωX)⁻¹: errors of one variance. */
    CLASSICAL("classical"),
    /** White's: squared residuals stand for variances. */
    HC0("HC0"),
    /** HC0 · n/(n−p). */
    HC1("HC1"),
    /** Squared residuals over 1−h, h being the leverage of the row. */
    HC2("HC2"),
    /** Squared residuals over (1−h)²: close to the jackknife. */
    HC3("HC3");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    /** The name in settings and reports. */
    public String text() {
      return text;
    }

    /** Whether residuals decide, which takes a second pass. */
    public boolean isRobust() {
      return this != CLASSICAL;
    }
  }
}
