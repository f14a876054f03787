package org.suffice.statistic;

import org.suffice.block.Block;
import org.suffice.block.SparseBlock;
import org.suffice.statistic.LogisticStatistic.Mode;

/**
 * Sparse rows multiplied as they are, entry by entry, with parameters brought to their coordinates.
 */
final class LogisticSparseRows extends LogisticWork {
  private final double[] rawTheta = point.raw(point.theta());
  private final double[] rawDirection = direction == null ? null : point.raw(direction);

  LogisticSparseRows(
      LogisticPoint point, Mode mode, double[] direction, double[] steps, LogisticSums sums) {
    super(point, mode, direction, steps, sums);
  }

  @Override
  void add(Block block) {
    SparseBlock sparse = (SparseBlock) block;
    int n = block.numRows();
    if (mode == Mode.CROSS_PRODUCTS) {
      scaleByOne(n);
      addHessian(sparse);
      return;
    }
    reserve(n);
    products(sparse, rawTheta, eta);
    if (direction != null) {
      products(sparse, rawDirection, slope);
    }
    if (mode == Mode.HESSIAN) {
      scaled = LogisticSums.atLeast(scaled, n * functions);
    }
    addLosses(block, 0, n);
    if (mode.hasDerivatives()) {
      addGradient(sparse);
    }
    if (mode == Mode.HESSIAN) {
      addHessian(sparse);
    }
  }

  private void products(SparseBlock block, double[] raw, double[] predictors) {
    int k = functions;
    int d = columns;
    int stride = d + 1;
    int[] starts = block.rowStarts();
    int[] indices = block.indices();
    double[] values = block.values();
    for (int i = 0; i < block.numRows(); i++) {
      for (int r = 0; r < k; r++) {
        int row = r * stride;
        double sum = raw[row + d];
        for (int e = starts[i]; e < starts[i + 1]; e++) {
          sum += values[e] * raw[row + indices[e]];
        }
        predictors[i * k + r] = sum;
      }
    }
  }

  private void addGradient(SparseBlock block) {
    int k = functions;
    int stride = columns + 1;
    double[] gradient = sums.rawGradientOf(k * stride);
    int[] starts = block.rowStarts();
    for (int i = 0; i < block.numRows(); i++) {
      for (int r = 0; r < k; r++) {
        double c = eta[i * k + r];
        if (c != 0) {
          int row = r * stride;
          for (int e = starts[i]; e < starts[i + 1]; e++) {
            gradient[row + block.indices()[e]] += c * block.values()[e];
          }
          gradient[row + columns] += c;
        }
      }
    }
  }

  /** Σ ω p_r(δ_rs − p_s) [x;1][x;1]ᵀ, the triangle j ≤ i of row i. */
  private void addHessian(SparseBlock block) {
    int k = functions;
    int size = k * (columns + 1);
    double[] hessian = sums.rawHessianOf(size);
    for (int i = 0; i < block.numRows(); i++) {
      double weight = weight(block, i);
      for (int r = 0; r < k; r++) {
        for (int s = 0; s <= r; s++) {
          double p = scaled[i * k + r];
          double c = weight * (k == 1 ? p : p * ((r == s ? 1 : 0) - scaled[i * k + s]));
          if (c != 0) {
            addOuterProduct(block, i, c, hessian, r, s);
          }
        }
      }
    }
  }

  /** c [x;1][x;1]ᵀ of a row, to the block of two functions. */
  private void addOuterProduct(SparseBlock block, int i, double c, double[] hessian, int r, int s) {
    int from = block.rowStarts()[i];
    int to = block.rowStarts()[i + 1];
    int[] indices = block.indices();
    double[] values = block.values();
    int d = columns;
    int size = functions * (d + 1);
    int corner = r * (d + 1) * size + s * (d + 1);
    for (int a = from; a < to; a++) {
      int row = corner + indices[a] * size;
      double value = c * values[a];
      int last = r == s ? a + 1 : to;
      for (int b = from; b < last; b++) {
        hessian[row + indices[b]] += value * values[b];
      }
      if (r != s) {
        hessian[row + d] += value;
      }
    }
    int row = corner + d * size;
    for (int b = from; b < to; b++) {
      hessian[row + indices[b]] += c * values[b];
    }
    hessian[row + d] += c;
  }
}
