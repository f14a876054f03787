package org.suffice.solve;

import org.suffice.solve.Objective.Evaluation;

/**
 * L-BFGS: Liu and Nocedal, "On the limited memory BFGS method for large scale optimization",
 * Mathematical Programming 45 (1989), algorithm 2.1, with ten pairs. Its first trial of every
 * iteration is the full step, by an evaluation that is also that of the next iteration: one pass
 * where it is accepted, which is nearly always. The first step's length costs one more pass.
 */
public final class Lbfgs extends IterativeMinimiser {
  private final Preconditioner preconditioner;

  /** A solver without preconditioner. */
  public Lbfgs(double tolerance, int maxIterations) {
    this(tolerance, maxIterations, Preconditioner.IDENTITY);
  }

  /**
   * A solver.
   *
   * @param tolerance share of {@link Objective#scale} that no derivative may exceed at the end
   * @param maxIterations iterations made at most, those of a stored state counted
   * @param preconditioner the inverse Hessian before anything is known of it, but for its scale
   */
  public Lbfgs(double tolerance, int maxIterations, Preconditioner preconditioner) {
    super(tolerance, maxIterations, AbsolutePenalty.NONE);
    this.preconditioner = preconditioner;
  }

  @Override
  public String name() {
    return "lbfgs";
  }

  @Override
  Step step(Objective objective, SolverState state, Evaluation at) {
    LimitedMemory memory = new LimitedMemory(state, preconditioner);
    double[] direction = memory.direction(at.gradient());
    double promised = -Vectors.dot(at.gradient(), direction) / 2;
    if (Stagnation.isReached(state)) {
      return Step.none(promised, at.value());
    }
    boolean first = memory.isEmpty();
    Step step = search(objective, state.theta(), at, direction, first);
    boolean anew = step == null && !first;
    if (anew) { // what is remembered misleads
      step = search(objective, state.theta(), at, memory.plainDirection(at.gradient()), true);
    }
    if (step == null) {
      return Step.none(promised, at.value());
    }
    if (anew) {
      memory.clear();
    }
    double[] before = state.theta();
    memory.add(
        Vectors.plus(step.theta(), -1, before),
        Vectors.plus(step.evaluation().gradient(), -1, at.gradient()));
    double norm = Vectors.norm(step.evaluation().gradient());
    Stagnation.note(state, norm, promised <= noise(at.value()));
    return step;
  }

  private Step search(
      Objective objective, double[] theta, Evaluation at, double[] direction, boolean first) {
    double slope = Vectors.dot(at.gradient(), direction);
    if (!(slope < 0) || !Vectors.finite(direction)) {
      return null;
    }
    double t = first ? LimitedMemory.firstStep(objective, theta, direction, slope) : 1;
    return new WolfeSearch(
            theta,
            direction,
            at.value(),
            slope,
            noise(at.value()),
            next -> evaluate(objective, next))
        .from(t);
  }
}
