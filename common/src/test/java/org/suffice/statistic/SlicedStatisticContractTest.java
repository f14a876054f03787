package org.suffice.statistic;

import java.util.Optional;
import org.suffice.block.Block;
import org.suffice.block.NetworkRows;
import org.suffice.network.Network;

/** The merge contract of a statistic that sees sparse rows as a network takes them. */
class SlicedStatisticContractTest extends MergeContractTest<SlicedStatistic<GradientStatistic>> {
  private final ContractRows rows = new ContractRows(true, true);
  private final GradientStatisticContractTest plain = new GradientStatisticContractTest();

  private static SlicedStatistic<GradientStatistic> of(int hidden) {
    Network network = GradientStatisticContractTest.network(hidden);
    return new SlicedStatistic<>(
        new GradientStatistic(network, GradientStatisticContractTest.parameters(network)),
        NetworkRows.plain(ContractRows.D));
  }

  @Override
  SlicedStatistic<GradientStatistic> zero() {
    return of(4);
  }

  @Override
  Block block(int from, int to) {
    Block block = rows.block(from, to);
    for (int i = 0; i < to - from; i++) {
      block.labels()[i] = (from + i) % 3; // a copy
    }
    return block;
  }

  @Override
  long[] counts(SlicedStatistic<GradientStatistic> statistic) {
    return plain.counts(statistic.statistic());
  }

  @Override
  double[] figures(SlicedStatistic<GradientStatistic> statistic) {
    return plain.figures(statistic.statistic());
  }

  @Override
  double[] bounds(SlicedStatistic<GradientStatistic> whole) {
    return plain.bounds(whole.statistic());
  }

  @Override
  Optional<SlicedStatistic<GradientStatistic>> mismatched() {
    return Optional.of(of(5));
  }
}
