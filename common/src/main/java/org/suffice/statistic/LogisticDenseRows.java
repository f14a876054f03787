package org.suffice.statistic;

import java.util.Arrays;
import org.suffice.block.Block;
import org.suffice.block.DenseBlock;
import org.suffice.linalg.Blas;
import org.suffice.statistic.LogisticStatistic.Mode;

/**
 * Dense rows multiplied as they are, with parameters brought to their coordinates. Their second
 * derivatives are those of copies.
 */
final class LogisticDenseRows extends LogisticWork {
  private final double[] rawTheta = point.raw(point.theta());
  private final double[] rawDirection = direction == null ? null : point.raw(direction);

  LogisticDenseRows(
      LogisticPoint point, Mode mode, double[] direction, double[] steps, LogisticSums sums) {
    super(point, mode, direction, steps, sums);
  }

  @Override
  void add(Block block) {
    DenseBlock dense = (DenseBlock) block;
    int n = block.numRows();
    int k = functions;
    int d = columns;
    reserve(n);
    Blas.rowProducts(n, d, dense.values(), k, rawTheta, d + 1, eta);
    addConstants(n, eta, rawTheta);
    if (direction != null) {
      Blas.rowProducts(n, d, dense.values(), k, rawDirection, d + 1, slope);
      addConstants(n, slope, rawDirection);
    }
    addLosses(block, 0, n);
    if (mode.hasDerivatives()) {
      double[] gradient = sums.rawGradientOf(k * (d + 1));
      Blas.addCrossProduct(n, k, eta, d, dense.values(), gradient, d + 1);
      addTotals(n, gradient);
    }
  }

  private void addConstants(int n, double[] products, double[] raw) {
    int k = functions;
    double[] constants = new double[k];
    Arrays.setAll(constants, r -> raw[r * (columns + 1) + columns]);
    for (int i = 0; i < n; i++) {
      for (int r = 0; r < k; r++) {
        products[i * k + r] += constants[r];
      }
    }
  }

  /** The derivatives by the constants. */
  private void addTotals(int n, double[] gradient) {
    int k = functions;
    double[] totals = new double[k];
    for (int i = 0; i < n; i++) {
      for (int r = 0; r < k; r++) {
        totals[r] += eta[i * k + r];
      }
    }
    for (int r = 0; r < k; r++) {
      gradient[r * (columns + 1) + columns] += totals[r];
    }
  }
}
