package org.suffice.statistic;

import java.util.function.UnaryOperator;
import org.suffice.block.Block;
import org.suffice.block.BlockMap;

/**
 * A statistic of blocks as a map shows them.
 *
 * @param <S> the statistic
 */
public final class MappedStatistic<S extends Statistic<S>>
    extends WrappedStatistic<S, MappedStatistic<S>> {
  private static final long serialVersionUID = 1L;

  private final BlockMap map;
  private transient UnaryOperator<Block> mapper;

  /** Wraps a statistic, which is owned from now on. */
  public MappedStatistic(S statistic, BlockMap map) {
    super("a mapped statistic", statistic);
    this.map = map;
  }

  @Override
  MappedStatistic<S> around(S empty) {
    return new MappedStatistic<>(empty, map);
  }

  @Override
  void show(Block block, S into) {
    if (mapper == null) {
      mapper = map.mapper();
    }
    into.add(mapper.apply(block));
  }

  @Override
  void forget() {
    mapper = null;
  }
}
