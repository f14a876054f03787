package org.suffice.statistic;

import org.suffice.block.Block;
import org.suffice.block.Design;
import org.suffice.read.RowAccount;

/**
 * A statistic of the columns of a design, given the rows it is made of.
 *
 * @param <S> the statistic
 */
public final class DesignStatistic<S extends Statistic<S>>
    implements Statistic<DesignStatistic<S>> {
  private static final long serialVersionUID = 1L;

  private final S statistic;
  private final Design design;
  private transient Design.Scratch scratch;

  /** Wraps a statistic, which is owned from now on. */
  public DesignStatistic(S statistic, Design design) {
    this.statistic = statistic;
    this.design = design;
  }

  /** The statistic of the columns. */
  public S statistic() {
    return statistic;
  }

  @Override
  public DesignStatistic<S> fresh() {
    return new DesignStatistic<>(statistic.fresh(), design);
  }

  @Override
  public void add(Block block) {
    if (scratch == null) {
      scratch = new Design.Scratch();
    }
    statistic.add(design.of(block, scratch));
  }

  @Override
  public void finish() {
    scratch = null;
    statistic.finish();
  }

  @Override
  public DesignStatistic<S> merge(DesignStatistic<S> other) {
    if (other == this) {
      throw new IllegalArgumentException("a design's statistic merged with itself");
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
