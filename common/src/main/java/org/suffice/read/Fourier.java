package org.suffice.read;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * A number as sines and cosines of its harmonics: sin(2πhx/L) and cos(2πhx/L) for h = 1 … H.
 *
 * <p>The argument is reduced to an eighth of a turn without a rounding, so that neither a large x
 * (a time in milliseconds) nor a high harmonic loses digits, and sines and cosines of whole
 * quarters of a turn are exactly 0, 1 and −1: where 2h = L the sine of whole numbers is zero
 * everywhere, and a regression sees that it is.
 *
 * @param harmonics the number H of harmonics
 * @param period the period L, in units of x
 */
public record Fourier(int harmonics, double period) implements Serializable {
  /** The most harmonics. */
  public static final int MOST_HARMONICS = 1000;

  /** The least period: below it the error of a product would leave the range of a double. */
  public static final double LEAST_PERIOD = 1e-270;

  /** The largest period: beyond it a harmonic would leave the range of a double. */
  public static final double LARGEST_PERIOD = 1e300;

  private static final double TWO_PI = 0x1.921fb54442d18p2;

  /** What 2π has beyond the double nearest to it. */
  private static final double TWO_PI_LOW = 0x1.1a62633145c07p-52;

  /** Checks the bounds. */
  public Fourier {
    if (harmonics < 1 || harmonics > MOST_HARMONICS) {
      throw new IllegalArgumentException(harmonics + " harmonics");
    }
    if (!isPeriod(period)) {
      throw new IllegalArgumentException("period " + period);
    }
  }

  /** Whether a number can be a period. */
  public static boolean isPeriod(double value) {
    return value >= LEAST_PERIOD && value <= LARGEST_PERIOD;
  }

  /** The names of the 2H values of a column, the sine of each harmonic before its cosine. */
  List<String> names(String column) {
    List<String> names = new ArrayList<>();
    for (int h = 1; h <= harmonics; h++) {
      names.add("sin(" + h + "*" + column + ")");
      names.add("cos(" + h + "*" + column + ")");
    }
    return names;
  }

  /**
   * Stores sines and cosines, each within two units in the last place.
   *
   * @param values overwritten from {@code at}: 2H values
   */
  void store(double x, double[] values, int at) {
    // Whole periods do not count, and the remainder of IEEE 754 is exact.
    double rest = StrictMath.IEEEremainder(x, period);
    for (int h = 1; h <= harmonics; h++) {
      store(h, rest, values, at + 2 * (h - 1));
    }
  }

  private void store(int h, double x, double[] values, int at) {
    // hx = product + error; hx = high + low but for whole periods and quarters q of one.
    double product = h * x;
    double error = Math.fma(h, x, -product);
    double turn = StrictMath.IEEEremainder(product, period);
    double q = Math.rint(4 * turn / period);
    // For q ≠ 0 the two are within a factor of 2 of each other: exact (Sterbenz).
    double eighth = turn - q * (period / 4);
    double high = eighth + error;
    double rounded = high - eighth;
    double low = (eighth - (high - rounded)) + (error - rounded); // Knuth's two-sum
    // The angle 2π(high + low)/L, at most π/4 and a little, as angle + beyond.
    double share = high / period;
    double shareLow = (Math.fma(-share, period, high) + low) / period;
    double angle = share * TWO_PI;
    double beyond = Math.fma(share, TWO_PI, -angle) + share * TWO_PI_LOW + shareLow * TWO_PI;
    double s = StrictMath.sin(angle);
    double c = StrictMath.cos(angle);
    double sine = s + beyond * c;
    double cosine = c - beyond * s;
    switch ((int) q & 3) {
      case 0 -> put(sine, cosine, values, at);
      case 1 -> put(cosine, -sine, values, at);
      case 2 -> put(-sine, -cosine, values, at);
      default -> put(-cosine, sine, values, at);
    }
  }

  /** Zeros are positive: the sign of one would be that of a rounding. */
  private static void put(double sine, double cosine, double[] values, int at) {
    values[at] = sine + 0.0;
    values[at + 1] = cosine + 0.0;
  }
}
