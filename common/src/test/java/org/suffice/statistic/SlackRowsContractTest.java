package org.suffice.statistic;

import java.util.Arrays;
import java.util.Optional;
import org.suffice.block.Block;

/** The merge contract of the counts of rows within a margin. */
class SlackRowsContractTest extends MergeContractTest<SlackRows> {
  private final ContractRows rows = new ContractRows(true, true);

  private static SlackRows of(int numClasses) {
    double[][] weights = new double[3][ContractRows.D];
    for (int p = 0; p < 3; p++) {
      for (int j = 0; j < ContractRows.D; j++) {
        weights[p][j] = 0.1 * ((j + p) % 3 - 1);
      }
    }
    int[][] pairs = {{0, 1}, {0, 2}, {1, 2}};
    return new SlackRows(numClasses, pairs, weights, new double[] {0.1, -0.2, 0.3});
  }

  @Override
  SlackRows zero() {
    return of(3);
  }

  @Override
  Block block(int from, int to) {
    Block block = rows.block(from, to);
    for (int i = 0; i < to - from; i++) {
      block.labels()[i] = (from + i) % 3; // a copy, and classes
    }
    return block;
  }

  @Override
  long[] counts(SlackRows statistic) {
    return new long[0];
  }

  @Override
  double[] figures(SlackRows statistic) {
    return Arrays.stream(statistic.counts()).asDoubleStream().toArray();
  }

  @Override
  double[] bounds(SlackRows whole) {
    return new double[3]; // whole numbers
  }

  @Override
  Optional<SlackRows> mismatched() {
    return Optional.of(of(4));
  }
}
