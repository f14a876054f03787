package org.suffice.solve;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.suffice.linalg.Lapack;

/**
 * Cholesky's factor of a symmetric positive semidefinite matrix of unit diagonal, from left to
 * right without pivoting, so that of a dependent set of columns the later one is left out, as R
 * does. The pivot of a column is its Schur complement: the share of its square that the columns
 * before it do not explain. Where it is at most the tolerance, the column is aliased.
 */
public final class CholeskySolver {
  /**
   * A column in the span of those before it.
   *
   * @param column its position
   * @param coefficients of the columns before it, in the scaled matrix; 0 for aliased ones
   */
  public record Aliased(int column, double[] coefficients) {}

  private final int[] active;
  private final double[] factor;
  private final List<Aliased> aliased;

  private CholeskySolver(int[] active, double[] factor, List<Aliased> aliased) {
    this.active = active;
    this.factor = factor;
    this.aliased = aliased;
  }

  /**
   * Factors a matrix.
   *
   * @param k order of the matrix
   * @param a k×k symmetric with unit diagonal (0 for a column without spread); not modified
   * @param tolerance pivots at most this are zero
   */
  public static CholeskySolver factor(int k, double[] a, double tolerance) {
    double[] whole = a.clone();
    if (Lapack.cholesky(k, whole) && pivotsExceed(k, whole, tolerance)) {
      int[] all = new int[k];
      Arrays.setAll(all, i -> i);
      return new CholeskySolver(all, whole, List.of());
    }
    return leftToRight(k, a, tolerance);
  }

  private static boolean pivotsExceed(int k, double[] l, double tolerance) {
    for (int j = 0; j < k; j++) {
      if (!(l[j * k + j] * l[j * k + j] > tolerance)) {
        return false;
      }
    }
    return true;
  }

  private static CholeskySolver leftToRight(int k, double[] a, double tolerance) {
    int[] active = new int[k];
    double[][] rows = new double[k][];
    List<Aliased> aliased = new ArrayList<>();
    int r = 0;
    for (int j = 0; j < k; j++) {
      double[] row = new double[r + 1];
      double pivot = a[j * k + j];
      for (int i = 0; i < r; i++) {
        double sum = a[j * k + active[i]];
        for (int m = 0; m < i; m++) {
          sum -= row[m] * rows[i][m];
        }
        row[i] = sum / rows[i][i];
        pivot -= row[i] * row[i];
      }
      if (pivot > tolerance) {
        row[r] = Math.sqrt(pivot);
        rows[r] = row;
        active[r++] = j;
      } else {
        aliased.add(new Aliased(j, combination(j, row, rows, active, r)));
      }
    }
    double[] factor = new double[r * r];
    for (int i = 0; i < r; i++) {
      System.arraycopy(rows[i], 0, factor, i * r, i + 1);
    }
    return new CholeskySolver(Arrays.copyOf(active, r), factor, List.copyOf(aliased));
  }

  /** Solves Lᵀc = row: column j is Σ c_i · column i of the active ones. */
  private static double[] combination(int j, double[] row, double[][] rows, int[] active, int r) {
    double[] coefficients = new double[j];
    double[] c = Arrays.copyOf(row, r);
    for (int i = r - 1; i >= 0; i--) {
      c[i] /= rows[i][i];
      for (int m = 0; m < i; m++) {
        c[m] -= rows[i][m] * c[i];
      }
      coefficients[active[i]] = c[i];
    }
    return coefficients;
  }

  /** The number of estimable columns. */
  public int rank() {
    return active.length;
  }

  /** The positions of the estimable columns, ascending. */
  public int[] active() {
    return active.clone();
  }

  /** The columns left out, each with what it is made of. */
  public List<Aliased> aliased() {
    return aliased;
  }

  /** L of the active columns, r×r row-major, upper triangle undefined. */
  double[] factor() {
    return factor;
  }

  /**
   * Solves L z = b for the active columns.
   *
   * @param b r values, overwritten by z
   */
  void forwardInPlace(double[] b) {
    int r = active.length;
    for (int i = 0; i < r; i++) {
      double sum = b[i];
      for (int m = 0; m < i; m++) {
        sum -= factor[i * r + m] * b[m];
      }
      b[i] = sum / factor[i * r + i];
    }
  }

  /**
   * Solves Lᵀ x = z for the active columns.
   *
   * @param z r values, overwritten by x
   */
  void backwardInPlace(double[] z) {
    int r = active.length;
    for (int i = r - 1; i >= 0; i--) {
      double x = z[i] / factor[i * r + i];
      z[i] = x;
      for (int m = 0; m < i; m++) {
        z[m] -= factor[i * r + m] * x;
      }
    }
  }

  /** L⁻¹, r×r row-major, upper triangle undefined. */
  double[] inverseFactor() {
    double[] inverse = factor.clone();
    Lapack.invertTriangleInPlace(active.length, inverse);
    return inverse;
  }
}
