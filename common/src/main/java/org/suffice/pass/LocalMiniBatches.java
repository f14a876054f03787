package org.suffice.pass;

import java.util.ArrayList;
import java.util.List;
import org.suffice.Failure;
import org.suffice.block.Block;
import org.suffice.block.DenseBlock;
import org.suffice.block.NetworkRows;
import org.suffice.read.RowAccount;
import org.suffice.statistic.BatchStatistic;

/**
 * Mini-batches of rows that are held in memory, by threads of this process. A step makes no arrays:
 * each thread gathers the rows of a chunk into memory of its own, and the statistics of the groups
 * of a batch are used again and again.
 */
public final class LocalMiniBatches implements MiniBatches {
  private final Block[] blocks;
  private final BlockIndex index;
  private final Settings settings;
  private final BatchCuts cuts;
  private final ThreadTeam team;
  private final Gatherer[] gatherers;
  private EpochOrder order;
  private long orderOf = -1;
  private BatchStatistic<?> zero;
  private List<BatchStatistic<?>> groups = List.of();

  private LocalMiniBatches(List<Block> training, Settings settings, int threads) {
    this.blocks = training.toArray(new Block[0]);
    this.index = new BlockIndex(training);
    boolean weighted = false;
    for (Block block : blocks) {
      weighted |= settings.rows().isWeighted(block);
    }
    long rows = index.rows();
    this.settings = settings;
    this.cuts = new BatchCuts(rows, (int) Math.min(settings.batchSize(), rows));
    this.team = new ThreadTeam(threads);
    this.gatherers = new Gatherer[threads];
    for (int t = 0; t < threads; t++) {
      gatherers[t] = new Gatherer(weighted);
    }
  }

  /**
   * Mini-batches.
   *
   * @param blocks the rows of the data in their order, those held out among them; not copied where
   *     none is held out, and to be left as they are
   * @param settings what they are to be
   * @param threads of this process, at least 1
   * @throws Failure when no row is left to train on
   */
  public static LocalMiniBatches of(List<? extends Block> blocks, Settings settings, int threads) {
    var training = settings.split().training().mapper();
    List<Block> rows = new ArrayList<>();
    for (Block block : blocks) {
      Block left = settings.split().isNone() ? block : training.apply(block);
      if (left.numRows() > 0) {
        rows.add(left);
      }
    }
    if (rows.isEmpty()) {
      throw Failure.data("no rows to train on");
    }
    return new LocalMiniBatches(rows, settings, threads);
  }

  @Override
  public long rows() {
    return cuts.rows();
  }

  @Override
  public BatchCuts cuts() {
    return cuts;
  }

  @Override
  public <S extends BatchStatistic<S>> S batch(S zero, long epoch, long batch) {
    if (epoch != orderOf) {
      order = new EpochOrder(settings.seed(), epoch, rows());
      orderOf = epoch;
    }
    int count = cuts.groups(batch);
    List<S> sums = groups(zero, count);
    team.run(count, (member, group) -> addGroup(gatherers[member], sums.get(group), batch, group));
    S sum = sums.get(0);
    for (int g = 1; g < count; g++) {
      sum.merge(sums.get(g));
    }
    return sum;
  }

  /**
   * Statistics for the groups of a batch, those of the last one where they are of the same kind.
   */
  @SuppressWarnings("unchecked") // made by fresh() of the same zero
  private <S extends BatchStatistic<S>> List<S> groups(S zero, int count) {
    if (zero != this.zero || groups.size() < count) {
      List<BatchStatistic<?>> made = new ArrayList<>();
      for (int g = 0; g < count; g++) {
        made.add(zero.fresh());
      }
      this.zero = zero;
      this.groups = made;
    }
    return (List<S>) (List<?>) groups;
  }

  private <S extends BatchStatistic<S>> void addGroup(
      Gatherer gatherer, S sum, long batch, int group) {
    sum.clear();
    for (int c = cuts.firstChunk(batch, group); c < cuts.firstChunk(batch, group + 1); c++) {
      long place = cuts.firstPlace(batch) + (long) c * BatchCuts.CHUNK;
      sum.add(gatherer.rows(place, cuts.chunkRows(batch, c)));
    }
  }

  @Override
  public void close() {
    team.close();
  }

  /** Memory of one thread for the rows of a chunk. */
  private final class Gatherer {
    private final NetworkRows rows = settings.rows();
    private final double[] scratch = rows.scratch();
    private final double[] values = new double[BatchCuts.CHUNK * rows.numColumns()];
    private final double[] labels = new double[BatchCuts.CHUNK];
    private final double[] weights;
    private final long[] ids = new long[BatchCuts.CHUNK];
    private final int[] in = new int[BatchCuts.CHUNK];
    private final int[] at = new int[BatchCuts.CHUNK];
    private final DenseBlock[] blockOf = new DenseBlock[BatchCuts.CHUNK + 1];

    Gatherer(boolean weighted) {
      weights = weighted ? new double[BatchCuts.CHUNK] : null;
    }

    /**
     * The rows at some places of the epoch, in their order. Where they are is found first, so that
     * nothing stands between the copies: a processor then waits for the memory of several at a
     * time.
     */
    DenseBlock rows(long firstPlace, int n) {
      for (int i = 0; i < n; i++) {
        ids[i] = order.position(firstPlace + i);
      }
      for (int i = 0; i < n; i++) {
        int b = index.block(ids[i]);
        in[i] = b;
        at[i] = (int) (ids[i] - index.start(b));
      }
      for (int i = 0; i < n; i++) {
        rows.copyRow(blocks[in[i]], at[i], scratch, values, i * rows.numColumns());
      }
      for (int i = 0; i < n; i++) {
        labels[i] = rows.label(blocks[in[i]], at[i]);
        if (weights != null) {
          weights[i] = rows.weight(blocks[in[i]], at[i], labels[i]);
        }
      }
      if (blockOf[n] == null) {
        RowAccount account = RowAccount.of(n, 0, 0, 0);
        blockOf[n] = new DenseBlock(n, rows.numColumns(), values, labels, weights, 0, ids, account);
      }
      return blockOf[n];
    }
  }
}
