package org.suffice.bench.suffice;

import java.io.IOException;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.StorageLevel;
import org.suffice.bench.ClassRows;
import org.suffice.bench.Rows;
import org.suffice.bench.Side;
import org.suffice.block.Block;
import org.suffice.block.NetworkRows;
import org.suffice.jobs.pass.SparkBlocks;
import org.suffice.jobs.pass.SparkMiniBatches;
import org.suffice.linalg.NativeLibraries;
import org.suffice.network.Activation;
import org.suffice.network.Network;
import org.suffice.network.Start;
import org.suffice.network.StepRule;
import org.suffice.pass.BlockSource;
import org.suffice.pass.Blocks;
import org.suffice.pass.EpochOrder;
import org.suffice.pass.LocalBlocks;
import org.suffice.pass.LocalMiniBatches;
import org.suffice.pass.MiniBatches;
import org.suffice.read.Column;
import org.suffice.read.FeatureEncoder;
import org.suffice.read.Schema;
import org.suffice.solve.Schedule;
import org.suffice.statistic.GradientStatistic;
import org.suffice.statistic.NetworkMoments;
import org.suffice.statistic.ValidationSplit;
import org.suffice.train.Checkpoints;
import org.suffice.train.ClassWeights;
import org.suffice.train.NetworkDescent;
import org.suffice.train.NetworkShape;
import org.suffice.train.NeuralNetwork;

/**
 * Suffice's network of one hidden layer, trained whenever asked.
 *
 * <pre>
 * WHERE THREADS ROWS KIND FEATURES CLASSES SEED FILE HIDDEN RULE RATE NUMBER [START ORDER]
 * </pre>
 *
 * <p>WHERE is driver (memory), spark (threads of this process), executors (processes of their own,
 * one thread each); shuffle (of an epoch on these, and its first step); or setup, which writes the
 * first parameters and the order of the first epoch to the two files. RULE full takes one step
 * along the gradient of all rows, then NUMBER more, of which the seconds per step count; sgd and
 * adam take an epoch of batches of NUMBER rows, of which the seconds of the epoch count. Answers
 * are the parameters, of shuffle the gradient.
 */
public final class SufficeNetworks {
  private static final long SEED = 1;

  private SufficeNetworks() {}

  /** Serves. */
  public static void main(String[] args) throws IOException {
    ClassRows rows = ClassRows.of(args[3], args[4], args[5], args[6], args[7]);
    ClassBlocks data = new ClassBlocks(rows, Long.parseLong(args[2]));
    NetworkShape shape =
        new NetworkShape(
            List.of(Integer.parseInt(args[8])),
            List.of(Activation.SIGMOID),
            Optional.empty(),
            Optional.empty(),
            true,
            0,
            Start.GLOROT);
    if (args[0].equals("setup")) {
      write(
          Path.of(args[12]),
          network(shape, rows).start(Start.GLOROT, SEED));
      EpochOrder order = new EpochOrder(SEED, 0, data.count());
      write(Path.of(args[13]), LongStream.range(0, data.count()).map(order::position).toArray());
      return;
    }
    int threads = Integer.parseInt(args[1]);
    Held held =
        switch (args[0]) {
          case "driver" -> Held.here(data, threads);
          case "spark" -> Held.onSpark(data, "local[" + threads + "]");
          default -> Held.onSpark(data, "local-cluster[" + threads + ",1,2048]");
        };
    boolean full = args[9].equals("full");
    int number = Integer.parseInt(args[11]);
    Side side =
        args[0].equals("shuffle")
            ? new Shuffle(held, network(shape, rows), number)
            : new Training(held, trainer(shape, full, args[9], args[10], number), rows, full);
    Side.serve(side);
    held.close();
  }

  private static Network network(NetworkShape shape, ClassRows rows) {
    return shape.network(rows.numFeatures(), rows.numClasses(), 0);
  }

  private static NeuralNetwork trainer(
      NetworkShape shape, boolean full, String rule, String rate, int number) {
    return new NeuralNetwork(
        shape,
        new NetworkDescent(
            Optional.of(full || rule.equals("sgd") ? StepRule.SGD : StepRule.ADAM),
            Double.parseDouble(rate),
            0,
            Schedule.CONSTANT,
            full ? 0 : number,
            full ? number + 1 : 1,
            0),
        0,
        false,
        false,
        ClassWeights.NONE,
        Optional.empty(),
        SEED);
  }

  private static void write(Path file, double[] values) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(Double.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asDoubleBuffer().put(values);
    Files.write(file, bytes.array());
  }

  private static void write(Path file, long[] values) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(Long.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asLongBuffer().put(values);
    Files.write(file, bytes.array());
  }

  /** Rows in memory, here or with Spark. */
  private record Held(Blocks blocks, MiniBatches.Source batches, Runnable end) {
    static Held here(ClassBlocks data, int threads) {
      List<List<Block>> partitions = data.all(threads);
      List<Block> all = partitions.stream().flatMap(List::stream).toList();
      return new Held(
          LocalBlocks.of(partitions, threads),
          settings -> LocalMiniBatches.of(all, settings, threads),
          () -> {});
    }

    static Held onSpark(ClassBlocks data, String master) {
      JavaSparkContext context =
          new JavaSparkContext(
              new SparkConf()
                  .setAppName("bench")
                  .setMaster(master)
                  .set("spark.executor.memory", "2g")
                  .set("spark.executor.extraClassPath", System.getProperty("java.class.path"))
                  .set("spark.executorEnv.OPENBLAS_NUM_THREADS", "1")
                  .set("spark.ui.enabled", "false")
                  .set("spark.driver.host", "localhost")
                  .set("spark.driver.bindAddress", "127.0.0.1"));
      context.setLogLevel("WARN");
      int partitions = data.numPartitions();
      JavaRDD<Partition> rows =
          context
              .parallelize(IntStream.range(0, partitions).boxed().toList(), partitions)
              .map(p -> new Partition(new ArrayList<>(data.partition(p))))
              .persist(StorageLevel.MEMORY_ONLY());
      if (rows.count() != partitions) {
        throw new IllegalStateException("expected " + partitions + " partitions");
      }
      return new Held(
          new SparkBlocks(context, rows),
          settings -> new SparkMiniBatches(context, rows, settings),
          context::close);
    }

    void close() {
      end.run();
    }
  }

  private record Partition(ArrayList<Block> blocks) implements BlockSource, Serializable {
    private static final long serialVersionUID = 1L;

    @Override
    public BlockReader open() {
      return LocalBlocks.inMemory(blocks).open();
    }
  }

  /** A training of which the seconds of epochs count, not what a fit does before and after. */
  private static final class Training implements Side {
    private final Held held;
    private final NeuralNetwork trainer;
    private final boolean full;
    private final Schema schema;
    private final FeatureEncoder encoder;
    private final NetworkMoments look;
    private final List<Double> seconds = new ArrayList<>();

    Training(Held held, NeuralNetwork trainer, ClassRows rows, boolean full) {
      this.held = held;
      this.trainer = trainer;
      this.full = full;
      schema =
          new Schema(
                  IntStream.range(0, rows.numFeatures())
                      .mapToObj(j -> Column.numeric(Rows.name(j)))
                      .toList(),
                  "y",
                  Optional.empty())
              .withClasses(
                  IntStream.range(0, rows.numClasses()).mapToObj(String::valueOf).toList());
      encoder = new FeatureEncoder(schema.features());
      look = trainer.look(held.blocks(), encoder, rows.numClasses());
    }

    @Override
    public String description() {
      return NativeLibraries.description();
    }

    @Override
    public double[] run() {
      seconds.clear();
      return trainer
          .fit(
              held.blocks(),
              held.batches(),
              look,
              schema,
              encoder,
              Optional.empty(),
              Checkpoints.NONE,
              (epoch, rows, took) -> seconds.add(took))
          .fit()
          .parameters();
    }

    /** Of steps along the gradient of all rows, those after the first, each an epoch. */
    @Override
    public double counted(double elapsed) {
      return seconds.stream().skip(full ? 1 : 0).mapToDouble(s -> s).average().orElseThrow();
    }
  }

  /** What an epoch on Spark costs before its second step. */
  private static final class Shuffle implements Side {
    private final Held held;
    private final Network network;
    private final int batchSize;

    Shuffle(Held held, Network network, int batchSize) {
      this.held = held;
      this.network = network;
      this.batchSize = batchSize;
    }

    @Override
    public String description() {
      return NativeLibraries.description();
    }

    @Override
    public double[] run() {
      MiniBatches.Settings settings =
          new MiniBatches.Settings(
              NetworkRows.plain(network.rowWidth()), ValidationSplit.NONE, SEED, batchSize);
      double[] parameters = network.start(Start.GLOROT, SEED);
      try (MiniBatches batches = held.batches().open(settings)) {
        return batches.batch(new GradientStatistic(network, parameters), 0, 0).gradient().clone();
      }
    }
  }
}
