package org.suffice.solve;

/** Σ l1ⱼ|θⱼ|, the part of an objective that has no derivative at 0. */
final class AbsolutePenalty {
  /** No absolute values. */
  static final AbsolutePenalty NONE = new AbsolutePenalty(null);

  private final double[] weights;

  private AbsolutePenalty(double[] weights) {
    this.weights = weights;
  }

  /**
   * A penalty.
   *
   * @param weights l1, m values ≥ 0, 0 for a parameter that is not penalised; copied
   */
  static AbsolutePenalty of(double[] weights) {
    for (int j = 0; j < weights.length; j++) {
      if (!(weights[j] >= 0) || Double.isInfinite(weights[j])) {
        throw new IllegalArgumentException(
            "a penalty weight must be at least 0 and finite, found " + weights[j] + " at " + j);
      }
    }
    return new AbsolutePenalty(weights.clone());
  }

  void checkSize(int m) {
    if (weights != null && weights.length != m) {
      throw new IllegalArgumentException(
          "expected m=" + m + " penalty weights, found " + weights.length);
    }
  }

  /** l1, m values; not a copy. */
  double[] weights() {
    return weights;
  }

  double value(double[] theta) {
    double sum = 0;
    for (int j = 0; weights != null && j < theta.length; j++) {
      sum += weights[j] * Math.abs(theta[j]);
    }
    return sum;
  }

  /**
   * The subgradient of least norm of the whole objective, by which it falls fastest: Andrew and Gao
   * (2007), eq. 4.
   *
   * @param gradient of the smooth part, read
   */
  double[] subgradient(double[] theta, double[] gradient) {
    double[] result = gradient.clone();
    for (int j = 0; weights != null && j < theta.length; j++) {
      result[j] = subgradient(theta[j], gradient[j], weights[j]);
    }
    return result;
  }

  private static double subgradient(double theta, double gradient, double weight) {
    if (theta != 0) {
      return gradient + Math.copySign(weight, theta);
    }
    if (gradient > weight) {
      return gradient - weight;
    }
    return gradient < -weight ? gradient + weight : 0;
  }

  /** The largest absolute value of the subgradient of least norm. */
  double gradientNorm(double[] theta, double[] gradient) {
    return Vectors.largest(weights == null ? gradient : subgradient(theta, gradient));
  }

  /**
   * gᵀd + Σ l1(|θ+d| − |θ|), the change promised for a step d: Lee, Sun, Saunders (2014), eq. 2.15.
   * The two parts cancel near the minimum and are therefore taken together in each parameter.
   *
   * @param next θ + d
   * @param gradient g of the smooth part at θ
   */
  double slope(double[] theta, double[] next, double[] gradient) {
    double sum = 0;
    for (int j = 0; j < theta.length; j++) {
      double d = next[j] - theta[j];
      if (theta[j] * next[j] < 0) {
        sum += gradient[j] * d + weights[j] * (Math.abs(next[j]) - Math.abs(theta[j]));
      } else {
        double sign = Math.signum(theta[j] != 0 ? theta[j] : next[j]);
        sum += (gradient[j] + sign * weights[j]) * d;
      }
    }
    return sum;
  }
}
