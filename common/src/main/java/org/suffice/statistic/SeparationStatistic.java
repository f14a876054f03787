package org.suffice.statistic;

import java.util.Arrays;
import org.suffice.block.Block;
import org.suffice.read.RowAccount;

/**
 * How a direction of the parameters ranks the classes of rows: the margin of a row is what the
 * direction adds to the linear predictor of its class, less the most that it adds to that of
 * another. Where no margin is negative and some are positive, the likelihood grows for ever along
 * the direction: the classes are separated (Albert and Anderson, "On the existence of maximum
 * likelihood estimates in logistic regression models", Biometrika 71, 1984).
 */
public final class SeparationStatistic implements Statistic<SeparationStatistic> {
  private static final long serialVersionUID = 1L;

  private final LogisticPoint point;
  private final double[] raw;
  private final long[] above;
  private final double limit;
  private double least = Double.POSITIVE_INFINITY;
  private double most = Double.NEGATIVE_INFINITY;
  private final RowAccount account = new RowAccount();
  private transient double[] row;

  /**
   * An empty statistic.
   *
   * @param direction whose parameters are the direction
   * @param limit rows of larger margin are counted by class
   */
  public SeparationStatistic(LogisticPoint direction, double limit) {
    this.point = direction;
    this.raw = direction.raw(direction.theta());
    this.limit = limit;
    this.above = new long[direction.numClasses()];
  }

  @Override
  public SeparationStatistic fresh() {
    return new SeparationStatistic(point, limit);
  }

  @Override
  public void add(Block block) {
    account.merge(block.account());
    int d = point.numColumns();
    if (row == null) {
      row = new double[d];
    }
    double[] added = new double[point.numClasses()];
    int from = point.reference() ? 1 : 0;
    for (int i = 0; i < block.numRows(); i++) {
      if (block.weights() != null && block.weights()[i] == 0) {
        continue;
      }
      block.copyRow(i, row);
      Arrays.fill(added, 0);
      for (int r = 0; r < point.numFunctions(); r++) {
        double sum = raw[r * (d + 1) + d];
        for (int j = 0; j < d; j++) {
          sum += row[j] * raw[r * (d + 1) + j];
        }
        added[r + from] = sum;
      }
      int label = (int) block.labels()[i];
      double other = Double.NEGATIVE_INFINITY;
      for (int k = 0; k < added.length; k++) {
        other = k == label ? other : Math.max(other, added[k]);
      }
      double margin = added[label] - other;
      least = Math.min(least, margin);
      most = Math.max(most, margin);
      above[label] += margin > limit ? 1 : 0;
    }
  }

  @Override
  public void finish() {
    row = null;
  }

  @Override
  public SeparationStatistic merge(SeparationStatistic other) {
    if (other == this) {
      throw new IllegalArgumentException("margins merged with themselves");
    }
    if (other.raw.length != raw.length || other.above.length != above.length) {
      throw new IllegalArgumentException(
          "margins: expected " + raw.length + " parameters, found " + other.raw.length);
    }
    account.merge(other.account);
    least = Math.min(least, other.least);
    most = Math.max(most, other.most);
    for (int k = 0; k < above.length; k++) {
      above[k] += other.above[k];
    }
    return this;
  }

  @Override
  public RowAccount account() {
    return account;
  }

  @Override
  public long sizeInBytes() {
    return 8L * (above.length + 4);
  }

  /** The least margin. */
  public double least() {
    return least;
  }

  /** The largest margin. */
  public double most() {
    return most;
  }

  /** How many rows of each class have a margin above the limit. */
  public long[] above() {
    return above.clone();
  }
}
