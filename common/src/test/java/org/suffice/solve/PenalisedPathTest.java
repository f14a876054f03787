package org.suffice.solve;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.suffice.Tolerance;

class PenalisedPathTest {
  static final List<String> SETS = PenalisedGoldenTest.SETS;

  private static void checkPath(PenalisedPath path, Quadratic q, boolean nonNegative, double[] at) {
    List<PenalisedFit> fits = path.fit(at);
    for (int i = 0; i < at.length; i++) {
      CoordinateDescentTest.checkOptimal(
          q, path.l1(at[i]), path.l2(at[i]), nonNegative, fits.get(i));
    }
  }

  /** Every λ of a path of real data is optimal, with a gap below 1e-10 of the null objective. */
  @ParameterizedTest
  @FieldSource("SETS")
  void dualityGapAlongThePath(String name) {
    Quadratic q = GoldenRows.centred(GoldenRows.of("lasso__" + name).moments(null));
    for (double ratio : new double[] {1, 0.5, 0.01}) {
      PenalisedPath path = new PenalisedPath(q, ratio, null, null, false);
      double[] at = path.path(100, 1e-4);
      checkPath(path, q, false, at);
      List<PenalisedFit> fits = path.fit(at);
      assertEquals(0, fits.get(0).nonZeros());
      assertTrue(fits.get(1).nonZeros() > 0);
      int iterations = fits.stream().mapToInt(fit -> fit.solution().iterations()).sum();
      assertTrue(iterations < 4_000, iterations + " iterations");
      for (int i = 1; i < at.length; i++) {
        assertTrue(fits.get(i).rss() <= fits.get(i - 1).rss() * (1 + 1e-12));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"40,60,1", "30,80,0.5", "200,50,1", "25,40,0.05"})
  void pathsOfMadeUpData(int n, int k, double ratio) {
    Quadratic q = Problems.random(n, k, n).quadratic();
    for (boolean nonNegative : new boolean[] {false, true}) {
      PenalisedPath path = new PenalisedPath(q, ratio, null, null, nonNegative);
      checkPath(path, q, nonNegative, path.path(60, n < k ? 1e-2 : 1e-4));
    }
  }

  @Test
  void factorsAndUnits() {
    Quadratic q = Problems.random(80, 5, 6).quadratic();
    double[] factors = {1, 0, 2, 0.5, 1};
    double[] units = {1, 3, 2, 0.1, 1};
    PenalisedPath path = new PenalisedPath(q, 0.7, factors, units, false);
    assertEquals(4 * 0.7 * 2 * 2 / 2, path.l1(4)[2]);
    Tolerance.digits(15, "a product").check("l2", 4 * 0.3 * 2 * 4, path.l2(4)[2]);
    assertEquals(0, path.l1(4)[1]);
    double[] at = path.path(20, 1e-3);
    checkPath(path, q, false, at);
    // At the first λ only the column without penalty is in, and its fit is that of itself alone.
    PenalisedFit first = path.fit(at[0]).get(0);
    assertEquals(1, first.nonZeros());
    Tolerance.digits(14, "one column")
        .check("alone", q.products()[1] / q.matrix()[6], first.coefficients()[1]);
    assertTrue(path.fit(at[0] * 0.999).get(0).nonZeros() > 1);
    // A coefficient times its unit is what is penalised: the same as a column divided by it.
    double[] s = q.matrix().clone();
    double[] products = q.products().clone();
    for (int i = 0; i < 5; i++) {
      products[i] /= units[i];
      for (int j = 0; j < 5; j++) {
        s[i * 5 + j] = s[i * 5 + j] / units[i] / units[j];
      }
    }
    Quadratic divided = new Quadratic(5, s, products, q.labelSquare(), 80, 80);
    PenalisedPath other = new PenalisedPath(divided, 0.7, factors, null, false);
    Tolerance.digits(13, "a division").check("max", path.lambdaMax(), other.lambdaMax());
    for (int i = 0; i < at.length; i++) {
      double[] w = path.fit(at[i]).get(0).coefficients();
      double[] v = other.fit(at[i]).get(0).coefficients();
      for (int j = 0; j < 5; j++) {
        Tolerance.absolute(1e-11, "divisions").check("w", v[j], w[j] * units[j]);
      }
    }
  }

  @Test
  void lambdaMaxIsWhereTheFirstColumnEnters() {
    for (int seed = 0; seed < 20; seed++) {
      Quadratic q = Problems.random(30, 8, seed).quadratic();
      for (double ratio : new double[] {1, 0.3, 0.001}) {
        for (boolean nonNegative : new boolean[] {false, true}) {
          PenalisedPath path = new PenalisedPath(q, ratio, null, null, nonNegative);
          double max = path.lambdaMax();
          assertEquals(0, path.fit(max).get(0).nonZeros());
          assertEquals(1, path.fit(max * (1 - 1e-6)).get(0).nonZeros());
        }
      }
      double one = new PenalisedPath(q, 1e-3, null, null, false).lambdaMax();
      assertEquals(one, new PenalisedPath(q, 0, null, null, false).lambdaMax());
    }
  }

  @Test
  void pathIsEvenByLogarithm() {
    PenalisedPath path =
        new PenalisedPath(Problems.random(30, 3, 1).quadratic(), 1, null, null, false);
    double[] at = path.path(5, 1e-4);
    assertEquals(path.lambdaMax(), at[0]);
    Tolerance.digits(14, "a power").check("floor", 1e-4 * at[0], at[4]);
    for (int i = 1; i < 5; i++) {
      Tolerance.digits(14, "a power").check("ratio", 0.1, at[i] / at[i - 1]);
    }
    assertArrayEquals(new double[] {path.lambdaMax()}, path.path(1, 1e-4));
    assertThrows(IllegalArgumentException.class, () -> path.path(0, 0.1));
    assertThrows(IllegalArgumentException.class, () -> path.path(10, 0));
    assertThrows(IllegalArgumentException.class, () -> path.path(10, 1.1));
  }

  /** The order asked for is the order of the answers; warm starts do not show in them. */
  @Test
  void anyOrder() {
    Quadratic q = Problems.random(50, 10, 2).quadratic();
    PenalisedPath path = new PenalisedPath(q, 1, null, null, false);
    double[] at = path.path(20, 1e-3);
    double[] back = new double[20];
    for (int i = 0; i < 20; i++) {
      back[i] = at[19 - i];
    }
    List<PenalisedFit> forth = path.fit(at);
    List<PenalisedFit> other = path.fit(back);
    for (int i = 0; i < 20; i++) {
      assertArrayEquals(forth.get(i).coefficients(), other.get(19 - i).coefficients());
      Tolerance.absolute(1e-12, "both are refined")
          .check("w", path.fit(at[i]).get(0).coefficients(), forth.get(i).coefficients());
    }
  }

  /** Without a penalty on absolute values it is ridge. */
  @Test
  void ratioZeroIsRidge() {
    Problems rows = Problems.random(50, 10, 2);
    Quadratic q = rows.quadratic();
    double[] at = {1e4, 10, 0.1};
    List<PenalisedFit> fits = new PenalisedPath(q, 0, null, null, false).fit(at);
    List<RidgeFit> ridge = new RidgePath(q, null, rows.means()).solve(at);
    for (int i = 0; i < at.length; i++) {
      Tolerance.digits(13, "both are refined")
          .check("w", ridge.get(i).coefficients(), fits.get(i).coefficients());
      Tolerance.digits(13, "both are refined").check("rss", ridge.get(i).rss(), fits.get(i).rss());
    }
  }

  @Test
  void nothingToFind() {
    double[] one = {1};
    Quadratic constant = new Quadratic(1, one, new double[1], 0, 3, 3);
    PenalisedPath path = new PenalisedPath(constant, 1, null, null, false);
    assertArrayEquals(new double[1], path.path(100, 1e-4));
    assertEquals(0, path.fit(0).get(0).nonZeros());
    Quadratic empty = new Quadratic(0, new double[0], new double[0], 5, 3, 3);
    assertEquals(0, new PenalisedPath(empty, 0.5, null, null, false).lambdaMax());
    assertEquals(5, new PenalisedPath(empty, 0.5, null, null, false).fit(1).get(0).rss());
    Quadratic negative = new Quadratic(1, one, new double[] {-1}, 2, 3, 3);
    assertEquals(0, new PenalisedPath(negative, 1, null, null, true).lambdaMax());
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
  void wrongRatiosAreRefused(double ratio) {
    Quadratic q = Problems.random(10, 2, 1).quadratic();
    assertThrows(
        IllegalArgumentException.class, () -> new PenalisedPath(q, ratio, null, null, false));
    PenalisedPath path = new PenalisedPath(q, 1, null, null, false);
    assertThrows(IllegalArgumentException.class, () -> path.fit(1, -1));
    assertThrows(
        IllegalArgumentException.class, () -> new PenalisedPath(q, 1, new double[3], null, false));
    assertThrows(
        IllegalArgumentException.class,
        () -> new PenalisedPath(q, 1, null, new double[] {1, -1}, false));
  }
}
