package org.suffice.statistic;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.suffice.block.Block;
import org.suffice.linalg.DoubleDouble;
import org.suffice.linalg.ExactSum;
import org.suffice.read.RowAccount;

/**
 * What a statistician asks of residuals y − ŷ: moments, quantiles, normality, and the rows that are
 * missed most; with {@link RegressionMetrics} of the same rows. Every figure is the same in
 * whatever order the rows come and however they are cut: power sums are exact ({@link ExactSum}),
 * so that central moments lose no digit to a mean that is large beside the spread; quantiles come
 * from the residuals themselves or from counts on a fixed grid. Rows are named by file and row id.
 *
 * <p>A figure that is not defined, for there are too few rows or no spread, is NaN. Rows whose
 * residual is no finite number ({@link RegressionMetrics#notFinite}) are among the largest and in
 * nothing else here.
 */
public final class Residuals implements Statistic<Residuals> {
  private static final long serialVersionUID = 1L;

  /** Residuals of so many rows are kept; beyond it quantiles have a relative error of 2^−11. */
  public static final int LIMIT = 1 << 20;

  /** How many of the largest are kept. */
  public static final int LARGEST = 10;

  private final int limit;
  private final RegressionMetrics metrics;
  private final ExactSum cubes = new ExactSum();
  private final ExactSum fourths = new ExactSum();
  private final ResidualDistribution distribution;
  private final ArrayList<LargeResidual> largest = new ArrayList<>();

  /** The residuals of what {@code scorer} predicts of the label of the blocks. */
  public Residuals(Scorer scorer) {
    this(scorer, -1);
  }

  /**
   * The residuals of what {@code scorer} predicts.
   *
   * @param slot the column of the blocks that holds the label, or -1 for the label of the blocks
   */
  public Residuals(Scorer scorer, int slot) {
    this(new RegressionMetrics(scorer, slot), LIMIT);
  }

  /** With empty metrics, which become part of this, and a limit of residuals to keep. */
  Residuals(RegressionMetrics metrics, int limit) {
    this.limit = limit;
    this.metrics = metrics;
    this.distribution = new ResidualDistribution(limit);
  }

  @Override
  public Residuals fresh() {
    return new Residuals(metrics.fresh(), limit);
  }

  /** Of as many weighted residuals as are kept. */
  @Override
  public long sizeInBytes() {
    return metrics.sizeInBytes() + 16L * limit + (1 << 13);
  }

  @Override
  public void add(Block block) {
    metrics.add(block);
    if (block.numRows() == 0) {
      return;
    }
    ScoredRows rows = metrics.scored();
    for (int i = 0; i < block.numRows(); i++) {
      double residual = rows.residuals[i];
      if (Double.isFinite(residual)) {
        double weight = block.weights() == null ? 1 : block.weights()[i];
        distribution.add(residual, weight);
        addPowers(residual, weight);
      }
      if (isAmongLargest(residual)) {
        keep(
            new LargeResidual(
                block.file(), block.rowIds()[i], rows.labels[i], rows.predictions[i], residual));
      }
    }
  }

  /** Adds we³ and we⁴, each as a sum of doubles without an error. */
  private void addPowers(double residual, double weight) {
    int k = ExactSum.exponent(residual);
    double e = ExactSum.significand(residual);
    double square = e * e;
    double rest = Math.fma(e, e, -square); // e² = square + rest
    if (weight == 1) {
      cubes.addProduct(square, e, 3 * k);
      cubes.addProduct(rest, e, 3 * k);
      fourths.addProduct(square, square, 4 * k);
      fourths.addProduct(square, rest, 4 * k + 1);
      fourths.addProduct(rest, rest, 4 * k);
      return;
    }
    int exponent = ExactSum.exponent(weight);
    double w = ExactSum.significand(weight);
    addProducts(w * square, Math.fma(w, square, -(w * square)), e, square, rest, exponent, k);
    addProducts(w * rest, Math.fma(w, rest, -(w * rest)), e, square, rest, exponent, k);
  }

  /** A part a + b of we² times e, and times e² = square + rest. */
  private void addProducts(
      double a, double b, double e, double square, double rest, int weightExponent, int k) {
    cubes.addProduct(a, e, weightExponent + 3 * k);
    cubes.addProduct(b, e, weightExponent + 3 * k);
    fourths.addProduct(a, square, weightExponent + 4 * k);
    fourths.addProduct(a, rest, weightExponent + 4 * k);
    fourths.addProduct(b, square, weightExponent + 4 * k);
    fourths.addProduct(b, rest, weightExponent + 4 * k);
  }

  private boolean isAmongLargest(double residual) {
    return largest.size() < LARGEST
        || LargeResidual.size(residual) >= LargeResidual.size(largest.get(LARGEST - 1).residual());
  }

  private void keep(LargeResidual row) {
    int at = Collections.binarySearch(largest, row, LargeResidual.ORDER);
    largest.add(at < 0 ? -at - 1 : at, row);
    if (largest.size() > LARGEST) {
      largest.remove(LARGEST);
    }
  }

  @Override
  public void finish() {
    metrics.finish();
    distribution.trim();
  }

  @Override
  public Residuals merge(Residuals other) {
    if (other == this) {
      throw new IllegalArgumentException("residuals merged with themselves");
    }
    if (other.limit != limit) {
      throw new IllegalArgumentException(
          "residuals: expected a limit of " + limit + ", found " + other.limit);
    }
    metrics.merge(other.metrics);
    cubes.add(other.cubes);
    fourths.add(other.fourths);
    distribution.add(other.distribution);
    other.largest.forEach(this::keep);
    return this;
  }

  @Override
  public RowAccount account() {
    return metrics.account();
  }

  /** RMSE, MAE and R² of the same rows. */
  public RegressionMetrics metrics() {
    return metrics;
  }

  /** The number n of rows with a finite residual. */
  public long rows() {
    return metrics.rows() - metrics.notFinite();
  }

  /** The weighted mean. */
  public double mean() {
    return rows() == 0
        ? Double.NaN
        : RegressionMetrics.ratio(metrics.sumResiduals(), metrics.sumWeights());
  }

  /**
   * Power sums Σw, Σwe … Σwe⁴ as whole numbers in a unit that they share and that cancels in what
   * follows. With m_k the weighted mean of (e − mean)^k, {@code second()} is (Σw)²·m₂ and so on.
   */
  private record Powers(BigInteger w, BigInteger s1, BigInteger s2, BigInteger s3, BigInteger s4) {
    BigInteger second() {
      return w.multiply(s2).subtract(s1.pow(2));
    }

    BigInteger third() {
      return w.pow(2)
          .multiply(s3)
          .subtract(times(w.multiply(s1).multiply(s2), 3))
          .add(times(s1.pow(3), 2));
    }

    BigInteger fourth() {
      return w.pow(3)
          .multiply(s4)
          .subtract(times(w.pow(2).multiply(s1).multiply(s3), 4))
          .add(times(w.multiply(s1.pow(2)).multiply(s2), 6))
          .subtract(times(s1.pow(4), 3));
    }
  }

  private Powers powers() {
    BigInteger[] sums = {
      metrics.sumWeights(),
      metrics.sumResiduals(),
      metrics.sumSquares(),
      cubes.value(),
      fourths.value()
    };
    int zeros = // of all of them, so that the numbers are as short as the data allow
        Arrays.stream(sums)
            .mapToInt(BigInteger::getLowestSetBit)
            .filter(bit -> bit >= 0)
            .min()
            .orElse(0);
    BigInteger[] s = Arrays.stream(sums).map(x -> x.shiftRight(zeros)).toArray(BigInteger[]::new);
    return new Powers(s[0], s[1], s[2], s[3], s[4]);
  }

  private static BigInteger times(BigInteger value, int factor) {
    return value.multiply(BigInteger.valueOf(factor));
  }

  /** Whether shape is defined: not all residuals are the same. */
  private boolean hasSpread() {
    return rows() > 1 && distribution.min() < distribution.max();
  }

  /** √(m₂·n/(n−1)), m₂ being the weighted mean of squared deviations from the mean. */
  public double standardDeviation() {
    if (rows() < 2) {
      return Double.NaN;
    }
    Powers powers = powers();
    return RegressionMetrics.root(
        powers.second().multiply(BigInteger.valueOf(rows())),
        powers.w.pow(2).multiply(BigInteger.valueOf(rows() - 1)));
  }

  /** m₃/m₂^1.5, with weighted means of powers of the deviation; 0 for a normal distribution. */
  public double skewness() {
    if (!hasSpread()) {
      return Double.NaN;
    }
    Powers powers = powers();
    BigInteger third = powers.third();
    DoubleDouble square = DoubleDouble.ratio(third.pow(2), powers.second().pow(3), 0);
    return third.signum() * square.squareRoot().value();
  }

  /** m₄/m₂² − 3; 0 for a normal distribution. */
  public double excessKurtosis() {
    if (!hasSpread()) {
      return Double.NaN;
    }
    Powers powers = powers();
    BigInteger square = powers.second().pow(2);
    return RegressionMetrics.ratio(powers.fourth().subtract(times(square, 3)), square);
  }

  /**
   * n/6·(skewness² + kurtosis²/4), by Jarque and Bera, "A test for normality of observations and
   * regression residuals", International Statistical Review 55 (1987); n counts rows, not weights.
   */
  public double jarqueBera() {
    double skewness = skewness();
    double kurtosis = excessKurtosis();
    return rows() / 6.0 * (skewness * skewness + kurtosis * kurtosis / 4);
  }

  /** The chance of a larger statistic among normal residuals: the tail of χ² with 2 degrees. */
  public double jarqueBeraP() {
    return StrictMath.exp(-jarqueBera() / 2); // is that tail
  }

  /** Whether quantiles are exact, as they are of up to {@link #LIMIT} rows. */
  public boolean exact() {
    return distribution.exact();
  }

  /** How far a quantile may be from the exact one, relatively; 0 where it is exact. */
  public double relativeError() {
    return exact() ? 0 : ResidualCounts.RELATIVE_ERROR;
  }

  /**
   * Whether quantiles are interpolated between residuals (type 7, of exact ones without weights) or
   * are residuals (type 1: the smallest up to which there is at least that share of the weight).
   */
  public boolean interpolated() {
    return distribution.interpolated();
  }

  /** The smallest; always exact. */
  public double min() {
    return rows() == 0 ? Double.NaN : distribution.min();
  }

  /** The largest; always exact. */
  public double max() {
    return rows() == 0 ? Double.NaN : distribution.max();
  }

  /**
   * Quantiles.
   *
   * @param percents whole numbers from 0 to 100
   */
  public double[] quantiles(int... percents) {
    if (rows() == 0) {
      double[] undefined = new double[percents.length];
      Arrays.fill(undefined, Double.NaN);
      return undefined;
    }
    return distribution.quantiles(percents);
  }

  /** The shares of the weight further from the mean than so many standard deviations. */
  public double[] sharesBeyond(double... standardDeviations) {
    double[] distances = standardDeviations.clone();
    for (int k = 0; k < distances.length; k++) {
      distances[k] = hasSpread() ? distances[k] * standardDeviation() : Double.NaN;
    }
    return hasSpread() ? distribution.sharesBeyond(mean(), distances) : distances;
  }

  /** The largest in absolute value, at most {@link #LARGEST}, the largest first. */
  public List<LargeResidual> largest() {
    return List.copyOf(largest);
  }
}
