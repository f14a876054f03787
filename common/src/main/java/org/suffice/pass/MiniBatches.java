package org.suffice.pass;

import org.suffice.block.NetworkRows;
import org.suffice.statistic.BatchStatistic;
import org.suffice.statistic.ValidationSplit;

/**
 * A data set to take steps on: in every epoch its rows, those that are not held out, stand in an
 * order of their own, {@link EpochOrder}, and are cut by {@link BatchCuts}. The same data, seed and
 * batch size give the same bits whatever does the work.
 */
public interface MiniBatches extends AutoCloseable {
  /** The number n of rows of an epoch: all rows that are used but for those held out. */
  long rows();

  /** How an epoch is cut. */
  BatchCuts cuts();

  /**
   * Sums over the rows of a batch. {@code add} is called once for each chunk, with a dense block:
   * rows as {@link NetworkRows} makes them, in the order of the epoch.
   *
   * @param zero an empty statistic, not modified; what it refers to, such as parameters, may be
   *     changed by the caller between two calls, though not during one
   * @param epoch from 0 on
   * @param batch from 0 on, see {@link BatchCuts#batches}
   * @return a statistic of the batch, valid until the next call
   */
  <S extends BatchStatistic<S>> S batch(S zero, long epoch, long batch);

  /** Lets rows and threads go. */
  @Override
  void close();

  /** Makes mini-batches once it is known what rows look like to a network. */
  @FunctionalInterface
  interface Source {
    /**
     * Makes them of the data set that the source knows.
     *
     * @param settings what they are to be
     */
    MiniBatches open(Settings settings);
  }

  /**
   * What decides which rows a batch has, and what they look like.
   *
   * @param rows makes rows of a network of the rows of the data
   * @param split which rows are held out
   * @param seed of the orders
   * @param batchSize B, at least 1; where there are fewer rows a batch has all of them
   */
  record Settings(NetworkRows rows, ValidationSplit split, long seed, int batchSize) {}
}
