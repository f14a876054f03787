package org.suffice.train;

import org.suffice.Failure;

/**
 * How an iterative fit is solved.
 *
 * @param name of the solver, or auto: chosen by the number of parameters and the penalty
 * @param tolerance the largest derivative at which it has converged, per unit of row weight, of
 *     columns in units of their standard deviation
 * @param maxIterations after which it stops; 0 for the solver's own limit
 * @param learningRate of gradient descent
 * @param strict whether a fit that has not converged, or whose classes are separated, is a failure
 */
public record SolverPlan(
    String name, double tolerance, int maxIterations, double learningRate, boolean strict) {
  /** As the configuration has it by default. */
  public static final SolverPlan AUTO = new SolverPlan("auto", 1e-8, 0, 0.1, false);

  /** Checks the numbers. */
  public SolverPlan {
    if (!(tolerance > 0) || tolerance >= 1) {
      throw Failure.usage("solver.tolerance must lie between 0 and 1, found " + tolerance);
    }
    if (maxIterations < 0) {
      throw Failure.usage("solver.max-iterations must be 0 or more, found " + maxIterations);
    }
    if (!(learningRate > 0) || Double.isInfinite(learningRate)) {
      throw Failure.usage("solver.learning-rate must be above 0, found " + learningRate);
    }
  }
}
