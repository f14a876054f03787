package org.suffice.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** Vectors of powers against the library's, which are right to a rounding. */
class PowersTest {
  private static final int COUNT = 50_000;

  private final Random random = new Random(5);

  private double[] values(DoubleUnaryOperator of) {
    return random.doubles(COUNT).map(of).toArray();
  }

  @Test
  void lessOneKeepsTheDigitsOfSmallAndLargePowers() {
    // of sizes 1e-18 to 40, of both signs
    double[] x = values(u -> Math.copySign(40 * Math.pow(10, -20 * random.nextDouble()), u - 0.5));
    double[] power = x.clone();
    Powers.lessOneInPlace(0, COUNT, power);
    for (int i = 0; i < COUNT; i++) {
      double expected = StrictMath.expm1(x[i]);
      double roundings = 6 + 6 * Math.abs(x[i]);
      assertEquals(expected, power[i], roundings * Math.ulp(expected), "x=" + x[i]);
    }
  }

  @Test
  void decayIsRightToAsManyRoundingsAsTheExponentIsLarge() {
    double[] x = values(u -> 640 * u * u * u);
    double[] power = x.clone();
    Powers.decayInPlace(0, COUNT, power);
    for (int i = 0; i < COUNT; i++) {
      double expected = StrictMath.exp(-x[i]);
      assertEquals(expected, power[i], (6 + 6 * x[i]) * Math.ulp(expected), "x=" + x[i]);
    }
  }

  @Test
  void powersOfNegativeNumbersAreWithinRoundingsOfOne() {
    double[] x = values(u -> -700 * u * u * u);
    double[] power = x.clone();
    Powers.ofNegativeInPlace(0, COUNT, power);
    for (int i = 0; i < COUNT; i++) {
      assertEquals(StrictMath.exp(x[i]), power[i], 4e-16, "x=" + x[i]);
    }
  }

  @Test
  void endsOfTheRange() {
    double[] decay = {0, 641, 1e300, Double.POSITIVE_INFINITY, Double.NaN};
    Powers.decayInPlace(0, decay.length, decay);
    double least = decay[1];
    assertTrue(least > 0 && least < 1e-277);
    assertArrayEquals(new double[] {1, least, least, least, Double.NaN}, decay);
    double[] less = {0, 1e4, Double.POSITIVE_INFINITY, Double.NaN};
    Powers.lessOneInPlace(0, less.length, less);
    assertArrayEquals(
        new double[] {0, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, Double.NaN}, less);
  }

  /** The same bits wherever a value stands: alone, at the end of a vector, across strips. */
  @Test
  void bitsDoNotDependOnNeighbours() {
    double[] x = values(u -> 640 * u * u);
    double[] together = x.clone();
    Powers.decayInPlace(3, COUNT - 2, together);
    for (int i = 0; i < COUNT; i++) {
      double[] alone = {x[i]};
      if (i >= 3 && i < COUNT - 2) {
        Powers.decayInPlace(0, 1, alone);
      }
      assertEquals(alone[0], together[i]);
    }
  }
}
