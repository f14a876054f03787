package org.suffice.report;

import java.util.ArrayList;
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

  /** The axis that is not linear is asinh(x / BEND): linear near 0, logarithmic further out. */
  private static final double BEND = 2;

  private static final int MAX_TICKS = 7;

  /**
   * One line of the plot.
   *
   * @param estimate finite, as are the ends of the interval
   * @param tip what the pointer shows
   */
  record Line(String name, double estimate, double lower, double upper, String tip) {}

  private final List<Line> lines;
  private final boolean linear;

  /** What stands at the two edges, after the bend. */
  private final double left;

  private final double right;

  /** Ends of the intervals; zero is always in sight. */
  private final double smallest;

  private final double largest;

  /** Lays out at least one line. */
  ForestPlot(List<Line> lines) {
    this.lines = lines;
    double low = 0;
    double high = 0;
    for (Line line : lines) {
      low = Math.min(low, line.lower());
      high = Math.max(high, line.upper());
    }
    smallest = low;
    largest = high;
    linear = Math.max(-low, high) <= LINEAR_LIMIT;
    double margin = 0.02 * (bend(high) - bend(low));
    left = bend(low) - margin;
    right = bend(high) + margin;
  }

  /** Whether the axis is linear throughout. */
  boolean linear() {
    return linear;
  }

  private double bend(double x) {
    if (linear) {
      return x;
    }
    double size = Math.abs(x) / BEND;
    // StrictMath, because the page of a model is the same on every machine.
    return Math.copySign(StrictMath.log(size + StrictMath.hypot(size, 1)), x);
  }

  private String across(double x) {
    double share = right > left ? (bend(x) - left) / (right - left) : 0.5;
    return String.format(Locale.ROOT, "%.2f%%", 100 * share);
  }

  /**
   * Writes the plot.
   *
   * @param title what is seen, for those who do not see it
   * @param axis the label of the axis
   */
  void write(Html html, String title, String description, String axis) {
    int bottom = TOP + ROW_HEIGHT * lines.size();
    html.open(
        "svg",
        "role",
        "img",
        "aria-labelledby",
        "plot-title plot-description",
        "width",
        "100%",
        "height",
        String.valueOf(bottom + AXIS_HEIGHT));
    html.element("title", title, "id", "plot-title");
    html.element("desc", description, "id", "plot-description");
    html.open("svg", "width", "36%"); // clips a name of wide letters
    for (int i = 0; i < lines.size(); i++) {
      writeName(html, lines.get(i).name(), TOP + ROW_HEIGHT * i + 15);
    }
    html.close();
    html.open("svg", "x", "38%", "width", "58%", "overflow", "visible");
    for (double tick : ticks()) {
      writeTick(html, tick, bottom);
    }
    html.element("text", axis, "class", "axis", "x", "50%", "y", String.valueOf(bottom + 40));
    for (int i = 0; i < lines.size(); i++) {
      writeLine(html, lines.get(i), TOP + ROW_HEIGHT * i + ROW_HEIGHT / 2);
    }
    html.close();
    html.close();
  }

  private static void writeName(Html html, String name, int y) {
    String shown = Html.visible(name);
    String wide = cut(shown, WIDE_NAME);
    String narrow = cut(shown, NARROW_NAME);
    String at = String.valueOf(y);
    if (wide.equals(narrow)) {
      html.element("text", wide, "class", "name", "x", "100%", "y", at);
    } else {
      html.element("text", wide, "class", "name wide", "x", "100%", "y", at);
      html.element("text", narrow, "class", "name narrow", "x", "100%", "y", at);
    }
  }

  /** Leaves out the middle: levels of a column differ at the end. */
  private static String cut(String name, int room) {
    int[] letters = name.codePoints().toArray();
    if (width(letters, 0, letters.length) <= room) {
      return name;
    }
    int head = 0;
    int tail = letters.length;
    // From both ends inwards, as long as there is room for the ellipsis too.
    while (width(letters, 0, head + 1) + width(letters, tail, letters.length) < room) {
      head++;
      if (width(letters, 0, head) + width(letters, tail - 1, letters.length) < room) {
        tail--;
      }
    }
    return new String(letters, 0, head) + "…" + new String(letters, tail, letters.length - tail);
  }

  /** In Latin letters; those of East Asia, and pictures, are some two wide. */
  private static int width(int[] letters, int from, int to) {
    int width = 0;
    for (int i = from; i < to; i++) {
      width += letters[i] < 0x1100 ? 1 : 2;
    }
    return width;
  }

  private void writeTick(Html html, double tick, int bottom) {
    String x = across(tick);
    html.empty(
        "line",
        "class",
        tick == 0 ? "zero" : "grid",
        "x1",
        x,
        "x2",
        x,
        "y1",
        String.valueOf(TOP),
        "y2",
        String.valueOf(bottom + 4));
    html.element("text", label(tick), "class", "tick", "x", x, "y", String.valueOf(bottom + 19));
  }

  private static String label(double tick) {
    double size = Math.abs(tick);
    String text =
        size >= 1e5
            ? String.format(Locale.ROOT, "%.0e", size).replace("e+0", "e").replace("e+", "e")
            : String.format(Locale.ROOT, "%.9f", size).replaceAll("\\.?0+$", "");
    return tick < 0 ? "−" + text : text;
  }

  private void writeLine(Html html, Line line, int y) {
    String at = String.valueOf(y);
    // A shape besides a colour: filled where the interval leaves out zero.
    boolean clear = line.lower() > 0 || line.upper() < 0;
    html.open("g", "class", clear ? "clear" : "unclear");
    html.element("title", line.tip());
    html.empty("line", "x1", across(line.lower()), "x2", across(line.upper()), "y1", at, "y2", at);
    html.empty("circle", "cx", across(line.estimate()), "cy", at, "r", "4.5");
    html.close();
  }

  private List<Double> ticks() {
    List<Double> ticks = new ArrayList<>();
    if (linear) {
      double step = step(largest - smallest);
      for (long i = (long) Math.ceil(smallest / step); i * step <= largest; i++) {
        ticks.add(i * step);
      }
      return ticks;
    }
    // 3, 10, 30, 100 …, else every decade, else every second one and so on, until they fit.
    double reach = Math.max(-smallest, largest);
    for (int decades = 0; ; decades++) {
      ticks.clear();
      ticks.add(0.0);
      int step = Math.max(1, 2 * decades);
      for (int half = step; half <= 2 * Math.floor(StrictMath.log10(reach)) + 1; half += step) {
        double tick = (half % 2 == 0 ? 1 : 3) * Math.rint(StrictMath.pow(10, half / 2));
        if (tick <= largest) {
          ticks.add(tick);
        }
        if (-tick >= smallest) {
          ticks.add(-tick);
        }
      }
      if (ticks.size() <= MAX_TICKS) {
        return ticks;
      }
    }
  }

  /** The least of 1, 2, 5, 10 … times a power of ten that cuts a range into few parts. */
  private static double step(double range) {
    double power = 1e-6;
    while (true) {
      for (double step : new double[] {power, 2 * power, 5 * power}) {
        if (range <= step * (MAX_TICKS - 1) || power > LINEAR_LIMIT) {
          return step;
        }
      }
      power *= 10;
    }
  }
}
