package org.suffice.statistic;

import java.io.Serializable;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Comparator;

/**
 * How well a score ranks the rows of a second class above those of a first: the area under the
 * receiver operating characteristic, which is the share of pairs of a row of either that are in
 * order, ties counted half (Hanley, McNeil, "The meaning and use of the area under a ROC curve",
 * Radiology 143, 1982). Exact while there are no more rows than a limit, whose scores are kept;
 * beyond it scores are counted on a fixed grid ({@link ResidualCounts}) and those of one bucket are
 * tied. Either way the answer is the same however the rows were cut.
 */
final class RankedScores implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final int FIRST_CAPACITY = 1024;

  private final int limit;
  private int size;
  private double[] scores = new double[0];
  private boolean[] isSecond = new boolean[0];

  /** Null while every weight is 1. */
  private double[] weights;

  /** By class; null while the scores themselves are kept. */
  private ResidualCounts[] counts;

  /** No scores yet; so many are kept. */
  RankedScores(int limit) {
    this.limit = limit;
  }

  /** Adds a score, which is a number or infinite. */
  void add(double score, boolean second, double weight) {
    if (counts == null && size == limit) {
      count();
    }
    double value = score + 0.0; // no -0.0
    if (counts != null) {
      counts[second ? 1 : 0].add(value, weight);
      return;
    }
    if (size == scores.length) {
      resize((int) Math.min(limit, Math.max(FIRST_CAPACITY, 2L * size)));
    }
    if (weight != 1 && weights == null) {
      weights = new double[scores.length];
      Arrays.fill(weights, 0, size, 1);
    }
    scores[size] = value;
    isSecond[size] = second;
    if (weights != null) {
      weights[size] = weight;
    }
    size++;
  }

  private void resize(int capacity) {
    scores = Arrays.copyOf(scores, capacity);
    isSecond = Arrays.copyOf(isSecond, capacity);
    weights = weights == null ? null : Arrays.copyOf(weights, capacity);
  }

  private double weight(int i) {
    return weights == null ? 1 : weights[i];
  }

  private void count() {
    counts = new ResidualCounts[] {new ResidualCounts(), new ResidualCounts()};
    for (int i = 0; i < size; i++) {
      counts[isSecond[i] ? 1 : 0].add(scores[i], weight(i));
    }
    size = 0;
    weights = null;
    resize(0);
  }

  /** Lets go of room for scores to come. */
  void trim() {
    resize(size);
  }

  /** Adds other scores, which are not modified. */
  void add(RankedScores other) {
    if (counts == null && (other.counts != null || other.size > limit - size)) {
      count();
    }
    if (other.counts != null) {
      counts[0].add(other.counts[0]);
      counts[1].add(other.counts[1]);
    } else {
      for (int i = 0; i < other.size; i++) {
        add(other.scores[i], other.isSecond[i], other.weight(i));
      }
    }
  }

  /**
   * The area.
   *
   * @param value NaN where either class has no row
   * @param error the most that ties of the grid may have changed it; 0 where scores are kept
   */
  record Area(double value, double error) {}

  Area area() {
    Pairs pairs = new Pairs();
    if (counts == null) {
      rank(pairs);
    } else {
      rankBuckets(pairs);
    }
    return new Area(pairs.area(), counts == null ? 0 : pairs.tied());
  }

  /** Pairs in order, from weights by ascending score. */
  private static final class Pairs {
    private BigInteger first = BigInteger.ZERO;
    private BigInteger second = BigInteger.ZERO;
    private BigInteger twiceOrdered = BigInteger.ZERO;
    private BigInteger ties = BigInteger.ZERO;

    /** Adds the weights of the classes at the next score. */
    void add(BigInteger ofFirst, BigInteger ofSecond) {
      if (ofSecond.signum() != 0) {
        BigInteger tied = ofFirst.multiply(ofSecond);
        twiceOrdered = twiceOrdered.add(first.shiftLeft(1).multiply(ofSecond)).add(tied);
        ties = ties.add(tied);
        second = second.add(ofSecond);
      }
      first = first.add(ofFirst);
    }

    private double share(BigInteger twice) {
      BigInteger pairs = first.multiply(second);
      return pairs.signum() == 0 ? Double.NaN : RegressionMetrics.ratio(twice, pairs.shiftLeft(1));
    }

    double area() {
      return share(twiceOrdered);
    }

    /** Half the share of pairs that are tied. */
    double tied() {
      return share(ties);
    }
  }

  private record Scored(double score, boolean second, double weight) {}

  private void rank(Pairs pairs) {
    Scored[] sorted = new Scored[size];
    int unit = 0;
    for (int i = 0; i < size; i++) {
      sorted[i] = new Scored(scores[i], isSecond[i], weight(i));
      unit = Math.min(unit, ResidualCounts.exponent(weight(i)));
    }
    Arrays.sort(sorted, Comparator.comparingDouble(Scored::score));
    int at = 0;
    while (at < size) {
      double score = sorted[at].score();
      BigInteger ofFirst = BigInteger.ZERO;
      BigInteger ofSecond = BigInteger.ZERO;
      for (; at < size && sorted[at].score() == score; at++) {
        BigInteger weight = ResidualCounts.inUnits(sorted[at].weight(), unit);
        if (sorted[at].second()) {
          ofSecond = ofSecond.add(weight);
        } else {
          ofFirst = ofFirst.add(weight);
        }
      }
      pairs.add(ofFirst, ofSecond);
    }
  }

  private void rankBuckets(Pairs pairs) {
    ResidualCounts.Cumulated first = counts[0].cumulated();
    ResidualCounts.Cumulated second = counts[1].cumulated();
    int i = 0;
    int j = 0;
    while (i < first.buckets().length || j < second.buckets().length) {
      double a = at(first, i);
      double b = at(second, j);
      BigInteger ofFirst = BigInteger.ZERO;
      BigInteger ofSecond = BigInteger.ZERO;
      if (a <= b) {
        ofFirst = first.sums().get(i).subtract(first.before(i));
        i++;
      }
      if (b <= a) {
        ofSecond = second.sums().get(j).subtract(second.before(j));
        j++;
      }
      pairs.add(ofFirst, ofSecond);
    }
  }

  /** The place of a bucket among all; NaN, which no comparison holds for, cannot occur. */
  private static double at(ResidualCounts.Cumulated buckets, int index) {
    if (index == buckets.buckets().length) {
      return Double.POSITIVE_INFINITY;
    }
    int bucket = buckets.buckets()[index];
    int sign = ResidualCounts.bucket(-Double.MIN_VALUE);
    return bucket < sign ? bucket : (double) sign - 1 - bucket;
  }
}
