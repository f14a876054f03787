package org.suffice.kernel;

import java.io.Serializable;

/**
 * A kernel K(x, z), computed from inner products: linear xᵀz, polynomial (γxᵀz + r)^q, RBF exp(−γ‖x
 * − z‖²) and sigmoid tanh(γxᵀz + r).
 *
 * @param gamma γ; 1 for the linear kernel, which has none
 * @param coef0 r of the polynomial and the sigmoid kernel
 * @param degree q of the polynomial kernel
 */
public record Kernel(Kind kind, double gamma, double coef0, int degree) implements Serializable {
  /** The shape of a kernel. */
  public enum Kind {
    /** xᵀz. */
    LINEAR,
    /** (γxᵀz + r)^q. */
    POLYNOMIAL,
    /** exp(−γ‖x − z‖²), of the Gaussian family. */
    RBF,
    /** tanh(γxᵀz + r), which is not positive definite. */
    SIGMOID
  }

  /** xᵀz. */
  public static final Kernel LINEAR = new Kernel(Kind.LINEAR, 1, 0, 1);

  /** Checks the parameters. */
  public Kernel {
    if (kind != Kind.LINEAR && !(gamma > 0 && gamma < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("gamma must be above 0, found " + gamma);
    }
    if (!Double.isFinite(coef0) || kind == Kind.POLYNOMIAL && degree < 1) {
      throw new IllegalArgumentException("coef0 " + coef0 + ", degree " + degree);
    }
  }

  /** exp(−γ‖x − z‖²). */
  public static Kernel rbf(double gamma) {
    return new Kernel(Kind.RBF, gamma, 0, 1);
  }

  /** (γxᵀz + r)^q. */
  public static Kernel polynomial(double gamma, double coef0, int degree) {
    return new Kernel(Kind.POLYNOMIAL, gamma, coef0, degree);
  }

  /** tanh(γxᵀz + r). */
  public static Kernel sigmoid(double gamma, double coef0) {
    return new Kernel(Kind.SIGMOID, gamma, coef0, 1);
  }

  /** K(x, x) from ‖x‖². */
  public double ofItself(double squaredNorm) {
    return kind == Kind.RBF ? 1 : ofDot(squaredNorm);
  }

  /**
   * Turns inner products of one row x with q rows z into kernel values.
   *
   * @param squaredNorm ‖x‖²
   * @param squaredNorms ‖z‖² of the q rows from {@code norm} on, read
   * @param dots xᵀz of the q rows from {@code offset} on, overwritten
   */
  public void applyInPlace(
      double squaredNorm, double[] squaredNorms, int norm, double[] dots, int offset, int q) {
    switch (kind) {
      case LINEAR -> {}
      case RBF -> {
        Exponential.ofDistancesInPlace(gamma, squaredNorm, squaredNorms, norm, dots, offset, q);
      }
      case POLYNOMIAL, SIGMOID -> {
        for (int j = 0; j < q; j++) {
          dots[offset + j] = ofDot(dots[offset + j]);
        }
      }
    }
  }

  private double ofDot(double dot) {
    return switch (kind) {
      case LINEAR -> dot;
      case POLYNOMIAL -> power(gamma * dot + coef0, degree);
      case SIGMOID -> StrictMath.tanh(gamma * dot + coef0);
      case RBF -> throw new IllegalStateException("needs norms");
    };
  }

  private static double power(double base, int exponent) {
    double result = 1;
    double square = base;
    for (int rest = exponent; rest > 0; rest >>= 1) {
      if ((rest & 1) == 1) {
        result *= square;
      }
      square *= square;
    }
    return result;
  }
}
