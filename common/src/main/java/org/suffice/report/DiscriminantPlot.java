package org.suffice.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.suffice.model.DiscriminantModel;
import org.suffice.solve.DiscriminantFit;

/**
 * The classes along the linear discriminants, as inline SVG: rings about their means on the first
 * two, or densities where there is one. Lengths across are percentages and lengths down are pixels,
 * so that the plot is as wide as the page while its letters keep their size.
 */
final class DiscriminantPlot {
  private static final int HEIGHT = 360;
  private static final int TOP = 24;
  private static final int AXIS_HEIGHT = 46;
  private static final int LEFT = 9;
  private static final int WIDTH = 89;
  private static final int MAX_TICKS = 7;

  /** Within so many standard deviations along two directions is half of a normal distribution. */
  private static final double HALF = Math.sqrt(2 * Math.log(2));

  /** More rings than this cannot be told apart; more names do not fit. */
  private static final int MOST_RINGS = 12;

  private static final int MOST_NAMES = 30;

  private static final int COLOURS = 10;
  private static final int LINE = 15;

  /** Names whose starts are nearer than this share of the width could run into each other. */
  private static final double NAME_WIDTH = 0.2;

  private static final int WIDE_NAME = 18;
  private static final int NARROW_NAME = 9;

  /** Densities are drawn as far as this many standard deviations from the outer means. */
  private static final double REACH = 3.5;

  private static final int STEPS = 200;

  private final DiscriminantModel model;
  private final DiscriminantFit fit;
  private final int c;

  private DiscriminantPlot(DiscriminantModel model) {
    this.model = model;
    this.fit = model.fit();
    this.c = fit.numClasses();
  }

  /** Writes the plot with its caption, or nothing where there is no direction to draw. */
  static void write(Html html, DiscriminantModel model) {
    DiscriminantPlot plot = new DiscriminantPlot(model);
    int r = plot.fit.numDiscriminants();
    if (r == 0) {
      return;
    }
    double[] first = plot.means(0);
    double[] second = r > 1 ? plot.means(1) : new double[plot.c];
    if (!drawable(first) || !drawable(second)) {
      return;
    }
    html.open("section").element("h2", "Where the classes lie").open("figure");
    if (r > 1) {
      plot.writeRings(html, first, second);
    } else {
      plot.writeDensities(html, first);
    }
    html.close().close();
  }

  private static boolean drawable(double[] values) {
    return Arrays.stream(values).allMatch(PlotFrame::drawable);
  }

  /** The coordinate of each class's mean along a direction. */
  private double[] means(int direction) {
    int d = fit.numColumns();
    int r = fit.numDiscriminants();
    double[] result = new double[c];
    for (int k = 0; k < c; k++) {
      for (int j = 0; j < d; j++) {
        result[k] += (fit.means()[k * d + j] - fit.origin()[j]) * fit.scaling()[j * r + direction];
      }
    }
    return result;
  }

  private static Axis axis(double[] values, double reach, double margin) {
    double low = Arrays.stream(values).min().orElseThrow() - reach;
    double high = Arrays.stream(values).max().orElseThrow() + reach;
    return Axis.linear(low, high, margin, MAX_TICKS);
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.2f%%", 100 * share);
  }

  private static double down(Axis axis, double value) {
    return HEIGHT * (1 - axis.share(value));
  }

  private static String pixel(double y) {
    return PlotNames.coordinate(y);
  }

  /** The share of a direction in the spread between the classes. */
  private String named(int direction) {
    double[] squares = Arrays.stream(fit.singularValues()).map(s -> s * s).toArray();
    double share = squares[direction] / Arrays.stream(squares).sum();
    return String.format(
        Locale.ROOT, "LD%d, %.1f %% of what tells the classes apart", direction + 1, 100 * share);
  }

  // ---- two directions
  // ----------------------------------------------------------------------------

  private void writeRings(Html html, double[] first, double[] second) {
    boolean rings = c <= MOST_RINGS;
    Axis across = axis(first, rings ? HALF : 0, rings ? 0.02 : 0.06);
    Axis up = axis(second, rings ? HALF : 0, rings ? 0.02 : 0.06);
    open(
        html,
        "Means of the classes along LD1 and LD2",
        "One dot a class, with its name" + (rings ? " and a ring about it." : "."),
        named(1));
    for (Axis.Tick tick : up.ticks()) {
      String y = pixel(down(up, tick.value()));
      html.empty("line", "class", "grid", "x1", "0%", "x2", "100%", "y1", y, "y2", y);
      String text = pixel(down(up, tick.value()) + 4);
      html.element("text", tick.label(), "class", "level", "x", "-0.7%", "y", text);
    }
    writeAcross(html, across, named(0));
    for (int k = 0; k < c; k++) {
      html.open("g", "class", "class c" + k % COLOURS);
      html.element("title", model.classes().get(k));
      String x = percent(across.share(first[k]));
      String y = pixel(down(up, second[k]));
      if (rings) {
        String rx = percent(across.share(HALF) - across.share(0));
        String ry = pixel(down(up, 0) - down(up, HALF));
        html.empty("ellipse", "cx", x, "cy", y, "rx", rx, "ry", ry);
      }
      html.empty("circle", "cx", x, "cy", y, "r", "4");
      html.close();
    }
    writeNames(html, across, up, first, second, 0);
    html.close().close();
    html.element(
        "figcaption",
        (rings
                ? "A ring holds half of the rows of its class, if they are normal with the"
                    + " covariance of the model: overlapping rings are classes that are mixed up"
                    + " along these two directions."
                : "A standard deviation within a class is 1 along both directions.")
            + (c > MOST_NAMES
                ? " With more than "
                    + MOST_NAMES
                    + " classes, dots have no names;"
                    + " the pointer shows them."
                : "")
            + (fit.numDiscriminants() > 2 ? " Further directions are not drawn." : ""));
  }

  /**
   * Beside the dots, from top to bottom, each below those that it would run into.
   *
   * @param higher pixels by which a name is higher than its dot
   */
  private void writeNames(
      Html html, Axis across, Axis up, double[] first, double[] second, int higher) {
    if (c > MOST_NAMES) {
      return;
    }
    List<double[]> placed = new ArrayList<>();
    int[] order =
        IntStream.range(0, c)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer k) -> down(up, second[k])))
            .mapToInt(Integer::intValue)
            .toArray();
    for (int k : order) {
      double share = across.share(first[k]);
      double y = down(up, second[k]) + 4 - higher;
      for (double[] other : placed) {
        if (Math.abs(other[0] - share) < NAME_WIDTH && y - other[1] < LINE) {
          y = Math.max(y, other[1] + LINE);
        }
      }
      placed.add(new double[] {share, y});
      // Towards the middle, so that no name leaves the plot.
      boolean before = share > 1 - NAME_WIDTH;
      String x = percent(share + (before ? -0.012 : 0.012));
      String css = "label " + (before ? "ends" : "starts");
      PlotNames.write(html, model.classes().get(k), WIDE_NAME, NARROW_NAME, css, x, y);
    }
  }

  // ---- one direction
  // -----------------------------------------------------------------------------

  private void writeDensities(Html html, double[] means) {
    Axis across = axis(means, REACH, 0.02);
    double low = Arrays.stream(means).min().orElseThrow() - REACH;
    double high = Arrays.stream(means).max().orElseThrow() + REACH;
    Axis up = Axis.linear(0, Arrays.stream(fit.priors()).max().orElseThrow() * density(0), 0.02, 2);
    open(
        html,
        "Densities of the classes along LD1",
        "A curve for each class, as high as it has rows" + (c == 2 ? ", and the border." : "."),
        "density × prior");
    writeAcross(html, across, "LD1, in standard deviations within a class");
    html.open("svg", "class", "curves", "width", "100%", "height", String.valueOf(HEIGHT));
    html.open(
        "svg",
        "width",
        "100%",
        "height",
        String.valueOf(HEIGHT),
        "viewBox",
        "0 0 " + PlotFrame.UNITS + " " + HEIGHT,
        "preserveAspectRatio",
        "none");
    for (int k = 0; k < c; k++) {
      StringBuilder points = new StringBuilder();
      for (int i = 0; i <= STEPS; i++) {
        double x = low + (high - low) * i / STEPS;
        points
            .append(i == 0 ? "" : " ")
            .append(pixel(PlotFrame.UNITS * across.share(x)))
            .append(',')
            .append(pixel(down(up, fit.priors()[k] * density(x - means[k]))));
      }
      html.open("g", "class", "curve c" + k % COLOURS);
      html.element("title", model.classes().get(k));
      html.empty("polyline", "points", points.toString()).close();
    }
    html.close().close();
    if (c == 2) {
      writeBorder(html, across, means);
    }
    double[] peaks = Arrays.stream(fit.priors()).map(prior -> prior * density(0)).toArray();
    writeNames(html, across, up, means, peaks, LINE - 3);
    html.close().close();
    html.element(
        "figcaption",
        "Each class normal about its mean, its area its prior."
            + (c == 2 ? " Rows go to the class whose curve is higher: the border is dashed." : ""));
  }

  private static double density(double z) {
    return StrictMath.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
  }

  /** Where π₁φ(x − m₁) = π₂φ(x − m₂). */
  private void writeBorder(Html html, Axis across, double[] means) {
    double border =
        (means[0] + means[1]) / 2
            + StrictMath.log(fit.priors()[0] / fit.priors()[1]) / (means[1] - means[0]);
    double share = across.share(border);
    if (share > 0 && share < 1) {
      String x = percent(share);
      html.open("g", "class", "mark");
      html.element("title", "border: LD1 = " + Figures.six(border));
      html.empty("line", "x1", x, "x2", x, "y1", "0", "y2", String.valueOf(HEIGHT)).close();
    }
  }

  // ---- frame
  // -------------------------------------------------------------------------------------

  private static void open(Html html, String title, String description, String unit) {
    html.open(
        "svg",
        "role",
        "img",
        "aria-labelledby",
        "classes-title classes-description",
        "width",
        "100%",
        "height",
        String.valueOf(TOP + HEIGHT + AXIS_HEIGHT));
    html.element("title", title, "id", "classes-title");
    html.element("desc", description, "id", "classes-description");
    html.element("text", unit, "class", "unit", "x", "0", "y", "12");
    html.open(
        "svg",
        "x",
        LEFT + "%",
        "y",
        String.valueOf(TOP),
        "width",
        WIDTH + "%",
        "overflow",
        "visible");
  }

  private static void writeAcross(Html html, Axis across, String name) {
    for (Axis.Tick tick : across.ticks()) {
      String x = percent(across.share(tick.value()));
      String bottom = String.valueOf(HEIGHT + 4);
      html.empty("line", "class", "grid", "x1", x, "x2", x, "y1", "0", "y2", bottom);
      html.element("text", tick.label(), "class", "tick", "x", x, "y", String.valueOf(HEIGHT + 19));
    }
    html.element("text", name, "class", "axis", "x", "50%", "y", String.valueOf(HEIGHT + 40));
  }
}
