package org.suffice.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.suffice.model.NeighborPath;
import org.suffice.neighbour.Minkowski;

/** The error on rows left out over the number of neighbours, one curve for each p. */
final class NeighborCurve {
  private static final int WIDTH = 76;
  private static final int MAX_TICKS = 7;

  private final NeighborPath path;
  private final String unit;
  private final List<Double> powers;

  /** Lays out a path of at least one step. */
  NeighborCurve(NeighborPath path, String unit) {
    this.path = path;
    this.unit = unit;
    this.powers = path.steps().stream().map(NeighborPath.Step::p).distinct().toList();
  }

  /** The k of a path. */
  private record KAxis(Axis axis, NeighborPath.Step chosen) implements AcrossAxis {
    @Override
    public double share(double value) {
      return axis.share(value);
    }

    @Override
    public List<Axis.Tick> ticks() {
      return axis.ticks().stream()
          .filter(tick -> tick.value() == Math.rint(tick.value()) && tick.value() >= 1)
          .toList();
    }

    @Override
    public List<Mark> marks() {
      return List.of(new Mark(chosen.k(), "mark fit", "chosen: k = " + chosen.k()));
    }

    @Override
    public String title() {
      return "k, the number of neighbours";
    }
  }

  /** Writes the curves and what there is to say of them. */
  void write(Html html, String id) {
    double[] ks = path.steps().stream().mapToDouble(NeighborPath.Step::k).toArray();
    double[] errors = path.steps().stream().mapToDouble(NeighborPath.Step::cvError).toArray();
    double least = Arrays.stream(ks).min().orElse(1);
    double most = Arrays.stream(ks).max().orElse(1);
    NeighborPath.Step chosen = path.least();
    KAxis across = new KAxis(Axis.linear(least, most, 0.02, MAX_TICKS), chosen);
    Axis up =
        Axis.linear(
            Arrays.stream(errors).min().orElse(0),
            Arrays.stream(errors).max().orElse(1),
            0.04,
            MAX_TICKS);
    PlotFrame frame = new PlotFrame(across, up, WIDTH, List.of(), unit);
    html.open("figure");
    frame.open(
        html,
        id,
        "Error over the number of neighbours",
        String.format(
            Locale.ROOT,
            "%s of rows %s, for k from %,.0f to %,.0f; %s at k = %,d and p = %s, which are chosen.",
            unit,
            NeighborSummary.leftOut(path),
            least,
            most,
            Figures.six(chosen.cvError()),
            chosen.k(),
            Minkowski.of(chosen.p())));
    html.open("g", "class", "error");
    frame.openCurves(html);
    for (double p : powers) {
      html.empty("polyline", "points", points(frame, p));
    }
    html.close().close();
    frame.leaveArea(html);
    for (double p : powers) {
      List<NeighborPath.Step> of = steps(p);
      html.element(
          "text",
          "p = " + Minkowski.of(p),
          "class",
          "end",
          "x",
          "4",
          "y",
          PlotNames.coordinate(frame.y(of.get(of.size() - 1).cvError()) + 4));
    }
    frame.close(html);
    html.element(
        "figcaption",
        "The "
            + unit
            + " of rows "
            + NeighborSummary.leftOut(path)
            + ", each predicted by the others. The first of the least errors is chosen, of k from"
            + " small to large.");
    html.close();
  }

  private List<NeighborPath.Step> steps(double p) {
    List<NeighborPath.Step> of = new ArrayList<>(path.steps());
    of.removeIf(step -> step.p() != p);
    return of;
  }

  private String points(PlotFrame frame, double p) {
    StringBuilder points = new StringBuilder();
    for (NeighborPath.Step step : steps(p)) {
      points.append(points.isEmpty() ? "" : " ").append(frame.point(step.k(), step.cvError()));
    }
    return points.toString();
  }
}
