package org.suffice.statistic;

import java.io.Serializable;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.suffice.linalg.ExactSum;

/**
 * The distribution of weighted numbers: themselves while there are no more than a limit, from which
 * quantiles are exact; beyond it counts on a fixed grid ({@link ResidualCounts}), from which they
 * have a bounded relative error. Either way the answers are the same however the numbers were cut,
 * and so is which of the two it is: the number of numbers alone decides.
 */
final class ResidualDistribution implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final int FIRST_CAPACITY = 1024;

  private final int limit;
  private int size;
  private boolean weighted;
  private double[] values = new double[0];

  /** Null while every weight is 1. */
  private double[] weights;

  /** Null while the numbers themselves are kept. */
  private ResidualCounts counts;

  private double min = Double.POSITIVE_INFINITY;
  private double max = Double.NEGATIVE_INFINITY;

  /** An empty distribution that keeps so many numbers. */
  ResidualDistribution(int limit) {
    this.limit = limit;
  }

  /** Adds a finite number that is not -0.0. */
  void add(double value, double weight) {
    min = Math.min(min, value);
    max = Math.max(max, value);
    weighted |= weight != 1;
    if (counts == null && size == limit) {
      count();
    }
    if (counts != null) {
      counts.add(value, weight);
      return;
    }
    if (size == values.length) {
      resize((int) Math.min(limit, Math.max(FIRST_CAPACITY, 2L * size)));
    }
    if (weight != 1 && weights == null) {
      weights = new double[values.length];
      Arrays.fill(weights, 0, size, 1);
    }
    values[size] = value;
    if (weights != null) {
      weights[size] = weight;
    }
    size++;
  }

  private void resize(int capacity) {
    values = Arrays.copyOf(values, capacity);
    weights = weights == null ? null : Arrays.copyOf(weights, capacity);
  }

  private double weight(int i) {
    return weights == null ? 1 : weights[i];
  }

  /** Counts the numbers from now on, those so far included. */
  private void count() {
    counts = counted();
    values = new double[0];
    weights = null;
    size = 0;
  }

  private ResidualCounts counted() {
    ResidualCounts all = new ResidualCounts();
    for (int i = 0; i < size; i++) {
      all.add(values[i], weight(i));
    }
    return all;
  }

  /** Lets go of room for numbers to come. */
  void trim() {
    resize(size);
  }

  /** Adds other numbers, which are not modified. */
  void add(ResidualDistribution other) {
    if (other.limit != limit) {
      throw new IllegalArgumentException(
          "residuals: expected a limit of " + limit + ", found " + other.limit);
    }
    if (counts == null && (other.counts != null || other.size > limit - size)) {
      count();
    }
    if (other.counts != null) {
      counts.add(other.counts);
    } else {
      for (int i = 0; i < other.size; i++) {
        add(other.values[i], other.weight(i));
      }
    }
    min = Math.min(min, other.min);
    max = Math.max(max, other.max);
    weighted |= other.weighted;
  }

  /** Whether quantiles are exact. */
  boolean exact() {
    return counts == null;
  }

  /** Whether quantiles are interpolated between numbers, as they are of exact unweighted ones. */
  boolean interpolated() {
    return exact() && !weighted;
  }

  double min() {
    return min;
  }

  double max() {
    return max;
  }

  /**
   * Quantiles of one number or more. Of numbers without weights h = (n−1)·percent/100 is the
   * 0-based position among the sorted ones, interpolated linearly: type 7 of Hyndman and Fan,
   * "Sample quantiles in statistical packages", American Statistician 50 (1996), the default of R
   * and NumPy. Of weighted ones, and beyond the limit, the smallest number such that the weight of
   * all up to it is at least that percentage of the total: the inverse of the distribution
   * function, type 1.
   *
   * @param percents whole numbers from 0 to 100
   */
  double[] quantiles(int[] percents) {
    ResidualCounts.Cumulated all = (counts == null ? counted() : counts).cumulated();
    BigInteger hundred = BigInteger.valueOf(100);
    BigInteger[] numerators = new BigInteger[percents.length];
    for (int q = 0; q < percents.length; q++) {
      numerators[q] = all.total().multiply(BigInteger.valueOf(percents[q]));
    }
    if (!exact()) {
      return Arrays.stream(numerators)
          .mapToDouble(n -> ResidualCounts.middle(all.buckets()[all.reaching(n, hundred)]))
          .map(x -> Math.max(min, Math.min(max, x)))
          .toArray();
    }
    if (weighted) {
      return reaching(all, numerators, hundred);
    }
    // The numbers at floor(h) and after it: the first up to which there are one and two more.
    BigInteger[] ranks = new BigInteger[2 * percents.length];
    for (int q = 0; q < percents.length; q++) {
      long below = (size - 1L) * percents[q] / 100;
      ranks[2 * q] = BigInteger.valueOf(below + 1);
      ranks[2 * q + 1] = BigInteger.valueOf(Math.min(below + 2, size));
    }
    double[] found = reaching(all, ranks, BigInteger.ONE);
    double[] quantiles = new double[percents.length];
    for (int q = 0; q < percents.length; q++) {
      double share = (size - 1L) * percents[q] % 100 / 100.0;
      double a = found[2 * q];
      double b = found[2 * q + 1];
      quantiles[q] = a == b ? a : a * (1 - share) + b * share;
    }
    return quantiles;
  }

  private record Weighted(double value, double weight) {}

  /** The smallest of the numbers kept up to which the weight is at least each numerator. */
  private double[] reaching(
      ResidualCounts.Cumulated all, BigInteger[] numerators, BigInteger denominator) {
    BitSet wanted = new BitSet();
    int[] at = new int[numerators.length];
    for (int q = 0; q < numerators.length; q++) {
      at[q] = all.reaching(numerators[q], denominator);
      wanted.set(all.buckets()[at[q]]);
    }
    List<Weighted> candidates = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      if (wanted.get(ResidualCounts.bucket(values[i]))) {
        candidates.add(new Weighted(values[i], weight(i)));
      }
    }
    Collections.sort(candidates, Comparator.comparingDouble(Weighted::value));
    double[] found = new double[numerators.length];
    for (int q = 0; q < numerators.length; q++) {
      int bucket = all.buckets()[at[q]];
      BigInteger sum = all.before(at[q]);
      for (Weighted candidate : candidates) {
        if (ResidualCounts.bucket(candidate.value) == bucket) {
          sum = sum.add(ResidualCounts.inUnits(candidate.weight, all.unit()));
          if (sum.multiply(denominator).compareTo(numerators[q]) >= 0) {
            found[q] = candidate.value;
            break;
          }
        }
      }
    }
    return found;
  }

  /**
   * The share of the weight that lies further than each distance from a centre. Beyond the limit a
   * bucket across the border counts for the part of its width that lies beyond.
   */
  double[] sharesBeyond(double centre, double[] distances) {
    double[] shares = new double[distances.length];
    if (exact()) {
      BigInteger total = weightBeyond(centre, -1);
      for (int k = 0; k < distances.length; k++) {
        shares[k] = RegressionMetrics.ratio(weightBeyond(centre, distances[k]), total);
      }
      return shares;
    }
    ResidualCounts.Cumulated all = counts.cumulated();
    for (int b = 0; b < all.buckets().length; b++) {
      BigInteger inside = all.sums().get(b).subtract(all.before(b));
      double share = RegressionMetrics.ratio(inside, all.total());
      double inner = ResidualCounts.inner(all.buckets()[b]);
      double outer = ResidualCounts.outer(all.buckets()[b]);
      double low = Math.min(inner, outer);
      double high = Math.max(inner, outer);
      for (int k = 0; k < distances.length; k++) {
        double below = (centre - distances[k] - low) / (high - low);
        double above = (high - centre - distances[k]) / (high - low);
        shares[k] += share * Math.min(1, clamped(below) + clamped(above));
      }
    }
    return shares;
  }

  /** The weight of the numbers kept that lie further than a distance from a centre. */
  private BigInteger weightBeyond(double centre, double distance) {
    long ones = 0;
    ExactSum sum = new ExactSum();
    for (int i = 0; i < size; i++) {
      if (Math.abs(values[i] - centre) > distance) {
        if (weights == null) {
          ones++;
        } else {
          sum.add(ExactSum.significand(weights[i]), ExactSum.exponent(weights[i]));
        }
      }
    }
    sum.add(ones, 0);
    return sum.value();
  }

  private static double clamped(double share) {
    return Math.max(0, Math.min(1, share));
  }
}
