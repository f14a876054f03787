package org.suffice.linalg;

import dev.ludovic.netlib.lapack.JavaLAPACK;
import dev.ludovic.netlib.lapack.LAPACK;
import org.netlib.util.intW;

/** The few LAPACK calls that the solvers need. Matrices are row-major unless said otherwise. */
public final class Lapack {
  private Lapack() {}

  /**
   * A = L·Lᵀ of a symmetric matrix.
   *
   * @param a n×n, its lower triangle read and overwritten by L; the upper one is left alone
   * @return whether A was positive definite
   */
  public static boolean cholesky(int n, double[] a) {
    if (n == 0) {
      return true;
    }
    LAPACK lapack = NativeLibraries.lapack();
    intW info = new intW(0);
    lapack.dpotrf("U", n, a, n, info); // our lower triangle is column-major "U"
    return info.val == 0;
  }

  /**
   * L⁻¹ of a lower triangular matrix.
   *
   * @param l n×n, overwritten by its inverse; the upper triangle is left alone
   */
  public static void invertTriangleInPlace(int n, double[] l) {
    if (n == 0) {
      return;
    }
    intW info = new intW(0);
    NativeLibraries.lapack().dtrtri("U", "N", n, l, n, info);
    if (info.val != 0) {
      throw new ArithmeticException("triangle with a zero on its diagonal at " + info.val);
    }
  }

  /**
   * Singular values in descending order.
   *
   * @param a n×n, destroyed; row- or column-major, the values are the same
   * @param reproducible whether the last bits must be the same on every machine: by netlib's Java,
   *     several times slower, while a native library chooses its kernels by the CPU
   */
  public static double[] singularValuesDestroying(int n, double[] a, boolean reproducible) {
    double[] values = new double[n];
    LAPACK lapack = reproducible ? JavaLAPACK.getInstance() : NativeLibraries.lapack();
    intW info = new intW(0);
    double[] query = new double[1];
    double[] none = new double[1];
    lapack.dgesvd("N", "N", n, n, a, n, values, none, 1, none, 1, query, -1, info);
    double[] work = new double[Math.max(5 * n, (int) query[0])];
    lapack.dgesvd("N", "N", n, n, a, n, values, none, 1, none, 1, work, work.length, info);
    if (info.val != 0) {
      throw new ArithmeticException(
          "singular values did not converge (LAPACK info " + info.val + ")");
    }
    return values;
  }

  /**
   * Solves A·x = b from Cholesky's factor of A.
   *
   * @param l n×n, the lower triangle as {@link #cholesky} left it; not modified
   * @param count of right-hand sides
   * @param b count×n, one right-hand side a row, overwritten by the solutions
   */
  public static void solveInPlace(int n, double[] l, int count, double[] b) {
    if (n == 0 || count == 0) {
      return;
    }
    intW info = new intW(0);
    NativeLibraries.lapack().dpotrs("U", n, count, l, n, b, n, info);
    if (info.val != 0) {
      throw new IllegalArgumentException("dpotrs refuses its argument " + -info.val);
    }
  }

  /**
   * Eigenvalues in ascending order, and eigenvectors, of a symmetric matrix.
   *
   * @param n at most 30,000: its work space 1 + 6n + 2n² is counted in an int
   * @param a n×n, the triangle j ≤ i of each row read; overwritten by the eigenvectors, one a row
   */
  public static double[] eigenInPlace(int n, double[] a) {
    double[] values = new double[n];
    if (n == 0) {
      return values;
    }
    LAPACK lapack = NativeLibraries.lapack();
    intW info = new intW(0);
    double[] query = new double[1];
    int[] queryInts = new int[1];
    lapack.dsyevd("V", "U", n, a, n, values, query, -1, queryInts, -1, info);
    double[] work = new double[Math.max(1 + 6 * n + 2 * n * n, (int) query[0])];
    int[] ints = new int[Math.max(3 + 5 * n, queryInts[0])];
    // Column-major "U" is our lower triangle; a column-major eigenvector is a row of ours.
    lapack.dsyevd("V", "U", n, a, n, values, work, work.length, ints, ints.length, info);
    if (info.val != 0) {
      throw new ArithmeticException("eigenvalues did not converge (LAPACK info " + info.val + ")");
    }
    return values;
  }

  /**
   * Singular values, in descending order, and right singular vectors; by netlib's Java, so that the
   * last bits are the same on every machine.
   *
   * @param m rows
   * @param n columns
   * @param a m×n row-major, destroyed
   * @param vectors min(m, n)×n row-major, overwritten by the vectors, one a row
   */
  public static double[] rightSingularVectorsDestroying(
      int m, int n, double[] a, double[] vectors) {
    int k = Math.min(m, n);
    double[] values = new double[k];
    LAPACK lapack = JavaLAPACK.getInstance();
    intW info = new intW(0);
    double[] query = new double[1];
    double[] none = new double[1];
    // Our rows are the columns of a column-major n×m matrix, whose left vectors are those wanted.
    lapack.dgesvd("S", "N", n, m, a, n, values, vectors, n, none, 1, query, -1, info);
    double[] work = new double[Math.max(5 * Math.max(m, n), (int) query[0])];
    lapack.dgesvd("S", "N", n, m, a, n, values, vectors, n, none, 1, work, work.length, info);
    if (info.val != 0) {
      throw new ArithmeticException(
          "singular values did not converge (LAPACK info " + info.val + ")");
    }
    return values;
  }
}
