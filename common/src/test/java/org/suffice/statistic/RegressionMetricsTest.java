package org.suffice.statistic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.suffice.Tolerance;
import org.suffice.block.DenseBlock;

/** The metrics against their definitions. */
class RegressionMetricsTest {
  private static final Tolerance DIGITS = Tolerance.digits(14, "sums of a few terms");

  /** Predicts the feature itself. */
  private static RegressionMetrics of(double[] predicted, double[] labels, double[] weights) {
    RegressionMetrics metrics =
        new RegressionMetrics(
            (block, predictions) ->
                System.arraycopy(
                    ((DenseBlock) block).values(), 0, predictions, 0, block.numRows()));
    metrics.add(DenseBlock.of(1, predicted, labels, weights));
    return metrics;
  }

  @Test
  void definitions() {
    RegressionMetrics metrics = of(new double[] {1, 2, 6}, new double[] {2, 2, 4}, null);
    DIGITS.check("rmse", Math.sqrt(5 / 3.0), metrics.rmse());
    DIGITS.check("mae", 1, metrics.mae());
    DIGITS.check("r2", 1 - 5 / (8 / 3.0), metrics.r2());
    assertEquals(3, metrics.rows());
  }

  @Test
  void weightsCountAsRepeatedRows() {
    RegressionMetrics weighted =
        of(new double[] {1, 2, 6}, new double[] {2, 2, 4}, new double[] {2, 1, 3});
    RegressionMetrics repeated =
        of(new double[] {1, 1, 2, 6, 6, 6}, new double[] {2, 2, 2, 4, 4, 4}, null);
    DIGITS.check("rmse", repeated.rmse(), weighted.rmse());
    DIGITS.check("mae", repeated.mae(), weighted.mae());
    DIGITS.check("r2", repeated.r2(), weighted.r2());
  }

  @Test
  void equalLabelsHaveNoSpreadToExplain() {
    RegressionMetrics metrics = of(new double[] {1, 2, 3}, new double[] {0.1, 0.1, 0.1}, null);
    metrics.merge(of(new double[] {1, 2}, new double[] {0.1, 0.1}, new double[] {0.3, 0.7}));
    assertTrue(Double.isNaN(metrics.r2()), "R² of a constant label: " + metrics.r2());
  }

  /** Labels such as time stamps: the spread is not lost to the mean, however rows are cut. */
  @Test
  void largeLabelsKeepTheDigitsOfTheirSpread() {
    int n = 1000;
    RegressionMetrics metrics = of(new double[] {1e9 + 0.5}, new double[] {1e9}, null);
    for (int i = 1; i < n; i++) {
      metrics.merge(of(new double[] {1e9 + i + 0.5}, new double[] {1e9 + i}, null));
    }
    double spread = n * ((double) n * n - 1) / 12;
    Tolerance.digits(9, "a mean of 10⁹ is rounded at 10⁻⁷, the spread is 289")
        .check("1 − R²", n * 0.25 / spread, 1 - metrics.r2());
    DIGITS.check("rmse", 0.5, metrics.rmse());
  }

  /** Squares of the labels overflow; their spread and the errors do not. */
  @Test
  void hugeLabelsHaveASpread() {
    double[] labels = IntStream.range(0, 4).mapToDouble(i -> 1e160 * (1 + i * 1e-10)).toArray();
    RegressionMetrics metrics = of(labels.clone(), labels, null);
    assertEquals(0, metrics.rmse());
    assertEquals(1, metrics.r2());
  }
}
