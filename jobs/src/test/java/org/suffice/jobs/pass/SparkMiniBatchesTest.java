package org.suffice.jobs.pass;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.suffice.Failure;
import org.suffice.block.Block;
import org.suffice.block.NetworkRows;
import org.suffice.network.Activation;
import org.suffice.network.Loss;
import org.suffice.network.Network;
import org.suffice.network.Output;
import org.suffice.network.Start;
import org.suffice.pass.BatchCuts;
import org.suffice.pass.EpochOrder;
import org.suffice.pass.LocalMiniBatches;
import org.suffice.pass.MiniBatches;
import org.suffice.statistic.GradientStatistic;
import org.suffice.statistic.ValidationSplit;

/** {@link SparkMiniBatches} against what the order of an epoch says, and against driver memory. */
final class SparkMiniBatchesTest {
  private static final AtomicInteger JOBS = new AtomicInteger();
  static final AtomicInteger LOST = new AtomicInteger();
  private static JavaSparkContext context;

  @BeforeAll
  static void start() {
    context = context("local[2]", Map.of());
  }

  static JavaSparkContext context(String master, Map<String, String> properties) {
    SparkConf conf =
        new SparkConf()
            .setMaster(master)
            .setAppName("test")
            .set("spark.ui.enabled", "false")
            .set("spark.driver.host", "localhost")
            .set("spark.driver.bindAddress", "127.0.0.1");
    properties.forEach(conf::set);
    JavaSparkContext made = new JavaSparkContext(conf);
    made.sc()
        .addSparkListener(
            new SparkListener() {
              @Override
              public void onJobStart(SparkListenerJobStart start) {
                JOBS.incrementAndGet();
              }

              @Override
              public void onExecutorRemoved(SparkListenerExecutorRemoved removed) {
                LOST.incrementAndGet();
              }
            });
    return made;
  }

  @AfterAll
  static void stop() {
    context.close();
  }

  static MiniBatches.Settings settings(ValidationSplit split, int batchSize) {
    NetworkRows rows = NetworkRows.plain(RowsOfPartition.FEATURES);
    return new MiniBatches.Settings(rows, split, 11, batchSize);
  }

  private static SparkMiniBatches onSpark(
      List<RowsOfPartition> partitions, MiniBatches.Settings settings) {
    return onSpark(context, partitions, settings);
  }

  static SparkMiniBatches onSpark(
      JavaSparkContext spark, List<RowsOfPartition> partitions, MiniBatches.Settings settings) {
    return new SparkMiniBatches(spark, spark.parallelize(partitions, partitions.size()), settings);
  }

  /** What a batch is, by the order of the epoch alone. */
  private static String expected(
      long[] trained, boolean weighted, BatchCuts cuts, long epoch, long batch) {
    EpochOrder order = new EpochOrder(11, epoch, cuts.rows());
    StringBuilder text = new StringBuilder();
    for (int g = 0; g < cuts.groups(batch); g++) {
      text.append(g == 0 ? "" : "|");
      for (int c = cuts.firstChunk(batch, g); c < cuts.firstChunk(batch, g + 1); c++) {
        long first = cuts.firstPlace(batch) + c * (long) BatchCuts.CHUNK;
        long[] rows =
            LongStream.range(first, first + cuts.chunkRows(batch, c))
                .map(place -> trained[(int) order.position(place)])
                .toArray();
        text.append(RowsOfPartition.chunk(rows, weighted));
      }
    }
    return text.toString();
  }

  @ParameterizedTest(name = "{0} rows, {1} partitions, batches of {2}, {3} bytes")
  @CsvSource({
    "1, 1, 1, 64, false, false",
    "700, 1, 100, 64, false, false",
    "700, 3, 128, 64, true, true",
    "700, 3, 129, 64, false, true",
    "700, 7, 10000, 64, false, false",
    "5000, 5, 2500, 64, true, false",
    "5000, 5, 2500, 100000000, false, true",
    "5000, 40, 4999, 100000000, true, true",
    "3000, 7, 640, 100000000, false, false"
  })
  void batchesAreThoseOfTheOrder(
      int rows, int partitions, int batchSize, long bytes, boolean sparse, boolean weighted) {
    List<RowsOfPartition> all = RowsOfPartition.cut(rows, partitions, sparse, weighted);
    long[] trained = LongStream.range(0, rows).toArray();
    try (SparkMiniBatches batches = onSpark(all, settings(ValidationSplit.NONE, batchSize))) {
      assertEquals(rows, batches.rows());
      BatchCuts cuts = batches.cuts();
      for (long epoch : new long[] {0, 7}) {
        for (long batch = 0; batch < cuts.batches(); batch++) {
          ChunkExpression sum = batches.batch(new ChunkExpression(bytes, 0), epoch, batch);
          assertEquals(expected(trained, weighted, cuts, epoch, batch), sum.toString());
          assertEquals(cuts.rows(batch), sum.account().used());
        }
      }
    }
  }

  @Test
  void rowsHeldOutAreInNoBatch() {
    List<RowsOfPartition> all = RowsOfPartition.cut(1000, 4, false, false);
    ValidationSplit split = new ValidationSplit(0.3, 5);
    List<Long> kept = new ArrayList<>();
    for (RowsOfPartition partition : all) {
      for (Block block : partition.blocks()) {
        for (int i = 0; i < block.numRows(); i++) {
          if (!split.isHeldOut(block, i)) {
            kept.add(block.rowIds()[i]);
          }
        }
      }
    }
    assertTrue(kept.size() > 600 && kept.size() < 800, "held out: " + (1000 - kept.size()));
    long[] trained = kept.stream().mapToLong(i -> i).toArray();
    try (SparkMiniBatches batches = onSpark(all, settings(split, 300))) {
      assertEquals(trained.length, batches.rows());
      for (long batch = 0; batch < batches.cuts().batches(); batch++) {
        assertEquals(
            expected(trained, false, batches.cuts(), 3, batch),
            batches.batch(new ChunkExpression(64, 0), 3, batch).toString());
      }
    }
  }

  @Test
  void aStepIsOneJob() throws Exception {
    List<RowsOfPartition> all = RowsOfPartition.cut(3000, 6, false, false);
    try (SparkMiniBatches batches = onSpark(all, settings(ValidationSplit.NONE, 500))) {
      batches.batch(new ChunkExpression(64, 0), 0, 0);
      for (long bytes : new long[] {64, 10_000_000}) {
        context.sc().listenerBus().waitUntilEmpty();
        int before = JOBS.get();
        for (long batch = 0; batch < 6; batch++) {
          batches.batch(new ChunkExpression(bytes, 0), 0, batch);
        }
        context.sc().listenerBus().waitUntilEmpty();
        assertEquals(before + 6, JOBS.get());
      }
    }
  }

  @Test
  void anEpochThatIsOverLeavesNothingBehind() throws Exception {
    List<RowsOfPartition> all = RowsOfPartition.cut(3000, 6, false, false);
    try (SparkMiniBatches batches = onSpark(all, settings(ValidationSplit.NONE, 500))) {
      for (long epoch = 0; epoch < 5; epoch++) {
        batches.batch(new ChunkExpression(64, 0), epoch, epoch);
        assertEquals(1, context.getPersistentRDDs().size());
      }
      waitForShuffles(1);
    }
    waitForShuffles(0);
    assertEquals(Map.of(), context.getPersistentRDDs());
  }

  /** Spark removes them soon, not at once. */
  private static void waitForShuffles(int expected) throws InterruptedException {
    for (int wait = 0; wait < 100 && shuffleFiles() != expected; wait++) {
      Thread.sleep(50);
    }
    assertEquals(expected, shuffleFiles());
  }

  private static int shuffleFiles() {
    int shuffles = 0;
    for (File dir : context.sc().env().blockManager().diskBlockManager().localDirs()) {
      for (File sub : dir.listFiles(File::isDirectory)) {
        // One data file a map task; the shuffles of these rows have as many as there are
        // partitions.
        shuffles += sub.listFiles((in, name) -> name.matches("shuffle_\\d+_\\d+_0\\.data")).length;
      }
    }
    return (shuffles + 4) / 5; // of six partitions one is empty and writes none
  }

  @Test
  void noRowLeftIsToldInOneLine() {
    List<RowsOfPartition> all = RowsOfPartition.cut(20, 2, false, false);
    ValidationSplit split = new ValidationSplit(0.999999999, 5);
    Failure failure = assertThrows(Failure.class, () -> onSpark(all, settings(split, 10)));
    assertEquals("no row is left to train on", failure.getMessage());
  }

  // ---- gradients -------------------------------------------------------------------------------

  private static final Network NETWORK =
      new Network(
          new int[] {RowsOfPartition.FEATURES, 20, 20, 1},
          List.of(Activation.TANH, Activation.RELU),
          Output.IDENTITY,
          Loss.SQUARED_ERROR,
          Network.Targets.NUMBERS,
          true,
          0);

  /** Steps of two epochs, the parameters changed in place. */
  static double[] trained(MiniBatches batches, Runnable afterTen) {
    double[] parameters = NETWORK.start(Start.AUTO, 3);
    GradientStatistic zero = new GradientStatistic(NETWORK, parameters);
    int steps = 0;
    for (long epoch = 0; epoch < 2; epoch++) {
      for (long batch = 0; batch < batches.cuts().batches(); batch++) {
        GradientStatistic sum = batches.batch(zero, epoch, batch);
        for (int i = 0; i < parameters.length; i++) {
          parameters[i] -= 1e-9 * sum.gradient()[i] / sum.sumWeights();
        }
        if (++steps == 10) {
          afterTen.run();
        }
      }
    }
    return parameters;
  }

  static double[] inDriverMemory(
      List<RowsOfPartition> all, MiniBatches.Settings settings, int threads) {
    List<Block> blocks = all.stream().flatMap(each -> each.blocks().stream()).toList();
    try (LocalMiniBatches batches = LocalMiniBatches.of(blocks, settings, threads)) {
      return trained(batches, () -> {});
    }
  }

  @ParameterizedTest
  @CsvSource({"100, false", "1000, true", "3000, false"})
  void gradientsAreThoseOfDriverMemoryToTheBit(int batchSize, boolean sparse) {
    MiniBatches.Settings settings = settings(new ValidationSplit(0.1, 2), batchSize);
    List<RowsOfPartition> all = RowsOfPartition.cut(4000, 5, sparse, true);
    double[] expected = inDriverMemory(all, settings, 1);
    assertFalse(expected[0] == NETWORK.start(Start.AUTO, 3)[0], "nothing was learnt");
    assertArrayEquals(expected, inDriverMemory(all, settings, 3));
    try (SparkMiniBatches batches = onSpark(all, settings)) {
      assertArrayEquals(expected, trained(batches, () -> {}));
    }
    List<RowsOfPartition> otherwise = RowsOfPartition.cut(4000, 9, sparse, true);
    try (SparkMiniBatches batches = onSpark(otherwise, settings)) {
      assertArrayEquals(expected, trained(batches, () -> {}));
    }
  }
}
