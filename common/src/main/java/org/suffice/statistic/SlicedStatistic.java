package org.suffice.statistic;

import org.suffice.block.Block;
import org.suffice.block.NetworkRows;

/**
 * A statistic of rows as a network takes them, some at a time: they are dense while they are in a
 * core's cache only, however sparse and wide the rows of the data are.
 *
 * @param <S> the statistic
 */
public final class SlicedStatistic<S extends Statistic<S>>
    extends WrappedStatistic<S, SlicedStatistic<S>> {
  private static final long serialVersionUID = 1L;

  /**
   * Rows at a time: those that go through a network at a time. Of 32 to 1,024 the number with which
   * products of layers of 30 to 1,000 units are fastest or within a tenth of it.
   */
  static final int ROWS = 64;

  private final NetworkRows rows;
  private transient NetworkRows.Slices slices;

  /** Wraps a statistic, which is owned from now on. */
  public SlicedStatistic(S statistic, NetworkRows rows) {
    super("a statistic of slices", statistic);
    this.rows = rows;
  }

  @Override
  SlicedStatistic<S> around(S empty) {
    return new SlicedStatistic<>(empty, rows);
  }

  @Override
  void show(Block block, S into) {
    if (slices == null) {
      slices = rows.slices();
    }
    slices.forEach(block, ROWS, into::add);
  }

  @Override
  void forget() {
    slices = null;
  }
}
