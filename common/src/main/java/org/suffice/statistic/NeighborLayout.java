package org.suffice.statistic;

import java.io.Serializable;
import java.util.Arrays;
import org.suffice.block.Block;
import org.suffice.neighbour.Queries;
import org.suffice.neighbour.Rows;

/**
 * Where the parts of a row of training stand in blocks: d features, the labels after the first,
 * then the fold of the row where there is one.
 *
 * @param features the number d
 * @param labels how many there are, the first of them being that of the block
 * @param groups what keeps a row from being a neighbour of another
 */
public record NeighborLayout(int features, int labels, Groups groups) implements Serializable {
  /** Which rows are no neighbours of each other. */
  public enum Groups {
    /** All may be. */
    NONE,
    /** A row is no neighbour of itself: leave-one-out. */
    ROW,
    /** Nor of other rows of its fold. */
    FOLD
  }

  /** The number of values of a row: those that stand in {@link Block#numFeatures}. */
  public int width() {
    return features + labels - 1 + (groups == Groups.FOLD ? 1 : 0);
  }

  /** What is kept of a neighbour: its labels, then its weight. */
  public int payloadWidth() {
    return labels + 1;
  }

  /** The same layout read with other groups; a fold that stands in the rows may be left alone. */
  public NeighborLayout with(Groups other) {
    return new NeighborLayout(features, labels, other);
  }

  /** The rows of a block, copied. */
  public Rows rows(Block block) {
    int n = block.numRows();
    double[] values = new double[Math.multiplyExact(n, features)];
    double[] payload = new double[Math.multiplyExact(n, payloadWidth())];
    double[] row = row(block, width());
    for (int i = 0; i < n; i++) {
      block.copyRow(i, row);
      System.arraycopy(row, 0, values, i * features, features);
      int at = i * payloadWidth();
      payload[at] = block.labels()[i];
      System.arraycopy(row, features, payload, at + 1, labels - 1);
      payload[at + labels] = block.weights() == null ? 1 : block.weights()[i];
    }
    long[] ids = Arrays.copyOf(block.rowIds(), n);
    return new Rows(n, features, values, ids, groups(block, ids), payload, payloadWidth());
  }

  /** The rows of a block as queries, copied; labels need not stand in them. */
  public Queries queries(Block block) {
    int n = block.numRows();
    double[] values = new double[Math.multiplyExact(n, features)];
    double[] row = row(block, groups == Groups.FOLD ? width() : features);
    for (int i = 0; i < n; i++) {
      block.copyRow(i, row);
      System.arraycopy(row, 0, values, i * features, features);
    }
    return new Queries(n, features, values, groups(block, block.rowIds()));
  }

  private static double[] row(Block block, int least) {
    if (block.numFeatures() < least) {
      throw new IllegalArgumentException(
          "expected rows of " + least + " values, found " + block.numFeatures());
    }
    return new double[block.numFeatures()];
  }

  private long[] groups(Block block, long[] ids) {
    int n = block.numRows();
    return switch (groups) {
      case NONE -> null;
      case ROW -> Arrays.copyOf(ids, n);
      case FOLD -> {
        double[] row = new double[block.numFeatures()];
        long[] folds = new long[n];
        for (int i = 0; i < n; i++) {
          block.copyRow(i, row);
          folds[i] = (long) row[width() - 1];
        }
        yield folds;
      }
    };
  }
}
