package org.suffice.jobs.pass;

import java.io.Serializable;
import java.util.List;
import org.suffice.jobs.read.SplitSource;
import org.suffice.pass.BlockSource;
import org.suffice.pass.Blocks;
import org.suffice.pass.HeldBlocks;
import org.suffice.pass.MiniBatches;

/** Does work on splits, somewhere. */
public interface Engine extends AutoCloseable {
  /** Work on one split; runs where the engine likes, hence serializable, and maybe twice. */
  @FunctionalInterface
  interface SplitTask<R> extends Serializable {
    /**
     * Does the work.
     *
     * @param attempt differs between two runs of the same work
     */
    R run(SplitSource source, String attempt);
  }

  /** The splits as a data set to pass over. */
  Blocks blocks(List<SplitSource> splits);

  /** The splits as a data set to pass over many times: read once, then held in memory. */
  HeldBlocks hold(List<SplitSource> splits);

  /**
   * Makes mini-batches of rows that are held.
   *
   * @param rows from {@link #hold} of this engine; they must stay open while batches are taken
   */
  MiniBatches.Source miniBatches(HeldBlocks rows);

  /**
   * Rows that are not those of a split as a data set to pass over.
   *
   * @param sources each of which can be sent elsewhere
   */
  Blocks blocksOf(List<BlockSource> sources);

  /** Whether so few tasks leave cores of this process idle, which one of them may then use. */
  boolean sparesCores(int tasks);

  /** Runs a task on every split; results in the order of the splits. */
  <R extends Serializable> List<R> onEachSplit(
      String what, List<SplitSource> splits, SplitTask<R> task);

  /** Where the work is done, for the record of the run. */
  String description();

  @Override
  void close();
}
