package org.suffice.solve;

import java.util.stream.IntStream;
import org.suffice.linalg.DoubleDouble;
import org.suffice.linalg.ExtendedMatrix;

/**
 * A symmetric d×d matrix of products of columns, each in units of a power of two, in double-double:
 * scatter matrices and covariances. Those of plain doubles have no low parts, and are factored in
 * doubles.
 */
final class Scatter {
  /**
   * Schur complements at most this share of a column's variance count as zero in exact precision:
   * the model scores in doubles, where a column of which others explain all but 1e-20 has no digit
   * that is not rounding.
   */
  private static final double TOLERANCE = 1e-20;

  /** The same for sums of doubles, which carry some 15 digits. */
  private static final double FAST_TOLERANCE = 1e-12;

  /** Terms of a combination below this share of the largest are rounding. */
  private static final double NEGLIGIBLE = 1e-6;

  private final int size;
  private final int[] exponents;
  private final boolean exact;
  private final ExtendedMatrix values;

  /**
   * A zero matrix.
   *
   * @param exponents of the units of the columns; shared, not copied
   * @param exact whether values are good to double-double
   */
  Scatter(int[] exponents, boolean exact) {
    this.size = exponents.length;
    this.exponents = exponents;
    this.exact = exact;
    this.values = new ExtendedMatrix(size, size);
  }

  int size() {
    return size;
  }

  /** An entry in units of the columns. */
  DoubleDouble get(int i, int j) {
    return values.get(i, j);
  }

  /** Sets the entries (i, j) and (j, i). */
  void set(int i, int j, DoubleDouble value) {
    values.set(i, j, value);
    values.set(j, i, value);
  }

  /** this + factor·other, as a new matrix. */
  Scatter plus(Scatter other, DoubleDouble factor) {
    Scatter sum = new Scatter(exponents, exact && other.exact);
    for (int i = 0; i < size; i++) {
      for (int j = 0; j <= i; j++) {
        sum.set(i, j, get(i, j).plus(other.get(i, j).times(factor)));
      }
    }
    return sum;
  }

  /** factor·this, as a new matrix. */
  Scatter times(DoubleDouble factor) {
    return new Scatter(exponents, exact).plus(this, factor);
  }

  /** (1−α)·this + α·tr(this)/d·I, I in the units of the data. */
  Scatter shrunk(double alpha) {
    DoubleDouble trace = DoubleDouble.ZERO;
    for (int j = 0; j < size; j++) {
      trace = trace.plus(get(j, j).scaleBy(2 * exponents[j]));
    }
    DoubleDouble target = trace.times(DoubleDouble.of(alpha)).over(DoubleDouble.of(size));
    Scatter result = times(DoubleDouble.sum(1, -alpha));
    for (int j = 0; j < size; j++) {
      result.set(j, j, result.get(j, j).plus(target.scaleBy(-2 * exponents[j])));
    }
    return result;
  }

  /** The entries in the units of the data, d×d row-major from an offset on. */
  void toDoubles(double[] out, int offset) {
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        out[offset + i * size + j] = Math.scalb(get(i, j).value(), exponents[i] + exponents[j]);
      }
    }
  }

  /**
   * Cholesky's factor L.
   *
   * @param classPosition to say in the exception
   * @param floors variances at most these are those of constants, in units of the columns
   * @throws SingularCovarianceException naming the first column that is constant or a combination
   *     of those before it
   */
  Factor factor(int classPosition, double[] floors) {
    for (int j = 0; j < size; j++) {
      if (!(get(j, j).hi() > floors[j])) {
        throw new SingularCovarianceException(classPosition, j, new int[0]);
      }
    }
    return exact ? extended(classPosition) : plain(classPosition);
  }

  /** Left to right in double-double; the same bits on every machine. */
  private Factor extended(int classPosition) {
    ExtendedMatrix l = new ExtendedMatrix(size, size);
    for (int j = 0; j < size; j++) {
      for (int i = 0; i < j; i++) {
        l.set(j, i, l.minusDot(get(j, i), j, l, i, i).over(l.get(i, i)));
      }
      DoubleDouble pivot = l.minusDot(get(j, j), j, l, j, j);
      if (!(pivot.hi() > TOLERANCE * get(j, j).hi())) {
        DoubleDouble[] row = new DoubleDouble[j];
        for (int i = 0; i < j; i++) {
          row[i] = l.get(j, i);
        }
        backward(l, j, row);
        double[] shares = new double[j];
        for (int i = 0; i < j; i++) {
          shares[i] = row[i].hi() * Math.sqrt(get(i, i).hi());
        }
        throw new SingularCovarianceException(classPosition, j, relevant(shares));
      }
      l.set(j, j, pivot.squareRoot());
    }
    return new Factor(l);
  }

  /** In doubles, scaled to unit diagonal. */
  private Factor plain(int classPosition) {
    double[] scaled = new double[size * size];
    double[] scales = new double[size];
    for (int i = 0; i < size; i++) {
      scales[i] = Math.sqrt(get(i, i).hi());
    }
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        scaled[i * size + j] = i == j ? 1 : get(i, j).hi() / scales[i] / scales[j];
      }
    }
    CholeskySolver cholesky = CholeskySolver.factor(size, scaled, FAST_TOLERANCE);
    if (!cholesky.aliased().isEmpty()) {
      CholeskySolver.Aliased first = cholesky.aliased().get(0);
      throw new SingularCovarianceException(
          classPosition, first.column(), relevant(first.coefficients()));
    }
    ExtendedMatrix l = new ExtendedMatrix(size, size);
    for (int i = 0; i < size; i++) {
      for (int j = 0; j <= i; j++) {
        l.set(i, j, DoubleDouble.of(cholesky.factor()[i * size + j] * scales[i]));
      }
    }
    return new Factor(l);
  }

  private static int[] relevant(double[] shares) {
    double largest = 0;
    for (double share : shares) {
      largest = Math.max(largest, Math.abs(share));
    }
    double least = NEGLIGIBLE * largest;
    return IntStream.range(0, shares.length).filter(i -> Math.abs(shares[i]) > least).toArray();
  }

  /** Solves Lᵀx = b for the first k columns, in place. */
  private static void backward(ExtendedMatrix l, int k, DoubleDouble[] b) {
    for (int i = k - 1; i >= 0; i--) {
      b[i] = b[i].over(l.get(i, i));
      for (int m = 0; m < i; m++) {
        b[m] = b[m].minus(l.get(i, m).times(b[i]));
      }
    }
  }

  /** L of a matrix L·Lᵀ, in units of the columns. */
  final class Factor {
    private final ExtendedMatrix l;

    private Factor(ExtendedMatrix l) {
      this.l = l;
    }

    /** The logarithm of the determinant of the matrix, in the units of the data. */
    double logDeterminant() {
      double sum = 0;
      long exponent = 0;
      for (int j = 0; j < size; j++) {
        sum += 2 * StrictMath.log(l.get(j, j).value());
        exponent += 2 * exponents[j];
      }
      return sum + exponent * StrictMath.log(2);
    }

    /** L⁻¹ for the units of the data, d×d row-major from an offset on; zero above the diagonal. */
    void inverseToDoubles(double[] out, int offset) {
      ExtendedMatrix columns = new ExtendedMatrix(size, size); // column j of L⁻¹ as row j
      for (int i = 0; i < size; i++) {
        for (int j = 0; j <= i; j++) {
          DoubleDouble start = DoubleDouble.of(i == j ? 1 : 0);
          DoubleDouble entry = l.minusDot(start, i, columns, j, i).over(l.get(i, i));
          columns.set(j, i, entry);
          out[offset + i * size + j] = Math.scalb(entry.value(), -exponents[j]);
        }
      }
    }

    /** Solves L·z = b in place; b in units of the columns. */
    void forward(DoubleDouble[] b) {
      for (int i = 0; i < size; i++) {
        DoubleDouble sum = b[i];
        for (int m = 0; m < i; m++) {
          sum = sum.minus(l.get(i, m).times(b[m]));
        }
        b[i] = sum.over(l.get(i, i));
      }
    }

    /** Solves Lᵀ·x = z in place; x for columns in their units. */
    void backward(DoubleDouble[] z) {
      Scatter.backward(l, size, z);
    }
  }
}
