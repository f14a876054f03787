package org.suffice.solve;

import java.util.Arrays;
import org.suffice.linalg.CompensatedSums;
import org.suffice.solve.Solution.Termination;

/**
 * One run of {@link CoordinateDescent}: the state of the coefficients, in units of a {@link
 * ScaledQuadratic}. Sweeps over the working set alternate with steps of an active-set method; both
 * only lower the objective, and there are finitely many sets of signs.
 */
final class Descent {
  /**
   * Sweeps before the first linear system, unless signs settle sooner; doubled when they do not.
   */
  private static final int SWEEPS = 8;

  private static final int MOST_SWEEPS = 128;

  /** Up to this many coefficients a linear system costs no more than a few sweeps. */
  private static final int SMALL = 100;

  private static final int MOST_REFINEMENTS = 8;

  /** An entry of a null vector below this is rounding. */
  private static final double NEGLIGIBLE = 1e-9;

  private final ScaledQuadratic q;
  private final int k;
  private final double[] l1;
  private final double[] l2;
  private final boolean nonNegative;
  private final double[] w;
  private final double largest;
  private final double tolerance;

  /** c + rest = s − Sw. */
  private final double[] c;

  private final double[] rest;

  /** Columns that are swept, in the order they came. */
  private final int[] working;

  private final boolean[] works;
  private int numWorking;

  /** Columns without kink that others explain: they stay at 0. */
  private final boolean[] excluded;

  private int iterations;

  /**
   * A run.
   *
   * @param w start, overwritten by the solution; 0 where a column does not vary
   */
  Descent(
      ScaledQuadratic q,
      double[] l1,
      double[] l2,
      boolean nonNegative,
      double[] w,
      double tolerance) {
    this.q = q;
    this.k = q.k;
    this.l1 = l1;
    this.l2 = l2;
    this.nonNegative = nonNegative;
    this.w = w;
    this.tolerance = tolerance;
    c = new double[k];
    rest = new double[k];
    working = new int[k];
    works = new boolean[k];
    excluded = new boolean[k];
    double max = 0;
    for (double product : q.products) {
      max = Math.max(max, Math.abs(product));
    }
    largest = max;
  }

  int iterations() {
    return iterations;
  }

  Termination run(int maxIterations, double[] previous) {
    updateGradient();
    for (int j = 0; j < k; j++) {
      boolean strong = previous != null && pull(j) >= 2 * l1[j] - previous[j];
      if (q.varies(j) && (w[j] != 0 || isFree(j) || strong)) {
        add(j);
      }
    }
    boolean moving = addViolators() || numWorking > 0;
    int sweeps = SWEEPS;
    while (moving) {
      if (iterations >= maxIterations) {
        return Termination.MAX_ITERATIONS;
      }
      descend(Math.min(sweeps, maxIterations - iterations));
      if (polish()) {
        sweeps = SWEEPS;
        moving = addViolators();
      } else {
        sweeps = Math.min(2 * sweeps, MOST_SWEEPS);
      }
    }
    return violation() <= slack() ? Termination.CONVERGED : Termination.SINGULAR;
  }

  /** Whether a coefficient may change sign without a kink of the objective. */
  private boolean isFree(int j) {
    return l1[j] == 0 && !nonNegative;
  }

  /** What draws a coefficient away from zero. */
  private double pull(int j) {
    return nonNegative ? c[j] : Math.abs(c[j]);
  }

  private void add(int j) {
    if (!works[j]) {
      works[j] = true;
      working[numWorking++] = j;
    }
  }

  /** Whether there are columns at 0 that their gradient draws away. */
  private boolean addViolators() {
    double slack = slack();
    boolean any = false;
    for (int j = 0; j < k; j++) {
      if (w[j] == 0 && !excluded[j] && q.varies(j) && pull(j) > l1[j] + slack) {
        add(j);
        any = true;
      }
    }
    return any;
  }

  /** c = s − Sw, from its definition. */
  private void updateGradient() {
    System.arraycopy(q.products, 0, c, 0, k);
    Arrays.fill(rest, 0);
    for (int j = 0; j < k; j++) {
      if (w[j] != 0) {
        CompensatedSums.subtract(w[j], q.matrix, j * k, c, rest, k);
      }
    }
    for (int j = 0; j < k; j++) {
      double sum = c[j] + rest[j];
      rest[j] -= sum - c[j];
      c[j] = sum;
    }
  }

  /**
   * Sweeps until no coefficient becomes or leaves zero.
   *
   * @param most sweeps
   */
  private void descend(int most) {
    boolean changed = true;
    for (int sweep = 0; sweep < most && changed; sweep++) {
      changed = false;
      for (int at = 0; at < numWorking; at++) {
        int j = working[at];
        if (excluded[j]) {
          continue;
        }
        // Friedman, Hastie, Tibshirani (2010), eq. 5
        double old = w[j];
        double z = c[j] + q.matrix[j * k + j] * old;
        double value = soft(z, l1[j]) / (q.matrix[j * k + j] + l2[j]);
        double difference = value - old;
        if (difference != 0) {
          w[j] = value;
          int row = j * k;
          for (int i = 0; i < k; i++) {
            c[i] -= difference * q.matrix[row + i];
          }
          changed |= !isFree(j) && Math.signum(old) != Math.signum(value);
        }
      }
      iterations++;
    }
  }

  private double soft(double z, double threshold) {
    if (z > threshold) {
      return z - threshold;
    }
    return z < -threshold && !nonNegative ? z + threshold : 0;
  }

  /**
   * Solves for the coefficients that are not zero, their signs held. A sign that does not hold ends
   * the step where its coefficient is zero.
   *
   * @return whether all signs held
   */
  private boolean polish() {
    updateGradient();
    int steps = 0;
    while (true) {
      int[] active = active();
      if (active.length == 0) {
        return true;
      }
      iterations++;
      ScaledQuadratic.Factor factor = q.factor(active, l2);
      boolean held = factor.regular() && refine(active, factor);
      if (held) {
        return true;
      }
      if (!factor.regular()) {
        moveAlong(active, factor);
        updateGradient();
      } else if (active.length > SMALL || steps++ > k) {
        return false;
      }
    }
  }

  private int[] active() {
    int[] active = new int[k];
    int m = 0;
    for (int j = 0; j < k; j++) {
      if (q.varies(j) && !excluded[j] && (w[j] != 0 || isFree(j))) {
        active[m++] = j;
      }
    }
    return Arrays.copyOf(active, m);
  }

  /** The negative derivative at a coefficient that is not zero, or has no kink. */
  private double descentDirection(int j) {
    double kink = isFree(j) ? 0 : Math.copySign(l1[j], w[j]);
    double square = l2[j] * w[j];
    double e = Math.fma(l2[j], w[j], -square);
    return ((c[j] - kink) - square) + (rest[j] - e);
  }

  private boolean refine(int[] active, ScaledQuadratic.Factor factor) {
    int m = active.length;
    double before = Double.POSITIVE_INFINITY;
    for (int round = 0; round < MOST_REFINEMENTS; round++) {
      double[] step = new double[m];
      for (int i = 0; i < m; i++) {
        step[i] = descentDirection(active[i]);
      }
      factor.solveInPlace(1, step);
      double share = 1;
      for (int i = 0; i < m; i++) {
        int j = active[i];
        if (!isFree(j) && (w[j] + step[i]) * Math.signum(w[j]) <= 0) {
          share = Math.min(share, -w[j] / step[i]);
        }
      }
      boolean held = true;
      double size = 0;
      double length = 0;
      for (int i = 0; i < m; i++) {
        int j = active[i];
        double next = w[j] + share * step[i];
        boolean crosses = !isFree(j) && (w[j] + step[i]) * Math.signum(w[j]) <= 0;
        if (crosses && (-w[j] / step[i] == share || next * Math.signum(w[j]) <= 0)) {
          next = 0;
          held = false;
        }
        w[j] = next;
        size = Math.max(size, Math.abs(step[i]));
        length = Math.max(length, Math.abs(next));
      }
      updateGradient();
      if (!held) {
        return false;
      }
      // The error shrinks by the same factor every round: what is left is size²/before.
      double ulp = Math.ulp(length);
      if (size <= ulp || size * (size / before) <= ulp / 8 || size >= before / 2) {
        return true;
      }
      before = size;
    }
    return true;
  }

  /**
   * Along a null vector of S + diag(l2) the objective is linear until a coefficient becomes zero:
   * goes there, downhill.
   */
  private void moveAlong(int[] active, ScaledQuadratic.Factor factor) {
    double[] d = factor.nullVector();
    double slope = 0;
    for (int i = 0; i < active.length; i++) {
      slope += descentDirection(active[i]) * d[i];
    }
    double sign = slope < 0 ? -1 : 1;
    int first = firstToVanish(active, d, sign);
    if (first < 0) {
      sign = -sign;
      first = firstToVanish(active, d, sign);
    }
    double length;
    if (first >= 0) {
      length = -w[active[first]] / d[first];
    } else { // nothing but columns without kink: the last of them is left out, as R does
      first = factor.dependent();
      length = -w[active[first]];
      excluded[active[first]] = true;
    }
    for (int i = 0; i < active.length; i++) {
      int j = active[i];
      double next = w[j] + length * d[i];
      boolean crosses = !isFree(j) && next * Math.signum(w[j]) <= 0;
      w[j] = i == first || crosses ? 0 : next;
    }
  }

  private int firstToVanish(int[] active, double[] d, double sign) {
    int first = -1;
    double shortest = Double.POSITIVE_INFINITY;
    for (int i = 0; i < active.length; i++) {
      int j = active[i];
      if (!isFree(j) && Math.abs(d[i]) > NEGLIGIBLE && sign * d[i] * w[j] < 0) {
        double length = Math.abs(w[j] / d[i]);
        if (length < shortest) {
          shortest = length;
          first = i;
        }
      }
    }
    return first;
  }

  /** By how much a gradient may miss its condition: the tolerance, and rounding of w. */
  private double slack() {
    double sum = 0;
    double square = 0;
    for (int j = 0; j < k; j++) {
      sum += Math.abs(w[j]);
      square = Math.max(square, l2[j] * Math.abs(w[j]));
    }
    return tolerance * largest + 4 * Math.ulp(1.0) * (sum + square);
  }

  /** The largest distance of a gradient from what the conditions allow. */
  double violation() {
    double worst = 0;
    for (int j = 0; j < k; j++) {
      if (q.varies(j)) {
        double distance = w[j] != 0 || isFree(j) ? Math.abs(descentDirection(j)) : pull(j) - l1[j];
        worst = Math.max(worst, distance);
      }
    }
    return worst;
  }

  /** yy − wᵀ(s + c). */
  double rss() {
    double[] hi = {q.labelSquare};
    double[] lo = {0};
    double[] one = new double[1];
    for (int j = 0; j < k; j++) {
      if (w[j] != 0) {
        one[0] = w[j];
        CompensatedSums.subtract(q.products[j], one, 0, hi, lo, 1);
        CompensatedSums.subtract(c[j], one, 0, hi, lo, 1);
        lo[0] -= w[j] * rest[j];
      }
    }
    return Math.max(0, hi[0] + lo[0]);
  }

  /**
   * The objective less a lower bound of its minimum, from the dual point θ = t(y − Xw):
   *
   * <pre>
   *   ½(1−t)²·rss + Σ [h(wⱼ) + h*(t·cⱼ) − t·cⱼwⱼ],   h(w) = l1|w| + ½l2w²,  h*(u) = ½(|u|−l1)₊²/l2
   * </pre>
   *
   * <p>with t the largest share ≤ 1 that makes θ feasible where l2 = 0 (|t·cⱼ| ≤ l1). No term is
   * negative, so that nothing cancels. Gradients are taken as feasible where they miss by rounding
   * only; for a column without penalty |cⱼwⱼ| stands for its term.
   */
  double gap(double rss) {
    double slack = slack();
    double t = 1;
    for (int j = 0; j < k; j++) {
      if (l2[j] == 0 && !isFree(j) && pull(j) > l1[j] + slack) {
        t = Math.min(t, l1[j] / pull(j));
      }
    }
    double gap = (1 - t) * (1 - t) * rss / 2;
    for (int j = 0; j < k; j++) {
      double u = t * c[j];
      double beyond = Math.max(0, (nonNegative ? u : Math.abs(u)) - l1[j]);
      double size = Math.abs(w[j]);
      if (l2[j] == 0) {
        gap += isFree(j) ? Math.abs(u * w[j]) : Math.abs(l1[j] * size - u * w[j]);
      } else if (u * w[j] >= 0 && beyond > 0) {
        double miss = l2[j] * size - beyond;
        gap += miss * miss / l2[j] / 2;
      } else {
        gap += l1[j] * size + l2[j] * size * size / 2 - u * w[j] + beyond * beyond / l2[j] / 2;
      }
    }
    return gap;
  }
}
