package org.suffice.statistic;

import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.suffice.block.Block;

/**
 * The merge contract of residuals: kept or counted, dense, sparse and weighted. No figure moves.
 */
class ResidualsContractTest {
  @Nested
  class Dense extends Contract {
    Dense() {
      super(new ContractRows(false, false), -1, Residuals.LIMIT);
    }
  }

  @Nested
  class DenseWeighted extends Contract {
    DenseWeighted() {
      super(new ContractRows(false, true), -1, ROWS);
    }
  }

  @Nested
  class Counted extends Contract {
    Counted() {
      super(new ContractRows(false, false), -1, ROWS - 1);
    }
  }

  @Nested
  class LabelInASlot extends Contract {
    LabelInASlot() {
      super(new ContractRows(false, true), 3, 100);
    }
  }

  @Nested
  class LabelInASparseSlot extends Contract {
    LabelInASparseSlot() {
      super(new ContractRows(true, false), 3, 100);
    }
  }

  abstract static class Contract extends MergeContractTest<Residuals> {
    private final ContractRows rows;
    private final int slot;
    private final int limit;

    Contract(ContractRows rows, int slot, int limit) {
      this.rows = rows;
      this.slot = slot;
      this.limit = limit;
    }

    private Residuals zero(int ofSlot) {
      return new Residuals(
          new RegressionMetrics(new RegressionMetricsContractTest.RowSum(0.25), ofSlot), limit);
    }

    @Override
    Residuals zero() {
      return zero(slot);
    }

    @Override
    Block block(int from, int to) {
      return rows.block(from, to);
    }

    @Override
    long[] counts(Residuals residuals) {
      return LongStream.concat(
              LongStream.of(residuals.rows(), residuals.metrics().rows()),
              residuals.largest().stream().mapToLong(LargeResidual::rowId))
          .toArray();
    }

    @Override
    double[] figures(Residuals residuals) {
      if (residuals.rows() < 2) {
        return new double[0];
      }
      double[] single = {
        residuals.metrics().rmse(),
        residuals.metrics().mae(),
        residuals.metrics().r2(),
        residuals.mean(),
        residuals.standardDeviation(),
        residuals.skewness(),
        residuals.excessKurtosis(),
        residuals.jarqueBera(),
        residuals.jarqueBeraP(),
        residuals.min(),
        residuals.max(),
        residuals.relativeError(),
        residuals.interpolated() ? 1 : 0
      };
      return Stream.of(
              single,
              residuals.quantiles(0, 1, 5, 25, 50, 75, 95, 99, 100),
              residuals.sharesBeyond(1, 2, 3),
              residuals.largest().stream().mapToDouble(LargeResidual::residual).toArray())
          .flatMapToDouble(DoubleStream::of)
          .toArray();
    }

    @Override
    double[] bounds(Residuals whole) {
      return new double[figures(whole).length];
    }

    @Override
    Optional<Residuals> mismatched() {
      return Optional.of(zero(5));
    }
  }
}
