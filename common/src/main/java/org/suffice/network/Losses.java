package org.suffice.network;

import org.suffice.loss.SoftmaxRows;

/**
 * Losses from the sums z of the last layer, never from rounded outputs, and δ = ∂L/∂z: ŷ − y for
 * cross-entropy and for squared error with the identity, (ŷ − y)ŷ(1 − ŷ) for squared error of a
 * sigmoid (note 002 §1, whose eq. 26 loses the sign).
 */
final class Losses {
  private final Network network;
  private final SoftmaxRows softmax;
  private final int k;

  Losses(Network network, Workspace space) {
    this.network = network;
    this.softmax = space.softmax;
    this.k = network.numOutputs();
  }

  /**
   * Turns sums into derivatives.
   *
   * @param n rows
   * @param rows that targets after the first stand in, from row {@code from} on
   * @param labels of these rows from {@code from} on
   * @param weights of these rows from {@code from} on; null for 1
   * @param z n×k sums, overwritten by ω ∂L/∂z
   * @return Σ ω L
   */
  double deltas(int n, double[] rows, int from, double[] labels, double[] weights, double[] z) {
    prepare(n, labels, from, z);
    double sum = 0;
    for (int i = 0; i < n; i++) {
      double loss = row(rows, from + i, labels[from + i], z, i);
      if (weights != null) {
        double weight = weights[from + i];
        loss *= weight;
        for (int j = i * k; j < (i + 1) * k; j++) {
          z[j] *= weight;
        }
      }
      sum += loss;
    }
    return sum;
  }

  /** What of the losses of some rows is computed together. */
  void prepare(int n, double[] labels, int from, double[] z) {
    if (network.output() == Output.SOFTMAX) {
      softmax.powers(n, k, false, labels, from, z);
    }
  }

  /**
   * The loss of a row, whose sums become derivatives.
   *
   * @param row its position among the rows
   * @param z what {@link #prepare} has made of the sums
   * @param index its position among these
   */
  double row(double[] rows, int row, double label, double[] z, int index) {
    int at = index * k;
    if (network.output() == Output.SOFTMAX) {
      int own = (int) label;
      double loss = softmax.probabilities(index, own, z);
      z[at + own] = -softmax.others(); // p − 1, to its own last digit
      return loss;
    }
    double loss = 0;
    for (int j = 0; j < k; j++) {
      loss += output(target(rows, row, label, j), z, at + j);
    }
    return loss;
  }

  /** What an output should be. */
  double target(double[] rows, int row, double label, int output) {
    if (k > 1 && network.targets() == Network.Targets.CLASS) {
      return (int) label == output ? 1 : 0;
    }
    return output == 0 ? label : rows[row * network.rowWidth() + network.numInputs() + output - 1];
  }

  /** One output that is a number of its own. */
  private double output(double target, double[] z, int at) {
    double sum = z[at];
    if (network.output() == Output.IDENTITY) {
      double miss = sum - target;
      z[at] = miss;
      return miss * miss / 2;
    }
    double e = Math.exp(-Math.abs(sum));
    double likely = 1 / (1 + e);
    double own = sum >= 0 ? likely : e * likely;
    double other = sum >= 0 ? e * likely : likely;
    // (1−y)ŷ − y(1−ŷ) = ŷ − y, where ŷ near 1 keeps its digits
    double miss = (1 - target) * own - target * other;
    if (network.loss() == Loss.SQUARED_ERROR) {
      z[at] = miss * own * other;
      return miss * miss / 2;
    }
    z[at] = miss;
    // softplus(z) − yz = max(z, 0) − yz + log(1 + e^−|z|)
    double linear = sum >= 0 ? (1 - target) * sum : -target * sum;
    return linear + Math.log1p(e);
  }
}
