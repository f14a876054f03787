package org.suffice.jobs.pass;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.suffice.block.Block;
import org.suffice.block.DenseBlock;
import org.suffice.block.SparseBlock;
import org.suffice.pass.BlockSource;
import org.suffice.pass.LocalBlocks;
import org.suffice.read.RowAccount;

/**
 * A partition of rows made up of their position: row i is (i, 0, i/8), its label 2i, its weight i/2
 * or 1.
 *
 * @param first the position of its first row
 * @param rows how many it has, in blocks of 50
 */
record RowsOfPartition(int first, int rows, boolean sparse, boolean weighted)
    implements BlockSource, Serializable {
  private static final long serialVersionUID = 1L;

  private static final int BLOCK = 50;

  static final int FEATURES = 3;

  /** Partitions of several sizes, one of them empty, with so many rows in all. */
  static List<RowsOfPartition> cut(int rows, int partitions, boolean sparse, boolean weighted) {
    List<RowsOfPartition> all = new ArrayList<>();
    int from = 0;
    for (int p = 0; p < partitions; p++) {
      int to =
          p == partitions - 1
              ? rows
              : p == 1 ? from : rows * (p + 1) * (p + 1) / partitions / partitions;
      all.add(new RowsOfPartition(from, to - from, sparse, weighted));
      from = to;
    }
    return all;
  }

  List<Block> blocks() {
    List<Block> blocks = new ArrayList<>();
    for (int from = first; from < first + rows; from += BLOCK) {
      blocks.add(block(from, Math.min(BLOCK, first + rows - from)));
    }
    return blocks;
  }

  private Block block(int from, int n) {
    double[] labels = new double[n];
    double[] weights = weighted ? new double[n] : null;
    long[] ids = new long[n];
    double[] dense = new double[n * FEATURES];
    int[] starts = new int[n + 1];
    int[] indices = new int[2 * n];
    double[] values = new double[2 * n];
    for (int i = 0; i < n; i++) {
      int row = from + i;
      labels[i] = 2 * row;
      ids[i] = row;
      dense[FEATURES * i] = row;
      dense[FEATURES * i + 2] = row / 8.0;
      indices[2 * i + 1] = 2;
      values[2 * i] = row;
      values[2 * i + 1] = row / 8.0;
      starts[i + 1] = 2 * i + 2;
      if (weighted) {
        weights[i] = row / 2.0;
      }
    }
    RowAccount account = RowAccount.of(n, 0, 0, 0);
    return sparse
        ? new SparseBlock(n, FEATURES, starts, indices, values, labels, weights, 0, ids, account)
        : new DenseBlock(n, FEATURES, dense, labels, weights, 0, ids, account);
  }

  /** The rows with these positions in one chunk, as {@link ChunkExpression} sees them. */
  static String chunk(long[] positions, boolean weighted) {
    double[] values = new double[positions.length * FEATURES];
    for (int i = 0; i < positions.length; i++) {
      values[i * FEATURES] = positions[i];
      values[i * FEATURES + 2] = positions[i] / 8.0;
    }
    String labels = Arrays.toString(Arrays.stream(positions).mapToDouble(i -> 2 * i).toArray());
    String weights =
        weighted
            ? Arrays.toString(Arrays.stream(positions).mapToDouble(i -> i / 2.0).toArray())
            : "";
    return Arrays.toString(values) + labels + weights;
  }

  @Override
  public BlockReader open() {
    return LocalBlocks.inMemory(blocks()).open();
  }
}
