package org.suffice.statistic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.suffice.block.DenseBlock;
import org.suffice.read.DerivedSlots;

/** Powers and products of columns are two doubles each, and summed like all others. */
class ExactDerivedGramTest {
  /** Every power is two doubles, right to 2^-100, and so is its product with a weight. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void powersAreRightToThirtyDigits(boolean weighted) {
    int degree = 12;
    int[] powers = IntStream.rangeClosed(1, degree).toArray();
    Random random = new Random(5);
    BigDecimal bound = new BigDecimal(0x1p-100);
    for (int trial = 0; trial < 200; trial++) {
      double x = random.nextGaussian() * Math.pow(10, random.nextInt(13) - 6);
      double w = weighted ? random.nextDouble() + 0.01 : 1;
      double[] row = new double[degree];
      row[0] = x;
      ExactGramStatistic gram =
          new ExactRows(degree, row, new double[] {1}, weighted ? new double[] {w} : null)
              .gram(powers);
      for (int k = 1; k <= degree; k++) {
        BigDecimal expected = new BigDecimal(x).pow(k).multiply(new BigDecimal(w));
        BigDecimal found = ExactRows.decimal(gram.products(), 0, k);
        BigDecimal error = found.subtract(expected).abs();
        assertTrue(
            error.compareTo(expected.abs().multiply(bound)) <= 0,
            "x=" + x + " power " + k + " off by " + error.round(new MathContext(3)));
        // In the row of the label, 1, the weight is on the other side.
        BigDecimal other = ExactRows.decimal(gram.products(), degree + 1, k);
        assertTrue(
            other.subtract(expected).abs().compareTo(expected.abs().multiply(bound)) <= 0,
            "x=" + x + " power " + k + " times the label is " + other);
        if (k > 2) { // and more than the double that the block holds
          assertTrue(
              new BigDecimal(found.doubleValue()).compareTo(found) != 0,
              "power " + k + " has one double only");
        }
      }
    }
  }

  /** Powers of numbers of few bits are themselves doubles: then everything is exact. */
  @Test
  void powersOfSmallWholeNumbersAreExact() {
    int n = 3000;
    double[] given = new double[4 * n];
    double[] formed = new double[4 * n];
    double[] y = new double[n];
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < 4; k++) {
        given[4 * i + k] = Math.pow(i % 1000 - 500, k + 1);
      }
      formed[4 * i] = given[4 * i];
      formed[4 * i + 1] = 99; // whatever the block holds
      y[i] = i;
    }
    ExactRows.assertSame(
        "powers",
        new ExactRows(4, given, y, null).gram(),
        new ExactRows(4, formed, y, null).gram(1, 2, 3, 4));
  }

  /** Powers are formed when rows are added: sums of other columns are not these. */
  @Test
  void otherPowersAreRefused() {
    ExactGramStatistic powers = new ExactGramStatistic(2, PowerSlots.of(1, 2));
    ExactGramStatistic plain = new ExactGramStatistic(2, PowerSlots.of(1, 1));
    assertThrows(IllegalArgumentException.class, () -> powers.merge(plain));
    assertThrows(IllegalArgumentException.class, () -> plain.subtract(powers));
  }

  /** A product of two numbers is exact where two doubles hold it: 106 bits do. */
  @Test
  void productsOfTwoNumbersAreNotRounded() {
    Random random = new Random(5);
    int n = 300;
    double[] x = new double[n * 3];
    double[] weights = new double[n];
    BigDecimal sum = BigDecimal.ZERO;
    BigDecimal squares = BigDecimal.ZERO;
    BigDecimal weighted = BigDecimal.ZERO;
    for (int i = 0; i < n; i++) {
      x[3 * i] = random.nextGaussian() * 1e8;
      x[3 * i + 1] = random.nextDouble();
      x[3 * i + 2] = x[3 * i] * x[3 * i + 1];
      weights[i] = 1 + random.nextInt(3);
      BigDecimal product = new BigDecimal(x[3 * i]).multiply(new BigDecimal(x[3 * i + 1]));
      sum = sum.add(product);
      squares = squares.add(product.multiply(product));
      weighted = weighted.add(product.multiply(new BigDecimal(weights[i])));
    }
    DerivedSlots derived = new DerivedSlots(new int[] {-1, -1, 0}, new int[] {-1, -1, 1});
    ExactGramStatistic gram = new ExactGramStatistic(3, derived);
    gram.add(DenseBlock.of(3, x, new double[n], null));
    ExactGramStatistic heavy = new ExactGramStatistic(3, derived);
    heavy.add(DenseBlock.of(3, x, new double[n], weights));

    assertEquals(0, sum.compareTo(ExactRows.decimal(gram.products(), 0, 3)));
    assertEquals(0, squares.compareTo(ExactRows.decimal(gram.products(), 3, 3)));
    assertEquals(0, weighted.compareTo(ExactRows.decimal(heavy.products(), 0, 3)));
  }

  @Test
  void factorsComeBeforeTheirProduct() {
    int[] none = {-1, -1, -1};
    for (int[][] wrong :
        new int[][][] {
          {{-1, -1, 2}, {-1, -1, 0}}, // itself
          {{-1, 2, -1}, {-1, 0, -1}}, // a later one
          {{-1, 0, 0}, {-1, 0, 1}}, // the right one is a product
          {{-1, -1, 0}, none}, // one factor only
        }) {
      assertThrows(IllegalArgumentException.class, () -> new DerivedSlots(wrong[0], wrong[1]));
    }
    DerivedSlots chain = new DerivedSlots(new int[] {-1, 0, 1}, new int[] {-1, 0, 0});
    assertEquals(PowerSlots.of(1, 2, 3), chain);
    assertEquals(PowerSlots.of(1, 2, 3, 1), chain);
    assertEquals(PowerSlots.of(1, 2, 3, 1).hashCode(), chain.hashCode());
    assertEquals("1=0·0, 2=1·0", chain.toString());
    assertEquals("none", DerivedSlots.NONE.toString());
  }
}
