package org.suffice.jobs.write;

import java.util.ArrayList;
import java.util.List;
import org.suffice.block.Block;
import org.suffice.jobs.pass.Engine;
import org.suffice.jobs.read.SplitSource;
import org.suffice.model.Outputs;
import org.suffice.model.SearchOutputs;
import org.suffice.pass.BlockSource;
import org.suffice.pass.Blocks;
import org.suffice.read.RowAccount;

/**
 * Applies a model that is itself a data set, and too large to be held in memory: the driver reads
 * rows until they fill their share of its heap, and the model is passed over once for all of them.
 */
public final class ChunkedSearch {
  /** The share of the heap for rows whose answers are sought. */
  private static final int SHARE = 16;

  private final SearchOutputs model;
  private final Blocks rows;
  private final long chunk;

  /** Of a model on an engine. */
  public ChunkedSearch(Engine engine, SearchOutputs model) {
    this.model = model;
    this.rows = engine.blocksOf(model.rows());
    this.chunk = Math.max(1, Runtime.getRuntime().maxMemory() / SHARE / model.bytesPerQuery());
  }

  /** Takes a block with outputs that know it. */
  @FunctionalInterface
  public interface Consumer {
    /** Called for every block in the order of the data; {@code source} is its position. */
    void accept(int source, Block block, Outputs found);
  }

  /** A block, and the position of the source it is from. */
  private record Waiting(int source, Block block) {}

  /** Goes over all rows in order; returns what became of them. */
  public RowAccount over(List<SplitSource> sources, Consumer consumer) {
    RowAccount account = new RowAccount();
    List<Waiting> waiting = new ArrayList<>();
    long held = 0;
    for (int i = 0; i < sources.size(); i++) {
      try (BlockSource.BlockReader reader = sources.get(i).keepingBlocks().open()) {
        for (Block block = reader.next(); block != null; block = reader.next()) {
          account.merge(block.account());
          if (!waiting.isEmpty() && held + block.numRows() > chunk) {
            search(waiting, consumer);
            held = 0;
          }
          waiting.add(new Waiting(i, block));
          held += block.numRows();
        }
      }
    }
    search(waiting, consumer);
    return account;
  }

  private void search(List<Waiting> waiting, Consumer consumer) {
    if (!waiting.isEmpty()) {
      Outputs found = model.found(rows, waiting.stream().map(Waiting::block).toList());
      waiting.forEach(each -> consumer.accept(each.source(), each.block(), found));
      waiting.clear();
    }
  }
}
