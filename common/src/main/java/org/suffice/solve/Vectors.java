package org.suffice.solve;

/** Sums over the parameters, always from the first to the last, so that their bits never change. */
final class Vectors {
  private Vectors() {}

  /** aᵀb. */
  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int j = 0; j < a.length; j++) {
      sum += a[j] * b[j];
    }
    return sum;
  }

  /** ‖a‖₂. */
  static double norm(double[] a) {
    return Math.sqrt(dot(a, a));
  }

  /** max |aⱼ|, 0 of no values, NaN where one is. */
  static double largest(double[] a) {
    double largest = 0;
    for (double value : a) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  /** a + t·b, as a new vector. */
  static double[] plus(double[] a, double t, double[] b) {
    double[] sum = new double[a.length];
    for (int j = 0; j < a.length; j++) {
      sum[j] = a[j] + t * b[j];
    }
    return sum;
  }

  /** a += t·b. */
  static void addInPlace(double[] a, double t, double[] b) {
    for (int j = 0; j < a.length; j++) {
      a[j] += t * b[j];
    }
  }

  /** t·a, as a new vector. */
  static double[] times(double t, double[] a) {
    double[] product = new double[a.length];
    for (int j = 0; j < a.length; j++) {
      product[j] = t * a[j];
    }
    return product;
  }

  /** Whether all values are finite. */
  static boolean finite(double[] a) {
    for (double value : a) {
      if (!Double.isFinite(value)) {
        return false;
      }
    }
    return true;
  }
}
