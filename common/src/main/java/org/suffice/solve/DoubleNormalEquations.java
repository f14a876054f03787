package org.suffice.solve;

import java.util.Arrays;
import java.util.List;
import org.suffice.statistic.GramStatistic;

/** The normal equations of a statistic in doubles, scaled to unit diagonal. */
final class DoubleNormalEquations {
  /**
   * Pivots of the scaled matrix at most this large are rounding: a Gram matrix of doubles carries
   * some 15 digits, of which the factorization of a few hundred columns may lose three.
   */
  private static final double TOLERANCE = 1e-12;

  /** A spread below this share of the mean is rounding of a constant. */
  private static final double CONSTANT = 4 * Math.ulp(1.0);

  private final GramStatistic gram;
  private final int[] columns;
  private final int y;
  private final boolean intercept;

  /** Centred (or, without intercept, raw) cross products: column scales and the scaled matrix. */
  private final double[] scales;

  private final double[] scaled;

  DoubleNormalEquations(GramStatistic gram, int[] columns, int label, boolean intercept) {
    this.gram = gram;
    this.y = label;
    this.columns = columns;
    this.intercept = intercept;
    int k = columns.length;
    scales = new double[k];
    scaled = new double[k * k];
    for (int j = 0; j < k; j++) {
      double square = product(columns[j], columns[j]);
      double rounding = CONSTANT * gram.mean(columns[j]);
      boolean constant = intercept && square <= gram.sumWeights() * rounding * rounding;
      scales[j] = constant ? 0 : Math.sqrt(square);
    }
    for (int i = 0; i < k; i++) {
      for (int j = 0; j <= i; j++) {
        boolean used = scales[i] > 0 && scales[j] > 0;
        double value =
            i == j
                ? (used ? 1 : 0)
                : used ? product(columns[i], columns[j]) / scales[i] / scales[j] : 0;
        scaled[i * k + j] = value;
        scaled[j * k + i] = value;
      }
    }
  }

  private double product(int i, int j) {
    return intercept ? gram.centredProduct(i, j) : gram.product(i, j);
  }

  NormalSolution solve() {
    int k = columns.length;
    CholeskySolver cholesky = CholeskySolver.factor(k, scaled, TOLERANCE);
    int[] active = cholesky.active();
    int r = active.length;

    // S b = s on the scaled columns;  RSS = yᵀy − ‖L⁻¹s‖²
    double[] b = new double[r];
    for (int i = 0; i < r; i++) {
      b[i] = product(columns[active[i]], y) / scales[active[i]];
    }
    cholesky.forwardInPlace(b);
    double tss = product(y, y);
    double explained = 0;
    for (double z : b) {
      explained += z * z;
    }
    cholesky.backwardInPlace(b);
    // Below this the difference is nothing but rounding of the two terms.
    double rounding = 4 * Math.ulp(1.0) * tss;
    double rss = tss - explained <= rounding ? 0 : tss - explained;

    double[] coefficients = new double[r];
    double interceptValue = gram.mean(y);
    for (int i = 0; i < r; i++) {
      coefficients[i] = b[i] / scales[active[i]];
      interceptValue -= coefficients[i] * gram.mean(columns[active[i]]);
    }
    double[] errorFactors = new double[r];
    double[] inverse = cholesky.inverseFactor();
    double[] m = new double[r];
    for (int i = 0; i < r; i++) {
      for (int j = 0; j <= i; j++) {
        errorFactors[j] += inverse[i * r + j] * inverse[i * r + j];
      }
      m[i] = gram.mean(columns[active[i]]) / scales[active[i]];
    }
    for (int i = 0; i < r; i++) {
      errorFactors[i] = Math.sqrt(errorFactors[i]) / scales[active[i]];
    }
    // Var b₀ = σ² (1/Σω + mᵀ S⁻¹ m)
    cholesky.forwardInPlace(m);
    double interceptFactor = 1 / gram.sumWeights();
    for (double value : m) {
      interceptFactor += value * value;
    }
    double[] spreads = new double[r];
    double[] means = new double[r];
    double[] squares = new double[r];
    for (int i = 0; i < r; i++) {
      spreads[i] = scales[active[i]];
      means[i] = gram.mean(columns[active[i]]);
      squares[i] = product(columns[active[i]], columns[active[i]]);
    }
    for (int i = 0; i < r; i++) {
      for (int j = 0; j < r; j++) {
        inverse[i * r + j] = j <= i ? inverse[i * r + j] / spreads[j] : 0;
      }
    }
    return new NormalSolution(
        active,
        coefficients,
        interceptValue,
        errorFactors,
        Math.sqrt(interceptFactor),
        inverse,
        means,
        squares,
        rss,
        tss,
        NormalSolution.conditionNumber(
            intercept, gram.sumWeights(), cholesky.factor(), spreads, means, false),
        gradientNorm(active, b),
        aliased(cholesky));
  }

  /** The largest entry of Xᵀω(ŷ − y), in units of the scaled columns. */
  private double gradientNorm(int[] active, double[] b) {
    int k = columns.length;
    double largest = 0;
    for (int i : active) {
      double sum = -product(columns[i], y) / scales[i];
      for (int j = 0; j < active.length; j++) {
        sum += scaled[i * k + active[j]] * b[j];
      }
      largest = Math.max(largest, Math.abs(sum));
    }
    return largest;
  }

  private List<LeastSquaresFit.AliasedColumn> aliased(CholeskySolver cholesky) {
    double[] means = intercept ? Arrays.stream(columns).mapToDouble(gram::mean).toArray() : null;
    return cholesky.aliased().stream()
        .map(column -> LeastSquaresFit.AliasedColumn.of(column, scales, means))
        .toList();
  }
}
