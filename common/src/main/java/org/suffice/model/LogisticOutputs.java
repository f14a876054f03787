package org.suffice.model;

import java.util.List;
import org.suffice.block.Block;
import org.suffice.block.DenseBlock;
import org.suffice.block.SparseBlock;
import org.suffice.linalg.Blas;
import org.suffice.statistic.ClassScorer;

/** The likeliest class of each row and the probability of every class, by one product a block. */
final class LogisticOutputs implements Outputs {
  private static final long serialVersionUID = 1L;

  private final List<String> classes;
  private final List<String> names;
  private final int numFeatures;
  private final boolean reference;

  /** K. */
  private final double[] constants;

  /** K×d. */
  private final double[] weights;

  LogisticOutputs(
      List<String> classes,
      int numFeatures,
      boolean reference,
      double[] constants,
      double[] weights) {
    this.classes = classes;
    this.names = Outputs.withProbabilities(classes);
    this.numFeatures = numFeatures;
    this.reference = reference;
    this.constants = constants;
    this.weights = weights;
  }

  @Override
  public List<String> names() {
    return names;
  }

  @Override
  public List<String> classes() {
    return classes;
  }

  @Override
  public void compute(Block block, double[] out) {
    logProbabilities(block, out);
    LogProbabilities.exponentiate(out, block.numRows(), classes.size());
  }

  @Override
  public ClassScorer scorer() {
    return new LogProbabilities(classes.size(), this::logProbabilities);
  }

  /** The positions of the likeliest classes. */
  void predict(Block block, double[] predictions) {
    int n = block.numRows();
    int k = constants.length;
    double[] eta = predictors(block);
    int from = reference ? 1 : 0;
    for (int i = 0; i < n; i++) {
      predictions[i] = largest(eta, i * k, from);
    }
  }

  /** The first of the largest linear predictors; that of a reference class is 0. */
  private int largest(double[] eta, int offset, int from) {
    double best = from == 1 ? 0 : Double.NEGATIVE_INFINITY;
    int position = 0;
    for (int r = 0; r < constants.length; r++) {
      if (eta[offset + r] > best) {
        best = eta[offset + r];
        position = r + from;
      }
    }
    return position;
  }

  /** n×(1+c): the likeliest class, then the logarithm of the probability of each. */
  private void logProbabilities(Block block, double[] out) {
    int c = classes.size();
    int m = c + 1;
    int k = constants.length;
    int from = reference ? 1 : 0;
    double[] eta = predictors(block);
    for (int i = 0; i < block.numRows(); i++) {
      int at = i * m + 1;
      int best = largest(eta, i * k, from);
      out[at - 1] = best;
      out[at] = 0;
      System.arraycopy(eta, i * k, out, at + from, k);
      LogProbabilities.normalise(out, at, c, best);
    }
  }

  /** η, n×K. */
  private double[] predictors(Block block) {
    int n = block.numRows();
    int d = numFeatures;
    int k = constants.length;
    double[] eta = new double[n * k];
    if (block.numFeatures() != d) {
      throw new IllegalArgumentException(
          "expected " + d + " features, found " + block.numFeatures());
    }
    if (block instanceof DenseBlock dense) {
      Blas.rowProducts(n, d, dense.values(), k, weights, d, eta);
    } else {
      SparseBlock sparse = (SparseBlock) block;
      for (int i = 0; i < n; i++) {
        for (int e = sparse.rowStarts()[i]; e < sparse.rowStarts()[i + 1]; e++) {
          for (int r = 0; r < k; r++) {
            eta[i * k + r] += sparse.values()[e] * weights[r * d + sparse.indices()[e]];
          }
        }
      }
    }
    for (int i = 0; i < n * k; i++) {
      eta[i] += constants[i % k];
    }
    return eta;
  }
}
