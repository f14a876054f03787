package org.suffice.linalg;

import dev.ludovic.netlib.blas.BLAS;

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
    addGram(n, p, z, p, g);
  }

  /**
   * G += ZᵀZ, the triangle j ≤ i of each row i only.
   *
   * @param z n×p row-major, rows {@code stride} apart, read
   * @param g p×p row-major, updated
   */
  public static void addGram(int n, int p, double[] z, int stride, double[] g) {
    BLAS blas = NativeLibraries.blas();
    // Row-major Z is column-major Zᵀ (p×n): "U" of the column-major result is our lower triangle.
    blas.dsyrk("U", "N", p, n, 1.0, z, stride, 1.0, g, p);
  }

  /**
   * C = AᵀB.
   *
   * @param a n×p row-major, rows {@code strideA} apart, read
   * @param b n×q row-major, rows {@code strideB} apart, read
   * @param c p×q row-major, overwritten
   */
  public static void crossProduct(
      int n, int p, double[] a, int strideA, int q, double[] b, int strideB, double[] c) {
    // Column-major: Cᵀ (q×p) = Bᵀ·A with Bᵀ stored q×n and A's transpose stored p×n.
    NativeLibraries.blas().dgemm("N", "T", q, p, n, 1.0, b, strideB, a, strideA, 0.0, c, q);
  }
}
