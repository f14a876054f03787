package org.suffice.solve;

import org.suffice.linalg.Lapack;

/**
 * A quadratic in units that are powers of two, hence without rounding: the square of every column
 * and of the label lies in [1, 4), so that tolerances mean the same for every column and nothing
 * leaves the range of a double. With columns in units of 2^e and the label in units of 2^E, w is in
 * units of 2^(E−e).
 */
final class ScaledQuadratic {
  final int k;

  /** S, k×k row-major; never modified. */
  final double[] matrix;

  /** s. */
  final double[] products;

  /** yy. */
  final double labelSquare;

  /** E. */
  final int labelExponent;

  private final int[] exponents;

  ScaledQuadratic(Quadratic quadratic) {
    k = quadratic.k();
    matrix = new double[k * k];
    products = new double[k];
    exponents = new int[k];
    double[] units = new double[k];
    for (int j = 0; j < k; j++) {
      exponents[j] = halfExponent(quadratic.matrix()[j * k + j]);
      units[j] = Math.scalb(1.0, -exponents[j]);
    }
    labelExponent = halfExponent(quadratic.labelSquare());
    labelSquare = Math.scalb(quadratic.labelSquare(), -2 * labelExponent);
    double labelUnit = Math.scalb(1.0, -labelExponent);
    for (int i = 0; i < k; i++) {
      for (int j = 0; j < k; j++) {
        matrix[i * k + j] = quadratic.matrix()[i * k + j] * units[i] * units[j];
      }
      products[i] = quadratic.products()[i] * units[i] * labelUnit;
    }
  }

  private static int halfExponent(double square) {
    return square > 0 ? Math.floorDiv(Math.getExponent(square), 2) : 0;
  }

  /** Whether a column is more than zeros. */
  boolean varies(int j) {
    return matrix[j * k + j] > 0;
  }

  /** 1/2^e of a column. */
  double unit(int j) {
    return Math.scalb(1.0, -exponents[j]);
  }

  /** A coefficient in units of the data. */
  double coefficient(int j, double scaled) {
    return Math.scalb(scaled, labelExponent - exponents[j]);
  }

  /** A coefficient in our units. */
  double scaledCoefficient(int j, double w) {
    return Math.scalb(w, exponents[j] - labelExponent);
  }

  /** The weight of |w| in our units. */
  double scaledL1(int j, double weight) {
    return Math.min(Math.scalb(weight, -exponents[j] - labelExponent), Double.MAX_VALUE);
  }

  /** The weight of ½w² in our units. */
  double scaledL2(int j, double weight) {
    return Math.min(Math.scalb(weight, -2 * exponents[j]), Double.MAX_VALUE);
  }

  /** A sum of squares of the label's unit. */
  double square(double scaled) {
    return Math.scalb(scaled, 2 * labelExponent);
  }

  /**
   * Cholesky's factor of S + diag(l2) among some columns, or the combination that makes it
   * singular.
   */
  static final class Factor {
    private final int[] columns;
    private final double[] units;
    private final double[] lower;
    private final CholeskySolver.Aliased dependent;

    private Factor(
        int[] columns, double[] units, double[] lower, CholeskySolver.Aliased dependent) {
      this.columns = columns;
      this.units = units;
      this.lower = lower;
      this.dependent = dependent;
    }

    boolean regular() {
      return dependent == null;
    }

    /** The position among the columns of the first that those before it explain. */
    int dependent() {
      return dependent.column();
    }

    /** A vector d with (S + diag(l2))d = 0 but for rounding; 1 for the dependent column. */
    double[] nullVector() {
      double[] d = new double[columns.length];
      int j = dependent.column();
      d[j] = 1;
      for (int i = 0; i < j; i++) {
        d[i] = -dependent.coefficients()[i] * units[i] / units[j];
      }
      return d;
    }

    /** Overwrites right-hand sides, one a row, by the solutions. */
    void solveInPlace(int count, double[] b) {
      int m = columns.length;
      scaleInPlace(count, b);
      Lapack.solveInPlace(m, lower, count, b);
      scaleInPlace(count, b);
    }

    private void scaleInPlace(int count, double[] b) {
      int m = columns.length;
      for (int l = 0; l < count; l++) {
        for (int i = 0; i < m; i++) {
          b[l * m + i] *= units[i];
        }
      }
    }
  }

  /**
   * Factors.
   *
   * @param columns that vary
   * @param l2 added to the diagonal, k values
   */
  Factor factor(int[] columns, double[] l2) {
    int m = columns.length;
    double[] units = new double[m];
    for (int i = 0; i < m; i++) {
      units[i] = 1 / Math.sqrt(diagonal(columns[i], l2));
    }
    // A pivot of this size is rounding of the diagonal it was subtracted from.
    double tolerance = 32 * Math.ulp(1.0) * Math.sqrt(m);
    double[] lower = unitDiagonal(columns, units);
    boolean regular = Lapack.cholesky(m, lower);
    for (int i = 0; i < m && regular; i++) {
      regular = lower[i * m + i] * lower[i * m + i] > tolerance;
    }
    if (regular) {
      return new Factor(columns, units, lower, null);
    }
    CholeskySolver solver = CholeskySolver.factor(m, unitDiagonal(columns, units), tolerance);
    if (solver.aliased().isEmpty()) { // the two ways of rounding disagree about the last pivot
      return new Factor(columns, units, solver.factor(), null);
    }
    return new Factor(columns, units, null, solver.aliased().get(0));
  }

  /** The matrix with unit diagonal, its triangle j ≤ i. */
  private double[] unitDiagonal(int[] columns, double[] units) {
    int m = columns.length;
    double[] a = new double[m * m];
    for (int i = 0; i < m; i++) {
      int row = columns[i] * k;
      for (int j = 0; j < i; j++) {
        a[i * m + j] = matrix[row + columns[j]] * units[i] * units[j];
      }
      a[i * m + i] = 1;
    }
    return a;
  }

  private double diagonal(int j, double[] l2) {
    return matrix[j * k + j] + l2[j];
  }
}
