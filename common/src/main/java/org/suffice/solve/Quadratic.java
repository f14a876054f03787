package org.suffice.solve;

import java.util.Arrays;
import org.suffice.linalg.CompensatedSums;
import org.suffice.statistic.Moments;

/**
 * Squared error as a function of the coefficients alone: NLL(w) = ½(yᵀy − 2sᵀw + wᵀSw), all that a
 * penalised solver needs of the data. With an intercept S, s and yy are those of centred columns,
 * and the intercept is ȳ − Σ meanⱼwⱼ; without, they are raw.
 *
 * @param k coefficients
 * @param matrix S = XᵀWX, k×k row-major, both triangles; never modified
 * @param products s = XᵀWy, k values; never modified
 * @param labelSquare yᵀWy
 * @param sumWeights Σω
 * @param rows n, rows of positive weight
 */
public record Quadratic(
    int k, double[] matrix, double[] products, double labelSquare, double sumWeights, long rows) {
  /** Columns of a panel worked on at a time: their sums stay in the first level cache. */
  private static final int PANEL = 128;

  /** Checks shapes and that all is finite. */
  public Quadratic {
    if (k < 0 || matrix.length != (long) k * k || products.length != k) {
      throw new IllegalArgumentException(
          "quadratic of k=" + k + ": found S of " + matrix.length + ", s of " + products.length);
    }
    boolean finite = Double.isFinite(labelSquare) && Double.isFinite(sumWeights);
    for (double value : products) {
      finite &= Double.isFinite(value);
    }
    for (double value : matrix) {
      finite &= Double.isFinite(value);
    }
    if (!finite) {
      throw new IllegalArgumentException("cross products leave the range of a double");
    }
    if (labelSquare < 0 || sumWeights <= 0) {
      throw new IllegalArgumentException(
          "expected yy ≥ 0 and Σω > 0, found " + labelSquare + " and " + sumWeights);
    }
  }

  /**
   * The quadratic of some columns, each entry rounded once.
   *
   * @param moments of Z = [X y]
   * @param columns the features, in order
   * @param label the column that is the label
   * @param intercept whether to centre
   */
  public static Quadratic of(Moments moments, int[] columns, int label, boolean intercept) {
    int k = columns.length;
    double[] matrix = new double[k * k];
    double[] products = new double[k];
    for (int i = 0; i < k; i++) {
      for (int j = 0; j <= i; j++) {
        matrix[i * k + j] = product(moments, columns[i], columns[j], intercept);
        matrix[j * k + i] = matrix[i * k + j];
      }
      products[i] = product(moments, columns[i], label, intercept);
    }
    return new Quadratic(
        k,
        matrix,
        products,
        product(moments, label, label, intercept),
        moments.totalWeight(),
        moments.rows());
  }

  private static double product(Moments moments, int i, int j, boolean intercept) {
    return intercept ? moments.centredValue(i, j) : moments.rawValue(i, j);
  }

  /**
   * Σω(y−ŷ)² at w, 0 where rounding of S, s and yy would leave less.
   *
   * @param w k values, read
   */
  public double rss(double[] w) {
    return rss(w, 1)[0];
  }

  /**
   * Σω(y−ŷ)² at several w: yy − wᵀ(s + (s − Sw)), in compensated sums, so that of two large numbers
   * that cancel no digit is lost that S, s and yy have.
   *
   * @param many count×k, one w a row, read
   */
  public double[] rss(double[] many, int count) {
    requireLength(many, count);
    double[] rss = new double[count];
    for (int from = 0; from < count; from += PANEL) {
      int width = Math.min(PANEL, count - from);
      double[] panel = panel(many, from, width);
      double[] hi = new double[width];
      double[] lo = new double[width];
      double[] sumHi = new double[width];
      double[] sumLo = new double[width];
      Arrays.fill(sumHi, labelSquare);
      boolean[] used = used(panel, width);
      for (int i = 0; i < k; i++) {
        if (used[i]) {
          residual(panel, width, used, i, hi, lo);
          CompensatedSums.subtract(products[i], panel, i * width, sumHi, sumLo, width);
          CompensatedSums.subtract(panel, i * width, hi, sumHi, sumLo, width);
          for (int l = 0; l < width; l++) {
            sumLo[l] -= panel[i * width + l] * lo[l];
          }
        }
      }
      for (int l = 0; l < width; l++) {
        rss[from + l] = Math.max(0, sumHi[l] + sumLo[l]);
      }
    }
    return rss;
  }

  /**
   * ∂NLL/∂w = Sw − s.
   *
   * @param w k values, read
   */
  public double[] gradient(double[] w) {
    requireLength(w, 1);
    double[] hi = products.clone();
    double[] lo = new double[k];
    for (int j = 0; j < k; j++) {
      if (w[j] != 0) {
        CompensatedSums.subtract(w[j], matrix, j * k, hi, lo, k);
      }
    }
    for (int j = 0; j < k; j++) {
      hi[j] = -(hi[j] + lo[j]);
    }
    return hi;
  }

  /** Row i of s − S·W, compensated. */
  private void residual(
      double[] panel, int width, boolean[] used, int i, double[] hi, double[] lo) {
    Arrays.fill(hi, 0, width, products[i]);
    Arrays.fill(lo, 0, width, 0);
    for (int j = 0; j < k; j++) {
      if (used[j]) {
        CompensatedSums.subtract(matrix[i * k + j], panel, j * width, hi, lo, width);
      }
    }
  }

  /**
   * s − S·W − λFW, each entry as if computed in twice the precision.
   *
   * @param panel W, k×count row-major, a solution a column; read
   * @param lambdas one for each column
   * @param factors f, the diagonal of F
   * @return k×count
   */
  double[] ridgeResiduals(double[] panel, int count, double[] lambdas, double[] factors) {
    double[] result = new double[k * count];
    double[] hi = new double[count];
    double[] lo = new double[count];
    boolean[] used = used(panel, count);
    for (int i = 0; i < k; i++) {
      residual(panel, count, used, i, hi, lo);
      for (int l = 0; l < count; l++) {
        double w = panel[i * count + l];
        double weight = lambdas[l] * factors[i];
        double rest = Math.fma(lambdas[l], factors[i], -weight);
        double p = -weight * w;
        double e = Math.fma(-weight, w, -p) - rest * w;
        double s = hi[l] + p;
        double t = s - hi[l];
        lo[l] += ((hi[l] - (s - t)) + (p - t)) + e;
        result[i * count + l] = s + lo[l];
      }
    }
    return result;
  }

  private boolean[] used(double[] panel, int width) {
    boolean[] used = new boolean[k];
    for (int j = 0; j < k; j++) {
      for (int l = 0; l < width && !used[j]; l++) {
        used[j] = panel[j * width + l] != 0;
      }
    }
    return used;
  }

  private double[] panel(double[] many, int from, int width) {
    double[] panel = new double[k * width];
    for (int l = 0; l < width; l++) {
      for (int j = 0; j < k; j++) {
        panel[j * width + l] = many[(from + l) * k + j];
      }
    }
    return panel;
  }

  private void requireLength(double[] w, int count) {
    if (w.length != (long) k * count) {
      throw new IllegalArgumentException(
          "expected " + count + " times k=" + k + " coefficients, found " + w.length);
    }
  }
}
