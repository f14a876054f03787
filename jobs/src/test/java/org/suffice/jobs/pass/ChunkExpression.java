package org.suffice.jobs.pass;

import java.util.Arrays;
import org.suffice.block.Block;
import org.suffice.block.DenseBlock;
import org.suffice.read.RowAccount;
import org.suffice.statistic.BatchStatistic;

/** A statistic that remembers the values of its rows and how they came: {@code [1, 2][3]|[4]}. */
final class ChunkExpression implements BatchStatistic<ChunkExpression> {
  private static final long serialVersionUID = 1L;

  private final long claimedBytes;
  private final byte[] payload;
  private final RowAccount account = new RowAccount();
  private String expression = "";

  /**
   * An empty expression.
   *
   * @param claimedBytes decides how it is sent, and to how many tasks
   * @param payload bytes that are sent along
   */
  ChunkExpression(long claimedBytes, int payload) {
    this.claimedBytes = claimedBytes;
    this.payload = new byte[payload];
  }

  @Override
  public ChunkExpression fresh() {
    return new ChunkExpression(claimedBytes, 0);
  }

  @Override
  public void clear() {
    expression = "";
  }

  @Override
  public void add(Block block) {
    account.merge(block.account());
    DenseBlock dense = (DenseBlock) block;
    int n = block.numRows();
    expression += text(Arrays.copyOf(dense.values(), n * block.numFeatures()));
    expression += text(Arrays.copyOf(block.labels(), n));
    expression += block.weights() == null ? "" : text(Arrays.copyOf(block.weights(), n));
  }

  private static String text(double[] values) {
    return Arrays.toString(values);
  }

  @Override
  public ChunkExpression merge(ChunkExpression other) {
    if (other == this) {
      throw new IllegalArgumentException("merged with itself");
    }
    account.merge(other.account);
    expression += "|" + other.expression;
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
