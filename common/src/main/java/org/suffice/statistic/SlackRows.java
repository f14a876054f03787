package org.suffice.statistic;

import java.util.Arrays;
import org.suffice.block.Block;
import org.suffice.read.RowAccount;

/**
 * How many rows of each class are support vectors of linear machines with squared hinge loss, one
 * for each pair of classes: those within the margin of some machine of their class, each counted
 * once.
 */
public final class SlackRows implements Statistic<SlackRows> {
  private static final long serialVersionUID = 1L;

  private final int[][] pairs;
  private final double[][] weights;
  private final double[] constants;
  private final long[] counts;
  private final RowAccount account = new RowAccount();
  private transient double[] margins;

  /**
   * No rows yet; the machines are shared.
   *
   * @param numClasses c
   * @param pairs the class of y = +1 and that of y = −1 of each machine
   * @param weights w of each, d values; a decision is wᵀx + b
   * @param constants b of each
   */
  public SlackRows(int numClasses, int[][] pairs, double[][] weights, double[] constants) {
    this.pairs = pairs;
    this.weights = weights;
    this.constants = constants;
    counts = new long[numClasses];
  }

  @Override
  public SlackRows fresh() {
    return new SlackRows(counts.length, pairs, weights, constants);
  }

  @Override
  public long sizeInBytes() {
    return 8L * counts.length;
  }

  @Override
  public void add(Block block) {
    account.merge(block.account());
    int n = block.numRows();
    if (margins == null || margins.length < n) {
      margins = new double[n];
    }
    boolean[] within = new boolean[n];
    for (int p = 0; p < pairs.length; p++) {
      SquaredHinge.products(block, weights[p], constants[p], margins);
      for (int i = 0; i < n; i++) {
        double label = block.labels()[i];
        int y = label == pairs[p][0] ? 1 : label == pairs[p][1] ? -1 : 0;
        within[i] |= y != 0 && 1 - y * margins[i] > 0;
      }
    }
    for (int i = 0; i < n; i++) {
      counts[(int) block.labels()[i]] += within[i] ? 1 : 0;
    }
  }

  @Override
  public void finish() {
    margins = null;
  }

  @Override
  public SlackRows merge(SlackRows other) {
    if (other == this) {
      throw new IllegalArgumentException("rows with slack merged with themselves");
    }
    if (other.counts.length != counts.length || other.pairs.length != pairs.length) {
      throw new IllegalArgumentException(
          "rows with slack: expected c=" + counts.length + ", found c=" + other.counts.length);
    }
    account.merge(other.account);
    for (int k = 0; k < counts.length; k++) {
      counts[k] += other.counts[k];
    }
    return this;
  }

  @Override
  public RowAccount account() {
    return account;
  }

  /** Rows by class. */
  public long[] counts() {
    return Arrays.copyOf(counts, counts.length);
  }
}
