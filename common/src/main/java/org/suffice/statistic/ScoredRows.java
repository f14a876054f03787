package org.suffice.statistic;

import org.suffice.block.Block;
import org.suffice.block.DenseBlock;
import org.suffice.block.SparseBlock;

/** The rows of a block with their predictions; the arrays are used again for the next block. */
final class ScoredRows {
  private final Scorer scorer;
  private final int slot;
  private double[] slotLabels = new double[0];

  /** The n labels. */
  double[] labels;

  /** The n predictions; the array may be longer. */
  double[] predictions = new double[0];

  /** label − prediction of the n rows; not finite where a prediction is not. May be longer. */
  double[] residuals = new double[0];

  /**
   * Rows that {@code scorer} predicts.
   *
   * @param slot the column of the block that holds the label, or -1 for the labels of the block
   */
  ScoredRows(Scorer scorer, int slot) {
    this.scorer = scorer;
    this.slot = slot;
  }

  /** Predicts the rows of a block, which is not modified. */
  void score(Block block) {
    int n = block.numRows();
    if (slot >= block.numFeatures()) {
      throw new IllegalArgumentException(
          "label: expected a slot below " + block.numFeatures() + ", found " + slot);
    }
    if (predictions.length < n) {
      predictions = new double[n];
      residuals = new double[n];
      slotLabels = new double[slot < 0 ? 0 : n];
    }
    scorer.score(block, predictions);
    labels = slot < 0 ? block.labels() : column(block);
    for (int i = 0; i < n; i++) {
      residuals[i] = labels[i] - predictions[i] + 0.0; // no -0.0
    }
  }

  private double[] column(Block block) {
    int n = block.numRows();
    if (block instanceof DenseBlock dense) {
      int d = block.numFeatures();
      for (int i = 0; i < n; i++) {
        slotLabels[i] = dense.values()[i * d + slot];
      }
      return slotLabels;
    }
    SparseBlock sparse = (SparseBlock) block;
    int[] starts = sparse.rowStarts();
    for (int i = 0; i < n; i++) {
      slotLabels[i] = 0;
      for (int e = starts[i]; e < starts[i + 1]; e++) {
        if (sparse.indices()[e] == slot) {
          slotLabels[i] = sparse.values()[e];
        }
      }
    }
    return slotLabels;
  }
}
