package org.suffice.solve;

/**
 * The minimum, as far as it is worth finding, of the quadratic model gᵀs + ½sᵀHs within ‖s‖_M ≤ Δ,
 * by preconditioned conjugate gradients: Lin, Weng and Keerthi (2008), algorithm 2, with Steihaug's
 * end at the boundary where the curvature is negative. Lengths are those of the preconditioner M,
 * of which only M⁻¹ is known; they follow from recurrences (Conn, Gould and Toint, "Trust-Region
 * Methods", 2000, eq. 7.5.5–7.5.7).
 */
final class TruncatedNewtonStep {
  /** ξ: the residual is to be this share of the gradient. */
  private static final double SHARE = 0.1;

  private final double[] step;
  private final double[] residual;
  private double squareLength;
  private boolean atBoundary;
  private boolean cutShort;

  private TruncatedNewtonStep(double[] gradient) {
    step = new double[gradient.length];
    residual = Vectors.times(-1, gradient);
  }

  /** s. */
  double[] step() {
    return step;
  }

  /** ‖s‖_M. */
  double length() {
    return Math.sqrt(squareLength);
  }

  /** Whether the radius ended the search. */
  boolean atBoundary() {
    return atBoundary;
  }

  /**
   * Whether the radius, or a Hessian that is not finite, ended the search: a step that says nothing
   * of what there is to gain beyond it.
   */
  boolean cutShort() {
    return cutShort || atBoundary;
  }

  /** −gᵀs − ½sᵀHs, by r = −g − Hs. */
  double promised(double[] gradient) {
    return (Vectors.dot(residual, step) - Vectors.dot(gradient, step)) / 2;
  }

  /**
   * Searches; every iteration costs one pass.
   *
   * @param radius Δ
   */
  static TruncatedNewtonStep search(
      Objective objective,
      double[] theta,
      double[] gradient,
      Preconditioner preconditioner,
      double radius) {
    TruncatedNewtonStep result = new TruncatedNewtonStep(gradient);
    result.run(objective, theta, preconditioner, radius);
    return result;
  }

  private void run(
      Objective objective, double[] theta, Preconditioner preconditioner, double radius) {
    int m = step.length;
    double[] z = new double[m];
    preconditioner.apply(residual, z);
    double[] p = z.clone();
    double rz = Vectors.dot(residual, z);
    double enough = SHARE * SHARE * rz;
    double sMp = 0;
    double pMp = rz;
    for (int iteration = 0; iteration < Math.max(2 * m, 5) && rz > enough; iteration++) {
      double[] product = objective.hessianTimes(theta, p);
      double curvature = Vectors.dot(p, product);
      if (Double.isNaN(curvature) || !Vectors.finite(product)) {
        cutShort = true;
        return;
      }
      double alpha = rz / curvature;
      double next = squareLength + 2 * alpha * sMp + alpha * alpha * pMp;
      atBoundary = curvature <= 0 || !(next < radius * radius);
      if (atBoundary) {
        alpha = toBoundary(sMp, pMp, radius);
        next = radius * radius;
      }
      Vectors.addInPlace(step, alpha, p);
      Vectors.addInPlace(residual, -alpha, product);
      squareLength = next;
      if (atBoundary) {
        return;
      }
      preconditioner.apply(residual, z);
      double before = rz;
      rz = Vectors.dot(residual, z);
      double beta = rz / before;
      sMp = beta * (sMp + alpha * pMp);
      pMp = rz + beta * beta * pMp;
      p = Vectors.plus(z, beta, p);
    }
  }

  /** τ ≥ 0 with ‖s + τp‖_M = Δ, by the formula that does not cancel. */
  private double toBoundary(double sMp, double pMp, double radius) {
    double rest = Math.max(0, radius * radius - squareLength);
    double root = Math.sqrt(sMp * sMp + pMp * rest);
    return sMp >= 0 ? rest / (sMp + root) : (root - sMp) / pMp;
  }
}
