package org.suffice.linalg;

import java.io.Serializable;
import java.math.BigInteger;
import java.util.TreeMap;

/**
 * A symmetric p×p matrix of exact sums of products of doubles, as fixed-point numbers in base 2^22:
 * cell (i, j) is Σ_s 2^{22 s} · L_s[i][j] over windows s, each limb a long. Such numbers can be
 * added and subtracted without rounding, in any order, and have one canonical form, in which every
 * digit lies in [−2^21, 2^21).
 *
 * <p>Rows of a window are allocated when something is added to them, so that only the windows that
 * occur take memory.
 */
public final class ExactProducts implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Bits of a digit. */
  public static final int BITS = 22;

  private static final long HALF = 1L << (BITS - 1);

  private final int size;

  /** By window, the rows j ≤ i of the lower triangle; null where nothing was added. */
  private final TreeMap<Integer, long[][]> windows = new TreeMap<>();

  /** A zero matrix of order p. */
  public ExactProducts(int size) {
    this.size = size;
  }

  /** The order p. */
  public int size() {
    return size;
  }

  /** The row of a window, allocated if need be: places 0 … i of the lower triangle. */
  public long[] row(int window, int i) {
    return row(rows(window), i);
  }

  /**
   * The rows of a window, to be used through {@link #row(long[][], int)} until carries are made.
   */
  public long[][] rows(int window) {
    return windows.computeIfAbsent(window, s -> new long[size][]);
  }

  /** A row of those of a window, allocated if need be. */
  public static long[] row(long[][] rows, int i) {
    long[] row = rows[i];
    if (row == null) {
      row = new long[i + 1];
      rows[i] = row;
    }
    return row;
  }

  /** Adds another matrix; {@code other} is not modified. Both must be normalised. */
  public void add(ExactProducts other) {
    combine(other, 1);
  }

  /** Subtracts another matrix; {@code other} is not modified. Both must be normalised. */
  public void subtract(ExactProducts other) {
    combine(other, -1);
  }

  private void combine(ExactProducts other, int sign) {
    if (other.size != size) {
      throw new IllegalArgumentException(
          "exact products: expected p=" + size + ", found p=" + other.size);
    }
    other.windows.forEach(
        (window, rows) -> {
          for (int i = 0; i < size; i++) {
            if (rows[i] != null) {
              long[] mine = row(window, i);
              for (int j = 0; j <= i; j++) {
                mine[j] += sign * rows[i][j];
              }
            }
          }
        });
    normalise();
  }

  /** Carries every digit into [−2^21, 2^21) and forgets what is zero: the canonical form. */
  public void normalise() {
    if (windows.isEmpty()) {
      return;
    }
    for (int s = windows.firstKey(); s <= windows.lastKey(); s++) {
      long[][] rows = windows.get(s);
      if (rows == null) {
        continue;
      }
      long[][] next = windows.get(s + 1);
      for (int i = 0; i < size; i++) {
        if (rows[i] != null) {
          next = carry(rows[i], s, i, next);
        }
      }
    }
    windows.values().forEach(ExactProducts::dropZeroRows);
    windows.values().removeIf(ExactProducts::isEmpty);
  }

  /**
   * Carries the digits of a row into the next window.
   *
   * @param next its rows, or null where there are none yet
   * @return those rows
   */
  private long[][] carry(long[] digits, int window, int i, long[][] next) {
    long[][] rows = next;
    long[] row = null;
    for (int j = 0; j <= i; j++) {
      long carry = (digits[j] + HALF) >> BITS;
      if (carry != 0) {
        if (row == null) {
          rows = rows == null ? rows(window + 1) : rows;
          row = row(rows, i);
        }
        digits[j] -= carry << BITS;
        row[j] += carry;
      }
    }
    return rows;
  }

  private static void dropZeroRows(long[][] rows) {
    for (int i = 0; i < rows.length; i++) {
      if (rows[i] != null) {
        long any = 0;
        for (long digit : rows[i]) {
          any |= digit;
        }
        if (any == 0) {
          rows[i] = null;
        }
      }
    }
  }

  private static boolean isEmpty(long[][] rows) {
    for (long[] row : rows) {
      if (row != null) {
        return false;
      }
    }
    return true;
  }

  /** The lowest window that occurs; 0 for a zero matrix. */
  public int lowestWindow() {
    return windows.isEmpty() ? 0 : windows.firstKey();
  }

  /** The cell (i, j) in units of 2^{22·unit}, where unit is at most the lowest window. */
  public BigInteger value(int i, int j, int unit) {
    int row = Math.max(i, j);
    int column = Math.min(i, j);
    BigInteger sum = BigInteger.ZERO;
    for (var entry : windows.descendingMap().entrySet()) {
      long[] digits = entry.getValue()[row];
      if (digits != null && digits[column] != 0) {
        BigInteger digit = BigInteger.valueOf(digits[column]);
        sum = sum.add(digit.shiftLeft(BITS * (entry.getKey() - unit)));
      }
    }
    return sum;
  }

  /** The digits of a window, row after row of the lower triangle: p(p+1)/2 places. */
  public long[] triangle(int window) {
    long[] out = new long[Math.toIntExact(size * (size + 1L) / 2)];
    long[][] rows = windows.get(window);
    for (int i = 0, at = 0; rows != null && i < size; at += ++i) {
      if (rows[i] != null) {
        System.arraycopy(rows[i], 0, out, at, i + 1);
      }
    }
    return out;
  }

  /** Adds digits to a window, row after row of the lower triangle. */
  public void addTriangle(int window, long[] digits) {
    if (digits.length != size * (size + 1L) / 2) {
      throw new IllegalArgumentException(
          "exact products: expected " + size * (size + 1L) / 2 + " digits, found " + digits.length);
    }
    for (int i = 0, at = 0; i < size; at += ++i) {
      for (int j = 0; j <= i; j++) {
        long digit = digits[at + j];
        if (digit < -HALF || digit >= HALF) {
          throw new IllegalArgumentException("exact products: digit " + digit);
        }
        if (digit != 0) {
          row(window, i)[j] += digit;
        }
      }
    }
  }

  /**
   * The same numbers at other places of another matrix.
   *
   * @param target for each row and column its place in the result; -1 leaves it out
   */
  public ExactProducts rearranged(int newSize, int[] target) {
    ExactProducts result = new ExactProducts(newSize);
    windows.forEach(
        (window, rows) -> {
          for (int i = 0; i < size; i++) {
            for (int j = 0; rows[i] != null && target[i] >= 0 && j <= i; j++) {
              if (rows[i][j] != 0 && target[j] >= 0) {
                int row = Math.max(target[i], target[j]);
                result.row(window, row)[Math.min(target[i], target[j])] = rows[i][j];
              }
            }
          }
        });
    return result;
  }

  /** The windows that occur, in ascending order. */
  public int[] windowNumbers() {
    return windows.keySet().stream().mapToInt(Integer::intValue).toArray();
  }
}
