package org.suffice.jobs.pass;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.suffice.Failure;
import org.suffice.block.Block;
import org.suffice.jobs.read.SplitSource;
import org.suffice.pass.BlockSource;
import org.suffice.pass.Blocks;
import org.suffice.pass.HeldBlocks;
import org.suffice.pass.HeldSources;
import org.suffice.pass.LocalBlocks;
import org.suffice.pass.LocalMiniBatches;
import org.suffice.pass.MiniBatches;
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
    return new Held(HeldSources.of(keeping, room()));
  }

  private static long room() {
    return (long) (HELD_SHARE * Runtime.getRuntime().maxMemory());
  }

  /** Sources that hold what they have read. */
  private final class Held implements HeldBlocks {
    private final List<BlockSource> sources;
    private final Blocks blocks;

    Held(List<BlockSource> sources) {
      this.sources = sources;
      this.blocks = new LocalBlocks(sources, threads, progress);
    }

    @Override
    public <S extends Statistic<S>> S pass(S zero) {
      return blocks.pass(zero);
    }

    @Override
    public int numPartitions() {
      return blocks.numPartitions();
    }

    @Override
    public void close() {} // the garbage collector's, with this
  }

  @Override
  public MiniBatches.Source miniBatches(HeldBlocks rows) {
    return settings -> LocalMiniBatches.of(allBlocks((Held) rows), settings, threads);
  }

  /** The blocks of all partitions; they are those that are held, where there was room for them. */
  private List<Block> allBlocks(Held held) {
    int partitions = held.numPartitions();
    List<List<Block>> all = new ArrayList<>(Collections.nCopies(partitions, null));
    AtomicLong bytes = new AtomicLong();
    LocalBlocks.inParallel(
        "rows",
        partitions,
        threads,
        progress,
        p -> {
          List<Block> blocks = new ArrayList<>();
          try (BlockSource.BlockReader reader = held.sources.get(p).open()) {
            for (Block block = reader.next(); block != null; block = reader.next()) {
              requireRoom(bytes.addAndGet(block.sizeInBytes()));
              blocks.add(block);
            }
          }
          all.set(p, blocks);
        });
    return all.stream().flatMap(List::stream).toList();
  }

  private static void requireRoom(long bytes) {
    if (bytes > room()) {
      throw Failure.usage(
          String.format(
              Locale.ROOT,
              "mini-batches are taken of rows in memory, and these need more than the %,d MiB that"
                  + " half the heap has: give the driver more memory, set execution=cluster, or set"
                  + " optimizer.batch-size=all",
              room() >> 20));
    }
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
