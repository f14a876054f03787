package org.suffice.solve;

import java.util.List;
import org.suffice.block.Block;
import org.suffice.kernel.Kernel;

/**
 * The machines of all pairs of classes, on the columns of the fit.
 *
 * @param kernel K
 * @param c C; infinite with a hard margin
 * @param squaredHinge whether slacks were squared
 * @param classRows the rows of each of the c classes
 * @param vectors the support vectors, m of them, those of each class together in the order of the
 *     classes; null for a linear kernel
 * @param vectorClass the class of each support vector; empty without
 * @param coefficients α_i y_i, m×(c−1) row-major: for a vector of class k what it is worth against
 *     the other classes in their order; empty for a linear kernel
 * @param weights w of each pair, P×d row-major, for a linear kernel; else empty
 * @param supportVectors rows that are support vectors of some pair
 * @param classSupportVectors of each class
 * @param pairs of classes, in the order (0,1), (0,2), …, (1,2), …
 * @param grid what was tried where C and γ were chosen; else empty
 * @param solution why the solver stopped; the objective is the sum over pairs of Σα − ½αᵀQα, the
 *     gradient norm the largest violation of the optimality conditions
 */
public record SupportVectorFit(
    Kernel kernel,
    double c,
    boolean squaredHinge,
    long[] classRows,
    Block vectors,
    int[] vectorClass,
    double[] coefficients,
    double[] weights,
    long supportVectors,
    long[] classSupportVectors,
    List<Pair> pairs,
    List<GridPoint> grid,
    Solution solution) {
  /** The number c of classes. */
  public int numClasses() {
    return classRows.length;
  }

  /**
   * Values that were tried.
   *
   * @param c C
   * @param gamma γ
   * @param accuracy the share of the rows, by weight, that machines without their fold classify
   *     right
   */
  public record GridPoint(double c, double gamma, double accuracy) {}

  /**
   * The machine of two classes.
   *
   * @param positive the class of y = +1
   * @param negative that of y = −1
   * @param rho the decision value is Σ α_i y_i K(x_i, x) − rho
   * @param supportVectors rows with α above 0, those of the positive class first
   * @param bounded rows with α = C
   * @param objective Σα − ½αᵀQα
   * @param dualityGap the primal objective minus this; NaN with a hard margin where rows are still
   *     inside it by the tolerance
   * @param violation of the optimality conditions
   * @param squaredNorm ‖w‖²
   * @param scaling to probabilities, or null
   */
  public record Pair(
      int positive,
      int negative,
      double rho,
      long[] supportVectors,
      long bounded,
      double objective,
      double dualityGap,
      double violation,
      double squaredNorm,
      PlattScaling scaling) {
    /** The distance 1/‖w‖ of the margin's edge from the boundary. */
    public double margin() {
      return 1 / Math.sqrt(squaredNorm);
    }
  }

  /** Whether probabilities were asked for. */
  public boolean hasProbabilities() {
    return pairs.get(0).scaling() != null;
  }
}
