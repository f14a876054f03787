package org.suffice.statistic;

import org.suffice.block.Block;
import org.suffice.read.RowAccount;

/**
 * A statistic that is another one, of blocks as something shows them: all but adding is left to it.
 *
 * @param <S> the statistic inside
 * @param <W> the implementing class
 */
abstract class WrappedStatistic<S extends Statistic<S>, W extends WrappedStatistic<S, W>>
    implements Statistic<W> {
  private static final long serialVersionUID = 1L;

  private final String name;
  private final S statistic;

  /**
   * Wraps a statistic, which is owned from now on.
   *
   * @param name for messages
   */
  WrappedStatistic(String name, S statistic) {
    this.name = name;
    this.statistic = statistic;
  }

  /** The statistic of what blocks are shown as. */
  public final S statistic() {
    return statistic;
  }

  /** An empty one that shows blocks in the same way. */
  abstract W around(S empty);

  /** Adds to the statistic what a block is shown as. */
  abstract void show(Block block, S into);

  /** Lets go of the memory that showing blocks needs. */
  abstract void forget();

  @Override
  public final W fresh() {
    return around(statistic.fresh());
  }

  @Override
  public final void add(Block block) {
    show(block, statistic);
  }

  @Override
  public final void finish() {
    forget();
    statistic.finish();
  }

  @Override
  public final void complete() {
    statistic.complete();
  }

  @Override
  @SuppressWarnings("unchecked") // W is the class of this
  public final W merge(W other) {
    if (other == this) {
      throw new IllegalArgumentException(name + " merged with itself");
    }
    statistic.merge(other.statistic());
    return (W) this;
  }

  @Override
  public final RowAccount account() {
    return statistic.account();
  }

  @Override
  public final long sizeInBytes() {
    return statistic.sizeInBytes();
  }
}
