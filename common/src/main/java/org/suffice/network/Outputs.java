package org.suffice.network;

/** From the sums of the last layer to what the network says. */
final class Outputs {
  private Outputs() {}

  /** Turns the sums of n rows into outputs, n×k row-major. */
  static void fromSums(Output output, int n, int k, double[] z) {
    switch (output) {
      case SIGMOID -> Activations.sigmoidInPlace(n * k, z);
      case SOFTMAX -> {
        for (int i = 0; i < n; i++) {
          softmaxInPlace(k, z, i * k);
        }
      }
      case IDENTITY -> {}
    }
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
