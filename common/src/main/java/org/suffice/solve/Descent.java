package org.suffice.solve;

import java.util.Arrays;
import org.suffice.solve.Solution.Termination;

/**
 * One run of {@link CoordinateDescent}: moves a {@link PenalisedPoint} to the minimum. Sweeps over
 * the working set alternate with steps of an active-set method; both only lower the objective, and
 * there are finitely many sets of signs.
 */
final class Descent {
  /** Sweeps before a linear system: one while signs hold, doubled each time that they do not. */
  private static final int MOST_SWEEPS = 16;

  /** Sweeps that wait for signs to settle. */
  private static final int PATIENCE = 64;

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
  private final PenalisedPoint point;

  /** The coefficients of the point, changed here. */
  private final double[] w;

  /** The gradient of the point, kept up while sweeping. */
  private final double[] c;

  /** Columns that are swept, in the order they came. */
  private final int[] working;

  private final boolean[] works;
  private int numWorking;

  /** Columns without kink that others explain: they stay at 0. */
  private final boolean[] excluded;

  private int iterations;
  private int maxIterations;

  /** Of the last linear system, while its solution is w; null when w has moved on. */
  private ScaledQuadratic.Factor solved;

  private int[] solvedColumns;

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
    point = new PenalisedPoint(q, l1, l2, nonNegative, w, tolerance);
    c = point.c;
    working = new int[k];
    works = new boolean[k];
    excluded = new boolean[k];
  }

  int iterations() {
    return iterations;
  }

  Termination run(int limit, double[] previous) {
    maxIterations = limit;
    if (point.isDrawnNowhere()) {
      Arrays.fill(w, 0);
    }
    point.updateGradient();
    for (int j = 0; j < k; j++) {
      boolean strong = previous != null && point.pull(j) >= 2 * l1[j] - previous[j];
      if (q.varies(j) && (w[j] != 0 || point.isFree(j) || strong)) {
        add(j);
      }
    }
    boolean moving = addViolators() || numWorking > 0;
    int sweeps = 1;
    while (moving) {
      if (iterations >= maxIterations) {
        return Termination.MAX_ITERATIONS;
      }
      descend(sweeps);
      if (polish()) {
        sweeps = 1;
        moving = addViolators();
      } else {
        sweeps = Math.min(2 * sweeps, MOST_SWEEPS);
      }
    }
    return point.violation() <= point.slack() ? Termination.CONVERGED : Termination.SINGULAR;
  }

  private void add(int j) {
    if (!works[j]) {
      works[j] = true;
      working[numWorking++] = j;
    }
  }

  /** Whether there are columns at 0 that their gradient draws away. */
  private boolean addViolators() {
    double slack = point.slack();
    boolean any = false;
    for (int j = 0; j < k; j++) {
      if (w[j] == 0 && !excluded[j] && q.varies(j) && point.pull(j) > l1[j] + slack) {
        add(j);
        any = true;
      }
    }
    return any;
  }

  /**
   * Sweeps until no coefficient becomes or leaves zero.
   *
   * @param least sweeps
   */
  private void descend(int least) {
    solved = null;
    boolean changed = true;
    for (int sweep = 0;
        (sweep < least || changed && sweep < PATIENCE) && iterations < maxIterations;
        sweep++) {
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
          changed |= !point.isFree(j) && Math.signum(old) != Math.signum(value);
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
    int steps = 0;
    while (iterations < maxIterations) {
      int[] active = active();
      if (active.length == 0) {
        point.updateGradient();
        return true;
      }
      iterations++;
      ScaledQuadratic.Factor factor = q.factor(active, l2);
      boolean held = factor.regular() && refine(active, factor);
      if (held) {
        solved = factor;
        solvedColumns = active;
        return true;
      }
      if (!factor.regular()) {
        moveAlong(active, factor);
        point.updateGradient();
      } else if (active.length > SMALL || steps++ > k) {
        return false;
      }
    }
    point.updateGradient();
    return false;
  }

  private int[] active() {
    int[] active = new int[k];
    int m = 0;
    for (int j = 0; j < k; j++) {
      if (q.varies(j) && !excluded[j] && (w[j] != 0 || point.isFree(j))) {
        active[m++] = j;
      }
    }
    return Arrays.copyOf(active, m);
  }

  private boolean refine(int[] active, ScaledQuadratic.Factor factor) {
    int m = active.length;
    double before = Double.POSITIVE_INFINITY;
    for (int round = 0; round < MOST_REFINEMENTS; round++) {
      double[] step = new double[m];
      for (int i = 0; i < m; i++) {
        step[i] = point.descentDirection(active[i]);
      }
      factor.solveInPlace(1, step);
      if (crosses(active, step)) {
        stepToSmallerSet(active, step);
        return false;
      }
      double size = 0;
      double length = 0;
      for (int i = 0; i < m; i++) {
        w[active[i]] += step[i];
        size = Math.max(size, Math.abs(step[i]));
        length = Math.max(length, Math.abs(w[active[i]]));
      }
      point.updateGradient();
      // The error shrinks by the same factor every round: what is left is size²/before.
      double ulp = Math.ulp(length);
      boolean settled = round > 0 && (size * (size / before) <= ulp / 8 || size >= before / 2);
      if (size <= ulp || settled) {
        return true;
      }
      before = size;
    }
    return true;
  }

  private boolean crosses(int[] active, double[] step) {
    for (int i = 0; i < active.length; i++) {
      if (crosses(active[i], step[i])) {
        return true;
      }
    }
    return false;
  }

  /** Whether a coefficient with a kink would reach zero or change sign. */
  private boolean crosses(int j, double step) {
    return !point.isFree(j) && (w[j] + step) * Math.signum(w[j]) <= 0;
  }

  /**
   * The whole step with all coefficients that would change sign at zero, if that lowers the
   * objective; otherwise as far as the first of them becomes zero, which does.
   */
  private void stepToSmallerSet(int[] active, double[] step) {
    int m = active.length;
    double before = point.objective();
    double[] old = new double[m];
    double share = 1;
    for (int i = 0; i < m; i++) {
      int j = active[i];
      old[i] = w[j];
      if (crosses(j, step[i])) {
        share = Math.min(share, -w[j] / step[i]);
        w[j] = 0;
      } else {
        w[j] += step[i];
      }
    }
    point.updateGradient();
    if (point.objective() < before) {
      return;
    }
    for (int i = 0; i < m; i++) {
      int j = active[i];
      w[j] = old[i];
      double next = w[j] + share * step[i];
      boolean first = crosses(j, step[i]) && -w[j] / step[i] == share;
      w[j] = first || (!point.isFree(j) && next * Math.signum(w[j]) <= 0) ? 0 : next;
    }
    point.updateGradient();
  }

  /**
   * Along a null vector of S + diag(l2) the objective is linear until a coefficient becomes zero:
   * goes there, downhill.
   */
  private void moveAlong(int[] active, ScaledQuadratic.Factor factor) {
    double[] d = factor.nullVector();
    double slope = 0;
    for (int i = 0; i < active.length; i++) {
      slope += point.descentDirection(active[i]) * d[i];
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
      boolean crosses = !point.isFree(j) && next * Math.signum(w[j]) <= 0;
      w[j] = i == first || crosses ? 0 : next;
    }
  }

  private int firstToVanish(int[] active, double[] d, double sign) {
    int first = -1;
    double shortest = Double.POSITIVE_INFINITY;
    for (int i = 0; i < active.length; i++) {
      int j = active[i];
      if (!point.isFree(j) && Math.abs(d[i]) > NEGLIGIBLE && sign * d[i] * w[j] < 0) {
        double length = Math.abs(w[j] / d[i]);
        if (length < shortest) {
          shortest = length;
          first = i;
        }
      }
    }
    return first;
  }

  /** The largest distance of a gradient from what the conditions allow. */
  double violation() {
    return point.violation();
  }

  /** yy − wᵀ(s + c). */
  double rss() {
    return point.rss();
  }

  /**
   * The objective less a lower bound of its minimum.
   *
   * @param rss that of the point
   */
  double gap(double rss) {
    return point.gap(rss, solved, solvedColumns);
  }
}
