package org.suffice.solve;

import org.suffice.linalg.Lapack;

/**
 * Cholesky's factor of a Hessian in units that make its diagonal 1. Where the Hessian is not
 * positive definite, so that some direction is flat or bends down, the smallest ridge 10ᵏ·ε·trace
 * that makes it so is added.
 */
final class RidgedFactor {
  /** Even a matrix without a positive diagonal has its ridge before this. */
  private static final int MOST_DIGITS = 330;

  private final int m;
  private final double[] units;
  private final double[] lower;
  private final boolean regular;

  private RidgedFactor(int m, double[] units, double[] lower, boolean regular) {
    this.m = m;
    this.units = units;
    this.lower = lower;
    this.regular = regular;
  }

  /**
   * Factors.
   *
   * @param m order of the matrix
   * @param hessian m×m symmetric, finite; not modified
   * @return null where no finite ridge helps
   */
  static RidgedFactor of(int m, double[] hessian) {
    double[] units = units(m, hessian);
    double[] lower = new double[m * m];
    if (factors(m, hessian, units, 0, lower)) {
      return new RidgedFactor(m, units, lower, true);
    }
    double ridge = Math.ulp(1.0) * Math.max(1, m); // the trace is m
    for (int digits = 0; digits < MOST_DIGITS; digits++) {
      if (factors(m, hessian, units, ridge, lower)) {
        return new RidgedFactor(m, units, lower, false);
      }
      ridge *= 10;
    }
    return null;
  }

  /** Whether the Hessian was positive definite, beyond rounding, without a ridge. */
  boolean regular() {
    return regular;
  }

  private static double[] units(int m, double[] hessian) {
    double[] units = new double[m];
    for (int j = 0; j < m; j++) {
      double root = Math.sqrt(hessian[j * m + j]);
      units[j] = root > 0 && 1 / root < Double.POSITIVE_INFINITY ? 1 / root : 1;
    }
    return units;
  }

  private static boolean factors(
      int m, double[] hessian, double[] units, double ridge, double[] lower) {
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < i; j++) {
        lower[i * m + j] = hessian[i * m + j] * units[i] * units[j];
      }
      lower[i * m + i] = hessian[i * m + i] * units[i] * units[i] + ridge;
    }
    if (!Lapack.cholesky(m, lower)) {
      return false;
    }
    // A pivot of this size is rounding of the 1 it was subtracted from.
    double tolerance = 32 * Math.ulp(1.0) * Math.sqrt(m);
    for (int i = 0; i < m; i++) {
      if (!(lower[i * m + i] * lower[i * m + i] > tolerance)) {
        return false;
      }
    }
    return true;
  }

  /** −H⁻¹·gradient. */
  double[] newtonDirection(double[] gradient) {
    double[] direction = new double[m];
    for (int j = 0; j < m; j++) {
      direction[j] = -gradient[j] * units[j];
    }
    Lapack.solveInPlace(m, lower, 1, direction);
    for (int j = 0; j < m; j++) {
      direction[j] *= units[j];
    }
    return direction;
  }
}
