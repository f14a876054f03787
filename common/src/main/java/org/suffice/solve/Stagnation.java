package org.suffice.solve;

/**
 * Tells when a solver whose gradient need not shrink in every iteration has nothing more to gain:
 * the decrease promised is rounding of the value, and for many iterations the gradient has not been
 * smaller than ever before.
 */
final class Stagnation {
  private static final String RECORD = "gradient.record";
  private static final int PATIENCE = 20;

  private Stagnation() {}

  /** Whether to give up before the next iteration. */
  static boolean isReached(SolverState state) {
    double[] record = state.arrays().get(RECORD);
    return record != null && record[1] >= PATIENCE;
  }

  /**
   * Takes note of an iteration.
   *
   * @param norm of the gradient after it
   * @param drowned whether the decrease promised for it was rounding of the value
   */
  static void note(SolverState state, double norm, boolean drowned) {
    double[] before = state.arrays().get(RECORD);
    double least = before == null ? Double.POSITIVE_INFINITY : before[0];
    boolean better = norm < least;
    double count = better || !drowned ? 0 : before == null ? 1 : before[1] + 1;
    state.arrays().put(RECORD, new double[] {better ? norm : least, count});
  }
}
