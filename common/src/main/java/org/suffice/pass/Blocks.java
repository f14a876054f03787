package org.suffice.pass;

import org.suffice.statistic.Statistic;

/**
 * A data set of blocks in partitions. The same data give the same bits whatever executes the pass:
 * partitions do not depend on the number of cores, and partial statistics are merged by {@link
 * MergeTree} in the order of the partitions, never in the order of arrival.
 */
public interface Blocks {
  /**
   * Visits every row exactly once.
   *
   * @param zero an empty statistic; not modified, and not used after the pass
   * @return a new statistic of all rows
   */
  <S extends Statistic<S>> S pass(S zero);

  /** The number of partitions. */
  int numPartitions();
}
