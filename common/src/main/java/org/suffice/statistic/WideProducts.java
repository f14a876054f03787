package org.suffice.statistic;

import org.suffice.linalg.ExactProducts;

/**
 * Products of wide columns, those whose values span more digits than BLAS is given or lie at the
 * ends of the range of a double: digit by digit, in long arithmetic.
 */
final class WideProducts {
  private WideProducts() {}

  /**
   * Adds the cells (i, j), j ≤ i, that involve a wide column.
   *
   * @param sums added to, then in their canonical form
   * @param n rows
   * @param left the parts whose sum is Z, each n×p row-major; wide columns are overwritten with
   *     zeros
   * @param right those of V, for ZᵀV; overwritten alike
   * @param wide by column
   */
  static void add(ExactProducts sums, int n, double[][] left, double[][] right, boolean[] wide) {
    int size = sums.size();
    long[] a = new long[5];
    long[] b = new long[5];
    for (int row = 0; row < n; row++) {
      for (int i = 0; i < size; i++) {
        for (double[] x : left) {
          double xi = x[row * size + i];
          if (xi == 0) {
            continue;
          }
          int unitA = digits(xi, a);
          for (int j = 0; j <= i; j++) {
            if (wide[i] || wide[j]) {
              for (double[] y : right) {
                double yj = y[row * size + j];
                if (yj != 0) {
                  addDigits(sums, a, unitA, b, digits(yj, b), i, j);
                }
              }
            }
          }
        }
      }
      if ((row & 127) == 127) {
        sums.normalise();
      }
    }
    for (double[][] parts : new double[][][] {left, right}) {
      for (double[] z : parts) {
        for (int row = 0; row < n; row++) {
          for (int j = 0; j < size; j++) {
            z[row * size + j] = wide[j] ? 0 : z[row * size + j];
          }
        }
      }
    }
    sums.normalise();
  }

  private static void addDigits(
      ExactProducts sums, long[] a, int unitA, long[] b, int unitB, int i, int j) {
    for (int k = 0; k < a.length; k++) {
      for (int l = 0; l < b.length; l++) {
        if (a[k] != 0 && b[l] != 0) {
          sums.row(unitA + k + unitB + l, i)[j] += a[k] * b[l];
        }
      }
    }
  }

  /**
   * The digits of one value: value = Σ_k out[k] · 2^{22(unit+k)}, each below 2^22 in size.
   *
   * @param out overwritten
   * @return the unit
   */
  static int digits(double value, long[] out) {
    long bits = Double.doubleToRawLongBits(value);
    int biased = (int) (bits >>> 52) & 0x7ff;
    long mantissa = bits & ((1L << 52) - 1);
    int exponent = biased == 0 ? -1074 : biased - 1075;
    mantissa |= biased == 0 ? 0 : 1L << 52;
    int unit = Math.floorDiv(exponent, ExactProducts.BITS);
    int shift = exponent - unit * ExactProducts.BITS;
    long sign = value < 0 ? -1 : 1;
    // mantissa·2^shift has up to 74 bits: its lowest digit first, the rest fits a long.
    long mask = (1L << ExactProducts.BITS) - 1;
    out[0] = sign * ((mantissa << shift) & mask);
    long rest = mantissa >>> (ExactProducts.BITS - shift);
    for (int k = 1; k < out.length; k++) {
      out[k] = sign * (rest & mask);
      rest >>>= ExactProducts.BITS;
    }
    return unit;
  }
}
