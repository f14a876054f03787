package org.suffice.solve;

import java.util.function.Function;
import org.suffice.solve.Objective.Evaluation;

/**
 * A step along a direction that fulfils the strong conditions of Wolfe:
 *
 * <pre>
 *   φ(t) ≤ φ(0) + c₁·t·φ'(0)   and   |φ'(t)| ≤ c₂·|φ'(0)|
 * </pre>
 *
 * <p>Nocedal and Wright, "Numerical Optimization", 2nd edition 2006, eq. 3.7. The first is relaxed
 * by the rounding of values, as Hager and Zhang ("A new conjugate gradient method with guaranteed
 * descent", SIAM J. Optim. 16, 2005, eq. 4.1) do, so that near the minimum the derivative decides.
 * Every trial is a full evaluation, and the accepted one is that of the next iteration.
 *
 * <p>The bracket is simple: its lower end has the first condition and still descends steeply; its
 * upper end lacks the first condition or ascends. Between the two there are steps with both.
 */
final class WolfeSearch {
  private static final double CURVATURE = 0.9; // c₂ of quasi-Newton methods
  private static final int MOST_TRIALS = 50;

  /** A trial is kept this share of the bracket away from its ends. */
  private static final double MARGIN = 0.1;

  /** A point on the line; slope NaN where the value is not finite. */
  private record Point(double t, double value, double slope) {}

  private final double[] theta;
  private final double[] direction;
  private final Function<double[], Evaluation> evaluate;
  private final Point start;
  private final double noise;

  /**
   * A search.
   *
   * @param evaluate null for points where the objective is not finite
   * @param slope φ'(0), negative
   */
  WolfeSearch(
      double[] theta,
      double[] direction,
      double value,
      double slope,
      double noise,
      Function<double[], Evaluation> evaluate) {
    this.theta = theta;
    this.direction = direction;
    this.start = new Point(0, value, slope);
    this.noise = noise;
    this.evaluate = evaluate;
  }

  /** A step from the first trial on; null where none was found. */
  IterativeMinimiser.Step from(double first) {
    Point lower = start;
    Point upper = null;
    double t = first;
    for (int trial = 0; trial < MOST_TRIALS && Double.isFinite(t); trial++) {
      double[] next = Vectors.plus(theta, t, direction);
      Evaluation at = evaluate.apply(next);
      Point point = point(t, at);
      if (!isLow(point) || point.slope() > -CURVATURE * start.slope()) {
        upper = point;
      } else if (point.slope() < CURVATURE * start.slope()) {
        lower = point;
      } else {
        return IterativeMinimiser.Step.to(next, at);
      }
      t = upper == null ? beyond(lower, t) : between(lower, upper);
      if (upper != null && !(t > lower.t() && t < upper.t())) {
        return null; // the bracket has no doubles left
      }
    }
    return null;
  }

  private Point point(double t, Evaluation at) {
    return at == null
        ? new Point(t, Double.POSITIVE_INFINITY, Double.NaN)
        : new Point(t, at.value(), Vectors.dot(at.gradient(), direction));
  }

  private boolean isLow(Point point) {
    double most = start.value() + IterativeMinimiser.SUFFICIENT * point.t() * start.slope();
    return point.value() <= most + noise && !Double.isNaN(point.slope());
  }

  /** Where the secant of the slopes has its zero, at 2 to 10 times the step. */
  private double beyond(Point lower, double t) {
    double secant = t * start.slope() / (start.slope() - lower.slope());
    return Math.max(2 * t, secant > 0 ? Math.min(secant, 10 * t) : 10 * t);
  }

  private static double between(Point lower, Point upper) {
    double width = upper.t() - lower.t();
    double t = lower.t() + MARGIN * width;
    if (Double.isFinite(upper.value())) {
      double minimum = cubicMinimum(lower, upper);
      double least = lower.t() + MARGIN * width;
      double most = upper.t() - MARGIN * width;
      t = minimum >= least ? Math.min(minimum, most) : least;
    }
    return t;
  }

  /** Nocedal and Wright (2006), eq. 3.59; NaN where the cubic has no minimum. */
  private static double cubicMinimum(Point a, Point b) {
    double d1 = a.slope() + b.slope() - 3 * (a.value() - b.value()) / (a.t() - b.t());
    double d2 = Math.sqrt(d1 * d1 - a.slope() * b.slope());
    double share = (b.slope() + d2 - d1) / (b.slope() - a.slope() + 2 * d2);
    double minimum = b.t() - (b.t() - a.t()) * share;
    return Double.isNaN(minimum) ? (a.t() + b.t()) / 2 : minimum;
  }
}
