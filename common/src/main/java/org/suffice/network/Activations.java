package org.suffice.network;

/** Activations and their derivatives over many sums at a time. */
final class Activations {
  /** Exponents beyond are taken as this: 1 + e⁻⁴⁰ is 1. */
  private static final double MOST = 40;

  /** Powers of two by which exponents are divided. */
  private static final double SCALE = 1.0 / (1 << 10);

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

  /** 1/(1 + e⁻ᶻ) = 1/(2 + E) with E = e⁻ᶻ − 1; within 4e-18 of it where |z| > 40. */
  private static void sigmoidInPlace(int count, double[] z) {
    for (int from = 0; from < count; from += STRIP) {
      int to = Math.min(count, from + STRIP);
      for (int i = from; i < to; i++) {
        z[i] = Math.min(Math.max(-z[i], -MOST), MOST);
      }
      lessOneInPlace(from, to, z);
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
        z[i] = Math.min(Math.max(2 * z[i], -MOST), MOST);
      }
      lessOneInPlace(from, to, z);
      for (int i = from; i < to; i++) {
        z[i] = z[i] / (2 + z[i]);
      }
    }
  }

  /**
   * x ← eˣ − 1 for |x| ≤ 40, in additions and multiplications, fused ones among them, that a
   * compiler puts side by side in vectors, with the same bits on every machine: with r = x/2¹⁰ a
   * series gives E = eʳ − 1, and 10 times E ← E² + 2E, which squares 1 + E, gives the result, to x
   * times a rounding. A loop with nothing else in it: otherwise compilers leave its steps one after
   * the other.
   */
  private static void lessOneInPlace(int from, int to, double[] x) {
    for (int i = from; i < to; i++) {
      double r = x[i] * SCALE;
      // |r| < 0.04: the next term of the series is below 2e-17 of the first.
      double series = Math.fma(r, 1.0 / 40320, 1.0 / 5040);
      series = Math.fma(r, series, 1.0 / 720);
      series = Math.fma(r, series, 1.0 / 120);
      series = Math.fma(r, series, 1.0 / 24);
      series = Math.fma(r, series, 1.0 / 6);
      series = Math.fma(r, series, 1.0 / 2);
      double e = Math.fma(r * r, series, r);
      e = Math.fma(e, e, e + e);
      e = Math.fma(e, e, e + e);
      e = Math.fma(e, e, e + e);
      e = Math.fma(e, e, e + e);
      e = Math.fma(e, e, e + e);
      e = Math.fma(e, e, e + e);
      e = Math.fma(e, e, e + e);
      e = Math.fma(e, e, e + e);
      e = Math.fma(e, e, e + e);
      e = Math.fma(e, e, e + e);
      x[i] = e;
    }
  }
}
