package org.suffice.solve;

/**
 * Coefficients of a penalised fit, without the intercept.
 *
 * @param coefficients k values; those left out are exactly 0
 * @param rss Σω(y−ŷ)²
 * @param dualityGap an upper bound of how far the objective is from its minimum
 * @param solution why the solver stopped; its gradient norm is the largest distance of a column's
 *     gradient from what the Karush–Kuhn–Tucker conditions allow, in units of columns and label of
 *     length 1 to 2, times the length of the label
 */
public record PenalisedFit(
    double[] coefficients, double rss, double dualityGap, Solution solution) {
  /** The number of coefficients that are not 0. */
  public int nonZeros() {
    int count = 0;
    for (double w : coefficients) {
      if (w != 0) {
        count++;
      }
    }
    return count;
  }
}
