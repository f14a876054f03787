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

  /** start − Σ_{m &lt; count} this[i][m] · other[j][m]. */
  public DoubleDouble minusDot(DoubleDouble start, int i, ExtendedMatrix other, int j, int count) {
    double sumHi = start.hi();
    double sumLo = start.lo();
    int a = i * columns;
    int b = j * other.columns;
    for (int m = 0; m < count; m++) {
      double x = -hi[a + m];
      double y = other.hi[b + m];
      double p = x * y;
      double e = Math.fma(x, y, -p) + (x * other.lo[b + m] - lo[a + m] * y);
      double s = sumHi + p;
      double t = s - sumHi;
      sumLo += ((sumHi - (s - t)) + (p - t)) + e;
      sumHi = s;
      // Kept normalised: with cancellation the low part would otherwise outgrow the high one.
      double n = sumHi + sumLo;
      sumLo = sumLo - (n - sumHi);
      sumHi = n;
    }
    return new DoubleDouble(sumHi, sumLo);
  }
}
