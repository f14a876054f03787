package org.suffice.network;

import org.suffice.linalg.Powers;

/** Activations and their derivatives over many sums at a time. */
final class Activations {
  /** Values that three loops go over one after the other while they are in a core's first cache. */
  private static final int STRIP = 1024;

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

  /** 1/(1 + e⁻ᶻ) = 1/(2 + E) with E = e⁻ᶻ − 1. */
  private static void sigmoidInPlace(int count, double[] z) {
    for (int from = 0; from < count; from += STRIP) {
      int to = Math.min(count, from + STRIP);
      for (int i = from; i < to; i++) {
        z[i] = Math.max(-z[i], -Powers.MOST);
      }
      Powers.lessOneInPlace(from, to, z);
      for (int i = from; i < to; i++) {
        z[i] = 1 / (2 + z[i]);
      }
    }
  }

  /** (e²ᶻ − 1)/(e²ᶻ + 1) = E/(2 + E) with E = e²ᶻ − 1: small z keep their digits. */
  private static void tanhInPlace(int count, double[] z) {
    for (int from = 0; from < count; from += STRIP) {
      int to = Math.min(count, from + STRIP);
      for (int i = from; i < to; i++) {
        z[i] = Math.min(Math.max(2 * z[i], -Powers.MOST), Powers.MOST);
      }
      Powers.lessOneInPlace(from, to, z);
      for (int i = from; i < to; i++) {
        z[i] = z[i] / (2 + z[i]);
      }
    }
  }
}
