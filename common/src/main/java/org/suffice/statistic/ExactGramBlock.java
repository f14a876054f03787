package org.suffice.statistic;

import java.util.Arrays;
import org.suffice.Failure;
import org.suffice.linalg.Blas;
import org.suffice.linalg.ExactProducts;

/**
 * Adds ZᵀZ or Zᵀ·diag(ω)·Z of a chunk of rows to exact sums, at the speed of BLAS: error-free
 * splitting (Ozaki, Ogita, Oishi, Rump, "Error-free transformations of matrix multiplication by
 * using fast routines of matrix multiplication and its applications", Numer. Algorithms 59, 2012)
 * on one absolute grid.
 *
 * <p>Every value is cut into digits of 22 bits, digit k in units of 2^{22k} and at most 2^21 in
 * size, by adding and subtracting 1.5·2^{52+22k}. The product of two digits is below 2^42, so that
 * the sum over 2,048 rows is an integer of at most 2^53: every partial sum is exact, whatever BLAS
 * forms it in whatever order. Columns with more digits than a few, or at the ends of the range of a
 * double, go digit by digit in long arithmetic.
 */
final class ExactGramBlock {
  /** Rows of one product: 2^11 products below 2^42 stay within 2^53. */
  static final int MAX_ROWS = 2048;

  private static final int BITS = ExactProducts.BITS;

  /** More digits than this in one column of a chunk, and the column is summed in longs. */
  private static final int MAX_LEVELS = 8;

  /** Between these, grids and scales of every digit are normal doubles. */
  private static final double LARGEST = 0x1p900;

  private static final double SMALLEST = 0x1p-800;

  private final int size;
  private final ExactProducts sums;

  private double[] sliced = new double[0];
  private double[] products = new double[0];
  private final double[] largest;
  private final double[] smallest;
  private final double[] grid;
  private final double[] scale;
  private final int[] top;

  ExactGramBlock(ExactProducts sums) {
    this.size = sums.size();
    this.sums = sums;
    largest = new double[size];
    smallest = new double[size];
    grid = new double[size];
    scale = new double[size];
    top = new int[size];
  }

  /**
   * The digits of some columns of a chunk.
   *
   * @param count number of digit columns
   * @param columns which column of Z each belongs to
   * @param levels in which units each is: 2^{22·level}
   * @param stride between rows of values
   * @param values n×count row-major
   */
  private record Digits(int count, int[] columns, int[] levels, int stride, double[] values) {}

  /**
   * Adds ZᵀZ, Z being a sum of two parts.
   *
   * @param n at most {@link #MAX_ROWS}
   * @param z n×p row-major, overwritten
   * @param low n×p row-major, overwritten: what Z has beyond z, or null for nothing
   */
  void add(int n, double[] z, double[] low) {
    double[][] parts = low == null ? new double[][] {z} : new double[][] {z, low};
    boolean[] wide = findWide(n, parts);
    if (wide != null) {
      addWide(n, parts, parts, wide);
    }
    Digits digits = cut(n, parts, wide == null && low == null);
    int q = digits.count;
    if (q == 0) {
      return;
    }
    if (products.length < q * q) {
      products = new double[q * q];
    }
    Arrays.fill(products, 0, q * q, 0);
    Blas.addGram(n, q, digits.values, digits.stride, products);
    long[][][] windows = windows(digits, digits);
    int lowest = lowest(digits) + lowest(digits);
    int[] columns = digits.columns;
    int[] levels = digits.levels;
    for (int a = 0; a < q; a++) {
      int i = columns[a];
      int level = levels[a] - lowest;
      for (int b = 0; b <= a; b++) {
        long product = (long) products[a * q + b];
        if (product != 0) {
          int j = columns[b];
          // Within one column the pair (a, b) stands for (b, a) too.
          long times = i == j && a != b ? 2 * product : product;
          long[][] rows = windows[level + levels[b]];
          if (i >= j) {
            ExactProducts.row(rows, i)[j] += times;
          } else {
            ExactProducts.row(rows, j)[i] += times;
          }
        }
      }
    }
  }

  private static int lowest(Digits digits) {
    return Arrays.stream(digits.levels, 0, digits.count).min().orElse(0);
  }

  private static int highest(Digits digits) {
    return Arrays.stream(digits.levels, 0, digits.count).max().orElse(0);
  }

  /** The windows that products of two sets of digits fall into, from the lowest on. */
  private long[][][] windows(Digits a, Digits b) {
    int lowest = lowest(a) + lowest(b);
    long[][][] windows = new long[highest(a) + highest(b) - lowest + 1][][];
    for (int s = 0; s < windows.length; s++) {
      windows[s] = sums.rows(lowest + s);
    }
    return windows;
  }

  /**
   * Adds the lower triangle of Zᵀ·V, V being rows of Z times their weights; both sums of two parts.
   *
   * @param z of Z, n×p row-major, overwritten
   * @param low of Z, or null for nothing
   * @param weighted of V
   * @param weightedLow of V
   */
  void addWeighted(int n, double[] z, double[] low, double[] weighted, double[] weightedLow) {
    double[][] left = low == null ? new double[][] {z} : new double[][] {z, low};
    double[][] right = {weighted, weightedLow};
    boolean[] wideLeft = findWide(n, left);
    boolean[] wideRight = findWide(n, right);
    if (wideLeft != null || wideRight != null) {
      boolean[] wide = new boolean[size];
      for (int j = 0; j < size; j++) {
        wide[j] = wideLeft != null && wideLeft[j] || wideRight != null && wideRight[j];
      }
      addWide(n, left, right, wide);
    }
    Digits a = copy(n, cut(n, left, false));
    Digits b = cut(n, right, false);
    int q = a.count;
    int r = b.count;
    if (q == 0 || r == 0) {
      return;
    }
    if (products.length < q * r) {
      products = new double[q * r];
    }
    // products (q×r) = AᵀB
    Blas.crossProduct(n, q, a.values, a.stride, r, b.values, b.stride, products);
    long[][][] windows = windows(a, b);
    int lowest = lowest(a) + lowest(b);
    for (int i = 0; i < q; i++) {
      for (int j = 0; j < r; j++) {
        if (b.columns[j] <= a.columns[i]) {
          long product = (long) products[i * r + j];
          if (product != 0) {
            long[][] rows = windows[a.levels[i] + b.levels[j] - lowest];
            ExactProducts.row(rows, a.columns[i])[b.columns[j]] += product;
          }
        }
      }
    }
  }

  private static Digits copy(int n, Digits digits) {
    return new Digits(
        digits.count,
        digits.columns,
        digits.levels,
        digits.stride,
        Arrays.copyOf(digits.values, n * digits.stride));
  }

  /** Marks the columns that need the scalar path; null when none does. */
  private boolean[] findWide(int n, double[][] parts) {
    boolean[] wide = null;
    for (double[] z : parts) {
      double[] most = largest;
      double[] least = smallest;
      Arrays.fill(most, 0);
      Arrays.fill(least, Double.MAX_VALUE);
      for (int i = 0; i < n; i++) {
        int row = i * size;
        for (int j = 0; j < size; j++) {
          double magnitude = Math.abs(z[row + j]);
          most[j] = Math.max(most[j], magnitude);
          least[j] = Math.min(least[j], magnitude == 0 ? Double.MAX_VALUE : magnitude);
        }
      }
      for (int j = 0; j < size; j++) {
        if (!Double.isFinite(largest[j])) {
          throw Failure.data(
              "a weight times a value, or a power of a value, exceeds the range of a double:"
                  + " divide weights or values by a power of ten");
        }
        int range = Math.getExponent(largest[j]) - Math.getExponent(smallest[j]) + 53;
        if (largest[j] > 0
            && (largest[j] >= LARGEST
                || smallest[j] < SMALLEST
                || range > (MAX_LEVELS - 1) * BITS)) {
          wide = wide == null ? new boolean[size] : wide;
          wide[j] = true;
        }
      }
    }
    return wide;
  }

  /** Cells (i, j), j ≤ i, that involve a wide column, digit by digit; the column is then zeroed. */
  private void addWide(int n, double[][] left, double[][] right, boolean[] wide) {
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
                  addDigits(a, unitA, b, digits(yj, b), i, j);
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

  private void addDigits(long[] a, int unitA, long[] b, int unitB, int i, int j) {
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
    int unit = Math.floorDiv(exponent, BITS);
    int shift = exponent - unit * BITS;
    long sign = value < 0 ? -1 : 1;
    // mantissa·2^shift has up to 74 bits: its lowest digit first, the rest fits a long.
    long mask = (1L << BITS) - 1;
    out[0] = sign * ((mantissa << shift) & mask);
    long rest = mantissa >>> (BITS - shift);
    for (int k = 1; k < out.length; k++) {
      out[k] = sign * (rest & mask);
      rest >>>= BITS;
    }
    return unit;
  }

  /**
   * Cuts the columns of all parts into digits until nothing is left of them.
   *
   * @param measured whether {@link #largest} holds the largest values already
   */
  private Digits cut(int n, double[][] parts, boolean measured) {
    int p = size;
    int stride = p * MAX_LEVELS * parts.length;
    if (sliced.length < n * stride) {
      sliced = new double[n * stride];
    }
    int[] columns = new int[stride];
    int[] levels = new int[stride];
    int count = 0;
    for (double[] z : parts) {
      if (!measured) {
        measure(n, z);
      }
      for (int j = 0; j < p; j++) {
        // The least k with |x| ≤ 2^{22(k+1)−1}.
        top[j] = largest[j] == 0 ? 0 : Math.floorDiv(Math.getExponent(largest[j]) + 1, BITS);
      }
      int before = -1;
      for (int level = 0; before < count; level++) {
        before = count;
        count = cutLevel(n, z, level, stride, count, columns, levels);
      }
    }
    return new Digits(count, columns, levels, stride, sliced);
  }

  /** One digit of every column that has some left; returns the number of digit columns so far. */
  private int cutLevel(
      int n, double[] z, int level, int stride, int count, int[] columns, int[] levels) {
    int p = size;
    int next = count;
    int j = 0;
    while (j < p) {
      if (largest[j] == 0) {
        j++;
        continue;
      }
      if (level == MAX_LEVELS) {
        throw new IllegalStateException("more than " + MAX_LEVELS + " digits in a column");
      }
      int first = j;
      for (; j < p && largest[j] != 0; j++) {
        int unit = top[j] - level;
        columns[next + j - first] = j;
        levels[next + j - first] = unit;
        grid[j] = Math.scalb(1.5, 52 + BITS * unit);
        scale[j] = Math.scalb(1.0, -BITS * unit);
      }
      cutRun(n, z, first, j, sliced, stride, next);
      next += j - first;
    }
    return next;
  }

  /** The largest value of each column. */
  private void measure(int n, double[] z) {
    double[] most = largest;
    int p = size;
    Arrays.fill(most, 0);
    for (int i = 0; i < n; i++) {
      int row = i * p;
      for (int j = 0; j < p; j++) {
        most[j] = Math.max(most[j], Math.abs(z[row + j]));
      }
    }
  }

  /** One digit of neighbouring columns, without a branch; what is left stays in z. */
  private void cutRun(int n, double[] z, int first, int last, double[] out, int stride, int slot) {
    double[] rest = largest;
    double[] add = grid;
    double[] times = scale;
    int p = size;
    Arrays.fill(rest, first, last, 0);
    for (int i = 0; i < n; i++) {
      int row = i * p;
      int to = i * stride + slot - first;
      for (int j = first; j < last; j++) {
        double x = z[row + j];
        double head = (x + add[j]) - add[j];
        double tail = x - head;
        out[to + j] = head * times[j];
        z[row + j] = tail;
        rest[j] = Math.max(rest[j], Math.abs(tail));
      }
    }
  }
}
