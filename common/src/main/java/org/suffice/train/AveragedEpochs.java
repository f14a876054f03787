package org.suffice.train;

import org.suffice.network.Network;
import org.suffice.network.Steps;
import org.suffice.pass.Blocks;

/**
 * Epochs in which partitions take steps on their own rows, and their parameters are averaged every
 * so many of them: one pass, on a cluster one job, for each average instead of one for each step.
 * Another algorithm than mini-batches of all rows, for where a job for each of their steps takes
 * too long.
 *
 * @param rows to train on, as the network takes them
 * @param penalty λ/Σω with the weights of all rows to train on
 * @param batchSize rows of a mini-batch of a partition
 * @param localSteps between two averages; 0 for all steps of an epoch
 * @param seed of the orders of the rows
 */
record AveragedEpochs(
    Blocks rows, Network network, double penalty, int batchSize, int localSteps, long seed) {
  /** The sums of an epoch: Σ ω L, each row's before the step that it took part in, and Σ ω. */
  record Sums(double loss, double sumWeights) {}

  /**
   * Makes an epoch; ends early when a loss is not finite.
   *
   * @param epoch from 0 on
   * @param state of the rule, updated
   * @param parameters updated
   */
  Sums run(long epoch, double rate, Steps state, double[] parameters) {
    double loss = 0;
    double sumWeights = 0;
    long from = 0;
    long batches;
    do {
      long to = localSteps == 0 ? Long.MAX_VALUE : from + localSteps;
      LocalSteps.Plan plan = new LocalSteps.Plan(rate, penalty, batchSize, seed, epoch, from, to);
      LocalSteps steps = rows.pass(new LocalSteps(network, parameters.clone(), state.copy(), plan));
      loss += steps.loss();
      sumWeights += steps.sumWeights();
      if (!Double.isFinite(loss)) {
        break;
      }
      steps.moveToMean(parameters, state);
      batches = steps.mostBatches();
      from = to;
    } while (from < batches);
    return new Sums(loss, sumWeights);
  }
}
