package org.suffice.train;

import java.util.List;
import org.suffice.solve.CholeskySolver;
import org.suffice.solve.LeastSquaresFit.AliasedColumn;
import org.suffice.solve.LogisticObjective;
import org.suffice.statistic.LogisticPoint;

/**
 * The columns of a fit without penalty that are combinations of those before them, found where all
 * classes are as likely as they are frequent: there every block of the Hessian is a multiple of the
 * cross products of the columns, centred where there is an intercept.
 *
 * @param factor of those cross products, in units that make their diagonal 1
 * @param units of the d columns: what such a unit is in those of the column itself; 0 for a column
 *     without spread
 */
record DependentColumns(CholeskySolver factor, double[] units) {
  /** Shares of a column that those before it leave unexplained: below, it is a combination. */
  private static final double ALIASED = 1e-11;

  /**
   * Looks for them, in one pass.
   *
   * @param objective in coordinates of comparable columns
   * @param nullModel constants alone
   */
  static DependentColumns of(LogisticObjective objective, double[] nullModel) {
    LogisticPoint layout = objective.layout();
    int q = layout.numCoefficients();
    int d = layout.numColumns();
    int size = objective.size();
    double[] hessian = objective.evaluate(nullModel, true).hessian();
    double[] products = new double[d * d];
    for (int i = 0; i < d; i++) {
      for (int j = 0; j < d; j++) {
        double product = hessian[i * size + j];
        if (q > d) {
          product -= hessian[i * size + d] * hessian[j * size + d] / hessian[d * size + d];
        }
        products[i * d + j] = product;
      }
    }
    double[] roots = new double[d];
    for (int j = 0; j < d; j++) {
      double centred = products[j * d + j]; // less than this of itself is rounding, or 0 of 0
      roots[j] = centred / hessian[j * size + j] > ALIASED ? Math.sqrt(centred) : 0;
    }
    double[] units = new double[d];
    for (int i = 0; i < d; i++) {
      units[i] = roots[i] * layout.scale()[i];
      for (int j = 0; j < d; j++) {
        double unit = roots[i] * roots[j];
        products[i * d + j] = unit == 0 ? 0 : i == j ? 1 : products[i * d + j] / unit;
      }
    }
    return new DependentColumns(CholeskySolver.factor(d, products, ALIASED), units);
  }

  /** Whether there are none. */
  boolean isEmpty() {
    return factor.aliased().isEmpty();
  }

  /** The columns that are left, ascending. */
  int[] others() {
    return factor.active();
  }

  /**
   * Each with what it is made of.
   *
   * @param means of the d columns
   * @param intercept whether a constant may be part of it
   */
  List<AliasedColumn> aliased(double[] means, boolean intercept) {
    return factor.aliased().stream()
        .map(column -> AliasedColumn.of(column, units, intercept ? means : null))
        .toList();
  }
}
