package org.suffice.statistic;

import java.io.Serializable;
import org.suffice.block.Block;
import org.suffice.read.RowAccount;

/**
 * The middle of the sandwich of heteroscedasticity-consistent errors: the Gram matrix of the rows
 * weighted by u² = (ω·e)²/(1−h)^q, e being the residual and h the leverage of a row (White,
 * Econometrica 48, 1980; MacKinnon and White, J. Econometrics 29, 1985).
 *
 * <p>u² of a row depends on the row and the fit alone, and the sum is exact: the same bits however
 * the data are cut.
 */
public final class SandwichMeat implements Statistic<SandwichMeat> {
  private static final long serialVersionUID = 1L;

  /** A row that fits itself has leverage 1 and residual 0, whatever their rounding. */
  private static final double FITS_ITSELF = 1e-10;

  private final Fit fit;
  private final ExactGramStatistic gram;
  private long rowsOfFullLeverage;
  private transient double[] row;
  private transient double[] centred;

  /**
   * The fit whose residuals are squared.
   *
   * @param constant ŷ at the centres, 0 where the fit has no intercept
   * @param hasIntercept whether it has
   * @param weights one for each of the d features of a block; 0 for those not fitted
   * @param centres of the same, their means or 0 without intercept: a residual is formed from the
   *     distances, for large values would cancel
   * @param columns the estimable features, r of them
   * @param means of those
   * @param inverseFactor L⁻¹, r×r row-major, lower triangular, of their cross products; needed for
   *     q above 0
   * @param sumWeights Σω of the fit
   * @param label the feature that is the label, or -1 for the label of the block
   * @param fill for each of the d features what stands for it where its indicator is 1
   * @param indicators for each of the d features the one that says that it is missing, or -1
   * @param power q: 0 for HC0 and HC1, 1 for HC2, 2 for HC3
   */
  public record Fit(
      double constant,
      boolean hasIntercept,
      double[] weights,
      double[] centres,
      int[] columns,
      double[] means,
      double[] inverseFactor,
      double sumWeights,
      int label,
      double[] fill,
      int[] indicators,
      int power)
      implements Serializable {}

  /**
   * An empty statistic.
   *
   * @param gram an empty Gram statistic of the same features; not modified
   */
  public SandwichMeat(Fit fit, ExactGramStatistic gram) {
    this.fit = fit;
    this.gram = gram.fresh();
  }

  @Override
  public SandwichMeat fresh() {
    return new SandwichMeat(fit, gram);
  }

  @Override
  public long sizeInBytes() {
    return gram.sizeInBytes();
  }

  @Override
  public void add(Block block) {
    int n = block.numRows();
    int d = block.numFeatures();
    if (row == null) {
      row = new double[d];
      centred = new double[fit.columns.length];
    }
    double[] squares = new double[n];
    for (int i = 0; i < n; i++) {
      load(block, i);
      squares[i] = square(block, i);
    }
    gram.addWeighted(block, squares);
  }

  /** The row with means in the place of missing values. */
  private void load(Block block, int i) {
    block.copyRow(i, row);
    for (int j = 0; j < fit.indicators.length; j++) {
      if (fit.indicators[j] >= 0 && row[fit.indicators[j]] == 1) {
        row[j] = fit.fill[j];
      }
    }
  }

  private double square(Block block, int i) {
    double predicted = fit.constant;
    for (int j = 0; j < fit.weights.length; j++) {
      predicted += fit.weights[j] * (row[j] - fit.centres[j]);
    }
    double label = fit.label < 0 ? block.labels()[i] : row[fit.label];
    double weight = block.weights() == null ? 1 : block.weights()[i];
    double u = weight * (label - predicted);
    if (fit.power == 0) {
      return u * u;
    }
    double left = 1 - weight * leverage();
    if (left < FITS_ITSELF) {
      rowsOfFullLeverage++;
      return 0;
    }
    return u * u / (fit.power == 1 ? left : left * left);
  }

  /** 1/Σω + ‖L⁻¹(x − x̄)‖². */
  private double leverage() {
    int r = centred.length;
    for (int k = 0; k < r; k++) {
      centred[k] = row[fit.columns[k]] - (fit.hasIntercept ? fit.means[k] : 0);
    }
    double sum = fit.hasIntercept ? 1 / fit.sumWeights : 0;
    for (int k = 0; k < r; k++) {
      double z = 0;
      int at = k * r;
      for (int m = 0; m <= k; m++) {
        z += fit.inverseFactor[at + m] * centred[m];
      }
      sum += z * z;
    }
    return sum;
  }

  @Override
  public void finish() {
    gram.finish();
    row = null;
    centred = null;
  }

  @Override
  public SandwichMeat merge(SandwichMeat other) {
    if (other == this) {
      throw new IllegalArgumentException("sandwich merged with itself");
    }
    gram.merge(other.gram);
    rowsOfFullLeverage += other.rowsOfFullLeverage;
    return this;
  }

  @Override
  public RowAccount account() {
    return gram.account();
  }

  /** Σ u²·zzᵀ of Z = [1 X y], exactly. */
  public ExactGramStatistic gram() {
    return gram;
  }

  /** Rows that the fit passes through whatever their label: they say nothing of the errors. */
  public long rowsOfFullLeverage() {
    return rowsOfFullLeverage;
  }
}
