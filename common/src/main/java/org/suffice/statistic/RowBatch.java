package org.suffice.statistic;

import java.util.Arrays;
import org.suffice.Failure;
import org.suffice.block.Block;
import org.suffice.block.DenseBlock;
import org.suffice.block.SparseBlock;
import org.suffice.read.RowAccount;

/**
 * Rows, dense or sparse, that are collected for one of several statistics until there are enough of
 * them for BLAS. Arrays grow with the rows, up to the capacity.
 */
final class RowBatch {
  /** Rows that are worth a call of BLAS. */
  static final int CAPACITY = 1024;

  private final Statistic<?> statistic;
  private final int capacity;
  private final boolean squares;
  private final boolean lean;
  private int rows;
  private double[] values = new double[0];
  private int[] indices = new int[0];
  private int[] starts = new int[1];
  private double[] labels = new double[0];
  private double[] weights = new double[0];
  private long[] rowIds = new long[0];
  private boolean weighted;
  private Block like;

  /** A batch for a statistic. */
  RowBatch(Statistic<?> statistic) {
    this(statistic, CAPACITY, false, false);
  }

  /**
   * A batch for a statistic.
   *
   * @param capacity rows after which the statistic is told
   * @param squares whether rows are to be twice as long: behind the values stand their squares
   * @param lean whether the statistic is to let go each time of what only adding needs
   */
  RowBatch(Statistic<?> statistic, int capacity, boolean squares, boolean lean) {
    this.statistic = statistic;
    this.capacity = capacity;
    this.squares = squares;
    this.lean = lean;
  }

  /** Adds a row of a block, with its own label. */
  void append(Block block, int row) {
    append(block, row, block.labels()[row]);
  }

  /** Adds a row of a block with a label. */
  void append(Block block, int row, double label) {
    if (rows > 0 && like.getClass() != block.getClass()) {
      empty();
    }
    like = block;
    if (rows == labels.length) {
      grow();
    }
    if (block instanceof DenseBlock dense) {
      append(dense, row);
    } else {
      append((SparseBlock) block, row);
    }
    labels[rows] = label;
    weights[rows] = block.weights() == null ? 1 : block.weights()[row];
    weighted |= weights[rows] != 1;
    rowIds[rows] = block.rowIds()[row];
    rows++;
    if (rows == capacity) {
      empty();
    }
  }

  private void grow() {
    int length = Math.min(capacity, Math.max(16, 2 * labels.length));
    labels = Arrays.copyOf(labels, length);
    weights = Arrays.copyOf(weights, length);
    rowIds = Arrays.copyOf(rowIds, length);
    starts = Arrays.copyOf(starts, length + 1);
  }

  private int width() {
    return squares ? 2 * like.numFeatures() : like.numFeatures();
  }

  private void append(DenseBlock block, int row) {
    int d = block.numFeatures();
    int width = width();
    if (values.length < labels.length * width) {
      values = Arrays.copyOf(values, Math.multiplyExact(labels.length, width));
    }
    int at = rows * width;
    System.arraycopy(block.values(), row * d, values, at, d);
    if (squares) {
      for (int j = 0; j < d; j++) {
        values[at + d + j] = square(values[at + j]);
      }
    }
  }

  private void append(SparseBlock block, int row) {
    int from = block.rowStarts()[row];
    int size = block.rowStarts()[row + 1] - from;
    int at = starts[rows];
    int length = squares ? 2 * size : size;
    if (values.length < at + length) {
      values = Arrays.copyOf(values, Math.max(2 * values.length, at + length));
    }
    if (indices.length < at + length) {
      indices = Arrays.copyOf(indices, Math.max(2 * indices.length, at + length));
    }
    System.arraycopy(block.values(), from, values, at, size);
    System.arraycopy(block.indices(), from, indices, at, size);
    if (squares) {
      for (int e = at; e < at + size; e++) {
        values[size + e] = square(values[e]);
        indices[size + e] = block.numFeatures() + indices[e];
      }
    }
    starts[rows + 1] = at + length;
  }

  private static double square(double x) {
    double square = x * x;
    if (!Double.isFinite(square)) {
      throw Failure.data(
          "the square of a value, "
              + x
              + ", leaves the range of a double: divide its column by a power of ten");
    }
    return square;
  }

  /** Tells the statistic, which keeps nothing of the arrays. */
  void empty() {
    if (rows == 0) {
      return;
    }
    RowAccount used = RowAccount.of(rows, 0, 0, 0);
    double[] blockWeights = weighted ? weights : null;
    int d = width();
    statistic.add(
        like instanceof DenseBlock
            ? new DenseBlock(rows, d, values, labels, blockWeights, like.file(), rowIds, used)
            : new SparseBlock(
                rows, d, starts, indices, values, labels, blockWeights, like.file(), rowIds, used));
    if (lean) {
      statistic.finish();
    }
    rows = 0;
    weighted = false;
    like = null;
  }
}
