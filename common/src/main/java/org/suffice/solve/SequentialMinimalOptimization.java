package org.suffice.solve;

import java.util.Arrays;

/**
 * Sequential minimal optimization of the dual problem of a support vector machine,
 *
 * <pre>
 * minimise ½ Σ_ij α_i α_j y_i y_j K_ij + ½ Σ_i s_i α_i² − Σ_i α_i     0 ≤ α_i ≤ C_i,  Σ y_i α_i constant
 * </pre>
 *
 * by the working sets of second order of Fan, Chen and Lin, "Working set selection using second
 * order information for training support vector machines", JMLR 6 (2005), with shrinking. The rows
 * that are not in the problem are felt through the sums Σ_j α_j y_j K_ij over all rows.
 */
public final class SequentialMinimalOptimization {
  /** Stands for a curvature that is not positive (Fan, Chen, Lin 2005, eq. 9). */
  private static final double LEAST_CURVATURE = 1e-12;

  private final int n;
  private final double[] kernel;
  private final boolean[] positive;
  private final double[] upper;
  private final double[] shift;
  private final double[] alpha;
  private final double[] f;
  private final int[] active;
  private int numActive;
  private final double[] startedFrom;
  private final double[] startedAt;

  private SequentialMinimalOptimization(
      double[] kernel,
      boolean[] positive,
      double[] upper,
      double[] shift,
      double[] alpha,
      double[] sums) {
    this.n = positive.length;
    this.kernel = kernel;
    this.positive = positive;
    this.upper = upper;
    this.shift = shift;
    this.alpha = alpha;
    this.f = new double[n];
    for (int i = 0; i < n; i++) {
      double y = positive[i] ? 1 : -1;
      double own = shift == null ? 0 : y * alpha[i] * shift[i];
      f[i] = sums[i] + own - y;
    }
    this.active = new int[n];
    Arrays.setAll(active, i -> i);
    this.numActive = n;
    this.startedFrom = f.clone();
    this.startedAt = alpha.clone();
  }

  /**
   * What was done.
   *
   * @param steps pairs of multipliers changed
   * @param violation of the optimality conditions that is left, within the problem
   */
  public record Outcome(long steps, double violation) {}

  /**
   * Solves a problem of n rows.
   *
   * @param kernel K, n×n row-major, read
   * @param positive whether y_i = +1
   * @param upper C_i, which may be infinite, read
   * @param shift s_i, read; null for zeros
   * @param alpha the multipliers, a feasible start; updated
   * @param sums Σ_j α_j y_j K_ij over all rows at the start, read
   * @param tolerance the violation to reach
   * @param maxSteps the most steps
   */
  public static Outcome solve(
      double[] kernel,
      boolean[] positive,
      double[] upper,
      double[] shift,
      double[] alpha,
      double[] sums,
      double tolerance,
      long maxSteps) {
    int n = positive.length;
    if (kernel.length != n * n || upper.length != n || alpha.length != n || sums.length != n) {
      throw new IllegalArgumentException("expected n=" + n + " multipliers and n×n kernel values");
    }
    return new SequentialMinimalOptimization(kernel, positive, upper, shift, alpha, sums)
        .run(tolerance, maxSteps);
  }

  private Outcome run(double tolerance, long maxSteps) {
    long steps = 0;
    int untilShrinking = Math.min(n, 1000);
    while (true) {
      int i = mostViolating();
      int j = i < 0 ? -1 : bestPartner(i);
      double violation = i < 0 ? 0 : largestLow(i);
      boolean optimal = j < 0 || violation < tolerance;
      if (optimal || steps >= maxSteps) {
        if (numActive == n || steps >= maxSteps) {
          restoreShrunk();
          return new Outcome(steps, Math.max(0, violation()));
        }
        restoreShrunk();
        untilShrinking = Math.min(n, 1000);
        continue;
      }
      step(i, j);
      steps++;
      if (--untilShrinking == 0) {
        untilShrinking = Math.min(n, 1000);
        shrink();
      }
    }
  }

  /** Whether y_i α_i can grow. */
  private boolean canRise(int i) {
    return positive[i] ? alpha[i] < upper[i] : alpha[i] > 0;
  }

  /** Whether y_i α_i can fall. */
  private boolean canFall(int i) {
    return positive[i] ? alpha[i] > 0 : alpha[i] < upper[i];
  }

  /** The row of least f whose y·α can rise, or -1. */
  private int mostViolating() {
    int best = -1;
    double least = Double.POSITIVE_INFINITY;
    for (int a = 0; a < numActive; a++) {
      int i = active[a];
      if (f[i] < least && canRise(i)) {
        least = f[i];
        best = i;
      }
    }
    return best;
  }

  private double low;

  /** The row that with i promises the largest decrease (Fan, Chen, Lin 2005, WSS 2), or -1. */
  private int bestPartner(int i) {
    int best = -1;
    double most = 0;
    low = Double.NEGATIVE_INFINITY;
    int row = i * n;
    double diagonal = curvature(i);
    for (int a = 0; a < numActive; a++) {
      int j = active[a];
      if (!canFall(j)) {
        continue;
      }
      low = Math.max(low, f[j]);
      double difference = f[j] - f[i];
      if (difference > 0) {
        double curvature = diagonal + curvature(j) - 2 * kernel[row + j];
        double gain = difference * difference / (curvature > 0 ? curvature : LEAST_CURVATURE);
        if (gain > most) {
          most = gain;
          best = j;
        }
      }
    }
    return best;
  }

  /** How far the conditions are violated by i and the rows that {@link #bestPartner} has seen. */
  private double largestLow(int i) {
    return low - f[i];
  }

  private double curvature(int i) {
    return kernel[i * n + i] + (shift == null ? 0 : shift[i]);
  }

  /** Moves y_i α_i up and y_j α_j down by the same, as far as is best and allowed. */
  private void step(int i, int j) {
    double curvature = curvature(i) + curvature(j) - 2 * kernel[i * n + j];
    double best = (f[j] - f[i]) / (curvature > 0 ? curvature : LEAST_CURVATURE);
    double roomOfI = positive[i] ? upper[i] - alpha[i] : alpha[i];
    double roomOfJ = positive[j] ? alpha[j] : upper[j] - alpha[j];
    double t = Math.min(best, Math.min(roomOfI, roomOfJ));
    // A multiplier that meets its bound is put on it, not beside it.
    if (positive[i]) {
      alpha[i] = t == roomOfI ? upper[i] : alpha[i] + t;
    } else {
      alpha[i] = t == roomOfI ? 0 : alpha[i] - t;
    }
    if (positive[j]) {
      alpha[j] = t == roomOfJ ? 0 : alpha[j] - t;
    } else {
      alpha[j] = t == roomOfJ ? upper[j] : alpha[j] + t;
    }
    int rowI = i * n;
    int rowJ = j * n;
    if (numActive == n) {
      for (int k = 0; k < n; k++) {
        f[k] += t * (kernel[rowI + k] - kernel[rowJ + k]);
      }
    } else {
      for (int a = 0; a < numActive; a++) {
        int k = active[a];
        f[k] += t * (kernel[rowI + k] - kernel[rowJ + k]);
      }
    }
    if (shift != null) {
      f[i] += t * shift[i];
      f[j] -= t * shift[j];
    }
  }

  /** Leaves out the rows at bounds that are far from moving. */
  private void shrink() {
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (int a = 0; a < numActive; a++) {
      int i = active[a];
      least = canRise(i) ? Math.min(least, f[i]) : least;
      most = canFall(i) ? Math.max(most, f[i]) : most;
    }
    int kept = 0;
    for (int a = 0; a < numActive; a++) {
      int i = active[a];
      boolean rises = canRise(i);
      boolean falls = canFall(i);
      boolean settled = rises && !falls && f[i] > most || falls && !rises && f[i] < least;
      if (!settled && (rises || falls)) {
        active[kept++] = i;
      }
    }
    numActive = kept;
  }

  /** Brings every f up to date, from what the multipliers were at the start. */
  private void restoreShrunk() {
    if (numActive == n) {
      return;
    }
    boolean[] current = new boolean[n];
    for (int a = 0; a < numActive; a++) {
      current[active[a]] = true;
    }
    for (int k = 0; k < n; k++) {
      if (!current[k]) {
        f[k] = startedFrom[k];
      }
    }
    for (int i = 0; i < n; i++) {
      double change = (positive[i] ? 1 : -1) * (alpha[i] - startedAt[i]);
      if (change != 0) {
        int row = i * n;
        for (int k = 0; k < n; k++) {
          if (!current[k]) {
            f[k] += change * kernel[row + k];
          }
        }
        if (shift != null && !current[i]) {
          f[i] += change * shift[i];
        }
      }
    }
    Arrays.setAll(active, i -> i);
    numActive = n;
  }

  private double violation() {
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < n; i++) {
      least = canRise(i) ? Math.min(least, f[i]) : least;
      most = canFall(i) ? Math.max(most, f[i]) : most;
    }
    return most - least;
  }
}
