package org.suffice.solve;

/**
 * The search for a shorter step where the full one is not good: values at halves, quarters and so
 * on, ten of them in one pass, of which the best is taken if it has Armijo's sufficient decrease.
 */
final class StepHalving {
  private static final int STEPS = 10;

  /** At 2^−50 of a step nothing is left of it in most parameters. */
  private static final int MOST_ROUNDS = 5;

  private StepHalving() {}

  /**
   * A step.
   *
   * @param theta m parameters, read
   * @param direction m values, read
   * @param value of the whole objective at theta
   * @param slope the change promised for the full step, negative
   * @return the share of the direction; 0 where none lowers the objective
   */
  static double search(
      Objective objective,
      AbsolutePenalty penalty,
      double[] theta,
      double[] direction,
      double value,
      double slope) {
    double[] steps = new double[STEPS];
    double next = 0.5;
    for (int round = 0; round < MOST_ROUNDS; round++) {
      for (int i = 0; i < STEPS; i++) {
        steps[i] = next;
        next /= 2;
      }
      double[] values = objective.along(theta, direction, steps);
      double best = 0;
      double least = Double.POSITIVE_INFINITY;
      for (int i = 0; i < STEPS; i++) {
        double there = values[i] + penalty.value(Vectors.plus(theta, steps[i], direction));
        if (there < least) { // false for NaN
          least = there;
          best = steps[i];
        }
      }
      if (least < value && least <= value + IterativeMinimiser.SUFFICIENT * best * slope) {
        return best;
      }
    }
    return 0;
  }
}
