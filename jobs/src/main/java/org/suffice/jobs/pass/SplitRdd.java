package org.suffice.jobs.pass;

import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.Dependency;
import org.apache.spark.Partition;
import org.apache.spark.SparkContext;
import org.apache.spark.TaskContext;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.rdd.RDD;
import org.suffice.jobs.read.Split;
import org.suffice.jobs.read.SplitSource;
import org.suffice.storage.HadoopStorage;
import org.suffice.storage.Storage;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag$;

/**
 * One partition for each split, holding the source of its blocks; prefers the hosts of the data.
 */
final class SplitRdd extends RDD<SplitSource> {
  private static final long serialVersionUID = 1L;

  private final transient List<SplitSource> sources;

  SplitRdd(SparkContext context, List<SplitSource> sources) {
    super(context, noDependencies(), ClassTag$.MODULE$.apply(SplitSource.class));
    this.sources = List.copyOf(sources);
  }

  private static Seq<Dependency<?>> noDependencies() {
    return CollectionConverters.asScala(List.<Dependency<?>>of()).toSeq();
  }

  private record SplitPartition(int index, SplitSource source) implements Partition {
    private static final long serialVersionUID = 1L;

    @Override
    public int hashCode() {
      return index;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof SplitPartition partition && partition.index == index;
    }
  }

  @Override
  public Partition[] getPartitions() {
    Partition[] partitions = new Partition[sources.size()];
    for (int i = 0; i < partitions.length; i++) {
      partitions[i] = new SplitPartition(i, sources.get(i));
    }
    return partitions;
  }

  @Override
  public Seq<String> getPreferredLocations(Partition partition) {
    Split split = ((SplitPartition) partition).source.split();
    List<String> hosts;
    try {
      String path = split.file().path();
      long length = Math.min(split.end(), split.file().length()) - split.start();
      hosts = Storage.of(path).hosts(path, split.start(), length);
    } catch (IOException e) { // a preference only: without it the task runs anywhere
      hosts = List.of();
    }
    return CollectionConverters.asScala(hosts).toSeq();
  }

  @Override
  public scala.collection.Iterator<SplitSource> compute(Partition partition, TaskContext context) {
    HadoopStorage.useConfiguration(SparkHadoopUtil.get().conf());
    return CollectionConverters.asScala(single(((SplitPartition) partition).source));
  }

  private static <T> Iterator<T> single(T value) {
    return new Iterator<>() {
      private boolean taken;

      @Override
      public boolean hasNext() {
        return !taken;
      }

      @Override
      public T next() {
        if (taken) {
          throw new NoSuchElementException();
        }
        taken = true;
        return value;
      }
    };
  }
}
