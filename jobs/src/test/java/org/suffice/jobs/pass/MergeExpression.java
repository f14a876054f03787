package org.suffice.jobs.pass;

import org.suffice.block.Block;
import org.suffice.read.RowAccount;
import org.suffice.statistic.Statistic;

/**
 * A statistic that remembers how it was merged: {@code ((0 1) 2)}. Two passes give the same
 * expression only when they merged the same partials in the same order.
 */
final class MergeExpression implements Statistic<MergeExpression> {
  private static final long serialVersionUID = 1L;

  private final long claimedBytes;
  private final byte[] payload;
  private final RowAccount account = new RowAccount();
  private String expression = "";

  /**
   * An empty expression.
   *
   * @param claimedBytes decides how many are merged at a time
   */
  MergeExpression(long claimedBytes) {
    this(claimedBytes, 0);
  }

  /** The same with so many bytes that have to travel to the executors. */
  MergeExpression(long claimedBytes, int payload) {
    this.claimedBytes = claimedBytes;
    this.payload = new byte[payload];
  }

  @Override
  public MergeExpression fresh() {
    return new MergeExpression(claimedBytes, payload.length == 0 ? 0 : 1);
  }

  @Override
  public void add(Block block) {
    account.merge(block.account());
    for (int i = 0; i < block.numRows(); i++) {
      expression += (expression.isEmpty() ? "" : "+") + block.rowIds()[i];
    }
  }

  @Override
  public MergeExpression merge(MergeExpression other) {
    if (other == this) {
      throw new IllegalArgumentException("merged with itself");
    }
    account.merge(other.account);
    expression = "(" + expression + " " + other.expression + ")";
    return this;
  }

  @Override
  public RowAccount account() {
    return account;
  }

  @Override
  public long sizeInBytes() {
    return claimedBytes;
  }

  @Override
  public String toString() {
    return expression;
  }
}
