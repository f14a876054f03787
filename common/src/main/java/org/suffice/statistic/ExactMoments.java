package org.suffice.statistic;

import java.math.BigInteger;
import java.util.Arrays;
import org.suffice.linalg.DoubleDouble;
import org.suffice.linalg.ExactProducts;
import org.suffice.linalg.ExtendedMatrix;

/**
 * Means and centred cross products of Z = [X y] in double-double, from exact sums: the centring
 * Σω·Σωzz' − Σωz·Σωz' is done in whole numbers, so that no digit is lost to large means.
 */
public final class ExactMoments implements Moments {
  private final int numFeatures;
  private final long rows;
  private final double sumLogWeights;
  private final DoubleDouble sumWeights;
  private final DoubleDouble[] means;
  private final ExtendedMatrix centred;
  private final int[] exponents;

  private ExactMoments(
      int numFeatures,
      long rows,
      double sumLogWeights,
      DoubleDouble sumWeights,
      DoubleDouble[] means,
      ExtendedMatrix centred,
      int[] exponents) {
    this.numFeatures = numFeatures;
    this.rows = rows;
    this.sumLogWeights = sumLogWeights;
    this.sumWeights = sumWeights;
    this.means = means;
    this.centred = centred;
    this.exponents = exponents;
  }

  /** The moments of a statistic with rows. */
  public static ExactMoments of(ExactGramStatistic gram) {
    ExactProducts products = gram.products();
    int p = gram.numFeatures() + 1;
    int unit = products.lowestWindow();
    int exponent = ExactProducts.BITS * unit;
    BigInteger weight = products.value(0, 0, unit);
    BigInteger[] sums = new BigInteger[p];
    DoubleDouble[] means = new DoubleDouble[p];
    for (int j = 0; j < p; j++) {
      sums[j] = products.value(0, j + 1, unit);
    }
    // Column j is taken in units of 2^exponents[j], so that no square leaves the range of a double.
    int[] exponents = new int[p];
    for (int j = 0; j < p; j++) {
      BigInteger square = products.value(j + 1, j + 1, unit);
      int bits = square.bitLength() - weight.bitLength(); // of the mean square
      exponents[j] = square.signum() == 0 ? 0 : Math.floorDiv(bits, 2);
      means[j] = DoubleDouble.ratio(sums[j], weight, -exponents[j]);
    }
    ExtendedMatrix centred = new ExtendedMatrix(p, p);
    for (int i = 0; i < p; i++) {
      for (int j = 0; j <= i; j++) {
        BigInteger numerator =
            products.value(i + 1, j + 1, unit).multiply(weight).subtract(sums[i].multiply(sums[j]));
        DoubleDouble value =
            DoubleDouble.ratio(numerator, weight, exponent - exponents[i] - exponents[j]);
        centred.set(i, j, value);
        centred.set(j, i, value);
      }
    }
    return new ExactMoments(
        gram.numFeatures(),
        gram.rows(),
        gram.sumLogWeights(),
        DoubleDouble.ratio(weight, BigInteger.ONE, exponent),
        means,
        centred,
        exponents);
  }

  /**
   * The moments of some columns of the same rows, with means in the place of missing values; see
   * {@link GramStatistic#select}.
   *
   * @param from the features to keep
   * @param indicators for each of them the column that is 1 where it is missing, or -1
   */
  public ExactMoments select(int[] from, int[] indicators) {
    return select(from, indicators, new int[] {numFeatures}, null);
  }

  /**
   * The same for any columns as labels.
   *
   * @param labels the columns that come after those to keep, at least one
   * @param fill for each of those to keep what stands for a missing value; null for the mean of the
   *     values that are there
   */
  public ExactMoments select(int[] from, int[] indicators, int[] labels, double[] fill) {
    int d = from.length;
    int p = d + labels.length;
    int[] column = Arrays.copyOf(from, p);
    System.arraycopy(labels, 0, column, d, labels.length);
    int[] flag = new int[p];
    DoubleDouble[] mu = new DoubleDouble[p]; // the new means
    DoubleDouble[] put = new DoubleDouble[p]; // what stands for missing values
    for (int j = 0; j < p; j++) {
      flag[j] = j < d && indicators[j] >= 0 && means[indicators[j]].hi() > 0 ? indicators[j] : -1;
      mu[j] = means[column[j]];
      if (flag[j] >= 0 && fill == null) {
        DoubleDouble present = DoubleDouble.of(1).minus(unscaled(flag[j]));
        put[j] = present.hi() == 0 ? DoubleDouble.ZERO : mu[j].over(present);
        mu[j] = put[j];
      } else if (flag[j] >= 0) {
        put[j] = DoubleDouble.of(Math.scalb(fill[j], -exponents[column[j]]));
        mu[j] = mu[j].plus(put[j].times(unscaled(flag[j])));
      }
    }
    ExtendedMatrix result = new ExtendedMatrix(p, p);
    for (int i = 0; i < p; i++) {
      for (int j = 0; j <= i; j++) {
        DoubleDouble product = centred.get(column[i], column[j]);
        if (flag[i] >= 0) {
          product = product.plus(put[i].times(flagged(flag[i], column[j])));
        }
        if (flag[j] >= 0) {
          product = product.plus(put[j].times(flagged(flag[j], column[i])));
        }
        if (flag[i] >= 0 && flag[j] >= 0) {
          product =
              product.plus(
                  put[i]
                      .times(put[j])
                      .times(flagged(flag[i], flag[j]).scaleBy(exponents[flag[j]])));
        }
        result.set(i, j, product);
        result.set(j, i, product);
      }
    }
    int[] units = Arrays.stream(column).map(j -> exponents[j]).toArray();
    return new ExactMoments(d, rows, sumLogWeights, sumWeights, mu, result, units);
  }

  private DoubleDouble unscaled(int column) {
    return means[column].scaleBy(exponents[column]);
  }

  /** A product with an indicator in its own unit, 1. */
  private DoubleDouble flagged(int flag, int column) {
    return centred.get(flag, column).scaleBy(exponents[flag]);
  }

  /** The number d of features. */
  public int numFeatures() {
    return numFeatures;
  }

  @Override
  public long rows() {
    return rows;
  }

  /** Σω. */
  public DoubleDouble sumWeights() {
    return sumWeights;
  }

  /** Σ log ω. */
  public double sumLogWeights() {
    return sumLogWeights;
  }

  /** Columns are scaled: values here are in units of 2^exponent(j). */
  public int exponent(int column) {
    return exponents[column];
  }

  @Override
  public double totalWeight() {
    return sumWeights.value();
  }

  @Override
  public double centredValue(int i, int j) {
    return Math.scalb(centred.get(i, j).value(), exponents[i] + exponents[j]);
  }

  @Override
  public double rawValue(int i, int j) {
    return Math.scalb(product(i, j).value(), exponents[i] + exponents[j]);
  }

  @Override
  public double mean(int column) {
    return means[column].scaleBy(exponents[column]).value();
  }

  @Override
  public double standardDeviation(int column) {
    double variance = centred.get(column, column).value() / (rows - 1);
    return Math.scalb(Math.sqrt(variance), exponents[column]);
  }

  /** The weighted mean of a scaled column. */
  public DoubleDouble scaledMean(int column) {
    return means[column];
  }

  /** Σ ω (zᵢ − meanᵢ)(zⱼ − meanⱼ) of two scaled columns of Z = [X y]. */
  public DoubleDouble centredProduct(int i, int j) {
    return centred.get(i, j);
  }

  /** Σ ω zᵢ zⱼ of two scaled columns of Z = [X y], for fits without intercept. */
  public DoubleDouble product(int i, int j) {
    return centred.get(i, j).plus(sumWeights.times(means[i].times(means[j])));
  }
}
