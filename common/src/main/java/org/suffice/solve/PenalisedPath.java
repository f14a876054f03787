package org.suffice.solve;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Lasso and elastic net for a sequence of λ, each fit the start of the next:
 *
 * <pre>
 *   ½ rss(w) + (λ/2) Σ fⱼ [ρ·uⱼ|wⱼ| + (1−ρ)(uⱼwⱼ)²]
 * </pre>
 */
public final class PenalisedPath {
  /** The share of the absolute norm that stands for smaller ones where λmax is computed. */
  private static final double SMALLEST_RATIO = 0.001;

  private final int k;
  private final CoordinateDescent solver;
  private final Quadratic quadratic;
  private final double l1Ratio;
  private final double[] factors;
  private final double[] units;
  private final boolean nonNegative;

  /**
   * A family of fits.
   *
   * @param l1Ratio ρ, from 0 to 1
   * @param factors f ≥ 0, k values, 0 for columns that are not penalised; null for ones
   * @param units u ≥ 0, k values: what is penalised is a coefficient times its unit, for instance
   *     the standard deviation of the column; null for ones
   * @param nonNegative whether w ≥ 0 is asked
   */
  public PenalisedPath(
      Quadratic quadratic, double l1Ratio, double[] factors, double[] units, boolean nonNegative) {
    if (!(l1Ratio >= 0 && l1Ratio <= 1)) {
      throw new IllegalArgumentException("l1Ratio must lie from 0 to 1, found " + l1Ratio);
    }
    this.k = quadratic.k();
    this.quadratic = quadratic;
    this.solver = new CoordinateDescent(quadratic);
    this.l1Ratio = l1Ratio;
    this.factors = checked("factors", factors);
    this.units = checked("units", units);
    this.nonNegative = nonNegative;
  }

  private double[] checked(String what, double[] values) {
    if (values == null) {
      double[] ones = new double[k];
      Arrays.fill(ones, 1);
      return ones;
    }
    if (values.length != k) {
      throw new IllegalArgumentException(
          "expected k=" + k + " " + what + ", found " + values.length);
    }
    for (double value : values) {
      if (!(value >= 0) || Double.isInfinite(value)) {
        throw new IllegalArgumentException(what + " must be at least 0, found " + value);
      }
    }
    return values.clone();
  }

  /**
   * Checks that the data determine the coefficients of the columns that are not penalised.
   *
   * @throws DependentColumnsException when they do not
   */
  public void requireIndependent() {
    int[] free = IntStream.range(0, k).filter(j -> factors[j] * units[j] == 0).toArray();
    new DirectRidge(quadratic, new ScaledQuadratic(quadratic), factors, null)
        .unpenalisedFactor(free, "the columns without penalty");
  }

  /**
   * The smallest λ at which every penalised coefficient is zero: 2 max |cⱼ| / (fⱼuⱼρ), c the
   * gradient where the columns without penalty are fitted alone. Where ρ is less than 0.001 it is
   * that of 0.001, as in glmnet.
   */
  public double lambdaMax() {
    double[] residual = quadratic.products();
    double[] l1 = new double[k];
    boolean alone = false;
    for (int j = 0; j < k; j++) {
      l1[j] = factors[j] * units[j] > 0 ? Double.MAX_VALUE : 0;
      alone |= l1[j] == 0;
    }
    if (alone) {
      PenalisedFit fit = solver.solve(l1, new double[k], nonNegative, null);
      residual = quadratic.gradient(fit.coefficients());
      for (int j = 0; j < k; j++) {
        residual[j] = -residual[j];
      }
    }
    double ratio = Math.max(l1Ratio, SMALLEST_RATIO);
    double largest = 0;
    for (int j = 0; j < k; j++) {
      double pull = nonNegative ? residual[j] : Math.abs(residual[j]);
      if (l1[j] > 0 && pull > 0) {
        double weight = factors[j] * units[j];
        double lambda = 2 * pull / (ratio * weight);
        while (lambda * ratio * weight / 2 < pull) {
          lambda = Math.nextUp(lambda);
        }
        largest = Math.max(largest, lambda);
      }
    }
    return largest;
  }

  /**
   * λ from {@link #lambdaMax} down to a share of it, evenly spaced by logarithm; a single 0 where
   * nothing draws a coefficient away from zero.
   *
   * @param count at least 1
   * @param floor the share, above 0 and at most 1
   */
  public double[] path(int count, double floor) {
    if (count < 1 || !(floor > 0 && floor <= 1)) {
      throw new IllegalArgumentException(
          "expected count ≥ 1 and 0 < floor ≤ 1, found " + count + " and " + floor);
    }
    double max = lambdaMax();
    if (max == 0) {
      return new double[1];
    }
    double[] lambdas = new double[count];
    for (int i = 0; i < count; i++) {
      lambdas[i] = i == 0 ? max : max * Math.pow(floor, i / (count - 1.0));
    }
    return lambdas;
  }

  /** The weights of |wⱼ| at a λ. */
  public double[] l1(double lambda) {
    double[] weights = new double[k];
    for (int j = 0; j < k; j++) {
      double weight = factors[j] * units[j];
      weights[j] = weight == 0 ? 0 : lambda * l1Ratio * weight / 2;
    }
    return weights;
  }

  /** The weights of ½wⱼ² at a λ. */
  public double[] l2(double lambda) {
    double[] weights = new double[k];
    for (int j = 0; j < k; j++) {
      double weight = factors[j] * units[j] * units[j];
      weights[j] = weight == 0 ? 0 : lambda * (1 - l1Ratio) * weight;
    }
    return weights;
  }

  /**
   * Fits, from the largest λ to the smallest.
   *
   * @param lambdas at least 0, in any order
   * @return a fit for each, in the order given
   */
  public List<PenalisedFit> fit(double... lambdas) {
    for (double lambda : lambdas) {
      if (!(lambda >= 0) || Double.isInfinite(lambda)) {
        throw new IllegalArgumentException("lambda must be at least 0, found " + lambda);
      }
    }
    PenalisedFit[] fits = new PenalisedFit[lambdas.length];
    double[] start = null;
    double[] previous = null;
    int[] order =
        IntStream.range(0, lambdas.length)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer i) -> -lambdas[i]))
            .mapToInt(i -> i)
            .toArray();
    for (int i : order) {
      double[] l1 = l1(lambdas[i]);
      fits[i] = solver.solve(l1, l2(lambdas[i]), nonNegative, start, previous);
      start = fits[i].coefficients();
      previous = l1;
    }
    return List.of(fits);
  }
}
