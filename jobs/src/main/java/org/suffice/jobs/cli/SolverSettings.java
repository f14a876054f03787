package org.suffice.jobs.cli;

import org.suffice.Failure;
import org.suffice.train.SolverPlan;

/** What the settings say of an iterative solver. */
final class SolverSettings {
  /** Descends by the gradient times a rate, whether or not that leads anywhere. */
  static final String GRADIENT_DESCENT = "gradient-descent";

  private SolverSettings() {}

  static SolverPlan plan(Settings settings) {
    String name = settings.text("solver.name");
    int limit = (int) within(settings, "solver.max-iterations", Integer.MAX_VALUE);
    if (limit == 0 && name.equals(GRADIENT_DESCENT)) {
      throw Failure.usage(
          "solver.name=gradient-descent stops when it is told to: set solver.max-iterations, for"
              + " instance to 2000");
    }
    return new SolverPlan(
        name,
        settings.number("solver.tolerance"),
        limit,
        settings.number("solver.learning-rate"),
        settings.flag("solver.strict"));
  }

  /** Iterations between checkpoints; 0 for none. */
  static int checkpointEvery(Settings settings) {
    return (int) within(settings, "solver.checkpoint-every", Integer.MAX_VALUE);
  }

  private static long within(Settings settings, String key, long most) {
    long value = settings.whole(key);
    if (value < 0 || value > most) {
      throw Failure.usage(key + ": expected a number from 0 to " + most + ", found " + value);
    }
    return value;
  }
}
