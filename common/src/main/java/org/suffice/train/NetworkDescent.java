package org.suffice.train;

import java.util.Optional;
import org.suffice.Failure;
import org.suffice.network.StepRule;
import org.suffice.solve.Schedule;

/**
 * How parameters are found.
 *
 * @param rule how steps are made; empty for L-BFGS, whose epochs are iterations over all rows
 * @param learningRate η of the first epoch, above 0; of no meaning to L-BFGS
 * @param momentum μ of momentum and nesterov, at least 0 and below 1
 * @param schedule how η changes
 * @param batchSize rows of a mini-batch; {@link #ALL} for all rows, and always all for L-BFGS;
 *     {@link #AUTO} for 256, or a sixteenth of the rows where that is less
 * @param epochs made at most
 * @param tolerance largest absolute derivative of J at which a run over all rows stops; 0 to make
 *     all epochs. Of no meaning to mini-batches
 * @param localSteps {@link #TOGETHER} for steps along the gradients of mini-batches of all rows;
 *     otherwise how many steps every partition takes on mini-batches of its own rows before the
 *     parameters are averaged, {@link #EPOCH} for all of an epoch. Of no meaning where a batch is
 *     all rows
 */
public record NetworkDescent(
    Optional<StepRule> rule,
    double learningRate,
    double momentum,
    Schedule schedule,
    int batchSize,
    int epochs,
    double tolerance,
    int localSteps) {
  /** A step is of all partitions together. */
  public static final int TOGETHER = -1;

  /** Partitions are averaged once an epoch. */
  public static final int EPOCH = 0;

  /** A batch is all rows. */
  public static final int ALL = 0;

  /** A batch has 256 rows, or a sixteenth of all where that is less. */
  public static final int AUTO = -1;

  private static final int USUAL_BATCH = 256;
  private static final int LEAST_BATCHES = 16;

  /** Steps of all partitions together. */
  public NetworkDescent(
      Optional<StepRule> rule,
      double learningRate,
      double momentum,
      Schedule schedule,
      int batchSize,
      int epochs,
      double tolerance) {
    this(rule, learningRate, momentum, schedule, batchSize, epochs, tolerance, TOGETHER);
  }

  /** Checks the numbers. */
  public NetworkDescent {
    if (rule.isPresent() && !(learningRate > 0 && Double.isFinite(learningRate))) {
      throw Failure.usage("optimizer.learning-rate must be above 0, found " + learningRate);
    }
    if (!(momentum >= 0 && momentum < 1)) {
      throw Failure.usage("optimizer.momentum must be at least 0 and below 1, found " + momentum);
    }
    if (batchSize < AUTO) {
      throw Failure.usage("optimizer.batch-size must be 1 or more, or all, found " + batchSize);
    }
    if (localSteps < TOGETHER) {
      throw Failure.usage("optimizer.local-steps must be 0 or more, found " + localSteps);
    }
    if (rule.isEmpty() && localSteps != TOGETHER) {
      throw Failure.usage("optimizer.sync=average does not go with optimizer.name=lbfgs");
    }
    if (epochs < 1) {
      throw Failure.usage("optimizer.epochs must be 1 or more, found " + epochs);
    }
    if (!(tolerance >= 0)) {
      throw Failure.usage("optimizer.tolerance must be at least 0, found " + tolerance);
    }
  }

  /** Its name in a configuration. */
  public String name() {
    return rule.map(StepRule::key).orElse("lbfgs");
  }

  /** The rows of a mini-batch where there are so many rows; {@link #ALL} where it is all rows. */
  int batchSize(long rows) {
    long size =
        batchSize == AUTO
            ? Math.min(USUAL_BATCH, Math.max(1, rows / LEAST_BATCHES))
            : rule.isEmpty() ? ALL : batchSize;
    return size >= rows || rule.isEmpty() ? ALL : (int) size;
  }
}
