package org.suffice.pass;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.suffice.block.Block;
import org.suffice.statistic.Statistic;

/** A data set passed over by the cores of this machine. */
public final class LocalBlocks implements Blocks {
  private final List<? extends BlockSource> partitions;
  private final int threads;
  private final Progress progress;

  /**
   * Passes over partitions, which may read files anew in each pass or hold their blocks in memory.
   *
   * @param partitions at least one
   */
  public LocalBlocks(List<? extends BlockSource> partitions, int threads, Progress progress) {
    if (partitions.isEmpty() || threads < 1) {
      throw new IllegalArgumentException(
          "expected partitions and threads, found " + partitions.size() + " and " + threads);
    }
    this.partitions = List.copyOf(partitions);
    this.threads = threads;
    this.progress = progress;
  }

  /** A data set held in memory: one list of blocks for each partition. */
  public static LocalBlocks of(List<List<Block>> partitions, int threads) {
    return new LocalBlocks(
        partitions.stream().map(LocalBlocks::inMemory).toList(), threads, Progress.NONE);
  }

  /** A partition that holds its blocks. */
  public static BlockSource inMemory(List<Block> blocks) {
    return () ->
        new BlockSource.BlockReader() {
          private int next;

          @Override
          public Block next() {
            return next < blocks.size() ? blocks.get(next++) : null;
          }

          @Override
          public void close() {}
        };
  }

  @Override
  public int numPartitions() {
    return partitions.size();
  }

  @Override
  public <S extends Statistic<S>> S pass(S zero) {
    MergeTree<S> tree = new MergeTree<>(partitions.size(), zero.sizeInBytes());
    forEachPartition(
        "pass",
        index -> {
          S statistic = zero.fresh();
          try (BlockSource.BlockReader reader = partitions.get(index).open()) {
            for (Block block = reader.next(); block != null; block = reader.next()) {
              statistic.add(block);
            }
          }
          statistic.finish();
          tree.offer(index, statistic);
        });
    return tree.result();
  }

  private void forEachPartition(String what, PartitionTask task) {
    inParallel(what, partitions.size(), threads, progress, task);
  }

  /** Work on one partition. */
  @FunctionalInterface
  public interface PartitionTask {
    /** Does the work of the partition with this index. */
    void run(int partition);
  }

  /**
   * Runs a task for every partition index on a number of threads. When tasks fail, the failure of
   * the first partition in order is thrown, whichever thread was quicker: indexes are handed out in
   * order, and every partition before a failed one is finished.
   */
  public static void inParallel(
      String what, int partitions, int threads, Progress progress, PartitionTask task) {
    AtomicInteger next = new AtomicInteger();
    AtomicInteger limit = new AtomicInteger(partitions);
    RuntimeException[] failures = new RuntimeException[partitions];
    Runnable worker =
        () -> {
          for (int i = next.getAndIncrement(); i < limit.get(); i = next.getAndIncrement()) {
            int index = i;
            try {
              task.run(index);
              progress.partitionDone();
            } catch (RuntimeException e) {
              failures[index] = e;
              limit.accumulateAndGet(index, Math::min);
            }
          }
        };
    progress.start(what, partitions);
    try {
      runOnAll(Math.min(threads, partitions), worker);
    } finally {
      progress.end();
    }
    for (RuntimeException failure : failures) {
      if (failure != null) {
        throw failure;
      }
    }
  }

  private static void runOnAll(int threads, Runnable worker) {
    if (threads == 1) {
      worker.run();
      return;
    }
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        running.add(pool.submit(worker));
      }
      for (Future<?> future : running) {
        future.get();
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } finally {
      pool.shutdownNow();
    }
  }
}
