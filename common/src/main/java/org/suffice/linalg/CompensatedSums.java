package org.suffice.linalg;

/**
 * Sums of products as accurate as if computed in twice the precision and then rounded: Ogita, Rump,
 * Oishi, "Accurate sum and dot product", SIAM J. Sci. Comput. 26 (2005), algorithm 5.3 with a fused
 * multiply-add. A vector of sums is held in two arrays, the sums and what was lost; a loop over it
 * has no dependence between entries, so that the compiler makes vector instructions of it.
 */
public final class CompensatedSums {
  private CompensatedSums() {}

  /**
   * sum −= a·x, entry by entry.
   *
   * @param x n values from {@code offset} on, read
   * @param hi n sums, updated
   * @param lo what the sums have lost, updated
   */
  public static void subtract(double a, double[] x, int offset, double[] hi, double[] lo, int n) {
    double minus = -a;
    for (int i = 0; i < n; i++) {
      double p = minus * x[offset + i];
      double e = Math.fma(minus, x[offset + i], -p);
      double s = hi[i] + p;
      double t = s - hi[i];
      lo[i] += ((hi[i] - (s - t)) + (p - t)) + e;
      hi[i] = s;
    }
  }

  /**
   * sum −= x·y, entry by entry.
   *
   * @param x n values from {@code offset} on, read
   * @param y n values, read
   * @param hi n sums, updated
   * @param lo what the sums have lost, updated
   */
  public static void subtract(double[] x, int offset, double[] y, double[] hi, double[] lo, int n) {
    for (int i = 0; i < n; i++) {
      double minus = -x[offset + i];
      double p = minus * y[i];
      double e = Math.fma(minus, y[i], -p);
      double s = hi[i] + p;
      double t = s - hi[i];
      lo[i] += ((hi[i] - (s - t)) + (p - t)) + e;
      hi[i] = s;
    }
  }
}
