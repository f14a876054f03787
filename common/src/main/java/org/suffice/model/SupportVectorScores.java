package org.suffice.model;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.suffice.block.Block;
import org.suffice.block.DenseBlock;
import org.suffice.block.Design;
import org.suffice.block.RowCopies;
import org.suffice.block.SparseBlock;
import org.suffice.linalg.Blas;
import org.suffice.solve.SupportVectorFit;
import org.suffice.statistic.KernelRows;
import org.suffice.statistic.KernelSums;

/** Decision values of rows: Σ α_i y_i K(x_i, x) − rho of every pair of classes. */
final class SupportVectorScores implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Design design;
  private final int numColumns;
  private final int numClasses;
  private final boolean binary;
  private final double[] weights;
  private final double[] rho;
  private final int[][] pairOf;
  private final ArrayList<Part> parts = new ArrayList<>();

  /** The support vectors of one class, with what each is worth against every other class. */
  private record Part(int of, KernelRows rows, double[] coefficients) implements Serializable {}

  SupportVectorScores(SupportVectorFit fit, Design design) {
    this.design = design;
    this.numColumns = design.numColumns();
    this.numClasses = fit.numClasses();
    this.binary = numClasses == 2;
    this.weights = fit.weights();
    this.rho = fit.pairs().stream().mapToDouble(SupportVectorFit.Pair::rho).toArray();
    this.pairOf = new int[numClasses][numClasses];
    int pair = 0;
    for (int a = 0; a < numClasses; a++) {
      for (int b = a + 1; b < numClasses; b++) {
        pairOf[a][b] = pair;
        pairOf[b][a] = pair++;
      }
    }
    if (fit.vectors() != null) {
      split(fit);
    }
  }

  private void split(SupportVectorFit fit) {
    int others = numClasses - 1;
    int[] classes = fit.vectorClass();
    for (int from = 0; from < classes.length; ) {
      int to = from;
      while (to < classes.length && classes[to] == classes[from]) {
        to++;
      }
      parts.add(
          new Part(
              classes[from],
              new KernelRows(fit.kernel(), RowCopies.range(fit.vectors(), from, to)),
              Arrays.copyOfRange(fit.coefficients(), from * others, to * others)));
      from = to;
    }
  }

  int numPairs() {
    return rho.length;
  }

  /** The position of a pair. */
  int pairOf(int a, int b) {
    return pairOf[a][b];
  }

  /** Whether a decision value of the pair above 0 is for the first of its classes. */
  boolean positiveIsFirst() {
    return !binary;
  }

  /**
   * Decision values.
   *
   * @param block of the d features of the model
   * @return n×P row-major
   */
  double[] decisions(Block block) {
    Block rows = design.mapper().apply(present(block));
    double[] out = new double[Math.multiplyExact(block.numRows(), rho.length)];
    if (parts.isEmpty()) {
      addLinear(rows, out);
    } else {
      parts.forEach(part -> add(rows, part, out));
    }
    for (int i = 0; i < out.length; i++) {
      out[i] -= rho[i % rho.length];
    }
    return out;
  }

  /** Sparse rows cannot be shifted: they are written out. */
  private Block present(Block block) {
    if (!design.isShifted() || !(block instanceof SparseBlock)) {
      return block;
    }
    int n = block.numRows();
    int d = block.numFeatures();
    double[] values = new double[Math.multiplyExact(n, d)];
    double[] row = new double[d];
    for (int i = 0; i < n; i++) {
      block.copyRow(i, row);
      System.arraycopy(row, 0, values, i * d, d);
    }
    return new DenseBlock(
        n,
        d,
        values,
        block.labels(),
        block.weights(),
        block.file(),
        block.rowIds(),
        block.account());
  }

  private void addLinear(Block rows, double[] out) {
    int n = rows.numRows();
    int numPairs = rho.length;
    if (rows instanceof DenseBlock dense) {
      Blas.rowProducts(n, numColumns, dense.values(), numPairs, weights, numColumns, out);
      return;
    }
    SparseBlock sparse = (SparseBlock) rows;
    for (int i = 0; i < n; i++) {
      for (int e = sparse.rowStarts()[i]; e < sparse.rowStarts()[i + 1]; e++) {
        for (int p = 0; p < numPairs; p++) {
          out[i * numPairs + p] +=
              sparse.values()[e] * weights[p * numColumns + sparse.indices()[e]];
        }
      }
    }
  }

  private void add(Block rows, Part part, double[] out) {
    int others = numClasses - 1;
    KernelSums sums =
        new KernelSums(
            List.of(
                new KernelSums.Group(
                    -1, -1, rows.numRows(), part.rows(), others, part.coefficients())));
    sums.add(rows);
    double[] worth = sums.sums(0);
    for (int i = 0; i < rows.numRows(); i++) {
      for (int t = 0; t < others; t++) {
        int other = t < part.of() ? t : t + 1;
        out[i * rho.length + pairOf[part.of()][other]] += worth[i * others + t];
      }
    }
  }
}
