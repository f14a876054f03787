package org.suffice.solve;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.suffice.Tolerance;
import org.suffice.solve.Solution.Termination;

class CoordinateDescentTest {
  private static double[] filled(int k, double value) {
    double[] values = new double[k];
    Arrays.fill(values, value);
    return values;
  }

  private static double objective(Quadratic q, double[] l1, double[] l2, double[] w) {
    double sum = q.rss(w) / 2;
    for (int j = 0; j < w.length; j++) {
      sum += l1[j] * Math.abs(w[j]) + l2[j] * w[j] * w[j] / 2;
    }
    return sum;
  }

  /** The conditions of Karush, Kuhn and Tucker, and what a fit says of itself. */
  static void checkOptimal(
      Quadratic q, double[] l1, double[] l2, boolean nonNegative, PenalisedFit fit) {
    double[] w = fit.coefficients();
    assertEquals(Termination.CONVERGED, fit.solution().termination());
    double[] g = q.gradient(w);
    double yy = q.labelSquare();
    for (int j = 0; j < q.k(); j++) {
      assertTrue(Double.isFinite(w[j]));
      double c = -g[j] - l2[j] * w[j];
      double allowed = 1e-11 * Math.sqrt(q.matrix()[j * q.k() + j]) * Math.sqrt(yy);
      assertTrue(!nonNegative || w[j] >= 0, "negative");
      if (w[j] != 0) {
        assertEquals(Math.signum(w[j]) * l1[j], c, allowed, "gradient of " + j);
      } else {
        assertTrue((nonNegative ? c : Math.abs(c)) <= l1[j] + allowed, "pull of " + j + ": " + c);
      }
    }
    assertTrue(
        fit.dualityGap() >= 0 && fit.dualityGap() <= 1e-10 * yy / 2,
        fit.dualityGap() + " of " + yy / 2);
    if (yy > 0) {
      Tolerance.absolute(1e-14 * yy, "rounding of yy")
          .check("objective", objective(q, l1, l2, w), fit.solution().objective());
      Tolerance.absolute(1e-14 * yy, "rounding of yy").check("rss", q.rss(w), fit.rss());
    }
  }

  /** Proximal gradient steps of length 1/L: slow and plain. */
  private static double[] reference(
      Quadratic q, double[] l1, double[] l2, boolean nonNegative, int steps) {
    int k = q.k();
    double bound = 0;
    for (int i = 0; i < k; i++) {
      double sum = l2[i];
      for (int j = 0; j < k; j++) {
        sum += Math.abs(q.matrix()[i * k + j]);
      }
      bound = Math.max(bound, sum);
    }
    double[] w = new double[k];
    double[] v = w;
    double t = 1;
    for (int step = 0; step < steps; step++) { // with Nesterov's momentum
      double[] g = q.gradient(v);
      double[] next = new double[k];
      for (int j = 0; j < k; j++) {
        double z = v[j] - (g[j] + l2[j] * v[j]) / bound;
        double size = Math.max(0, (nonNegative ? z : Math.abs(z)) - l1[j] / bound);
        next[j] = Math.copySign(size, z);
      }
      double after = (1 + Math.sqrt(1 + 4 * t * t)) / 2;
      v = new double[k];
      for (int j = 0; j < k; j++) {
        v[j] = next[j] + (t - 1) / after * (next[j] - w[j]);
      }
      t = after;
      w = next;
    }
    return w;
  }

  @Test
  void randomElasticNetsAgainstProximalGradient() {
    Random random = new Random(5);
    for (int round = 0; round < 60; round++) {
      int k = 1 + random.nextInt(12);
      Quadratic q = Problems.random(k + 5 + random.nextInt(40), k, round).quadratic();
      double[] l1 = new double[k];
      double[] l2 = new double[k];
      boolean nonNegative = random.nextInt(3) == 0;
      double size = Arrays.stream(q.products()).map(Math::abs).max().orElse(0);
      for (int j = 0; j < k; j++) {
        l1[j] = random.nextInt(5) == 0 ? 0 : size * random.nextDouble() / 3;
        l2[j] = random.nextInt(3) == 0 ? 0 : 20 * random.nextDouble();
      }
      double[] before = q.matrix().clone();
      PenalisedFit fit = new CoordinateDescent(q).solve(l1, l2, nonNegative, null);
      assertArrayEquals(before, q.matrix());
      checkOptimal(q, l1, l2, nonNegative, fit);
      double[] slow = reference(q, l1, l2, nonNegative, 4_000);
      double reached = objective(q, l1, l2, slow);
      double found = fit.solution().objective();
      assertTrue(found <= reached * (1 + 1e-13), found + " above " + reached);
      Tolerance.relative(1e-8, "where proximal steps are after 4,000")
          .check("objective", reached, found);
      double most = Arrays.stream(slow).map(Math::abs).max().orElse(0);
      Tolerance.absolute(1e-4 * most + 1e-12, "the root of what the objective misses")
          .check("w", slow, fit.coefficients());
    }
  }

  /** Any start ends at the same point. */
  @Test
  void startDoesNotMatter() {
    Quadratic q = Problems.random(60, 10, 3).quadratic();
    double[] l1 = filled(10, 20);
    double[] l2 = filled(10, 1);
    CoordinateDescent solver = new CoordinateDescent(q);
    PenalisedFit fit = solver.solve(l1, l2, false, null);
    for (int seed = 0; seed < 5; seed++) {
      double[] start = new Random(seed).doubles(10, -3, 3).toArray();
      double[] before = start.clone();
      PenalisedFit other = solver.solve(l1, l2, false, start);
      assertArrayEquals(before, start);
      for (int j = 0; j < 10; j++) {
        if (fit.coefficients()[j] == 0) {
          assertEquals(0, other.coefficients()[j]);
        } else {
          Tolerance.relative(1e-13, "both are refined")
              .check("w", fit.coefficients()[j], other.coefficients()[j]);
        }
      }
    }
    assertEquals(1, solver.solve(l1, l2, false, fit.coefficients()).solution().iterations(), 2);
  }

  /** The best of all sets of columns, each by least squares. */
  @Test
  void nonNegativeLeastSquaresByAllSubsets() {
    for (int seed = 0; seed < 40; seed++) {
      int k = 1 + seed % 6;
      Quadratic q = Problems.random(k + 8, k, 100 + seed).quadratic();
      double best = q.labelSquare();
      double[] at = new double[k];
      for (int set = 1; set < 1 << k; set++) {
        int m = Integer.bitCount(set);
        int[] columns = new int[m];
        for (int j = 0, i = 0; j < k; j++) {
          if ((set >> j & 1) == 1) {
            columns[i++] = j;
          }
        }
        double[] a = new double[m * m];
        double[] b = new double[m];
        for (int i = 0; i < m; i++) {
          b[i] = q.products()[columns[i]];
          for (int j = 0; j < m; j++) {
            a[i * m + j] = q.matrix()[columns[i] * k + columns[j]];
          }
        }
        double[] w = new double[k];
        double[] solved = Problems.solve(m, a, b);
        for (int i = 0; i < m; i++) {
          w[columns[i]] = solved[i];
        }
        if (Arrays.stream(w).allMatch(v -> v >= 0) && q.rss(w) < best) {
          best = q.rss(w);
          at = w;
        }
      }
      double[] none = new double[k];
      PenalisedFit fit = new CoordinateDescent(q).solve(none, none, true, null);
      checkOptimal(q, none, none, true, fit);
      Tolerance.relative(1e-12, "the same subset").check("rss", best, fit.rss());
      Tolerance.absolute(1e-10, "elimination").check("w", at, fit.coefficients());
    }
  }

  @Test
  void withoutPenaltyItIsLeastSquares() {
    Quadratic q = Problems.random(40, 7, 4).quadratic();
    double[] none = new double[7];
    PenalisedFit fit = new CoordinateDescent(q).solve(none, none, false, null);
    checkOptimal(q, none, none, false, fit);
    Tolerance.relative(1e-10, "elimination")
        .check("w", Problems.solve(7, q.matrix(), q.products()), fit.coefficients());
  }

  /** A column twice: the minimum is not unique, what is found is a minimum, the same every time. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void repeatedColumns(boolean nonNegative) {
    Quadratic q = Problems.random(40, 4, 2).select(0, 1, 0, 2, 3, 3, 0).quadratic();
    double[] none = new double[7];
    for (double weight : new double[] {0, 1e-8, 1, 30, 1e9}) {
      for (double square : new double[] {0, 1e-3}) {
        double[] l1 = filled(7, weight);
        double[] l2 = filled(7, square);
        PenalisedFit fit = new CoordinateDescent(q).solve(l1, l2, nonNegative, null);
        checkOptimal(q, l1, l2, nonNegative, fit);
        assertArrayEquals(
            fit.coefficients(),
            new CoordinateDescent(q).solve(l1, l2, nonNegative, null).coefficients());
      }
    }
    double[] start = {5, 1, -3, 0, 2, 2, 1};
    double[] l1 = filled(7, 1);
    checkOptimal(q, l1, none, false, new CoordinateDescent(q).solve(l1, none, false, start));
  }

  /** A repeated column with more weight on its absolute value is never the one that is used. */
  @Test
  void cheaperOfTwoEqualColumns() {
    Quadratic q = Problems.random(40, 4, 2).select(0, 1, 0).quadratic();
    double[] l1 = {3, 1, 1};
    PenalisedFit fit =
        new CoordinateDescent(q).solve(l1, new double[3], false, new double[] {2, 0, 2});
    checkOptimal(q, l1, new double[3], false, fit);
    assertEquals(0, fit.coefficients()[0]);
    assertTrue(fit.coefficients()[2] != 0);
  }

  @Test
  void sumOfOtherColumns() {
    Problems rows = Problems.random(40, 4, 2);
    double[] x = new double[40 * 5];
    for (int i = 0; i < 40; i++) {
      System.arraycopy(rows.x(), 4 * i, x, 5 * i, 4);
      x[5 * i + 4] = x[5 * i] + x[5 * i + 1] - x[5 * i + 3];
    }
    Quadratic q = new Problems(40, 5, x, rows.y()).quadratic();
    for (double weight : new double[] {0, 1e-6, 1, 20}) {
      double[] l1 = filled(5, weight);
      checkOptimal(
          q,
          l1,
          new double[5],
          false,
          new CoordinateDescent(q).solve(l1, new double[5], false, null));
    }
  }

  @Test
  void columnsOfZeros() {
    Quadratic q = Problems.random(20, 2, 2).select(0, -1, 1).quadratic();
    for (double weight : new double[] {0, 1}) {
      double[] l1 = filled(3, weight);
      PenalisedFit fit =
          new CoordinateDescent(q).solve(l1, new double[3], false, new double[] {1, 1, 1});
      checkOptimal(q, l1, new double[3], false, fit);
      assertEquals(0, fit.coefficients()[1]);
      assertEquals(2, fit.nonZeros());
    }
  }

  @Test
  void noColumns() {
    Quadratic q = new Quadratic(0, new double[0], new double[0], 7, 3, 3);
    double[] none = new double[0];
    PenalisedFit fit = new CoordinateDescent(q).solve(none, none, false, null);
    assertEquals(7, fit.rss());
    assertEquals(Termination.CONVERGED, fit.solution().termination());
    assertEquals(3.5, fit.solution().objective());
    assertEquals(0, fit.dualityGap());
  }

  @Test
  void constantLabel() {
    Quadratic q =
        new Quadratic(3, Problems.random(20, 3, 1).quadratic().matrix(), new double[3], 0, 20, 20);
    for (double weight : new double[] {0, 1}) {
      PenalisedFit fit =
          new CoordinateDescent(q)
              .solve(filled(3, weight), new double[3], false, new double[] {1, 2, 3});
      assertArrayEquals(new double[3], fit.coefficients());
      assertEquals(Termination.CONVERGED, fit.solution().termination());
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-100, 1e-30, 1e30, 1e100})
  void unitsDoNotMatter(double unit) {
    Quadratic q = Problems.random(40, 6, 2).quadratic();
    double[] l1 = {10, 20, 0, 10, 30, 5};
    double[] l2 = {0, 1, 2, 0, 5, 0};
    PenalisedFit fit = new CoordinateDescent(q).solve(l1, l2, false, null);
    Quadratic columns = Problems.scaled(q, unit, 1);
    PenalisedFit scaled =
        new CoordinateDescent(columns)
            .solve(
                Arrays.stream(l1).map(v -> v * unit).toArray(),
                Arrays.stream(l2).map(v -> v * unit * unit).toArray(),
                false,
                null);
    Quadratic label = Problems.scaled(q, 1, unit);
    PenalisedFit other =
        new CoordinateDescent(label)
            .solve(Arrays.stream(l1).map(v -> v * unit).toArray(), l2, false, null);
    for (int j = 0; j < 6; j++) {
      double w = fit.coefficients()[j];
      if (w == 0) {
        assertEquals(0, scaled.coefficients()[j]);
        assertEquals(0, other.coefficients()[j]);
      } else {
        Tolerance.digits(12, "powers of ten are not of two")
            .check("w", w, scaled.coefficients()[j] * unit);
        Tolerance.digits(12, "powers of ten are not of two")
            .check("w", w, other.coefficients()[j] / unit);
      }
    }
    Tolerance.digits(13, "likewise").check("rss", fit.rss(), scaled.rss());
    Tolerance.digits(13, "likewise").check("rss", fit.rss(), other.rss() / unit / unit);
  }

  /** Columns that differ by a millionth of their length need no thousands of sweeps. */
  @Test
  void nearlyCollinearColumns() {
    Random random = new Random(3);
    int n = 50;
    int k = 6;
    double[] x = new double[n * k];
    double[] y = new double[n];
    for (int i = 0; i < n; i++) {
      double common = random.nextGaussian();
      for (int j = 0; j < k; j++) {
        x[i * k + j] = common + 1e-5 * random.nextGaussian();
      }
      y[i] = common + 1e3 * (x[i * k] - x[i * k + 3]) + 0.1 * random.nextGaussian();
    }
    Quadratic q = new Problems(n, k, x, y).quadratic();
    for (double weight : new double[] {10, 1e-1, 1e-3, 1e-6, 1e-9, 0}) {
      double[] l1 = filled(k, weight);
      PenalisedFit fit = new CoordinateDescent(q).solve(l1, new double[k], false, null);
      checkOptimal(q, l1, new double[k], false, fit);
      assertTrue(fit.solution().iterations() < 400, fit.solution().toString());
    }
  }

  @Test
  void runsThatEndEarlySaySo() {
    Quadratic q = Problems.random(60, 30, 3).quadratic();
    double[] l1 = filled(30, 1);
    PenalisedFit fit = new CoordinateDescent(q, 1e-12, 1).solve(l1, new double[30], false, null);
    assertEquals(Termination.MAX_ITERATIONS, fit.solution().termination());
    assertEquals(1, fit.solution().iterations(), 1);
    // The gap bounds how far the objective is from its minimum, wherever the run ended.
    double minimum =
        new CoordinateDescent(q).solve(l1, new double[30], false, null).solution().objective();
    assertTrue(fit.dualityGap() >= fit.solution().objective() - minimum);
  }

  @Test
  void wrongArgumentsAreRefused() {
    Quadratic q = Problems.random(10, 2, 1).quadratic();
    CoordinateDescent solver = new CoordinateDescent(q);
    double[] none = new double[2];
    for (double bad : new double[] {-1, Double.NaN}) {
      assertThrows(
          IllegalArgumentException.class,
          () -> solver.solve(new double[] {0, bad}, none, false, null));
      assertThrows(
          IllegalArgumentException.class,
          () -> solver.solve(none, new double[] {0, bad}, false, null));
    }
    assertThrows(
        IllegalArgumentException.class, () -> solver.solve(new double[3], none, false, null));
    assertThrows(IllegalArgumentException.class, () -> new CoordinateDescent(q, 0, 1));
    assertThrows(IllegalArgumentException.class, () -> new CoordinateDescent(q, 1e-9, 0));
  }
}
