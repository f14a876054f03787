package org.suffice.solve;

import org.suffice.statistic.ExactMoments;

/**
 * Standard errors that hold when the variance of the errors changes from row to row: B·M·B with B =
 * (XᵀωX)⁻¹ and M = Σ u²·xxᵀ (White 1980; for HC1 to HC3 MacKinnon and White 1985).
 */
public final class RobustErrors {
  private RobustErrors() {}

  /**
   * The fit with other standard errors, tests by Student's t on the same degrees of freedom, and
   * intervals.
   *
   * @param fit with a classical covariance
   * @param columns of {@code meat} that were fitted, in the order of the fit
   * @param means of the estimable ones of them
   * @param meat the moments of the rows weighted by u², null where every u is 0
   */
  public static LeastSquaresFit apply(
      LeastSquaresFit fit,
      ErrorCovariance.Kind kind,
      int[] columns,
      double[] means,
      ExactMoments meat) {
    int first = fit.intercept() ? 1 : 0;
    int[] active = fit.estimable();
    int m = active.length + first;
    double[] errors = LeastSquares.filled(fit.coefficients().length);
    if (meat == null || !(fit.sigma() > 0)) {
      for (int i = 0; i < errors.length; i++) {
        boolean known = !Double.isNaN(fit.coefficients()[i]) && !Double.isNaN(fit.sigma());
        errors[i] = known ? 0 : Double.NaN;
      }
      return fit.withErrors(
          new ErrorCovariance(kind, fit.covariance().sumWeights(), new double[m * m]), errors);
    }
    double scale = kind == ErrorCovariance.Kind.HC1 ? fit.rows() / fit.degreesOfFreedom() : 1;
    double[] transposed = new double[m * m]; // (F/σ)ᵀ
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < m; j++) {
        transposed[j * m + i] = fit.covariance().factor()[i * m + j] / fit.sigma();
      }
    }
    double[] middle = middle(fit, columns, active, means, meat, scale);
    double[] inner = product(m, transpose(m, transposed), product(m, middle, transposed)); // F·M·Fᵀ
    double[] root = root(m, inner); // inner = root·rootᵀ
    double[] factor = product(m, transpose(m, root), transpose(m, transposed)); // rootᵀ·F
    for (int i = 0; i < active.length; i++) {
      double sum = 0;
      for (int k = 0; k < m; k++) {
        double entry = factor[k * m + first + i];
        sum += entry * entry;
      }
      errors[first + active[i]] = Math.sqrt(sum);
    }
    if (fit.intercept()) {
      double sum = 0;
      for (int k = 0; k < m; k++) {
        double entry = factor[k * m];
        for (int i = 0; i < active.length; i++) {
          entry -= factor[k * m + 1 + i] * means[i];
        }
        sum += entry * entry;
      }
      errors[0] = Math.sqrt(sum);
    }
    return fit.withErrors(new ErrorCovariance(kind, fit.covariance().sumWeights(), factor), errors);
  }

  /** A·B, not by BLAS: the last bits must be the same on every machine. */
  private static double[] product(int m, double[] a, double[] b) {
    double[] c = new double[m * m];
    for (int i = 0; i < m; i++) {
      for (int k = 0; k < m; k++) {
        double factor = a[i * m + k];
        if (factor != 0) {
          for (int j = 0; j < m; j++) {
            c[i * m + j] += factor * b[k * m + j];
          }
        }
      }
    }
    return c;
  }

  private static double[] transpose(int m, double[] a) {
    double[] t = new double[m * m];
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < m; j++) {
        t[j * m + i] = a[i * m + j];
      }
    }
    return t;
  }

  /** Σ u²·zzᵀ of z = [1, x − x̄], x̄ being the means of the fit. */
  private static double[] middle(
      LeastSquaresFit fit,
      int[] columns,
      int[] active,
      double[] means,
      ExactMoments meat,
      double scale) {
    int first = fit.intercept() ? 1 : 0;
    int m = active.length + first;
    double total = meat.sumWeights().value() * scale;
    double[] shift = new double[m];
    for (int i = 0; i < active.length; i++) {
      shift[first + i] = meat.mean(columns[active[i]]) - (fit.intercept() ? means[i] : 0);
    }
    if (fit.intercept()) {
      shift[0] = 1;
    }
    double[] middle = new double[m * m];
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < m; j++) {
        double centred = 0;
        if (i >= first && j >= first) {
          int a = columns[active[i - first]];
          int b = columns[active[j - first]];
          centred =
              Math.scalb(meat.centredProduct(a, b).value(), meat.exponent(a) + meat.exponent(b))
                  * scale;
        }
        middle[i * m + j] = centred + total * shift[i] * shift[j];
      }
    }
    return middle;
  }

  /** L of A = L·Lᵀ for a positive semidefinite A, with zeros above; columns of rounding are 0. */
  private static double[] root(int m, double[] a) {
    double[] l = new double[m * m];
    for (int j = 0; j < m; j++) {
      double pivot = a[j * m + j];
      for (int k = 0; k < j; k++) {
        pivot -= l[j * m + k] * l[j * m + k];
      }
      if (!(pivot > 4 * m * Math.ulp(1.0) * a[j * m + j])) {
        continue;
      }
      double diagonal = Math.sqrt(pivot);
      l[j * m + j] = diagonal;
      for (int i = j + 1; i < m; i++) {
        double sum = a[i * m + j];
        for (int k = 0; k < j; k++) {
          sum -= l[i * m + k] * l[j * m + k];
        }
        l[i * m + j] = sum / diagonal;
      }
    }
    return l;
  }
}
