package org.suffice.solve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.suffice.Tolerance;

/** Tests of the difference of two models: against R, against their definitions, by simulation. */
final class PairedTestTest {
  private static final double[] DIFFERENCES = {
    0.42, -0.13, 0.77, 0.05, -0.31, 1.2, 0.02, -0.55, 0.9, 0.11, 0.34, -0.08
  };

  private static final Tolerance EXACT =
      Tolerance.relative(64 * Tolerance.ULP, "sums of a dozen numbers, and a p value of them");

  private static double[] ones(int n) {
    double[] ones = new double[n];
    Arrays.fill(ones, 1);
    return ones;
  }

  /** t.test(d, alternative = "greater") and "less" of R 4.2.2. */
  @Test
  void studentIsThatOfR() {
    PairedTest test = PairedTest.student(DIFFERENCES, ones(12));
    EXACT.check("mean", 0.228333333333333333, test.difference());
    EXACT.check("error", 0.149396935860292818, test.standardError());
    EXACT.check("t", 1.528366910730064587, test.statistic());
    EXACT.check("better", 0.077326373230675843, test.better());
    EXACT.check("worse", 0.922673626769324184, test.worse());
  }

  @Test
  void weightsCountByTheirRatiosAlone() {
    double[] threes = ones(12);
    Arrays.fill(threes, 3);
    for (PairedTest[] two :
        new PairedTest[][] {
          {PairedTest.student(DIFFERENCES, ones(12)), PairedTest.student(DIFFERENCES, threes)},
          {
            PairedTest.bootstrap(DIFFERENCES, ones(12), 500, 7),
            PairedTest.bootstrap(DIFFERENCES, threes, 500, 7)
          }
        }) {
      EXACT.check("t", two[0].statistic(), two[1].statistic());
      EXACT.check("p", two[0].better(), two[1].better());
    }
    // Two groups of rows, of which one weighs all but nothing: what is left is the other.
    double[] weights = ones(12);
    Arrays.fill(weights, 6, 12, 1e-12);
    double alone = PairedTest.student(Arrays.copyOf(DIFFERENCES, 6), ones(6)).difference();
    Tolerance.relative(1e-10, "weights of 1e-12 against 1")
        .check("mean", alone, PairedTest.student(DIFFERENCES, weights).difference());
  }

  @Test
  void theBootstrapIsCloseToStudentWhereNothingIsSkewed() {
    Random random = new Random(5);
    double[] normal = random.doubles(400).map(u -> random.nextGaussian() + 0.07).toArray();
    PairedTest student = PairedTest.student(normal, ones(400));
    PairedTest bootstrap = PairedTest.bootstrap(normal, ones(400), 20_000, 3);
    assertEquals(student.statistic(), bootstrap.statistic());
    // The standard error of a share of 20,000 is 0.0035 at most.
    Tolerance.absolute(0.015, "four standard errors of the replicates")
        .check("better", student.better(), bootstrap.better());
    Tolerance.absolute(0.015, "four standard errors of the replicates")
        .check("worse", student.worse(), bootstrap.worse());
    assertEquals(bootstrap, PairedTest.bootstrap(normal, ones(400), 20_000, 3));
    assertTrue(bootstrap.better() != PairedTest.bootstrap(normal, ones(400), 20_000, 4).better());
  }

  /**
   * Differences without a gain whose distribution is skewed either way: a gain is found in no more
   * than the share of the level, a real one nearly always.
   */
  @Test
  void nothingIsFoundWhereNothingIs() {
    int simulations = 2000;
    int rows = 150;
    double level = 0.05;
    // Three standard errors of a share of 0.05 in 2,000, above the level of the bootstrap's error.
    double most = level + 3 * Math.sqrt(level * (1 - level) / simulations) + 0.005;
    for (int sign : new int[] {-1, 1}) {
      Random random = new Random(17);
      int student = 0;
      int bootstrap = 0;
      int found = 0;
      for (int s = 0; s < simulations; s++) {
        double[] null0 = new double[rows];
        for (int i = 0; i < rows; i++) {
          null0[i] = sign * (-Math.log(1 - random.nextDouble()) - 1);
        }
        student += PairedTest.student(null0, ones(rows)).better() <= level ? 1 : 0;
        bootstrap += PairedTest.bootstrap(null0, ones(rows), 399, s).better() <= level ? 1 : 0;
        double[] gain = Arrays.stream(null0).map(d -> d + 0.4).toArray();
        found += PairedTest.bootstrap(gain, ones(rows), 399, s).better() <= level ? 1 : 0;
      }
      assertTrue(bootstrap <= most * simulations, sign + ": " + bootstrap + " by bootstrap");
      assertTrue(found >= 0.99 * simulations, sign + ": a gain found " + found);
      if (sign < 0) { // what the bootstrap is for: Student's test finds too many here
        assertTrue(student > bootstrap, student + " by Student, " + bootstrap + " by bootstrap");
      }
    }
  }

  /** binom.test(3, 3, alternative = "greater") of R: 1/8; and of 9 among 11: 67/2048. */
  @Test
  void errorsOfClassifiersAreTossesOfACoin() {
    double[] three = new double[300];
    Arrays.fill(three, 0, 3, 1);
    PairedTest gains = PairedTest.signs(three);
    EXACT.check("better", 0.125, gains.better());
    EXACT.check("worse", 1, gains.worse());
    EXACT.check("gain", 0.01, gains.difference());
    Arrays.fill(three, 0, 9, 1);
    Arrays.fill(three, 9, 11, -1);
    EXACT.check("better", 67 / 2048.0, PairedTest.signs(three).better());
    Arrays.setAll(three, i -> -three[i]);
    EXACT.check("worse", 67 / 2048.0, PairedTest.signs(three).worse());
    assertEquals(1, PairedTest.signs(new double[5]).better());
  }

  /** Few rows on which classifiers differ, one as often right as the other. */
  @Test
  void fewDifferencesShowNothing() {
    Random random = new Random(23);
    int simulations = 1000;
    for (int differing = 2; differing <= 6; differing++) {
      int signs = 0;
      int byRandomSigns = 0;
      for (int s = 0; s < simulations; s++) {
        double[] errors = new double[300];
        for (int i = 0; i < differing; i++) {
          errors[i] = random.nextBoolean() ? 1 : -1;
        }
        signs += PairedTest.signs(errors).better() <= 0.05 ? 1 : 0;
        double[] weights = ones(300);
        weights[0] = 2.5;
        byRandomSigns += PairedTest.randomSigns(errors, weights, 199, s).better() <= 0.05 ? 1 : 0;
      }
      int most = (int) (simulations * 0.05 + 3 * Math.sqrt(simulations * 0.05 * 0.95));
      assertTrue(signs <= most, differing + " rows: " + signs + " by signs");
      assertTrue(byRandomSigns <= most, differing + " rows: " + byRandomSigns + " by random signs");
    }
  }

  @Test
  void randomSignsComeToTheTossesOfACoin() {
    double[] errors = new double[300];
    Arrays.fill(errors, 0, 9, 1);
    Arrays.fill(errors, 9, 11, -1);
    PairedTest exact = PairedTest.signs(errors);
    PairedTest random = PairedTest.randomSigns(errors, ones(300), 20_000, 1);
    assertEquals(exact.difference(), random.difference());
    Tolerance.absolute(0.005, "four standard errors of 20,000 replicates")
        .check("better", exact.better(), random.better());
    Tolerance.absolute(0.005, "four standard errors of 20,000 replicates")
        .check("worse", exact.worse(), random.worse());
    assertEquals(1, PairedTest.randomSigns(new double[5], ones(5), 100, 1).better());
  }

  @Test
  void nothingIsShownByNoDifference() {
    for (double[] none : new double[][] {new double[5], {0.3}}) {
      for (PairedTest test :
          new PairedTest[] {
            PairedTest.student(none, ones(none.length)),
            PairedTest.bootstrap(none, ones(none.length), 100, 1)
          }) {
        assertEquals(1, test.better(), test.toString());
        assertEquals(1, test.worse(), test.toString());
      }
    }
    assertThrows(
        IllegalArgumentException.class, () -> PairedTest.student(new double[0], new double[0]));
  }

  /** The definition, pair by pair: areas, and the covariance of their placement values. */
  @Test
  void areasAreThoseOfTheirDefinition() {
    Random random = new Random(11);
    int n = 90;
    double[] first = new double[n];
    double[] second = new double[n];
    boolean[] positive = new boolean[n];
    for (int i = 0; i < n; i++) {
      positive[i] = i % 3 == 0;
      // Rounded, so that there are ties.
      first[i] = Math.round(4 * (random.nextGaussian() + (positive[i] ? 0.5 : 0))) / 4.0;
      second[i] = Math.round(4 * (first[i] + random.nextGaussian() + (positive[i] ? 1 : 0))) / 4.0;
    }
    double[] gains = new double[n];
    double area = 0;
    for (int i = 0; i < n; i++) {
      int others = 0;
      for (int j = 0; j < n; j++) {
        if (positive[i] != positive[j]) {
          others++;
          int p = positive[i] ? i : j;
          int q = positive[i] ? j : i;
          gains[i] += order(second[p], second[q]) - order(first[p], first[q]);
        }
      }
      gains[i] /= others;
      area += positive[i] ? gains[i] / 30 : 0;
    }
    double variance = variance(gains, positive, true) / 30 + variance(gains, positive, false) / 60;
    PairedTest test = PairedTest.areas(first, second, positive, ones(n));
    Tolerance sums = Tolerance.relative(1e-12, "sums of ninety numbers");
    sums.check("difference", area, test.difference());
    sums.check("error", Math.sqrt(variance), test.standardError());
    Tolerance.absolute(1e-12, "two tails").check("tails", 1, test.better() + test.worse());
    assertTrue(test.better() < 0.05, test.toString());
    PairedTest turned = PairedTest.areas(second, first, positive, ones(n));
    sums.check("turned", test.better(), turned.worse());
    assertThrows(
        IllegalArgumentException.class,
        () -> PairedTest.areas(new double[] {Double.NaN, 1}, second, positive, ones(n)));
  }

  private static double order(double higher, double lower) {
    return higher > lower ? 1 : higher == lower ? 0.5 : 0;
  }

  private static double variance(double[] values, boolean[] positive, boolean side) {
    double n = 0;
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < values.length; i++) {
      if (positive[i] == side) {
        n++;
        sum += values[i];
        squares += values[i] * values[i];
      }
    }
    return (squares - sum * sum / n) / (n - 1);
  }

  @Test
  void rowsOfOneClassShowNothing() {
    boolean[] positive = new boolean[3];
    PairedTest test =
        PairedTest.areas(new double[] {1, 2, 3}, new double[] {3, 2, 1}, positive, ones(3));
    assertTrue(Double.isNaN(test.difference()));
    assertEquals(1, test.better());
    assertEquals(1, test.worse());
  }
}
