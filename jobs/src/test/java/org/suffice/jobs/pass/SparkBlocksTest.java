package org.suffice.jobs.pass;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.BlockManager;
import org.apache.spark.storage.BlockStatus;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.suffice.pass.LocalBlocks;
import org.suffice.pass.Progress;
import org.suffice.statistic.GramStatistic;
import org.suffice.statistic.Statistic;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;

/** {@link SparkBlocks} against its twin on the cores of one machine, to the bit. */
final class SparkBlocksTest {
  private static JavaSparkContext context;
  private static final AtomicInteger JOBS = new AtomicInteger();

  @BeforeAll
  static void start() {
    context =
        new JavaSparkContext(
            new SparkConf()
                .setMaster("local[2]")
                .setAppName("test")
                .set("spark.ui.enabled", "false")
                .set("spark.driver.host", "localhost")
                .set("spark.driver.bindAddress", "127.0.0.1"));
    context
        .sc()
        .addSparkListener(
            new SparkListener() {
              @Override
              public void onJobStart(SparkListenerJobStart start) {
                JOBS.incrementAndGet();
              }
            });
  }

  @AfterAll
  static void stop() {
    context.close();
  }

  private static List<NumberedSource> sources(int partitions, int rows) {
    return IntStream.range(0, partitions).mapToObj(i -> new NumberedSource(i, rows)).toList();
  }

  private static <S extends Statistic<S>> S onSpark(List<NumberedSource> sources, S zero) {
    SparkBlocks blocks = new SparkBlocks(context, context.parallelize(sources, sources.size()));
    assertEquals(sources.size(), blocks.numPartitions());
    return blocks.pass(zero);
  }

  private static <S extends Statistic<S>> S here(
      List<NumberedSource> sources, int threads, S zero) {
    return new LocalBlocks(sources, threads, Progress.NONE).pass(zero);
  }

  private static byte[] bytes(Object statistic) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(statistic);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return bytes.toByteArray();
  }

  /** 128 MiB a statistic are merged in pairs, small ones 32 at a time. */
  @ParameterizedTest(name = "{0} partitions, {1} bytes, {2} levels")
  @CsvSource({
    "1, 64, 0",
    "2, 64, 1",
    "32, 64, 1",
    "33, 64, 2",
    "65, 64, 2",
    "1025, 64, 3",
    "3, 134217728, 2",
    "5, 134217728, 3",
    "33, 134217728, 6",
    "40, 80000000, 4"
  })
  void partialsAreMergedInTheOrderOfPartitions(int partitions, long bytes, int levels) {
    List<NumberedSource> sources = sources(partitions, 1);
    String tree = here(sources, 3, new MergeExpression(bytes)).toString();
    for (int repeat = 0; repeat < (partitions > 1000 ? 1 : 3); repeat++) {
      MergeExpression spark = onSpark(sources, new MergeExpression(bytes));
      assertEquals(tree, spark.toString());
      assertEquals(2L * partitions, spark.account().read());
    }
    int fanIn = (int) Math.max(2, Math.min(32, (256L << 20) / bytes));
    int width = partitions;
    int depth = 0;
    for (; width > 1; depth++) {
      width = (width + fanIn - 1) / fanIn;
    }
    assertEquals(levels, depth);
    assertTrue(tree.replaceAll("[^0-9+]+", " ").strip().startsWith("0+1"));
    // Each id once, in order, whatever the brackets.
    int[] ids = IntStream.range(0, 2 * partitions).map(i -> i / 2 * 1000 + i % 2).toArray();
    assertArrayEquals(
        ids,
        java.util.Arrays.stream(tree.replaceAll("[^0-9]+", " ").strip().split(" "))
            .mapToInt(Integer::parseInt)
            .toArray());
  }

  @ParameterizedTest
  @CsvSource({"1", "2", "31", "33", "70"})
  void gramStatisticsAreTheSameToTheBit(int partitions) {
    List<NumberedSource> sources = sources(partitions, 37);
    byte[] expected = bytes(here(sources, 1, new GramStatistic(NumberedSource.FEATURES)));
    for (int repeat = 0; repeat < 3; repeat++) {
      assertArrayEquals(
          expected, bytes(here(sources, 7, new GramStatistic(NumberedSource.FEATURES))));
      assertArrayEquals(
          expected, bytes(onSpark(sources, new GramStatistic(NumberedSource.FEATURES))));
    }
  }

  /** Otherwise the tests above compare nothing. */
  @Test
  void theOrderOfPartitionsShowsInTheLastBits() {
    List<NumberedSource> sources = sources(33, 37);
    List<NumberedSource> reversed = new java.util.ArrayList<>(sources);
    java.util.Collections.reverse(reversed);
    GramStatistic one = here(sources, 1, new GramStatistic(NumberedSource.FEATURES));
    GramStatistic other = here(reversed, 1, new GramStatistic(NumberedSource.FEATURES));
    assertTrue(one.centredProduct(1, 0) != other.centredProduct(1, 0));
    assertEquals(
        one.centredProduct(1, 0),
        other.centredProduct(1, 0),
        1e-10 * Math.sqrt(one.centredProduct(0, 0) * one.centredProduct(1, 1)));
  }

  @Test
  void aPassIsOneJob() throws Exception {
    for (int partitions : new int[] {1, 32, 33, 100}) {
      context.sc().listenerBus().waitUntilEmpty();
      int before = JOBS.get();
      onSpark(sources(partitions, 1), new MergeExpression(64));
      context.sc().listenerBus().waitUntilEmpty();
      assertEquals(before + 1, JOBS.get(), partitions + " partitions");
    }
  }

  @Test
  void fiftyPassesLeaveNoBroadcastBehind() throws Exception {
    SparkBlocks blocks = new SparkBlocks(context, context.parallelize(sources(2, 1), 2));
    int payload = 1 << 20;
    for (int pass = 0; pass < 50; pass++) {
      blocks.pass(new MergeExpression(64, payload));
    }
    assertNoLargeBlocks(payload);
  }

  @Test
  void aFailedPassLeavesNoBroadcastBehind() throws Exception {
    SparkBlocks blocks = new SparkBlocks(context, context.parallelize(sources(2, 1), 2));
    MergeExpression zero = new MergeExpression(64, 1 << 20);
    SparkBlocks broken =
        new SparkBlocks(
            context,
            context
                .parallelize(List.of(1), 1)
                .map(
                    i ->
                        () -> {
                          throw new IllegalStateException("broken");
                        }));
    assertThrows(Exception.class, () -> broken.pass(zero));
    assertNoLargeBlocks(1 << 20);
    assertEquals("(0+1 1000+1001)", blocks.pass(zero).toString());
  }

  /** Spark removes a destroyed broadcast soon, not at once. */
  private static void assertNoLargeBlocks(int bytes) throws InterruptedException {
    for (int wait = 0; wait < 100 && !largeBlocks(bytes).isEmpty(); wait++) {
      Thread.sleep(50);
    }
    assertEquals(List.of(), largeBlocks(bytes));
  }

  /** Broadcasts of this size: those that Spark makes of its tasks are far smaller. */
  private static List<String> largeBlocks(int bytes) {
    BlockManager manager = context.sc().env().blockManager();
    return CollectionConverters.asJava(manager.getMatchingBlockIds(BlockId::isBroadcast)).stream()
        .filter(
            id -> {
              Option<BlockStatus> status = manager.getStatus(id); // none: gone meanwhile
              return status.isDefined() && status.get().memSize() >= bytes;
            })
        .map(BlockId::name)
        .toList();
  }
}
