package org.suffice.jobs.pass;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import org.suffice.Failure;
import org.suffice.block.Block;
import org.suffice.block.NetworkRows;
import org.suffice.pass.BatchCuts;
import org.suffice.pass.BlockSource;
import org.suffice.pass.MergeTree;
import org.suffice.pass.MiniBatches;
import org.suffice.statistic.BatchStatistic;
import org.suffice.statistic.ValidationSplit;
import scala.Tuple2;

/**
 * Mini-batches on a Spark cluster. At the start of an epoch one shuffle brings every row to its
 * place in the order of the epoch, where it stays for the epoch, in memory or on the executors'
 * disks; a step is then one job on the partitions that have rows of its batch. Where a row goes is
 * a function of its place alone, and the sums of groups are merged in their order by the driver: so
 * partitions, executors, and tasks that are run again change no bit.
 */
public final class SparkMiniBatches implements MiniBatches {
  /** Statistics up to this size go to executors along with the task. */
  private static final long TASK_BYTES = 1 << 19;

  private final JavaSparkContext context;
  private final JavaRDD<? extends BlockSource> sources;
  private final NetworkRows rows;
  private final ValidationSplit split;
  private final long seed;
  private final BatchCuts cuts;

  /** The position of the first row to train on of each partition. */
  private final long[] starts;

  private long epoch = -1;
  private EpochLayout layout;
  private JavaRDD<EpochRows.Group> groups;

  /**
   * Mini-batches of the rows of an RDD.
   *
   * @param sources exactly one source in every partition; its blocks must be kept
   */
  public SparkMiniBatches(
      JavaSparkContext context, JavaRDD<? extends BlockSource> sources, Settings settings) {
    this.context = context;
    this.sources = sources;
    this.rows = settings.rows();
    this.split = settings.split();
    this.seed = settings.seed();
    this.starts = starts(sources, split);
    long all = starts[starts.length - 1];
    if (all == 0) {
      throw Failure.data("no row is left to train on");
    }
    this.cuts = new BatchCuts(all, (int) Math.min(settings.batchSize(), all));
  }

  /** One job: how many rows to train on every partition has, added up. */
  private static long[] starts(JavaRDD<? extends BlockSource> sources, ValidationSplit split) {
    List<Long> counts = sources.map(source -> EpochRows.count(source, split)).collect();
    long[] starts = new long[counts.size() + 1];
    for (int p = 0; p < counts.size(); p++) {
      starts[p + 1] = starts[p] + counts.get(p);
    }
    return starts;
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
  public <S extends BatchStatistic<S>> S batch(S zero, long ofEpoch, long batch) {
    try {
      if (ofEpoch != epoch) {
        release();
        shuffle(ofEpoch, zero.sizeInBytes());
      }
      return step(zero, batch);
    } catch (Exception e) { // Scala throws SparkException undeclared
      throw SparkEngine.unwrapped(e);
    }
  }

  /** Brings the rows of an epoch to where steps are taken: one job. */
  private void shuffle(long next, long statisticBytes) {
    layout = EpochLayout.of(cuts, seed, next, starts.length - 1, statisticBytes);
    EpochLayout to = layout;
    ValidationSplit without = split;
    long[] from = starts;
    groups =
        sources
            .mapPartitionsWithIndex(
                (index, source) -> EpochRows.pieces(source.next(), without, from[index], to), true)
            .mapToPair(piece -> new Tuple2<>(piece.partition(), piece))
            .partitionBy(new PartitionNumber(to.partitions()))
            .mapPartitions(pieces -> groups(pieces, to), true)
            .persist(StorageLevel.MEMORY_AND_DISK());
    groups.foreachPartition(each -> {});
    epoch = next;
  }

  private static Iterator<EpochRows.Group> groups(
      Iterator<Tuple2<Integer, EpochRows.Piece>> pieces, EpochLayout layout) {
    List<EpochRows.Piece> all = new ArrayList<>();
    pieces.forEachRemaining(piece -> all.add(piece._2()));
    return EpochRows.groups(all, layout).iterator();
  }

  private <S extends BatchStatistic<S>> S step(S zero, long batch) {
    int[] partitions = layout.partitionsOf(batch);
    NetworkRows shown = rows;
    boolean alongside = zero.sizeInBytes() <= TASK_BYTES;
    Broadcast<S> shared = alongside ? null : context.broadcast(zero);
    try {
      Zero<S> carried = alongside ? new Zero<>(zero, null) : new Zero<>(null, shared);
      List<Tuple2<Integer, S>> sums = new ArrayList<>();
      for (List<Tuple2<Integer, S>> part :
          groups
              .mapPartitions(each -> sums(carried.get(), each, batch, shown).iterator())
              .collectPartitions(partitions)) {
        sums.addAll(part);
      }
      if (sums.size() != cuts.groups(batch)) {
        throw new IllegalStateException(
            "expected " + cuts.groups(batch) + " groups of rows, found " + sums.size());
      }
      sums.sort(Comparator.comparing(Tuple2::_1));
      return MergeTree.mergeInOrder(sums.stream().map(Tuple2::_2).toList());
    } finally {
      if (shared != null) {
        shared.destroy();
      }
    }
  }

  /** The statistic that a task starts from: sent with it, or before. */
  private record Zero<S>(S value, Broadcast<S> shared) implements Serializable {
    S get() {
      return shared == null ? value : shared.value();
    }
  }

  /** What a task of a step does: a statistic for each group of the batch that the partition has. */
  private static <S extends BatchStatistic<S>> List<Tuple2<Integer, S>> sums(
      S zero, Iterator<EpochRows.Group> groups, long batch, NetworkRows shown) {
    UnaryOperator<Block> mapper = shown.mapper();
    List<Tuple2<Integer, S>> sums = new ArrayList<>();
    while (groups.hasNext()) {
      EpochRows.Group group = groups.next();
      if (group.batch() == batch) {
        S sum = sums.isEmpty() ? zero.fresh() : zero.freshBeside(sums.get(sums.size() - 1)._2());
        for (Block chunk : group.chunks()) {
          sum.add(mapper.apply(chunk));
        }
        sums.add(new Tuple2<>(group.group(), sum));
      }
    }
    for (Tuple2<Integer, S> sum : sums) {
      sum._2().finish();
      sum._2().complete();
    }
    return sums;
  }

  /** Rows and shuffle files of an epoch that is over; Spark would keep files until it collects. */
  private void release() {
    if (groups != null) {
      groups.unpersist(false);
      groups.rdd().cleanShuffleDependencies(false);
      groups = null;
      epoch = -1;
    }
  }

  @Override
  public void close() {
    release();
  }

  /** Keys are numbers of partitions. */
  private static final class PartitionNumber extends org.apache.spark.Partitioner {
    private static final long serialVersionUID = 1L;

    private final int partitions;

    PartitionNumber(int partitions) {
      this.partitions = partitions;
    }

    @Override
    public int numPartitions() {
      return partitions;
    }

    @Override
    public int getPartition(Object key) {
      return (Integer) key;
    }
  }
}
