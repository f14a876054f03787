package org.suffice.network;

/** From the sums of the last layer to what the network says. */
final class Outputs {
  private Outputs() {}

  /** Turns the sums of n rows into outputs, n×k row-major. */
  static void fromSums(Output output, int n, int k, double[] z) {
    switch (output) {
      case SIGMOID -> {
        for (int i = 0; i < n * k; i++) {
          z[i] = sigmoid(z[i]);
        }
      }
      case SOFTMAX -> {
        for (int i = 0; i < n; i++) {
          softmaxInPlace(k, z, i * k);
        }
      }
      case IDENTITY -> {}
    }
  }

  /** Small probabilities keep their digits. */
  static double sigmoid(double z) {
    double e = Math.exp(-Math.abs(z));
    return (z >= 0 ? 1 : e) / (1 + e);
  }

  private static void softmaxInPlace(int k, double[] z, int offset) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int j = offset; j < offset + k; j++) {
      largest = Math.max(largest, z[j]);
    }
    double sum = 0;
    for (int j = offset; j < offset + k; j++) {
      z[j] = Math.exp(z[j] - largest);
      sum += z[j];
    }
    for (int j = offset; j < offset + k; j++) {
      z[j] /= sum;
    }
  }
}
