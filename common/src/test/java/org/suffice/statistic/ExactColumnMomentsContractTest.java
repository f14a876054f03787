package org.suffice.statistic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.suffice.block.Block;
import org.suffice.block.DenseBlock;

/** The merge contract of exact moments, to the bit, and what they are of rows known by heart. */
class ExactColumnMomentsContractTest {
  @Nested
  class Plain extends Contract {
    Plain() {
      super(new ContractRows(false, false));
    }
  }

  @Nested
  class SparseWeighted extends Contract {
    SparseWeighted() {
      super(new ContractRows(true, true));
    }
  }

  abstract static class Contract extends MergeContractTest<ExactColumnMoments> {
    private final ContractRows rows;

    Contract(ContractRows rows) {
      this.rows = rows;
    }

    @Override
    ExactColumnMoments zero() {
      return new ExactColumnMoments(ContractRows.D);
    }

    @Override
    Block block(int from, int to) {
      return rows.block(from, to);
    }

    @Override
    long[] counts(ExactColumnMoments statistic) {
      return new long[0];
    }

    @Override
    double[] figures(ExactColumnMoments statistic) {
      return IntStream.range(0, ContractRows.D)
          .boxed()
          .flatMapToDouble(
              j ->
                  java.util.stream.DoubleStream.of(
                      statistic.mean(j),
                      statistic.standardDeviation(j),
                      statistic.lowest(j),
                      statistic.highest(j)))
          .toArray();
    }

    /** Sums are exact. */
    @Override
    double[] bounds(ExactColumnMoments whole) {
      return new double[4 * ContractRows.D];
    }

    @Override
    Optional<ExactColumnMoments> mismatched() {
      return Optional.of(new ExactColumnMoments(3));
    }
  }

  @Test
  void missingValuesAreNotCounted() {
    ExactColumnMoments moments = new ExactColumnMoments(2);
    double[] values = {1e9 + 1, 5, Double.NaN, 5, 1e9 + 4, 5, 1e9 + 7, 5};
    moments.add(DenseBlock.of(2, values, new double[4], null));
    assertEquals(1e9 + 4, moments.mean(0), 0);
    assertEquals(Math.sqrt(6), moments.standardDeviation(0), 0);
    assertEquals(0, moments.standardDeviation(1), 0);
    assertEquals(1e9 + 1, moments.lowest(0), 0);
    assertEquals(1e9 + 7, moments.highest(0), 0);
  }

  @Test
  void aRowOfWeightTwoIsTwoRows() {
    ExactColumnMoments twice = new ExactColumnMoments(1);
    twice.add(DenseBlock.of(1, new double[] {0.1, 0.7, 0.7}, new double[3], null));
    ExactColumnMoments weighted = new ExactColumnMoments(1);
    weighted.add(DenseBlock.of(1, new double[] {0.1, 0.7}, new double[2], new double[] {1, 2}));
    assertEquals(twice.mean(0), weighted.mean(0), 0);
    assertEquals(twice.standardDeviation(0), weighted.standardDeviation(0), 0);
  }
}
