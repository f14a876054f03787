package org.suffice.solve;

/** An iterative solver of an {@link Objective}. */
public interface Minimiser {
  /** Its name in a configuration: newton, trust-region, lbfgs, owlqn … */
  String name();

  /**
   * Goes on from a state until no derivative exceeds the tolerance times {@link Objective#scale},
   * no better point can be told apart in doubles, or the limit of iterations is reached.
   *
   * @param objective its smooth part
   * @param state where it starts; changed
   * @param listener told at the start of a state with no iterations, and after every iteration
   */
  Minimum minimise(Objective objective, SolverState state, IterationListener listener);

  /**
   * What was found.
   *
   * @param theta the parameters
   * @param last value and derivatives there of the smooth part, with second ones where the solver
   *     has them
   * @param solution why it stopped, with the value of the whole objective
   */
  record Minimum(double[] theta, Objective.Evaluation last, Solution solution) {
    /** The same without derivatives, to be one of many that are kept. */
    public Minimum withoutDerivatives() {
      return new Minimum(theta, new Objective.Evaluation(last.value(), null, null), solution);
    }
  }
}
