package org.suffice.statistic;

/**
 * The slow, obvious twin of {@link GramStatistic}: two passes for the means and the centred cross
 * products of Z = [X y], three loops, in 32 digits.
 */
final class NaiveGram {
  private final double[] means;
  private final double[][] products;
  private final double[] largest;
  private final double sumWeights;
  private final int rows;

  NaiveGram(int d, double[] x, double[] y, double[] weights) {
    rows = y.length;
    int p = d + 1;
    double[][] z = new double[p][rows];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < d; j++) {
        z[j][i] = x[i * d + j];
      }
      z[d][i] = y[i];
    }
    DoubleDouble[] w = new DoubleDouble[rows];
    DoubleDouble total = DoubleDouble.ZERO;
    for (int i = 0; i < rows; i++) {
      w[i] = DoubleDouble.of(weights == null ? 1 : weights[i]);
      total = total.plus(w[i]);
    }
    DoubleDouble[][] centred = new DoubleDouble[p][rows];
    means = new double[p];
    largest = new double[p];
    for (int j = 0; j < p; j++) {
      DoubleDouble sum = DoubleDouble.ZERO;
      for (int i = 0; i < rows; i++) {
        sum = sum.plus(w[i].times(DoubleDouble.of(z[j][i])));
        largest[j] = Math.max(largest[j], Math.abs(z[j][i]));
      }
      DoubleDouble mean = sum.dividedBy(total);
      for (int i = 0; i < rows; i++) {
        centred[j][i] = DoubleDouble.of(z[j][i]).minus(mean);
      }
      means[j] = mean.value();
    }
    products = new double[p][p];
    for (int a = 0; a < p; a++) {
      for (int b = 0; b <= a; b++) {
        DoubleDouble sum = DoubleDouble.ZERO;
        for (int i = 0; i < rows; i++) {
          sum = sum.plus(w[i].times(centred[a][i]).times(centred[b][i]));
        }
        products[a][b] = sum.value();
        products[b][a] = sum.value();
      }
    }
    sumWeights = total.value();
  }

  double mean(int column) {
    return means[column];
  }

  double product(int i, int j) {
    return products[i][j];
  }

  double sumWeights() {
    return sumWeights;
  }

  /** The largest absolute value of a column. */
  double largest(int column) {
    return largest[column];
  }

  /**
   * How far a sum in plain doubles may lie from the product of two columns. A dot product of n
   * terms errs by n·ulp of the two lengths; means are known to a rounding of their own size, which
   * the spread between two sets of means multiplies by the length of the other column; and the
   * squares of those roundings remain even where there is no spread.
   */
  double bound(int i, int j) {
    double ulp = Math.ulp(1.0);
    double lengthI = Math.sqrt(products[i][i]);
    double lengthJ = Math.sqrt(products[j][j]);
    double root = Math.sqrt(sumWeights);
    return ulp * (rows + 16) * lengthI * lengthJ
        + 8 * ulp * root * (largest[i] * lengthJ + largest[j] * lengthI)
        + 16 * ulp * ulp * sumWeights * largest[i] * largest[j];
  }
}
