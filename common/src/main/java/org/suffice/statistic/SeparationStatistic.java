package org.suffice.statistic;

import java.util.Arrays;
import org.suffice.block.Block;
import org.suffice.read.RowAccount;

/**
 * How a direction of the parameters ranks the classes of rows: the margins of a row, one for each
 * other class, are what the direction adds to the linear predictor of its class, less what it adds
 * to that of the other. Where no margin is negative and some are positive, the likelihood grows for
 * ever along the direction: the classes are separated (Albert and Anderson, "On the existence of
 * maximum likelihood estimates in logistic regression models", Biometrika 71, 1984). Of three or
 * more classes it is enough that one is told from one other.
 */
public final class SeparationStatistic implements Statistic<SeparationStatistic> {
  private static final long serialVersionUID = 1L;

  private final LogisticPoint point;
  private final LogisticPoint reached;
  private final double[] raw;
  private final double[] rawReached;
  private final long[] above;
  private final double limit;
  private double least = Double.POSITIVE_INFINITY;
  private double most = Double.NEGATIVE_INFINITY;
  private final RowAccount account = new RowAccount();
  private transient double[] row;

  /**
   * Log odds of a class against another beyond which nothing is left to gain. Newton's steps along
   * several directions of separation reach them one after another: those that are done with do not
   * hold back the next, which may lose a little of what they have.
   */
  private static final double SURE = 15;

  /**
   * An empty statistic.
   *
   * @param direction whose parameters are the direction
   * @param reached the parameters where the direction begins: between classes of which these leave
   *     no doubt a margin may be negative; null where none may
   * @param limit rows of which a margin is larger are counted by class
   */
  public SeparationStatistic(LogisticPoint direction, LogisticPoint reached, double limit) {
    this.point = direction;
    this.reached = reached;
    this.raw = direction.raw(direction.theta());
    this.rawReached = reached == null ? null : reached.raw(reached.theta());
    this.limit = limit;
    this.above = new long[direction.numClasses()];
  }

  @Override
  public SeparationStatistic fresh() {
    return new SeparationStatistic(point, reached, limit);
  }

  @Override
  public void add(Block block) {
    account.merge(block.account());
    int d = point.numColumns();
    if (row == null) {
      row = new double[d];
    }
    double[] added = new double[point.numClasses()];
    double[] odds = new double[point.numClasses()];
    for (int i = 0; i < block.numRows(); i++) {
      if (block.weights() != null && block.weights()[i] == 0) {
        continue;
      }
      block.copyRow(i, row);
      predictors(raw, added);
      if (rawReached != null) {
        predictors(rawReached, odds);
      }
      int label = (int) block.labels()[i];
      double largest = Double.NEGATIVE_INFINITY;
      for (int k = 0; k < added.length; k++) {
        if (k != label) {
          double margin = added[label] - added[k];
          if (!(odds[label] - odds[k] > SURE)) {
            least = Math.min(least, margin);
          }
          largest = Math.max(largest, margin);
        }
      }
      most = Math.max(most, largest);
      above[label] += largest > limit ? 1 : 0;
    }
  }

  /** Puts what parameters give the row for each class, 0 for a reference. */
  private void predictors(double[] parameters, double[] to) {
    int d = point.numColumns();
    int from = point.reference() ? 1 : 0;
    Arrays.fill(to, 0);
    for (int r = 0; r < point.numFunctions(); r++) {
      double sum = parameters[r * (d + 1) + d];
      for (int j = 0; j < d; j++) {
        sum += row[j] * parameters[r * (d + 1) + j];
      }
      to[r + from] = sum;
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

  /** The least margin; infinite where there is no doubt of any row. */
  public double least() {
    return least;
  }

  /** The largest margin. */
  public double most() {
    return most;
  }

  /** How many rows of each class have some margin above the limit. */
  public long[] above() {
    return above.clone();
  }
}
