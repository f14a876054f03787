package org.suffice.solve;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.suffice.Tolerance;
import org.suffice.block.DenseBlock;
import org.suffice.statistic.GramStatistic;

class QuadraticTest {
  /** yy − 2sᵀw + wᵀSw without rounding. */
  private static double exactRss(Quadratic q, double[] w) {
    BigDecimal sum = new BigDecimal(q.labelSquare());
    for (int i = 0; i < q.k(); i++) {
      BigDecimal wi = new BigDecimal(w[i]);
      sum = sum.subtract(wi.multiply(new BigDecimal(2 * q.products()[i])));
      for (int j = 0; j < q.k(); j++) {
        sum =
            sum.add(
                wi.multiply(new BigDecimal(q.matrix()[i * q.k() + j]))
                    .multiply(new BigDecimal(w[j])));
      }
    }
    return sum.doubleValue();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 8, 9, 63, 64, 65})
  void rssAtOneAndAtMany(int k) {
    Quadratic q = Problems.random(k + 20, k, k).quadratic();
    int count = 130; // more than one panel
    double[] many = new Random(k).doubles((long) k * count, -1, 1).toArray();
    for (int j = 0; j < k; j++) {
      many[k + j] = 0;
    }
    double[] before = many.clone();
    double[] rss = q.rss(many, count);
    assertArrayEquals(before, many);
    for (int l = 0; l < count; l++) {
      double[] w = new double[k];
      System.arraycopy(many, l * k, w, 0, k);
      assertEquals(rss[l], q.rss(w), "the same however many are asked at once");
      if (l < 5) {
        Tolerance.relative(4 * Tolerance.ULP, "rounded once or twice")
            .check("rss", exactRss(q, w), rss[l]);
      }
    }
    assertEquals(q.labelSquare(), rss[1]);
  }

  /** Of 1e16 that cancel to 1, all digits that the products have are left. */
  @Test
  void nothingIsLostToCancellation() {
    double[] x = {3e7, 1e7, 1e7, 2e7};
    double[] w = {0.9999999999, -1.0000000001};
    Quadratic sums = new Problems(2, 2, x, new double[] {2, 3}).quadratic();
    double[] s = sums.gradient(w);
    double[] products = new double[2];
    for (int i = 0; i < 2; i++) {
      products[i] = sums.products()[i] + s[i] * (1 - 1e-9);
    }
    double yy = w[0] * products[0] + w[1] * products[1] + 3;
    Quadratic q = new Quadratic(2, sums.matrix(), products, yy, 2, 2);
    double exact = exactRss(q, w);
    Tolerance.relative(4 * Tolerance.ULP, "rounded once or twice")
        .check("rss", Math.max(0, exact), q.rss(w));
  }

  @Test
  void gradientIsTheDerivative() {
    Quadratic q = Problems.random(40, 5, 3).quadratic();
    double[] w = {0.3, -0.2, 0.1, 0, 0.7};
    double[] gradient = q.gradient(w);
    for (int j = 0; j < 5; j++) {
      double[] right = w.clone();
      double[] left = w.clone();
      right[j] += 1e-3;
      left[j] -= 1e-3;
      // Of a quadratic, central differences are exact but for rounding.
      double difference = (q.rss(right) - q.rss(left)) / 2 / (right[j] - left[j]);
      Tolerance.absolute(1e-12 * q.rss(w) / 1e-3, "rounding of rss over the step")
          .check("derivative", difference, gradient[j]);
    }
  }

  @Test
  void fromStatistics() {
    Problems rows = Problems.random(30, 4, 8);
    GramStatistic gram = new GramStatistic(4);
    gram.add(DenseBlock.of(4, rows.x(), rows.y(), null));
    Tolerance digits = Tolerance.digits(12, "thirty rows");
    Quadratic twin = rows.select(3, 1).quadratic();
    Quadratic of = Quadratic.of(gram, new int[] {3, 1}, 4, true);
    digits.check("S", twin.matrix(), of.matrix());
    digits.check("s", twin.products(), of.products());
    digits.check("yy", twin.labelSquare(), of.labelSquare());
    assertEquals(30, of.sumWeights());
    assertEquals(30, of.rows());
    Quadratic exact =
        Quadratic.of(
            new GoldenRows(null, 4, rows.x(), rows.y()).moments(null), new int[] {3, 1}, 4, true);
    digits.check("S", twin.matrix(), exact.matrix());
    digits.check("s", twin.products(), exact.products());
    Quadratic raw =
        Quadratic.of(
            new GoldenRows(null, 4, rows.x(), rows.y()).moments(null),
            IntStream.range(0, 4).toArray(),
            4,
            false);
    double sum = 0;
    for (int i = 0; i < 30; i++) {
      sum += rows.x()[4 * i] * rows.x()[4 * i + 1];
    }
    digits.check("raw", sum, raw.matrix()[1]);
  }

  @Test
  void noColumns() {
    Quadratic q = new Quadratic(0, new double[0], new double[0], 7, 3, 3);
    assertEquals(7, q.rss(new double[0]));
    assertArrayEquals(new double[] {7, 7}, q.rss(new double[0], 2));
    assertEquals(0, q.gradient(new double[0]).length);
  }

  @Test
  void wrongShapesAndValuesAreRefused() {
    double[] one = {1};
    for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThrows(
          IllegalArgumentException.class, () -> new Quadratic(1, new double[] {bad}, one, 1, 1, 1));
      assertThrows(
          IllegalArgumentException.class, () -> new Quadratic(1, one, new double[] {bad}, 1, 1, 1));
      assertThrows(IllegalArgumentException.class, () -> new Quadratic(1, one, one, bad, 1, 1));
    }
    assertThrows(IllegalArgumentException.class, () -> new Quadratic(2, one, one, 1, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> new Quadratic(1, one, one, -1, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> new Quadratic(1, one, one, 1, 0, 1));
    Quadratic q = new Quadratic(1, one, one, 1, 1, 1);
    assertThrows(IllegalArgumentException.class, () -> q.rss(new double[2]));
    assertThrows(IllegalArgumentException.class, () -> q.gradient(new double[2]));
  }
}
