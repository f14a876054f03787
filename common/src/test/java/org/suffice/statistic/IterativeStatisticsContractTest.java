package org.suffice.statistic;

import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.suffice.block.Block;
import org.suffice.block.SparseBlock;

/** The merge contract of what iterative fits sum: log losses, margins, moments of columns. */
class IterativeStatisticsContractTest {
  /** The rows of a contract with labels that are positions of classes. */
  private static Block classes(ContractRows rows, int from, int to) {
    Block block = rows.block(from, to);
    for (int i = 0; i < block.numRows(); i++) {
      block.labels()[i] = (from + i) % 3;
    }
    return block;
  }

  private static LogisticPoint point(int d, boolean sparse) {
    double[] shift = new double[d];
    double[] scale = new double[d];
    double[] theta = new double[2 * (d + 1)];
    shift[3] = sparse ? 0 : 1e6; // as the rows have it
    Arrays.setAll(scale, j -> sparse ? 1 : Math.pow(10, j % 5 - 2));
    Arrays.setAll(theta, i -> 0.1 * i - 0.3);
    return new LogisticPoint(3, d, true, true, shift, scale, null, theta);
  }

  @Nested
  class Gradient extends Losses {
    Gradient() {
      super(new ContractRows(false, true), false);
    }
  }

  @Nested
  class Hessian extends Losses {
    Hessian() {
      super(new ContractRows(false, false), true);
    }
  }

  @Nested
  class SparseHessian extends Losses {
    SparseHessian() {
      super(new ContractRows(true, true), true);
    }
  }

  abstract static class Losses extends MergeContractTest<LogisticStatistic> {
    private final ContractRows rows;
    private final boolean hessian;
    private final boolean sparse;

    Losses(ContractRows rows, boolean hessian) {
      this.rows = rows;
      this.sparse = rows.block(0, 1) instanceof SparseBlock;
      this.hessian = hessian;
    }

    private int d() {
      return rows.block(0, 1).numFeatures();
    }

    @Override
    LogisticStatistic zero() {
      return LogisticStatistic.at(point(d(), sparse), hessian);
    }

    @Override
    Block block(int from, int to) {
      return classes(rows, from, to);
    }

    @Override
    long[] counts(LogisticStatistic statistic) {
      return new long[0];
    }

    @Override
    double[] figures(LogisticStatistic statistic) {
      double[] first = statistic.gradient();
      double[] second = hessian ? statistic.hessian() : new double[0];
      double[] all = Arrays.copyOf(first, first.length + second.length + 2);
      System.arraycopy(second, 0, all, first.length, second.length);
      all[all.length - 2] = statistic.loss();
      all[all.length - 1] = statistic.largestPredictor();
      return all;
    }

    @Override
    double[] bounds(LogisticStatistic whole) {
      // Sums of 500 terms in another order: 500 roundings of what the terms can add up to.
      double[] figures = figures(whole);
      double largest = Arrays.stream(figures).map(Math::abs).max().orElse(0);
      double[] bounds = new double[figures.length];
      Arrays.fill(bounds, ROWS * Math.ulp(largest));
      return bounds;
    }

    @Override
    Optional<LogisticStatistic> mismatched() {
      return Optional.of(LogisticStatistic.at(point(d() + 1, sparse), hessian));
    }
  }

  @Nested
  class Moments extends ColumnSums {
    Moments() {
      super(new ContractRows(false, true));
    }
  }

  @Nested
  class SparseMoments extends ColumnSums {
    SparseMoments() {
      super(new ContractRows(true, true));
    }
  }

  abstract static class ColumnSums extends MergeContractTest<ColumnMoments> {
    private final ContractRows rows;

    ColumnSums(ContractRows rows) {
      this.rows = rows;
    }

    private int d() {
      return rows.block(0, 1).numFeatures();
    }

    @Override
    ColumnMoments zero() {
      return new ColumnMoments(d(), 3);
    }

    @Override
    Block block(int from, int to) {
      return classes(rows, from, to);
    }

    @Override
    long[] counts(ColumnMoments moments) {
      long[] counts = Arrays.copyOf(moments.classRows(), 4);
      counts[3] = moments.rows();
      return counts;
    }

    @Override
    double[] figures(ColumnMoments moments) {
      int d = d();
      double[] all = Arrays.copyOf(moments.classWeights(), 2 * d + 4);
      for (int j = 0; j < d; j++) {
        all[3 + j] = moments.mean(j);
        all[3 + d + j] = moments.squares(j);
      }
      all[2 * d + 3] = moments.sumWeights();
      return all;
    }

    @Override
    double[] bounds(ColumnMoments whole) {
      // The mean of the column at 1e6 moves by a rounding of 1e6 with each of at most 500 joins,
      // and
      // the sum of its squares by that times twice the sum of distances, below 500·30.
      return Arrays.stream(figures(whole))
          .map(figure -> ROWS * Math.ulp(1e6) * (Math.abs(figure) > 1e3 ? 2 * ROWS * 30 : 1))
          .toArray();
    }

    @Override
    Optional<ColumnMoments> mismatched() {
      return Optional.of(new ColumnMoments(d() + 1, 3));
    }
  }

  @Nested
  class Margins extends MergeContractTest<SeparationStatistic> {
    private final ContractRows rows = new ContractRows(false, true);

    private int d() {
      return rows.block(0, 1).numFeatures();
    }

    @Override
    SeparationStatistic zero() {
      return new SeparationStatistic(point(d(), false), point(d(), false), 0);
    }

    @Override
    Block block(int from, int to) {
      return classes(rows, from, to);
    }

    @Override
    long[] counts(SeparationStatistic margins) {
      return margins.above();
    }

    @Override
    double[] figures(SeparationStatistic margins) {
      boolean empty = margins.account().used() == 0;
      return empty ? new double[2] : new double[] {margins.least(), margins.most()};
    }

    @Override
    double[] bounds(SeparationStatistic whole) {
      return new double[2]; // extremes, whatever the cut
    }

    @Override
    Optional<SeparationStatistic> mismatched() {
      return Optional.of(new SeparationStatistic(point(d() + 1, false), null, 0));
    }
  }
}
