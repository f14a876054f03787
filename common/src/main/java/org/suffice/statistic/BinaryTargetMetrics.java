package org.suffice.statistic;

import org.suffice.block.Block;
import org.suffice.block.DenseBlock;
import org.suffice.read.RowAccount;

/**
 * How well one of several targets of 0 or 1 is predicted: {@link ClassificationMetrics} of the two
 * classes 0 and 1. A label that is neither stands for a class that the scorer does not know.
 */
public final class BinaryTargetMetrics implements Statistic<BinaryTargetMetrics> {
  private static final long serialVersionUID = 1L;

  private final ClassificationMetrics metrics;
  private final int slot;
  private transient double[] row;

  /**
   * Empty metrics.
   *
   * @param scorer of two classes
   * @param slot the column of the blocks that holds the label, or -1 for the label of the blocks
   */
  public BinaryTargetMetrics(ClassScorer scorer, int slot) {
    this(new ClassificationMetrics(scorer), slot);
    if (scorer.numClasses() != 2) {
      throw new IllegalArgumentException("expected 2 classes, found " + scorer.numClasses());
    }
  }

  private BinaryTargetMetrics(ClassificationMetrics metrics, int slot) {
    this.metrics = metrics;
    this.slot = slot;
  }

  @Override
  public BinaryTargetMetrics fresh() {
    return new BinaryTargetMetrics(metrics.fresh(), slot);
  }

  @Override
  public long sizeInBytes() {
    return metrics.sizeInBytes();
  }

  @Override
  public void add(Block block) {
    if (row == null) {
      row = new double[block.numFeatures()];
    }
    double[] positions = new double[block.numRows()];
    for (int i = 0; i < positions.length; i++) {
      double label = block.labels()[i];
      if (slot >= 0) {
        block.copyRow(i, row);
        label = row[slot];
      }
      positions[i] = label == 0 || label == 1 ? label : 2;
    }
    metrics.add(labelled(block, positions));
  }

  /** The same rows with other labels. */
  private static Block labelled(Block block, double[] labels) {
    if (block instanceof DenseBlock dense) {
      return new DenseBlock(
          dense.numRows(),
          dense.numFeatures(),
          dense.values(),
          labels,
          dense.weights(),
          dense.file(),
          dense.rowIds(),
          dense.account());
    }
    throw new IllegalArgumentException("several targets of sparse rows");
  }

  @Override
  public void finish() {
    metrics.finish();
    row = null;
  }

  @Override
  public void complete() {
    metrics.complete();
  }

  @Override
  public BinaryTargetMetrics merge(BinaryTargetMetrics other) {
    if (other == this) {
      throw new IllegalArgumentException("metrics merged with themselves");
    }
    if (other.slot != slot) {
      throw new IllegalArgumentException(
          "metrics: expected the label in slot " + slot + ", found slot " + other.slot);
    }
    metrics.merge(other.metrics);
    return this;
  }

  @Override
  public RowAccount account() {
    return metrics.account();
  }

  /** The figures of the classes 0 and 1. */
  public ClassificationMetrics metrics() {
    return metrics;
  }
}
