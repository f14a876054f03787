package org.suffice.solve;

/**
 * Probabilities of c classes from those of every pair: minimises Σ_i Σ_{j≠i} (r_ji p_i − r_ij p_j)²
 * (Wu, Lin and Weng, "Probability estimates for multi-class classification by pairwise coupling",
 * JMLR 5, 2004, second method, algorithm 2).
 */
public final class PairwiseCoupling {
  /** The closest to 0 and 1 that a pair's probability may come. */
  private static final double LEAST = 1e-7;

  private PairwiseCoupling() {}

  /**
   * Solves for one row.
   *
   * @param c the number of classes
   * @param pairs r_ij = P(class i | class i or j), c×c row-major, i ≠ j, read
   * @param p the c probabilities, overwritten
   */
  public static void solve(int c, double[] pairs, double[] p) {
    double[] q = new double[c * c];
    double[] qp = new double[c];
    for (int t = 0; t < c; t++) {
      p[t] = 1.0 / c;
      for (int j = 0; j < c; j++) {
        if (j != t) {
          double jt = clamp(pairs[j * c + t]);
          q[t * c + t] += jt * jt;
          q[t * c + j] = -jt * clamp(pairs[t * c + j]);
        }
      }
    }
    double tolerance = 0.005 / c;
    for (int iteration = 0; iteration < Math.max(100, c); iteration++) {
      double pqp = 0;
      for (int t = 0; t < c; t++) {
        qp[t] = 0;
        for (int j = 0; j < c; j++) {
          qp[t] += q[t * c + j] * p[j];
        }
        pqp += p[t] * qp[t];
      }
      double error = 0;
      for (int t = 0; t < c; t++) {
        error = Math.max(error, Math.abs(qp[t] - pqp));
      }
      if (error < tolerance) {
        return;
      }
      for (int t = 0; t < c; t++) {
        double change = (-qp[t] + pqp) / q[t * c + t];
        p[t] += change;
        pqp = (pqp + change * (change * q[t * c + t] + 2 * qp[t])) / (1 + change) / (1 + change);
        for (int j = 0; j < c; j++) {
          qp[j] = (qp[j] + change * q[t * c + j]) / (1 + change);
          p[j] /= 1 + change;
        }
      }
    }
  }

  private static double clamp(double r) {
    return Math.min(Math.max(r, LEAST), 1 - LEAST);
  }
}
