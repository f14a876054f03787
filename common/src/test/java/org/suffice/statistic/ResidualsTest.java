package org.suffice.statistic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.suffice.Tolerance;
import org.suffice.block.DenseBlock;

/** Residuals against NumPy 1.24.2 and SciPy 1.10.1, and where there is little to say of them. */
class ResidualsTest {
  private static final int[] PERCENTS = {1, 5, 25, 50, 75, 95, 99};
  private static final Tolerance DIGITS =
      Tolerance.digits(13, "SciPy sums a thousand terms in doubles");

  /** The feature is the prediction. */
  private static Residuals of(double[] labels, double[] predictions, double[] weights, int limit) {
    Scorer scorer =
        (block, out) -> System.arraycopy(((DenseBlock) block).values(), 0, out, 0, block.numRows());
    Residuals residuals = new Residuals(new RegressionMetrics(scorer), limit);
    residuals.add(DenseBlock.of(1, predictions, labels, weights));
    residuals.finish();
    return residuals;
  }

  private static Residuals of(double[] values, double[] weights) {
    return of(values, new double[values.length], weights, Residuals.LIMIT);
  }

  private static double[] values() {
    return IntStream.range(0, 1000)
        .mapToDouble(i -> (i * 7919 % 1009 - 500) / 64.0 + Math.pow(i % 13, 3) / 128)
        .toArray();
  }

  private static double[] weights() {
    return IntStream.range(0, 1000).mapToDouble(i -> (i % 7 + 1) / 4.0).toArray();
  }

  /** skew, kurtosis, jarque_bera, std with ddof=1, quantile. */
  @Test
  void figuresOfSciPy() {
    Residuals residuals = of(values(), null);
    DIGITS.check("mean", 3.7195, residuals.mean());
    DIGITS.check("sd", 6.2272711052364995, residuals.standardDeviation());
    DIGITS.check("skewness", 0.29233746104144803, residuals.skewness());
    DIGITS.check("kurtosis", -0.4198263944903009, residuals.excessKurtosis());
    DIGITS.check("Jarque–Bera", 21.587456917640264, residuals.jarqueBera());
    Tolerance.digits(12, "twenty times the relative error of the statistic")
        .check("p", 2.0527841755818187e-05, residuals.jarqueBeraP());
    double[] quantiles = {
      -7.359609375, -5.909375, -1.1171875, 3.625, 7.88671875, 14.719140624999993, 19.050468749999997
    };
    Tolerance.absolute(8e-15, "positions such as 949.05, rounded")
        .check("q", quantiles, residuals.quantiles(PERCENTS));
    assertArrayEquals(new double[] {residuals.min(), residuals.max()}, residuals.quantiles(0, 100));
    assertArrayEquals(new double[] {-7.8125, 21.3125}, residuals.quantiles(0, 100));
    assertArrayEquals(new double[] {0.342, 0.034, 0}, residuals.sharesBeyond(1, 2, 3));
    assertTrue(residuals.exact() && residuals.interpolated());
    assertEquals(0, residuals.relativeError());
  }

  /** NumPy's of rows repeated as often as their weights, in quarters, say; inverted_cdf. */
  @Test
  void weightsCountAsRepeatedRows() {
    Residuals residuals = of(values(), weights());
    DIGITS.check("mean", 3.7170690517888416, residuals.mean());
    DIGITS.check("sd, n-1 by rows", 6.238194090412724, residuals.standardDeviation());
    DIGITS.check("skewness", 0.2997594425251451, residuals.skewness());
    DIGITS.check("kurtosis", -0.4033794688476129, residuals.excessKurtosis());
    double[] quantiles = {
      -7.265625, -6.0078125, -1.1171875, 3.703125, 7.859375, 14.6171875, 19.046875
    };
    assertArrayEquals(quantiles, residuals.quantiles(PERCENTS));
    double[] beyond = {0.3477608206154616, 0.0360270202651989, 0};
    Tolerance.absolute(1e-16, "one rounding")
        .check("beyond", beyond, residuals.sharesBeyond(1, 2, 3));
    assertTrue(residuals.exact());
    assertFalse(residuals.interpolated());
  }

  /** Weights of any scale: what they are a multiple of does not matter, not to the last bit. */
  @Test
  void powersOfTwoInTheWeightsChangeNothing() {
    Residuals expected = of(values(), weights());
    for (int scale : new int[] {-900, -3, 40, 900}) {
      double[] weights = Arrays.stream(weights()).map(w -> Math.scalb(w, scale)).toArray();
      for (int limit : new int[] {Residuals.LIMIT, 10}) {
        Residuals scaled = of(values(), new double[1000], weights, limit);
        assertEquals(expected.standardDeviation(), scaled.standardDeviation());
        assertEquals(expected.excessKurtosis(), scaled.excessKurtosis());
        assertEquals(expected.metrics().rmse(), scaled.metrics().rmse());
        double[] exact = expected.quantiles(PERCENTS);
        assertArrayEquals(
            scaled.exact()
                ? exact
                : of(values(), new double[1000], weights(), 1).quantiles(PERCENTS),
            scaled.quantiles(PERCENTS));
      }
    }
  }

  /** Beyond the limit every quantile is as near to the exact one as is promised. */
  @Test
  void countedQuantilesHaveABoundedError() {
    Random random = new Random(5);
    for (double scale : new double[] {1e-280, 1, 1e300}) {
      double[] values =
          random.doubles(5000).map(u -> scale * Math.pow(random.nextGaussian(), 3)).toArray();
      double[] unequal = random.doubles(5000, 1e-3, 1e3).toArray();
      double[] twos = new double[5000];
      Arrays.fill(twos, 2);
      for (double[] weights : new double[][] {twos, unequal}) {
        int[] all = IntStream.rangeClosed(0, 100).toArray();
        double[] exact = of(values, weights).quantiles(all);
        Residuals counted = of(values, new double[5000], weights, 4999);
        assertFalse(counted.exact());
        assertEquals(0x1p-11, counted.relativeError());
        double[] near = counted.quantiles(all);
        for (int q = 0; q <= 100; q++) {
          assertEquals(exact[q], near[q], 0x1p-11 * Math.abs(exact[q]), "q " + q);
        }
        double[] shares = of(values, weights).sharesBeyond(1, 2, 3);
        Tolerance.absolute(1e-3, "the weight of the two buckets across the border")
            .check("beyond", shares, counted.sharesBeyond(1, 2, 3));
      }
    }
  }

  /** A mean of 10⁸ standard deviations takes no digit of the shape. */
  @Test
  void aLargeMeanLeavesTheShape() {
    double[] moved = Arrays.stream(values()).map(x -> x + 0x1p36).toArray();
    Residuals far = of(moved, weights());
    Residuals near = of(values(), weights());
    assertEquals(near.standardDeviation(), far.standardDeviation());
    assertEquals(near.skewness(), far.skewness());
    assertEquals(near.excessKurtosis(), far.excessKurtosis());
  }

  @Test
  void sizesWhoseFourthPowersAreOutOfRange() {
    for (int scale : new int[] {-1000, 1000}) {
      Residuals scaled = of(Arrays.stream(values()).map(x -> Math.scalb(x, scale)).toArray(), null);
      Residuals plain = of(values(), null);
      assertEquals(Math.scalb(plain.metrics().rmse(), scale), scaled.metrics().rmse());
      assertEquals(Math.scalb(plain.metrics().mae(), scale), scaled.metrics().mae());
      assertEquals(Math.scalb(plain.standardDeviation(), scale), scaled.standardDeviation());
      assertEquals(plain.skewness(), scaled.skewness());
      assertEquals(plain.excessKurtosis(), scaled.excessKurtosis());
      assertArrayEquals(plain.sharesBeyond(1, 2, 3), scaled.sharesBeyond(1, 2, 3));
    }
  }

  private static void assertUndefined(double... figures) {
    for (double figure : figures) {
      assertTrue(Double.isNaN(figure), Arrays.toString(figures));
    }
  }

  private static void assertNoShape(Residuals residuals) {
    assertUndefined(
        residuals.skewness(),
        residuals.excessKurtosis(),
        residuals.jarqueBera(),
        residuals.jarqueBeraP());
    assertUndefined(residuals.sharesBeyond(1, 2, 3));
  }

  @Test
  void noRows() {
    Residuals none = of(new double[0], null);
    assertUndefined(none.mean(), none.standardDeviation(), none.min(), none.max());
    assertUndefined(none.metrics().rmse(), none.metrics().mae(), none.metrics().r2());
    assertUndefined(none.quantiles(1, 50));
    assertNoShape(none);
    assertTrue(none.largest().isEmpty());
  }

  @Test
  void oneRow() {
    Residuals one = of(new double[] {3}, null);
    assertEquals(3, one.mean());
    assertUndefined(one.standardDeviation());
    assertArrayEquals(new double[] {3, 3, 3}, one.quantiles(0, 50, 100));
    assertNoShape(one);
    assertEquals(1, one.largest().size());
  }

  /** To the bit constant, weighted or not, although 0.1 is no fraction of two. */
  @Test
  void constantResidualsHaveNoShape() {
    for (double value : new double[] {0, 0.1, -1e300, Double.MIN_VALUE}) {
      double[] values = new double[50];
      Arrays.fill(values, value);
      for (double[] weights : new double[][] {null, new Random(6).doubles(50, 0.1, 3).toArray()}) {
        for (int limit : new int[] {Residuals.LIMIT, 7}) {
          Residuals constant = of(values, new double[50], weights, limit);
          assertEquals(value, constant.mean());
          assertEquals(0, constant.standardDeviation());
          assertEquals(Math.abs(value), constant.metrics().rmse());
          assertArrayEquals(new double[] {value, value}, constant.quantiles(1, 50));
          assertNoShape(constant);
          assertUndefined(constant.metrics().r2());
        }
      }
    }
  }

  @Test
  void theLargestAreInOrderAndOfEqualOnesTheFirst() {
    double[] values = IntStream.range(0, 60).mapToDouble(i -> i % 5 == 0 ? -7 : i % 4).toArray();
    Residuals residuals = of(values, null);
    assertEquals(Residuals.LARGEST, residuals.largest().size());
    for (int i = 0; i < Residuals.LARGEST; i++) {
      assertEquals(new LargeResidual(0, 5L * i, -7, 0, -7), residuals.largest().get(i));
    }
  }

  /** What is not finite is counted and shown, and no metric hides it. */
  @Test
  void predictionsThatAreNotFinite() {
    double[] labels = {1, 2, 3, Double.MAX_VALUE, 5};
    double[] predictions = {1, Double.POSITIVE_INFINITY, Double.NaN, -Double.MAX_VALUE, 4};
    Residuals residuals = of(labels, predictions, null, Residuals.LIMIT);
    assertEquals(3, residuals.metrics().notFinite());
    assertEquals(5, residuals.metrics().rows());
    assertEquals(2, residuals.rows());
    assertUndefined(
        residuals.metrics().rmse(), residuals.metrics().mae(), residuals.metrics().r2());
    assertEquals(0.5, residuals.mean());
    assertArrayEquals(
        new long[] {1, 2, 3, 4, 0},
        residuals.largest().stream().mapToLong(LargeResidual::rowId).toArray());
  }

  @Test
  void theNumberOfRowsAloneDecidesWhatIsExact() {
    double[] five = {1, 2, 3, 4, 5};
    for (int cut = 0; cut <= 5; cut++) {
      for (int limit : new int[] {4, 5}) {
        Residuals left = of(Arrays.copyOf(five, cut), new double[cut], null, limit);
        double[] rest = Arrays.copyOfRange(five, cut, 5);
        left.merge(of(rest, new double[rest.length], null, limit));
        assertEquals(limit == 5, left.exact());
      }
    }
  }
}
