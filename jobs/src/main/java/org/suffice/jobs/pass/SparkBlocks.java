package org.suffice.jobs.pass;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.suffice.block.Block;
import org.suffice.pass.BlockSource;
import org.suffice.pass.Blocks;
import org.suffice.pass.MergeTree;
import org.suffice.statistic.Statistic;
import scala.Tuple2;

/**
 * A data set passed over by a Spark cluster: one job a pass. The partial statistics are merged by
 * the tree of {@link MergeTree}, its lower levels on the executors by shuffles whose groups are
 * sorted by partition, its last one on the driver. {@code RDD.reduce} and {@code treeAggregate}
 * merge in the order of arrival, which changes the last bits from run to run.
 */
public final class SparkBlocks implements Blocks {
  private final JavaSparkContext context;
  private final JavaRDD<? extends BlockSource> sources;
  private final int partitions;

  /**
   * Passes over the blocks of an RDD.
   *
   * @param sources exactly one source in every partition
   */
  public SparkBlocks(JavaSparkContext context, JavaRDD<? extends BlockSource> sources) {
    this.context = context;
    this.sources = sources;
    this.partitions = sources.getNumPartitions();
  }

  @Override
  public int numPartitions() {
    return partitions;
  }

  @Override
  public <S extends Statistic<S>> S pass(S zero) {
    Broadcast<S> shared = context.broadcast(zero);
    try {
      JavaPairRDD<Integer, S> partials =
          JavaPairRDD.fromJavaRDD(
              sources.mapPartitionsWithIndex(
                  (index, source) -> one(index, reduce(shared.value(), source)), true));
      int fanIn = MergeTree.fanIn(zero.sizeInBytes());
      int members = partitions;
      while (members > fanIn) {
        members = MergeTree.groups(members, fanIn);
        partials = mergeGroups(partials, fanIn, members);
      }
      List<Tuple2<Integer, S>> last = new ArrayList<>(partials.collect());
      return mergeInOrder(last);
    } finally {
      shared.destroy();
    }
  }

  private static <S extends Statistic<S>> S reduce(
      S zero, Iterator<? extends BlockSource> sources) {
    S statistic = zero.fresh();
    while (sources.hasNext()) {
      try (BlockSource.BlockReader reader = sources.next().open()) {
        for (Block block = reader.next(); block != null; block = reader.next()) {
          statistic.add(block);
        }
      }
    }
    statistic.finish();
    statistic.complete();
    return statistic;
  }

  private static <S> Iterator<Tuple2<Integer, S>> one(int index, S statistic) {
    return List.of(new Tuple2<>(index, statistic)).iterator();
  }

  /** One level of the tree: members [g·fanIn, (g+1)·fanIn) become member g. */
  private static <S extends Statistic<S>> JavaPairRDD<Integer, S> mergeGroups(
      JavaPairRDD<Integer, S> members, int fanIn, int groups) {
    return members
        .partitionBy(new GroupPartitioner(fanIn, groups))
        .mapPartitionsToPair(
            group -> {
              List<Tuple2<Integer, S>> sorted = new ArrayList<>();
              group.forEachRemaining(sorted::add);
              int index = sorted.get(0)._1() / fanIn;
              return one(index, mergeInOrder(sorted));
            });
  }

  private static <S extends Statistic<S>> S mergeInOrder(List<Tuple2<Integer, S>> members) {
    members.sort(Comparator.comparing(Tuple2::_1));
    return MergeTree.mergeInOrder(members.stream().map(Tuple2::_2).toList());
  }

  /** Sends a member to its group. */
  private static final class GroupPartitioner extends Partitioner implements Serializable {
    private static final long serialVersionUID = 1L;

    private final int fanIn;
    private final int groups;

    GroupPartitioner(int fanIn, int groups) {
      this.fanIn = fanIn;
      this.groups = groups;
    }

    @Override
    public int numPartitions() {
      return groups;
    }

    @Override
    public int getPartition(Object key) {
      return (Integer) key / fanIn;
    }
  }
}
