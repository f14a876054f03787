package org.suffice.report;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.suffice.solve.PenaltyPath;

/** The error expected on other rows over λ: cross-validated with its band, or generalized. */
final class ErrorCurve {
  private static final int WIDTH = 84;
  private static final int MAX_TICKS = 7;

  /** Errors further apart than this factor are drawn by their logarithm. */
  private static final double LINEAR_RANGE = 30;

  private final PenaltyPath path;
  private final boolean validated;
  private final double[] lambdas;
  private final double[] errors;
  private final double[] lower;
  private final double[] upper;
  private final boolean logarithmic;
  private final PlotFrame frame;

  /** Lays out the curve; null where no error is defined. */
  static ErrorCurve of(PenaltyPath path) {
    ErrorCurve curve = new ErrorCurve(path);
    return curve.frame == null ? null : curve;
  }

  private ErrorCurve(PenaltyPath path) {
    this.path = path;
    LambdaAxis across = new LambdaAxis(path);
    List<PenaltyPath.Step> steps = across.steps().stream().map(i -> path.steps().get(i)).toList();
    validated = steps.stream().anyMatch(step -> PlotFrame.drawable(step.cvError()));
    lambdas = steps.stream().mapToDouble(PenaltyPath.Step::lambda).toArray();
    errors = steps.stream().mapToDouble(step -> validated ? step.cvError() : step.gcv()).toArray();
    double[] band =
        steps.stream()
            .mapToDouble(
                step ->
                    validated && PlotFrame.drawable(step.cvStandardError())
                        ? step.cvStandardError()
                        : 0)
            .toArray();
    double[] known = Arrays.stream(errors).filter(PlotFrame::drawable).sorted().toArray();
    lower = new double[errors.length];
    upper = new double[errors.length];
    if (known.length == 0) {
      logarithmic = false;
      frame = null;
      return;
    }
    logarithmic = known[0] > 0 && known[known.length - 1] > LINEAR_RANGE * known[0];
    double floor = Double.POSITIVE_INFINITY;
    double roof = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < errors.length; i++) {
      // A logarithm has no room for a band that reaches zero: it is cut.
      lower[i] = Math.max(errors[i] - band[i], logarithmic ? known[0] / 2 : 0);
      upper[i] = errors[i] + band[i];
      if (PlotFrame.drawable(errors[i])) {
        floor = Math.min(floor, lower[i]);
        roof = Math.max(roof, upper[i]);
      }
    }
    Axis up =
        logarithmic
            ? Axis.logarithmic(floor, roof, 0.04, MAX_TICKS)
            : Axis.linear(floor, roof, 0.04, MAX_TICKS);
    String unit =
        validated ? "mean squared error on rows left out" : "generalized cross-validation";
    frame = new PlotFrame(across, up, WIDTH, List.of(), unit);
  }

  boolean validated() {
    return validated;
  }

  /** Writes the curve and what there is to say of it. */
  void write(Html html, String id) {
    html.open("figure");
    PenaltyPath.Step chosen = PathSteps.chosen(path);
    String what = validated ? "Cross-validated error" : "Generalized cross-validation";
    frame.open(
        html,
        id,
        what + " over λ",
        String.format(
            Locale.ROOT,
            "%s at %,d values of λ from %s down to %s; %s at the λ of this fit, %s.",
            what,
            lambdas.length,
            Figures.six(lambdas[0]),
            Figures.six(lambdas[lambdas.length - 1]),
            Figures.six(validated ? chosen.cvError() : chosen.gcv()),
            Figures.six(path.lambda())));
    List<List<Integer>> parts = PlotFrame.parts(lambdas, errors);
    html.open("g", "class", "error");
    frame.openCurves(html);
    for (List<Integer> part : parts) {
      if (validated && part.size() > 1) {
        html.empty("polygon", "points", band(part));
      }
    }
    for (List<Integer> part : parts) {
      if (part.size() > 1) {
        html.empty("polyline", "points", points(part, errors));
      }
    }
    html.close();
    for (List<Integer> part : parts) {
      if (part.size() == 1) {
        writePoint(html, part.get(0));
      }
    }
    html.close();
    frame.close(html);
    html.open("figcaption");
    if (validated) {
      html.text(
          "The mean over the folds of the mean squared error on the rows left out, and a band of"
              + " one standard error of that mean on either side. λ.min has the least error;"
              + " λ.1se is the largest λ within one standard error of it. ");
    } else {
      html.text(
          "n·RSS ÷ (n − degrees)²: an estimate, from the rows of the fit alone, of the mean squared"
              + " error on others. ");
    }
    if (logarithmic) {
      html.text("The errors lie far apart and are drawn by their logarithm. ");
    }
    long undefined = Arrays.stream(errors).filter(e -> !PlotFrame.drawable(e)).count();
    if (undefined > 0) {
      html.text(String.format(Locale.ROOT, "Not defined at %,d of the λ. ", undefined));
    }
    html.close().close();
  }

  private String points(List<Integer> part, double[] values) {
    StringBuilder points = new StringBuilder();
    for (int i : part) {
      points.append(points.isEmpty() ? "" : " ").append(frame.point(lambdas[i], values[i]));
    }
    return points.toString();
  }

  /** Forth along the upper ends, back along the lower. */
  private String band(List<Integer> part) {
    StringBuilder points = new StringBuilder(points(part, upper));
    for (int p = part.size() - 1; p >= 0; p--) {
      int i = part.get(p);
      points.append(' ').append(frame.point(lambdas[i], lower[i]));
    }
    return points.toString();
  }

  private void writePoint(Html html, int i) {
    String x = frame.x(lambdas[i]);
    if (upper[i] > lower[i]) {
      html.empty(
          "line",
          "x1",
          x,
          "x2",
          x,
          "y1",
          PlotNames.coordinate(frame.y(upper[i])),
          "y2",
          PlotNames.coordinate(frame.y(lower[i])));
    }
    html.empty("circle", "cx", x, "cy", PlotNames.coordinate(frame.y(errors[i])), "r", "3.5");
  }
}
