package org.suffice.statistic;

import java.util.Arrays;

/**
 * Cuts the columns of a chunk of rows into digits of 23 bits, without error: column j is Σ_l
 * D_l·2^{unit(j) − 23·l} with whole numbers D_l of at most 2^22 in size, found by adding and
 * subtracting 1.5·2^{52+unit} (Rump, Ogita, Oishi, "Accurate floating-point summation part I", SIAM
 * J. Sci. Comput. 31, 2008, ExtractVector).
 *
 * <p>Columns are ranked by how many digits they need, so that those that have a digit on level l
 * are the first ranks and a row is cut by loops over neighbouring doubles. How many, and in what
 * units, follows the data ({@link DigitPlan}).
 */
final class DigitCutter {
  /** Bits of a digit. */
  static final int BITS = 23;

  /** More digits than this in one column of a chunk, and the column is summed in longs. */
  static final int MAX_LEVELS = 8;

  private final int size;
  private final DigitPlan plan;

  /** By rank. */
  private int[] order;

  private final int[] countAt = new int[MAX_LEVELS + 1];
  private final int[] offsetAt = new int[MAX_LEVELS + 1];
  private final double[][] grid = new double[MAX_LEVELS][];
  private final double[][] scale = new double[MAX_LEVELS][];
  private final double[] before;
  private final double[] after;
  private final double[] row;
  private final double[] rowLow;

  private double[] rest = new double[0];
  private double[] restLow = new double[0];
  private double[] digits = new double[0];
  private int stride;
  private int count;
  private int levels;
  private int[] ranksOfExtras = new int[0];
  private int[] levelsOfExtras = new int[0];

  /** Of planned columns of digits. */
  private int[] levelsOfSlots = new int[0];

  /** The version of the plan that ranks were formed of. */
  private int version;

  private boolean[] wide;

  DigitCutter(int size) {
    this.size = size;
    plan = new DigitPlan(size);
    before = new double[size];
    after = new double[size];
    row = new double[size];
    rowLow = new double[size];
    for (int l = 0; l < MAX_LEVELS; l++) {
      grid[l] = new double[size];
      scale[l] = new double[size];
    }
  }

  /**
   * Chooses the units and ranks of a chunk. Afterwards {@link #wide()} are the columns that are too
   * large or too small to be cut.
   *
   * @param z n×p row-major
   */
  void plan(int n, double[] z) {
    wide = plan.follow(n, z);
    if (wide == null && version != plan.version()) {
      rank();
      version = plan.version();
    }
  }

  /**
   * Another number after every {@link #plan} that gave a column another unit or rank: what was
   * summed by rank and level is then to be put away under the former ones.
   */
  int version() {
    return version;
  }

  private void rank() {
    int[] places = new int[MAX_LEVELS + 2];
    for (int j = 0; j < size; j++) {
      places[MAX_LEVELS - plan.levels(j) + 1]++;
    }
    for (int l = 1; l < places.length; l++) {
      places[l] += places[l - 1];
    }
    order = new int[size];
    for (int j = 0; j < size; j++) {
      order[places[MAX_LEVELS - plan.levels(j)]++] = j;
    }
    levels = size == 0 ? 0 : plan.levels(order[0]);
    int slot = 0;
    for (int l = 0; l <= MAX_LEVELS; l++) {
      int active = 0;
      while (active < size && plan.levels(order[active]) > l) {
        active++;
      }
      countAt[l] = active;
      offsetAt[l] = slot;
      slot += active;
      if (l < MAX_LEVELS) {
        for (int k = 0; k < active; k++) {
          setGrid(k, l);
        }
      }
    }
    count = slot;
    levelsOfSlots = new int[slot];
    for (int l = 0; l < MAX_LEVELS; l++) {
      Arrays.fill(levelsOfSlots, offsetAt[l], offsetAt[l + 1], l);
    }
  }

  private void setGrid(int rank, int level) {
    int exponent = plan.unit(order[rank]) - BITS * level;
    grid[level][rank] = Math.scalb(1.5, 52 + exponent);
    scale[level][rank] = Math.scalb(1.0, -exponent);
  }

  /**
   * Cuts the rows that were planned for.
   *
   * @param z n×p row-major
   * @param low n×p row-major, what the values have beyond z, at most half a last place of them; or
   *     null for nothing
   * @return whether nothing is left; if not, {@link #wide()} are the columns that need another way
   */
  boolean cut(int n, double[] z, double[] low) {
    stride = plannedCount() + size;
    int p = size;
    int active = countAt[0];
    if (digits.length < n * stride) {
      digits = new double[n * stride];
    }
    if (rest.length < n * p) {
      rest = new double[n * p];
    }
    if (low != null && restLow.length < n * p) {
      restLow = new double[n * p];
    }
    Arrays.fill(before, 0);
    Arrays.fill(after, 0);
    for (int i = 0; i < n; i++) {
      gather(z, i * p, active, row);
      if (low != null) {
        gather(low, i * p, active, rowLow);
      }
      for (int l = 0; l < levels; l++) {
        // The last level of some ranks: is there anything left to cut?
        for (int k = countAt[l + 1]; k < countAt[l]; k++) {
          before[k] += Math.abs(row[k]);
        }
        cutLevel(row, countAt[l], grid[l], scale[l], digits, i * stride + offsetAt[l]);
        if (low != null) {
          renormalise(row, rowLow, countAt[l]);
        }
      }
      for (int k = 0; k < active; k++) {
        after[k] += Math.abs(row[k]);
      }
      System.arraycopy(row, 0, rest, i * p, active);
      if (low != null) {
        System.arraycopy(rowLow, 0, restLow, i * p, active);
      }
    }
    return finish(n, low != null);
  }

  private void gather(double[] from, int at, int active, double[] to) {
    int[] columns = order;
    for (int k = 0; k < active; k++) {
      to[k] = from[at + columns[k]];
    }
  }

  private static void cutLevel(
      double[] x, int n, double[] grid, double[] scale, double[] out, int at) {
    for (int k = 0; k < n; k++) {
      double head = (x[k] + grid[k]) - grid[k];
      out[at + k] = head * scale[k];
      x[k] -= head;
    }
  }

  /** (x, y) := x + y exactly, the larger part first. Knuth's TwoSum. */
  private static void renormalise(double[] x, double[] y, int n) {
    for (int k = 0; k < n; k++) {
      double sum = x[k] + y[k];
      double part = sum - x[k];
      y[k] = (x[k] - (sum - part)) + (y[k] - part);
      x[k] = sum;
    }
  }

  /** What the planned levels did not reach; and what they were too many for. */
  private boolean finish(int n, boolean hasLow) {
    count = plannedCount();
    wide = null;
    for (int k = 0; k < countAt[0]; k++) {
      int j = order[k];
      int level = plan.levels(j);
      plan.note(j, after[k] != 0, before[k] == 0);
      while (after[k] != 0) {
        int exponent = plan.unit(j) - BITS * level;
        if (level >= plan.mostLevels(j)) {
          wide = wide == null ? new boolean[size] : wide;
          wide[j] = true;
          break;
        }
        if (count == stride) {
          // More than one column of digits for each column, as a first chunk may have.
          widen(n);
        }
        extra(count - plannedCount(), k, level);
        after[k] = cutExtra(n, k, exponent, count, hasLow);
        count++;
        level++;
      }
    }
    return wide == null;
  }

  private void extra(int index, int rank, int level) {
    if (index == ranksOfExtras.length) {
      ranksOfExtras = Arrays.copyOf(ranksOfExtras, 2 * index + size);
      levelsOfExtras = Arrays.copyOf(levelsOfExtras, 2 * index + size);
    }
    ranksOfExtras[index] = rank;
    levelsOfExtras[index] = level;
  }

  private void widen(int n) {
    int wider = stride + size;
    double[] copy = new double[n * wider];
    for (int i = 0; i < n; i++) {
      System.arraycopy(digits, i * stride, copy, i * wider, count);
    }
    digits = copy;
    stride = wider;
  }

  private double cutExtra(int n, int rank, int exponent, int slot, boolean hasLow) {
    double add = Math.scalb(1.5, 52 + exponent);
    double times = Math.scalb(1.0, -exponent);
    double left = 0;
    for (int i = 0; i < n; i++) {
      int at = i * size + rank;
      double head = (rest[at] + add) - add;
      digits[i * stride + slot] = head * times;
      double tail = rest[at] - head;
      if (hasLow) {
        double sum = tail + restLow[at];
        double part = sum - tail;
        restLow[at] = (tail - (sum - part)) + (restLow[at] - part);
        tail = sum;
      }
      rest[at] = tail;
      left += Math.abs(tail);
    }
    return left;
  }

  /** The columns that have more digits than levels, by column; null when there are none. */
  boolean[] wide() {
    return wide;
  }

  /** Columns of digits in all: planned ones level after level, then extras. */
  int count() {
    return count;
  }

  /** Levels that were planned. */
  int levels() {
    return levels;
  }

  /** How many ranks have a planned digit on a level: the first ones. */
  int countAt(int level) {
    return countAt[level];
  }

  /** The first column of digits of a level. */
  int offsetAt(int level) {
    return offsetAt[level];
  }

  /** How many columns of digits were planned; the others are extras. */
  int plannedCount() {
    return offsetAt[MAX_LEVELS];
  }

  /** The level of a column of digits. */
  int level(int slot) {
    if (slot >= plannedCount()) {
      return levelsOfExtras[slot - plannedCount()];
    }
    return levelsOfSlots[slot];
  }

  /** The rank of a column of digits. */
  int rank(int slot) {
    return slot >= plannedCount()
        ? ranksOfExtras[slot - plannedCount()]
        : slot - offsetAt[level(slot)];
  }

  /** n×{@link #count} row-major, rows {@link #stride} apart. */
  double[] digits() {
    return digits;
  }

  int stride() {
    return stride;
  }

  /** The column of a rank. */
  int column(int rank) {
    return order[rank];
  }

  /** The exponent of level 0 of a rank. */
  int unitOfRank(int rank) {
    return plan.unit(order[rank]);
  }
}
