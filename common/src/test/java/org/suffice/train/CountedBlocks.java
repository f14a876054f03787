package org.suffice.train;

import org.suffice.pass.Blocks;
import org.suffice.statistic.Statistic;

/** Counts passes over a data set. */
final class CountedBlocks implements Blocks {
  private final Blocks blocks;
  int passes;

  CountedBlocks(Blocks blocks) {
    this.blocks = blocks;
  }

  @Override
  public <S extends Statistic<S>> S pass(S zero) {
    passes++;
    return blocks.pass(zero);
  }

  @Override
  public int numPartitions() {
    return blocks.numPartitions();
  }
}
