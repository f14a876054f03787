package org.suffice.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What plots share: the axes, the vertical lines of values that have a name, and the scaling.
 * Lengths across are percentages, so that a plot is as wide as the page while its letters keep
 * their size; only curves, which cannot be written in percentages, are stretched.
 */
final class PlotFrame {
  /** Units across in which curves are written. */
  static final int UNITS = 1000;

  /** Pixels down. */
  static final int HEIGHT = 300;

  private static final int LINE = 17;
  private static final int AXIS_HEIGHT = 46;
  private static final int LEFT = 13;

  /** Labels of vertical lines nearer to an edge than this start or end there. */
  private static final double EDGE = 0.2;

  private final AcrossAxis across;
  private final Axis up;
  private final int width;

  /** Counts along the top, one for each of these steps, or empty. */
  private final List<Axis.Tick> counts;

  private final String unit;

  /**
   * A frame.
   *
   * @param width of the area that is drawn on, in percent; names may stand to the right of it
   * @param counts what stands along the top, at values across
   * @param unit of the axis upwards
   */
  PlotFrame(AcrossAxis across, Axis up, int width, List<Axis.Tick> counts, String unit) {
    this.across = across;
    this.up = up;
    this.width = width;
    this.counts = counts;
    this.unit = unit;
  }

  /** A point: percent of the width and pixels from the top. */
  String x(double value) {
    return percent(across.share(value));
  }

  double y(double value) {
    return HEIGHT * (1 - up.share(value));
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.2f%%", 100 * share);
  }

  private static String pixel(double y) {
    return PlotNames.coordinate(y);
  }

  /** The coordinates of a point of a curve. */
  String point(double lambda, double value) {
    return pixel(UNITS * across.share(lambda)) + "," + pixel(y(value));
  }

  /** Opens the plot; what is written until {@link #close} has its origin above the area. */
  void open(Html html, String id, String title, String description) {
    List<AcrossAxis.Mark> marks = across.marks();
    int top = LINE * (1 + marks.size() + (counts.isEmpty() ? 0 : 1)) + 8;
    html.open(
        "svg",
        "role",
        "img",
        "aria-labelledby",
        id + "-title " + id + "-description",
        "width",
        "100%",
        "height",
        String.valueOf(top + HEIGHT + AXIS_HEIGHT));
    html.element("title", title, "id", id + "-title");
    html.element("desc", description, "id", id + "-description");
    html.element("text", unit, "class", "unit", "x", "0", "y", "12");
    html.open("svg", "y", String.valueOf(top), "overflow", "visible");
    html.open("svg", "width", (LEFT - 1) + "%", "overflow", "visible");
    for (Axis.Tick tick : up.ticks()) {
      String y = pixel(y(tick.value()) + 4);
      html.element("text", tick.label(), "class", "level", "x", "100%", "y", y);
    }
    html.close();
    html.open("svg", "x", LEFT + "%", "width", width + "%", "overflow", "visible");
    for (Axis.Tick tick : up.ticks()) {
      String y = pixel(y(tick.value()));
      String css = tick.value() == 0 ? "zero" : "grid";
      html.empty("line", "class", css, "x1", "0%", "x2", "100%", "y1", y, "y2", y);
    }
    for (Axis.Tick tick : across.ticks()) {
      String x = x(tick.value());
      html.empty(
          "line",
          "class",
          "grid",
          "x1",
          x,
          "x2",
          x,
          "y1",
          String.valueOf(HEIGHT),
          "y2",
          String.valueOf(HEIGHT + 5));
      html.element("text", tick.label(), "class", "tick", "x", x, "y", String.valueOf(HEIGHT + 19));
    }
    html.element(
        "text", across.title(), "class", "axis", "x", "50%", "y", String.valueOf(HEIGHT + 40));
    // The one furthest to the right is highest, and labels of the others end at their line, so that
    // no line runs through a label.
    for (int i = 0; i < marks.size(); i++) {
      boolean last = i == marks.size() - 1;
      writeMark(html, marks.get(i), last, -8 - LINE * (i + (counts.isEmpty() ? 0 : 1)));
    }
    writeCounts(html);
  }

  private void writeCounts(Html html) {
    for (Axis.Tick count : counts) {
      html.element("text", count.label(), "class", "tick count", "x", x(count.value()), "y", "-8");
    }
  }

  private void writeMark(Html html, AcrossAxis.Mark mark, boolean last, int y) {
    double share = across.share(mark.value());
    String at = share < EDGE ? " starts" : !last || share > 1 - EDGE ? " ends" : "";
    html.open("g", "class", mark.css());
    html.element("title", mark.title());
    String x = percent(share);
    html.empty("line", "x1", x, "x2", x, "y1", String.valueOf(y + 4), "y2", String.valueOf(HEIGHT));
    html.element("text", mark.label(), "class", "label" + at, "x", x, "y", String.valueOf(y));
    html.close();
  }

  /** Opens the layer that curves are written in, in units of {@link #point}. */
  void openCurves(Html html) {
    html.open(
        "svg",
        "class",
        "curves",
        "width",
        "100%",
        "height",
        String.valueOf(HEIGHT),
        "viewBox",
        "0 0 " + UNITS + " " + HEIGHT,
        "preserveAspectRatio",
        "none");
  }

  /** Closes the plot, after the layers written since {@link #open} were closed. */
  void close(Html html) {
    html.close().close().close();
  }

  /** Closes the area but not the plot, and opens the one to the right of it. */
  void leaveArea(Html html) {
    html.close();
    html.open(
        "svg",
        "x",
        (LEFT + width) + "%",
        "width",
        (100 - LEFT - width) + "%",
        "overflow",
        "visible");
  }

  /**
   * The parts of a curve between values that are not finite, as lists of positions; a value at λ =
   * 0 is a part of its own, for it stands apart.
   */
  static List<List<Integer>> parts(double[] lambdas, double[] values) {
    List<List<Integer>> parts = new ArrayList<>();
    List<Integer> part = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      if (!part.isEmpty() && (!drawable(values[i]) || lambdas[i] == 0)) {
        parts.add(part);
        part = new ArrayList<>();
      }
      if (drawable(values[i])) {
        part.add(i);
      }
    }
    if (!part.isEmpty()) {
      parts.add(part);
    }
    return parts;
  }

  /** Whether the range of such values is a double too. */
  static boolean drawable(double value) {
    return Math.abs(value) < 1e300;
  }
}
