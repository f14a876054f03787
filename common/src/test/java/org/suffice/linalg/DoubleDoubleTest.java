package org.suffice.linalg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Arithmetic of two doubles against arithmetic of as many digits as it takes. */
class DoubleDoubleTest {
  private static final MathContext MANY = new MathContext(60);
  private static final BigDecimal BOUND = new BigDecimal(0x1p-100);

  private static DoubleDouble random(Random random, int exponents) {
    double hi = Math.scalb(random.nextGaussian(), random.nextInt(2 * exponents + 1) - exponents);
    return DoubleDouble.sum(hi, Math.ulp(hi) * (random.nextDouble() - 0.5));
  }

  private static void check(String what, BigDecimal expected, DoubleDouble found) {
    BigDecimal error = found.toBigDecimal().subtract(expected).abs();
    assertTrue(
        error.compareTo(expected.abs().multiply(BOUND)) <= 0,
        () ->
            what
                + ": expected "
                + expected.round(MANY)
                + ", off by "
                + error.round(MathContext.DECIMAL32));
    assertTrue(Math.abs(found.lo()) <= Math.ulp(found.hi()) / 2, () -> what + " is not normalised");
    assertEquals(found.hi(), found.value(), what);
  }

  @Test
  void fourOperationsAndTheRoot() {
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      DoubleDouble a = random(random, 200);
      DoubleDouble b = i % 2 == 0 ? random(random, 200) : near(a, random);
      BigDecimal x = a.toBigDecimal();
      BigDecimal y = b.toBigDecimal();
      String what = a + " and " + b;
      check("sum of " + what, x.add(y), a.plus(b));
      check("difference of " + what, x.subtract(y), a.minus(b));
      check("product of " + what, x.multiply(y), a.times(b));
      check("quotient of " + what, x.divide(y, MANY), a.over(b));
      check("root of " + what, x.abs().sqrt(MANY), a.hi() < 0 ? root(a.negated()) : root(a));
    }
  }

  private static DoubleDouble root(DoubleDouble a) {
    return a.squareRoot();
  }

  /** Differs from the ninth to the thirtieth digit on. */
  private static DoubleDouble near(DoubleDouble a, Random random) {
    return a.plus(
        a.times(DoubleDouble.of(Math.scalb(random.nextGaussian(), -30 - random.nextInt(70)))));
  }

  @Test
  void sumOfTwoDoublesIsExact() {
    Random random = new Random(2);
    for (int i = 0; i < 20_000; i++) {
      double a = Math.scalb(random.nextGaussian(), random.nextInt(150));
      double b = Math.scalb(random.nextGaussian(), random.nextInt(150));
      assertEquals(
          0,
          new BigDecimal(a)
              .add(new BigDecimal(b))
              .compareTo(DoubleDouble.sum(a, b).toBigDecimal()));
    }
  }

  @Test
  void edges() {
    DoubleDouble one = DoubleDouble.of(1);
    assertEquals(DoubleDouble.ZERO, one.minus(one));
    assertEquals(DoubleDouble.ZERO, DoubleDouble.ZERO.squareRoot());
    assertEquals(DoubleDouble.ZERO, DoubleDouble.of(-1e-40).squareRoot());
    assertEquals(one, one.over(one));
    assertEquals(DoubleDouble.of(3), DoubleDouble.of(9).squareRoot());
    assertEquals(
        new DoubleDouble(-0x1p-30, -0x1p-90), new DoubleDouble(1, 0x1p-60).negated().scaleBy(-30));
    check(
        "third", BigDecimal.ONE.divide(BigDecimal.valueOf(3), MANY), one.over(DoubleDouble.of(3)));
  }

  /** A quotient of whole numbers of a few or of thousands of bits, to the edges of a double. */
  @Test
  void ratioOfWholeNumbers() {
    Random random = new Random(3);
    int[] bits = {
      1, 2, 10, 53, 64, 106, 107, 111, 112, 113, 300, 999, 1000, 1001, 1024, 2100, 4000
    };
    for (int i = 0; i < 20_000; i++) {
      BigInteger a = new BigInteger(bits[random.nextInt(bits.length)], random).add(BigInteger.ONE);
      BigInteger b = new BigInteger(bits[random.nextInt(bits.length)], random).add(BigInteger.ONE);
      a = random.nextBoolean() ? a : a.negate();
      int magnitude = a.bitLength() - b.bitLength();
      // The low double must not underflow, nor the high one overflow.
      int exponent = random.nextInt(1800) - 900 - magnitude;
      BigDecimal quotient = new BigDecimal(a).divide(new BigDecimal(b), MANY);
      BigDecimal power = new BigDecimal(BigInteger.ONE.shiftLeft(Math.abs(exponent)));
      BigDecimal expected =
          exponent < 0 ? quotient.divide(power, MANY) : quotient.multiply(power, MANY);
      check(
          a.bitLength() + " by " + b.bitLength() + " bits times 2^" + exponent,
          expected,
          DoubleDouble.ratio(a, b, exponent));
    }
    assertEquals(DoubleDouble.ZERO, DoubleDouble.ratio(BigInteger.ZERO, BigInteger.TEN, 5000));
    assertEquals(
        DoubleDouble.of(-0x1p-70),
        DoubleDouble.ratio(BigInteger.TWO.negate(), BigInteger.ONE, -71));
    assertEquals(
        DoubleDouble.of(0x1p1000),
        DoubleDouble.ratio(BigInteger.ONE.shiftLeft(3000), BigInteger.ONE.shiftLeft(1000), -1000));
  }

  /** All bits set: rounding to a double carries to the next power of two. */
  @Test
  void ratioRoundsUpAcrossAPower() {
    for (int bits : new int[] {54, 64, 107, 160, 1000}) {
      BigInteger ones = BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE);
      check(
          "2^" + bits + " − 1", new BigDecimal(ones), DoubleDouble.ratio(ones, BigInteger.ONE, 0));
    }
    BigInteger ones = BigInteger.ONE.shiftLeft(1200).subtract(BigInteger.ONE);
    assertEquals(1, DoubleDouble.ratio(ones, BigInteger.ONE, -1200).value());
  }

  @Test
  void dotProductsOfMatrices() {
    Random random = new Random(4);
    for (int trial = 0; trial < 300; trial++) {
      int k = random.nextInt(40);
      ExtendedMatrix a = new ExtendedMatrix(3, 41);
      ExtendedMatrix b = new ExtendedMatrix(2, 41 + trial % 3);
      BigDecimal exact = BigDecimal.ZERO;
      BigDecimal size = BigDecimal.ZERO;
      for (int m = 0; m < 41; m++) {
        DoubleDouble x = random(random, 10);
        DoubleDouble y = random(random, 10);
        a.set(1, m, x);
        b.set(1, m, y);
        a.set(0, m, DoubleDouble.of(99)); // other rows are not read
        a.set(2, m, DoubleDouble.of(99));
        b.set(0, m, DoubleDouble.of(99));
        assertEquals(x, a.get(1, m));
        if (m < k) {
          BigDecimal term = x.toBigDecimal().multiply(y.toBigDecimal());
          exact = exact.add(term);
          size = size.add(term.abs());
        }
      }
      // Half of the trials cancel to nearly nothing: the start is the sum itself.
      DoubleDouble start =
          trial % 2 == 0
              ? random(random, 10)
              : DoubleDouble.sum(
                  exact.doubleValue(),
                  exact.subtract(new BigDecimal(exact.doubleValue())).doubleValue());
      DoubleDouble found = a.minusDot(start, 1, b, 1, k);
      BigDecimal expected = start.toBigDecimal().subtract(exact);
      BigDecimal error = found.toBigDecimal().subtract(expected).abs();
      BigDecimal allowed =
          size.add(start.toBigDecimal().abs()).multiply(new BigDecimal((k + 1) * 0x1p-103));
      assertTrue(
          error.compareTo(allowed) <= 0, "trial " + trial + " off by " + error.doubleValue());
      assertTrue(Math.abs(found.lo()) <= Math.ulp(found.hi()), "normalised");
    }
  }
}
