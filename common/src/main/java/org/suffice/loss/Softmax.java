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
   * @param shares written from {@code at} on: the probability of all other classes together, to its
   *     own last digit also where that of the row's class rounds to 1, and that of the row's
   * @return −log of the probability of its class
   */
  public static double probabilities(
      double[] eta,
      int offset,
      int functions,
      boolean reference,
      int label,
      double[] shares,
      int at) {
    if (reference && functions == 1) {
      double value = eta[offset];
      eta[offset] = Math.exp(-Math.abs(value));
      return binary(value, eta, offset, label, shares, at);
    }
    double largest = reference ? 0 : Double.NEGATIVE_INFINITY;
    for (int k = 0; k < functions; k++) {
      largest = Math.max(largest, eta[offset + k]);
    }
    int own = reference ? label - 1 : label;
    double logOdds = (own < 0 ? 0 : eta[offset + own]) - largest;
    for (int k = 0; k < functions; k++) {
      eta[offset + k] = Math.exp(eta[offset + k] - largest);
    }
    double referenceTerm = reference ? Math.exp(-largest) : 0;
    return shares(eta, offset, functions, own, referenceTerm, logOdds, shares, at);
  }

  /**
   * From powers exp(η − max η) to probabilities.
   *
   * @param powers K values from {@code offset} on, overwritten
   * @param own which of them is that of the row's class; −1 for the reference class
   * @param referenceTerm the power of the reference class; 0 where there is none
   * @param logOdds η of the row's class less the largest
   */
  static double shares(
      double[] powers,
      int offset,
      int functions,
      int own,
      double referenceTerm,
      double logOdds,
      double[] shares,
      int at) {
    double others = own < 0 ? 0 : referenceTerm;
    for (int k = 0; k < own; k++) {
      others += powers[offset + k];
    }
    for (int k = own + 1; k < functions; k++) {
      others += powers[offset + k];
    }
    double ownTerm = own < 0 ? referenceTerm : powers[offset + own];
    double sum = ownTerm + others;
    double share = 1 / sum;
    for (int k = 0; k < functions; k++) {
      powers[offset + k] *= share;
    }
    shares[at] = others * share;
    shares[at + 1] = ownTerm * share;
    // Where the row's class is likely, log1p keeps the digits that the log of nearly 1 would lose.
    return logOdds < -1 ? Math.log(sum) - logOdds : log1p(others / ownTerm);
  }

  /**
   * log(1 + x) for finite x ≥ 0, from a logarithm that compilers have an instruction sequence for,
   * in half the time of the library's: what rounding takes from 1 + x is made up for by x/((1 + x)
   * − 1) (Goldberg, "What every computer scientist should know about floating-point arithmetic",
   * ACM Computing Surveys 23, 1991, theorem 4).
   */
  static double log1p(double x) {
    double u = 1 + x;
    return u == 1 ? x : Math.log(u) * (x / (u - 1));
  }

  /**
   * Two classes: one predictor, that of the second.
   *
   * @param value the predictor η
   * @param powers e^−|η| at {@code offset}, overwritten
   */
  static double binary(
      double value, double[] powers, int offset, int label, double[] shares, int at) {
    double e = powers[offset];
    double likely = 1 / (1 + e);
    double unlikely = e * likely;
    powers[offset] = value >= 0 ? likely : unlikely;
    boolean right = value >= 0 == (label == 1);
    shares[at] = right ? unlikely : likely;
    shares[at + 1] = right ? likely : unlikely;
    double against = label == 1 ? -value : value;
    return Math.max(against, 0) + log1p(e);
  }

  /**
   * The loss alone, of the row's values along a line.
   *
   * @param eta K values from {@code offset} on, read
   * @param slope K values from {@code offset} on, read
   * @param step how many slopes are added
   * @param scratch K+2 places
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
    return probabilities(scratch, 0, functions, reference, label, scratch, functions);
  }
}
