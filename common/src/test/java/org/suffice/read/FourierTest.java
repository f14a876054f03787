package org.suffice.read;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sines and cosines of harmonics, against sixty digits. */
class FourierTest {
  private static final MathContext DIGITS = new MathContext(60);

  private static final BigDecimal TWO_PI =
      new BigDecimal("6.28318530717958647692528676655900576839433879875021164194988918461563281");

  private static final BigDecimal NOTHING = new BigDecimal("1e-50");

  /**
   * StrictMath is within one unit in the last place of its double argument; what the argument has
   * beyond it is added with one more rounding of a half, and its own error is some 2^-100.
   */
  private static final double ULPS = 2;

  private static double[] values(double x, int harmonics, double period) {
    double[] values = new double[2 * harmonics];
    new Fourier(harmonics, period).store(x, values, 0);
    return values;
  }

  /** The angle 2πhx/L, whole turns taken away: the quotient is that of exact decimals. */
  private static BigDecimal angle(double x, int h, double period) {
    BigDecimal l = new BigDecimal(period);
    BigDecimal rest = new BigDecimal(x).multiply(BigDecimal.valueOf(h)).remainder(l);
    return rest.divide(l, DIGITS).multiply(TWO_PI, DIGITS);
  }

  /** The series of the sine, or of the cosine, whose terms fall from the seventh on. */
  private static BigDecimal series(BigDecimal angle, boolean sine) {
    BigDecimal square = angle.multiply(angle, DIGITS);
    BigDecimal term = sine ? angle : BigDecimal.ONE;
    BigDecimal sum = term;
    for (int k = sine ? 2 : 1; k < 120; k += 2) {
      term =
          term.multiply(square, DIGITS)
              .divide(BigDecimal.valueOf((long) k * (k + 1)), DIGITS)
              .negate();
      sum = sum.add(term, DIGITS);
    }
    return sum;
  }

  private static double ulps(BigDecimal expected, double found) {
    if (found == 0 && expected.abs().compareTo(NOTHING) < 0) {
      return 0; // a multiple of a quarter, to the digits of π
    }
    double unit = Math.ulp(expected.doubleValue());
    return expected
        .subtract(new BigDecimal(found))
        .abs()
        .divide(new BigDecimal(unit), 6, RoundingMode.UP)
        .doubleValue();
  }

  private static double worst(double x, int harmonics, double period) {
    double[] values = values(x, harmonics, period);
    double worst = 0;
    for (int h = 1; h <= harmonics; h++) {
      BigDecimal angle = angle(x, h, period);
      worst = Math.max(worst, ulps(series(angle, true), values[2 * h - 2]));
      worst = Math.max(worst, ulps(series(angle, false), values[2 * h - 1]));
    }
    return worst;
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 12, 365.25, 86_400_000, 0.1, 1e-9, 3.7e120})
  void everyDigitIsRight(double period) {
    Random random = new Random(41);
    double worst = 0;
    for (int i = 0; i < 150; i++) {
      double size = Math.scalb(1.0, random.nextInt(80) - 40);
      worst = Math.max(worst, worst(random.nextGaussian() * period * size, 7, period));
    }
    assertTrue(worst <= ULPS && worst > 0, "worst " + worst);
  }

  @Test
  void timesInMillisecondsLoseNothing() {
    Random random = new Random(43);
    double worst = 0;
    for (int i = 0; i < 300; i++) {
      double time = 1.7e12 + random.nextInt(1_000_000_000);
      worst = Math.max(worst, worst(time, 3, 31_556_952_000.0));
      worst = Math.max(worst, worst(time + 0.1, 3, 365.2425 * 86_400_000));
    }
    assertTrue(worst <= ULPS, "worst " + worst);
  }

  @Test
  void manyHarmonicsLoseNothing() {
    assertTrue(worst(1.7e12 + 12_345.678, 400, 86_400_000) <= ULPS);
  }

  /** Where the sine nearly vanishes, what the argument has beyond a double is all there is. */
  @Test
  void nearMultiplesOfAQuarterEveryDigitIsRight() {
    double worst = 0;
    for (double period : new double[] {12, 365.25, 0.3}) {
      for (int quarter = -9; quarter <= 9; quarter++) {
        double at = period / 4 * quarter;
        double near = quarter == 0 ? 1e-200 : Math.ulp(at);
        for (double x : new double[] {at - near, at, at + near}) {
          worst = Math.max(worst, worst(x, 3, period));
        }
      }
    }
    assertTrue(worst <= ULPS, "worst " + worst);
  }

  @Test
  void quartersAreExact() {
    double[][] expected = {{0, 1}, {1, 0}, {0, -1}, {-1, 0}};
    for (double period : new double[] {4, 12, 0.375, 365.25, 1L << 40}) {
      for (int quarter = -41; quarter <= 41; quarter++) {
        double[] found = values(quarter * (period / 4), 1, period);
        double[] right = expected[Math.floorMod(quarter, 4)];
        assertArrayEquals(bits(right), bits(found), quarter + " quarters of " + period);
      }
    }
  }

  private static long[] bits(double[] values) {
    return java.util.Arrays.stream(values).mapToLong(Double::doubleToRawLongBits).toArray();
  }

  @Test
  void theSineOfHalfThePeriodIsZeroOnWholeNumbers() {
    for (int x = -1000; x < 100_000; x += 7) {
      double[] values = values(x, 6, 12);
      assertEquals(0, Double.doubleToRawLongBits(values[10]));
      assertEquals(x % 2 == 0 ? 1 : -1, values[11]);
    }
  }

  @Test
  void sineAndCosineAreThoseOfAUnitCircle() {
    double[] values = values(1, 2, 12);
    assertArrayEquals(new double[] {0.5, Math.sqrt(3) / 2, Math.sqrt(3) / 2, 0.5}, values, 2e-16);
    assertEquals(
        List.of("sin(1*t)", "cos(1*t)", "sin(2*t)", "cos(2*t)"), new Fourier(2, 12).names("t"));
  }

  @Test
  void boundsAreKept() {
    for (double period :
        new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY, 1e-300, 1e305}) {
      assertThrows(IllegalArgumentException.class, () -> new Fourier(1, period));
    }
    assertThrows(IllegalArgumentException.class, () -> new Fourier(0, 1));
    assertThrows(IllegalArgumentException.class, () -> new Fourier(1001, 1));
    double[] huge = values(Double.MAX_VALUE, 1000, 1e300);
    double[] tiny = values(Double.MIN_VALUE, 1000, 1e-270);
    for (int i = 0; i < huge.length; i++) {
      assertTrue(Math.abs(huge[i]) <= 1 && Math.abs(tiny[i]) <= 1, i + ": " + huge[i]);
    }
    assertTrue(worst(Double.MAX_VALUE, 20, 1e300) <= ULPS);
  }
}
