package org.suffice.pass;

import org.suffice.block.NetworkRows;
import org.suffice.statistic.SlicedStatistic;
import org.suffice.statistic.Statistic;

/**
 * A data set as a network takes its rows.
 *
 * @param rows the data
 * @param map makes rows of a network of them
 */
public record NetworkBlocks(Blocks rows, NetworkRows map) implements Blocks {
  @Override
  public <S extends Statistic<S>> S pass(S zero) {
    return rows.pass(new SlicedStatistic<>(zero, map)).statistic();
  }

  @Override
  public int numPartitions() {
    return rows.numPartitions();
  }
}
