package org.suffice.statistic;

import org.suffice.block.Block;
import org.suffice.read.RowAccount;

/** The largest ‖x‖² of rows. */
public final class LargestNorm implements Statistic<LargestNorm> {
  private static final long serialVersionUID = 1L;

  private final RowAccount account = new RowAccount();
  private double value;

  @Override
  public LargestNorm fresh() {
    return new LargestNorm();
  }

  @Override
  public long sizeInBytes() {
    return 8;
  }

  @Override
  public void add(Block block) {
    account.merge(block.account());
    double[] norms = new double[block.numRows()];
    KernelRows.squaredNorms(block, null, block.numRows(), norms);
    for (double norm : norms) {
      value = Math.max(value, norm);
    }
  }

  @Override
  public LargestNorm merge(LargestNorm other) {
    if (other == this) {
      throw new IllegalArgumentException("norms merged with themselves");
    }
    account.merge(other.account);
    value = Math.max(value, other.value);
    return this;
  }

  @Override
  public RowAccount account() {
    return account;
  }

  /** The largest, or 0. */
  public double value() {
    return value;
  }
}
