package org.suffice.solve;

import org.suffice.Failure;
import org.suffice.solve.Objective.Evaluation;
import org.suffice.solve.Solution.Termination;

/**
 * What all iterative solvers share: the value and derivatives where the state is, the criterion,
 * the limit of iterations, and what to say at the end. A solver adds how to get from one point to a
 * better one.
 *
 * <p>The criterion is that no derivative exceeds the tolerance times {@link Objective#scale}; with
 * absolute values in the penalty none of the subgradient of least norm. Near a minimum differences
 * of values drown in the rounding of their sums long before derivatives do. There a point counts as
 * better when its value is no larger but for rounding and its gradient is smaller. Where not even
 * that is found, the run ends: as converged if the decrease that derivatives promise is itself no
 * more than a few roundings of the value, so that the gradient left is one that rounding explains;
 * otherwise as stalled.
 */
abstract class IterativeMinimiser implements Minimiser {
  /** Differences of values below this share of the value may be rounding of sums over rows. */
  private static final double NOISE = 0x1p-46;

  /** A promised decrease below this share of the value, 8 roundings of it, is none. */
  private static final double NEGLIGIBLE = 8 * Math.ulp(1.0);

  /** Armijo's condition: this share of the decrease that the slope promises must be had. */
  static final double SUFFICIENT = 1e-4;

  private final double tolerance;
  private final int maxIterations;

  /** The absolute values in the objective. */
  final AbsolutePenalty penalty;

  IterativeMinimiser(double tolerance, int maxIterations, AbsolutePenalty penalty) {
    if (!(tolerance >= 0) || maxIterations < 0) {
      throw new IllegalArgumentException(
          "expected a tolerance ≥ 0 and iterations ≥ 0, found "
              + tolerance
              + " and "
              + maxIterations);
    }
    this.tolerance = tolerance;
    this.maxIterations = maxIterations;
    this.penalty = penalty;
  }

  /**
   * The next point, or why there is none.
   *
   * @param theta a better point; null where there is none
   * @param evaluation of the smooth part there; null where there is none
   * @param end why there is none; null where there is one
   */
  record Step(double[] theta, Evaluation evaluation, Termination end) {
    static Step to(double[] theta, Evaluation evaluation) {
      return new Step(theta, evaluation, null);
    }

    static Step end(Termination end) {
      return new Step(null, null, end);
    }

    /** No better point: what to say of the one at hand. */
    static Step none(double promised, double value) {
      return end(isNegligible(promised, value) ? Termination.CONVERGED : Termination.STALLED);
    }
  }

  /**
   * Makes an iteration. What the state remembers is changed only when a step is found, by new
   * arrays.
   *
   * @param at the smooth part at the parameters of the state
   */
  abstract Step step(Objective objective, SolverState state, Evaluation at);

  /** Whether evaluations need second derivatives. */
  boolean needsHessian() {
    return false;
  }

  /** What to say where the criterion holds. */
  Termination converged(Evaluation at) {
    return Termination.CONVERGED;
  }

  @Override
  public final Minimum minimise(
      Objective objective, SolverState state, IterationListener listener) {
    checkShapes(objective, state);
    Evaluation at = evaluate(objective, state.theta());
    if (at == null) {
      throw Failure.noSolution(
          "the objective is not a finite number where "
              + name()
              + " starts; check the data and the starting point for values that are too large");
    }
    if (state.iteration() == 0) {
      report(state, at, listener);
    }
    Termination end = endAt(objective, state, at);
    while (end == null) {
      Step step = step(objective, state, at);
      end = step.end();
      if (end == null) {
        state.moveTo(step.theta());
        at = step.evaluation();
        report(state, at, listener);
        end = endAt(objective, state, at);
      }
    }
    double[] theta = state.theta();
    double norm = penalty.gradientNorm(theta, at.gradient());
    return new Minimum(
        theta.clone(), at, new Solution(end, state.iteration(), value(theta, at), norm));
  }

  private void checkShapes(Objective objective, SolverState state) {
    int m = objective.size();
    if (state.theta().length != m) {
      throw new IllegalArgumentException(
          "expected m=" + m + " parameters, found " + state.theta().length);
    }
    penalty.checkSize(m);
  }

  private Termination endAt(Objective objective, SolverState state, Evaluation at) {
    double norm = penalty.gradientNorm(state.theta(), at.gradient());
    if (norm <= tolerance * objective.scale()) {
      return converged(at);
    }
    return state.iteration() >= maxIterations ? Termination.MAX_ITERATIONS : null;
  }

  private void report(SolverState state, Evaluation at, IterationListener listener) {
    double[] theta = state.theta();
    listener.iterated(state, value(theta, at), penalty.gradientNorm(theta, at.gradient()));
  }

  /** The smooth part at a point; null where any of it is not finite. */
  final Evaluation evaluate(Objective objective, double[] theta) {
    if (!Vectors.finite(theta)) {
      return null;
    }
    Evaluation at = objective.evaluate(theta, needsHessian());
    boolean finite = Double.isFinite(at.value()) && Vectors.finite(at.gradient());
    if (finite && needsHessian()) {
      finite = Vectors.finite(at.hessian());
    }
    return finite ? at : null;
  }

  /** The whole objective. */
  final double value(double[] theta, Evaluation at) {
    return at.value() + penalty.value(theta);
  }

  /** What may be rounding in the difference of two values of this size. */
  static double noise(double value) {
    return NOISE * Math.abs(value);
  }

  /** Whether a promised decrease is no more than rounding of the value. */
  static boolean isNegligible(double promised, double value) {
    return promised <= NEGLIGIBLE * Math.abs(value);
  }
}
