package org.suffice.linalg;

import java.util.Arrays;

/** The few BLAS calls that the statistics need, in terms of row-major matrices. */
public final class Blas {
  private Blas() {}

  /**
   * G += ZᵀZ, the triangle j ≤ i of each row i only.
   *
   * @param z n×p row-major, read
   * @param g p×p row-major, updated
   */
  public static void addGram(int n, int p, double[] z, double[] g) {
    // Row-major Z is column-major Zᵀ (p×n): "U" of the column-major result is our lower triangle.
    NativeLibraries.blas().dsyrk("U", "N", p, n, 1.0, z, p, 1.0, g, p);
  }

  /**
   * G = ZᵀZ, the triangle j ≤ i of each row i only.
   *
   * @param z n×p row-major, rows {@code stride} apart, read
   * @param g p×p row-major, the triangle is overwritten
   */
  public static void gram(int n, int p, double[] z, int stride, double[] g) {
    NativeLibraries.blas().dsyrk("U", "N", p, n, 1.0, z, stride, 0.0, g, p);
  }

  /**
   * C = AᵀB.
   *
   * @param a n×p row-major, rows {@code strideA} apart from {@code offsetA} on, read
   * @param b n×q row-major, rows {@code strideB} apart, read
   * @param c p×q row-major, overwritten
   */
  public static void crossProduct(
      int n,
      int p,
      double[] a,
      int offsetA,
      int strideA,
      int q,
      double[] b,
      int strideB,
      double[] c) {
    // Column-major: Cᵀ (q×p) = Bᵀ·A with Bᵀ stored q×n and A's transpose stored p×n.
    NativeLibraries.blas()
        .dgemm("N", "T", q, p, n, 1.0, b, 0, strideB, a, offsetA, strideA, 0.0, c, 0, q);
  }

  /**
   * C = AB.
   *
   * @param a n×p row-major, read
   * @param b p×q row-major, read
   * @param c n×q row-major, overwritten
   */
  public static void product(int n, int p, int q, double[] a, double[] b, double[] c) {
    if (n == 0 || q == 0) {
      return;
    }
    if (p == 0) {
      Arrays.fill(c, 0, n * q, 0);
      return;
    }
    // Column-major: Cᵀ (q×n) = Bᵀ·Aᵀ.
    NativeLibraries.blas().dgemm("N", "N", q, n, p, 1.0, b, q, a, p, 0.0, c, q);
  }

  /**
   * X = X·Aᵀ for a lower triangular A: each row x becomes A·x. Four times as fast as solving with
   * A⁻¹ would be.
   *
   * @param a p×p row-major, the lower triangle from {@code offset} on is read
   * @param x n×p row-major, overwritten
   */
  public static void multiplyTriangleInPlace(int n, int p, double[] a, int offset, double[] x) {
    if (n > 0 && p > 0) {
      // Column-major: Xᵀ = A·Xᵀ, where our lower A is the transpose of an upper one.
      NativeLibraries.blas().dtrmm("L", "U", "T", "N", p, n, 1.0, a, offset, p, x, 0, p);
    }
  }

  /**
   * C = A·Bᵀ: every row of A times every row of B.
   *
   * @param a n×d row-major, read
   * @param b k×d row-major, its rows {@code strideB} apart, read
   * @param c n×k row-major, overwritten
   */
  public static void rowProducts(
      int n, int d, double[] a, int k, double[] b, int strideB, double[] c) {
    if (n == 0 || k == 0) {
      return;
    }
    if (d == 0) {
      Arrays.fill(c, 0, n * k, 0);
    } else if (k == 1) {
      // Column-major Aᵀ is d×n: its transpose times b.
      NativeLibraries.blas().dgemv("T", d, n, 1.0, a, d, b, 1, 0.0, c, 1);
    } else {
      // Column-major: Cᵀ (k×n) = B·Aᵀ.
      NativeLibraries.blas().dgemm("T", "N", k, n, d, 1.0, b, strideB, a, d, 0.0, c, k);
    }
  }

  /**
   * C += Rᵀ·A.
   *
   * @param r n×k row-major, read
   * @param a n×d row-major, read
   * @param c k×d row-major, its rows {@code strideC} apart, updated
   */
  public static void addCrossProduct(
      int n, int k, double[] r, int d, double[] a, double[] c, int strideC) {
    if (n == 0 || d == 0 || k == 0) {
      return;
    }
    if (k == 1) {
      NativeLibraries.blas().dgemv("N", d, n, 1.0, a, d, r, 1, 1.0, c, 1);
    } else {
      // Column-major: Cᵀ (d×k) += Aᵀ·R, with Rᵀ stored k×n.
      NativeLibraries.blas().dgemm("N", "T", d, k, n, 1.0, a, d, r, k, 1.0, c, strideC);
    }
  }

  /**
   * G −= ZᵀZ, the triangle j ≤ i of each row i only.
   *
   * @param z n×p row-major, read
   * @param g p×p row-major, updated
   */
  public static void subtractGram(int n, int p, double[] z, double[] g) {
    NativeLibraries.blas().dsyrk("U", "N", p, n, -1.0, z, p, 1.0, g, p);
  }

  /**
   * C = ABᵀ in single precision.
   *
   * @param a m×d row-major, read
   * @param b n×d row-major, read
   * @param c m×n row-major, overwritten
   */
  public static void products(int m, int n, int d, float[] a, float[] b, float[] c) {
    if (m > 0 && n > 0) {
      // Column-major: Cᵀ (n×m) = B·Aᵀ with B stored d×n.
      NativeLibraries.blas().sgemm("T", "N", n, m, d, 1, b, d, a, d, 0, c, n);
    }
  }

  /**
   * C = AB.
   *
   * @param a n×p row-major, rows {@code strideA} apart from {@code offsetA} on, read
   * @param b p×q row-major from {@code offsetB} on, read
   * @param c n×q row-major, overwritten
   */
  public static void product(
      int n,
      int p,
      int q,
      double[] a,
      int offsetA,
      int strideA,
      double[] b,
      int offsetB,
      double[] c) {
    product(n, p, q, a, offsetA, strideA, b, offsetB, 0, c);
  }

  /**
   * C += AB.
   *
   * @param a n×p row-major, rows {@code strideA} apart from {@code offsetA} on, read
   * @param b p×q row-major from {@code offsetB} on, read
   * @param c n×q row-major, updated
   */
  public static void addProduct(
      int n,
      int p,
      int q,
      double[] a,
      int offsetA,
      int strideA,
      double[] b,
      int offsetB,
      double[] c) {
    product(n, p, q, a, offsetA, strideA, b, offsetB, 1, c);
  }

  private static void product(
      int n,
      int p,
      int q,
      double[] a,
      int offsetA,
      int strideA,
      double[] b,
      int offsetB,
      double keep,
      double[] c) {
    if (q == 1) {
      NativeLibraries.blas().dgemv("T", p, n, 1, a, offsetA, strideA, b, offsetB, 1, keep, c, 0, 1);
    } else {
      // Column-major: Cᵀ (q×n) = Bᵀ·Aᵀ.
      NativeLibraries.blas()
          .dgemm("N", "N", q, n, p, 1, b, offsetB, q, a, offsetA, strideA, keep, c, 0, q);
    }
  }

  /**
   * C = DBᵀ.
   *
   * @param d n×q row-major, read
   * @param b p×q row-major from {@code offsetB} on, read
   * @param c n×p row-major, overwritten
   */
  public static void productOfTranspose(
      int n, int q, int p, double[] d, double[] b, int offsetB, double[] c) {
    // Column-major: Cᵀ (p×n) = B·Dᵀ with Bᵀ stored q×p.
    NativeLibraries.blas().dgemm("T", "N", p, n, q, 1, b, offsetB, q, d, 0, q, 0, c, 0, p);
  }

  /**
   * C += AᵀD.
   *
   * @param a n×p row-major, rows {@code strideA} apart from {@code offsetA} on, read
   * @param d n×q row-major, read
   * @param c p×q row-major from {@code offsetC} on, updated
   */
  public static void addCrossProduct(
      int n,
      int p,
      double[] a,
      int offsetA,
      int strideA,
      int q,
      double[] d,
      double[] c,
      int offsetC) {
    if (q == 1) {
      NativeLibraries.blas().dgemv("N", p, n, 1, a, offsetA, strideA, d, 0, 1, 1, c, offsetC, 1);
    } else {
      // Column-major: Cᵀ (q×p) += Dᵀ·A, with A's transpose stored p×n.
      NativeLibraries.blas()
          .dgemm("N", "T", q, p, n, 1, d, 0, q, a, offsetA, strideA, 1, c, offsetC, q);
    }
  }

  /**
   * C = 1bᵀ: a row again and again, by copies of what is there already. In Java a loop inside a
   * loop costs ten times as much where rows are short.
   *
   * @param b q values from {@code offset} on, read
   * @param c n×q row-major, overwritten
   */
  public static void repeat(int n, int q, double[] b, int offset, double[] c) {
    int all = n * q;
    int done = Math.min(q, all);
    System.arraycopy(b, offset, c, 0, done);
    while (done < all) {
      int more = Math.min(done, all - done);
      System.arraycopy(c, 0, c, done, more);
      done += more;
    }
  }

  /**
   * b += Cᵀ1: the sum of all rows.
   *
   * @param ones at least n ones
   * @param c n×q row-major, read
   * @param b q values from {@code offset} on, updated
   */
  public static void addRows(int n, int q, double[] ones, double[] c, double[] b, int offset) {
    // Column-major: Cᵀ is q×n.
    NativeLibraries.blas().dgemv("N", q, n, 1, c, 0, q, ones, 0, 1, 1, b, offset, 1);
  }
}
