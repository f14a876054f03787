package org.suffice.statistic;

import java.util.Arrays;
import org.suffice.block.Block;
import org.suffice.block.DenseBlock;
import org.suffice.block.SparseBlock;
import org.suffice.linalg.Blas;
import org.suffice.statistic.LogisticStatistic.Mode;

/**
 * Copies of some rows at a time in the coordinates of the point, shifted and scaled, with the 1 of
 * the constant behind them.
 */
final class LogisticCopies extends LogisticWork {
  /** Doubles copied at a time: they then stay in a core's cache. */
  private static final int SCRATCH_DOUBLES = 1 << 17;

  private final double[] units;
  private double[] rows = new double[0];
  private double[] square = new double[0];

  LogisticCopies(
      LogisticPoint point, Mode mode, double[] direction, double[] steps, LogisticSums sums) {
    super(point, mode, direction, steps, sums);
    units = new double[columns];
    Arrays.setAll(units, j -> 1 / point.scale()[j]);
  }

  @Override
  void add(Block block) {
    int n = block.numRows();
    int k = functions;
    int q = coefficients;
    boolean blocks = mode == Mode.HESSIAN && k > 1;
    int step = Math.max(64, Math.min(n, SCRATCH_DOUBLES / (blocks ? k * q : q)));
    for (int from = 0; from < n; from += step) {
      int m = Math.min(step, n - from);
      copyRows(block, from, m);
      if (mode == Mode.CROSS_PRODUCTS) {
        scaleByOne(m);
        addHessian(block, from, m);
        continue;
      }
      reserve(m);
      Blas.rowProducts(m, q, rows, k, point.theta(), q, eta);
      if (direction != null) {
        Blas.rowProducts(m, q, rows, k, direction, q, slope);
      }
      if (mode == Mode.HESSIAN) {
        scaled = LogisticSums.atLeast(scaled, blocks ? m * k * q : m * k);
      }
      addLosses(block, from, m);
      if (mode.hasDerivatives()) {
        Blas.addCrossProduct(m, k, eta, q, rows, sums.gradientOf(k * q), q);
      }
      if (mode == Mode.HESSIAN) {
        addHessian(block, from, m);
      }
    }
  }

  private void copyRows(Block block, int from, int m) {
    int d = columns;
    int q = coefficients;
    rows = LogisticSums.atLeast(rows, m * q);
    if (block instanceof DenseBlock dense) {
      copyDense(dense, from, m);
    } else {
      copySparse((SparseBlock) block, from, m);
    }
    for (int i = 0; q > d && i < m; i++) {
      rows[i * q + d] = 1;
    }
  }

  private void copyDense(DenseBlock block, int from, int m) {
    int d = columns;
    int q = coefficients;
    double[] z = rows;
    double[] shift = point.shift();
    double[] x = block.values();
    for (int i = 0; i < m; i++) {
      int row = (from + i) * d;
      for (int j = 0; j < d; j++) {
        z[i * q + j] = (x[row + j] - shift[j]) * units[j];
      }
    }
  }

  private void copySparse(SparseBlock block, int from, int m) {
    int q = coefficients;
    double[] z = rows;
    double[] shift = point.shift();
    int[] starts = block.rowStarts();
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < columns; j++) {
        z[i * q + j] = -shift[j] * units[j];
      }
      for (int e = starts[from + i]; e < starts[from + i + 1]; e++) {
        int j = block.indices()[e];
        z[i * q + j] = (block.values()[e] - shift[j]) * units[j];
      }
    }
  }

  /**
   * The blocks are the difference of Gram matrices: Σ ω p_r x̃x̃ᵀ on the diagonal less Σ ω (p ⊗
   * x̃)(p ⊗ x̃)ᵀ, each one call of level 3. With one function both are one, ω p(1 − p).
   */
  private void addHessian(Block block, int from, int m) {
    int k = functions;
    int q = coefficients;
    int size = k * q;
    double[] hessian = sums.hessianOf(size);
    double[] p = Arrays.copyOf(scaled, m * k);
    if (k == 1) {
      scaleRows(block, from, m, p, 0, rows);
      Blas.addGram(m, q, rows, hessian);
      return;
    }
    double[] u = scaled;
    for (int i = 0; i < m; i++) {
      double root = Math.sqrt(weight(block, from + i));
      for (int r = 0; r < k; r++) {
        double factor = root * p[i * k + r];
        for (int j = 0; j < q; j++) {
          u[i * size + r * q + j] = factor * rows[i * q + j];
        }
      }
    }
    Blas.subtractGram(m, size, u, hessian);
    square = LogisticSums.atLeast(square, q * q);
    for (int r = 0; r < k; r++) {
      scaleRows(block, from, m, p, r, u);
      Blas.gram(m, q, u, q, square);
      for (int i = 0; i < q; i++) {
        int row = (r * q + i) * size + r * q;
        for (int j = 0; j <= i; j++) {
          hessian[row + j] += square[i * q + j];
        }
      }
    }
  }

  /** The copies times √(ω p_r), to an array that may be their own. */
  private void scaleRows(Block block, int from, int m, double[] p, int r, double[] out) {
    int q = coefficients;
    for (int i = 0; i < m; i++) {
      double root = Math.sqrt(weight(block, from + i) * p[i * functions + r]);
      for (int j = 0; j < q; j++) {
        out[i * q + j] = root * rows[i * q + j];
      }
    }
  }
}
