package org.suffice.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.suffice.solve.LambdaPath;

/** How the coefficients of a path grow as λ falls. */
final class PathPlot {
  /** So many have a colour and a name. */
  static final int NAMED = 10;

  /** So many more are drawn grey. */
  static final int GREY = 150;

  private static final int WIDTH = 60;
  private static final int NAME_HEIGHT = 16;
  private static final int WIDE_NAME = 30;
  private static final int NARROW_NAME = 11;
  private static final int MAX_TICKS = 7;
  private static final int COUNTS = 5;

  private record Curve(String name, double atFit, double reach, double[] values) {}

  private final LambdaPath<?> path;
  private final int[] at;
  private final String meaning;
  private final LambdaAxis across;
  private final double[] lambdas;
  private final List<Curve> named;
  private final List<Curve> grey;
  private final int leftOut;
  private final int neverUsed;
  private final PlotFrame frame;

  /**
   * Lays out the plot.
   *
   * @param names of the columns
   * @param at for each column the position of its coefficient among those of a step
   * @param scales what the coefficient of each is multiplied by, so that all share one unit
   * @param meaning what such a product says, in words
   */
  PathPlot(LambdaPath<?> path, List<String> names, int[] at, double[] scales, String meaning) {
    this.path = path;
    this.at = at;
    this.meaning = meaning;
    across = new LambdaAxis(path);
    List<? extends LambdaPath.Step> steps =
        across.steps().stream().map(i -> path.steps().get(i)).toList();
    lambdas = steps.stream().mapToDouble(LambdaPath.Step::lambda).toArray();
    double[] chosen = PathSteps.chosen(path).coefficients();
    List<Curve> curves = new ArrayList<>();
    for (int j = 0; j < names.size(); j++) {
      double[] values = new double[steps.size()];
      double reach = 0;
      for (int s = 0; s < values.length; s++) {
        values[s] = steps.get(s).coefficients()[at[j]] * scales[j];
        reach = PlotFrame.drawable(values[s]) ? Math.max(reach, Math.abs(values[s])) : reach;
      }
      if (reach > 0) {
        double atFit = chosen[at[j]] * scales[j];
        curves.add(new Curve(names.get(j), PlotFrame.drawable(atFit) ? atFit : 0, reach, values));
      }
    }
    neverUsed = names.size() - curves.size();
    Comparator<Curve> byReach = Comparator.comparingDouble(curve -> -curve.reach());
    // The largest of the fit itself; where that is empty, of the path.
    curves.sort(
        Comparator.<Curve>comparingDouble(curve -> -Math.abs(curve.atFit()))
            .thenComparing(byReach));
    named = List.copyOf(curves.subList(0, Math.min(NAMED, curves.size())));
    List<Curve> others = new ArrayList<>(curves.subList(named.size(), curves.size()));
    others.sort(byReach);
    grey = List.copyOf(others.subList(0, Math.min(GREY, others.size())));
    leftOut = others.size() - grey.size();
    frame = new PlotFrame(across, up(), WIDTH, counts(), "coefficient × deviation of its column");
  }

  private Axis up() {
    double low = 0;
    double high = 0;
    for (List<Curve> curves : List.of(named, grey)) {
      for (Curve curve : curves) {
        for (double value : curve.values()) {
          if (PlotFrame.drawable(value)) {
            low = Math.min(low, value);
            high = Math.max(high, value);
          }
        }
      }
    }
    return Axis.linear(low, high, 0.03, MAX_TICKS);
  }

  /** The number of coefficients that are not zero, at steps far enough from each other. */
  private List<Axis.Tick> counts() {
    List<Axis.Tick> counts = new ArrayList<>();
    double last = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < COUNTS; c++) {
      double place = (double) c / (COUNTS - 1);
      LambdaPath.Step nearest = null;
      for (int i : across.steps()) {
        LambdaPath.Step step = path.steps().get(i);
        if (nearest == null || distance(step, place) < distance(nearest, place)) {
          nearest = step;
        }
      }
      double share = across.share(nearest.lambda());
      if (share - last > 0.4 / (COUNTS - 1)) {
        String count = String.format(Locale.ROOT, "%,d", nonZeros(nearest));
        counts.add(new Axis.Tick(nearest.lambda(), count));
        last = share;
      }
    }
    return counts;
  }

  private long nonZeros(LambdaPath.Step step) {
    return Arrays.stream(at).filter(i -> step.coefficients()[i] != 0).count();
  }

  private double distance(LambdaPath.Step step, double place) {
    return Math.abs(across.share(step.lambda()) - place);
  }

  /** Writes the plot and what there is to say of it. */
  void write(Html html, String id) {
    html.open("figure");
    frame.open(
        html,
        id,
        "Paths of the coefficients over λ",
        String.format(
            Locale.ROOT,
            "%,d of %,d coefficients drawn at %,d values of λ from %s down to %s. The largest in"
                + " this fit: %s. The tables hold the numbers.",
            named.size() + grey.size(),
            named.size() + grey.size() + leftOut + neverUsed,
            lambdas.length,
            Figures.six(lambdas[0]),
            Figures.six(lambdas[lambdas.length - 1]),
            named.isEmpty()
                ? "none"
                : String.join(", ", named.stream().limit(3).map(Curve::name).toList())));
    for (Curve curve : grey) {
      writeCurve(html, curve, "other");
    }
    for (int i = named.size() - 1; i >= 0; i--) {
      writeCurve(html, named.get(i), "curve c" + i);
    }
    frame.leaveArea(html);
    writeNames(html);
    frame.close(html);
    html.open("figcaption");
    html.text(
        "Each coefficient is multiplied by the standard deviation of its column, so that columns"
            + " of any unit share one scale: "
            + meaning
            + ". Along the top, the number of coefficients that are not zero. ");
    if (!named.isEmpty() && named.size() + grey.size() > NAMED) {
      html.text(
          String.format(
              Locale.ROOT,
              "The %,d largest in this fit have a colour and a name, %,d others are grey. ",
              named.size(),
              grey.size()));
    }
    if (leftOut > 0) {
      html.text(
          String.format(
              Locale.ROOT, "Not drawn, being smaller all along the path: %,d. ", leftOut));
    }
    if (neverUsed > 0) {
      html.text(String.format(Locale.ROOT, "Zero at every λ drawn: %,d. ", neverUsed));
    }
    if (lambdas.length < path.steps().size()) {
      html.text(
          String.format(
              Locale.ROOT, "Of %,d λ, %,d are drawn. ", path.steps().size(), lambdas.length));
    }
    html.close().close();
  }

  private void writeCurve(Html html, Curve curve, String css) {
    List<List<Integer>> parts = PlotFrame.parts(lambdas, curve.values());
    html.open("g", "class", css);
    html.element("title", tip(curve));
    if (parts.stream().anyMatch(part -> part.size() > 1)) {
      frame.openCurves(html);
      for (List<Integer> part : parts) {
        if (part.size() > 1) {
          html.empty("polyline", "points", points(curve, part));
        }
      }
      html.close();
    }
    for (List<Integer> part : parts) {
      if (part.size() == 1) {
        int i = part.get(0);
        html.empty(
            "circle",
            "cx",
            frame.x(lambdas[i]),
            "cy",
            PlotNames.coordinate(frame.y(curve.values()[i])),
            "r",
            "3");
      }
    }
    html.close();
  }

  private static String tip(Curve curve) {
    return curve.name()
        + ": "
        + Figures.four(curve.atFit())
        + " in this fit, at most "
        + Figures.four(curve.reach())
        + " from zero";
  }

  /** The points of a part; those within a level stretch, such as of zeros, are left out. */
  private String points(Curve curve, List<Integer> part) {
    StringBuilder points = new StringBuilder();
    for (int p = 0; p < part.size(); p++) {
      double value = curve.values()[part.get(p)];
      boolean within =
          p > 0
              && p < part.size() - 1
              && curve.values()[part.get(p - 1)] == value
              && curve.values()[part.get(p + 1)] == value;
      if (!within) {
        points.append(points.isEmpty() ? "" : " ").append(frame.point(lambdas[part.get(p)], value));
      }
    }
    return points.toString();
  }

  /** Names at the ends of the curves, moved apart until none overlaps another. */
  private void writeNames(Html html) {
    List<Integer> order =
        IntStream.range(0, named.size())
            .filter(i -> PlotFrame.drawable(end(i)))
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -end(i)))
            .toList();
    double[] y = order.stream().mapToDouble(i -> frame.y(end(i))).toArray();
    for (int i = 1; i < y.length; i++) {
      y[i] = Math.max(y[i], y[i - 1] + NAME_HEIGHT);
    }
    for (int i = y.length - 1; i >= 0; i--) {
      y[i] = Math.min(y[i], i == y.length - 1 ? PlotFrame.HEIGHT : y[i + 1] - NAME_HEIGHT);
    }
    for (int i = 0; i < y.length; i++) {
      html.empty(
          "line",
          "class",
          "leader c" + order.get(i),
          "x1",
          "0%",
          "x2",
          "8%",
          "y1",
          PlotNames.coordinate(frame.y(end(order.get(i)))),
          "y2",
          PlotNames.coordinate(y[i]));
    }
    html.open("svg", "x", "11%", "width", "89%", "overflow", "visible");
    for (int i = 0; i < y.length; i++) {
      String name = named.get(order.get(i)).name();
      PlotNames.write(html, name, WIDE_NAME, NARROW_NAME, "end", "0%", y[i] + 4);
    }
    html.close();
  }

  private double end(int curve) {
    return named.get(curve).values()[lambdas.length - 1];
  }
}
