package org.suffice.statistic;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.suffice.block.Block;
import org.suffice.block.NetworkRows;
import org.suffice.network.Activation;
import org.suffice.network.Loss;
import org.suffice.network.Network;
import org.suffice.network.Network.Targets;
import org.suffice.network.Output;

/** The merge contract of the loss of a network and its gradient. */
class GradientStatisticContractTest extends MergeContractTest<GradientStatistic> {
  private final ContractRows rows = new ContractRows(true, true);

  static Network network(int hidden) {
    return new Network(
        new int[] {ContractRows.D, hidden, 3},
        List.of(Activation.TANH),
        Output.SOFTMAX,
        Loss.CROSS_ENTROPY,
        Targets.CLASS,
        true,
        0);
  }

  static double[] parameters(Network network) {
    double[] parameters = new double[network.numParameters()];
    Arrays.setAll(parameters, j -> 0.1 * (j % 5) - 0.2);
    return parameters;
  }

  @Override
  GradientStatistic zero() {
    return new GradientStatistic(network(4), parameters(network(4)));
  }

  @Override
  Block block(int from, int to) {
    return classes(rows.block(from, to), from, to);
  }

  /** Rows as networks take them, dense, whose labels are classes. */
  static Block classes(Block rows, int from, int to) {
    Block block = NetworkRows.plain(ContractRows.D).mapper().apply(rows);
    for (int i = 0; i < to - from; i++) {
      block.labels()[i] = (from + i) % 3; // a copy
    }
    return block;
  }

  @Override
  long[] counts(GradientStatistic statistic) {
    return new long[] {statistic.rows()};
  }

  @Override
  double[] figures(GradientStatistic statistic) {
    double[] figures = Arrays.copyOf(statistic.gradient(), statistic.gradient().length + 2);
    figures[figures.length - 1] = statistic.loss();
    figures[figures.length - 2] = statistic.sumWeights();
    return figures;
  }

  @Override
  double[] bounds(GradientStatistic whole) {
    double[] bounds = new double[whole.gradient().length + 2];
    Arrays.fill(bounds, ROWS * 20 * 1.1e-16 * ROWS); // sums of terms up to 20
    return bounds;
  }

  @Override
  Optional<GradientStatistic> mismatched() {
    return Optional.of(new GradientStatistic(network(5), parameters(network(5))));
  }
}
