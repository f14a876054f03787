package org.suffice.solve;

import org.suffice.linalg.DoubleDouble;

/**
 * The shrinkage of the covariance of one class that comes nearest to the true covariance: Ledoit
 * and Wolf, "A well-conditioned estimator for large-dimensional covariance matrices", J. Multivar.
 * Anal. 88 (2004), doi:10.1016/S0047-259X(03)00096-4, lemma 3.3. As in scikit-learn's discriminant
 * analysis, columns are first divided by their standard deviations in the class, so that α does not
 * depend on units, and multiplied by them afterwards.
 *
 * <p>Of the fourth moments only one number is needed, Σω(Σ_j (x_j − μ_j)²/σ_j²)². But means and
 * standard deviations are known only once all rows are in, so that a statistic of one pass must
 * leave them open: as a polynomial in them the number has all sums of x_j²x_k², x_j²x_k and x_j·x_k
 * for coefficients, none of which follows from the others. Whoever wants to add and subtract rows
 * pays for these, four times the products.
 */
final class LedoitWolf {
  private LedoitWolf() {}

  /**
   * α, from the moments of the columns and of their squares: with u = (x − μ)² = x² − 2μx + μ², the
   * sum over rows of the squares of Σ_j u_j/σ_j² is a sum of centred products of u.
   *
   * @param squares for each column of the moments the one of its squares
   * @param scatter of the class
   */
  static double shrinkage(ClassMoments moments, int[] squares, Scatter scatter) {
    int d = scatter.size();
    int[] columns = moments.columns();
    int[] units = moments.exponents();
    double n = moments.weight().value();
    DoubleDouble weight = moments.weight();
    double quartic = 0; // Σω‖z‖⁴
    double correlations = 0; // ‖R‖²
    int varying = 0;
    for (int j = 0; j < d; j++) {
      DoubleDouble varianceJ = scatter.get(j, j).over(weight);
      if (!(scatter.get(j, j).hi() > moments.floor(j))) {
        continue;
      }
      varying++;
      DoubleDouble twiceJ = moments.mean(j).scaleBy(1);
      for (int k = 0; k <= j; k++) {
        DoubleDouble varianceK = scatter.get(k, k).over(weight);
        if (!(scatter.get(k, k).hi() > moments.floor(k))) {
          continue;
        }
        DoubleDouble twiceK = moments.mean(k).scaleBy(1);
        DoubleDouble product =
            moments
                .centred(squares[j], 2 * units[j], squares[k], 2 * units[k])
                .minus(
                    twiceK.times(moments.centred(squares[j], 2 * units[j], columns[k], units[k])))
                .minus(
                    twiceJ.times(moments.centred(columns[j], units[j], squares[k], 2 * units[k])))
                .plus(twiceJ.times(twiceK).times(scatter.get(j, k)))
                .plus(scatter.get(j, j).times(varianceK));
        double share = product.over(varianceJ.times(varianceK)).value();
        double covariance = scatter.get(j, k).value() / n;
        double correlation = covariance * covariance / varianceJ.value() / varianceK.value();
        int times = j == k ? 1 : 2;
        quartic += times * share;
        correlations += times * correlation;
      }
    }
    double mu = (double) varying / d;
    double beta = (quartic / n - correlations) / (d * n);
    double delta = (correlations - 2 * mu * varying + d * mu * mu) / d;
    return beta <= 0 || delta <= 0 ? 0 : delta <= beta ? 1 : beta / delta;
  }

  /**
   * The scatter shrunk by α: correlations by 1−α; variances stay, for all are 1 in units of
   * standard deviations.
   *
   * @param spreads the variance to give to a column that is constant in the class
   */
  static Scatter shrunk(ClassMoments moments, Scatter scatter, double alpha, Scatter spreads) {
    int d = scatter.size();
    Scatter result = scatter.times(DoubleDouble.sum(1, -alpha));
    int varying = 0;
    for (int j = 0; j < d; j++) {
      varying += scatter.get(j, j).hi() > moments.floor(j) ? 1 : 0;
    }
    DoubleDouble added = DoubleDouble.of(alpha).times(DoubleDouble.of((double) varying / d));
    for (int j = 0; j < d; j++) {
      boolean varies = scatter.get(j, j).hi() > moments.floor(j);
      DoubleDouble own = varies ? scatter.get(j, j) : spreads.get(j, j).times(moments.weight());
      result.set(j, j, result.get(j, j).plus(own.times(added)));
    }
    return result;
  }
}
