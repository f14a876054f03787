package org.suffice.report;

import java.util.Locale;

/** Numbers as people read them; a figure that is not defined is a dash. */
final class Figures {
  private static final String UNDEFINED = "–";

  private Figures() {}

  /** Six significant digits. */
  static String six(double value) {
    return significant(value, 6);
  }

  /** Four significant digits. */
  static String four(double value) {
    return significant(value, 4);
  }

  /** Degrees of freedom: whole, or with two decimals. */
  static String count(double value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%,.0f", value)
        : String.format(Locale.ROOT, "%,.2f", value);
  }

  private static String significant(double value, int digits) {
    if (Double.isNaN(value)) {
      return UNDEFINED;
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "∞" : "−∞";
    }
    double size = Math.abs(value);
    if (size != 0 && (size < 1e-4 || size >= 1e9)) {
      return String.format(Locale.ROOT, "%." + (digits - 1) + "e", value);
    }
    int whole = size == 0 ? 1 : (int) Math.floor(Math.log10(size)) + 1;
    int decimals = Math.max(0, digits - whole);
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }

  /** A p-value: two significant digits, however small. */
  static String pValue(double p) {
    if (Double.isNaN(p)) {
      return UNDEFINED;
    }
    return p >= 0.001
        ? String.format(Locale.ROOT, "%.4f", p)
        : p == 0 ? "<1e-300" : String.format(Locale.ROOT, "%.1e", p);
  }

  /** Both ends of an interval. */
  static String interval(double lower, double upper) {
    return Double.isNaN(lower) || Double.isNaN(upper)
        ? UNDEFINED
        : "[" + six(lower) + ", " + six(upper) + "]";
  }

  /** The customary marks of significance. */
  static String stars(double p) {
    return p < 0.001 ? "***" : p < 0.01 ? "**" : p < 0.05 ? "*" : "";
  }

  /** A share as a percentage, without needless decimals. */
  static String percent(double share) {
    return String.format(Locale.ROOT, "%.4f", share * 100).replaceAll("\\.?0+$", "") + "%";
  }

  /** The text padded or cut to a width, control characters replaced. */
  static String pad(String text, int width) {
    StringBuilder out = new StringBuilder();
    int length = text.codePointCount(0, text.length());
    String shown =
        length <= width ? text : text.substring(0, text.offsetByCodePoints(0, width - 1)) + "…";
    shown.codePoints().forEach(c -> out.appendCodePoint(Character.isISOControl(c) ? '?' : c));
    return out.append(" ".repeat(Math.max(0, width - length))).toString();
  }
}
