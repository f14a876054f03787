package org.suffice.pass;

import java.util.List;
import org.suffice.block.Block;
import org.suffice.statistic.BatchStatistic;

/** Mini-batches of rows that are held in memory, by threads of this process. */
public final class LocalMiniBatches implements MiniBatches {
  /**
   * Mini-batches.
   *
   * @param blocks the rows of the data in their order, those held out among them; not copied
   * @param settings what they are to be
   * @param threads of this process, at least 1
   */
  public LocalMiniBatches(List<Block> blocks, Settings settings, int threads) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long rows() {
    throw new UnsupportedOperationException();
  }

  @Override
  public BatchCuts cuts() {
    throw new UnsupportedOperationException();
  }

  @Override
  public <S extends BatchStatistic<S>> S batch(S zero, long epoch, long batch) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
