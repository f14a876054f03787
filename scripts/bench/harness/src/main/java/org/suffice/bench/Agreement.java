package org.suffice.bench;

import java.util.Locale;

/**
 * What sides must agree on, or their times mean nothing.
 *
 * @param what is answered; sides are compared with the first that answers the same
 * @param leading so many numbers come first that count by themselves, such as a penalty that was
 *     chosen among others: each to a share of 1e-9
 * @param tolerance for the other numbers, a share of the largest of them
 */
record Agreement(String what, int leading, double tolerance) {
  /** Of numbers that differ by rounding alone. */
  static final double ALIKE = 1e-9;

  /** Numbers that are alike but for rounding. */
  static Agreement on(String what) {
    return new Agreement(what, 0, ALIKE);
  }

  /**
   * How far an answer is from another, as a share of the largest number.
   *
   * @throws IllegalStateException when it is too far
   */
  double require(String name, double[] expected, double[] answer) {
    boolean same = expected.length == answer.length;
    for (int i = 0; i < leading && same; i++) {
      same = Math.abs(expected[i] - answer[i]) <= ALIKE * Math.abs(expected[i]);
    }
    double largest = 0;
    double difference = same ? 0 : Double.NaN;
    for (int i = leading; i < Math.min(expected.length, answer.length); i++) {
      largest = Math.max(largest, Math.abs(expected[i]));
      difference = Math.max(difference, Math.abs(expected[i] - answer[i]));
    }
    if (!(difference <= tolerance * largest)) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "%s gives another answer: %d numbers that differ by %.3e%s",
              name,
              answer.length,
              difference,
              same || leading == 0 ? "" : ", the first " + expected[0] + " and " + answer[0]));
    }
    return difference / largest;
  }

  String met(double difference) {
    return String.format(
        Locale.ROOT,
        "agreement of %s: to %.1e of the largest (%.0e is required)",
        what,
        difference,
        tolerance);
  }
}
