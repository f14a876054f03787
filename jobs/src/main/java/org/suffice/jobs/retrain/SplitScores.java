package org.suffice.jobs.retrain;

import java.io.Serializable;
import java.util.Arrays;
import org.suffice.block.Block;
import org.suffice.block.DenseBlock;
import org.suffice.jobs.read.SplitSource;
import org.suffice.pass.BlockSource;
import org.suffice.read.RowAccount;
import org.suffice.statistic.SampledRows;

/** The rows of a split as a model sees them: labels, weights, and what it says of each. */
final class SplitScores implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final int FIRST_CAPACITY = 1024;

  private final int width;
  private final RowAccount account = new RowAccount();
  private final SampledRows profile;
  private int file;
  private int size;
  private long[] rowIds = new long[0];
  private double[] labels = new double[0];
  private double[] weights = new double[0];
  private double[] scores = new double[0];
  private transient double[] row;

  /**
   * No rows yet.
   *
   * @param width numbers that are said of a row
   * @param profile an empty sample of feature values, label and prediction; null for none
   */
  SplitScores(int width, SampledRows profile) {
    this.width = width;
    this.profile = profile;
  }

  /** Reads and scores all rows of a split. */
  static SplitScores read(SplitSource source, ModelScorer scorer, SampledRows profile) {
    SplitScores result = new SplitScores(scorer.width(), profile == null ? null : profile.fresh());
    double[] out = new double[0];
    try (BlockSource.BlockReader reader = source.open()) {
      for (Block block = reader.next(); block != null; block = reader.next()) {
        if (out.length < block.numRows() * result.width) {
          out = new double[block.numRows() * result.width];
        }
        scorer.score(block, out);
        result.add(block, out);
      }
    }
    return result;
  }

  /**
   * Adds rows.
   *
   * @param out what the model says of them, n×width row-major
   */
  void add(Block block, double[] out) {
    account.merge(block.account());
    int n = block.numRows();
    if (n == 0) {
      return;
    }
    file = block.file();
    reserve(size + n);
    System.arraycopy(block.rowIds(), 0, rowIds, size, n);
    System.arraycopy(block.labels(), 0, labels, size, n);
    System.arraycopy(out, 0, scores, size * width, n * width);
    if (block.weights() == null) {
      Arrays.fill(weights, size, size + n, 1);
    } else {
      System.arraycopy(block.weights(), 0, weights, size, n);
    }
    size += n;
    if (profile != null) {
      addProfile(block, out);
    }
  }

  private void reserve(int rows) {
    if (rows > rowIds.length) {
      int capacity = Math.max(Math.max(rows, FIRST_CAPACITY), rowIds.length + rowIds.length / 2);
      rowIds = Arrays.copyOf(rowIds, capacity);
      labels = Arrays.copyOf(labels, capacity);
      weights = Arrays.copyOf(weights, capacity);
      scores = Arrays.copyOf(scores, Math.multiplyExact(capacity, width));
    }
  }

  private void addProfile(Block block, double[] out) {
    int d = block.numFeatures();
    if (row == null) {
      row = new double[d + 2];
    }
    for (int i = 0; i < block.numRows(); i++) {
      block.copyRow(i, row);
      row[d] = block.labels()[i];
      row[d + 1] = out[i * width];
      profile.add(file, block.rowIds()[i], row);
    }
  }

  /** What became of every row. */
  RowAccount account() {
    return account;
  }

  /** The sample of feature values, label and prediction. */
  SampledRows profile() {
    return profile;
  }

  int file() {
    return file;
  }

  int size() {
    return size;
  }

  long rowId(int i) {
    return rowIds[i];
  }

  double label(int i) {
    return labels[i];
  }

  double weight(int i) {
    return weights[i];
  }

  /** A number that is said of a row: 0 for the prediction, 1 + k for the score of class k. */
  double score(int i, int position) {
    return scores[i * width + position];
  }

  /** Some of the rows, in their order, as a block whose values are what is said of them. */
  Block block(int[] chosen) {
    double[] values = new double[chosen.length * width];
    double[] ofRows = new double[chosen.length];
    double[] weightsOf = new double[chosen.length];
    long[] ids = new long[chosen.length];
    for (int i = 0; i < chosen.length; i++) {
      System.arraycopy(scores, chosen[i] * width, values, i * width, width);
      ofRows[i] = labels[chosen[i]];
      weightsOf[i] = weights[chosen[i]];
      ids[i] = rowIds[chosen[i]];
    }
    RowAccount used = RowAccount.of(chosen.length, 0, 0, 0);
    return new DenseBlock(chosen.length, width, values, ofRows, weightsOf, file, ids, used);
  }
}
