package org.suffice.linalg;

/**
 * A row-major matrix of {@link DoubleDouble}, in two arrays so that inner loops make no objects.
 */
public final class ExtendedMatrix {
  private final int columns;
  private final double[] hi;
  private final double[] lo;

  /** A zero matrix. */
  public ExtendedMatrix(int rows, int columns) {
    this.columns = columns;
    this.hi = new double[Math.multiplyExact(rows, columns)];
    this.lo = new double[hi.length];
  }

  /** The entry (i, j). */
  public DoubleDouble get(int i, int j) {
    return new DoubleDouble(hi[i * columns + j], lo[i * columns + j]);
  }

  /** Sets the entry (i, j). */
  public void set(int i, int j, DoubleDouble value) {
    hi[i * columns + j] = value.hi();
    lo[i * columns + j] = value.lo();
  }

  /**
   * start − Σ_{m &lt; count} this[i][m] · other[j][m], as four sums that do not wait for each
   * other.
   */
  public DoubleDouble minusDot(DoubleDouble start, int i, ExtendedMatrix other, int j, int count) {
    int a = i * columns;
    int b = j * other.columns;
    double hi0 = start.hi();
    double lo0 = start.lo();
    double hi1 = 0;
    double lo1 = 0;
    double hi2 = 0;
    double lo2 = 0;
    double hi3 = 0;
    double lo3 = 0;
    int m = 0;
    for (; m + 3 < count; m += 4) {
      // Kept normalised: with cancellation the low part would otherwise outgrow the high one.
      double p = -hi[a + m] * other.hi[b + m];
      double t = lo0 + low(hi0, p, a + m, other, b + m);
      double s = hi0 + p;
      hi0 = s + t;
      lo0 = t - (hi0 - s);
      p = -hi[a + m + 1] * other.hi[b + m + 1];
      t = lo1 + low(hi1, p, a + m + 1, other, b + m + 1);
      s = hi1 + p;
      hi1 = s + t;
      lo1 = t - (hi1 - s);
      p = -hi[a + m + 2] * other.hi[b + m + 2];
      t = lo2 + low(hi2, p, a + m + 2, other, b + m + 2);
      s = hi2 + p;
      hi2 = s + t;
      lo2 = t - (hi2 - s);
      p = -hi[a + m + 3] * other.hi[b + m + 3];
      t = lo3 + low(hi3, p, a + m + 3, other, b + m + 3);
      s = hi3 + p;
      hi3 = s + t;
      lo3 = t - (hi3 - s);
    }
    for (; m < count; m++) {
      double p = -hi[a + m] * other.hi[b + m];
      double t = lo0 + low(hi0, p, a + m, other, b + m);
      double s = hi0 + p;
      hi0 = s + t;
      lo0 = t - (hi0 - s);
    }
    DoubleDouble left = new DoubleDouble(hi0, lo0).plus(new DoubleDouble(hi1, lo1));
    return left.plus(new DoubleDouble(hi2, lo2).plus(new DoubleDouble(hi3, lo3)));
  }

  /** What sum + p loses, and what the product loses of −this[a]·other[b] beyond p. */
  private double low(double sum, double p, int a, ExtendedMatrix other, int b) {
    double x = -hi[a];
    double y = other.hi[b];
    double e = Math.fma(x, y, -p) + (x * other.lo[b] - lo[a] * y);
    double s = sum + p;
    double t = s - sum;
    return ((sum - (s - t)) + (p - t)) + e;
  }
}
