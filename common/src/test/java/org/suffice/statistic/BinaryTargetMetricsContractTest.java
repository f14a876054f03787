package org.suffice.statistic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.suffice.block.Block;
import org.suffice.block.DenseBlock;

/** The merge contract of one target of several, and what it counts. */
class BinaryTargetMetricsContractTest {
  /** The probability of a 1 stands in a slot. */
  record Told(int slot) implements ClassScorer {
    @Override
    public int numClasses() {
      return 2;
    }

    @Override
    public Scores scores() {
      return Scores.PROBABILITIES;
    }

    @Override
    public void score(Block block, double[] out) {
      double[] row = new double[block.numFeatures()];
      for (int i = 0; i < block.numRows(); i++) {
        block.copyRow(i, row);
        out[3 * i] = row[slot] > 0.5 ? 1 : 0;
        out[3 * i + 1] = 1 - row[slot];
        out[3 * i + 2] = row[slot];
      }
    }
  }

  /** Columns: probability, target; the label of the block is another target. */
  private static Block rows(int from, int to) {
    int n = to - from;
    double[] values = new double[2 * n];
    double[] labels = new double[n];
    for (int i = 0; i < n; i++) {
      int row = from + i;
      values[2 * i] = (1 + row * 7 % 11) / 13.0;
      values[2 * i + 1] = row % 3 == 0 ? 1 : 0;
      labels[i] = row % 50 == 4 ? 0.5 : row % 2;
    }
    return new DenseBlock(
        n,
        2,
        values,
        labels,
        null,
        0,
        LongStream.range(from, to).toArray(),
        MergeContractTest.account(from, to));
  }

  @Test
  void countsTheTargetOfItsSlot() {
    BinaryTargetMetrics slot = new BinaryTargetMetrics(new Told(0), 1);
    slot.add(rows(0, 300));
    assertEquals(100, slot.metrics().classes()[1].support());
    assertEquals(0, slot.metrics().unknown());
    BinaryTargetMetrics label = new BinaryTargetMetrics(new Told(0), -1);
    label.add(rows(0, 300));
    assertEquals(150, label.metrics().classes()[1].support());
    assertEquals(6, label.metrics().unknown());
    assertEquals(300, label.metrics().rows());
  }

  @Nested
  class OfASlot extends Contract {
    OfASlot() {
      super(1);
    }
  }

  @Nested
  class OfTheLabel extends Contract {
    OfTheLabel() {
      super(-1);
    }
  }

  abstract static class Contract extends MergeContractTest<BinaryTargetMetrics> {
    private final int slot;

    Contract(int slot) {
      this.slot = slot;
    }

    @Override
    BinaryTargetMetrics zero() {
      return new BinaryTargetMetrics(new Told(0), slot);
    }

    @Override
    Block block(int from, int to) {
      return rows(from, to);
    }

    @Override
    long[] counts(BinaryTargetMetrics target) {
      ClassificationMetrics metrics = target.metrics();
      return new long[] {
        metrics.rows(),
        metrics.unknown(),
        metrics.confusion(0, 0),
        metrics.confusion(0, 1),
        metrics.confusion(1, 0),
        metrics.confusion(1, 1)
      };
    }

    @Override
    double[] figures(BinaryTargetMetrics target) {
      double[] figures = {
        target.metrics().accuracy(), target.metrics().logLoss(), target.metrics().auc()
      };
      return Arrays.stream(figures).map(x -> Double.isNaN(x) ? 0 : x).toArray();
    }

    /** The sums are exact. */
    @Override
    double[] bounds(BinaryTargetMetrics whole) {
      return new double[3];
    }

    @Override
    Optional<BinaryTargetMetrics> mismatched() {
      return Optional.of(new BinaryTargetMetrics(new Told(0), 0));
    }
  }
}
