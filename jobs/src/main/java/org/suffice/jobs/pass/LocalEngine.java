package org.suffice.jobs.pass;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.suffice.jobs.read.SplitSource;
import org.suffice.pass.BlockSource;
import org.suffice.pass.Blocks;
import org.suffice.pass.HeldBlocks;
import org.suffice.pass.HeldSources;
import org.suffice.pass.LocalBlocks;
import org.suffice.pass.Progress;
import org.suffice.statistic.Statistic;

/** The cores of this machine. */
public final class LocalEngine implements Engine {
  /** How much of the heap may hold blocks between passes; the rest is for the work on them. */
  private static final double HELD_SHARE = 0.5;

  private final int threads;
  private final Progress progress;

  /** An engine of so many threads. */
  public LocalEngine(int threads, Progress progress) {
    this.threads = threads;
    this.progress = progress;
  }

  @Override
  public Blocks blocks(List<SplitSource> splits) {
    return new LocalBlocks(splits, threads, progress);
  }

  @Override
  public HeldBlocks hold(List<SplitSource> splits) {
    List<SplitSource> keeping = splits.stream().map(SplitSource::keepingBlocks).toList();
    long room = (long) (HELD_SHARE * Runtime.getRuntime().maxMemory());
    Blocks held = new LocalBlocks(HeldSources.of(keeping, room), threads, progress);
    return new HeldBlocks() {
      @Override
      public <S extends Statistic<S>> S pass(S zero) {
        return held.pass(zero);
      }

      @Override
      public int numPartitions() {
        return held.numPartitions();
      }

      @Override
      public void close() {} // the garbage collector's, with this
    };
  }

  @Override
  public Blocks blocksOf(List<BlockSource> sources) {
    return new LocalBlocks(sources, threads, progress);
  }

  @Override
  public boolean sparesCores(int tasks) {
    return tasks < threads;
  }

  @Override
  public <R extends Serializable> List<R> onEachSplit(
      String what, List<SplitSource> splits, SplitTask<R> task) {
    List<R> results = new ArrayList<>(Collections.nCopies(splits.size(), null));
    LocalBlocks.inParallel(
        what, splits.size(), threads, progress, i -> results.set(i, task.run(splits.get(i), "0")));
    return results;
  }

  @Override
  public String description() {
    return "driver memory, " + threads + (threads == 1 ? " thread" : " threads");
  }

  @Override
  public void close() {}
}
