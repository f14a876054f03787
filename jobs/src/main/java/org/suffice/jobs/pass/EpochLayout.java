package org.suffice.jobs.pass;

import java.io.Serializable;
import java.util.stream.IntStream;
import org.suffice.pass.BatchCuts;
import org.suffice.pass.EpochOrder;

/**
 * Which partition has the rows of an epoch: neighbouring groups of a batch stay together where they
 * are little work, and the tasks of batch after batch go round the partitions. It decides who does
 * the work, not what comes of it.
 *
 * @param cuts of the epoch
 * @param seed of the order
 * @param epoch whose order it is
 * @param partitions how many there are
 * @param tasksOfBatch into how many tasks a step is divided at most
 */
record EpochLayout(BatchCuts cuts, long seed, long epoch, int partitions, int tasksOfBatch)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /**
   * Chunks times parameters that are worth a task of their own: some ten milliseconds of
   * arithmetic, when to start a task takes a few.
   */
  private static final long WORTH_A_TASK = 1 << 18;

  /**
   * A layout for a statistic of a size.
   *
   * @param statisticBytes of about one double a parameter
   */
  static EpochLayout of(
      BatchCuts cuts, long seed, long epoch, int partitions, long statisticBytes) {
    long chunksOfTask = Math.max(1, WORTH_A_TASK / Math.max(1, statisticBytes / Double.BYTES));
    long tasks = (cuts.chunks(0) + chunksOfTask - 1) / chunksOfTask;
    int most = Math.min(cuts.groups(0), partitions);
    return new EpochLayout(cuts, seed, epoch, partitions, (int) Math.min(tasks, most));
  }

  /** The order of the rows. */
  EpochOrder order() {
    return new EpochOrder(seed, epoch, cuts.rows());
  }

  /** The batch of a place. */
  long batchOf(long place) {
    return place / cuts.batchSize();
  }

  /** The group, within its batch, of a place. */
  int groupOf(long place) {
    long batch = batchOf(place);
    return cuts.groupOf(batch, (int) (place - cuts.firstPlace(batch)));
  }

  /** The partition that has a place. */
  int partitionOf(long place) {
    return partitionOf(batchOf(place), groupOf(place));
  }

  private int partitionOf(long batch, int group) {
    int task = (int) ((long) group * tasksOfBatch / cuts.groups(batch));
    return (int) ((batch * tasksOfBatch + task) % partitions);
  }

  /** The partitions that have rows of a batch, ascending. */
  int[] partitionsOf(long batch) {
    return IntStream.range(0, cuts.groups(batch))
        .map(group -> partitionOf(batch, group))
        .distinct()
        .sorted()
        .toArray();
  }
}
