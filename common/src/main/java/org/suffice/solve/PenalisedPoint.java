package org.suffice.solve;

import java.util.Arrays;
import org.suffice.linalg.CompensatedSums;

/**
 * Coefficients of a penalised quadratic, the gradient there, and how far that is from the
 * conditions of a minimum. Everything is in units of a {@link ScaledQuadratic}; the objective is
 * that of {@link CoordinateDescent}.
 */
final class PenalisedPoint {
  private final ScaledQuadratic q;
  private final int k;
  private final double[] l1;
  private final double[] l2;
  private final boolean nonNegative;
  private final double[] w;
  private final double largest;
  private final double tolerance;

  /** c + rest = s − Sw; who changes w keeps c up, or has it updated. */
  final double[] c;

  private final double[] rest;

  /**
   * A point, whose gradient is not known yet.
   *
   * @param w the coefficients, kept: they may change
   */
  PenalisedPoint(
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
    double max = 0;
    for (double product : q.products) {
      max = Math.max(max, Math.abs(product));
    }
    largest = max;
  }

  /** Whether s is zero, so that nothing draws a coefficient away from zero. */
  boolean isDrawnNowhere() {
    return largest == 0;
  }

  /** Whether a coefficient may change sign without a kink of the objective. */
  boolean isFree(int j) {
    return l1[j] == 0 && !nonNegative;
  }

  /** What draws a coefficient away from zero. */
  double pull(int j) {
    return nonNegative ? c[j] : Math.abs(c[j]);
  }

  /** c = s − Sw, from its definition: to be called when coefficients have changed. */
  void updateGradient() {
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

  /** The negative derivative at a coefficient that is not zero, or has no kink. */
  double descentDirection(int j) {
    double kink = isFree(j) ? 0 : Math.copySign(l1[j], w[j]);
    double square = l2[j] * w[j];
    double e = Math.fma(l2[j], w[j], -square);
    return ((c[j] - kink) - square) + (rest[j] - e);
  }

  /** ½(yy − wᵀ(s + c)) and the penalty. */
  double objective() {
    double sum = q.labelSquare / 2;
    for (int j = 0; j < k; j++) {
      if (w[j] != 0) {
        sum += l1[j] * Math.abs(w[j]) + (l2[j] * w[j] - q.products[j] - c[j]) * w[j] / 2;
      }
    }
    return sum;
  }

  /** By how much a gradient may miss its condition: the tolerance, and rounding of w. */
  double slack() {
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
   * only; for a column without penalty |cⱼwⱼ| stands for its term. Where a linear system was solved
   * last, the terms of its columns are what its exact solution would lower the objective by, ½ρᵀδ
   * with ρ the derivatives left and δ the step left.
   *
   * @param rss that of the point
   * @param solved the linear system whose solution the coefficients are; null where there is none
   * @param columns of the system; not used where there is none
   */
  double gap(double rss, ScaledQuadratic.Factor solved, int[] columns) {
    double slack = slack();
    double t = 1;
    for (int j = 0; j < k; j++) {
      if (l2[j] == 0 && !isFree(j) && pull(j) > l1[j] + slack) {
        t = Math.min(t, l1[j] / pull(j));
      }
    }
    double gap = (1 - t) * (1 - t) * rss / 2;
    boolean exact = solved != null && t == 1;
    if (exact) {
      gap = Math.max(0, reduction(solved, columns));
    }
    for (int j = 0; j < k; j++) {
      if (exact && (w[j] != 0 || isFree(j))) {
        continue;
      }
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

  /** What the exact solution of a linear system is below the objective: ½ρᵀM⁻¹ρ. */
  private double reduction(ScaledQuadratic.Factor solved, int[] columns) {
    int m = columns.length;
    double[] step = new double[m];
    for (int i = 0; i < m; i++) {
      step[i] = descentDirection(columns[i]);
    }
    solved.solveInPlace(1, step);
    double sum = 0;
    for (int i = 0; i < m; i++) {
      sum += descentDirection(columns[i]) * step[i] / 2;
    }
    return sum;
  }
}
