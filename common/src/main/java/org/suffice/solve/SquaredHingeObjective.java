package org.suffice.solve;

import java.util.Arrays;
import org.suffice.pass.Blocks;
import org.suffice.statistic.SquaredHinge;
import org.suffice.statistic.SquaredHinge.Kind;
import org.suffice.statistic.SquaredHinge.Point;

/**
 * The linear machine of two classes with squared hinge loss, ½‖w‖² + Σ C_i max(0, 1 − y_i(wᵀx_i +
 * b))², in w and b: smooth, without a kernel matrix, one pass for each evaluation.
 */
public final class SquaredHingeObjective implements Objective {
  private final Blocks rows;
  private final Point shape;
  private final int numColumns;
  private final double scale;

  /**
   * An objective.
   *
   * @param rows of d columns, labels being positions of classes
   * @param numColumns d
   * @param positive the class of y = +1
   * @param negative that of y = −1
   * @param costs C of either class, times the weight of a row
   * @param scale what derivatives are measured by
   */
  public SquaredHingeObjective(
      Blocks rows, int numColumns, int positive, int negative, double[] costs, double scale) {
    this.rows = rows;
    this.numColumns = numColumns;
    this.shape = new Point(positive, negative, costs, null, null, null);
    this.scale = scale;
  }

  @Override
  public int size() {
    return numColumns + 1;
  }

  @Override
  public double scale() {
    return scale;
  }

  private SquaredHinge pass(Kind kind, double[] theta, double[] direction, double[] steps) {
    Point point =
        new Point(
            shape.positive(), shape.negative(), shape.costs(), theta.clone(), direction, steps);
    return rows.pass(new SquaredHinge(kind, point));
  }

  @Override
  public Evaluation evaluate(double[] theta, boolean hessian) {
    SquaredHinge found = pass(hessian ? Kind.HESSIAN : Kind.GRADIENT, theta, null, null);
    double[] sums = found.sums();
    double[] gradient = Arrays.copyOf(sums, numColumns + 1);
    double value = sums[numColumns + 1];
    for (int j = 0; j < numColumns; j++) {
      gradient[j] += theta[j];
      value += 0.5 * theta[j] * theta[j];
    }
    return new Evaluation(value, gradient, hessian ? withPenalty(found.hessian()) : null);
  }

  private double[] withPenalty(double[] hessian) {
    for (int j = 0; j < numColumns; j++) {
      hessian[j * (numColumns + 1) + j]++;
    }
    return hessian;
  }

  @Override
  public double[] hessianTimes(double[] theta, double[] vector) {
    double[] product = pass(Kind.HESSIAN_TIMES, theta, vector.clone(), null).sums();
    for (int j = 0; j < numColumns; j++) {
      product[j] += vector[j];
    }
    return product;
  }

  @Override
  public double[] along(double[] theta, double[] direction, double[] steps) {
    double[] values = pass(Kind.ALONG, theta, direction.clone(), steps.clone()).sums();
    for (int s = 0; s < values.length; s++) {
      for (int j = 0; j < numColumns; j++) {
        double w = theta[j] + steps[s] * direction[j];
        values[s] += 0.5 * w * w;
      }
    }
    return values;
  }

  /** What the multipliers α_i = 2 C_i max(0, …) of the dual problem are at a point. */
  public Multipliers multipliers(double[] theta) {
    double[] sums = pass(Kind.MULTIPLIERS, theta, null, null).sums();
    return new Multipliers(sums[0], sums[1], (long) sums[2], (long) sums[3]);
  }

  /**
   * Sums over multipliers.
   *
   * @param sum Σα
   * @param loss Σα²/(4C), which equals Σ C ξ²
   * @param positive how many of rows of y = +1 are above 0
   * @param negative of y = −1
   */
  public record Multipliers(double sum, double loss, long positive, long negative) {}
}
