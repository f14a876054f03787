package org.suffice.jobs.pass;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.apache.spark.Success$;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.storage.StorageLevel;
import org.suffice.Failure;
import org.suffice.block.Block;
import org.suffice.jobs.read.SplitSource;
import org.suffice.pass.BlockSource;
import org.suffice.pass.Blocks;
import org.suffice.pass.HeldBlocks;
import org.suffice.pass.LocalBlocks;
import org.suffice.pass.MiniBatches;
import org.suffice.pass.Progress;
import org.suffice.statistic.Statistic;
import org.suffice.storage.HadoopStorage;
import scala.Tuple2;

/** A Spark cluster, or Spark's threads in this process. */
public final class SparkEngine implements Engine {
  private static final Pattern FAILURE = Pattern.compile("org\\.suffice\\.Failure: (.*)");

  private final JavaSparkContext context;
  private final Progress progress;

  /** Starts Spark as the properties of this process say. */
  public SparkEngine(String name, Progress progress) {
    this(new JavaSparkContext(configuration(name)), progress);
  }

  /** An engine on a context that is there; it is stopped when the engine is closed. */
  public SparkEngine(JavaSparkContext context, Progress progress) {
    this.context = context;
    this.progress = progress;
    HadoopStorage.useConfiguration(context.hadoopConfiguration());
    context
        .sc()
        .addSparkListener(
            new SparkListener() {
              @Override
              public void onTaskEnd(SparkListenerTaskEnd end) {
                if (end.reason() == Success$.MODULE$) {
                  progress.partitionDone();
                }
              }
            });
  }

  private static SparkConf configuration(String name) {
    SparkConf conf = new SparkConf().setAppName(name);
    conf.setIfMissing("spark.master", "local[*]");
    conf.setIfMissing("spark.ui.showConsoleProgress", "false");
    // Tasks are the parallelism; a BLAS with threads of its own would only contend with them.
    conf.setIfMissing("spark.executorEnv.OPENBLAS_NUM_THREADS", "1");
    if (conf.get("spark.master").startsWith("local")) {
      conf.setIfMissing("spark.ui.enabled", "false");
      conf.setIfMissing("spark.driver.host", "localhost");
      conf.setIfMissing("spark.driver.bindAddress", "127.0.0.1");
    }
    return conf;
  }

  @Override
  public Blocks blocks(List<SplitSource> splits) {
    return new Watched(new SparkBlocks(context, sources(splits)), () -> {});
  }

  @Override
  public Blocks blocksOf(List<BlockSource> sources) {
    return new Watched(
        new SparkBlocks(context, context.parallelize(sources, sources.size())), () -> {});
  }

  @Override
  public boolean sparesCores(int tasks) {
    return false; // cores are Spark's to give
  }

  @Override
  public HeldBlocks hold(List<SplitSource> splits) {
    JavaRDD<KeptBlocks> kept =
        sources(splits)
            .map(source -> KeptBlocks.of(source.keepingBlocks()))
            .persist(StorageLevel.MEMORY_AND_DISK());
    return new Kept(kept);
  }

  @Override
  public MiniBatches.Source miniBatches(HeldBlocks rows) {
    return settings -> new SparkMiniBatches(context, ((Kept) rows).sources, settings);
  }

  /** The blocks of one partition: with Spark in memory, or on the executor's disk. */
  private record KeptBlocks(ArrayList<Block> blocks) implements BlockSource, Serializable {
    static KeptBlocks of(BlockSource source) {
      ArrayList<Block> blocks = new ArrayList<>();
      try (BlockReader reader = source.open()) {
        for (Block block = reader.next(); block != null; block = reader.next()) {
          blocks.add(block);
        }
      }
      return new KeptBlocks(blocks);
    }

    @Override
    public BlockReader open() {
      return LocalBlocks.inMemory(blocks).open();
    }
  }

  /** Passes whose progress is seen and whose failures are ours. */
  private class Watched implements HeldBlocks {
    private final Blocks blocks;
    private final Runnable release;

    Watched(Blocks blocks, Runnable release) {
      this.blocks = blocks;
      this.release = release;
    }

    @Override
    public <S extends Statistic<S>> S pass(S zero) {
      progress.start("pass", numPartitions());
      try {
        return blocks.pass(zero);
      } catch (Exception e) { // Scala throws SparkException undeclared
        throw unwrapped(e);
      } finally {
        progress.end();
      }
    }

    @Override
    public int numPartitions() {
      return blocks.numPartitions();
    }

    @Override
    public void close() {
      release.run();
    }
  }

  /** Rows that Spark keeps. */
  private final class Kept extends Watched {
    private final JavaRDD<KeptBlocks> sources;

    Kept(JavaRDD<KeptBlocks> sources) {
      super(new SparkBlocks(context, sources), () -> sources.unpersist(false));
      this.sources = sources;
    }
  }

  private JavaRDD<SplitSource> sources(List<SplitSource> splits) {
    return new SplitRdd(context.sc(), splits).toJavaRDD();
  }

  @Override
  public <R extends Serializable> List<R> onEachSplit(
      String what, List<SplitSource> splits, SplitTask<R> task) {
    progress.start(what, splits.size());
    try {
      List<Tuple2<Integer, R>> results =
          new ArrayList<>(
              sources(splits)
                  .mapPartitionsWithIndex(
                      (index, source) -> {
                        String attempt = Long.toString(TaskContext.get().taskAttemptId());
                        R result = task.run(source.next(), attempt);
                        return List.of(new Tuple2<>(index, result)).iterator();
                      },
                      true)
                  .collect());
      return results.stream().map(Tuple2::_2).toList();
    } catch (Exception e) { // Scala throws SparkException undeclared
      throw unwrapped(e);
    } finally {
      progress.end();
    }
  }

  /** Spark keeps of a task's exception only the text: a failure of ours is found again in it. */
  static RuntimeException unwrapped(Exception e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof Failure failure) {
        return failure;
      }
      Matcher matcher = FAILURE.matcher(String.valueOf(cause.getMessage()));
      if (matcher.find()) {
        return Failure.data(matcher.group(1), e);
      }
    }
    return e instanceof RuntimeException runtime ? runtime : new IllegalStateException(e);
  }

  @Override
  public String description() {
    return "Spark " + context.version() + ", master " + context.master();
  }

  @Override
  public void close() {
    context.close();
  }
}
