package org.suffice.statistic;

import java.util.function.UnaryOperator;
import org.suffice.block.Block;
import org.suffice.block.BlockMap;
import org.suffice.read.RowAccount;

/**
 * A statistic of blocks as a map shows them.
 *
 * @param <S> the statistic
 */
public final class MappedStatistic<S extends Statistic<S>>
    implements Statistic<MappedStatistic<S>> {
  private static final long serialVersionUID = 1L;

  private final S statistic;
  private final BlockMap map;
  private transient UnaryOperator<Block> mapper;

  /** Wraps a statistic, which is owned from now on. */
  public MappedStatistic(S statistic, BlockMap map) {
    this.statistic = statistic;
    this.map = map;
  }

  /** The statistic of what the map shows. */
  public S statistic() {
    return statistic;
  }

  @Override
  public MappedStatistic<S> fresh() {
    return new MappedStatistic<>(statistic.fresh(), map);
  }

  @Override
  public void add(Block block) {
    if (mapper == null) {
      mapper = map.mapper();
    }
    statistic.add(mapper.apply(block));
  }

  @Override
  public void finish() {
    mapper = null;
    statistic.finish();
  }

  @Override
  public void complete() {
    statistic.complete();
  }

  @Override
  public MappedStatistic<S> merge(MappedStatistic<S> other) {
    if (other == this) {
      throw new IllegalArgumentException("a mapped statistic merged with itself");
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
