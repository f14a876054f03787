package org.suffice.pass;

import org.suffice.block.BlockMap;
import org.suffice.statistic.MappedStatistic;
import org.suffice.statistic.Statistic;

/** A data set as a map shows it: the columns of a design, the rows of some folds. */
public final class MappedBlocks implements Blocks {
  private final Blocks rows;
  private final BlockMap map;

  private MappedBlocks(Blocks rows, BlockMap map) {
    this.rows = rows;
    this.map = map;
  }

  /** The view; the data set itself where the map changes nothing. */
  public static Blocks of(Blocks rows, BlockMap map) {
    return map.isIdentity() ? rows : new MappedBlocks(rows, map);
  }

  @Override
  public <S extends Statistic<S>> S pass(S zero) {
    return rows.pass(new MappedStatistic<>(zero, map)).statistic();
  }

  @Override
  public int numPartitions() {
    return rows.numPartitions();
  }
}
