package org.suffice.solve;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Whether one of two models does better on the same rows: a test of the mean difference of their
 * losses, row by row, so that what makes a row hard for both cancels.
 *
 * @param name of the test: t, bootstrap, McNemar, random signs or DeLong
 * @param rows n
 * @param difference what the second model gains on the first: the weighted mean of the loss of the
 *     first less that of the second, above 0 where the second is better
 * @param standardError of the difference
 * @param statistic their ratio; NaN where it is 0/0
 * @param better one-sided p value: the chance of such a gain if there were none
 * @param worse the same of such a loss
 */
public record PairedTest(
    String name,
    long rows,
    double difference,
    double standardError,
    double statistic,
    double better,
    double worse) {

  private static final String SIGNS = "random signs";

  /** The weighted mean of differences with its standard error. */
  private record Mean(double value, double error) {
    /**
     * Of some rows with replacement, or of all.
     *
     * @param drawn how often each row counts, or null for once
     */
    static Mean of(double[] differences, double[] weights, int[] drawn) {
      double weight = 0;
      double sum = 0;
      for (int i = 0; i < differences.length; i++) {
        double w = drawn == null ? weights[i] : drawn[i] * weights[i];
        weight += w;
        sum += w * differences[i];
      }
      double mean = sum / weight;
      double squares = 0;
      for (int i = 0; i < differences.length; i++) {
        double w = weights[i] * (differences[i] - mean);
        squares += drawn == null ? w * w : drawn[i] * (w * w);
      }
      double n = differences.length;
      return new Mean(mean, Math.sqrt(n / (n - 1) * squares) / weight);
    }

    /** How many standard errors it is above a number; NaN for 0/0. */
    double above(double other) {
      return (value - other) / error;
    }
  }

  /**
   * Student's test of a mean. Of weighted rows the mean is Σωd/Σω and its variance n/(n−1)·Σω²(d −
   * mean)²/(Σω)² (linearised, as of a ratio; Cochran, "Sampling Techniques", 3rd ed. 1977, §6).
   *
   * @param differences loss of the first model less that of the second, n of them; not modified
   * @param weights of the rows, each above 0; not modified
   */
  public static PairedTest student(double[] differences, double[] weights) {
    requireRows(differences, weights);
    int n = differences.length;
    Mean mean = Mean.of(differences, weights, null);
    double t = mean.above(0);
    if (n < 2 || Double.isNaN(t)) {
      return undecided("t", n, mean);
    }
    TDistribution student = TDistribution.of(n - 1);
    return new PairedTest(
        "t",
        n,
        mean.value,
        mean.error,
        t,
        student.survivalProbability(t),
        student.cumulativeProbability(t));
  }

  /**
   * The bootstrap-t test of a mean: t is compared with those of samples of the rows with
   * replacement, centred (Efron, Tibshirani, "An Introduction to the Bootstrap", 1993, §16.4),
   * which follows the skewness of the differences where Student's does not. Every replicate has
   * random numbers of its own, from the seed and its position.
   *
   * @param differences loss of the first model less that of the second, n of them; not modified
   * @param weights of the rows, each above 0; not modified
   * @param replicates how many samples, B; the least p value is 1/(B+1)
   * @param seed of the samples
   */
  public static PairedTest bootstrap(
      double[] differences, double[] weights, int replicates, long seed) {
    requireRows(differences, weights);
    int n = differences.length;
    Mean mean = Mean.of(differences, weights, null);
    double t = mean.above(0);
    if (n < 2 || Double.isNaN(t)) {
      return undecided("bootstrap", n, mean);
    }
    double[] others =
        IntStream.range(0, replicates)
            .parallel()
            .mapToDouble(b -> resampled(differences, weights, mean.value, seed, b))
            .toArray();
    // A replicate without spread has no t that says anything: it counts as extreme either way.
    long spread = Arrays.stream(others).filter(Double::isFinite).count();
    long above =
        replicates - Arrays.stream(others).filter(o -> Double.isFinite(o) && o < t).count();
    long below =
        replicates - Arrays.stream(others).filter(o -> Double.isFinite(o) && o > t).count();
    if (spread == 0) {
      return undecided("bootstrap", n, mean);
    }
    return new PairedTest(
        "bootstrap",
        n,
        mean.value,
        mean.error,
        t,
        (1.0 + above) / (1 + replicates),
        (1.0 + below) / (1 + replicates));
  }

  /**
   * McNemar's test of two classifiers, exact: of the rows on which one errs and the other does not,
   * as many are on either side as of tosses of a coin (McNemar, "Note on the sampling error of the
   * difference between correlated proportions or percentages", Psychometrika 12, 1947).
   *
   * @param differences error of the first model (0 or 1) less that of the second; not modified
   */
  public static PairedTest signs(double[] differences) {
    requireRows(differences, differences);
    int n = differences.length;
    int gains = (int) Arrays.stream(differences).filter(d -> d > 0).count();
    int losses = (int) Arrays.stream(differences).filter(d -> d < 0).count();
    Mean mean = Mean.of(differences, ones(n), null);
    if (gains + losses == 0) {
      return undecided("McNemar", n, mean);
    }
    BinomialDistribution coin = BinomialDistribution.of(gains + losses, 0.5);
    return new PairedTest(
        "McNemar",
        n,
        mean.value,
        mean.error,
        mean.above(0),
        coin.survivalProbability(gains - 1),
        coin.survivalProbability(losses - 1));
  }

  /**
   * The test by random signs: if neither model were better, every difference might as well have had
   * the other sign (Fisher, "The Design of Experiments", 1935, §21). It keeps its level of however
   * few rows the models differ on, where the differences are as often of one sign as of the other.
   *
   * @param differences loss of the first model less that of the second, n of them; not modified
   * @param weights of the rows, each above 0; not modified
   * @param replicates how many random signs of all rows, B; the least p value is 1/(B+1)
   * @param seed of the signs
   */
  public static PairedTest randomSigns(
      double[] differences, double[] weights, int replicates, long seed) {
    requireRows(differences, weights);
    int n = differences.length;
    Mean mean = Mean.of(differences, weights, null);
    double[] sums =
        IntStream.range(0, n)
            .mapToDouble(i -> weights[i] * differences[i])
            .filter(d -> d != 0)
            .toArray();
    if (sums.length == 0) {
      return undecided(SIGNS, n, mean);
    }
    double found = Arrays.stream(sums).sum();
    double[] others =
        IntStream.range(0, replicates)
            .parallel()
            .mapToDouble(b -> flipped(sums, seed, b))
            .toArray();
    double slack = 1e-12 * Arrays.stream(sums).map(Math::abs).sum(); // of sums that are equal
    long above = Arrays.stream(others).filter(other -> other >= found - slack).count();
    long below = Arrays.stream(others).filter(other -> other <= found + slack).count();
    return new PairedTest(
        SIGNS,
        n,
        mean.value,
        mean.error,
        mean.above(0),
        (1.0 + above) / (1 + replicates),
        (1.0 + below) / (1 + replicates));
  }

  private static double flipped(double[] sums, long seed, int replicate) {
    long state = mixed(seed + mixed(replicate));
    double sum = 0;
    for (double each : sums) {
      state += 0x9e3779b97f4a7c15L;
      sum += mixed(state) < 0 ? -each : each;
    }
    return sum;
  }

  private static double[] ones(int n) {
    double[] ones = new double[n];
    Arrays.fill(ones, 1);
    return ones;
  }

  private static double resampled(
      double[] differences, double[] weights, double centre, long seed, int replicate) {
    int n = differences.length;
    int[] drawn = new int[n];
    long state = mixed(seed + mixed(replicate));
    for (int i = 0; i < n; i++) {
      state += 0x9e3779b97f4a7c15L;
      drawn[(int) ((mixed(state) >>> 11) * 0x1p-53 * n)]++;
    }
    return Mean.of(differences, weights, drawn).above(centre);
  }

  /** The finaliser of SplitMix64 (Steele, Lea, Flood, OOPSLA 2014). */
  private static long mixed(long value) {
    long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  /**
   * The test of DeLong, DeLong and Clarke-Pearson ("Comparing the areas under two or more
   * correlated receiver operating characteristic curves", Biometrics 44, 1988): the difference is
   * the area of the second model less that of the first.
   *
   * @param first scores of the rows by the first model, higher for the second class; not modified
   * @param second scores by the second model
   * @param positive whether a row is of the second class
   * @param weights of the rows, each above 0
   */
  public static PairedTest areas(
      double[] first, double[] second, boolean[] positive, double[] weights) {
    int n = first.length;
    double[] before = RankedPlacements.of(first, positive, weights);
    double[] after = RankedPlacements.of(second, positive, weights);
    double difference = 0;
    double variance = 0;
    for (boolean side : new boolean[] {false, true}) {
      int[] rows = IntStream.range(0, n).filter(i -> positive[i] == side).toArray();
      if (rows.length == 0) {
        return new PairedTest("DeLong", n, Double.NaN, Double.NaN, Double.NaN, 1, 1);
      }
      double[] gains = IntStream.of(rows).mapToDouble(i -> after[i] - before[i]).toArray();
      double[] own = IntStream.of(rows).mapToDouble(i -> weights[i]).toArray();
      Mean mean = Mean.of(gains, own, null);
      difference = mean.value; // the same of either side
      variance += rows.length < 2 ? Double.NaN : mean.error * mean.error;
    }
    Mean mean = new Mean(difference, Math.sqrt(variance));
    double z = mean.above(0);
    if (Double.isNaN(z)) {
      return undecided("DeLong", n, mean);
    }
    NormalDistribution normal = NormalDistribution.of(0, 1);
    return new PairedTest(
        "DeLong",
        n,
        difference,
        mean.error,
        z,
        normal.survivalProbability(z),
        normal.cumulativeProbability(z));
  }

  /** Too few rows, or none on which the models differ: nothing is shown. */
  private static PairedTest undecided(String name, int n, Mean mean) {
    return new PairedTest(name, n, mean.value, mean.error, Double.NaN, 1, 1);
  }

  private static void requireRows(double[] differences, double[] weights) {
    if (differences.length == 0 || weights.length != differences.length) {
      throw new IllegalArgumentException(
          "paired test: expected a weight for each of one row or more, found "
              + differences.length
              + " and "
              + weights.length);
    }
  }
}
