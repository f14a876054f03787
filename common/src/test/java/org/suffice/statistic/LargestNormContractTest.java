package org.suffice.statistic;

import java.util.Optional;
import org.suffice.block.Block;

/** The merge contract of the largest norm. */
class LargestNormContractTest extends MergeContractTest<LargestNorm> {
  private final ContractRows rows = new ContractRows(false, false);

  @Override
  LargestNorm zero() {
    return new LargestNorm();
  }

  @Override
  Block block(int from, int to) {
    return rows.block(from, to);
  }

  @Override
  long[] counts(LargestNorm statistic) {
    return new long[0];
  }

  @Override
  double[] figures(LargestNorm statistic) {
    return new double[] {statistic.value()};
  }

  @Override
  double[] bounds(LargestNorm whole) {
    return new double[1];
  }

  @Override
  Optional<LargestNorm> mismatched() {
    return Optional.empty();
  }
}
