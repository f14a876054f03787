package org.suffice.statistic;

import java.math.BigInteger;
import java.util.Arrays;
import org.suffice.block.Block;
import org.suffice.linalg.ExactSum;
import org.suffice.read.RowAccount;

/**
 * Mean, standard deviation with 1/n, and range of each feature, without a rounding error on the
 * way: the same in whatever order rows come and however they are cut. A value that is NaN is
 * missing, and not counted.
 */
public final class ExactColumnMoments implements Statistic<ExactColumnMoments> {
  private static final long serialVersionUID = 1L;

  private final int d;
  private final ExactSum weights = new ExactSum();
  private final ExactSum[] absent;
  private final ExactSum[] sums;
  private final ExactSum[] squares;
  private final double[] lowest;
  private final double[] highest;
  private final RowAccount account = new RowAccount();

  /** No rows yet, of which the first {@code numFeatures} values are features. */
  public ExactColumnMoments(int numFeatures) {
    d = numFeatures;
    absent = new ExactSum[d]; // made when a value is missing
    sums = new ExactSum[d];
    squares = new ExactSum[d];
    Arrays.setAll(sums, j -> new ExactSum());
    Arrays.setAll(squares, j -> new ExactSum());
    lowest = new double[d];
    highest = new double[d];
    Arrays.fill(lowest, Double.POSITIVE_INFINITY);
    Arrays.fill(highest, Double.NEGATIVE_INFINITY);
  }

  @Override
  public ExactColumnMoments fresh() {
    return new ExactColumnMoments(d);
  }

  @Override
  public void add(Block block) {
    if (block.numFeatures() < d) {
      throw new IllegalArgumentException("expected d=" + d + ", found " + block.numFeatures());
    }
    account.merge(block.account());
    double[] row = new double[block.numFeatures()];
    for (int i = 0; i < block.numRows(); i++) {
      double weight = block.weights() == null ? 1 : block.weights()[i];
      weights.add(ExactSum.significand(weight), ExactSum.exponent(weight));
      block.copyRow(i, row);
      for (int j = 0; j < d; j++) {
        add(j, row[j], weight);
      }
    }
  }

  private void add(int j, double x, double weight) {
    if (Double.isNaN(x)) {
      if (absent[j] == null) {
        absent[j] = new ExactSum();
      }
      absent[j].add(ExactSum.significand(weight), ExactSum.exponent(weight));
      return;
    }
    lowest[j] = Math.min(lowest[j], x);
    highest[j] = Math.max(highest[j], x);
    if (x == 0) {
      return;
    }
    int exponent = ExactSum.exponent(x);
    double s = ExactSum.significand(x);
    if (weight == 1) {
      sums[j].add(s, exponent);
      squares[j].addProduct(s, s, 2 * exponent);
      return;
    }
    double w = ExactSum.significand(weight);
    int of = ExactSum.exponent(weight);
    double square = s * s;
    double rest = Math.fma(s, s, -square); // s² = square + rest
    sums[j].addProduct(w, s, of + exponent);
    squares[j].addProduct(w, square, of + 2 * exponent);
    squares[j].addProduct(w, rest, of + 2 * exponent);
  }

  @Override
  public ExactColumnMoments merge(ExactColumnMoments other) {
    if (other == this) {
      throw new IllegalArgumentException("moments merged with themselves");
    }
    if (other.d != d) {
      throw new IllegalArgumentException("moments: expected d=" + d + ", found d=" + other.d);
    }
    weights.add(other.weights);
    for (int j = 0; j < d; j++) {
      sums[j].add(other.sums[j]);
      squares[j].add(other.squares[j]);
      if (other.absent[j] != null) {
        absent[j] = absent[j] == null ? new ExactSum() : absent[j];
        absent[j].add(other.absent[j]);
      }
      lowest[j] = Math.min(lowest[j], other.lowest[j]);
      highest[j] = Math.max(highest[j], other.highest[j]);
    }
    account.merge(other.account);
    return this;
  }

  @Override
  public RowAccount account() {
    return account;
  }

  @Override
  public long sizeInBytes() {
    return 4096 + bytes(d);
  }

  /** Bytes of the moments of so many features. */
  public static long bytes(int features) {
    return 3L * 2900 * features;
  }

  /** The weight of the rows that have the feature. */
  private BigInteger weight(int j) {
    return absent[j] == null ? weights.value() : weights.value().subtract(absent[j].value());
  }

  /** The weighted mean over the rows that have the feature; NaN where none has. */
  public double mean(int j) {
    return weight(j).signum() == 0
        ? Double.NaN
        : RegressionMetrics.ratio(sums[j].value(), weight(j));
  }

  /** √(Σω(x−x̄)²/Σω) over the rows that have the feature; NaN where none has. */
  public double standardDeviation(int j) {
    BigInteger w = weight(j);
    if (w.signum() == 0) {
      return Double.NaN;
    }
    BigInteger spread = w.multiply(squares[j].value()).subtract(sums[j].value().pow(2));
    return spread.signum() == 0 ? 0 : RegressionMetrics.root(spread, w.pow(2));
  }

  /** The smallest value; infinite where there is none. */
  public double lowest(int j) {
    return lowest[j];
  }

  /** The largest value; infinite where there is none. */
  public double highest(int j) {
    return highest[j];
  }
}
