package org.suffice.kernel;

import org.suffice.linalg.Powers;

/** exp(−γ‖x − z‖²) of many pairs. */
final class Exponential {
  private Exponential() {}

  /**
   * Turns inner products of one row x with q rows z into exp(−γ‖x − z‖²).
   *
   * @param squaredNorm ‖x‖²
   * @param squaredNorms ‖z‖² of the q rows from {@code norm} on, read
   * @param dots xᵀz of the q rows from {@code offset} on, overwritten
   */
  static void ofDistancesInPlace(
      double gamma,
      double squaredNorm,
      double[] squaredNorms,
      int norm,
      double[] dots,
      int offset,
      int q) {
    double twice = 2 * gamma;
    double own = gamma * squaredNorm;
    for (int j = 0; j < q; j++) {
      // Of equal rows it may come out above 0 by rounding: the result is then above 1 by as little.
      dots[offset + j] = twice * dots[offset + j] - (own + gamma * squaredNorms[norm + j]);
    }
    Powers.ofNegativeInPlace(offset, offset + q, dots);
  }
}
