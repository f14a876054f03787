package org.suffice.solve;

import java.util.Arrays;

/**
 * The dual problem of one support vector machine of two classes, and how far it is solved:
 *
 * <pre>
 * minimise ½ Σ_ij α_i α_j y_i y_j K_ij + ½ Σ_i s_i α_i² − Σ_i α_i      0 ≤ α_i ≤ C_i,  Σ y_i α_i = 0
 * </pre>
 *
 * (Cortes and Vapnik, "Support-vector networks", Machine Learning 20, 1995). The squared hinge loss
 * has s_i = 1/(2C_i) and no bound instead. A row with C_i = 0 takes no part, and its sum tells the
 * decision value that the others give it.
 */
public final class DualProblem {
  private final boolean[] positive;
  private final double[] upper;
  private final double[] shift;
  private final double[] alpha;
  private final double[] sums;

  /**
   * A problem at α = 0.
   *
   * @param positive whether y_i = +1; kept
   * @param upper C_i, 0 to infinity; kept
   * @param shift s_i, or null for zeros; kept
   */
  public DualProblem(boolean[] positive, double[] upper, double[] shift) {
    if (upper.length != positive.length || shift != null && shift.length != upper.length) {
      throw new IllegalArgumentException(
          "expected bounds of " + positive.length + " rows, found " + upper.length);
    }
    this.positive = positive;
    this.upper = upper;
    this.shift = shift;
    this.alpha = new double[positive.length];
    this.sums = new double[positive.length];
  }

  /** The number n of rows. */
  public int size() {
    return positive.length;
  }

  /** Whether y_i = +1. */
  public boolean positive(int i) {
    return positive[i];
  }

  /** y_i. */
  public double sign(int i) {
    return positive[i] ? 1 : -1;
  }

  /** C_i. */
  public double upper(int i) {
    return upper[i];
  }

  /** s_i. */
  public double shift(int i) {
    return shift == null ? 0 : shift[i];
  }

  /** Whether there are s_i. */
  boolean isShifted() {
    return shift != null;
  }

  /** α_i. */
  public double alpha(int i) {
    return alpha[i];
  }

  /** Σ_j α_j y_j K_ij: the decision value of row i but for rho. */
  public double sum(int i) {
    return sums[i];
  }

  void setAlpha(int i, double value) {
    alpha[i] = value;
  }

  /** Adds to the sums what a round changed. */
  void addSums(double[] changes, int offset, int stride) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += changes[offset + i * stride];
    }
  }

  /** f_i = y_i · ∂/∂α_i of the objective. */
  public double gradient(int i) {
    double y = positive[i] ? 1 : -1;
    double own = shift == null ? 0 : y * alpha[i] * shift[i];
    return sums[i] + own - y;
  }

  /** Whether y_i α_i can grow. */
  public boolean canRise(int i) {
    return positive[i] ? alpha[i] < upper[i] : alpha[i] > 0;
  }

  /** Whether y_i α_i can fall. */
  public boolean canFall(int i) {
    return positive[i] ? alpha[i] > 0 : alpha[i] < upper[i];
  }

  /** Whether 0 &lt; α_i &lt; C_i. */
  public boolean isFree(int i) {
    return alpha[i] > 0 && alpha[i] < upper[i];
  }

  /**
   * Starts from the multipliers of the same rows with other bounds, all times a factor: what was on
   * its bound is on the new one where that is finite.
   */
  public void startFrom(DualProblem other, double factor) {
    for (int i = 0; i < alpha.length; i++) {
      boolean bounded = other.alpha[i] >= other.upper[i] && Double.isFinite(upper[i]);
      alpha[i] = bounded ? upper[i] : other.alpha[i] * factor;
      sums[i] = other.sums[i] * factor;
    }
  }

  /** The least f of rows that can rise and the largest of rows that can fall. */
  public double[] bounds() {
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < alpha.length; i++) {
      double f = gradient(i);
      least = f < least && canRise(i) ? f : least;
      most = f > most && canFall(i) ? f : most;
    }
    return new double[] {least, most};
  }

  /** By how much the optimality conditions are violated, as LIBSVM measures it; 0 or more. */
  public double violation() {
    double[] bounds = bounds();
    return Math.max(0, bounds[1] - bounds[0]);
  }

  /** The threshold rho: the mean of f over free multipliers, or the middle of what is possible. */
  public double rho() {
    double sum = 0;
    long free = 0;
    for (int i = 0; i < alpha.length; i++) {
      if (isFree(i)) {
        sum += gradient(i);
        free++;
      }
    }
    if (free > 0) {
      return sum / free;
    }
    double[] bounds = bounds();
    if (Double.isInfinite(bounds[0]) || Double.isInfinite(bounds[1])) {
      return Double.isInfinite(bounds[0]) ? bounds[1] : bounds[0];
    }
    return (bounds[0] + bounds[1]) / 2;
  }

  /** ‖w‖² = Σ_ij α_i α_j y_i y_j K_ij. */
  public double squaredNorm() {
    double sum = 0;
    for (int i = 0; i < alpha.length; i++) {
      if (alpha[i] > 0) {
        sum += sign(i) * alpha[i] * sums[i];
      }
    }
    return sum;
  }

  /** Σα. */
  public double sumOfMultipliers() {
    double sum = 0;
    for (double value : alpha) {
      sum += value;
    }
    return sum;
  }

  /** Whether some rho tells all rows of both signs apart: the rows that take part. */
  public boolean isSeparated() {
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < alpha.length; i++) {
      if (upper[i] > 0 && positive[i]) {
        least = Math.min(least, sums[i]);
      } else if (upper[i] > 0) {
        most = Math.max(most, sums[i]);
      }
    }
    return least > most;
  }

  /** Σα − ½αᵀQα, which is largest at the solution. */
  public double objective() {
    double sum = 0;
    for (int i = 0; i < alpha.length; i++) {
      if (alpha[i] > 0) {
        double y = sign(i);
        sum += alpha[i] * (1 - 0.5 * (y * sums[i] + alpha[i] * shift(i)));
      }
    }
    return sum;
  }

  /**
   * The value of the primal problem at the same w and rho: ½‖w‖² + Σ C_i ξ_i, or with the squared
   * hinge loss + Σ C_i ξ_i², where 1/(2 s_i) = C_i. At most infinitely above {@link #objective}.
   */
  public double primalObjective(double rho) {
    double sum = squaredNorm() / 2;
    for (int i = 0; i < alpha.length; i++) {
      double slack = 1 - sign(i) * (sums[i] - rho);
      if (slack > 0 && upper[i] > 0) {
        if (shift != null) {
          sum += slack * slack / (2 * shift[i]);
        } else if (Double.isFinite(upper[i])) {
          sum += upper[i] * slack;
        }
      }
    }
    return sum;
  }

  /** The positions of rows with α_i above 0. */
  public int[] supportRows() {
    int[] rows = new int[alpha.length];
    int count = 0;
    for (int i = 0; i < alpha.length; i++) {
      if (alpha[i] > 0) {
        rows[count++] = i;
      }
    }
    return Arrays.copyOf(rows, count);
  }
}
