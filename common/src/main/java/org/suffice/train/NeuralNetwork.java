package org.suffice.train;

import java.util.Optional;
import java.util.stream.IntStream;
import org.suffice.Failure;
import org.suffice.pass.Blocks;
import org.suffice.pass.MiniBatches;
import org.suffice.read.FeatureEncoder;
import org.suffice.read.Schema;
import org.suffice.solve.NetworkFit;
import org.suffice.solve.TrainedNetwork;
import org.suffice.statistic.NetworkMoments;

/**
 * Feed-forward neural networks by back-propagation: mini-batches with SGD, momentum, Nesterov's
 * momentum or Adam, or all rows with any of these or L-BFGS. What is minimised is J = (1/Σω)[Σ ω L
 * + (λ/2) Σ‖W‖²], biases unpenalised; a mini-batch takes the mean over its rows and the penalty of
 * all.
 *
 * @param shape what the network is
 * @param descent how its parameters are found
 * @param lambda λ of the penalty
 * @param standardize whether inputs are z scores, (x − mean)/sd with sd by 1/n
 * @param standardizeTargets whether targets that are numbers are z scores while training where the
 *     output is the identity; predictions are turned back
 * @param classWeights factors of the row weights
 * @param earlyStop when to stop before all epochs are made; empty for never
 * @param seed of the first weights, of the orders of the rows and of what is held out
 */
public record NeuralNetwork(
    NetworkShape shape,
    NetworkDescent descent,
    double lambda,
    boolean standardize,
    boolean standardizeTargets,
    ClassWeights classWeights,
    Optional<EarlyStop> earlyStop,
    long seed) {
  /** Checks the penalty. */
  public NeuralNetwork {
    if (!(lambda >= 0 && Double.isFinite(lambda))) {
      throw Failure.usage("penalty.lambda must be at least 0, found " + lambda);
    }
  }

  /**
   * When to stop: as soon as the loss of rows held out has not been below its least for so many
   * epochs. The parameters of the least are kept.
   *
   * @param fraction the share of rows held out, above 0 and below 1
   * @param patience epochs, at least 1
   */
  public record EarlyStop(double fraction, int patience) {
    /** Checks the numbers. */
    public EarlyStop {
      if (!(fraction > 0 && fraction < 1)) {
        throw Failure.usage("early-stop.fraction must lie between 0 and 1, found " + fraction);
      }
      if (patience < 1) {
        throw Failure.usage("early-stop.patience must be 1 or more, found " + patience);
      }
    }
  }

  /** Told of every epoch. */
  @FunctionalInterface
  public interface Listener {
    /** Nobody listens. */
    Listener NONE = (epoch, rows, seconds) -> {};

    /**
     * An epoch is over.
     *
     * @param epoch what came of it
     * @param rows that it went through
     * @param seconds that it took, validation included
     */
    void epochOver(NetworkFit.Epoch epoch, long rows, double seconds);
  }

  /** Passes over the data once: what must be known before the first step. */
  public NetworkMoments look(Blocks rows, FeatureEncoder encoder, int numClasses) {
    int[] labelSlots = IntStream.range(1, encoder.numLabels()).map(encoder::labelSlot).toArray();
    return rows.pass(new NetworkMoments(encoder.width(), numClasses, labelSlots));
  }

  /**
   * Trains.
   *
   * @param rows the data set for passes over all rows
   * @param batches makes mini-batches of the same rows; not used where a batch is all of them
   * @param look of the same rows
   * @param schema of the rows, with its classes
   * @param encoder of the rows, with its indicators of missing values
   * @param start a network to go on from, with its inputs and targets as they are; empty for a
   *     random start
   * @param checkpoints where a run that was killed goes on from
   * @param listener told of every epoch
   * @throws Failure when there is nothing to learn, labels lie outside of what the output can be, a
   *     network to go on from is of another shape or of other features, labels or classes (see
   *     {@link NetworkAgreement}), or no finite loss is found at all
   */
  public TrainedNetwork fit(
      Blocks rows,
      MiniBatches.Source batches,
      NetworkMoments look,
      Schema schema,
      FeatureEncoder encoder,
      Optional<TrainedNetwork> start,
      Checkpoints checkpoints,
      Listener listener) {
    return NetworkFitting.fit(
        this, rows, batches, look, schema, encoder, start, checkpoints, listener);
  }
}
