package org.suffice.solve;

import org.suffice.linalg.DoubleDouble;
import org.suffice.statistic.ExactMoments;
import org.suffice.statistic.GramStatistic;
import org.suffice.statistic.Moments;

/**
 * Count, weight, means and scatter of the rows of one class, or of all, in units that all classes
 * share.
 */
final class ClassMoments {
  private final Moments moments;
  private final int[] columns;
  private final int[] exponents;

  /**
   * Views moments.
   *
   * @param columns of the moments, d of them
   * @param exponents of the units of those columns
   */
  ClassMoments(Moments moments, int[] columns, int[] exponents) {
    this.moments = moments;
    this.columns = columns;
    this.exponents = exponents;
  }

  /** The units to use for classes whose rows have these moments together. */
  static int[] units(Moments total, int[] columns) {
    int[] exponents = new int[columns.length];
    if (total instanceof ExactMoments exact) {
      for (int j = 0; j < columns.length; j++) {
        exponents[j] = exact.exponent(columns[j]);
      }
    }
    return exponents;
  }

  boolean isExact() {
    return moments instanceof ExactMoments;
  }

  long rows() {
    return moments.rows();
  }

  /** Σω. */
  DoubleDouble weight() {
    return moments instanceof ExactMoments exact
        ? exact.sumWeights()
        : DoubleDouble.of(moments.totalWeight());
  }

  /** The mean of a column in its unit. */
  DoubleDouble mean(int j) {
    int column = columns[j];
    return moments instanceof ExactMoments exact
        ? exact.scaledMean(column).scaleBy(exact.exponent(column) - exponents[j])
        : DoubleDouble.of(moments.mean(column));
  }

  /** Σω(x − mean)(x − mean)ᵀ. */
  Scatter scatter() {
    Scatter scatter = new Scatter(exponents, isExact());
    for (int i = 0; i < columns.length; i++) {
      for (int j = 0; j <= i; j++) {
        scatter.set(i, j, centred(columns[i], exponents[i], columns[j], exponents[j]));
      }
    }
    return scatter;
  }

  /** A sum of centred products of any two columns, in the units given. */
  DoubleDouble centred(int a, int unitA, int b, int unitB) {
    return moments instanceof ExactMoments exact
        ? exact.centredProduct(a, b).scaleBy(exact.exponent(a) - unitA + exact.exponent(b) - unitB)
        : DoubleDouble.of(((GramStatistic) moments).centredProduct(a, b));
  }

  /** Below this a sum of squares of doubles about the mean is rounding of a constant; else 0. */
  double floor(int j) {
    if (isExact()) {
      return 0;
    }
    double rounding = 4 * Math.ulp(1.0) * moments.mean(columns[j]);
    return moments.totalWeight() * rounding * rounding;
  }

  int[] columns() {
    return columns;
  }

  int[] exponents() {
    return exponents;
  }
}
