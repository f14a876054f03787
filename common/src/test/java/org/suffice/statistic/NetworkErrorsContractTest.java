package org.suffice.statistic;

import java.util.Arrays;
import java.util.Optional;
import org.suffice.block.Block;
import org.suffice.network.Network;

/** The merge contract of the errors of a network. */
class NetworkErrorsContractTest extends MergeContractTest<NetworkErrors> {
  private final ContractRows rows = new ContractRows(true, true);

  private static NetworkErrors of(int hidden) {
    Network network = GradientStatisticContractTest.network(hidden);
    return new NetworkErrors(
        network, GradientStatisticContractTest.parameters(network), new double[0]);
  }

  @Override
  NetworkErrors zero() {
    return of(4);
  }

  @Override
  Block block(int from, int to) {
    return GradientStatisticContractTest.classes(rows.block(from, to), from, to);
  }

  @Override
  long[] counts(NetworkErrors statistic) {
    return new long[] {statistic.rows()};
  }

  @Override
  double[] figures(NetworkErrors statistic) {
    double weight = statistic.sumWeights();
    double right = weight == 0 ? 0 : statistic.metric() * weight;
    return new double[] {statistic.loss(), weight, right};
  }

  @Override
  double[] bounds(NetworkErrors whole) {
    double[] bounds = new double[3];
    Arrays.fill(bounds, ROWS * 20 * 1.1e-16 * ROWS); // sums of terms up to 20
    return bounds;
  }

  @Override
  Optional<NetworkErrors> mismatched() {
    return Optional.of(of(5));
  }
}
