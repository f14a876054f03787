package org.suffice.statistic;

import java.util.ArrayList;
import java.util.List;
import org.suffice.block.Block;
import org.suffice.block.RowCopies;
import org.suffice.read.RowAccount;

/**
 * Copies of the rows themselves, in their order, in slices of at most {@link KernelRows#SLICE} that
 * never reach beyond a block; or only what is known of them apart from their features.
 */
public final class CollectedSlices implements Statistic<CollectedSlices> {
  private static final long serialVersionUID = 1L;

  private final boolean features;
  private final long expectedBytes;
  private final ArrayList<Block> slices = new ArrayList<>();
  private final RowAccount account = new RowAccount();

  /**
   * An empty collection.
   *
   * @param features whether the features are collected too
   * @param expectedBytes about how many bytes all rows take
   */
  public CollectedSlices(boolean features, long expectedBytes) {
    this.features = features;
    this.expectedBytes = expectedBytes;
  }

  @Override
  public CollectedSlices fresh() {
    return new CollectedSlices(features, expectedBytes);
  }

  @Override
  public long sizeInBytes() {
    return expectedBytes;
  }

  @Override
  public void add(Block block) {
    account.merge(block.account());
    for (int from = 0; from < block.numRows(); from += KernelRows.SLICE) {
      int to = Math.min(block.numRows(), from + KernelRows.SLICE);
      slices.add(
          features ? RowCopies.range(block, from, to) : RowCopies.withoutFeatures(block, from, to));
    }
  }

  @Override
  public CollectedSlices merge(CollectedSlices other) {
    if (other == this) {
      throw new IllegalArgumentException("rows merged with themselves");
    }
    if (other.features != features) {
      throw new IllegalArgumentException(
          "rows: expected "
              + (features ? "" : "no ")
              + "features, found "
              + (features ? "none" : "some"));
    }
    account.merge(other.account);
    slices.addAll(other.slices);
    return this;
  }

  @Override
  public RowAccount account() {
    return account;
  }

  /** The slices, in the order of the rows. */
  public List<Block> slices() {
    return List.copyOf(slices);
  }
}
