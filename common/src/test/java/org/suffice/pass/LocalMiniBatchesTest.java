package org.suffice.pass;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.suffice.Failure;
import org.suffice.block.Block;
import org.suffice.block.DenseBlock;
import org.suffice.block.NetworkRows;
import org.suffice.network.Activation;
import org.suffice.network.Network;
import org.suffice.network.Networks;
import org.suffice.network.Networks.Pair;
import org.suffice.network.Networks.Rows;
import org.suffice.pass.MiniBatches.Settings;
import org.suffice.read.RowAccount;
import org.suffice.statistic.BatchStatistic;
import org.suffice.statistic.GradientStatistic;
import org.suffice.statistic.ValidationSplit;

class LocalMiniBatchesTest {
  private static final int ROWS = 1000;

  /** The rows themselves, as they come. */
  private static final class Seen implements BatchStatistic<Seen> {
    private static final long serialVersionUID = 1L;
    private final List<String> rows = new ArrayList<>();

    @Override
    public Seen fresh() {
      return new Seen();
    }

    @Override
    public void clear() {
      rows.clear();
    }

    @Override
    public void add(Block block) {
      double[] row = new double[block.numFeatures()];
      for (int i = 0; i < block.numRows(); i++) {
        block.copyRow(i, row);
        double weight = block.weights() == null ? 1 : block.weights()[i];
        rows.add(Arrays.toString(row) + " " + block.labels()[i] + " " + weight);
      }
    }

    @Override
    public Seen merge(Seen other) {
      rows.addAll(other.rows);
      return this;
    }

    @Override
    public RowAccount account() {
      return new RowAccount();
    }

    @Override
    public long sizeInBytes() {
      return 8;
    }
  }

  private static List<Block> blocks(Rows rows, int width, int blockRows, boolean weighted) {
    List<Block> blocks = new ArrayList<>();
    int n = rows.labels().length;
    for (int from = 0; from < n; from += blockRows) {
      int to = Math.min(n, from + blockRows);
      long[] ids = new long[to - from];
      int first = from;
      Arrays.setAll(ids, i -> first + i);
      blocks.add(
          new DenseBlock(
              to - from,
              width,
              Arrays.copyOfRange(rows.values(), from * width, to * width),
              Arrays.copyOfRange(rows.labels(), from, to),
              weighted ? Arrays.copyOfRange(rows.weights(), from, to) : null,
              0,
              ids,
              RowAccount.of(to - from, 0, 0, 0)));
    }
    return blocks;
  }

  private static final Network NETWORK = Networks.of(Pair.all().get(4), Activation.TANH, 2, true);

  private static final Rows DATA = Rows.random(NETWORK, ROWS, 3);

  private static Settings settings(ValidationSplit split, int batchSize) {
    return new Settings(NetworkRows.plain(NETWORK.rowWidth()), split, 11, batchSize);
  }

  private static List<String> seen(MiniBatches batches, long epoch) {
    List<String> rows = new ArrayList<>();
    for (long b = 0; b < batches.cuts().batches(); b++) {
      List<String> batch = batches.batch(new Seen(), epoch, b).rows;
      assertEquals(batches.cuts().rows(b), batch.size());
      rows.addAll(batch);
    }
    return rows;
  }

  @Test
  void anEpochHasEveryRowOnceInTheOrderOfTheEpoch() {
    List<Block> blocks = blocks(DATA, 4, 77, true);
    try (MiniBatches batches =
        LocalMiniBatches.of(blocks, settings(ValidationSplit.NONE, 300), 3)) {
      List<String> rows = seen(batches, 5);
      EpochOrder order = new EpochOrder(11, 5, ROWS);
      for (int place = 0; place < ROWS; place++) {
        int position = (int) order.position(place);
        String row =
            Arrays.toString(Arrays.copyOfRange(DATA.values(), 4 * position, 4 * position + 4))
                + " "
                + DATA.labels()[position]
                + " "
                + DATA.weights()[position];
        assertEquals(row, rows.get(place));
      }
    }
  }

  @Test
  void rowsHeldOutAreInNoBatch() {
    ValidationSplit split = new ValidationSplit(0.3, 9);
    List<Block> blocks = blocks(DATA, 4, 77, false);
    List<String> held = new ArrayList<>();
    for (Block block : blocks) {
      Seen seen = new Seen();
      seen.add(split.heldOut().mapper().apply(block));
      held.addAll(seen.rows);
    }
    // 300 rows with a standard deviation of 14.5
    assertEquals(300, held.size(), 60);
    try (MiniBatches batches = LocalMiniBatches.of(blocks, settings(split, 128), 2)) {
      assertEquals(ROWS - held.size(), batches.rows());
      TreeSet<String> all = new TreeSet<>(seen(batches, 0));
      assertEquals(ROWS - held.size(), all.size());
      held.forEach(row -> assertTrue(all.add(row), "held out, and trained on"));
    }
  }

  private static double[] gradient(int blockRows, int threads, int batchSize, boolean weighted) {
    double[] parameters = Networks.parameters(NETWORK, 8);
    List<Block> blocks = blocks(DATA, 4, blockRows, weighted);
    try (MiniBatches batches =
        LocalMiniBatches.of(blocks, settings(ValidationSplit.NONE, batchSize), threads)) {
      GradientStatistic zero = new GradientStatistic(NETWORK, parameters);
      List<double[]> all = new ArrayList<>();
      for (long epoch = 0; epoch < 3; epoch++) {
        for (long b = 0; b < batches.cuts().batches(); b++) {
          GradientStatistic sums = batches.batch(zero, epoch, b);
          assertEquals(batches.cuts().rows(b), sums.rows());
          all.add(sums.gradient().clone());
          all.add(new double[] {sums.loss(), sums.sumWeights()});
          parameters[(int) (b % parameters.length)] += 0.01; // as a trainer moves them
        }
      }
      return all.stream().flatMapToDouble(Arrays::stream).toArray();
    }
  }

  @Test
  void sameBitsWhateverTheThreadsAndTheBlocks() {
    for (int batchSize : new int[] {1, 100, 256, 1000}) {
      for (boolean weighted : new boolean[] {false, true}) {
        double[] expected = gradient(1000, 1, batchSize, weighted);
        for (int threads : new int[] {1, 2, 3, 5}) {
          assertArrayEquals(expected, gradient(61, threads, batchSize, weighted));
        }
      }
    }
  }

  /** A batch is the sum over its rows. */
  @Test
  void agreesWithOneSumOfTheRows() {
    double[] expected = new double[NETWORK.numParameters()];
    double[] parameters = Networks.parameters(NETWORK, 8);
    double loss = Networks.gradient(NETWORK, parameters, DATA, expected);
    try (MiniBatches batches =
        LocalMiniBatches.of(blocks(DATA, 4, 100, true), settings(ValidationSplit.NONE, ROWS), 2)) {
      GradientStatistic sums = batches.batch(new GradientStatistic(NETWORK, parameters), 0, 0);
      assertEquals(loss, sums.loss(), 1e-12 * loss);
      assertArrayEquals(expected, sums.gradient(), 1e-10); // sums of 1,000 terms of order 1
    }
  }

  @Test
  void aFailureOfAnyThreadIsThatOfTheBatch() {
    List<Block> wrong = blocks(DATA, 4, 100, false);
    Settings settings = new Settings(NetworkRows.plain(4), ValidationSplit.NONE, 1, 512);
    Network other = Networks.of(Pair.all().get(2), Activation.TANH, 1, true); // rows of 6 values
    try (MiniBatches batches = LocalMiniBatches.of(wrong, settings, 3)) {
      GradientStatistic zero = new GradientStatistic(other, new double[other.numParameters()]);
      for (int again = 0; again < 3; again++) {
        assertThrows(IllegalArgumentException.class, () -> batches.batch(zero, 0, 0));
      }
    }
    assertThrows(Failure.class, () -> LocalMiniBatches.of(List.of(), settings, 1));
  }
}
