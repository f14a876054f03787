package org.suffice.linalg;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The sums against BigDecimal, which rounds nothing either. */
class ExactSumTest {
  private static BigInteger inUnits(BigDecimal value) {
    return value.multiply(new BigDecimal(BigInteger.TWO.pow(-ExactSum.unit()))).toBigIntegerExact();
  }

  /** A double of any size, also subnormal ones, zeros and the largest. */
  private static double any(Random random) {
    return switch (random.nextInt(8)) {
      case 0 -> random.nextInt(3) - 1;
      case 1 -> Double.MIN_VALUE * random.nextInt(100);
      case 2 -> -Double.MAX_VALUE;
      case 3 -> random.nextGaussian();
      default -> {
        double x = Double.longBitsToDouble(random.nextLong());
        yield Double.isFinite(x) ? x : 0.1;
      }
    };
  }

  private static void add(ExactSum sum, double x) {
    sum.add(ExactSum.significand(x), ExactSum.exponent(x));
  }

  @Test
  void everyDoubleIsItsSignificandAndExponent() {
    Random random = new Random(1);
    for (int i = 0; i < 100_000; i++) {
      double x = any(random);
      double s = ExactSum.significand(x);
      BigDecimal power =
          ExactSum.exponent(x) >= 0
              ? new BigDecimal(BigInteger.TWO.pow(ExactSum.exponent(x)))
              : new BigDecimal(0.5).pow(-ExactSum.exponent(x));
      assertEquals(0, new BigDecimal(x).compareTo(new BigDecimal(s).multiply(power)), "x = " + x);
      assertEquals(x == 0 ? 0 : 1, (int) Math.abs(s), "x = " + x);
    }
  }

  @Test
  void sumsOfAnySizeAreExact() {
    Random random = new Random(2);
    ExactSum sum = new ExactSum();
    BigDecimal expected = BigDecimal.ZERO;
    for (int i = 0; i < 20_000; i++) {
      double x = any(random);
      add(sum, x);
      expected = expected.add(new BigDecimal(x));
      if (i % 1000 == 0) {
        assertEquals(inUnits(expected), sum.value(), "after " + i);
      }
    }
    assertEquals(inUnits(expected), sum.value());
  }

  @Test
  void productsAreExact() {
    Random random = new Random(3);
    ExactSum sum = new ExactSum();
    BigInteger expected = BigInteger.ZERO;
    for (int i = 0; i < 20_000; i++) {
      double a = any(random);
      double b = any(random);
      int shift = ExactSum.exponent(a) + ExactSum.exponent(b);
      sum.addProduct(ExactSum.significand(a), ExactSum.significand(b), shift);
      expected = expected.add(inUnits(new BigDecimal(a).multiply(new BigDecimal(b))));
    }
    assertEquals(expected, sum.value());
  }

  /** The products of five numbers that reach furthest up and down. */
  @Test
  void fiveOfTheSmallestAndOfTheLargestFit() {
    for (double x : new double[] {Double.MIN_VALUE, -Double.MIN_VALUE, Double.MAX_VALUE}) {
      double s = ExactSum.significand(x);
      int k = ExactSum.exponent(x);
      ExactSum sum = new ExactSum();
      sum.add(s, 5 * k);
      sum.add(s, 5 * k);
      BigInteger one = inUnits(new BigDecimal(s)).shiftRight(-5 * Math.min(k, 0));
      assertEquals(one.shiftLeft(1 + 5 * Math.max(k, 0)), sum.value());
    }
  }

  /** Thousands of equal addends, of both signs, fill the same limbs. */
  @Test
  void limbsDoNotOverflow() {
    for (double x : new double[] {Math.nextDown(2.0), -Math.nextDown(2.0), 0x1.fffffffp31}) {
      ExactSum sum = new ExactSum();
      ExactSum parts = new ExactSum();
      for (int i = 0; i < 100_000; i++) {
        sum.add(x, 31);
        ExactSum part = new ExactSum();
        if (i % 1000 == 0) {
          for (int j = 0; j < 1000; j++) {
            part.add(x, 31);
          }
          parts.add(part);
        }
      }
      BigInteger expected = inUnits(new BigDecimal(x)).shiftLeft(31);
      expected = expected.multiply(BigInteger.valueOf(100_000));
      assertEquals(expected, sum.value());
      assertEquals(expected, parts.value());
    }
  }

  @Test
  void whatCancelsIsZero() {
    ExactSum sum = new ExactSum();
    Random random = new Random(4);
    double[] values = random.doubles(3000, -1e300, 1e300).toArray();
    for (double value : values) {
      add(sum, value);
    }
    ExactSum negated = new ExactSum();
    for (double value : values) {
      add(negated, -value);
    }
    sum.add(negated);
    assertEquals(BigInteger.ZERO, sum.value());
  }
}
