package org.suffice.report;

import java.util.List;
import java.util.Locale;
import org.suffice.read.Text;

/** Lines of a table of coefficients for a terminal. */
final class CoefficientTable {
  /** What the marks of significance mean. */
  static final String STARS = "*** p < 0.001, ** p < 0.01, * p < 0.05";

  private static final int LEAST_WIDTH = 11;
  private static final int MOST_WIDTH = 40;

  private final List<String> names;
  private final int width;

  /** A table of coefficients with these names. */
  CoefficientTable(List<String> names) {
    this.names = names;
    int longest = LEAST_WIDTH;
    for (String each : names) {
      String name = Text.clean(each);
      longest = Math.max(longest, name.codePointCount(0, name.length()));
    }
    width = Math.min(longest, MOST_WIDTH);
  }

  /** The first cell of a line. */
  private String name(int i) {
    return Figures.pad(Text.clean(names.get(i)), width);
  }

  /**
   * The head where there are tests.
   *
   * @param statistic t or z
   * @param level of the intervals
   */
  String testHead(String statistic, double level) {
    return head(
        String.format(
            Locale.ROOT,
            " %12s %9s %9s      %s",
            "std. error",
            statistic + " value",
            "p value",
            Figures.percent(level) + " interval"));
  }

  /** The head where there are none. */
  String head(boolean errors) {
    return head(errors ? String.format(Locale.ROOT, " %12s", "std. error") : "");
  }

  private String head(String more) {
    return String.format(Locale.ROOT, "%s %13s%s%n", Figures.pad("", width), "coefficient", more);
  }

  /** A coefficient with its test; NaN where it is aliased. */
  String testLine(
      int i, double w, double error, double statistic, double p, double lower, double upper) {
    if (Double.isNaN(w)) {
      return String.format(Locale.ROOT, "%s %13s%n", name(i), "aliased");
    }
    return String.format(
        Locale.ROOT,
        "%s %13s %12s %9s %9s %-3s  [%s, %s]%n",
        name(i),
        Figures.six(w),
        Figures.six(error),
        Figures.four(statistic),
        Figures.pValue(p),
        Figures.stars(p),
        Figures.six(lower),
        Figures.six(upper));
  }

  /** A coefficient of a penalised fit; one that is exactly zero is a dot. */
  String line(int i, double w) {
    return String.format(Locale.ROOT, "%s %13s%n", name(i), w == 0 ? "." : Figures.six(w));
  }

  /** The same with its error. */
  String line(int i, double w, double error) {
    return String.format(
        Locale.ROOT, "%s %13s %12s%n", name(i), w == 0 ? "." : Figures.six(w), Figures.six(error));
  }

  /** A value with its interval; a dash where that is not defined. */
  String interval(int i, double value, double lower, double upper) {
    return String.format(
        Locale.ROOT, "%s %13s  %s%n", name(i), Figures.six(value), Figures.interval(lower, upper));
  }

  /** The head of values with intervals. */
  String intervalHead(String value, double level) {
    return String.format(
        Locale.ROOT,
        "%s %13s  %s%n",
        Figures.pad("", width),
        value,
        Figures.percent(level) + " interval");
  }
}
