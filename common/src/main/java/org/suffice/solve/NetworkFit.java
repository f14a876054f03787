package org.suffice.solve;

import java.util.List;
import org.suffice.network.Network;

/**
 * What the training of a network found.
 *
 * @param network its shape
 * @param parameters in the layout of {@link Network}: those of {@code bestEpoch}
 * @param optimizer the name of what found them: sgd, momentum, nesterov, adam, lbfgs
 * @param history every epoch made, in order; those of a model that it started from are not among
 *     them
 * @param bestEpoch how many epochs had been made when the parameters were these; without rows held
 *     out all of them, unless the last ones were no good
 * @param rows rows trained on
 * @param heldOut rows held out
 * @param sumWeights Σω of the rows trained on, classes weighted
 * @param lambda of the penalty λ/2 Σ‖W‖²
 * @param solution why it stopped; the objective is J, a mean over the rows trained on, at the
 *     parameters
 */
public record NetworkFit(
    Network network,
    double[] parameters,
    String optimizer,
    List<Epoch> history,
    int bestEpoch,
    long rows,
    long heldOut,
    double sumWeights,
    double lambda,
    Solution solution) {
  /** Copies the history. */
  public NetworkFit {
    history = List.copyOf(history);
  }

  /**
   * One time through the data.
   *
   * @param number from 1 on
   * @param learningRate its η; NaN where a line search takes its place
   * @param loss J: the mean loss of the rows as their mini-batches came, before each step, and the
   *     penalty at the beginning of the epoch; where a batch is all rows J at the beginning
   * @param validationLoss the mean loss of the rows held out at its end; NaN without
   * @param validationMetric of these rows at its end: of classes and binary targets the share that
   *     is right, of numbers R² with the mean of the training rows as the simple prediction; NaN
   *     without
   */
  public record Epoch(
      int number,
      double learningRate,
      double loss,
      double validationLoss,
      double validationMetric) {}
}
