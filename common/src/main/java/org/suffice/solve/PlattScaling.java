package org.suffice.solve;

/**
 * Probabilities from decision values: P(y = +1 | f) = 1/(1 + exp(A·f + B)), with A and B of largest
 * likelihood on rows that the decision values were not trained on.
 *
 * @param a A, below 0 where larger decision values speak for +1
 * @param b B
 */
public record PlattScaling(double a, double b) {
  private static final int MOST_STEPS = 100;
  private static final double LEAST_STEP = 1e-10;
  private static final double RIDGE = 1e-12;
  private static final double GRADIENT = 1e-5;

  /**
   * Fits A and B by Newton's method with a line search (Lin, Lin and Weng, "A note on Platt's
   * probabilistic outputs for support vector machines", Machine Learning 68, 2007, algorithm 1).
   *
   * @param decisions f of each row
   * @param positive whether its y is +1
   * @param weights of the rows
   */
  public static PlattScaling fit(double[] decisions, boolean[] positive, double[] weights) {
    double prior1 = 0;
    double prior0 = 0;
    for (int i = 0; i < decisions.length; i++) {
      prior1 += positive[i] ? weights[i] : 0;
      prior0 += positive[i] ? 0 : weights[i];
    }
    double[] targets = new double[decisions.length];
    for (int i = 0; i < targets.length; i++) {
      targets[i] = positive[i] ? (prior1 + 1) / (prior1 + 2) : 1 / (prior0 + 2);
    }
    double a = 0;
    double b = StrictMath.log((prior0 + 1) / (prior1 + 1));
    double value = value(decisions, targets, weights, a, b);
    for (int step = 0; step < MOST_STEPS; step++) {
      double h11 = RIDGE;
      double h22 = RIDGE;
      double h21 = 0;
      double g1 = 0;
      double g2 = 0;
      for (int i = 0; i < decisions.length; i++) {
        double p = probability(decisions[i], a, b);
        double q = 1 - p;
        double curvature = weights[i] * p * q;
        h11 += decisions[i] * decisions[i] * curvature;
        h22 += curvature;
        h21 += decisions[i] * curvature;
        double slope = weights[i] * (targets[i] - p);
        g1 += decisions[i] * slope;
        g2 += slope;
      }
      if (Math.abs(g1) < GRADIENT && Math.abs(g2) < GRADIENT) {
        break;
      }
      double determinant = h11 * h22 - h21 * h21;
      double stepA = -(h22 * g1 - h21 * g2) / determinant;
      double stepB = -(-h21 * g1 + h11 * g2) / determinant;
      double descent = g1 * stepA + g2 * stepB;
      double length = 1;
      boolean moved = false;
      while (length >= LEAST_STEP && !moved) {
        double newA = a + length * stepA;
        double newB = b + length * stepB;
        double newValue = value(decisions, targets, weights, newA, newB);
        moved = newValue < value + 1e-4 * length * descent;
        if (moved) {
          a = newA;
          b = newB;
          value = newValue;
        }
        length /= 2;
      }
      if (!moved) {
        break;
      }
    }
    return new PlattScaling(a, b);
  }

  private static double value(
      double[] decisions, double[] targets, double[] weights, double a, double b) {
    double sum = 0;
    for (int i = 0; i < decisions.length; i++) {
      double z = decisions[i] * a + b;
      double loss =
          z >= 0
              ? targets[i] * z + StrictMath.log1p(StrictMath.exp(-z))
              : (targets[i] - 1) * z + StrictMath.log1p(StrictMath.exp(z));
      sum += weights[i] * loss;
    }
    return sum;
  }

  private static double probability(double decision, double a, double b) {
    double z = decision * a + b;
    if (z >= 0) {
      double e = StrictMath.exp(-z);
      return e / (1 + e);
    }
    return 1 / (1 + StrictMath.exp(z));
  }

  /** P(y = +1) at a decision value. */
  public double probability(double decision) {
    return probability(decision, a, b);
  }
}
