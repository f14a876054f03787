package org.suffice.statistic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.suffice.block.Block;
import org.suffice.block.DenseBlock;
import org.suffice.read.RowAccount;

/** The merge contract of the rows that a model sees. */
class PlacedRowsContractTest {
  @Nested
  class Dense extends Contract {
    Dense() {
      super(new ContractRows(false, true));
    }
  }

  @Nested
  class Sparse extends Contract {
    Sparse() {
      super(new ContractRows(true, false));
    }
  }

  abstract static class Contract extends MergeContractTest<PlacedRows<ExactGramStatistic>> {
    private static final int[] SLOTS = {7, 0, 3};
    private final ContractRows rows;

    Contract(ContractRows rows) {
      this.rows = rows;
    }

    private static PlacedRows<ExactGramStatistic> of(int... slots) {
      int[] none = IntStream.of(slots).map(slot -> -1).toArray();
      int[] classes = IntStream.range(0, 100).map(k -> 100 - k).toArray();
      return new PlacedRows<>(
          new PlacedRows.Layout(slots, none, new double[slots.length], classes),
          new ExactGramStatistic(slots.length));
    }

    @Override
    PlacedRows<ExactGramStatistic> zero() {
      return of(SLOTS);
    }

    @Override
    Block block(int from, int to) {
      return rows.block(from, to);
    }

    @Override
    long[] counts(PlacedRows<ExactGramStatistic> placed) {
      return new long[] {placed.statistic().rows()};
    }

    @Override
    double[] figures(PlacedRows<ExactGramStatistic> placed) {
      if (placed.statistic().rows() == 0) {
        return new double[0];
      }
      ExactMoments moments = ExactMoments.of(placed.statistic());
      return IntStream.rangeClosed(0, SLOTS.length).mapToDouble(moments::mean).toArray();
    }

    @Override
    double[] bounds(PlacedRows<ExactGramStatistic> whole) {
      return new double[SLOTS.length + 1];
    }

    @Override
    Optional<PlacedRows<ExactGramStatistic>> mismatched() {
      return Optional.of(of(7, 0));
    }
  }

  /** Keeps the blocks that it is shown. */
  private static final class Shown implements Statistic<Shown> {
    private static final long serialVersionUID = 1L;
    private final ArrayList<Block> blocks = new ArrayList<>();

    @Override
    public Shown fresh() {
      return new Shown();
    }

    @Override
    public void add(Block block) {
      blocks.add(block);
    }

    @Override
    public Shown merge(Shown other) {
      blocks.addAll(other.blocks);
      return this;
    }

    @Override
    public RowAccount account() {
      return new RowAccount();
    }

    @Override
    public long sizeInBytes() {
      return 1;
    }
  }

  @Test
  void featuresAreFoundMeansStandForWhatIsMissingAndClassesAreNumberedAnew() {
    PlacedRows<Shown> rows =
        new PlacedRows<>(
            new PlacedRows.Layout(
                new int[] {1, 0}, new int[] {2, -1}, new double[] {9, 8}, new int[] {-1, 0, 1}),
            new Shown());
    rows.add(
        DenseBlock.of(
            3, new double[] {1, 2, 0, 3, 0, 1}, new double[] {2, 1}, new double[] {5, 6}));
    DenseBlock found = (DenseBlock) rows.statistic().blocks.get(0);
    assertEquals(2, found.numFeatures());
    assertArrayEquals(new double[] {2, 1, 9, 3}, found.values());
    assertArrayEquals(new double[] {1, 0}, found.labels());
    assertArrayEquals(new double[] {5, 6}, found.weights());
  }

  @Test
  void rowsThatAreAsTheyShouldBeAreNotCopied() {
    PlacedRows<Shown> rows =
        new PlacedRows<>(
            new PlacedRows.Layout(
                new int[] {0, 1}, new int[] {-1, -1}, new double[2], new int[] {0, 1}),
            new Shown());
    Block block = DenseBlock.of(2, new double[4], new double[2], null);
    rows.add(block);
    assertSame(block, rows.statistic().blocks.get(0));
  }

  /** Predicts the first class of every row. */
  private record First() implements ClassScorer {
    @Override
    public int numClasses() {
      return 2;
    }

    @Override
    public Scores scores() {
      return Scores.NONE;
    }

    @Override
    public void score(Block rows, double[] out) {
      Arrays.fill(out, 0, rows.numRows(), 0);
    }
  }

  /** A scorer may be a large model: it does not come back with the sums. */
  @Test
  void completeMetricsLetGoOfTheirScorers() {
    ContractRows contract = new ContractRows(false, false);
    Block block = contract.block(0, 10);
    PlacedRows.Layout layout =
        new PlacedRows.Layout(new int[] {0, 1}, new int[] {-1, -1}, new double[2], new int[100]);
    ClassScorer scorer = new First();
    PlacedRows<StatisticList<ClassificationMetrics>> zero =
        new PlacedRows<>(
            layout, new StatisticList<>(List.of(ClassificationMetrics.withoutArea(scorer))));
    TreeMap<String, PlacedRows<StatisticList<ClassificationMetrics>>> zeros = new TreeMap<>();
    zeros.put("0001", zero);
    zeros.put("0002", zero.fresh());
    FoldedStatistic<PlacedRows<StatisticList<ClassificationMetrics>>> folded =
        new FoldedStatistic<>(zeros, FoldRule.ofRows(2, 1));
    FoldedStatistic<PlacedRows<StatisticList<ClassificationMetrics>>> other = folded.fresh();
    for (var each : List.of(folded, other)) {
      each.add(block);
      each.finish();
      each.complete();
    }
    assertEquals(2, folded.parts().size());
    assertTrue(names(zeros).contains(First.class.getName()));
    assertFalse(names(folded).contains(First.class.getName()), "what comes back holds a scorer");
    folded.merge(other);
    long rows = 0;
    for (var part : folded.parts()) {
      ClassificationMetrics metrics = part.statistic().parts().get(0);
      rows += metrics.rows();
      assertEquals(1, metrics.accuracy());
      assertThrows(IllegalStateException.class, () -> metrics.add(block));
    }
    assertEquals(20, rows);
  }

  private static String names(Object object) {
    return new String(States.of(object), StandardCharsets.ISO_8859_1);
  }
}
