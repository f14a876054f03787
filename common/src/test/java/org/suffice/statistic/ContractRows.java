package org.suffice.statistic;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.LongStream;
import org.suffice.block.Block;
import org.suffice.block.DenseBlock;
import org.suffice.block.SparseBlock;

/** The rows that the merge contract cuts: columns of several scales, one far from zero. */
final class ContractRows {
  static final int D = 12;

  private final boolean sparse;
  private final double[] x = new double[MergeContractTest.ROWS * D];
  private final double[] y = new double[MergeContractTest.ROWS];
  private final double[] weights;

  ContractRows(boolean sparse, boolean weighted) {
    this.sparse = sparse;
    Random random = new Random(20);
    weights = weighted ? random.doubles(y.length, 0.1, 4).toArray() : null;
    for (int i = 0; i < y.length; i++) {
      if (sparse) { // at most one entry in a row, of twelve: below the share that goes dense
        x[i * D + random.nextInt(D)] = random.nextInt(4) == 0 ? 0 : random.nextGaussian() * 3;
      } else {
        for (int j = 0; j < D; j++) {
          x[i * D + j] = random.nextGaussian() * Math.pow(10, j % 5 - 2) + (j == 3 ? 1e6 : 0);
        }
      }
      y[i] = 50 + random.nextGaussian();
    }
  }

  Block block(int from, int to) {
    int n = to - from;
    double[] labels = Arrays.copyOfRange(y, from, to);
    double[] w = weights == null ? null : Arrays.copyOfRange(weights, from, to);
    long[] ids = LongStream.range(from, to).toArray();
    if (!sparse) {
      double[] values = Arrays.copyOfRange(x, from * D, to * D);
      return new DenseBlock(n, D, values, labels, w, 0, ids, MergeContractTest.account(from, to));
    }
    int[] starts = new int[n + 1];
    int[] indices = new int[n * D];
    double[] values = new double[n * D];
    int e = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < D; j++) {
        if (x[(from + i) * D + j] != 0) {
          indices[e] = j;
          values[e++] = x[(from + i) * D + j];
        }
      }
      starts[i + 1] = e;
    }
    return new SparseBlock(
        n, D, starts, indices, values, labels, w, 0, ids, MergeContractTest.account(from, to));
  }
}
