package org.suffice.solve;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.TDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.suffice.Tolerance;
import org.suffice.block.DenseBlock;
import org.suffice.statistic.GramStatistic;

/** Least squares at its edges; the middle is compared with golden results. */
class LeastSquaresTest {
  private static final Tolerance DIGITS = Tolerance.digits(12, "a handful of well spread rows");

  private static GramStatistic gram(int d, double[] x, double[] y, double[] w) {
    GramStatistic gram = new GramStatistic(d);
    gram.add(DenseBlock.of(d, x, y, w));
    return gram;
  }

  private static LeastSquaresFit fit(GramStatistic gram, boolean intercept) {
    int[] all = IntStream.range(0, gram.numFeatures()).toArray();
    return LeastSquares.solve(gram, all, intercept, 0.95);
  }

  /** The mean with its t interval (note 000 §2). */
  @Test
  void noColumnsIsTheMeanWithItsInterval() {
    double[] y = {1, 2, 4, 7};
    LeastSquaresFit fit = fit(gram(0, new double[0], y, null), true);
    double sd = Math.sqrt(((2.5 * 2.5) + (1.5 * 1.5) + 0.25 + 3.5 * 3.5) / 3);
    double quantile = TDistribution.of(3).inverseSurvivalProbability(0.025);
    DIGITS.check("mean", new double[] {3.5}, fit.coefficients());
    DIGITS.check("error", new double[] {sd / 2}, fit.standardErrors());
    DIGITS.check("lower", new double[] {3.5 - quantile * sd / 2}, fit.lower());
    DIGITS.check("upper", new double[] {3.5 + quantile * sd / 2}, fit.upper());
    assertEquals(0, fit.r2());
    assertTrue(Double.isNaN(fit.fStatistic()));
    assertEquals(3, fit.degreesOfFreedom());
    assertEquals(1, fit.rank());
    assertEquals(1, fit.conditionNumber());
  }

  @Test
  void neitherColumnsNorIntercept() {
    LeastSquaresFit fit = fit(gram(0, new double[0], new double[] {3, 4}, null), false);
    assertEquals(0, fit.coefficients().length);
    assertEquals(0, fit.rank());
    DIGITS.check("rss", 25, fit.rss());
    assertEquals(2, fit.degreesOfFreedom());
  }

  @Test
  void exactFitHasNoErrorsAndNoTests() {
    double[] x = {1, 2, 3, 4};
    double[] y = {3, 5, 7, 9};
    LeastSquaresFit fit = fit(gram(1, x, y, null), true);
    DIGITS.check("coefficients", new double[] {1, 2}, fit.coefficients());
    assertEquals(0, fit.rss());
    assertEquals(0, fit.sigma());
    assertEquals(1, fit.r2());
    assertArrayEquals(new double[] {0, 0}, fit.standardErrors());
    assertArrayEquals(fit.coefficients(), fit.lower());
    assertArrayEquals(fit.coefficients(), fit.upper());
    assertTrue(Arrays.stream(fit.tValues()).allMatch(Double::isNaN));
    assertTrue(Arrays.stream(fit.pValues()).allMatch(Double::isNaN));
    assertTrue(Double.isNaN(fit.fStatistic()) && Double.isNaN(fit.fPValue()));
    assertTrue(Double.isNaN(fit.logLikelihood()) && Double.isNaN(fit.aic()));
  }

  @Test
  void asManyCoefficientsAsRowsLeaveNoErrors() {
    LeastSquaresFit fit = fit(gram(1, new double[] {1, 3}, new double[] {5, 11}, null), true);
    DIGITS.check("coefficients", new double[] {2, 3}, fit.coefficients());
    assertEquals(0, fit.degreesOfFreedom());
    assertTrue(Double.isNaN(fit.sigma()));
    assertTrue(Arrays.stream(fit.standardErrors()).allMatch(Double::isNaN));
    assertTrue(Arrays.stream(fit.lower()).allMatch(Double::isNaN));
  }

  @Test
  void constantLabelIsTheIntercept() {
    LeastSquaresFit fit =
        fit(gram(1, new double[] {1, 2, 4}, new double[] {0.1, 0.1, 0.1}, null), true);
    assertArrayEquals(new double[] {0.1, 0}, fit.coefficients());
    assertEquals(0, fit.tss());
    assertTrue(Double.isNaN(fit.r2()));
  }

  @ParameterizedTest
  @ValueSource(doubles = {5, 0.1, -1e9, 1e-200})
  void constantColumnIsAliasedToTheIntercept(double constant) {
    double[] x = {constant, 1, constant, 2, constant, 4};
    LeastSquaresFit fit = fit(gram(2, x, new double[] {1, 2, 2.5}, null), true);
    assertTrue(Double.isNaN(fit.coefficients()[1]));
    assertEquals(1, fit.aliased().size());
    assertEquals(0, fit.aliased().get(0).column());
    assertEquals(constant, fit.aliased().get(0).constant());
    LeastSquaresFit without =
        fit(gram(1, new double[] {1, 2, 4}, new double[] {1, 2, 2.5}, null), true);
    DIGITS.check("slope", without.coefficients()[1], fit.coefficients()[2]);
    DIGITS.check("error", without.standardErrors()[1], fit.standardErrors()[2]);
    assertEquals(without.rank(), fit.rank());
  }

  @Test
  void zeroColumnIsAliasedWithoutIntercept() {
    double[] x = {0, 1, 0, 2, 0, 4};
    LeastSquaresFit fit = fit(gram(2, x, new double[] {1, 2, 2.5}, null), false);
    assertTrue(Double.isNaN(fit.coefficients()[0]));
    DIGITS.check("slope", (1 + 4 + 10) / 21.0, fit.coefficients()[1]);
    assertEquals(0, fit.aliased().get(0).constant());
  }

  /** The order of the columns decides which of a dependent set goes. */
  @Test
  void laterColumnGoes() {
    double[] x = {1, 2, 2, 4, 4, 8, 3, 6};
    GramStatistic gram = gram(2, x, new double[] {1, 2, 2.5, 4}, null);
    LeastSquaresFit forth = LeastSquares.solve(gram, new int[] {0, 1}, true, 0.95);
    LeastSquaresFit back = LeastSquares.solve(gram, new int[] {1, 0}, true, 0.95);
    assertTrue(Double.isNaN(forth.coefficients()[2]) && Double.isNaN(back.coefficients()[2]));
    DIGITS.check("half", forth.coefficients()[1] / 2, back.coefficients()[1]);
    DIGITS.check("twice", new double[] {2}, forth.aliased().get(0).coefficients());
    DIGITS.check("half", new double[] {0.5}, back.aliased().get(0).coefficients());
  }

  /** A subset of the columns of a statistic is the statistic of the subset. */
  @Test
  void subsetOfTheColumns() {
    Random random = new Random(2);
    double[] x = random.doubles(60, -1, 1).toArray();
    double[] y = random.doubles(20, -1, 1).toArray();
    LeastSquaresFit some = LeastSquares.solve(gram(3, x, y, null), new int[] {2, 0}, true, 0.9);
    double[] own = new double[40];
    for (int i = 0; i < 20; i++) {
      own[2 * i] = x[3 * i + 2];
      own[2 * i + 1] = x[3 * i];
    }
    LeastSquaresFit alone = LeastSquares.solve(gram(2, own, y, null), new int[] {0, 1}, true, 0.9);
    DIGITS.check("coefficients", alone.coefficients(), some.coefficients());
    DIGITS.check("p", alone.pValues(), some.pValues());
    DIGITS.check("lower", alone.lower(), some.lower());
    assertEquals(0.9, some.level());
  }

  /** Weights that are whole numbers are repeated rows, but for the count of rows. */
  @Test
  void weightsAreRepeatedRows() {
    double[] x = {1, 5, 2, 1, 4, 4, 3, 0, 7, 2};
    double[] y = {2, 3, 3.5, 4, 8};
    double[] w = {1, 2, 3, 1, 2};
    double[] longX = new double[18];
    double[] longY = new double[9];
    int at = 0;
    for (int i = 0; i < y.length; i++) {
      for (int times = 0; times < w[i]; times++) {
        System.arraycopy(x, 2 * i, longX, 2 * at, 2);
        longY[at++] = y[i];
      }
    }
    for (boolean intercept : new boolean[] {true, false}) {
      LeastSquaresFit weighted = fit(gram(2, x, y, w), intercept);
      LeastSquaresFit repeated = fit(gram(2, longX, longY, null), intercept);
      DIGITS.check("coefficients", repeated.coefficients(), weighted.coefficients());
      DIGITS.check("rss", repeated.rss(), weighted.rss());
      DIGITS.check("tss", repeated.tss(), weighted.tss());
      DIGITS.check("r2", repeated.r2(), weighted.r2());
      DIGITS.check("condition", repeated.conditionNumber(), weighted.conditionNumber());
      assertEquals(5, weighted.rows());
      assertEquals(9, repeated.rows());
      double ratio = Math.sqrt(repeated.degreesOfFreedom() / weighted.degreesOfFreedom());
      for (int j = 0; j < weighted.standardErrors().length; j++) {
        DIGITS.check("error", ratio * repeated.standardErrors()[j], weighted.standardErrors()[j]);
      }
    }
  }

  /** Weights times a constant change nothing but σ and what is made of it. */
  @Test
  void scaleOfTheWeightsDoesNotMatter() {
    double[] x = {1, 2, 4, 7, 11};
    double[] y = {1, 3, 2, 5, 9};
    double[] w = {1, 0.5, 2, 0.25, 1};
    double[] scaled = Arrays.stream(w).map(v -> v * 1e-3).toArray();
    LeastSquaresFit small = fit(gram(1, x, y, scaled), true);
    LeastSquaresFit fit = fit(gram(1, x, y, w), true);
    DIGITS.check("coefficients", fit.coefficients(), small.coefficients());
    DIGITS.check("errors", fit.standardErrors(), small.standardErrors());
    DIGITS.check("loglik", fit.logLikelihood(), small.logLikelihood());
    DIGITS.check("rss", fit.rss() * 1e-3, small.rss());
  }

  /** 1e18 and 1e-18 are as good as 1: the matrix is scaled before it is factored. */
  @ParameterizedTest
  @ValueSource(doubles = {1e-150, 1e-18, 1e18, 1e120})
  void unitsOfAColumnDoNotMatter(double unit) {
    Random random = new Random(6);
    double[] x = random.doubles(40, -1, 1).toArray();
    double[] y = random.doubles(20, -1, 1).toArray();
    double[] other = x.clone();
    for (int i = 0; i < 40; i += 2) {
      other[i] *= unit;
    }
    LeastSquaresFit fit = fit(gram(2, x, y, null), true);
    LeastSquaresFit scaled = fit(gram(2, other, y, null), true);
    DIGITS.check("coefficient", fit.coefficients()[1], scaled.coefficients()[1] * unit);
    DIGITS.check("other", fit.coefficients()[2], scaled.coefficients()[2]);
    DIGITS.check("t", fit.tValues(), scaled.tValues());
    DIGITS.check("condition", fit.conditionNumber(), scaled.conditionNumber());
  }

  /** The survival function, not 1 − cdf: 2(1−cdf) is 0 at t = 9 on 1,000 degrees. */
  @Test
  void smallProbabilitiesAreNotZero() {
    int n = 1002;
    double[] x = new double[n];
    double[] y = new double[n];
    Random random = new Random(1);
    for (int i = 0; i < n; i++) {
      x[i] = random.nextGaussian();
      y[i] = x[i] + 3.2 * random.nextGaussian();
    }
    LeastSquaresFit fit = fit(gram(1, x, y, null), true);
    double t = fit.tValues()[1];
    assertTrue(t > 8 && t < 13, "t=" + t);
    assertTrue(fit.pValues()[1] > 0 && fit.pValues()[1] < 1e-14, "p=" + fit.pValues()[1]);
    // One regressor: F = t² and both tests are one.
    DIGITS.check("F", t * t, fit.fStatistic());
    Tolerance.digits(10, "the tail multiplies an error by t²")
        .check("p", fit.pValues()[1], fit.fPValue());
  }

  /** The gradient at the solution is rounding, and the objective is half of RSS. */
  @Test
  void solutionSaysThatItConverged() {
    Random random = new Random(6);
    double[] x = random.doubles(400, -1, 1).toArray();
    double[] y = random.doubles(100, -1, 1).toArray();
    LeastSquaresFit fit = fit(gram(4, x, y, null), true);
    assertEquals(Solution.Termination.CONVERGED, fit.solution().termination());
    assertEquals(fit.rss() / 2, fit.solution().objective());
    assertTrue(fit.solution().gradientNorm() < 1e-12, "" + fit.solution().gradientNorm());
  }

  /** A column that is another plus noise of a size that doubles still see is not aliased. */
  @Test
  void nearlyDependentColumnsStayApart() {
    int n = 50;
    Random random = new Random(12);
    double[] x = new double[2 * n];
    double[] y = new double[n];
    for (int i = 0; i < n; i++) {
      x[2 * i] = random.nextGaussian();
      x[2 * i + 1] = x[2 * i] + 1e-5 * random.nextGaussian();
      y[i] = x[2 * i] + random.nextGaussian();
    }
    LeastSquaresFit fit = fit(gram(2, x, y, null), true);
    assertEquals(3, fit.rank());
    assertTrue(fit.conditionNumber() > 1e5, "" + fit.conditionNumber());
    for (int i = 0; i < n; i++) {
      x[2 * i + 1] = x[2 * i] + 1e-9 * random.nextGaussian();
    }
    assertEquals(2, fit(gram(2, x, y, null), true).rank());
  }
}
