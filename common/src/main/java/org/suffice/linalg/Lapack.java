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
}
