package org.suffice.statistic;

import java.io.Serializable;

/**
 * The parameters of a logistic regression at which its loss is summed, in coordinates that make the
 * sums well conditioned: those of x̃ = (x − shift)/scale. Immutable by contract: arrays are shared.
 *
 * @param numClasses c
 * @param numColumns d
 * @param intercept whether each function has a constant
 * @param reference whether the first class has no function of its own: K is then c−1, else c
 * @param shift d values; zeros without intercept
 * @param scale d values, none 0
 * @param classWeights c factors of the row weights; null for 1
 * @param theta K×q row-major, q being d and, with an intercept, its constant
 */
public record LogisticPoint(
    int numClasses,
    int numColumns,
    boolean intercept,
    boolean reference,
    double[] shift,
    double[] scale,
    double[] classWeights,
    double[] theta)
    implements Serializable {
  /** Checks the lengths. */
  public LogisticPoint {
    int k = reference ? numClasses - 1 : numClasses;
    int q = numColumns + (intercept ? 1 : 0);
    if (shift.length != numColumns || scale.length != numColumns || theta.length != k * q) {
      throw new IllegalArgumentException(
          "expected " + k + "×" + q + " parameters, found " + theta.length);
    }
  }

  /** K: how many linear functions there are. */
  public int numFunctions() {
    return reference ? numClasses - 1 : numClasses;
  }

  /** q: the parameters of each function. */
  public int numCoefficients() {
    return numColumns + (intercept ? 1 : 0);
  }

  /** The same elsewhere. */
  public LogisticPoint at(double[] other) {
    return new LogisticPoint(
        numClasses, numColumns, intercept, reference, shift, scale, classWeights, other);
  }

  /** The same for rows that weigh what they weigh, whatever their class. */
  public LogisticPoint withoutClassWeights() {
    return new LogisticPoint(
        numClasses, numColumns, intercept, reference, shift, scale, null, theta);
  }

  /**
   * Parameters in terms of the columns as they are.
   *
   * @param conditioned K×q in terms of x̃, read
   * @return K×(d+1): d coefficients and a constant for each function
   */
  public double[] raw(double[] conditioned) {
    int d = numColumns;
    int q = numCoefficients();
    int k = numFunctions();
    double[] raw = new double[k * (d + 1)];
    for (int r = 0; r < k; r++) {
      double constant = intercept ? conditioned[r * q + d] : 0;
      for (int j = 0; j < d; j++) {
        double w = conditioned[r * q + j] / scale[j];
        raw[r * (d + 1) + j] = w;
        constant -= shift[j] * w;
      }
      raw[r * (d + 1) + d] = constant;
    }
    return raw;
  }
}
