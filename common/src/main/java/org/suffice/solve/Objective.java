package org.suffice.solve;

/**
 * A function of m parameters to be minimised, twice differentiable and convex unless its maker says
 * otherwise. Every method but {@link #size} and {@link #scale} costs one pass over the data.
 */
public interface Objective {
  /** The number m of parameters. */
  int size();

  /**
   * What a derivative is measured by: a solver stops when no derivative is larger than its
   * tolerance times this. For sums over rows the sum of the row weights, so that the tolerance is
   * that of the mean and the same for small and large data.
   */
  double scale();

  /**
   * Value and derivatives.
   *
   * @param theta m parameters, read
   * @param hessian whether second derivatives are asked for, which an objective of very many
   *     parameters may have times a vector only
   * @throws UnsupportedOperationException when they are, and it has not
   */
  Evaluation evaluate(double[] theta, boolean hessian);

  /**
   * The Hessian at a point times a vector.
   *
   * @param theta m parameters, read
   * @param vector m values, read
   * @return m values
   */
  double[] hessianTimes(double[] theta, double[] vector);

  /**
   * Values along a line.
   *
   * @param theta m parameters, read
   * @param direction m values, read
   * @param steps where on the line, as multiples of the direction
   * @return the value at θ + t·direction for each step t
   */
  double[] along(double[] theta, double[] direction, double[] steps);

  /**
   * Value and derivatives at a point.
   *
   * @param gradient m values
   * @param hessian m×m symmetric, both triangles filled; null where not asked for
   */
  record Evaluation(double value, double[] gradient, double[] hessian) {}
}
