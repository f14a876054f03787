package org.suffice.statistic;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Nested;
import org.suffice.Tolerance;
import org.suffice.block.Block;
import org.suffice.block.DenseBlock;
import org.suffice.block.SparseBlock;
import org.suffice.read.DerivedSlots;

/** The merge contract of statistics by class, to the last bit where they are exact. */
class ClassGramsContractTest {
  private static final int CLASSES = 5;
  private static final int D = ContractRows.D;

  /** The rows of the contract, row i in a class that occurs all over or only here and there. */
  private static Block labelled(Block block) {
    double[] labels = new double[block.numRows()];
    for (int i = 0; i < labels.length; i++) {
      long id = block.rowIds()[i];
      labels[i] = id % 97 == 4 ? 4 : id < 200 ? id % 3 : id % 2;
    }
    return block instanceof DenseBlock dense
        ? new DenseBlock(
            block.numRows(),
            D,
            dense.values(),
            labels,
            block.weights(),
            0,
            block.rowIds(),
            block.account())
        : new SparseBlock(
            block.numRows(),
            D,
            ((SparseBlock) block).rowStarts(),
            ((SparseBlock) block).indices(),
            ((SparseBlock) block).values(),
            labels,
            block.weights(),
            0,
            block.rowIds(),
            block.account());
  }

  @Nested
  class Dense extends Exact {
    Dense() {
      super(new ContractRows(false, false), false);
    }
  }

  @Nested
  class DenseWeightedSquares extends Exact {
    DenseWeightedSquares() {
      super(new ContractRows(false, true), true);
    }
  }

  @Nested
  class SparseWeighted extends Exact {
    SparseWeighted() {
      super(new ContractRows(true, true), false);
    }
  }

  @Nested
  class SparseSquares extends Exact {
    SparseSquares() {
      super(new ContractRows(true, false), true);
    }
  }

  abstract static class Exact extends MergeContractTest<ClassGrams<ExactGramStatistic>> {
    private final ContractRows rows;
    private final boolean squares;

    Exact(ContractRows rows, boolean squares) {
      this.rows = rows;
      this.squares = squares;
    }

    @Override
    ClassGrams<ExactGramStatistic> zero() {
      return ClassGrams.exact(D, DerivedSlots.NONE, CLASSES, squares);
    }

    @Override
    Block block(int from, int to) {
      return labelled(rows.block(from, to));
    }

    @Override
    long[] counts(ClassGrams<ExactGramStatistic> grams) {
      return grams.parts().entrySet().stream()
          .flatMapToLong(
              part ->
                  LongStream.concat(
                      LongStream.of(
                          part.getKey(), part.getValue().rows(), part.getValue().account().used()),
                      bytes(States.of(part.getValue().products()))))
          .toArray();
    }

    private static LongStream bytes(byte[] state) {
      return IntStream.range(0, state.length).mapToLong(i -> state[i]);
    }

    /** The mean of a feature in each class. */
    @Override
    double[] figures(ClassGrams<ExactGramStatistic> grams) {
      double[] figures = new double[CLASSES];
      grams.parts().forEach((k, part) -> figures[k] = ExactMoments.of(part).mean(3));
      return figures;
    }

    @Override
    double[] bounds(ClassGrams<ExactGramStatistic> whole) {
      return new double[CLASSES];
    }

    @Override
    Optional<ClassGrams<ExactGramStatistic>> mismatched() {
      return Optional.of(ClassGrams.exact(D, DerivedSlots.NONE, CLASSES + 1, squares));
    }
  }

  @Nested
  class Fast extends MergeContractTest<ClassGrams<GramStatistic>> {
    private final ContractRows rows = new ContractRows(false, true);

    @Override
    ClassGrams<GramStatistic> zero() {
      return ClassGrams.fast(D, CLASSES, false);
    }

    @Override
    Block block(int from, int to) {
      return labelled(rows.block(from, to));
    }

    @Override
    long[] counts(ClassGrams<GramStatistic> grams) {
      return grams.parts().entrySet().stream()
          .flatMapToLong(part -> LongStream.of(part.getKey(), part.getValue().rows()))
          .toArray();
    }

    /** The weight and the spread of a column in each class. */
    @Override
    double[] figures(ClassGrams<GramStatistic> grams) {
      double[] figures = new double[2 * CLASSES];
      grams
          .parts()
          .forEach(
              (k, part) -> {
                figures[2 * k] = part.sumWeights();
                figures[2 * k + 1] = part.centredProduct(1, 1);
              });
      return figures;
    }

    /** Sums of at most 500 terms of one sign, each with a few roundings. */
    @Override
    double[] bounds(ClassGrams<GramStatistic> whole) {
      return Arrays.stream(figures(whole)).map(x -> 4 * ROWS * Tolerance.ULP * x).toArray();
    }

    @Override
    Optional<ClassGrams<GramStatistic>> mismatched() {
      return Optional.of(ClassGrams.fast(D - 1, CLASSES, false));
    }
  }
}
