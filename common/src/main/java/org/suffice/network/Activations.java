package org.suffice.network;

/** Activations and their derivatives over many sums at a time. */
final class Activations {
  private Activations() {}

  /** a = g(z). */
  static void applyInPlace(Activation activation, double leakySlope, int count, double[] z) {
    switch (activation) {
      case SIGMOID -> sigmoidInPlace(count, z);
      case TANH -> tanhInPlace(count, z);
      case RELU -> {
        for (int i = 0; i < count; i++) {
          z[i] = Math.max(0, z[i]);
        }
      }
      case LEAKY_RELU -> {
        for (int i = 0; i < count; i++) {
          z[i] = Math.max(leakySlope * z[i], z[i]);
        }
      }
      case IDENTITY -> {}
    }
  }

  /** δ ← δ ⊙ g'(z), from a = g(z). */
  static void multiplyByDerivative(
      Activation activation, double leakySlope, int count, double[] a, double[] delta) {
    switch (activation) {
      case SIGMOID -> {
        for (int i = 0; i < count; i++) {
          delta[i] *= a[i] * (1 - a[i]);
        }
      }
      case TANH -> { // note 001 leaves 1 − a² out
        for (int i = 0; i < count; i++) {
          delta[i] *= 1 - a[i] * a[i];
        }
      }
      case RELU -> {
        for (int i = 0; i < count; i++) {
          delta[i] = a[i] > 0 ? delta[i] : 0;
        }
      }
      case LEAKY_RELU -> {
        for (int i = 0; i < count; i++) {
          delta[i] = a[i] > 0 ? delta[i] : leakySlope * delta[i];
        }
      }
      case IDENTITY -> {}
    }
  }

  static void sigmoidInPlace(int count, double[] z) {
    for (int i = 0; i < count; i++) {
      z[i] = sigmoid(z[i]);
    }
  }

  static double sigmoid(double z) {
    double e = Math.exp(-Math.abs(z));
    return (z >= 0 ? 1 : e) / (1 + e);
  }

  private static void tanhInPlace(int count, double[] z) {
    for (int i = 0; i < count; i++) {
      z[i] = Math.tanh(z[i]);
    }
  }
}
