package org.suffice.statistic;

import java.math.BigInteger;
import org.suffice.block.Block;
import org.suffice.linalg.DoubleDouble;
import org.suffice.linalg.ExactSum;
import org.suffice.read.RowAccount;

/**
 * Errors of predictions against labels: RMSE, MAE, R². All sums are exact ({@link ExactSum}), so
 * that the figures have the same bits in whatever order the rows come and however they are cut; the
 * spread of the label is centred in whole numbers, where no digit is lost to a large mean.
 */
public final class RegressionMetrics implements Statistic<RegressionMetrics> {
  private static final long serialVersionUID = 1L;

  private final Scorer scorer;
  private final int slot;
  private final RowAccount account = new RowAccount();
  private long rows;
  private long notFinite;

  private final ExactSum weights = new ExactSum();

  /** Of positive residuals and of negative ones: what is chosen by an index is no branch. */
  private final ExactSum[] bySign = {new ExactSum(), new ExactSum()};

  private final ExactSum squares = new ExactSum();
  private final ExactSum labels = new ExactSum();
  private final ExactSum labelSquares = new ExactSum();

  private transient ScoredRows scored;

  /** Metrics of what {@code scorer} predicts of the label of the blocks. */
  public RegressionMetrics(Scorer scorer) {
    this(scorer, -1);
  }

  /**
   * Metrics of what {@code scorer} predicts.
   *
   * @param slot the column of the blocks that holds the label, for data of several targets, which
   *     carry further labels behind the features; -1 for the label of the blocks
   */
  public RegressionMetrics(Scorer scorer, int slot) {
    if (slot < -1) {
      throw new IllegalArgumentException("label: expected a slot or -1, found " + slot);
    }
    this.scorer = scorer;
    this.slot = slot;
  }

  @Override
  public RegressionMetrics fresh() {
    return new RegressionMetrics(scorer, slot);
  }

  @Override
  public long sizeInBytes() {
    return 1 << 14;
  }

  @Override
  public void add(Block block) {
    account.merge(block.account());
    if (block.numRows() == 0) {
      return;
    }
    if (scored == null) {
      scored = new ScoredRows(scorer, slot);
    }
    scored.score(block);
    rows += block.numRows();
    long units = 0;
    for (int i = 0; i < block.numRows(); i++) {
      double residual = scored.residuals[i];
      double weight = block.weights() == null ? 1 : block.weights()[i];
      if (!Double.isFinite(residual)) {
        notFinite++;
      } else if (weight == 1) {
        units++;
        addUnit(scored.labels[i], residual);
      } else {
        addWeighted(scored.labels[i], residual, weight);
      }
    }
    weights.add(units, 0);
  }

  private void addUnit(double label, double residual) {
    int k = ExactSum.exponent(residual);
    double e = ExactSum.significand(residual);
    sumOfSign(e).add(e, k);
    squares.addProduct(e, e, 2 * k);
    k = ExactSum.exponent(label);
    double y = ExactSum.significand(label);
    labels.add(y, k);
    labelSquares.addProduct(y, y, 2 * k);
  }

  private void addWeighted(double label, double residual, double weight) {
    int weightExponent = ExactSum.exponent(weight);
    double w = ExactSum.significand(weight);
    weights.add(w, weightExponent);
    addWeighted(residual, w, weightExponent, sumOfSign(residual), squares);
    addWeighted(label, w, weightExponent, labels, labelSquares);
  }

  private ExactSum sumOfSign(double x) {
    return bySign[(int) (Double.doubleToRawLongBits(x) >>> 63)];
  }

  /** Adds wx and wx², each as a sum of doubles without an error. */
  private static void addWeighted(
      double x, double w, int weightExponent, ExactSum first, ExactSum second) {
    int k = ExactSum.exponent(x);
    double s = ExactSum.significand(x);
    double high = w * s;
    double low = Math.fma(w, s, -high);
    first.add(high, weightExponent + k);
    first.add(low, weightExponent + k);
    second.addProduct(high, s, weightExponent + 2 * k);
    second.addProduct(low, s, weightExponent + 2 * k);
  }

  /** The rows of the block added last, for statistics beside this one. */
  ScoredRows scored() {
    return scored;
  }

  @Override
  public RegressionMetrics merge(RegressionMetrics other) {
    if (other == this) {
      throw new IllegalArgumentException("metrics merged with themselves");
    }
    if (other.slot != slot) {
      throw new IllegalArgumentException(
          "metrics: expected the label in slot " + slot + ", found slot " + other.slot);
    }
    account.merge(other.account);
    rows += other.rows;
    notFinite += other.notFinite;
    weights.add(other.weights);
    bySign[0].add(other.bySign[0]);
    bySign[1].add(other.bySign[1]);
    squares.add(other.squares);
    labels.add(other.labels);
    labelSquares.add(other.labelSquares);
    return this;
  }

  @Override
  public RowAccount account() {
    return account;
  }

  /** The number of rows of positive weight. */
  public long rows() {
    return rows;
  }

  /**
   * The number of rows whose residual is no finite number, for their prediction or the difference
   * overflows: no sum has them, and no figure is then defined.
   */
  public long notFinite() {
    return notFinite;
  }

  private boolean defined() {
    return rows > 0 && notFinite == 0;
  }

  /** Root of the weighted mean of squared errors, in units of the label; NaN without rows. */
  public double rmse() {
    return defined() ? root(sumSquares(), sumWeights()) : Double.NaN;
  }

  /** Weighted mean of absolute errors, in units of the label; NaN without rows. */
  public double mae() {
    BigInteger absolute = bySign[0].value().subtract(bySign[1].value());
    return defined() ? ratio(absolute, sumWeights()) : Double.NaN;
  }

  /** 1 − Σ(y−ŷ)²/Σ(y−ȳ)²; NaN when all labels are equal, for there is no spread to explain. */
  public double r2() {
    BigInteger weight = sumWeights();
    BigInteger spread = // of the label, times Σw
        labelSquares.value().multiply(weight).subtract(labels.value().pow(2));
    return !defined() || spread.signum() == 0
        ? Double.NaN
        : ratio(spread.subtract(sumSquares().multiply(weight)), spread);
  }

  /** Σw of the rows with a residual, in the unit of every sum here. */
  BigInteger sumWeights() {
    return weights.value();
  }

  /** Σw(y−ŷ). */
  BigInteger sumResiduals() {
    return bySign[0].value().add(bySign[1].value());
  }

  /** Σw(y−ŷ)². */
  BigInteger sumSquares() {
    return squares.value();
  }

  /** The quotient of two sums, rounded. */
  static double ratio(BigInteger numerator, BigInteger denominator) {
    return DoubleDouble.ratio(numerator, denominator, 0).value();
  }

  /** The root of the quotient of two sums, which itself need not be in range. */
  static double root(BigInteger numerator, BigInteger denominator) {
    int half = Math.floorDiv(numerator.bitLength() - denominator.bitLength(), 2);
    double root = DoubleDouble.ratio(numerator, denominator, -2 * half).squareRoot().value();
    return Math.scalb(root, half);
  }
}
