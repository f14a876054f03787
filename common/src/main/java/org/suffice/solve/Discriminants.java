package org.suffice.solve;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.suffice.linalg.DoubleDouble;
import org.suffice.linalg.Lapack;

/**
 * Linear and quadratic discriminants from the moments of the classes: note 000 §6–7. Conventions
 * are those of MASS (Venables and Ripley, "Modern Applied Statistics with S", 2002, §12.1):
 * covariances are divided by n−c or n_k−1. Row weights count rows: with them n is Σω.
 *
 * <p>With exact moments everything is summed and solved in double-double and rounded once, by
 * arithmetic that is the same on every machine; LAPACK's Java finds the directions.
 */
public final class Discriminants {
  /** Directions with singular values below this share of the first are noise; MASS's default. */
  private static final double LEAST_DIRECTION = 1e-4;

  /**
   * What to solve.
   *
   * @param kind of discriminants
   * @param priors of each class; null for the shares of the rows
   * @param shrinkage α in [0, 1]; NaN to find one for each class
   * @param mix share of the pooled covariance in that of each class, in [0, 1]
   * @param tests whether equal means and equal covariances are tested
   */
  public record Settings(
      DiscriminantFit.Kind kind, double[] priors, double shrinkage, double mix, boolean tests) {}

  private final Settings settings;
  private final ClassScatters rows;
  private final int c;
  private final int d;
  private final int[] exponents;
  private final ClassMoments total;
  private final ClassMoments[] classes;

  private Discriminants(Settings settings, ClassScatters rows) {
    this.settings = settings;
    this.rows = rows;
    this.c = rows.classes.length;
    this.d = rows.numColumns();
    this.exponents = rows.exponents;
    this.total = rows.total;
    this.classes = rows.classes;
  }

  /**
   * Solves moments.
   *
   * @param rows of each class; not modified
   * @param squares for each of their columns the one that holds its squares; null unless shrinkage
   *     is to be found
   * @throws SingularCovarianceException where a covariance has no inverse
   */
  public static DiscriminantFit solve(Settings settings, ClassScatters rows, int[] squares) {
    return new Discriminants(settings, rows).solve(squares);
  }

  private DiscriminantFit solve(int[] squares) {
    DoubleDouble n = total.weight();
    double[] priors = settings.priors();
    if (priors == null) {
      priors = new double[c];
      for (int k = 0; k < c; k++) {
        priors[k] = classes[k].weight().over(n).value();
      }
    }
    double[] alpha = new double[c];
    Arrays.fill(alpha, settings.shrinkage());
    Scatter[] used = rows.scatters;
    Scatter usedPooled = rows.pooled;
    if (Double.isNaN(settings.shrinkage())) {
      used = ledoitWolf(squares, alpha);
      usedPooled = ClassScatters.sum(used);
    }
    boolean lda = settings.kind() == DiscriminantFit.Kind.LDA;
    Scatter[] covariances = new Scatter[lda ? 1 : c];
    for (int k = 0; k < covariances.length; k++) {
      covariances[k] = lda ? covariance(-1, usedPooled, null) : covariance(k, used[k], usedPooled);
    }
    Scatter.Factor[] factors = new Scatter.Factor[covariances.length];
    factor(lda, covariances, factors);

    double[] means = new double[c * d];
    double[] centre = new double[d];
    for (int j = 0; j < d; j++) {
      centre[j] = Math.scalb(total.mean(j).value(), exponents[j]);
      for (int k = 0; k < c; k++) {
        means[k * d + j] = Math.scalb(classes[k].mean(j).value(), exponents[j]);
      }
    }
    double[] matrices = new double[Math.multiplyExact(covariances.length, d * d)];
    double[] triangles = new double[matrices.length];
    double[] logDeterminants = new double[covariances.length];
    for (int k = 0; k < covariances.length; k++) {
      covariances[k].toDoubles(matrices, k * d * d);
      logDeterminants[k] = factors[k].logDeterminant();
    }
    IntStream.range(0, factors.length)
        .parallel()
        .forEach(k -> factors[k].inverseToDoubles(triangles, k * d * d));
    double[] coefficients = new double[lda ? c * d : 0];
    double[] intercepts = new double[c];
    for (int k = 0; k < c; k++) {
      intercepts[k] = StrictMath.log(priors[k]);
      intercepts[k] -= lda ? 0 : logDeterminants[k] / 2;
    }
    double[] values = {};
    double[] scaling = {};
    double[] origin = {};
    if (lda) {
      linear(factors[0], centre, coefficients, intercepts);
      origin = origin(priors);
      double[][] found = directions(factors[0], priors, origin);
      values = found[0];
      scaling = found[1];
    }
    double objective = objective(priors, logDeterminants);
    return new DiscriminantFit(
        settings.kind(),
        Arrays.stream(classes).mapToLong(ClassMoments::rows).toArray(),
        Arrays.stream(classes).mapToDouble(each -> each.weight().value()).toArray(),
        priors,
        centre,
        means,
        matrices,
        triangles,
        logDeterminants,
        alpha,
        settings.mix(),
        coefficients,
        intercepts,
        values,
        scaling,
        origin,
        settings.tests() ? DiscriminantTests.wilks(rows) : DiscriminantFit.Wilks.UNDEFINED,
        settings.tests() ? DiscriminantTests.box(rows) : DiscriminantFit.Box.UNDEFINED,
        new Solution(Solution.Termination.CONVERGED, 1, objective, 0));
  }

  private Scatter[] ledoitWolf(int[] squares, double[] alpha) {
    // A column that is constant in a class gets the variance that it has within all of them.
    Scatter spreads = new Scatter(exponents, total.isExact());
    Scatter all = total.scatter();
    for (int j = 0; j < d; j++) {
      DoubleDouble spread =
          rows.pooled.get(j, j).hi() > rows.floor(j) ? rows.pooled.get(j, j) : all.get(j, j);
      boolean varies = spread.hi() > total.floor(j);
      spreads.set(j, j, varies ? spread.over(total.weight()) : DoubleDouble.of(1));
    }
    Scatter[] shrunk = new Scatter[c];
    IntStream.range(0, c)
        .parallel()
        .forEach(
            k -> {
              alpha[k] = LedoitWolf.shrinkage(classes[k], squares, rows.scatters[k]);
              shrunk[k] = LedoitWolf.shrunk(classes[k], rows.scatters[k], alpha[k], spreads);
            });
    return shrunk;
  }

  /**
   * The covariance of a class, or of all with −1. RDA: Friedman, "Regularized discriminant
   * analysis", JASA 84 (1989), doi:10.1080/01621459.1989.10478752, eq. 15–18, with degrees of
   * freedom in the place of weights, so that mix=0 is the covariance of the class and mix=1 that of
   * all.
   */
  private Scatter covariance(int k, Scatter scatter, Scatter all) {
    Scatter sum = scatter;
    DoubleDouble freedom = k < 0 ? rows.freedom() : rows.freedom(k);
    if (k >= 0 && settings.mix() > 0) {
      DoubleDouble mix = DoubleDouble.of(settings.mix());
      DoubleDouble own = DoubleDouble.sum(1, -settings.mix());
      sum = scatter.times(own).plus(all, mix);
      freedom = freedom.times(own).plus(rows.freedom().times(mix));
    }
    Scatter covariance = sum.times(DoubleDouble.of(1).over(freedom));
    double alpha = settings.shrinkage();
    return alpha > 0 ? covariance.shrunk(alpha) : covariance;
  }

  /** Variances at most these are rounding of a constant. */
  private double[] floors(int k) {
    double mix = k < 0 ? 1 : settings.mix();
    double freedom =
        mix * rows.freedom().value() + (mix < 1 ? (1 - mix) * rows.freedom(k).value() : 0);
    double[] floors = new double[d];
    for (int j = 0; j < d; j++) {
      double own = mix < 1 ? (1 - mix) * classes[k].floor(j) : 0;
      floors[j] = (own + (mix > 0 ? mix * rows.floor(j) : 0)) / freedom;
    }
    return floors;
  }

  private void factor(boolean lda, Scatter[] covariances, Scatter.Factor[] factors) {
    SingularCovarianceException[] failures = new SingularCovarianceException[factors.length];
    IntStream.range(0, factors.length)
        .parallel()
        .forEach(
            k -> {
              double[] floors = settings.shrinkage() == 0 ? floors(lda ? -1 : k) : new double[d];
              try {
                factors[k] = covariances[k].factor(lda ? -1 : k, floors);
              } catch (SingularCovarianceException e) {
                failures[k] = e;
              }
            });
    for (SingularCovarianceException failure : failures) { // the first class, not the fastest
      if (failure != null) {
        throw failure;
      }
    }
  }

  /** δ = log π + (x−m)ᵀΣ⁻¹(μ−m) − ½(μ−m)ᵀΣ⁻¹(μ−m), m the centre: ½(x−m)ᵀΣ⁻¹(x−m) left out. */
  private void linear(
      Scatter.Factor factor, double[] centre, double[] coefficients, double[] intercepts) {
    for (int k = 0; k < c; k++) {
      DoubleDouble[] z = new DoubleDouble[d];
      for (int j = 0; j < d; j++) {
        z[j] = classes[k].mean(j).minus(DoubleDouble.of(Math.scalb(centre[j], -exponents[j])));
      }
      factor.forward(z);
      DoubleDouble square = DoubleDouble.ZERO;
      for (DoubleDouble value : z) {
        square = square.plus(value.times(value));
      }
      intercepts[k] -= square.value() / 2;
      factor.backward(z);
      for (int j = 0; j < d; j++) {
        coefficients[k * d + j] = z[j].scaleBy(-exponents[j]).value();
      }
    }
  }

  /** Σ π_k μ_k. */
  private double[] origin(double[] priors) {
    double[] origin = new double[d];
    for (int j = 0; j < d; j++) {
      DoubleDouble sum = DoubleDouble.ZERO;
      DoubleDouble share = DoubleDouble.ZERO;
      for (int k = 0; k < c; k++) {
        DoubleDouble prior = DoubleDouble.of(priors[k]);
        sum = sum.plus(classes[k].mean(j).times(prior));
        share = share.plus(prior);
      }
      origin[j] = Math.scalb(sum.over(share).value(), exponents[j]);
    }
    return origin;
  }

  /**
   * Singular values and directions, as {@code lda} of MASS: the singular value decomposition of the
   * class means about their mean, whitened by the covariance within, in units of √(nπ_k/(c−1)).
   */
  private double[][] directions(Scatter.Factor factor, double[] priors, double[] origin) {
    double[] rows = new double[c * d];
    for (int k = 0; k < c; k++) {
      DoubleDouble[] z = new DoubleDouble[d];
      for (int j = 0; j < d; j++) {
        z[j] = classes[k].mean(j).minus(DoubleDouble.of(Math.scalb(origin[j], -exponents[j])));
      }
      factor.forward(z);
      double size = Math.sqrt(total.weight().value() * priors[k] / (c - 1));
      for (int j = 0; j < d; j++) {
        rows[k * d + j] = size * z[j].value();
      }
    }
    int most = Math.min(d, c);
    double[] vectors = new double[most * d];
    double[] values = Lapack.rightSingularVectorsDestroying(c, d, rows, vectors);
    int r = 0;
    while (r < Math.min(d, c - 1) && values[r] > LEAST_DIRECTION * values[0]) {
      r++;
    }
    double[] scaling = new double[d * r];
    for (int v = 0; v < r; v++) {
      DoubleDouble[] x = new DoubleDouble[d];
      for (int j = 0; j < d; j++) {
        x[j] = DoubleDouble.of(vectors[v * d + j]);
      }
      factor.backward(x);
      int largest = 0;
      for (int j = 0; j < d; j++) {
        scaling[j * r + v] = x[j].scaleBy(-exponents[j]).value();
        if (Math.abs(scaling[j * r + v]) > Math.abs(scaling[largest * r + v])) {
          largest = j;
        }
      }
      if (scaling[largest * r + v] < 0) {
        for (int j = 0; j < d; j++) {
          scaling[j * r + v] = -scaling[j * r + v];
        }
      }
    }
    return new double[][] {Arrays.copyOf(values, r), scaling};
  }

  /** −Σω log(π_k φ(x; μ_k, Σ_k)): with classical covariances Σ(x−μ)ᵀΣ⁻¹(x−μ) is d(n−c). */
  private double objective(double[] priors, double[] logDeterminants) {
    if (settings.shrinkage() != 0 || settings.mix() != 0) {
      return Double.NaN;
    }
    double sum = d * rows.freedom().value();
    for (int k = 0; k < c; k++) {
      double logDeterminant = logDeterminants[logDeterminants.length == 1 ? 0 : k];
      sum +=
          classes[k].weight().value()
              * (d * StrictMath.log(2 * Math.PI) + logDeterminant - 2 * StrictMath.log(priors[k]));
    }
    return sum / 2;
  }
}
