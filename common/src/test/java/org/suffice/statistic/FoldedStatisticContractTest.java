package org.suffice.statistic;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Nested;
import org.suffice.block.Block;

/** The merge contract of statistics by fold, to the last bit where the statistic is exact. */
class FoldedStatisticContractTest {
  @Nested
  class Dense extends Contract {
    Dense() {
      super(new ContractRows(false, false));
    }
  }

  @Nested
  class SparseWeighted extends Contract {
    SparseWeighted() {
      super(new ContractRows(true, true));
    }
  }

  abstract static class Contract extends MergeContractTest<FoldedStatistic<ExactGramStatistic>> {
    private static final int FOLDS = 3;

    private final ContractRows rows;

    Contract(ContractRows rows) {
      this.rows = rows;
    }

    @Override
    FoldedStatistic<ExactGramStatistic> zero() {
      return new FoldedStatistic<>(
          new ExactGramStatistic(ContractRows.D), FoldRule.ofRows(FOLDS, 7));
    }

    @Override
    Block block(int from, int to) {
      return rows.block(from, to);
    }

    @Override
    long[] counts(FoldedStatistic<ExactGramStatistic> folded) {
      return folded.parts().stream()
          .flatMapToLong(
              part ->
                  LongStream.concat(
                      LongStream.of(part.rows(), part.account().used()),
                      bytes(States.of(part.products()))))
          .toArray();
    }

    private static LongStream bytes(byte[] state) {
      return IntStream.range(0, state.length).mapToLong(i -> state[i]);
    }

    /** The mean of the label of each fold. */
    @Override
    double[] figures(FoldedStatistic<ExactGramStatistic> folded) {
      List<ExactGramStatistic> parts = folded.parts();
      double[] figures = new double[FOLDS];
      for (int f = 0; f < parts.size(); f++) {
        figures[f] = ExactMoments.of(parts.get(f)).mean(ContractRows.D);
      }
      return figures;
    }

    @Override
    double[] bounds(FoldedStatistic<ExactGramStatistic> whole) {
      return new double[FOLDS];
    }

    @Override
    Optional<FoldedStatistic<ExactGramStatistic>> mismatched() {
      return Optional.of(
          new FoldedStatistic<>(
              new ExactGramStatistic(ContractRows.D - 1), FoldRule.ofRows(FOLDS, 7)));
    }
  }
}
