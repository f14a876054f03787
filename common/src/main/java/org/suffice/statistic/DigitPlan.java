package org.suffice.statistic;

import java.util.Arrays;
import org.suffice.Failure;

/**
 * How many digits the columns of a {@link DigitCutter} are cut into, and the units of the first.
 * The plan follows the data: it is kept from one chunk of rows to the next where it fits, because
 * products are summed up by what it says, and changed once several chunks in a row would have liked
 * another.
 */
final class DigitPlan {
  private static final int BITS = DigitCutter.BITS;

  /** The top digit of a column may be this many bits too high before its unit is lowered. */
  private static final int SLACK = 8;

  /** Between these units, grids and scales of every digit are normal doubles. */
  private static final int HIGHEST_UNIT = 900;

  private static final int LOWEST_UNIT = -960;

  /** Rows looked at to guess how many digits the columns of the first chunk need. */
  private static final int SCOUTED_ROWS = 32;

  /**
   * So many chunks in a row with a digit too few, and the column is planned with one more; with a
   * unit much too high, and it is lowered.
   */
  private static final int SHORT = 4;

  /** So many chunks in a row with a digit to spare, and the column is planned with one less. */
  private static final int PATIENCE = 64;

  private final int size;

  /** By column, of the last chunk: the largest size of a value. */
  private final double[] largest;

  /** By column: the exponent of its level 0, how many levels are planned, what chunks said. */
  private final int[] unit;

  private final int[] planned;
  private final int[] tooFew;
  private final int[] spare;
  private final int[] muchLower;
  private boolean scouted;
  private int version = 1;

  /** A plan of p columns, none of which has a digit yet. */
  DigitPlan(int size) {
    this.size = size;
    largest = new double[size];
    unit = new int[size];
    planned = new int[size];
    tooFew = new int[size];
    spare = new int[size];
    muchLower = new int[size];
  }

  /** Another number, above 0, after every change of a unit or a number of levels. */
  int version() {
    return version;
  }

  /** The exponent of level 0 of a column. */
  int unit(int column) {
    return unit[column];
  }

  /** How many levels a column is to be cut into; 0 where it was zero in all rows so far. */
  int levels(int column) {
    return planned[column];
  }

  /** How many levels a column can be cut into. */
  int mostLevels(int column) {
    return Math.min(DigitCutter.MAX_LEVELS, (unit[column] - LOWEST_UNIT) / BITS + 1);
  }

  /**
   * Makes the plan fit a chunk.
   *
   * @param z n×p row-major
   * @return the columns that are too large or too small to be cut, by column; null when there are
   *     none
   * @throws Failure when a value is not finite
   */
  boolean[] follow(int n, double[] z) {
    boolean[] wide = null;
    measure(n, z);
    for (int j = 0; j < size; j++) {
      if (!Double.isFinite(largest[j])) {
        throw Failure.data(
            "a weight times a value, or a power of a value, exceeds the range of a double:"
                + " divide weights or values by a power of ten");
      }
      if (largest[j] == 0) {
        continue; // zeros have no digits, whatever the unit
      }
      // |x| < 2^{exponent + 1} is at most 2^22 units.
      int needed = Math.getExponent(largest[j]) + 2 - BITS;
      if (needed > HIGHEST_UNIT || needed < LOWEST_UNIT) {
        wide = wide == null ? new boolean[size] : wide;
        wide[j] = true;
      } else if (planned[j] == 0) {
        unit[j] = needed;
        planned[j] = scouted ? 1 : scout(j, Math.min(n, SCOUTED_ROWS), z);
        version++;
      } else if (needed > unit[j] || isMuchLower(needed, j)) {
        unit[j] = needed;
        planned[j] = Math.min(planned[j], mostLevels(j));
        muchLower[j] = 0;
        version++;
      }
    }
    if (wide == null) {
      scouted = true;
      replan();
    }
    return wide;
  }

  private void measure(int n, double[] z) {
    double[] most = largest;
    int p = size;
    Arrays.fill(most, 0);
    for (int i = 0; i < n; i++) {
      int at = i * p;
      for (int j = 0; j < p; j++) {
        most[j] = Math.max(most[j], Math.abs(z[at + j]));
      }
    }
  }

  /** For some chunks in a row: the rows of different classes may lie far apart. */
  private boolean isMuchLower(int needed, int column) {
    muchLower[column] = needed < unit[column] - SLACK ? muchLower[column] + 1 : 0;
    return muchLower[column] >= SHORT;
  }

  /** A first guess of the levels of a column from the lowest bits of some rows. */
  private int scout(int column, int n, double[] z) {
    int lowest = unit[column];
    for (int i = 0; i < n; i++) {
      double x = z[i * size + column];
      if (x != 0) {
        long mantissa = Double.doubleToRawLongBits(x) & ((1L << 52) - 1) | 1L << 52;
        int bit = Math.getExponent(x) - 52 + Long.numberOfTrailingZeros(mantissa);
        lowest = Math.min(lowest, bit);
      }
    }
    return Math.min(mostLevels(column), 1 - Math.floorDiv(lowest - unit[column], BITS));
  }

  /** Follows what the last chunks needed. */
  private void replan() {
    for (int j = 0; j < size; j++) {
      if (tooFew[j] >= SHORT && planned[j] < mostLevels(j)) {
        planned[j]++;
        tooFew[j] = 0;
        version++;
      } else if (spare[j] >= PATIENCE && planned[j] > 1) {
        planned[j]--;
        spare[j] = 0;
        version++;
      }
    }
  }

  /**
   * Learns how the plan of a column suited the chunk that was cut by it.
   *
   * @param isShort whether something was left after the last level
   * @param hasSpare whether nothing was left before the last level
   */
  void note(int column, boolean isShort, boolean hasSpare) {
    tooFew[column] = isShort ? tooFew[column] + 1 : 0;
    spare[column] = hasSpare && largest[column] != 0 ? spare[column] + 1 : 0;
  }
}
