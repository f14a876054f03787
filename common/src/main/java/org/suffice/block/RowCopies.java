package org.suffice.block;

import java.util.Arrays;
import java.util.List;
import org.suffice.read.RowAccount;

/** Blocks made of rows of other blocks, with arrays of their own. */
public final class RowCopies {
  private RowCopies() {}

  /** Rows {@code [from, to)} of a block, without the text that is kept beside them. */
  public static Block range(Block block, int from, int to) {
    int[] rows = new int[to - from];
    Arrays.setAll(rows, i -> from + i);
    return select(block, rows);
  }

  /** Labels, weights and ids of rows {@code [from, to)} of a block, which have no features. */
  public static Block withoutFeatures(Block block, int from, int to) {
    int n = to - from;
    return new DenseBlock(
        n,
        0,
        new double[0],
        Arrays.copyOfRange(block.labels(), from, to),
        block.weights() == null ? null : Arrays.copyOfRange(block.weights(), from, to),
        block.file(),
        Arrays.copyOfRange(block.rowIds(), from, to),
        RowAccount.of(n, 0, 0, 0));
  }

  /**
   * Some rows of a block.
   *
   * @param rows their positions, in the order that they are to have
   */
  public static Block select(Block block, int[] rows) {
    int n = rows.length;
    double[] labels = new double[n];
    double[] weights = block.weights() == null ? null : new double[n];
    long[] rowIds = new long[n];
    for (int i = 0; i < n; i++) {
      labels[i] = block.labels()[rows[i]];
      rowIds[i] = block.rowIds()[rows[i]];
      if (weights != null) {
        weights[i] = block.weights()[rows[i]];
      }
    }
    RowAccount account = RowAccount.of(n, 0, 0, 0);
    int d = block.numFeatures();
    if (block instanceof DenseBlock dense) {
      double[] values = new double[Math.multiplyExact(n, d)];
      for (int i = 0; i < n; i++) {
        System.arraycopy(dense.values(), rows[i] * d, values, i * d, d);
      }
      return new DenseBlock(n, d, values, labels, weights, block.file(), rowIds, account);
    }
    SparseBlock sparse = (SparseBlock) block;
    int[] starts = new int[n + 1];
    for (int i = 0; i < n; i++) {
      starts[i + 1] = starts[i] + sparse.rowStarts()[rows[i] + 1] - sparse.rowStarts()[rows[i]];
    }
    int[] indices = new int[starts[n]];
    double[] values = new double[starts[n]];
    for (int i = 0; i < n; i++) {
      int from = sparse.rowStarts()[rows[i]];
      System.arraycopy(sparse.indices(), from, indices, starts[i], starts[i + 1] - starts[i]);
      System.arraycopy(sparse.values(), from, values, starts[i], starts[i + 1] - starts[i]);
    }
    return new SparseBlock(
        n, d, starts, indices, values, labels, weights, block.file(), rowIds, account);
  }

  /**
   * Some rows of several blocks. Of ids only those of rows of one file tell rows apart afterwards.
   *
   * @param blocks one or more, all dense or all sparse and of the same width
   * @param in for each row the position of its block
   * @param rows for each row its position in that block, in the order that rows are to have
   */
  public static Block gathered(List<Block> blocks, int[] in, int[] rows) {
    Block first = blocks.get(0);
    int n = rows.length;
    int d = first.numFeatures();
    boolean weighted = blocks.stream().anyMatch(block -> block.weights() != null);
    double[] labels = new double[n];
    double[] weights = weighted ? new double[n] : null;
    long[] rowIds = new long[n];
    for (int i = 0; i < n; i++) {
      Block block = blocks.get(in[i]);
      labels[i] = block.labels()[rows[i]];
      rowIds[i] = block.rowIds()[rows[i]];
      if (weighted) {
        weights[i] = block.weights() == null ? 1 : block.weights()[rows[i]];
      }
    }
    RowAccount account = RowAccount.of(n, 0, 0, 0);
    if (first instanceof SparseBlock) {
      return gatheredSparse(blocks, in, rows, labels, weights, rowIds, account);
    }
    double[] values = new double[Math.multiplyExact(n, d)];
    for (int i = 0; i < n; i++) {
      DenseBlock block = (DenseBlock) blocks.get(in[i]);
      System.arraycopy(block.values(), rows[i] * d, values, i * d, d);
    }
    return new DenseBlock(n, d, values, labels, weights, first.file(), rowIds, account);
  }

  private static Block gatheredSparse(
      List<Block> blocks,
      int[] in,
      int[] rows,
      double[] labels,
      double[] weights,
      long[] rowIds,
      RowAccount account) {
    int n = rows.length;
    int[] starts = new int[n + 1];
    for (int i = 0; i < n; i++) {
      int[] from = ((SparseBlock) blocks.get(in[i])).rowStarts();
      starts[i + 1] = Math.addExact(starts[i], from[rows[i] + 1] - from[rows[i]]);
    }
    int[] indices = new int[starts[n]];
    double[] values = new double[starts[n]];
    for (int i = 0; i < n; i++) {
      SparseBlock block = (SparseBlock) blocks.get(in[i]);
      int from = block.rowStarts()[rows[i]];
      System.arraycopy(block.indices(), from, indices, starts[i], starts[i + 1] - starts[i]);
      System.arraycopy(block.values(), from, values, starts[i], starts[i + 1] - starts[i]);
    }
    Block first = blocks.get(0);
    return new SparseBlock(
        n,
        first.numFeatures(),
        starts,
        indices,
        values,
        labels,
        weights,
        first.file(),
        rowIds,
        account);
  }

  /**
   * The rows of several blocks, one after the other. Of ids only those of rows of one file tell
   * rows apart afterwards.
   *
   * @param blocks one or more, all dense or all sparse and of the same width
   */
  public static Block joined(List<Block> blocks) {
    Block first = blocks.get(0);
    if (blocks.size() == 1) {
      return first;
    }
    int d = first.numFeatures();
    int n = blocks.stream().mapToInt(Block::numRows).reduce(0, Math::addExact);
    double[] labels = new double[n];
    boolean weighted = blocks.stream().anyMatch(block -> block.weights() != null);
    double[] weights = weighted ? new double[n] : null;
    long[] rowIds = new long[n];
    int at = 0;
    for (Block block : blocks) {
      int rows = block.numRows();
      System.arraycopy(block.labels(), 0, labels, at, rows);
      System.arraycopy(block.rowIds(), 0, rowIds, at, rows);
      if (block.weights() != null) {
        System.arraycopy(block.weights(), 0, weights, at, rows);
      } else if (weighted) {
        Arrays.fill(weights, at, at + rows, 1);
      }
      at += rows;
    }
    RowAccount account = RowAccount.of(n, 0, 0, 0);
    if (first instanceof DenseBlock) {
      double[] values = new double[Math.multiplyExact(n, d)];
      int offset = 0;
      for (Block block : blocks) {
        int length = block.numRows() * d;
        System.arraycopy(((DenseBlock) block).values(), 0, values, offset, length);
        offset += length;
      }
      return new DenseBlock(n, d, values, labels, weights, first.file(), rowIds, account);
    }
    return joinedSparse(blocks, n, labels, weights, rowIds, account);
  }

  private static Block joinedSparse(
      List<Block> blocks,
      int n,
      double[] labels,
      double[] weights,
      long[] rowIds,
      RowAccount account) {
    int entries =
        blocks.stream()
            .mapToInt(block -> ((SparseBlock) block).numEntries())
            .reduce(0, Math::addExact);
    int[] starts = new int[n + 1];
    int[] indices = new int[entries];
    double[] values = new double[entries];
    int row = 0;
    int at = 0;
    for (Block block : blocks) {
      SparseBlock sparse = (SparseBlock) block;
      int length = sparse.numEntries();
      System.arraycopy(sparse.indices(), 0, indices, at, length);
      System.arraycopy(sparse.values(), 0, values, at, length);
      for (int i = 1; i <= sparse.numRows(); i++) {
        starts[row + i] = at + sparse.rowStarts()[i];
      }
      row += sparse.numRows();
      at += length;
    }
    Block first = blocks.get(0);
    return new SparseBlock(
        n,
        first.numFeatures(),
        starts,
        indices,
        values,
        labels,
        weights,
        first.file(),
        rowIds,
        account);
  }
}
