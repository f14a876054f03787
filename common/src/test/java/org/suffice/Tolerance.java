package org.suffice;

import static org.junit.jupiter.api.Assertions.fail;

/** How far a figure may lie from the expected one, and why that far. */
public final class Tolerance {
  /** The spacing of doubles at 1: twice the unit roundoff. */
  public static final double ULP = Math.ulp(1.0);

  private final double bound;
  private final boolean relative;
  private final String reason;

  private Tolerance(double bound, boolean relative, String reason) {
    if (!(bound >= 0) || Double.isInfinite(bound) || (relative && bound >= 0.1)) {
      throw new IllegalArgumentException("a bound of " + bound + " allows anything: " + reason);
    }
    this.bound = bound;
    this.relative = relative;
    this.reason = reason;
  }

  /** A share of the expected figure. */
  public static Tolerance relative(double bound, String reason) {
    return new Tolerance(bound, true, reason);
  }

  /** So many correct significant digits. */
  public static Tolerance digits(double digits, String reason) {
    return relative(Math.pow(10, -digits), reason);
  }

  /** A distance in the units of the figure. */
  public static Tolerance absolute(double bound, String reason) {
    return new Tolerance(bound, false, reason);
  }

  /** Fails when the figure is further away, or not a number where one is expected. */
  public void check(String what, double expected, double actual) {
    if (Double.isNaN(expected)) {
      if (!Double.isNaN(actual)) {
        fail(what + ": expected NaN, found " + actual);
      }
      return;
    }
    if (relative && expected == 0) {
      throw new IllegalArgumentException(what + ": no share of zero is a tolerance");
    }
    double allowed = relative ? bound * Math.abs(expected) : bound;
    if (!(Math.abs(actual - expected) <= allowed)) { // also when actual is NaN
      fail(
          String.format(
              "%s: expected %s, found %s, which is %.2g off; allowed are %.2g (%s)",
              what, expected, actual, Math.abs(actual - expected), allowed, reason));
    }
  }

  /** Compares entry by entry. */
  public void check(String what, double[] expected, double[] actual) {
    if (expected.length != actual.length) {
      fail(what + ": expected " + expected.length + " entries, found " + actual.length);
    }
    for (int i = 0; i < expected.length; i++) {
      check(what + "[" + i + "]", expected[i], actual[i]);
    }
  }

  /** The logarithm of the relative error, negated: the number of correct digits, at most 16. */
  public static double correctDigits(double expected, double actual) {
    if (expected == actual) {
      return 16;
    }
    double error = Math.abs(actual - expected);
    return Math.min(16, -Math.log10(expected == 0 ? error : error / Math.abs(expected)));
  }
}
