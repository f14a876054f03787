package org.suffice.report;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.suffice.solve.NetworkFit;

/** The loss of the rows trained on, and of those held out, from epoch to epoch. */
final class HistoryPlot {
  private static final int WIDTH = 76;
  private static final int MAX_TICKS = 7;

  /** Losses further apart than this factor are drawn by their logarithm. */
  private static final double LINEAR_RANGE = 30;

  /** Letters of two curves that end nearer than this many pixels would lie on each other. */
  private static final double APART = 16;

  private final NetworkFit fit;
  private final double[] epochs;
  private final double[] training;
  private final double[] validation;
  private final boolean logarithmic;
  private final PlotFrame frame;

  private HistoryPlot(NetworkFit fit) {
    this.fit = fit;
    epochs = values(NetworkFit.Epoch::number);
    training = values(NetworkFit.Epoch::loss);
    validation = values(NetworkFit.Epoch::validationLoss);
    double[] known =
        DoubleStream.concat(Arrays.stream(training), Arrays.stream(validation))
            .filter(PlotFrame::drawable)
            .sorted()
            .toArray();
    double least = known[0];
    double most = known[known.length - 1];
    logarithmic = least > 0 && most > LINEAR_RANGE * least;
    Axis up =
        logarithmic
            ? Axis.logarithmic(least, most, 0.04, MAX_TICKS)
            : Axis.linear(least, most, 0.04, MAX_TICKS);
    Axis across = Axis.linear(epochs[0], epochs[epochs.length - 1], 0.02, MAX_TICKS);
    frame = new PlotFrame(new EpochAxis(across, fit), up, WIDTH, List.of(), "mean loss");
  }

  /** Lays out the curves; null where there is no loss to draw. */
  static HistoryPlot of(NetworkFit fit) {
    boolean any =
        fit.history().stream()
            .anyMatch(
                epoch ->
                    PlotFrame.drawable(epoch.loss()) || PlotFrame.drawable(epoch.validationLoss()));
    return any ? new HistoryPlot(fit) : null;
  }

  private double[] values(ToDoubleFunction<NetworkFit.Epoch> value) {
    return fit.history().stream().mapToDouble(value).toArray();
  }

  /** Epochs, and where the parameters of the model are from. */
  private record EpochAxis(Axis axis, NetworkFit fit) implements AcrossAxis {
    @Override
    public double share(double value) {
      return axis.share(value);
    }

    @Override
    public List<Axis.Tick> ticks() {
      return axis.ticks().stream().filter(tick -> tick.value() == Math.rint(tick.value())).toList();
    }

    @Override
    public List<Mark> marks() {
      return fit.heldOut() == 0
          ? List.of()
          : List.of(
              new Mark(
                  fit.bestEpoch(),
                  "mark fit",
                  String.format(Locale.ROOT, "kept: epoch %,d", fit.bestEpoch())));
    }

    @Override
    public String title() {
      return "epoch";
    }
  }

  /** Writes the curves and what there is to say of them. */
  void write(Html html, String id) {
    boolean validated = fit.heldOut() > 0;
    int last = epochs.length - 1;
    html.open("figure");
    frame.open(
        html,
        id,
        "Loss by epoch",
        String.format(
            Locale.ROOT,
            "Mean loss in %,d epochs, from %s to %s%s.",
            epochs.length,
            Figures.six(training[0]),
            Figures.six(training[last]),
            validated
                ? "; of rows held out from "
                    + Figures.six(validation[0])
                    + " to "
                    + Figures.six(validation[last])
                : ""));
    writeCurve(html, "curve c0", training);
    if (validated) {
      writeCurve(html, "curve c1", validation);
    }
    frame.leaveArea(html);
    double end = endOf(training);
    double other = validated ? endOf(validation) : Double.NaN;
    if (Math.abs(end - other) < APART) {
      double middle = (end + other) / 2;
      end = middle + (end >= other ? APART : -APART) / 2;
      other = middle - (end >= middle ? APART : -APART) / 2;
    }
    writeName(html, "training", end);
    if (validated) {
      writeName(html, "held out", other);
    }
    frame.close(html);
    html.element("figcaption", caption(validated));
    html.close();
  }

  private String caption(boolean validated) {
    return "The mean loss of the rows as their mini-batches came, with the penalty"
        + (validated
            ? ", and of the rows held out at the end of each epoch, without it. Where the second"
                + " rises while the first still falls, the network learns rows by heart; the"
                + " parameters of its least are kept."
            : ".")
        + (logarithmic ? " The losses lie far apart and are drawn by their logarithm." : "");
  }

  private void writeCurve(Html html, String css, double[] values) {
    html.open("g", "class", css);
    frame.openCurves(html);
    List<List<Integer>> parts = PlotFrame.parts(epochs, values);
    for (List<Integer> part : parts) {
      if (part.size() > 1) {
        html.empty("polyline", "points", points(part, values));
      }
    }
    html.close();
    for (List<Integer> part : parts) {
      if (part.size() == 1) {
        int i = part.get(0);
        html.empty(
            "circle",
            "cx",
            frame.x(epochs[i]),
            "cy",
            PlotNames.coordinate(frame.y(values[i])),
            "r",
            "3.5");
      }
    }
    html.close();
  }

  private String points(List<Integer> part, double[] values) {
    StringBuilder points = new StringBuilder();
    for (int i : part) {
      points.append(points.isEmpty() ? "" : " ").append(frame.point(epochs[i], values[i]));
    }
    return points.toString();
  }

  /** Where a curve ends, in pixels from the top. */
  private double endOf(double[] values) {
    return IntStream.range(0, values.length)
        .map(i -> values.length - 1 - i)
        .filter(i -> PlotFrame.drawable(values[i]))
        .mapToDouble(i -> frame.y(values[i]))
        .findFirst()
        .orElse(Double.NaN);
  }

  private static void writeName(Html html, String name, double y) {
    if (!Double.isNaN(y)) {
      html.element("text", name, "class", "end", "x", "4", "y", PlotNames.coordinate(y + 4));
    }
  }
}
