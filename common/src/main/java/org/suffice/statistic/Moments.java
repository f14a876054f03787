package org.suffice.statistic;

/** Means and cross products of the columns of Z = [X y], in the units of the data. */
public interface Moments {
  /** The number of rows of positive weight. */
  long rows();

  /** Σω. */
  double totalWeight();

  /** The weighted mean of a column. */
  double mean(int column);

  /** The standard deviation of a column over rows, with n−1. */
  double standardDeviation(int column);

  /** Σ ω (zᵢ − meanᵢ)(zⱼ − meanⱼ). */
  double centredValue(int i, int j);

  /** Σ ω zᵢ zⱼ, for fits without intercept. */
  double rawValue(int i, int j);
}
