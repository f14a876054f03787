package org.suffice.read;

import ch.randelshofer.fastdoubleparser.JavaDoubleParser;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Decimal numbers from bytes, correctly rounded. Only {@code [+-] digits [. digits] [e [+-]
 * digits]} is a number here: what Java also takes (1d, 0x1p3, NaN, Infinity) is not one in a data
 * file.
 */
public final class Numbers {
  private static final double[] POWERS_OF_TEN = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };
  private static final long EXACT = 1L << 53;
  private static final int MANY_DIGITS = 500;

  private static final Pattern WRITTEN_OTHERWISE =
      Pattern.compile(
          "[-+\u2212]?[$\u20ac\u00a3]?[ \u00a0]?[-+]?\\p{Nd}[\\p{Nd}_,. '\u00a0\u202f]*"
              + "([eEdD][-+]?\\p{Nd}+)?[ \u00a0]?[%$\u20ac\u00a3]?");

  private Numbers() {}

  /**
   * Whether a text is what a person would read as a number: 1,234.5 or 0,5 or 12 % or $3, digits of
   * any script, or a number as {@link #parse} takes it.
   */
  public static boolean isWrittenOtherwise(String text) {
    return WRITTEN_OTHERWISE.matcher(text).matches();
  }

  /**
   * The number in {@code bytes[from, to)}, blanks around it allowed.
   *
   * @return NaN when it is not a number; infinite when it is one beyond the range of double
   */
  public static double parse(byte[] bytes, int from, int to) {
    while (from < to && isBlank(bytes[from])) {
      from++;
    }
    while (to > from && isBlank(bytes[to - 1])) {
      to--;
    }
    int p = from;
    boolean negative = false;
    if (p < to && (bytes[p] == '-' || bytes[p] == '+')) {
      negative = bytes[p++] == '-';
    }
    long mantissa = 0;
    int digits = 0;
    int first = p;
    int c = 0;
    while (p < to && (c = bytes[p] - '0') >= 0 && c <= 9) {
      mantissa = mantissa * 10 + c;
      p++;
    }
    digits = p - first;
    int exponent = 0;
    if (p < to && bytes[p] == '.') {
      int point = ++p;
      while (p < to && (c = bytes[p] - '0') >= 0 && c <= 9) {
        mantissa = mantissa * 10 + c;
        p++;
      }
      exponent = point - p;
      digits -= exponent;
    }
    if (digits == 0) {
      return Double.NaN;
    }
    if (p < to) {
      int written = exponentAt(bytes, p, to);
      if (written == Integer.MIN_VALUE) {
        return Double.NaN;
      }
      exponent += written;
    }
    // Clinger (1990): both factors are exact doubles, so one rounding remains. Eighteen digits
    // cannot have overflowed the long.
    if (digits <= 18 && mantissa <= EXACT && exponent >= -22 && exponent <= 22) {
      double value =
          exponent < 0 ? mantissa / POWERS_OF_TEN[-exponent] : mantissa * POWERS_OF_TEN[exponent];
      return negative ? -value : value;
    }
    // With some 720 digits or more and a giant exponent the library returns wrong numbers.
    if (digits > MANY_DIGITS) {
      return Double.parseDouble(new String(bytes, from, to - from, StandardCharsets.ISO_8859_1));
    }
    return JavaDoubleParser.parseDouble(bytes, from, to - from);
  }

  /** The exponent written from {@code bytes[p]} to the end, or MIN_VALUE when it is none. */
  private static int exponentAt(byte[] bytes, int p, int to) {
    if (bytes[p] != 'e' && bytes[p] != 'E') {
      return Integer.MIN_VALUE;
    }
    p++;
    boolean negative = false;
    if (p < to && (bytes[p] == '-' || bytes[p] == '+')) {
      negative = bytes[p++] == '-';
    }
    if (p == to) {
      return Integer.MIN_VALUE;
    }
    int value = 0;
    for (; p < to; p++) {
      int c = bytes[p] - '0';
      if (c < 0 || c > 9) {
        return Integer.MIN_VALUE;
      }
      value = Math.min(value * 10 + c, 100_000);
    }
    return negative ? -value : value;
  }

  /** A number as text: a whole one without point, so that 1, +1 and 1.0 are the same. */
  public static String text(double value) {
    return value == Math.rint(value) && Math.abs(value) <= EXACT
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  /** Whether a digit other than 0 stands before the exponent. */
  static boolean hasNonzeroDigit(byte[] bytes, int from, int to) {
    for (int i = from; i < to && bytes[i] != 'e' && bytes[i] != 'E'; i++) {
      if (bytes[i] >= '1' && bytes[i] <= '9') {
        return true;
      }
    }
    return false;
  }

  /** Whether there is neither a point nor an exponent. */
  static boolean isWhole(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] == '.' || bytes[i] == 'e' || bytes[i] == 'E') {
        return false;
      }
    }
    return true;
  }

  static boolean isBlank(byte b) {
    return b == ' ' || b == '\t';
  }
}
