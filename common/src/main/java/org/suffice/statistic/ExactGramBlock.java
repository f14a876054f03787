package org.suffice.statistic;

import java.util.Arrays;
import org.suffice.linalg.Blas;
import org.suffice.linalg.ExactProducts;

/**
 * Adds ZᵀZ or Zᵀ·diag(ω)·Z of chunks of rows to exact sums, at the speed of BLAS: error-free
 * splitting (Ozaki, Ogita, Oishi, Rump, "Error-free transformations of matrix multiplication by
 * using fast routines of matrix multiplication and its applications", Numer. Algorithms 59, 2012).
 *
 * <p>Every column is cut into digits of at most 2^22 in size ({@link DigitCutter}). The product of
 * two digits is at most 2^44, so that its sum over 512 rows is a whole number of at most 2^53:
 * every partial sum is exact, whatever BLAS forms it in whatever order. Such sums are added up in
 * longs, one matrix for each sum of two levels, and put away into the fixed-point numbers when they
 * grow or the units of the columns change. Columns with more digits than a few, or at the ends of
 * the range of a double, go digit by digit in long arithmetic.
 */
final class ExactGramBlock {
  /** Rows of one product: 2^9 products of at most 2^44 stay within 2^53. */
  static final int MAX_ROWS = 512;

  private static final int BITS = ExactProducts.BITS;

  /** A place of what is pending stays below this; two are added when they are put away. */
  private static final double MOST_PENDING = 0x1p61;

  /** Columns of digits multiplied at a time, where all at once would be too large a product. */
  private static final int PANEL = 512;

  private static final int WHOLE = 1536;

  private final int size;
  private final ExactProducts sums;
  private final ExactGramWorkspace workspace;
  private final DigitCutter left;
  private final DigitCutter right;

  /** Sums of products by level k + l: places (rank, rank) of the two sides. */
  private final long[][][] pending = new long[2 * DigitCutter.MAX_LEVELS - 1][][];

  private double bound;

  /** What ranks meant when the pending sums were formed; null where there are none. */
  private Ranks leftRanks;

  private Ranks rightRanks;
  private int leftVersion;
  private int rightVersion;

  /** The columns and units of ranks. */
  private record Ranks(int[] columns, int[] units) {
    static Ranks of(DigitCutter cutter, int size) {
      int[] columns = new int[size];
      int[] units = new int[size];
      for (int k = 0; k < size; k++) {
        columns[k] = cutter.column(k);
        units[k] = cutter.unitOfRank(k);
      }
      return new Ranks(columns, units);
    }

    boolean sameColumns(Ranks other) {
      return Arrays.equals(columns, other.columns);
    }
  }

  /**
   * Adds to sums.
   *
   * @param weighted whether rows have weights: {@link #addWeighted} is then used, else {@link #add}
   * @param workspace to use while adding; others may use it in between
   */
  ExactGramBlock(ExactProducts sums, boolean weighted, ExactGramWorkspace workspace) {
    this.size = sums.size();
    this.sums = sums;
    this.workspace = workspace;
    left = workspace.left();
    right = weighted ? workspace.right() : left;
  }

  boolean isWeighted() {
    return left != right;
  }

  /**
   * Adds ZᵀZ, Z being a sum of two parts.
   *
   * @param n at most {@link #MAX_ROWS}
   * @param z n×p row-major, wide columns are overwritten with zeros
   * @param low n×p row-major, as z: what Z has beyond z, or null for nothing
   */
  void add(int n, double[] z, double[] low) {
    left.plan(n, z);
    boolean[] wide = left.wide();
    if (wide == null) {
      prepare(n);
      if (left.cut(n, z, low)) {
        multiply(n);
        return;
      }
      wide = left.wide();
    }
    settle();
    double[][] parts = low == null ? new double[][] {z} : new double[][] {z, low};
    WideProducts.add(sums, n, parts, parts, wide);
    add(n, z, low);
  }

  /**
   * Adds the lower triangle of Zᵀ·V, V being rows of Z times their weights; both sums of two parts.
   *
   * @param z of Z, n×p row-major, wide columns are overwritten with zeros
   * @param low of Z, or null for nothing
   * @param weighted of V
   * @param weightedLow of V
   */
  void addWeighted(int n, double[] z, double[] low, double[] weighted, double[] weightedLow) {
    left.plan(n, z);
    right.plan(n, weighted);
    boolean[] wide = either(left.wide(), right.wide());
    if (wide == null) {
      prepare(n);
      boolean done = left.cut(n, z, low) & right.cut(n, weighted, weightedLow);
      if (done) {
        multiplyWeighted(n);
        return;
      }
      wide = either(left.wide(), right.wide());
    }
    settle();
    double[][] leftParts = low == null ? new double[][] {z} : new double[][] {z, low};
    WideProducts.add(sums, n, leftParts, new double[][] {weighted, weightedLow}, wide);
    addWeighted(n, z, low, weighted, weightedLow);
  }

  private static boolean[] either(boolean[] a, boolean[] b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    boolean[] result = a.clone();
    for (int j = 0; j < a.length; j++) {
      result[j] |= b[j];
    }
    return result;
  }

  /** Puts pending sums away when they are full, or those whose ranks or units have changed. */
  private void prepare(int n) {
    // At most 2^44 a product, twice on the diagonal, from as many pairs of levels as add up alike.
    double most = n * 0x1p45 * DigitCutter.MAX_LEVELS;
    if (bound + most > MOST_PENDING) {
      settle();
    }
    bound += most;
    boolean same = leftVersion == left.version() && rightVersion == right.version();
    if (!same || leftRanks == null) {
      Ranks newLeft = Ranks.of(left, size);
      Ranks newRight = isWeighted() ? Ranks.of(right, size) : newLeft;
      if (leftRanks != null) {
        if (newLeft.sameColumns(leftRanks) && newRight.sameColumns(rightRanks)) {
          settleChanged(newLeft, newRight);
        } else {
          settlePending();
        }
      }
      leftRanks = newLeft;
      rightRanks = newRight;
      leftVersion = left.version();
      rightVersion = right.version();
    }
  }

  private void multiply(int n) {
    int q = left.count();
    int step = q <= WHOLE ? q : PANEL;
    for (int from = 0; from < q; from += step) {
      int to = Math.min(q, from + step);
      double[] product = workspace.product((to - from) * to);
      if (from == 0) {
        Blas.gram(n, to, left.digits(), left.stride(), product);
      } else {
        crossProduct(n, from, to - from, left, to, product);
      }
      for (int a = from; a < to; a++) {
        addRow(left, a, left, a + 1, product, (a - from) * to, true);
      }
    }
  }

  private void multiplyWeighted(int n) {
    int q = left.count();
    int r = right.count();
    int step = Math.max(1, Math.min(q, WHOLE * PANEL / Math.max(1, r)));
    for (int from = 0; from < q; from += step) {
      int to = Math.min(q, from + step);
      double[] product = workspace.product((to - from) * r);
      crossProduct(n, from, to - from, right, r, product);
      for (int a = from; a < to; a++) {
        addRow(left, a, right, r, product, (a - from) * r, false);
      }
    }
  }

  /** Some columns of digits of the left against the first ones of a right side. */
  private void crossProduct(int n, int from, int count, DigitCutter b, int r, double[] out) {
    Blas.crossProduct(n, count, left.digits(), from, left.stride(), r, b.digits(), b.stride(), out);
  }

  /**
   * Adds a row of a product to what is pending.
   *
   * @param a the column of digits on the left
   * @param end columns of digits on the right: those before it
   * @param product not modified
   * @param at where the row begins
   * @param symmetric whether the pair (a, b) stands for (b, a) too, which counts within one column
   */
  private void addRow(
      DigitCutter leftDigits,
      int a,
      DigitCutter rightDigits,
      int end,
      double[] product,
      int at,
      boolean symmetric) {
    int levelA = leftDigits.level(a);
    int rank = leftDigits.rank(a);
    for (int l = 0; l < rightDigits.levels(); l++) {
      int offset = rightDigits.offsetAt(l);
      int n = Math.min(rightDigits.countAt(l), end - offset);
      if (n <= 0) {
        break;
      }
      long[] sum = pendingRow(levelA + l, rank);
      addRounded(product, at + offset, n, sum);
      if (symmetric && rank < n && offset + rank != a) {
        sum[rank] += (long) product[at + offset + rank];
      }
    }
    for (int b = rightDigits.plannedCount(); b < end; b++) {
      int rankB = rightDigits.rank(b);
      long times = symmetric && rankB == rank && a != b ? 2 : 1;
      pendingRow(levelA + rightDigits.level(b), rank)[rankB] += times * (long) product[at + b];
    }
  }

  private static void addRounded(double[] from, int at, int n, long[] sum) {
    for (int k = 0; k < n; k++) {
      sum[k] += (long) from[at + k];
    }
  }

  private long[] pendingRow(int level, int rank) {
    long[][] rows = pending[level];
    if (rows == null) {
      rows = new long[size][];
      pending[level] = rows;
    }
    long[] row = rows[rank];
    if (row == null) {
      row = new long[size];
      rows[rank] = row;
    }
    return row;
  }

  /** Puts what is pending into the sums, which are then complete and in their canonical form. */
  void settle() {
    if (leftRanks != null) {
      settlePending();
      leftRanks = null;
      bound = 0;
    }
    sums.normalise();
  }

  private void settlePending() {
    for (int level = 0; level < pending.length; level++) {
      long[][] rows = pending[level];
      if (rows != null) {
        Windows windows = new Windows(level);
        for (int rank = 0; rank < size; rank++) {
          for (int m = 0; m < (isWeighted() ? size : rank + 1); m++) {
            windows.putAway(rows, rank, m);
          }
        }
      }
    }
  }

  /** Rows and columns of ranks that will stand for other units from now on. */
  private void settleChanged(Ranks newLeft, Ranks newRight) {
    for (int level = 0; level < pending.length; level++) {
      long[][] rows = pending[level];
      if (rows != null) {
        Windows windows = new Windows(level);
        for (int rank = 0; rank < size; rank++) {
          boolean changedLeft = leftRanks.units[rank] != newLeft.units[rank];
          boolean changedRight = rightRanks.units[rank] != newRight.units[rank];
          for (int m = 0; (changedLeft || changedRight) && m < size; m++) {
            if (changedLeft) {
              windows.putAway(rows, rank, m);
            }
            if (changedRight) {
              windows.putAway(rows, m, rank);
            }
          }
        }
      }
    }
  }

  /** The windows that the pending sums of a level go to: every place has a unit of its own. */
  private final class Windows {
    private final int base;
    private final int exponent;
    private long[][][] windows = new long[0][][];

    Windows(int level) {
      int shift = DigitCutter.BITS * level;
      base = Math.floorDiv(lowest(leftRanks.units) + lowest(rightRanks.units) - shift, BITS);
      exponent = -shift - BITS * base;
    }

    /** One place and, where both sides are the same, the one that mirrors it; both are cleared. */
    void putAway(long[][] rows, int k, int m) {
      long value = take(rows, k, m);
      int i = leftRanks.columns[k];
      int j = rightRanks.columns[m];
      if (!isWeighted()) {
        value += k == m ? 0 : take(rows, m, k);
      } else if (j > i) {
        return; // the same as (j, i) but for the rounding of weighted values
      }
      if (value == 0) {
        return;
      }
      int bits = exponent + leftRanks.units[k] + rightRanks.units[m];
      int window = bits / BITS;
      if (windows.length < window + 4) {
        int known = windows.length;
        windows = Arrays.copyOf(windows, window + 4);
        for (int s = known; s < windows.length; s++) {
          windows[s] = sums.rows(base + s);
        }
      }
      putAway(value, bits - BITS * window, window, Math.max(i, j), Math.min(i, j));
    }

    private long take(long[][] rows, int k, int m) {
      if (rows[k] == null) {
        return 0;
      }
      long value = rows[k][m];
      rows[k][m] = 0;
      return value;
    }

    /** In digits, four at most; the last one carries the sign. */
    private void putAway(long value, int shift, int window, int row, int column) {
      int kept = BITS - shift;
      ExactProducts.row(windows[window], row)[column] += (value & ((1L << kept) - 1)) << shift;
      long rest = value >> kept;
      for (int s = window + 1; rest != 0; s++) {
        boolean last = s == window + 3 || rest >= -(1L << BITS) && rest < 1L << BITS;
        ExactProducts.row(windows[s], row)[column] += last ? rest : rest & ((1L << BITS) - 1);
        rest = last ? 0 : rest >> BITS;
      }
    }
  }

  private static int lowest(int[] units) {
    return Arrays.stream(units).min().orElse(0);
  }
}
