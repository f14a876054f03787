package org.suffice.statistic;

import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.suffice.block.Block;
import org.suffice.block.DenseBlock;
import org.suffice.block.SparseBlock;

/** The merge contract of the regression metrics: dense, sparse and weighted rows. */
class RegressionMetricsContractTest {
  /** Predicts from the sum of a row's values. */
  record RowSum(double slope) implements Scorer {
    @Override
    public void score(Block block, double[] predictions) {
      int d = block.numFeatures();
      for (int i = 0; i < block.numRows(); i++) {
        double sum =
            block instanceof SparseBlock sparse
                ? sum(sparse.values(), sparse.rowStarts()[i], sparse.rowStarts()[i + 1])
                : sum(((DenseBlock) block).values(), i * d, (i + 1) * d);
        predictions[i] = 50 + slope * (sum - (block instanceof DenseBlock ? 1e6 : 0));
      }
    }

    private static double sum(double[] values, int from, int to) {
      return Arrays.stream(values, from, to).sum();
    }
  }

  @Nested
  class Dense extends Contract {
    Dense() {
      super(new ContractRows(false, false));
    }
  }

  @Nested
  class DenseWeighted extends Contract {
    DenseWeighted() {
      super(new ContractRows(false, true));
    }
  }

  @Nested
  class SparseWeighted extends Contract {
    SparseWeighted() {
      super(new ContractRows(true, true));
    }
  }

  abstract static class Contract extends MergeContractTest<RegressionMetrics> {
    private final ContractRows rows;

    Contract(ContractRows rows) {
      this.rows = rows;
    }

    @Override
    RegressionMetrics zero() {
      return new RegressionMetrics(new RowSum(0.25));
    }

    @Override
    Block block(int from, int to) {
      return rows.block(from, to);
    }

    @Override
    long[] counts(RegressionMetrics metrics) {
      return new long[] {metrics.rows()};
    }

    @Override
    double[] figures(RegressionMetrics metrics) {
      return metrics.rows() == 0
          ? new double[3]
          : new double[] {metrics.rmse(), metrics.mae(), metrics.r2()};
    }

    /** The sums are exact. */
    @Override
    double[] bounds(RegressionMetrics whole) {
      return new double[3];
    }

    @Override
    Optional<RegressionMetrics> mismatched() {
      return Optional.of(new RegressionMetrics(new RowSum(0.25), 2));
    }
  }
}
