package org.suffice.report;

import java.util.List;
import java.util.Locale;

/**
 * Estimates with their intervals, one under the other, as inline SVG. Lengths across are
 * percentages and lengths down are pixels, so that the plot is as wide as the page while its
 * letters keep their size on a telephone.
 */
final class ForestPlot {
  private static final int ROW_HEIGHT = 22;
  private static final int TOP = 8;
  private static final int AXIS_HEIGHT = 46;

  /** Names wider than this are cut on a narrow page, those wider than the other on any. */
  private static final int NARROW_NAME = 17;

  private static final int WIDE_NAME = 34;

  /** Beyond this a linear axis would squash the intervals, some four units long, into dots. */
  private static final double LINEAR_LIMIT = 40;

  private static final int MAX_TICKS = 7;

  /** Left free at either end, as a share of the range. */
  private static final double MARGIN = 0.02;

  /**
   * One line of the plot.
   *
   * @param estimate finite, as are the ends of the interval
   * @param tip what the pointer shows
   */
  record Line(String name, double estimate, double lower, double upper, String tip) {}

  private final List<Line> lines;
  private final double neutral;
  private final boolean linear;

  private final Axis axis;

  /** Lays out at least one line about 0. */
  ForestPlot(List<Line> lines) {
    this.lines = lines;
    neutral = 0;
    double low = 0;
    double high = 0;
    for (Line line : lines) {
      low = Math.min(low, line.lower());
      high = Math.max(high, line.upper());
    }
    linear = Math.max(-low, high) <= LINEAR_LIMIT;
    axis =
        linear
            ? Axis.linear(low, high, MARGIN, MAX_TICKS)
            : Axis.bent(low, high, MARGIN, MAX_TICKS);
  }

  private ForestPlot(List<Line> lines, double neutral, Axis axis) {
    this.lines = lines;
    this.neutral = neutral;
    this.axis = axis;
    linear = false;
  }

  /** Lays out at least one line of ratios, above 0, about 1: equal factors are equal lengths. */
  static ForestPlot ofRatios(List<Line> lines) {
    double low = 1;
    double high = 1;
    for (Line line : lines) {
      low = Math.min(low, line.lower());
      high = Math.max(high, line.upper());
    }
    return new ForestPlot(lines, 1, Axis.logarithmic(low, high, MARGIN, MAX_TICKS));
  }

  /** Whether the axis is linear throughout. */
  boolean linear() {
    return linear;
  }

  private String across(double x) {
    return String.format(Locale.ROOT, "%.2f%%", 100 * axis.share(x));
  }

  /**
   * Writes the plot.
   *
   * @param id that no other plot of the page has
   * @param title what is seen, for those who do not see it
   * @param unit the label of the axis
   */
  void write(Html html, String id, String title, String description, String unit) {
    int bottom = TOP + ROW_HEIGHT * lines.size();
    html.open(
        "svg",
        "role",
        "img",
        "aria-labelledby",
        id + "-title " + id + "-description",
        "width",
        "100%",
        "height",
        String.valueOf(bottom + AXIS_HEIGHT));
    html.element("title", title, "id", id + "-title");
    html.element("desc", description, "id", id + "-description");
    html.open("svg", "width", "36%"); // clips a name of wide letters
    for (int i = 0; i < lines.size(); i++) {
      int y = TOP + ROW_HEIGHT * i + 15;
      PlotNames.write(html, lines.get(i).name(), WIDE_NAME, NARROW_NAME, "name", "100%", y);
    }
    html.close();
    html.open("svg", "x", "38%", "width", "58%", "overflow", "visible");
    for (Axis.Tick tick : axis.ticks()) {
      writeTick(html, tick, bottom);
    }
    html.element("text", unit, "class", "axis", "x", "50%", "y", String.valueOf(bottom + 40));
    for (int i = 0; i < lines.size(); i++) {
      writeLine(html, lines.get(i), TOP + ROW_HEIGHT * i + ROW_HEIGHT / 2);
    }
    html.close();
    html.close();
  }

  private void writeTick(Html html, Axis.Tick tick, int bottom) {
    String x = across(tick.value());
    html.empty(
        "line",
        "class",
        tick.value() == neutral ? "zero" : "grid",
        "x1",
        x,
        "x2",
        x,
        "y1",
        String.valueOf(TOP),
        "y2",
        String.valueOf(bottom + 4));
    html.element("text", tick.label(), "class", "tick", "x", x, "y", String.valueOf(bottom + 19));
  }

  private void writeLine(Html html, Line line, int y) {
    String at = String.valueOf(y);
    // A shape besides a colour: filled where the interval leaves out what has no effect.
    boolean clear = line.lower() > neutral || line.upper() < neutral;
    html.open("g", "class", clear ? "clear" : "unclear");
    html.element("title", line.tip());
    html.empty("line", "x1", across(line.lower()), "x2", across(line.upper()), "y1", at, "y2", at);
    html.empty("circle", "cx", across(line.estimate()), "cy", at, "r", "4.5");
    html.close();
  }
}
