package org.suffice.statistic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import org.suffice.linalg.ExactProducts;

/**
 * The slow, obvious twin of {@link ExactGramStatistic}: three loops over whole numbers without
 * bounds. Column j is in units of 2^{exponent j}.
 */
final class ExactTwin {
  private final int p;
  private final BigInteger[][] cells;
  private final int[] exponents;
  private int weightExponent;

  ExactTwin(int d, double[] x, double[] y, double[] weights) {
    int n = y.length;
    p = d + 2;
    exponents = new int[p];
    BigInteger[][] z = new BigInteger[p][];
    for (int j = 0; j < p; j++) {
      double[] column = new double[n];
      for (int i = 0; i < n; i++) {
        column[i] = j == 0 ? 1 : j <= d ? x[i * d + j - 1] : y[i];
      }
      exponents[j] = lowestBit(column);
      z[j] = integers(column, exponents[j]);
    }
    BigInteger[] w = null;
    if (weights != null) {
      weightExponent = lowestBit(weights);
      w = integers(weights, weightExponent);
    }
    cells = new BigInteger[p][p];
    for (int a = 0; a < p; a++) {
      for (int b = 0; b <= a; b++) {
        BigInteger sum = BigInteger.ZERO;
        for (int i = 0; i < n; i++) {
          if (z[a][i].signum() != 0 && z[b][i].signum() != 0) {
            BigInteger product = z[a][i].multiply(z[b][i]);
            sum = sum.add(w == null ? product : product.multiply(w[i]));
          }
        }
        cells[a][b] = sum;
      }
    }
  }

  /** The exponent of the lowest bit of the last place of any value. */
  private static int lowestBit(double[] values) {
    int lowest = Integer.MAX_VALUE;
    for (double value : values) {
      if (value != 0) {
        lowest = Math.min(lowest, Math.max(Math.getExponent(value), -1022) - 52);
      }
    }
    return lowest == Integer.MAX_VALUE ? 0 : lowest;
  }

  private static BigInteger[] integers(double[] values, int unit) {
    BigInteger[] result = new BigInteger[values.length];
    for (int i = 0; i < values.length; i++) {
      int exponent = Math.max(Math.getExponent(values[i]), -1022) - 52;
      // Two steps: 2^1074 is no double.
      double mantissa = Math.scalb(Math.scalb(values[i], -exponent / 2), -exponent + exponent / 2);
      result[i] =
          values[i] == 0
              ? BigInteger.ZERO
              : BigInteger.valueOf((long) mantissa).shiftLeft(exponent - unit);
    }
    return result;
  }

  /** Fails unless every cell is the same number. */
  void assertEqual(String what, ExactProducts products) {
    assertEquals(p, products.size(), what);
    int unit = products.lowestWindow();
    for (int i = 0; i < p; i++) {
      for (int j = 0; j < p; j++) {
        int a = Math.max(i, j);
        int b = Math.min(i, j);
        int more = exponents[a] + exponents[b] + weightExponent - ExactProducts.BITS * unit;
        BigInteger found = products.value(i, j, unit);
        BigInteger expected = cells[a][b];
        boolean same =
            more >= 0
                ? found.equals(expected.shiftLeft(more))
                : found.shiftLeft(-more).equals(expected);
        if (!same) {
          throw new AssertionError(
              what
                  + " cell ("
                  + i
                  + ", "
                  + j
                  + "): expected "
                  + expected
                  + "·2^"
                  + (exponents[a] + exponents[b] + weightExponent)
                  + ", found "
                  + found
                  + "·2^"
                  + ExactProducts.BITS * unit);
        }
      }
    }
  }
}
