package org.suffice.solve;

import java.util.ArrayList;
import java.util.List;
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

  private record Pair(double[] s, double[] y, double curvature) {}

  private static Pair pair(double[] s, double[] y) {
    return new Pair(s, y, Vectors.dot(s, y));
  }

  private static boolean isPositive(Pair pair) {
    return pair.curvature > Math.ulp(1.0) * Vectors.norm(pair.s) * Vectors.norm(pair.y);
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
    if (!isPositive(pair(step, change))) {
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
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < count(); i++) {
      pairs.add(pair(step(i), change(i)));
    }
    return direction(gradient, pairs);
  }

  /**
   * −H·gradient among some parameters, the others held: H is the stand-in for the inverse of the
   * rows and columns of the Hessian that belong to them, which is not that part of the inverse.
   *
   * @param gradient 0 for parameters that are held
   */
  double[] directionAmong(boolean[] free, double[] gradient) {
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < count(); i++) {
      Pair pair = pair(among(free, step(i)), among(free, change(i)));
      if (isPositive(pair)) {
        pairs.add(pair);
      }
    }
    return among(free, direction(gradient, pairs));
  }

  /** The values of free parameters, 0 for those held. */
  static double[] among(boolean[] free, double[] values) {
    double[] result = new double[values.length];
    for (int j = 0; j < result.length; j++) {
      result[j] = free[j] ? values[j] : 0;
    }
    return result;
  }

  private double[] direction(double[] gradient, List<Pair> pairs) {
    int count = pairs.size();
    double[] q = gradient.clone();
    double[] shares = new double[count];
    for (int i = count - 1; i >= 0; i--) {
      Pair pair = pairs.get(i);
      shares[i] = Vectors.dot(pair.s, q) / pair.curvature;
      Vectors.addInPlace(q, -shares[i], pair.y);
    }
    double[] r = new double[q.length];
    preconditioner.apply(q, r);
    if (count > 0) {
      r = Vectors.times(scaling(pairs.get(count - 1)), r);
    }
    for (int i = 0; i < count; i++) {
      Pair pair = pairs.get(i);
      double share = Vectors.dot(pair.y, r) / pair.curvature;
      Vectors.addInPlace(r, shares[i] - share, pair.s);
    }
    return Vectors.times(-1, r);
  }

  /** γ = sᵀy / yᵀM⁻¹y of the last pair: eq. 7.20. */
  private double scaling(Pair last) {
    double[] z = new double[last.y.length];
    preconditioner.apply(last.y, z);
    return last.curvature / Vectors.dot(last.y, z);
  }

  /** −M⁻¹·gradient: the direction without any pair. */
  double[] plainDirection(double[] gradient) {
    return direction(gradient, List.of());
  }

  /**
   * The length of a first step, while no pair says how long steps are: to the minimum of the
   * quadratic with the slope and the curvature along the direction, for one pass; where that curves
   * down, so long that the largest change of a parameter is 1.
   */
  static double firstStep(Objective objective, double[] theta, double[] direction, double slope) {
    double[] product = objective.hessianTimes(theta, direction);
    double step = -slope / Vectors.dot(direction, product);
    return step > 0 && Double.isFinite(step) ? step : 1 / Vectors.largest(direction);
  }
}
