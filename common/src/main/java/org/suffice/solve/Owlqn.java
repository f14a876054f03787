package org.suffice.solve;

import org.suffice.solve.Objective.Evaluation;

/**
 * Orthant-wise limited memory quasi-Newton method for a smooth function plus Σ l1ⱼ|θⱼ|: Andrew and
 * Gao, "Scalable training of L1-regularized log-linear models", ICML 2007. Within an orthant the
 * penalty is linear; the direction of L-BFGS comes from the subgradient of least norm ◇f, and every
 * trial point is projected onto the orthant, so that parameters become exactly 0. Of the pairs only
 * the parameters count that are free to move: among them L-BFGS is then what it is without a
 * penalty (the subspace of Keskar, Nocedal, Öztoprak, Wächter, "A second-order method for convex
 * L1-regularized optimization with active-set prediction", Optim. Methods Softw. 31, 2016).
 *
 * <p>The decrease asked for is that of the projected step, and where the projected line has no such
 * point a step of the proximal gradient method is made, which always exists: as Gong and Ye ("A
 * modified orthant-wise limited memory quasi-Newton method with convergence analysis", ICML 2015)
 * showed, the original has no proof of convergence without such a step.
 */
public final class Owlqn extends IterativeMinimiser {
  private static final int MOST_TRIALS = 30;

  private final Preconditioner preconditioner;

  /** A solver without preconditioner. */
  public Owlqn(double tolerance, int maxIterations, double[] l1) {
    this(tolerance, maxIterations, l1, Preconditioner.IDENTITY);
  }

  /**
   * A solver.
   *
   * @param tolerance share of {@link Objective#scale} that no entry of the subgradient of least
   *     norm may exceed at the end
   * @param maxIterations iterations made at most, those of a stored state counted
   * @param l1 weights of |θⱼ|, m values ≥ 0, 0 for a parameter that is not penalised
   * @param preconditioner the inverse Hessian before anything is known of it, but for its scale
   */
  public Owlqn(double tolerance, int maxIterations, double[] l1, Preconditioner preconditioner) {
    super(tolerance, maxIterations, AbsolutePenalty.of(l1));
    this.preconditioner = preconditioner;
  }

  @Override
  public String name() {
    return "owlqn";
  }

  @Override
  Step step(Objective objective, SolverState state, Evaluation at) {
    LimitedMemory memory = new LimitedMemory(state, preconditioner);
    double[] theta = state.theta();
    double[] subgradient = penalty.subgradient(theta, at.gradient());
    double[] direction = direction(memory, theta, subgradient);
    double value = value(theta, at);
    double promised = -Vectors.dot(subgradient, direction) / 2;
    if (Stagnation.isReached(state)) {
      return Step.none(promised, value);
    }
    Step step = orthantStep(objective, theta, at, subgradient, direction, memory.isEmpty());
    if (step == null) {
      step = proximalStep(objective, theta, at, subgradient);
    }
    if (step == null) {
      return Step.none(promised, value);
    }
    memory.add(
        Vectors.plus(step.theta(), -1, theta),
        Vectors.plus(step.evaluation().gradient(), -1, at.gradient()));
    double[] next = penalty.subgradient(step.theta(), step.evaluation().gradient());
    Stagnation.note(state, Vectors.norm(next), promised <= noise(value));
    return step;
  }

  /**
   * The direction of L-BFGS among the parameters that are free. One that leaves 0 has to go where
   * −◇f says, as on the other side the penalty rises: those that do not are held and the others go
   * again. Andrew and Gao ask for the sign of −◇f in all parameters (their eq. 5), which leaves
   * little of a good direction where columns are correlated; it is what is done where nothing else
   * descends.
   */
  private static double[] direction(LimitedMemory memory, double[] theta, double[] subgradient) {
    int m = theta.length;
    boolean[] free = new boolean[m];
    for (int j = 0; j < m; j++) {
      free[j] = theta[j] != 0 || subgradient[j] != 0;
    }
    double[] first = memory.directionAmong(free, subgradient);
    for (int j = 0; j < m; j++) {
      free[j] &= theta[j] != 0 || first[j] * subgradient[j] < 0;
    }
    double[] second = memory.directionAmong(free, LimitedMemory.among(free, subgradient));
    double slope = 0;
    for (int j = 0; j < m; j++) {
      if (theta[j] == 0 && !(second[j] * subgradient[j] < 0)) {
        second[j] = 0;
      }
      slope += second[j] * subgradient[j];
    }
    if (slope < 0) {
      return second;
    }
    for (int j = 0; j < m; j++) {
      first[j] = first[j] * subgradient[j] < 0 ? first[j] : 0;
    }
    return first;
  }

  /** Halves the step until the projected one lowers the objective enough; null where none does. */
  private Step orthantStep(
      Objective objective,
      double[] theta,
      Evaluation at,
      double[] subgradient,
      double[] direction,
      boolean first) {
    double slope = Vectors.dot(subgradient, direction);
    if (!(slope < 0) || !Vectors.finite(direction)) {
      return null;
    }
    double value = value(theta, at);
    double t = first ? LimitedMemory.firstStep(objective, theta, direction, slope) : 1;
    for (int trial = 0; trial < MOST_TRIALS; trial++) {
      double[] next = projected(theta, t, direction, subgradient);
      double promised = -Vectors.dot(subgradient, Vectors.plus(next, -1, theta));
      // What is cut off at the orthant may be what descends: a shorter step loses less.
      Evaluation there = promised > 0 ? evaluate(objective, next) : null;
      double most = value - SUFFICIENT * promised + noise(value);
      if (there != null && value(next, there) <= most) {
        return Step.to(next, there);
      }
      t /= 2;
    }
    return null;
  }

  /** θ + td, 0 where it left the orthant of θ, or of −◇f where θ is 0. */
  private double[] projected(double[] theta, double t, double[] direction, double[] subgradient) {
    double[] l1 = penalty.weights();
    double[] next = Vectors.plus(theta, t, direction);
    for (int j = 0; j < next.length; j++) {
      double orthant = theta[j] != 0 ? theta[j] : -subgradient[j];
      if (l1[j] > 0 && !(Math.signum(next[j]) == Math.signum(orthant))) {
        next[j] = 0;
      }
    }
    return next;
  }

  /** θ ← soft(θ − t·g, t·l1), t halved until the objective falls enough; null where none does. */
  private Step proximalStep(
      Objective objective, double[] theta, Evaluation at, double[] subgradient) {
    double value = value(theta, at);
    double[] steepest = Vectors.times(-1, subgradient);
    double slope = -Vectors.dot(subgradient, subgradient);
    if (slope == 0) {
      return null;
    }
    double t = LimitedMemory.firstStep(objective, theta, steepest, slope);
    for (int trial = 0; trial < MOST_TRIALS; trial++) {
      double[] next = shrunk(theta, t, at.gradient());
      double[] moved = Vectors.plus(next, -1, theta);
      Evaluation there = evaluate(objective, next);
      double least = SUFFICIENT / t * Vectors.dot(moved, moved);
      if (there != null && least > 0 && value(next, there) < value - least) {
        return Step.to(next, there);
      }
      t /= 2;
    }
    return null;
  }

  private double[] shrunk(double[] theta, double t, double[] gradient) {
    double[] l1 = penalty.weights();
    double[] next = Vectors.plus(theta, -t, gradient);
    for (int j = 0; j < next.length; j++) {
      double size = Math.max(0, Math.abs(next[j]) - t * l1[j]);
      next[j] = size == 0 ? 0 : Math.copySign(size, next[j]);
    }
    return next;
  }
}
