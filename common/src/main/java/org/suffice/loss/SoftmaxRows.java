package org.suffice.loss;

import org.suffice.linalg.Powers;

/**
 * {@link Softmax} of many rows: their powers of e are formed together, a third faster than one by
 * one. Memory to work in, for one thread.
 */
public final class SoftmaxRows {
  /** Of each row the predictor of its class less the largest; of two classes the one predictor. */
  private double[] logOdds = new double[0];

  /** Of each row the power that belongs to the reference class. */
  private double[] references = new double[0];

  private final double[] shares = new double[2];
  private int functions;
  private boolean reference;

  /**
   * Turns linear predictors into powers, of which {@link #probabilities} then makes probabilities
   * row by row: η ← exp(η − max η), where the 0 of a reference class counts too; with one predictor
   * exp(−|η|).
   *
   * @param n rows
   * @param functions K: the number c of classes, or c−1 with a reference class
   * @param labels the positions of the rows' classes from {@code from} on
   * @param eta n×K, overwritten
   */
  public void powers(
      int n, int functions, boolean reference, double[] labels, int from, double[] eta) {
    this.functions = functions;
    this.reference = reference;
    if (logOdds.length < n) {
      logOdds = new double[n];
      references = new double[n];
    }
    if (reference && functions == 1) {
      for (int i = 0; i < n; i++) {
        logOdds[i] = eta[i];
        eta[i] = Math.abs(eta[i]);
      }
    } else {
      for (int i = 0; i < n; i++) {
        toDistances(i, (int) labels[from + i], eta);
      }
      if (reference) {
        Powers.decayInPlace(0, n, references);
      }
    }
    Powers.decayInPlace(0, n * functions, eta);
  }

  /** Four at a time: a comparison waits for the one before. */
  private double largest(double[] eta, int at) {
    double first = eta[at];
    double second = first;
    double third = first;
    double fourth = first;
    int end = at + functions;
    int k = at + 1;
    for (; k + 3 < end; k += 4) {
      first = Math.max(first, eta[k]);
      second = Math.max(second, eta[k + 1]);
      third = Math.max(third, eta[k + 2]);
      fourth = Math.max(fourth, eta[k + 3]);
    }
    for (; k < end; k++) {
      first = Math.max(first, eta[k]);
    }
    return Math.max(Math.max(first, second), Math.max(third, fourth));
  }

  /** How far each predictor of a row is below the largest. */
  private void toDistances(int row, int label, double[] eta) {
    int at = row * functions;
    double largest = largest(eta, at);
    if (reference) {
      largest = Math.max(largest, 0);
    }
    int own = reference ? label - 1 : label;
    logOdds[row] = (own < 0 ? 0 : eta[at + own]) - largest;
    references[row] = largest;
    for (int k = 0; k < functions; k++) {
      eta[at + k] = largest - eta[at + k];
    }
  }

  /**
   * Probabilities of the classes of a row, and its loss.
   *
   * @param powers what {@link #powers} has made; those of the row become probabilities
   * @return −log of the probability of its class
   */
  public double probabilities(int row, int label, double[] powers) {
    if (reference && functions == 1) {
      return Softmax.binary(logOdds[row], powers, row, label, shares, 0);
    }
    return Softmax.shares(
        powers,
        row * functions,
        functions,
        reference ? label - 1 : label,
        reference ? references[row] : 0,
        logOdds[row],
        shares,
        0);
  }

  /** Of the last row: the probability of all classes but its own, to its own last digit. */
  public double others() {
    return shares[0];
  }

  /** Of the last row: the probability of its class. */
  public double own() {
    return shares[1];
  }
}
