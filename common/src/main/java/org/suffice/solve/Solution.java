package org.suffice.solve;

/**
 * What a solver found and why it stopped.
 *
 * @param termination why it stopped
 * @param iterations rounds made; 1 for a closed form
 * @param objective the value minimised, NLL with its penalty (for squared error ½ Σ ω (y−ŷ)²)
 * @param gradientNorm largest absolute derivative of the objective at the solution
 */
public record Solution(
    Termination termination, int iterations, double objective, double gradientNorm) {
  /** Why a solver stopped. */
  public enum Termination {
    /** The criterion of the solver holds. */
    CONVERGED,
    /** It did not, within the allowed rounds. */
    MAX_ITERATIONS,
    /** There is no unique solution. */
    SINGULAR,
    /** Classes are separated: the estimate has no finite optimum. */
    SEPARATED,
    /** No better point was found in doubles, while derivatives say that there is one. */
    STALLED,
    /** The objective left the range of a double; what is given is the last good point. */
    DIVERGED,
    /** The error on rows held out no longer fell; what is given is where it was least. */
    EARLY_STOPPED
  }

  /** The same point, with another reason. */
  public Solution with(Termination other) {
    return new Solution(other, iterations, objective, gradientNorm);
  }
}
