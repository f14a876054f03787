package org.suffice.statistic;

import java.util.Arrays;
import java.util.Optional;
import org.suffice.block.Block;

/** The merge contract of what a network must know of its rows. */
class NetworkMomentsContractTest extends MergeContractTest<NetworkMoments> {
  private final ContractRows rows = new ContractRows(true, false);

  @Override
  NetworkMoments zero() {
    return new NetworkMoments(ContractRows.D, 0, ContractRows.D - 1);
  }

  @Override
  Block block(int from, int to) {
    return rows.block(from, to);
  }

  @Override
  long[] counts(NetworkMoments statistic) {
    return new long[] {statistic.slots().rows()};
  }

  private static double value(NetworkMoments.Extreme extreme) {
    return extreme == null ? 0 : extreme.value() + 1e-3 * extreme.rowId();
  }

  @Override
  double[] figures(NetworkMoments statistic) {
    double[] figures = new double[10];
    for (int t = 0; t < 2; t++) {
      figures[5 * t] = statistic.labelMean(t);
      figures[5 * t + 1] = statistic.labelSquares(t);
      figures[5 * t + 2] = value(statistic.least(t));
      figures[5 * t + 3] = value(statistic.greatest(t));
      figures[5 * t + 4] = value(statistic.notBinary(t));
    }
    return figures;
  }

  @Override
  double[] bounds(NetworkMoments whole) {
    double[] bounds = new double[10];
    for (int t = 0; t < 2; t++) {
      double scale = Math.abs(whole.labelMean(t)) + Math.sqrt(whole.labelSquares(t));
      Arrays.fill(bounds, 5 * t, 5 * t + 2, ROWS * 10 * 1.1e-16 * (scale + scale * scale));
    }
    return bounds;
  }

  @Override
  Optional<NetworkMoments> mismatched() {
    return Optional.of(new NetworkMoments(ContractRows.D, 0));
  }
}
