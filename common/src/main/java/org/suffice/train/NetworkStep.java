package org.suffice.train;

import org.suffice.network.Network;
import org.suffice.network.Steps;
import org.suffice.statistic.GradientStatistic;

/** A step along the gradient of a mini-batch: of the mean of its rows and the penalty of all. */
final class NetworkStep {
  private NetworkStep() {}

  /**
   * Takes the step.
   *
   * @param penalty λ/Σω with the weights of all rows to train on
   * @param sum of the batch; its gradient becomes that of the mean and the penalty
   * @param state of the rule, updated
   * @param parameters updated
   */
  static void take(
      Network network,
      double penalty,
      GradientStatistic sum,
      Steps state,
      double rate,
      double[] parameters) {
    double[] gradient = sum.gradient();
    double share = 1 / sum.sumWeights();
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] *= share;
    }
    if (penalty > 0) {
      network.addWeights(penalty, parameters, gradient);
    }
    state.step(parameters, gradient, rate);
  }
}
