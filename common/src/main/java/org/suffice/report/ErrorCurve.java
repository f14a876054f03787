package org.suffice.report;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.suffice.solve.LambdaPath;
import org.suffice.solve.LogisticPath;
import org.suffice.solve.PenaltyPath;

/** The error expected on other rows over λ: cross-validated with its band, or generalized. */
final class ErrorCurve {
  private static final int WIDTH = 84;
  private static final int MAX_TICKS = 7;

  /** Errors further apart than this factor are drawn by their logarithm. */
  private static final double LINEAR_RANGE = 30;

  private final LambdaPath<?> path;
  private final String unit;
  private final boolean validated;
  private final double[] lambdas;
  private final double[] errors;
  private final double[] lower;
  private final double[] upper;
  private final double chosenError;
  private final boolean logarithmic;
  private final PlotFrame frame;

  /** Lays out the curve of squared errors; null where no error is defined. */
  static ErrorCurve of(PenaltyPath path) {
    return drawable(new ErrorCurve(path, PenaltyPath.Step::gcv, "mean squared error"));
  }

  /** Lays out the curve of log losses; null where there was no cross-validation. */
  static ErrorCurve of(LogisticPath path) {
    return drawable(new ErrorCurve(path, step -> Double.NaN, "mean log loss"));
  }

  private static ErrorCurve drawable(ErrorCurve curve) {
    return curve.frame == null ? null : curve;
  }

  /**
   * Lays out a curve.
   *
   * @param estimate what is drawn where nothing was left out
   * @param unit what the folds measure
   */
  private <S extends LambdaPath.Step> ErrorCurve(
      LambdaPath<S> path, ToDoubleFunction<S> estimate, String unit) {
    this.path = path;
    this.unit = unit;
    LambdaAxis across = new LambdaAxis(path);
    List<S> steps = across.steps().stream().map(i -> path.steps().get(i)).toList();
    validated = steps.stream().anyMatch(step -> PlotFrame.drawable(step.cvError()));
    lambdas = steps.stream().mapToDouble(LambdaPath.Step::lambda).toArray();
    errors = steps.stream().mapToDouble(step -> errorOf(step, estimate)).toArray();
    chosenError = errorOf(PathSteps.chosen(path), estimate);
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
    String label = validated ? unit + " on rows left out" : "generalized cross-validation";
    frame = new PlotFrame(across, up, WIDTH, List.of(), label);
  }

  private <S extends LambdaPath.Step> double errorOf(S step, ToDoubleFunction<S> estimate) {
    return validated ? step.cvError() : estimate.applyAsDouble(step);
  }

  boolean validated() {
    return validated;
  }

  /** Writes the curve and what there is to say of it. */
  void write(Html html, String id) {
    html.open("figure");
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
            Figures.six(chosenError),
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
          "The mean over the folds of the "
              + unit
              + " on the rows left out, and a band of one standard error of that mean on either side. λ.min has the least error;"
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
