package org.suffice.solve;

import java.util.SortedMap;

/**
 * The inverse Hessian as L-BFGS has it: of the last few steps s and changes y of the gradient, held
 * in the state of the solver, oldest first, and of a preconditioner. Nocedal and Wright, "Numerical
 * Optimization", 2nd edition 2006, algorithm 7.4.
 */
final class LimitedMemory {
  /** Pairs held. */
  static final int MEMORY = 10;

  private final SortedMap<String, double[]> arrays;
  private final Preconditioner preconditioner;

  LimitedMemory(SolverState state, Preconditioner preconditioner) {
    this.arrays = state.arrays();
    this.preconditioner = preconditioner;
  }

  private double[] step(int i) {
    return arrays.get("step." + i);
  }

  private double[] change(int i) {
    return arrays.get("change." + i);
  }

  private int count() {
    int count = 0;
    while (step(count) != null) {
      count++;
    }
    return count;
  }

  boolean isEmpty() {
    return count() == 0;
  }

  void clear() {
    for (int i = 0; i < MEMORY; i++) {
      arrays.remove("step." + i);
      arrays.remove("change." + i);
    }
  }

  /** Remembers a pair unless its curvature sᵀy is not positive, which no inverse Hessian has. */
  void add(double[] step, double[] change) {
    double curvature = Vectors.dot(step, change);
    if (!(curvature > Math.ulp(1.0) * Vectors.norm(step) * Vectors.norm(change))) {
      return;
    }
    int count = count();
    if (count == MEMORY) {
      for (int i = 1; i < MEMORY; i++) {
        arrays.put("step." + (i - 1), step(i));
        arrays.put("change." + (i - 1), change(i));
      }
      count--;
    }
    arrays.put("step." + count, step);
    arrays.put("change." + count, change);
  }

  /** −H·gradient, H the stand-in for the inverse Hessian. */
  double[] direction(double[] gradient) {
    int count = count();
    double[] q = gradient.clone();
    double[] shares = new double[count];
    for (int i = count - 1; i >= 0; i--) {
      shares[i] = Vectors.dot(step(i), q) / Vectors.dot(step(i), change(i));
      Vectors.addInPlace(q, -shares[i], change(i));
    }
    double[] r = new double[q.length];
    preconditioner.apply(q, r);
    if (count > 0) {
      r = Vectors.times(scaling(count - 1), r);
    }
    for (int i = 0; i < count; i++) {
      double share = Vectors.dot(change(i), r) / Vectors.dot(step(i), change(i));
      Vectors.addInPlace(r, shares[i] - share, step(i));
    }
    return Vectors.times(-1, r);
  }

  /** γ = sᵀy / yᵀM⁻¹y of the last pair: eq. 7.20. */
  private double scaling(int last) {
    double[] y = change(last);
    double[] z = new double[y.length];
    preconditioner.apply(y, z);
    return Vectors.dot(step(last), y) / Vectors.dot(y, z);
  }

  /**
   * The length of a first step, while no pair says how long steps are: to the minimum of the
   * quadratic with the slope and the curvature along the direction, for one pass; of unit length
   * where that curves down.
   */
  static double firstStep(Objective objective, double[] theta, double[] direction, double slope) {
    double[] product = objective.hessianTimes(theta, direction);
    double step = -slope / Vectors.dot(direction, product);
    return step > 0 && Double.isFinite(step) ? step : 1 / Vectors.norm(direction);
  }
}
