package org.suffice.solve;

/** Told of every iteration of a solver: shows progress, keeps what a broken run goes on from. */
@FunctionalInterface
public interface IterationListener {
  /** Nobody listens. */
  IterationListener NONE = (state, value, gradientNorm) -> {};

  /**
   * An iteration is over.
   *
   * @param state after it; not to be changed
   * @param value of the objective there, the penalty included
   * @param gradientNorm largest absolute derivative there; with absolute values in the penalty that
   *     of the subgradient of least norm
   */
  void iterated(SolverState state, double value, double gradientNorm);
}
