package org.suffice.statistic;

import org.suffice.block.Block;
import org.suffice.block.NetworkRows;
import org.suffice.read.RowAccount;

/**
 * A statistic of rows as a network takes them, some at a time: they are dense while they are in a
 * core's cache only, however sparse and wide the rows of the data are.
 *
 * @param <S> the statistic
 */
public final class SlicedStatistic<S extends Statistic<S>>
    implements Statistic<SlicedStatistic<S>> {
  private static final long serialVersionUID = 1L;

  /**
   * Rows at a time: those that go through a network at a time. Of 32 to 1,024 the number with which
   * products of layers of 30 to 1,000 units are fastest or within a tenth of it.
   */
  static final int ROWS = 64;

  private final S statistic;
  private final NetworkRows rows;
  private transient NetworkRows.Slices slices;

  /** Wraps a statistic, which is owned from now on. */
  public SlicedStatistic(S statistic, NetworkRows rows) {
    this.statistic = statistic;
    this.rows = rows;
  }

  /** The statistic of the rows as the network takes them. */
  public S statistic() {
    return statistic;
  }

  @Override
  public SlicedStatistic<S> fresh() {
    return new SlicedStatistic<>(statistic.fresh(), rows);
  }

  @Override
  public void add(Block block) {
    if (slices == null) {
      slices = rows.slices();
    }
    slices.forEach(block, ROWS, statistic::add);
  }

  @Override
  public void finish() {
    slices = null;
    statistic.finish();
  }

  @Override
  public void complete() {
    statistic.complete();
  }

  @Override
  public SlicedStatistic<S> merge(SlicedStatistic<S> other) {
    if (other == this) {
      throw new IllegalArgumentException("a statistic of slices merged with itself");
    }
    statistic.merge(other.statistic);
    return this;
  }

  @Override
  public RowAccount account() {
    return statistic.account();
  }

  @Override
  public long sizeInBytes() {
    return statistic.sizeInBytes();
  }
}
