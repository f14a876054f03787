package org.suffice.solve;

import java.util.Arrays;
import org.suffice.solve.Objective.Evaluation;
import org.suffice.solve.Solution.Termination;

/**
 * Plain gradient descent: θ ← θ − η/scale·∇, with the gradient of the mean where the objective is a
 * sum over rows (note 004 §1.1). No line search: the learning rate is the user's, and where it is
 * too large the values grow until they leave the range of a double, which ends the run as {@link
 * Termination#DIVERGED} with the last good parameters.
 */
public final class GradientDescent extends IterativeMinimiser {
  private final double learningRate;

  /**
   * A solver.
   *
   * @param learningRate η, in units of the parameters per derivative of the mean
   * @param tolerance share of {@link Objective#scale} that no derivative may exceed at the end; 0
   *     to make all iterations
   * @param maxIterations iterations made at most, those of a stored state counted
   */
  public GradientDescent(double learningRate, double tolerance, int maxIterations) {
    super(tolerance, maxIterations, AbsolutePenalty.NONE);
    if (!(learningRate > 0) || Double.isInfinite(learningRate)) {
      throw new IllegalArgumentException("expected a learning rate > 0, found " + learningRate);
    }
    this.learningRate = learningRate;
  }

  @Override
  public String name() {
    return "gradient-descent";
  }

  @Override
  Step step(Objective objective, SolverState state, Evaluation at) {
    double[] gradient = at.gradient();
    double rate = learningRate / objective.scale();
    double[] next = Vectors.plus(state.theta(), -rate, gradient);
    if (Arrays.equals(next, state.theta())) { // it would stay here for ever
      return Step.none(rate * Vectors.dot(gradient, gradient), at.value());
    }
    Evaluation there = evaluate(objective, next);
    return there == null ? Step.end(Termination.DIVERGED) : Step.to(next, there);
  }
}
