package org.suffice.pass;

import org.suffice.block.Design;
import org.suffice.statistic.DesignStatistic;
import org.suffice.statistic.Statistic;

/** A data set seen as the columns of a design: its blocks have d features, none missing. */
public final class DesignBlocks implements Blocks {
  private final Blocks rows;
  private final Design design;

  private DesignBlocks(Blocks rows, Design design) {
    this.rows = rows;
    this.design = design;
  }

  /** The view; the data set itself where the design is of its rows as they are. */
  public static Blocks of(Blocks rows, Design design) {
    return design.isIdentity() ? rows : new DesignBlocks(rows, design);
  }

  @Override
  public <S extends Statistic<S>> S pass(S zero) {
    return rows.pass(new DesignStatistic<>(zero, design)).statistic();
  }

  @Override
  public int numPartitions() {
    return rows.numPartitions();
  }
}
