package org.suffice.solve;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.suffice.Tolerance;

/** The factor, what it solves, and which columns it leaves out. */
class CholeskySolverTest {
  private static final double TOLERANCE = 1e-12;

  /** n×k random columns of unit length; column {@code j} becomes Σ terms where given. */
  private static double[][] columns(int n, int k, long seed) {
    Random random = new Random(seed);
    double[][] columns = new double[k][];
    for (int j = 0; j < k; j++) {
      columns[j] = random.doubles(n, -1, 1).toArray();
    }
    return columns;
  }

  private static double[] sum(double a, double[] x, double b, double[] y) {
    double[] sum = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      sum[i] = a * x[i] + b * y[i];
    }
    return sum;
  }

  private static double dot(double[] x, double[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += x[i] * y[i];
    }
    return sum;
  }

  /** Cross products scaled to unit diagonal; a column of zeros stays one. */
  private static double[] scaled(double[][] columns) {
    int k = columns.length;
    double[] a = new double[k * k];
    for (int i = 0; i < k; i++) {
      for (int j = 0; j < k; j++) {
        double lengths = length(columns[i]) * length(columns[j]);
        a[i * k + j] = lengths == 0 ? 0 : i == j ? 1 : dot(columns[i], columns[j]) / lengths;
      }
    }
    return a;
  }

  private static double length(double[] column) {
    return Math.sqrt(dot(column, column));
  }

  private static double[] solve(CholeskySolver cholesky, double[] b) {
    double[] x = b.clone();
    cholesky.forwardInPlace(x);
    cholesky.backwardInPlace(x);
    return x;
  }

  /** A·x of the active columns. */
  private static double[] times(double[] a, int k, int[] active, double[] x) {
    double[] b = new double[active.length];
    for (int i = 0; i < active.length; i++) {
      for (int j = 0; j < active.length; j++) {
        b[i] += a[active[i] * k + active[j]] * x[j];
      }
    }
    return b;
  }

  private static void assertSolves(CholeskySolver cholesky, double[] a, int k, long seed) {
    double[] x = new Random(seed).doubles(cholesky.rank(), -1, 1).toArray();
    double[] found = solve(cholesky, times(a, k, cholesky.active(), x));
    Tolerance.absolute(1e-9, "random columns have a condition of some thousands at most")
        .check("k=" + k, x, found);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 8, 9, 63, 64, 65})
  void solvesAndInvertsAFullMatrix(int k) {
    double[] a = scaled(columns(2 * k + 5, k, k));
    double[] before = a.clone();
    CholeskySolver cholesky = CholeskySolver.factor(k, a, TOLERANCE);
    assertArrayEquals(before, a, "the matrix is not modified");
    assertEquals(k, cholesky.rank());
    assertTrue(cholesky.aliased().isEmpty());
    assertSolves(cholesky, a, k, 1);
    double[] l = cholesky.factor();
    double[] inverse = cholesky.inverseFactor();
    for (int i = 0; i < k; i++) {
      for (int j = 0; j <= i; j++) {
        double product = 0;
        double square = 0;
        for (int m = j; m <= i; m++) {
          product += l[i * k + m] * inverse[m * k + j];
        }
        for (int m = 0; m <= j; m++) {
          square += l[i * k + m] * l[j * k + m];
        }
        Tolerance close = Tolerance.absolute(1e-12 * k, "k products of numbers of size 1");
        close.check("L·L⁻¹ " + i + "," + j, i == j ? 1 : 0, product);
        close.check("L·Lᵀ " + i + "," + j, a[i * k + j], square);
      }
    }
  }

  @Test
  void noColumnsAtAll() {
    CholeskySolver cholesky = CholeskySolver.factor(0, new double[0], TOLERANCE);
    assertEquals(0, cholesky.rank());
    assertEquals(0, cholesky.active().length);
    assertTrue(cholesky.aliased().isEmpty());
    assertEquals(0, solve(cholesky, new double[0]).length);
    assertEquals(0, cholesky.inverseFactor().length);
  }

  /** The later column of a dependent set is left out, and what it is made of is told. */
  @Test
  void laterColumnOfADependentSetIsAliased() {
    double[][] c = columns(40, 6, 4);
    c[2] = sum(2, c[0], -3, c[1]);
    c[4] = sum(1, c[3], 0, c[3]);
    double[] a = scaled(c);
    CholeskySolver cholesky = CholeskySolver.factor(6, a, TOLERANCE);
    assertArrayEquals(new int[] {0, 1, 3, 5}, cholesky.active());
    assertEquals(4, cholesky.rank());
    List<CholeskySolver.Aliased> aliased = cholesky.aliased();
    assertEquals(List.of(2, 4), aliased.stream().map(CholeskySolver.Aliased::column).toList());
    Tolerance close = Tolerance.absolute(1e-12, "three columns of condition below ten");
    // In the scaled matrix: coefficient · length of the column / length of the sum.
    double[] expected = {2 * length(c[0]) / length(c[2]), -3 * length(c[1]) / length(c[2])};
    close.check("2·x − 3·z", expected, aliased.get(0).coefficients());
    close.check("a copy", new double[] {0, 0, 0, 1}, aliased.get(1).coefficients());
    assertSolves(cholesky, a, 6, 2);
  }

  @Test
  void firstColumnWithoutSpreadIsAliasedToNothing() {
    double[][] c = columns(10, 3, 9);
    c[0] = new double[10];
    double[] a = scaled(c);
    CholeskySolver cholesky = CholeskySolver.factor(3, a, TOLERANCE);
    assertArrayEquals(new int[] {1, 2}, cholesky.active());
    assertEquals(0, cholesky.aliased().get(0).column());
    assertEquals(0, cholesky.aliased().get(0).coefficients().length);
    assertSolves(cholesky, a, 3, 3);
  }

  @Test
  void everyColumnMayBeAliased() {
    CholeskySolver cholesky = CholeskySolver.factor(2, new double[4], TOLERANCE);
    assertEquals(0, cholesky.rank());
    assertEquals(2, cholesky.aliased().size());
    assertEquals(0, solve(cholesky, new double[0]).length);
  }

  /** More columns than rows: the rank is that of the rows. */
  @Test
  void moreColumnsThanRows() {
    double[] a = scaled(columns(5, 9, 8));
    CholeskySolver cholesky = CholeskySolver.factor(9, a, TOLERANCE);
    assertArrayEquals(new int[] {0, 1, 2, 3, 4}, cholesky.active());
    assertEquals(4, cholesky.aliased().size());
    assertSolves(cholesky, a, 9, 5);
  }

  /** The pivot of the second column is 1 − r²: the tolerance separates at just that value. */
  @ParameterizedTest
  @ValueSource(doubles = {1e-2, 1e-6, 1e-10, 1e-12, 1e-14})
  void toleranceIsComparedWithThePivot(double tolerance) {
    for (double factor : new double[] {0.25, 4}) {
      double pivot = factor * tolerance;
      double r = Math.sqrt(1 - pivot);
      double[] a = {1, r, r, 1};
      int rank = CholeskySolver.factor(2, a, tolerance).rank();
      assertEquals(factor > 1 ? 2 : 1, rank, "pivot " + pivot + ", tolerance " + tolerance);
    }
  }

  /** A pivot that is rounding below zero, where LAPACK gives up. */
  @Test
  void slightlyIndefiniteMatrixIsRankDeficient() {
    double r = 1 + 1e-15;
    CholeskySolver cholesky = CholeskySolver.factor(2, new double[] {1, r, r, 1}, TOLERANCE);
    assertArrayEquals(new int[] {0}, cholesky.active());
  }

  @Test
  void activeIsACopy() {
    CholeskySolver cholesky = CholeskySolver.factor(1, new double[] {1}, TOLERANCE);
    cholesky.active()[0] = 7;
    assertArrayEquals(new int[] {0}, cholesky.active());
  }
}
