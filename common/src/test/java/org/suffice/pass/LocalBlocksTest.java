package org.suffice.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.suffice.Failure;
import org.suffice.block.Block;
import org.suffice.block.DenseBlock;
import org.suffice.read.RowAccount;
import org.suffice.statistic.GramStatistic;

/** A pass visits every row once and gives the same bits whatever the threads do. */
class LocalBlocksTest {
  private static final int D = 5;

  /** Partitions of some blocks each, of rows whose sums depend on the order of addition. */
  private static List<List<Block>> partitions(int partitions) {
    Random random = new Random(partitions);
    List<List<Block>> all = new ArrayList<>();
    for (int i = 0; i < partitions; i++) {
      List<Block> blocks = new ArrayList<>();
      for (int b = random.nextInt(3); b >= 0; b--) {
        int n = 1 + random.nextInt(30);
        double[] x = random.doubles((long) n * D).map(v -> Math.exp(20 * v) - 1e3).toArray();
        blocks.add(
            DenseBlock.of(D, x, random.doubles(n).toArray(), random.doubles(n, 1, 2).toArray()));
      }
      all.add(blocks);
    }
    return all;
  }

  private static long[] bits(GramStatistic gram) {
    List<Double> figures = new ArrayList<>();
    figures.add((double) gram.rows());
    figures.add(gram.sumWeights());
    figures.add(gram.sumLogWeights());
    for (int i = 0; i <= D; i++) {
      figures.add(gram.mean(i));
      for (int j = 0; j <= i; j++) {
        figures.add(gram.centredProduct(i, j));
      }
    }
    return figures.stream().mapToLong(Double::doubleToLongBits).toArray();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 33, 200})
  void threadsDoNotChangeABit(int partitions) {
    List<List<Block>> data = partitions(partitions);
    long[] expected = bits(LocalBlocks.of(data, 1).pass(new GramStatistic(D)));
    for (int threads : new int[] {2, 7}) {
      for (int repetition = 0; repetition < 5; repetition++) {
        long[] found = bits(LocalBlocks.of(data, threads).pass(new GramStatistic(D)));
        assertTrue(Arrays.equals(expected, found), threads + " threads");
      }
    }
  }

  /** The order matters to these rows, so that the test above can fail. */
  @Test
  void anotherOrderWouldChangeBits() {
    List<List<Block>> data = partitions(33);
    long[] expected = bits(LocalBlocks.of(data, 1).pass(new GramStatistic(D)));
    Collections.reverse(data);
    assertTrue(!Arrays.equals(expected, bits(LocalBlocks.of(data, 1).pass(new GramStatistic(D)))));
  }

  private static Block numbered(int id) {
    RowAccount account = new RowAccount();
    account.addUsed(1);
    return new DenseBlock(1, 0, new double[0], new double[1], null, 0, new long[] {id}, account);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 100})
  void everyBlockIsVisitedOnceInOrder(int threads) {
    List<List<Block>> data =
        List.of(
            List.of(numbered(0), numbered(1)),
            List.of(),
            List.of(numbered(2)),
            List.of(numbered(3), numbered(4), numbered(5)));
    LocalBlocks blocks = LocalBlocks.of(data, threads);
    assertEquals(4, blocks.numPartitions());
    Trace zero = new Trace("");
    assertEquals("(((0+1 ) 2) 3+4+5)", blocks.pass(zero).text());
    assertEquals("(((0+1 ) 2) 3+4+5)", blocks.pass(zero).text(), "and again");
    assertEquals("", zero.text(), "zero is not modified");
  }

  @Test
  void readersAreClosedEvenWhenAddingFails() {
    AtomicInteger closed = new AtomicInteger();
    BlockSource source =
        () ->
            new BlockSource.BlockReader() {
              @Override
              public Block next() {
                return numbered(1);
              }

              @Override
              public void close() {
                closed.incrementAndGet();
              }
            };
    LocalBlocks blocks = new LocalBlocks(List.of(source, source), 1, Progress.NONE);
    assertThrows(IllegalArgumentException.class, () -> blocks.pass(new GramStatistic(3)));
    assertEquals(1, closed.get());
  }

  /** The later partition fails first in time; the earlier one's failure is the one to report. */
  @RepeatedTest(20)
  void failureOfTheFirstPartitionInOrderIsThrown() {
    CountDownLatch laterFailed = new CountDownLatch(1);
    Failure first = Failure.data("partition 1");
    RuntimeException thrown =
        assertThrows(
            RuntimeException.class,
            () ->
                LocalBlocks.inParallel(
                    "test",
                    10,
                    3,
                    Progress.NONE,
                    partition -> {
                      if (partition == 1) {
                        await(laterFailed);
                        throw first;
                      }
                      if (partition == 2) {
                        laterFailed.countDown();
                        throw new IllegalStateException("partition 2");
                      }
                    }));
    assertSame(first, thrown);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(10, TimeUnit.SECONDS));
      Thread.sleep(2); // the other thread notes its failure after counting down
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** No new partition begins after a failure, but every one before it is finished. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7})
  void partitionsBeforeAFailedOneAreFinished(int threads) {
    boolean[] done = new boolean[1000];
    assertThrows(
        Failure.class,
        () ->
            LocalBlocks.inParallel(
                "test",
                1000,
                threads,
                Progress.NONE,
                partition -> {
                  if (partition == 40) {
                    throw Failure.data("bad");
                  }
                  done[partition] = true;
                }));
    for (int i = 0; i < 40; i++) {
      assertTrue(done[i], "partition " + i);
    }
    assertTrue(threads > 1 || !done[41], "went on after the failure");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void errorsAreThrownAsTheyAre(int threads) {
    Error error = new OutOfMemoryError("test");
    assertSame(
        error,
        assertThrows(
            Error.class,
            () ->
                LocalBlocks.inParallel(
                    "test",
                    5,
                    threads,
                    Progress.NONE,
                    partition -> {
                      throw error;
                    })));
  }

  @Test
  void progressIsTold() {
    List<String> told = Collections.synchronizedList(new ArrayList<>());
    Progress progress =
        new Progress() {
          @Override
          public void start(String what, int partitions) {
            told.add(what + " " + partitions);
          }

          @Override
          public void partitionDone() {
            told.add("done");
          }

          @Override
          public void end() {
            told.add("end");
          }
        };
    List<BlockSource> sources =
        List.of(LocalBlocks.inMemory(List.of()), LocalBlocks.inMemory(List.of()));
    new LocalBlocks(sources, 2, progress).pass(new Trace(""));
    assertEquals(List.of("pass 2", "done", "done", "end"), told);
    told.clear();
    BlockSource broken =
        () -> {
          throw Failure.data("broken");
        };
    LocalBlocks failing = new LocalBlocks(List.of(broken), 1, progress);
    assertThrows(Failure.class, () -> failing.pass(new Trace("")));
    assertEquals(List.of("pass 1", "end"), told);
  }

  @Test
  void partitionsAndThreadsAreNeeded() {
    assertThrows(IllegalArgumentException.class, () -> LocalBlocks.of(List.of(), 1));
    assertThrows(IllegalArgumentException.class, () -> LocalBlocks.of(List.of(List.of()), 0));
  }
}
