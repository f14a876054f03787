package org.suffice.statistic;

import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.suffice.Tolerance;
import org.suffice.block.Block;

/** The merge contract of the Gram statistic: dense, sparse and weighted rows. */
class GramStatisticContractTest {
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
  class Sparse extends Contract {
    Sparse() {
      super(new ContractRows(true, false));
    }
  }

  @Nested
  class SparseWeighted extends Contract {
    SparseWeighted() {
      super(new ContractRows(true, true));
    }
  }

  abstract static class Contract extends MergeContractTest<GramStatistic> {
    private static final int P = ContractRows.D + 1;

    private final ContractRows rows;

    Contract(ContractRows rows) {
      this.rows = rows;
    }

    @Override
    GramStatistic zero() {
      return new GramStatistic(ContractRows.D);
    }

    @Override
    Block block(int from, int to) {
      return rows.block(from, to);
    }

    @Override
    long[] counts(GramStatistic gram) {
      return new long[] {gram.rows()};
    }

    @Override
    double[] figures(GramStatistic gram) {
      double[] figures = new double[2 + P + P * P];
      figures[0] = gram.sumWeights();
      figures[1] = gram.sumLogWeights();
      for (int i = 0; i < P; i++) {
        figures[2 + i] = gram.mean(i);
        for (int j = 0; j < P; j++) {
          figures[2 + P + i * P + j] = gram.centredProduct(i, j);
        }
      }
      return figures;
    }

    /**
     * n additions, each rounded at the size of the whole; a mean moves by a rounding of its own
     * size at each join, and the spread between means carries that into the products.
     */
    @Override
    double[] bounds(GramStatistic whole) {
      double step = ROWS * Tolerance.ULP;
      double w = whole.sumWeights();
      double[] bounds = new double[2 + P + P * P];
      bounds[0] = step * w;
      bounds[1] = step * ROWS; // no logarithm exceeds 3
      for (int i = 0; i < P; i++) {
        double a = Math.sqrt(whole.centredProduct(i, i));
        bounds[2 + i] = step * (Math.abs(whole.mean(i)) + a / Math.sqrt(w));
        for (int j = 0; j < P; j++) {
          double b = Math.sqrt(whole.centredProduct(j, j));
          double means = Math.sqrt(w) * (Math.abs(whole.mean(i)) * b + Math.abs(whole.mean(j)) * a);
          bounds[2 + P + i * P + j] = step * (a * b + means);
        }
      }
      return bounds;
    }

    @Override
    Optional<GramStatistic> mismatched() {
      GramStatistic other = new GramStatistic(ContractRows.D - 1);
      return Optional.of(other);
    }
  }
}
