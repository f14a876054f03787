package org.suffice.solve;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.suffice.Tolerance;

/** All λ at once against one at a time, by plain elimination. */
class RidgePathTest {
  private static final double[] LAMBDAS = {0, 1e-6, 0.01, 1, 100, 1e6};

  /** (S+λF)⁻¹S(S+λF)⁻¹ and the rest, as the formulas say. */
  private record Twin(double[] w, double degrees, double[] errors, double intercept) {
    static Twin of(Quadratic q, double lambda, double[] f, double[] means) {
      int k = q.k();
      double[] a = q.matrix().clone();
      for (int j = 0; j < k; j++) {
        a[j * k + j] += lambda * f[j];
      }
      double[] inverse = new double[k * k];
      for (int j = 0; j < k; j++) {
        double[] unit = new double[k];
        unit[j] = 1;
        System.arraycopy(Problems.solve(k, a, unit), 0, inverse, j * k, k);
      }
      double[] t = product(k, inverse, q.matrix());
      double[] sandwich = product(k, t, inverse);
      double degrees = 0;
      double[] errors = new double[k];
      double intercept = 1 / q.sumWeights();
      for (int i = 0; i < k; i++) {
        degrees += t[i * k + i];
        errors[i] = Math.sqrt(sandwich[i * k + i]);
        for (int j = 0; j < k; j++) {
          intercept += means[i] * sandwich[i * k + j] * means[j];
        }
      }
      return new Twin(Problems.solve(k, a, q.products()), degrees, errors, Math.sqrt(intercept));
    }

    private static double[] product(int k, double[] a, double[] b) {
      double[] c = new double[k * k];
      for (int i = 0; i < k; i++) {
        for (int j = 0; j < k; j++) {
          for (int m = 0; m < k; m++) {
            c[i * k + j] += a[i * k + m] * b[m * k + j];
          }
        }
      }
      return c;
    }
  }

  private static void checkAgainstTwin(Problems rows, double[] factors, Tolerance tolerance) {
    Quadratic q = rows.quadratic();
    double[] s = q.matrix().clone();
    double[] f = factors == null ? new double[q.k()] : factors;
    if (factors == null) {
      Arrays.fill(f, 1);
    }
    List<RidgeFit> fits = new RidgePath(q, factors, rows.means()).solve(LAMBDAS);
    assertArrayEquals(s, q.matrix());
    for (int i = 0; i < LAMBDAS.length; i++) {
      RidgeFit fit = fits.get(i);
      Twin twin = Twin.of(q, LAMBDAS[i], f, rows.means());
      tolerance.check("w", twin.w(), fit.coefficients());
      tolerance.check("df", twin.degrees(), fit.effectiveDegrees());
      tolerance.check("errors", twin.errors(), fit.errorFactors());
      tolerance.check("intercept", twin.intercept(), fit.interceptErrorFactor());
      tolerance.check("rss", q.rss(twin.w()), fit.rss());
      double n = q.rows();
      double left = n - 1 - twin.degrees();
      tolerance.check("gcv", n * fit.rss() / (left * left), fit.gcv());
      assertEquals(Solution.Termination.CONVERGED, fit.solution().termination());
      double largest = Arrays.stream(q.products()).map(Math::abs).max().orElse(0);
      assertTrue(fit.solution().gradientNorm() <= 1e-12 * largest);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 8, 9, 33})
  void oneAtATime(int k) {
    checkAgainstTwin(
        Problems.random(60, k, k), null, Tolerance.relative(1e-10, "elimination, condition 1e3"));
  }

  @Test
  void factorsOfEachColumn() {
    double[] factors = {1, 0, 2.5, 1e-3, 0, 40};
    checkAgainstTwin(Problems.random(50, 6, 4), factors, Tolerance.relative(1e-10, "elimination"));
    checkAgainstTwin(
        Problems.random(50, 3, 4), new double[3], Tolerance.relative(1e-10, "elimination"));
  }

  /**
   * Columns of 1e-6 and 1e6 beside each other: eigenvalues alone would have lost the small ones.
   */
  @Test
  void columnsOfVeryDifferentLength() {
    Problems rows = Problems.random(80, 6, 9);
    double[] units = {1e-6, 1, 1e6, 1e-3, 1e3, 1e5};
    double[] x = rows.x().clone();
    for (int i = 0; i < x.length; i++) {
      x[i] *= units[i % 6];
    }
    Problems other = new Problems(80, 6, x, rows.y());
    double[] f = Arrays.stream(units).map(u -> 1 / (u * u)).toArray();
    List<RidgeFit> fits =
        new RidgePath(other.quadratic(), null, other.means()).solve(1e-3, 1.0, 1e4);
    for (RidgeFit fit : fits) {
      Twin twin = Twin.of(rows.quadratic(), fit.lambda(), f, rows.means());
      Tolerance tolerance = Tolerance.relative(1e-10, "elimination, condition 1e3");
      for (int j = 0; j < 6; j++) {
        tolerance.check("w", twin.w()[j], fit.coefficients()[j] * units[j]);
        tolerance.check("errors", twin.errors()[j], fit.errorFactors()[j] * units[j]);
      }
      tolerance.check("df", twin.degrees(), fit.effectiveDegrees());
      tolerance.check("intercept", twin.intercept(), fit.interceptErrorFactor());
    }
  }

  /** To 1e-12 times the condition of S+λI of a refined solution by Cholesky at each λ alone. */
  @Test
  void equalsRefittingAtEachLambda() {
    Problems rows = Problems.random(120, 40, 5);
    Quadratic q = rows.quadratic();
    double[] lambdas = new double[100];
    Arrays.setAll(lambdas, i -> 1e6 * Math.pow(1e-10, i / 99.0));
    double[] ones = new double[40];
    Arrays.fill(ones, 1);
    DirectRidge direct = new DirectRidge(q, new ScaledQuadratic(q), ones, rows.means());
    List<RidgeFit> fits = new RidgePath(q, null, rows.means()).solve(lambdas);
    for (RidgeFit fit : fits) {
      RidgeFit alone = direct.solve(fit.lambda());
      Tolerance tolerance = Tolerance.relative(1e-12, "both are refined");
      tolerance.check("w", alone.coefficients(), fit.coefficients());
      tolerance.check("rss", alone.rss(), fit.rss());
      tolerance.check("gcv", alone.gcv(), fit.gcv());
      tolerance.check("df", alone.effectiveDegrees(), fit.effectiveDegrees());
      tolerance.check("errors", alone.errorFactors(), fit.errorFactors());
      tolerance.check("intercept", alone.interceptErrorFactor(), fit.interceptErrorFactor());
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-100, 1e-30, 1e30, 1e100})
  void unitsDoNotMatter(double unit) {
    Problems rows = Problems.random(40, 4, 2);
    Quadratic q = rows.quadratic();
    Quadratic other = Problems.scaled(q, unit, 1);
    RidgeFit fit = new RidgePath(q, null, null).solve(3).get(0);
    RidgeFit scaled = new RidgePath(other, null, null).solve(3 * unit * unit).get(0);
    for (int j = 0; j < 4; j++) {
      Tolerance.digits(13, "powers of ten are not of two")
          .check("w", fit.coefficients()[j], scaled.coefficients()[j] * unit);
      Tolerance.digits(13, "powers of ten are not of two")
          .check("errors", fit.errorFactors()[j], scaled.errorFactors()[j] * unit);
    }
    Tolerance.digits(13, "likewise").check("rss", fit.rss(), scaled.rss());
    assertTrue(Double.isNaN(fit.interceptErrorFactor()), "no intercept, no error of it");
  }

  @Test
  void noColumns() {
    Quadratic q = new Quadratic(0, new double[0], new double[0], 7, 4, 4);
    RidgeFit fit = new RidgePath(q, null, new double[0]).solve(1).get(0);
    assertEquals(7, fit.rss());
    assertEquals(0, fit.effectiveDegrees());
    assertEquals(0.5, fit.interceptErrorFactor());
    assertEquals(4 * 7 / 9.0, fit.gcv());
    assertEquals(0, new RidgePath(q, null, null).solve().size());
  }

  @Test
  void zeroAndRepeatedColumnsSharePenalisedOnly() {
    Problems rows = Problems.random(40, 3, 2).select(0, -1, 1, 0, 2);
    RidgePath path = new RidgePath(rows.quadratic(), null, rows.means());
    RidgeFit fit = path.solve(2).get(0);
    assertEquals(0, fit.coefficients()[1]);
    assertEquals(0, fit.errorFactors()[1]);
    Tolerance.digits(13, "one column twice shares")
        .check("halves", fit.coefficients()[0], fit.coefficients()[3]);
    DependentColumnsException zero =
        assertThrows(DependentColumnsException.class, () -> path.solve(0));
    assertEquals(1, zero.column());
    assertEquals(0, zero.others().length);
    RidgePath repeated = new RidgePath(rows.select(0, 2, 3).quadratic(), null, new double[3]);
    DependentColumnsException exception =
        assertThrows(DependentColumnsException.class, () -> repeated.solve(1, 0));
    assertEquals(2, exception.column());
    assertArrayEquals(new int[] {0}, exception.others());
    assertTrue(exception.getMessage().contains("lambda=0"), exception.getMessage());
  }

  @Test
  void dependentColumnsWithoutPenaltyAreNamed() {
    Quadratic q = Problems.random(40, 3, 2).select(0, 1, 2, 0).quadratic();
    DependentColumnsException exception =
        assertThrows(
            DependentColumnsException.class,
            () -> new RidgePath(q, new double[] {0, 1, 0, 0}, null));
    assertEquals(3, exception.column());
    assertArrayEquals(new int[] {0}, exception.others());
  }

  @Test
  void constantLabelHasNoSlope() {
    Problems rows = Problems.random(20, 3, 1);
    Quadratic q = new Quadratic(3, rows.quadratic().matrix(), new double[3], 0, 20, 20);
    RidgeFit fit = new RidgePath(q, null, rows.means()).solve(1).get(0);
    assertArrayEquals(new double[3], fit.coefficients());
    assertEquals(0, fit.rss());
    assertEquals(0, fit.gcv());
  }

  @Test
  void moreColumnsThanRows() {
    Problems rows = Problems.random(10, 25, 6);
    Quadratic q = rows.quadratic();
    for (RidgeFit fit : new RidgePath(q, null, rows.means()).solve(1e-3, 1, 1e3)) {
      double[] f = new double[25];
      Arrays.fill(f, 1);
      Twin twin = Twin.of(q, fit.lambda(), f, rows.means());
      Tolerance tolerance = Tolerance.relative(1e-8, "elimination, condition 1e6");
      tolerance.check("w", twin.w(), fit.coefficients());
      tolerance.check("df", twin.degrees(), fit.effectiveDegrees());
      assertTrue(fit.effectiveDegrees() < 9);
    }
  }

  @Test
  void gradientByCentralDifferences() {
    Quadratic q = Problems.random(40, 5, 3).quadratic();
    double[] factors = {1, 2, 0, 1, 0.5};
    RidgeFit fit = new RidgePath(q, factors, null).solve(7).get(0);
    for (int j = 0; j < 5; j++) {
      double[] right = fit.coefficients().clone();
      double[] left = fit.coefficients().clone();
      right[j] += 1e-3;
      left[j] -= 1e-3;
      double difference = (objective(q, right, factors, 7) - objective(q, left, factors, 7)) / 2e-3;
      Tolerance.absolute(1e-12 * fit.solution().objective() / 1e-3, "rounding over the step")
          .check("derivative", 0, difference);
    }
    Tolerance.digits(14, "the same sum")
        .check(
            "objective", objective(q, fit.coefficients(), factors, 7), fit.solution().objective());
  }

  private static double objective(Quadratic q, double[] w, double[] factors, double lambda) {
    double sum = q.rss(w) / 2;
    for (int j = 0; j < w.length; j++) {
      sum += lambda / 2 * factors[j] * w[j] * w[j];
    }
    return sum;
  }

  /**
   * Errors of the formula against the deviation of 20,000 fits to new noise on the same columns.
   */
  @Test
  void errorsAreThoseOfRepeatedSampling() {
    int n = 30;
    int k = 4;
    int samples = 20_000;
    Problems rows = Problems.random(n, k, 21);
    double[] means = rows.means();
    double[] factors = {1, 1, 0, 2};
    double lambda = 30;
    double sigma = 1.5;
    Quadratic q = rows.quadratic();
    RidgeFit fit = new RidgePath(q, factors, means).solve(lambda).get(0);
    double[] a = q.matrix().clone();
    for (int j = 0; j < k; j++) {
      a[j * k + j] += lambda * factors[j];
    }
    Random random = new Random(77);
    double[] sum = new double[k + 1];
    double[] squares = new double[k + 1];
    for (int t = 0; t < samples; t++) {
      double[] noise = new double[n];
      double mean = 0;
      for (int i = 0; i < n; i++) {
        noise[i] = sigma * random.nextGaussian();
        mean += noise[i] / n;
      }
      double[] s = new double[k];
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < k; j++) {
          s[j] += (rows.x()[i * k + j] - means[j]) * noise[i];
        }
      }
      double[] w = Arrays.copyOf(Problems.solve(k, a, s), k + 1);
      w[k] = mean;
      for (int j = 0; j < k; j++) {
        w[k] -= means[j] * w[j];
      }
      for (int j = 0; j <= k; j++) {
        sum[j] += w[j];
        squares[j] += w[j] * w[j];
      }
    }
    for (int j = 0; j <= k; j++) {
      double mean = sum[j] / samples;
      double deviation = Math.sqrt(squares[j] / samples - mean * mean);
      double factor = j < k ? fit.errorFactors()[j] : fit.interceptErrorFactor();
      // The deviation of 20,000 has itself a relative error of 1/√40,000 = 0.5 %.
      Tolerance.relative(0.02, "four errors of the simulation")
          .check("error of " + j, deviation, sigma * factor);
    }
  }

  @Test
  void wrongArgumentsAreRefused() {
    Quadratic q = Problems.random(10, 2, 1).quadratic();
    assertThrows(
        IllegalArgumentException.class, () -> new RidgePath(q, new double[] {1, -1}, null));
    assertThrows(IllegalArgumentException.class, () -> new RidgePath(q, new double[3], null));
    assertThrows(IllegalArgumentException.class, () -> new RidgePath(q, null, new double[1]));
    RidgePath path = new RidgePath(q, null, null);
    assertThrows(IllegalArgumentException.class, () -> path.solve(-1));
    assertThrows(IllegalArgumentException.class, () -> path.solve(Double.NaN));
  }
}
