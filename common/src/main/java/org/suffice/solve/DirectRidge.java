package org.suffice.solve;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.suffice.linalg.Blas;

/**
 * Ridge regression at one λ from Cholesky's factor of S+λF, columns in units of their length:
 * indifferent to their scales, at the cost of a factorization and an inverse for each λ. {@link
 * RidgePath} turns to it where its eigenvalues have lost the small columns, and at λ = 0.
 */
final class DirectRidge {
  private static final int MOST_REFINEMENTS = 10;

  private final Quadratic quadratic;
  private final ScaledQuadratic scaled;
  private final int k;
  private final double[] factors;
  private final double[] means;

  DirectRidge(Quadratic quadratic, ScaledQuadratic scaled, double[] factors, double[] means) {
    this.quadratic = quadratic;
    this.scaled = scaled;
    this.k = quadratic.k();
    this.factors = factors;
    this.means = means;
  }

  /** A factor of S among some columns. */
  ScaledQuadratic.Factor unpenalisedFactor(int[] columns, String what) {
    return factor(columns, new double[k], what);
  }

  private ScaledQuadratic.Factor factor(int[] columns, double[] l2, String what) {
    for (int j : columns) {
      if (!scaled.varies(j)) {
        throw new DependentColumnsException(what, j, new int[0]);
      }
    }
    ScaledQuadratic.Factor factor = scaled.factor(columns, l2);
    if (!factor.regular()) {
      double[] d = factor.nullVector();
      int dependent = factor.dependent();
      int[] others =
          IntStream.range(0, dependent)
              .filter(i -> Math.abs(d[i]) > 1e-6)
              .map(i -> columns[i])
              .toArray();
      throw new DependentColumnsException(what, columns[dependent], others);
    }
    return factor;
  }

  /** Overwrites right-hand sides in units of the data, one a row, by the solutions. */
  void solveInPlace(int[] columns, ScaledQuadratic.Factor factor, int count, double[] b) {
    int m = columns.length;
    for (int l = 0; l < count; l++) {
      for (int i = 0; i < m; i++) {
        b[l * m + i] *= scaled.unit(columns[i]);
      }
    }
    factor.solveInPlace(count, b);
    for (int l = 0; l < count; l++) {
      for (int i = 0; i < m; i++) {
        b[l * m + i] *= scaled.unit(columns[i]);
      }
    }
  }

  /** The inverse in units of the data, m×m. */
  double[] inverse(int[] columns, ScaledQuadratic.Factor factor) {
    int m = columns.length;
    double[] inverse = new double[m * m];
    for (int i = 0; i < m; i++) {
      inverse[i * m + i] = 1;
    }
    solveInPlace(columns, factor, m, inverse);
    return inverse;
  }

  RidgeFit solve(double lambda) {
    double[] l2 = new double[k];
    for (int j = 0; j < k; j++) {
      l2[j] = scaled.scaledL2(j, lambda * factors[j]);
    }
    // A column of zeros has coefficient 0 where it is penalised.
    int[] columns =
        lambda == 0
            ? IntStream.range(0, k).toArray()
            : IntStream.range(0, k).filter(j -> factors[j] == 0 || scaled.varies(j)).toArray();
    ScaledQuadratic.Factor factor = factor(columns, l2, "lambda=" + lambda);
    double[] w = new double[k];
    double gradientNorm = refine(lambda, columns, factor, w);

    // With M = (S+λF)⁻¹: T = MS, df = tr T, Var = diag TM.
    int m = columns.length;
    double[] inverse = scaledInverse(m, factor);
    double[] s = new double[m * m];
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < m; j++) {
        s[i * m + j] = scaled.matrix[columns[i] * k + columns[j]];
      }
    }
    double[] t = new double[m * m];
    Blas.product(m, m, m, inverse, s, t);
    double[] errors = new double[k];
    double degrees = 0;
    for (int i = 0; i < m; i++) {
      degrees += t[i * m + i];
      double variance = 0;
      for (int j = 0; j < m; j++) {
        variance += t[i * m + j] * inverse[i * m + j];
      }
      errors[columns[i]] = Math.sqrt(Math.max(0, variance)) * scaled.unit(columns[i]);
    }
    return fit(
        lambda,
        w,
        quadratic.rss(w),
        degrees,
        errors,
        interceptError(columns, inverse, s),
        gradientNorm);
  }

  private static double[] scaledInverse(int m, ScaledQuadratic.Factor factor) {
    double[] inverse = new double[m * m];
    for (int i = 0; i < m; i++) {
      inverse[i * m + i] = 1;
    }
    factor.solveInPlace(m, inverse);
    return inverse;
  }

  private double interceptError(int[] columns, double[] inverse, double[] s) {
    if (means == null) {
      return Double.NaN;
    }
    int m = columns.length;
    double[] mean = new double[m];
    for (int i = 0; i < m; i++) {
      mean[i] = means[columns[i]] * scaled.unit(columns[i]);
    }
    double[] x = new double[m];
    double[] sx = new double[m];
    Blas.product(m, m, 1, inverse, mean, x);
    Blas.product(m, m, 1, s, x, sx);
    double variance = 1 / quadratic.sumWeights();
    for (int i = 0; i < m; i++) {
      variance += x[i] * sx[i];
    }
    return Math.sqrt(variance);
  }

  /** Overwrites w; returns the largest entry of the gradient. */
  private double refine(double lambda, int[] columns, ScaledQuadratic.Factor factor, double[] w) {
    int m = columns.length;
    double[] lambdas = {lambda};
    double before = Double.POSITIVE_INFINITY;
    double[] residual = quadratic.ridgeResiduals(w, 1, lambdas, factors);
    for (int round = 0; round < MOST_REFINEMENTS && before > 0; round++) {
      double[] step = new double[m];
      for (int i = 0; i < m; i++) {
        step[i] = residual[columns[i]];
      }
      solveInPlace(columns, factor, 1, step);
      double size = 0;
      double length = 0;
      for (int i = 0; i < m; i++) {
        double unit = scaled.unit(columns[i]);
        size = Math.max(size, Math.abs(step[i]) / unit);
        w[columns[i]] += step[i];
        length = Math.max(length, Math.abs(w[columns[i]]) / unit);
      }
      residual = quadratic.ridgeResiduals(w, 1, lambdas, factors);
      boolean settled = size <= Math.ulp(length) / 2 || (round > 0 && size >= before / 2);
      before = settled ? 0 : size;
    }
    return Arrays.stream(residual).map(Math::abs).max().orElse(0);
  }

  /** A fit of these figures. */
  RidgeFit fit(
      double lambda,
      double[] w,
      double rss,
      double degrees,
      double[] errors,
      double interceptError,
      double gradientNorm) {
    double penalty = 0;
    for (int j = 0; j < k; j++) {
      penalty += factors[j] * w[j] * w[j];
    }
    double n = quadratic.rows();
    double left = n - degrees - (means == null ? 0 : 1);
    return new RidgeFit(
        lambda,
        w,
        rss,
        degrees,
        errors,
        interceptError,
        left > 0 ? n * rss / left / left : Double.NaN,
        new Solution(
            Solution.Termination.CONVERGED, 1, rss / 2 + lambda * penalty / 2, gradientNorm));
  }
}
