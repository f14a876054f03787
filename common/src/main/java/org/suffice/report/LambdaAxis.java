package org.suffice.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.suffice.solve.LambdaPath;

/**
 * The λ of a path across a plot, logarithmic and falling to the right, so that curves begin at the
 * simplest model. λ = 0 has no logarithm: it stands at the right edge, apart from the others.
 */
final class LambdaAxis implements AcrossAxis {
  /** A path of more is drawn in part: no screen shows them all. */
  private static final int MAX_STEPS = 200;

  private static final int MAX_TICKS = 6;

  /** What is left free at either end. */
  private static final double MARGIN = 0.02;

  /** The share of the width that λ = 0 has for itself. */
  private static final double APART = 0.12;

  private final LambdaPath<?> path;
  private final List<Integer> steps;
  private final Axis positive;
  private final boolean zero;

  /** An axis for at least one λ. */
  LambdaAxis(LambdaPath<?> path) {
    this.path = path;
    steps = PathSteps.spread(path, MAX_STEPS);
    double low = Double.POSITIVE_INFINITY;
    double high = 0;
    boolean anyZero = false;
    for (LambdaPath.Step step : path.steps()) {
      anyZero |= step.lambda() == 0;
      if (step.lambda() > 0) {
        low = Math.min(low, step.lambda());
        high = Math.max(high, step.lambda());
      }
    }
    zero = anyZero;
    positive = high > 0 ? Axis.logarithmic(low, high, MARGIN, MAX_TICKS) : null;
  }

  /** The positions in the path of the steps that are drawn, by descending λ. */
  List<Integer> steps() {
    return steps;
  }

  @Override
  public double share(double lambda) {
    if (positive == null) {
      return 0.5;
    }
    if (lambda == 0) {
      return 1 - MARGIN;
    }
    return (1 - positive.share(lambda)) * (zero ? 1 - APART : 1);
  }

  @Override
  public List<Axis.Tick> ticks() {
    List<Axis.Tick> ticks = new ArrayList<>();
    if (positive != null) {
      ticks.addAll(positive.ticks());
    }
    if (zero) {
      ticks.add(new Axis.Tick(0, "0"));
    }
    return ticks;
  }

  /** The λ that have a name, by descending λ. */
  @Override
  public List<Mark> marks() {
    List<Mark> marks = new ArrayList<>();
    for (Map.Entry<Integer, List<String>> entry : PathSteps.named(path).entrySet()) {
      List<String> names = entry.getValue();
      String css =
          names.contains("this fit") ? "fit" : names.contains("λ.min") ? "least" : "simplest";
      double lambda = path.steps().get(entry.getKey()).lambda();
      String label = String.join(" = ", names);
      String title = label + ": λ = " + Figures.six(lambda);
      marks.add(new Mark(lambda, "mark " + css, label, title));
    }
    return marks;
  }

  @Override
  public String title() {
    return "λ, falling to the right";
  }
}
