package org.suffice.statistic;

import java.io.Serializable;
import org.suffice.block.Block;

/** Predicts the rows of a block: what a metric needs to know of a model. */
@FunctionalInterface
public interface Scorer extends Serializable {
  /**
   * Predicts every row.
   *
   * @param block not modified
   * @param predictions n or more places, overwritten
   */
  void score(Block block, double[] predictions);
}
