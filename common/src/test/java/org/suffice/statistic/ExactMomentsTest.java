package org.suffice.statistic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.suffice.block.DenseBlock;
import org.suffice.linalg.DoubleDouble;

/** Means and centred products: thirty digits, however far from zero the columns lie. */
class ExactMomentsTest {
  private static final MathContext MANY = new MathContext(80);
  private static final BigDecimal BOUND = new BigDecimal(0x1p-100);

  private static ExactMoments moments(int d, double[] x, double[] y, double[] weights) {
    ExactGramStatistic gram = new ExactGramStatistic(d);
    gram.add(DenseBlock.of(d, x, y, weights));
    return ExactMoments.of(gram);
  }

  private static void check(String what, BigDecimal expected, BigDecimal size, DoubleDouble found) {
    BigDecimal error = found.toBigDecimal().subtract(expected).abs();
    assertTrue(
        error.compareTo(size.abs().multiply(BOUND)) <= 0,
        () -> what + ": expected " + expected + ", found " + found.toBigDecimal());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void equalSumsOfManyDigits(boolean weighted) {
    int n = 500;
    int d = 3;
    Random random = new Random(11);
    double[] x = new double[n * d];
    double[] y = new double[n];
    double[] weights = weighted ? random.doubles(n, 0.1, 2).toArray() : null;
    for (int i = 0; i < n; i++) {
      x[i * d] = 1.7e12 + 60_000.0 * i;
      x[i * d + 1] = 1e15 + random.nextInt(2); // 1 in 1e15
      x[i * d + 2] = random.nextGaussian() * 1e-8;
      y[i] = 5e9 + random.nextGaussian();
    }
    ExactMoments moments = moments(d, x, y, weights);
    BigDecimal[][] z = new BigDecimal[d + 1][n];
    BigDecimal[] w = new BigDecimal[n];
    BigDecimal sum = BigDecimal.ZERO;
    for (int i = 0; i < n; i++) {
      w[i] = new BigDecimal(weighted ? weights[i] : 1);
      sum = sum.add(w[i]);
      for (int j = 0; j <= d; j++) {
        z[j][i] = new BigDecimal(j < d ? x[i * d + j] : y[i]);
      }
    }
    check("weights", sum, sum, moments.sumWeights());
    BigDecimal[] means = new BigDecimal[d + 1];
    for (int j = 0; j <= d; j++) {
      BigDecimal total = BigDecimal.ZERO;
      for (int i = 0; i < n; i++) {
        total = total.add(w[i].multiply(z[j][i]));
      }
      means[j] = total.divide(sum, MANY);
      check("mean " + j, means[j], means[j], moments.scaledMean(j).scaleBy(moments.exponent(j)));
      assertEquals(means[j].doubleValue(), moments.mean(j));
    }
    for (int a = 0; a <= d; a++) {
      for (int b = 0; b <= d; b++) {
        BigDecimal centred = BigDecimal.ZERO;
        BigDecimal raw = BigDecimal.ZERO;
        for (int i = 0; i < n; i++) {
          BigDecimal left = z[a][i].subtract(means[a]);
          BigDecimal right = z[b][i].subtract(means[b]);
          centred = centred.add(w[i].multiply(left).multiply(right), MANY);
          raw = raw.add(w[i].multiply(z[a][i]).multiply(z[b][i]));
        }
        int unit = moments.exponent(a) + moments.exponent(b);
        check(
            "centred " + a + " " + b, centred, centred, moments.centredProduct(a, b).scaleBy(unit));
        BigDecimal size =
            means[a].abs().multiply(means[b].abs()).multiply(sum).multiply(BigDecimal.TEN);
        check(
            "product " + a + " " + b,
            raw,
            size.max(raw.abs()),
            moments.product(a, b).scaleBy(unit));
      }
    }
  }

  @Test
  void constantColumnHasNoSpreadAtAll() {
    int n = 1000;
    double[] x = new double[n];
    java.util.Arrays.fill(x, 0.1);
    ExactMoments moments = moments(1, x, x, null);
    assertEquals(DoubleDouble.ZERO, moments.centredProduct(0, 0));
    assertEquals(DoubleDouble.ZERO, moments.centredProduct(0, 1));
    assertEquals(0.1, moments.mean(0));
    assertEquals(0, moments.standardDeviation(0));
  }

  @Test
  void selectTakesColumnsInAnyOrder() {
    double[] x = {1, 2, 3, 4, 5, 7, 7, 9, 8};
    ExactMoments all = moments(3, x, new double[] {1, 2, 4}, null);
    ExactMoments some = all.select(new int[] {2, 0}, new int[] {-1, -1});
    int[] from = {2, 0, 3};
    assertEquals(2, some.numFeatures());
    for (int i = 0; i < 3; i++) {
      assertEquals(all.scaledMean(from[i]), some.scaledMean(i));
      assertEquals(all.exponent(from[i]), some.exponent(i));
      for (int j = 0; j < 3; j++) {
        assertEquals(all.centredProduct(from[i], from[j]), some.centredProduct(i, j));
      }
    }
    assertEquals(3, some.rows());
  }

  /** Columns of any size are scaled by a power of two, which changes nothing but the exponents. */
  @Test
  void scaleIsTakenOut() {
    double[] x = {1, 2, 3, 4.5, 5, 7.25, 7, 9, 8};
    double[] y = {1, 2, 4};
    ExactMoments plain = moments(3, x, y, null);
    for (int[] by : new int[][] {{900, -900, 0, 1000}, {-1000, 1, 700, -700}, {1015, 3, -3, 0}}) {
      double[] scaled = x.clone();
      double[] labels = y.clone();
      for (int i = 0; i < 3; i++) {
        for (int j = 0; j < 3; j++) {
          scaled[3 * i + j] = Math.scalb(x[3 * i + j], by[j]);
        }
        labels[i] = Math.scalb(y[i], by[3]);
      }
      ExactMoments moments = moments(3, scaled, labels, null);
      for (int i = 0; i < 4; i++) {
        assertEquals(plain.exponent(i) + by[i], moments.exponent(i));
        assertEquals(Math.scalb(plain.mean(i), by[i]), moments.mean(i));
        assertEquals(Math.scalb(plain.standardDeviation(i), by[i]), moments.standardDeviation(i));
        assertEquals(plain.scaledMean(i), moments.scaledMean(i));
        for (int j = 0; j < 4; j++) {
          assertEquals(plain.centredProduct(i, j), moments.centredProduct(i, j));
          assertEquals(plain.product(i, j), moments.product(i, j));
        }
      }
    }
  }
}
