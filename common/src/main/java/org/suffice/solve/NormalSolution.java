package org.suffice.solve;

import java.util.List;
import org.suffice.linalg.Lapack;

/**
 * What the normal equations give, before inference. Arrays have an entry for each estimable column.
 *
 * @param active the estimable columns, as positions among the fitted ones
 * @param errorFactors √diag (XᵀX)⁻¹: standard errors in units of σ
 * @param interceptFactor the same for the intercept
 * @param inverseFactor L⁻¹, r×r row-major with zeros above the diagonal, of the Cholesky factor of
 *     the (with an intercept centred) cross products S: S⁻¹ = L⁻ᵀ·L⁻¹
 * @param means of the estimable columns
 * @param squares the diagonal of S
 * @param rss 0 where it is no more than rounding
 * @param aliased the columns left out
 */
record NormalSolution(
    int[] active,
    double[] coefficients,
    double intercept,
    double[] errorFactors,
    double interceptFactor,
    double[] inverseFactor,
    double[] means,
    double[] squares,
    double rss,
    double tss,
    double conditionNumber,
    double gradientNorm,
    List<LeastSquaresFit.AliasedColumn> aliased) {

  /**
   * σmax/σmin of [1 X] with columns of unit length. X = QR with R = [√Σω, √Σω·mᵀ; 0, Lᵀ·spread], so
   * that the condition is that of the small R, and is not squared.
   *
   * @param factor L of the scaled cross products, r×r row-major
   * @param spreads by which the columns were scaled
   * @param means of the columns, used with an intercept
   * @param reproducible whether no BLAS may change a bit
   */
  static double conditionNumber(
      boolean intercept,
      double sumWeights,
      double[] factor,
      double[] spreads,
      double[] means,
      boolean reproducible) {
    int r = spreads.length;
    int first = intercept ? 1 : 0;
    int q = r + first;
    if (q == 0) {
      return Double.NaN;
    }
    double[] matrix = new double[q * q]; // row i: column i of R, scaled
    double rootWeight = Math.sqrt(sumWeights);
    if (intercept) {
      matrix[0] = 1;
    }
    for (int i = 0; i < r; i++) {
      double mean = intercept ? rootWeight * means[i] : 0;
      double square = mean * mean;
      for (int j = 0; j <= i; j++) {
        double entry = factor[i * r + j] * spreads[i];
        square += entry * entry;
      }
      double length = Math.sqrt(square);
      if (intercept) {
        matrix[(i + 1) * q] = mean / length;
      }
      for (int j = 0; j <= i; j++) {
        matrix[(i + first) * q + j + first] = factor[i * r + j] * (spreads[i] / length);
      }
    }
    double[] values = Lapack.singularValuesDestroying(q, matrix, reproducible);
    return values[0] / values[q - 1];
  }
}
