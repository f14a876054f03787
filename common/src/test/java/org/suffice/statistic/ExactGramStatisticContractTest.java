package org.suffice.statistic;

import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Nested;
import org.suffice.block.Block;

/** The merge contract of the exact Gram statistic, to the last bit whatever the cut. */
class ExactGramStatisticContractTest {
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

  @Nested
  class Powers extends Contract {
    Powers() {
      super(new ContractRows(false, false), 1, 2, 3, 4, 5, 1, 2, 1);
    }
  }

  @Nested
  class PowersWeighted extends Contract {
    PowersWeighted() {
      super(new ContractRows(false, true), 1, 2, 3, 4, 5, 1, 2, 1);
    }
  }

  abstract static class Contract extends MergeContractTest<ExactGramStatistic> {
    private final ContractRows rows;
    private final int[] powers;

    Contract(ContractRows rows, int... powers) {
      this.rows = rows;
      this.powers = powers;
    }

    @Override
    ExactGramStatistic zero() {
      return new ExactGramStatistic(ContractRows.D, PowerSlots.of(powers));
    }

    @Override
    Block block(int from, int to) {
      return rows.block(from, to);
    }

    /** Every byte of the state: there is one form for one set of rows. */
    @Override
    long[] counts(ExactGramStatistic gram) {
      return LongStream.concat(
              LongStream.of(gram.rows()),
              LongStream.concat(
                  bytes(States.of(gram.products())), bytes(States.of(gram.logWeights()))))
          .toArray();
    }

    private static LongStream bytes(byte[] state) {
      return IntStream.range(0, state.length).mapToLong(i -> state[i]);
    }

    /** What is made of it: the label's mean and spread, and the sum of the logarithms. */
    @Override
    double[] figures(ExactGramStatistic gram) {
      if (gram.rows() == 0) {
        return new double[3];
      }
      ExactMoments moments = ExactMoments.of(gram);
      int y = ContractRows.D;
      return new double[] {
        moments.mean(y), moments.centredProduct(y, y).value(), gram.sumLogWeights()
      };
    }

    @Override
    double[] bounds(ExactGramStatistic whole) {
      return new double[3];
    }

    @Override
    Optional<ExactGramStatistic> mismatched() {
      return Optional.of(new ExactGramStatistic(ContractRows.D - 1));
    }
  }
}
