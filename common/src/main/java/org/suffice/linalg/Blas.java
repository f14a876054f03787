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
    BLAS blas = NativeLibraries.blas();
    // Row-major Z is column-major Zᵀ (p×n): "U" of the column-major result is our lower triangle.
    blas.dsyrk("U", "N", p, n, 1.0, z, p, 1.0, g, p);
  }
}
