package org.suffice.statistic;

import org.suffice.block.Block;
import org.suffice.read.RowAccount;

/**
 * Errors of predictions against labels: RMSE, MAE, R². The spread of the label is centred and
 * merged as in {@link GramStatistic}.
 */
public final class RegressionMetrics implements Statistic<RegressionMetrics> {
  private static final long serialVersionUID = 1L;

  private final Scorer scorer;
  private long rows;
  private double sumWeights;
  private double sumSquaredErrors;
  private double sumAbsoluteErrors;
  private double labelMean;
  private double labelSpread;
  private final RowAccount account = new RowAccount();
  private transient double[] predictions;

  /** Metrics of what {@code scorer} predicts. */
  public RegressionMetrics(Scorer scorer) {
    this.scorer = scorer;
  }

  @Override
  public RegressionMetrics fresh() {
    return new RegressionMetrics(scorer);
  }

  @Override
  public long sizeInBytes() {
    return 64;
  }

  @Override
  public void add(Block block) {
    account.merge(block.account());
    int n = block.numRows();
    if (n == 0) {
      return;
    }
    if (predictions == null || predictions.length < n) {
      predictions = new double[n];
    }
    scorer.score(block, predictions);
    double[] labels = block.labels();
    double[] weights = block.weights();
    double blockWeight = 0;
    double sum = 0;
    for (int i = 0; i < n; i++) {
      double w = weights == null ? 1 : weights[i];
      double error = predictions[i] - labels[i];
      sumSquaredErrors += w * error * error;
      sumAbsoluteErrors += w * Math.abs(error);
      blockWeight += w;
      sum += w * (labels[i] - labels[0]);
    }
    double blockMean = labels[0] + sum / blockWeight;
    double spread = 0;
    for (int i = 0; i < n; i++) {
      double deviation = labels[i] - blockMean;
      spread += (weights == null ? 1 : weights[i]) * deviation * deviation;
    }
    rows += n;
    join(blockWeight, blockMean, spread);
  }

  /** Chan, Golub, LeVeque (1983), eq. 2.1. */
  private void join(double otherWeight, double otherMean, double otherSpread) {
    if (sumWeights == 0) { // the identity: no product of an overflowed square and zero
      sumWeights = otherWeight;
      labelMean = otherMean;
      labelSpread = otherSpread;
      return;
    }
    double total = sumWeights + otherWeight;
    double difference = otherMean - labelMean;
    labelSpread += otherSpread + difference * difference * (sumWeights / total * otherWeight);
    labelMean += difference * (otherWeight / total);
    sumWeights = total;
  }

  @Override
  public RegressionMetrics merge(RegressionMetrics other) {
    if (other == this) {
      throw new IllegalArgumentException("metrics merged with themselves");
    }
    account.merge(other.account);
    if (other.rows > 0) {
      sumSquaredErrors += other.sumSquaredErrors;
      sumAbsoluteErrors += other.sumAbsoluteErrors;
      rows += other.rows;
      join(other.sumWeights, other.labelMean, other.labelSpread);
    }
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

  /** Root of the weighted mean of squared errors, in units of the label. */
  public double rmse() {
    return Math.sqrt(sumSquaredErrors / sumWeights);
  }

  /** Weighted mean of absolute errors, in units of the label. */
  public double mae() {
    return sumAbsoluteErrors / sumWeights;
  }

  /** 1 − Σ(y−ŷ)²/Σ(y−ȳ)²; NaN when all labels are equal, for there is no spread to explain. */
  public double r2() {
    return labelSpread == 0 ? Double.NaN : 1 - sumSquaredErrors / labelSpread;
  }
}
