package org.suffice.solve;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.statistics.distribution.FDistribution;
import org.apache.commons.statistics.distribution.TDistribution;
import org.suffice.linalg.Lapack;
import org.suffice.statistic.GramStatistic;

/**
 * Ordinary and weighted least squares from a Gram statistic: note 000 §2, with the corrections that
 * Ŵ is unbiased, σ² is estimated by RSS/(n−p), and (ŵ−w)/SE is t with n−p degrees of freedom.
 */
public final class LeastSquares {
  /**
   * Pivots of the scaled matrix at most this large are rounding: a Gram matrix of doubles carries
   * some 15 digits, of which the factorization of a few hundred columns may lose three.
   */
  public static final double FAST_TOLERANCE = 1e-12;

  /** A spread below this share of the mean is rounding of a constant. */
  private static final double CONSTANT = 4 * Math.ulp(1.0);

  private final GramStatistic gram;
  private final int[] columns;
  private final boolean intercept;
  private final double level;

  /** Centred (or, without intercept, raw) cross products: column scales and the scaled matrix. */
  private final double[] scales;

  private final double[] scaled;

  private LeastSquares(GramStatistic gram, int[] columns, boolean intercept, double level) {
    this.gram = gram;
    this.columns = columns;
    this.intercept = intercept;
    this.level = level;
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

  /**
   * Solves for the coefficients of some columns.
   *
   * @param gram of Z = [X y]
   * @param columns features to fit, in the order that decides which of a dependent set is aliased
   * @param level of the confidence intervals, for instance 0.95
   */
  public static LeastSquaresFit solve(
      GramStatistic gram, int[] columns, boolean intercept, double level) {
    return new LeastSquares(gram, columns, intercept, level).fit();
  }

  private double product(int i, int j) {
    return intercept ? gram.centredProduct(i, j) : gram.product(i, j);
  }

  private LeastSquaresFit fit() {
    int k = columns.length;
    int y = gram.numFeatures();
    CholeskySolver cholesky = CholeskySolver.factor(k, scaled, FAST_TOLERANCE);
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

    int first = intercept ? 1 : 0;
    double[] w = filled(k + first);
    double interceptValue = gram.mean(y);
    for (int i = 0; i < r; i++) {
      double coefficient = b[i] / scales[active[i]];
      w[first + active[i]] = coefficient;
      interceptValue -= coefficient * gram.mean(columns[active[i]]);
    }
    if (intercept) {
      w[0] = interceptValue;
    }

    long n = gram.rows();
    int rank = r + first;
    long freedom = n - rank;
    double sigma = freedom > 0 ? Math.sqrt(rss / freedom) : Double.NaN;
    double[] errors = standardErrors(cholesky, sigma);
    double[] t = filled(k + first);
    double[] p = filled(k + first);
    double[] lower = filled(k + first);
    double[] upper = filled(k + first);
    if (freedom > 0 && rss > 0) {
      TDistribution student = TDistribution.of(freedom);
      double quantile = student.inverseSurvivalProbability((1 - level) / 2);
      for (int j = 0; j < w.length; j++) {
        if (!Double.isNaN(w[j])) {
          t[j] = w[j] / errors[j];
          p[j] = 2 * student.survivalProbability(Math.abs(t[j]));
          lower[j] = w[j] - quantile * errors[j];
          upper[j] = w[j] + quantile * errors[j];
        }
      }
    } else if (freedom > 0) { // an exact fit: errors are 0 and tests have no meaning
      for (int j = 0; j < w.length; j++) {
        lower[j] = w[j];
        upper[j] = w[j];
      }
    }

    long totalFreedom = n - first;
    double r2 = tss > 0 ? 1 - rss / tss : Double.NaN;
    double adjustedR2 = freedom > 0 ? 1 - (1 - r2) * ((double) totalFreedom / freedom) : Double.NaN;
    double f = r > 0 && freedom > 0 && rss > 0 ? (tss - rss) / r / (rss / freedom) : Double.NaN;
    double fPValue = Double.isNaN(f) ? f : FDistribution.of(r, freedom).survivalProbability(f);
    double logLikelihood =
        rss > 0
            ? 0.5
                * (gram.sumLogWeights()
                    - n * (Math.log(2 * Math.PI) + 1 - Math.log(n) + Math.log(rss)))
            : Double.NaN;
    int parameters = rank + 1; // σ² counts, as in R
    return new LeastSquaresFit(
        intercept,
        n,
        rank,
        freedom,
        rss,
        tss,
        sigma,
        r2,
        adjustedR2,
        f,
        fPValue,
        logLikelihood,
        -2 * logLikelihood + 2 * parameters,
        -2 * logLikelihood + Math.log(n) * parameters,
        conditionNumber(cholesky),
        level,
        w,
        errors,
        t,
        p,
        lower,
        upper,
        aliased(cholesky),
        new Solution(Solution.Termination.CONVERGED, 1, rss / 2, gradientNorm(active, b)));
  }

  private static double[] filled(int length) {
    double[] values = new double[length];
    Arrays.fill(values, Double.NaN);
    return values;
  }

  /** SE² = σ² diag (XᵀX)⁻¹; with an intercept, its own is σ²(1/Σω + mᵀ S⁻¹ m). */
  private double[] standardErrors(CholeskySolver cholesky, double sigma) {
    int[] active = cholesky.active();
    int r = active.length;
    int first = intercept ? 1 : 0;
    double[] errors = filled(columns.length + first);
    double[] inverse = cholesky.inverseFactor();
    double[] squares = new double[r];
    for (int i = 0; i < r; i++) {
      for (int j = 0; j <= i; j++) {
        squares[j] += inverse[i * r + j] * inverse[i * r + j];
      }
    }
    double[] m = new double[r];
    for (int i = 0; i < r; i++) {
      errors[first + active[i]] = sigma * Math.sqrt(squares[i]) / scales[active[i]];
      m[i] = gram.mean(columns[active[i]]) / scales[active[i]];
    }
    if (intercept) {
      cholesky.forwardInPlace(m);
      double sum = 1 / gram.sumWeights();
      for (double value : m) {
        sum += value * value;
      }
      errors[0] = sigma * Math.sqrt(sum);
    }
    return errors;
  }

  /**
   * σmax/σmin of [1 X] with columns of unit length. X = QR with R = [√Σω, √Σω·mᵀ; 0, Lᵀ·scale], so
   * that the condition is that of the small R, and is not squared.
   */
  private double conditionNumber(CholeskySolver cholesky) {
    int[] active = cholesky.active();
    int r = active.length;
    int first = intercept ? 1 : 0;
    int q = r + first;
    if (q == 0) {
      return Double.NaN;
    }
    double[] matrix = new double[q * q]; // row i: column i of R, scaled
    double rootWeight = Math.sqrt(gram.sumWeights());
    if (intercept) {
      matrix[0] = 1;
    }
    double[] factor = cholesky.factor();
    for (int i = 0; i < r; i++) {
      double scale = scales[active[i]];
      double mean = intercept ? rootWeight * gram.mean(columns[active[i]]) : 0;
      double length = Math.hypot(mean, scale);
      if (intercept) {
        matrix[(i + 1) * q] = mean / length;
      }
      for (int j = 0; j <= i; j++) {
        matrix[(i + first) * q + j + first] = factor[i * r + j] * (scale / length);
      }
    }
    double[] values = Lapack.singularValuesDestroying(q, matrix);
    return values[0] / values[q - 1];
  }

  /** The largest entry of Xᵀω(ŷ − y), in units of the scaled columns. */
  private double gradientNorm(int[] active, double[] b) {
    int k = columns.length;
    int y = gram.numFeatures();
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
    List<LeastSquaresFit.AliasedColumn> result = new ArrayList<>();
    for (CholeskySolver.Aliased column : cholesky.aliased()) {
      int j = column.column();
      double[] coefficients = new double[j];
      double constant = intercept ? gram.mean(columns[j]) : 0;
      for (int i = 0; i < j; i++) {
        if (column.coefficients()[i] != 0) {
          coefficients[i] = column.coefficients()[i] * scales[j] / scales[i];
          constant -= intercept ? coefficients[i] * gram.mean(columns[i]) : 0;
        }
      }
      result.add(new LeastSquaresFit.AliasedColumn(j, constant, coefficients));
    }
    return result;
  }
}
