package org.suffice.neighbour;

import java.io.Serializable;

/**
 * The distance (Σ|x_j − z_j|^p)^(1/p), and max |x_j − z_j| for p = ∞. Terms are added in the order
 * of the features, so that a distance has one set of bits wherever it is computed.
 */
public final class Minkowski implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Powers up to this one are products; beyond it, and between whole numbers, StrictMath's. */
  private static final int MOST_PRODUCTS = 16;

  /** Sums outside of this range may have lost terms to underflow or overflow. */
  private static final double SMALLEST_SUM = 1e-290;

  private static final double LARGEST_SUM = 1e300;

  private final double p;
  private final int products;

  private Minkowski(double p) {
    this.p = p;
    this.products = p == Math.rint(p) && p <= MOST_PRODUCTS ? (int) p : 0;
  }

  /**
   * The metric of a power.
   *
   * @param p 1 or more, or infinity
   * @throws IllegalArgumentException otherwise: below 1 the triangle inequality fails
   */
  public static Minkowski of(double p) {
    if (!(p >= 1)) {
      throw new IllegalArgumentException("expected p of 1 or more, found " + p);
    }
    return new Minkowski(p);
  }

  /** The power, maybe infinite. */
  public double p() {
    return p;
  }

  /** Whether the distance is the largest difference. */
  boolean isMaximum() {
    return p == Double.POSITIVE_INFINITY;
  }

  /** The power as a whole number of factors; 0 where a power is not a product of few. */
  int factors() {
    return products;
  }

  /**
   * The distance of two rows, without overflow or underflow on the way.
   *
   * @param a d values from {@code i} on
   * @param b d values from {@code j} on
   */
  public double distance(double[] a, int i, double[] b, int j, int d) {
    return distance(sum(a, i, b, j, d), a, i, b, j, d);
  }

  /** The distance of two rows of which {@link #sum} is known. */
  double distance(double sum, double[] a, int i, double[] b, int j, int d) {
    return isTrue(sum) ? root(sum) : scaled(a, i, b, j, d);
  }

  /** Whether the root of the sum is the distance to within rounding. */
  private boolean isTrue(double sum) {
    return isMaximum() || (sum >= SMALLEST_SUM && sum <= LARGEST_SUM);
  }

  /** The sum of powers, or the largest difference. */
  double sum(double[] a, int i, double[] b, int j, int d) {
    double sum = 0;
    if (isMaximum()) {
      for (int l = 0; l < d; l++) {
        sum = Math.max(sum, Math.abs(a[i + l] - b[j + l]));
      }
    } else if (products == 1) {
      for (int l = 0; l < d; l++) {
        sum += Math.abs(a[i + l] - b[j + l]);
      }
    } else if (products == 2) {
      for (int l = 0; l < d; l++) {
        double x = a[i + l] - b[j + l];
        sum += x * x;
      }
    } else {
      for (int l = 0; l < d; l++) {
        sum += power(Math.abs(a[i + l] - b[j + l]));
      }
    }
    return sum;
  }

  private double power(double x) {
    if (products == 0) {
      return StrictMath.pow(x, p);
    }
    double power = x;
    for (int f = 1; f < products; f++) {
      power *= x;
    }
    return power;
  }

  private double root(double sum) {
    if (products == 2) {
      return Math.sqrt(sum);
    }
    return products == 1 || isMaximum() || sum == 0
        ? sum
        : products == 3 ? StrictMath.cbrt(sum) : StrictMath.pow(sum, 1 / p);
  }

  /** In units of a power of two next to the largest difference. */
  private double scaled(double[] a, int i, double[] b, int j, int d) {
    double largest = 0;
    for (int l = 0; l < d; l++) {
      largest = Math.max(largest, Math.abs(a[i + l] / 2 - b[j + l] / 2));
    }
    if (largest == 0) { // but for halves of subnormal numbers, equal rows
      return 0;
    }
    int exponent = Math.getExponent(largest);
    double sum = 0;
    for (int l = 0; l < d; l++) {
      sum += power(Math.scalb(Math.abs(a[i + l] / 2 - b[j + l] / 2), -exponent));
    }
    return Math.scalb(root(sum), exponent + 1);
  }

  /**
   * A bound that no {@link #sum} exceeds of a pair within a distance, whatever the rounding of sum
   * and distance.
   */
  double largestSum(double distance, int d) {
    if (distance == Double.POSITIVE_INFINITY || isMaximum()) {
      return distance;
    }
    double sum = power(distance) * (1 + (8 * p + 2 * d + 16) * 0x1p-53);
    return Double.isFinite(sum) ? Math.max(sum, SMALLEST_SUM) : Double.POSITIVE_INFINITY;
  }

  /** For people: the power, {@code inf} for the largest difference. */
  @Override
  public String toString() {
    if (isMaximum()) {
      return "inf";
    }
    return p == Math.rint(p) && p < 1e15 ? Long.toString((long) p) : Double.toString(p);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Minkowski metric && metric.p == p;
  }

  @Override
  public int hashCode() {
    return Double.hashCode(p);
  }
}
