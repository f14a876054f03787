package org.suffice.loss;

/**
 * Probabilities of classes from their linear predictors, p_r = exp η_r / Σ exp η_s, by log-sum-exp,
 * and the log loss. With a reference class that is the first of the classes, whose η is 0 and is
 * not among the values.
 */
public final class Softmax {
  private Softmax() {}

  /**
   * Probabilities of the row's classes, and its loss.
   *
   * @param eta K values from {@code offset} on, read and overwritten by the probabilities
   * @param functions K: the number c of classes, or c−1 with a reference class
   * @param label the position of the row's class
   * @return −log of the probability of its class
   */
  public static double probabilities(
      double[] eta, int offset, int functions, boolean reference, int label) {
    if (reference && functions == 1) {
      return binary(eta, offset, label);
    }
    double largest = reference ? 0 : Double.NEGATIVE_INFINITY;
    for (int k = 0; k < functions; k++) {
      largest = Math.max(largest, eta[offset + k]);
    }
    int own = reference ? label - 1 : label;
    double etaOfLabel = own < 0 ? 0 : eta[offset + own];
    double sum = reference ? Math.exp(-largest) : 0;
    for (int k = 0; k < functions; k++) {
      double e = Math.exp(eta[offset + k] - largest);
      eta[offset + k] = e;
      sum += e;
    }
    for (int k = 0; k < functions; k++) {
      eta[offset + k] /= sum;
    }
    double logOdds = etaOfLabel - largest;
    if (logOdds < -1) {
      return Math.log(sum) - logOdds;
    }
    // The class is nearly the likeliest: its share is taken out of the sum, lest log 1 lose digits.
    double others = reference && own >= 0 ? Math.exp(-largest) : 0;
    for (int k = 0; k < functions; k++) {
      others += k == own ? 0 : eta[offset + k] * sum;
    }
    return Math.log1p(others / Math.exp(logOdds));
  }

  /** Two classes: one value, that of the second. */
  private static double binary(double[] eta, int offset, int label) {
    double value = eta[offset];
    double e = Math.exp(-Math.abs(value));
    eta[offset] = value >= 0 ? 1 / (1 + e) : e / (1 + e);
    double against = label == 1 ? -value : value;
    return Math.max(against, 0) + Math.log1p(e);
  }

  /**
   * The loss alone, of the row's values along a line.
   *
   * @param eta K values from {@code offset} on, read
   * @param slope K values from {@code offset} on, read
   * @param step how many slopes are added
   * @param scratch K places
   */
  public static double loss(
      double[] eta,
      double[] slope,
      int offset,
      double step,
      int functions,
      boolean reference,
      int label,
      double[] scratch) {
    for (int k = 0; k < functions; k++) {
      scratch[k] = eta[offset + k] + step * slope[offset + k];
    }
    return probabilities(scratch, 0, functions, reference, label);
  }
}
