package org.suffice.solve;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/**
 * How far a population has moved from another, by the share of each in the same bins: the
 * population stability index Σ (q − p)·ln(q/p) (Siddiqi, "Credit Risk Scorecards", Wiley 2006). By
 * custom below 0.1 says nothing, above 0.25 a lot. Two samples of one population differ by chance:
 * the index times n·m/(n+m) is then about χ² with b − 1 degrees of freedom (Yurdakul, Naranjo,
 * "Statistical properties of the population stability index", Journal of Risk Model Validation
 * 14(4), 2020).
 *
 * @param index the sum; 0 where nothing moved
 * @param chance what chance alone exceeds in one of a thousand comparisons
 */
public record PopulationStability(double index, double chance) {
  private static final double RARE = 0.001;

  /** Added to every count, so that a bin that is empty on one side has a logarithm (Jeffreys). */
  private static final double HALF = 0.5;

  /**
   * Compares counts of the same bins.
   *
   * @param before of b bins, not modified
   * @param now of the same bins, not modified
   */
  public static PopulationStability of(long[] before, long[] now) {
    if (before.length != now.length) {
      throw new IllegalArgumentException(
          "stability: expected " + before.length + " bins, found " + now.length);
    }
    double n = Arrays.stream(before).sum();
    double m = Arrays.stream(now).sum();
    int bins = 0;
    for (int i = 0; i < before.length; i++) {
      bins += before[i] + now[i] > 0 ? 1 : 0;
    }
    if (n == 0 || m == 0 || bins < 2) {
      return new PopulationStability(0, 0);
    }
    double index = 0;
    for (int i = 0; i < before.length; i++) {
      if (before[i] + now[i] > 0) {
        double p = (before[i] + HALF) / (n + HALF * bins);
        double q = (now[i] + HALF) / (m + HALF * bins);
        index += (q - p) * StrictMath.log(q / p);
      }
    }
    double quantile = ChiSquaredDistribution.of(bins - 1).inverseSurvivalProbability(RARE);
    return new PopulationStability(index, quantile * (1 / n + 1 / m));
  }

  /** Whether the index is above a limit and above what chance explains. */
  public boolean isBeyond(double limit) {
    return index > limit && index > chance;
  }
}
