package org.suffice.solve;

import org.suffice.solve.Objective.Evaluation;
import org.suffice.solve.Solution.Termination;

/**
 * Newton's method with a line search: θ ← θ − t·H⁻¹g (Boyd and Vandenberghe, "Convex Optimization",
 * 2004, algorithm 9.5). The full step is tried by a full evaluation, which is that of the next
 * iteration: an iteration costs one pass where the full step is good, as it is near the solution.
 *
 * <p>For the exact m×m Hessian of a convex function. Where it is singular at the solution, that
 * solution is one of many, and the outcome says {@link Termination#SINGULAR}.
 */
public final class Newton extends IterativeMinimiser {
  /**
   * A solver.
   *
   * @param tolerance share of {@link Objective#scale} that no derivative may exceed at the end
   * @param maxIterations iterations made at most, those of a stored state counted
   */
  public Newton(double tolerance, int maxIterations) {
    super(tolerance, maxIterations, AbsolutePenalty.NONE);
  }

  @Override
  public String name() {
    return "newton";
  }

  @Override
  boolean needsHessian() {
    return true;
  }

  @Override
  Termination converged(Evaluation at) {
    RidgedFactor factor = RidgedFactor.of(at.gradient().length, at.hessian());
    return factor != null && factor.regular() ? Termination.CONVERGED : Termination.SINGULAR;
  }

  @Override
  Step step(Objective objective, SolverState state, Evaluation at) {
    double[] theta = state.theta();
    RidgedFactor factor = RidgedFactor.of(theta.length, at.hessian());
    if (factor == null) {
      return Step.end(Termination.STALLED);
    }
    double[] direction = factor.newtonDirection(at.gradient());
    double slope = Vectors.dot(at.gradient(), direction);
    double promised = -slope / 2; // gᵀH⁻¹g/2, eq. 9.30
    double[] full = Vectors.plus(theta, 1, direction);
    Evaluation trial = evaluate(objective, full);
    if (trial != null && isBetter(at, slope, trial, factor)) {
      return Step.to(full, trial);
    }
    if (promised > noise(at.value())) {
      double t = StepHalving.search(objective, penalty, theta, direction, at.value(), slope);
      double[] shorter = Vectors.plus(theta, t, direction);
      trial = t == 0 ? null : evaluate(objective, shorter);
      // Along a line sums round otherwise: what it promised may be no more than that.
      if (trial != null && trial.value() < at.value()) {
        return Step.to(shorter, trial);
      }
    }
    return none(promised, at, factor);
  }

  private Step none(double promised, Evaluation at, RidgedFactor factor) {
    boolean flat = isNegligible(promised, at.value()) && !factor.regular();
    return flat ? Step.end(Termination.SINGULAR) : Step.none(promised, at.value());
  }

  /**
   * Whether the full step lowers the value as promised; or does not raise it beyond rounding while
   * the gradient shrinks, measured by gᵀH⁻¹g, which no units of the parameters change.
   */
  private static boolean isBetter(
      Evaluation at, double slope, Evaluation trial, RidgedFactor factor) {
    double noise = noise(at.value());
    if (-slope > noise && trial.value() <= at.value() + SUFFICIENT * slope) {
      return true;
    }
    double left = Vectors.dot(trial.gradient(), factor.newtonDirection(trial.gradient()));
    return trial.value() <= at.value() + noise && left > slope; // both are negative
  }
}
