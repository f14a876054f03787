package org.suffice.statistic;

import java.math.BigInteger;
import java.util.Arrays;
import org.suffice.block.Block;
import org.suffice.linalg.ExactSum;
import org.suffice.read.RowAccount;

/**
 * Classes predicted against those of the labels: confusion, accuracy, precision, recall and F1 of
 * each class, logarithmic loss, and for two classes the area under the receiver operating
 * characteristic. Counts and sums are exact, so that every figure has the same bits in whatever
 * order the rows come and however they are cut. Rows count by their weights, where they have some.
 *
 * <p>The loss is the mean of −log of the probability of a row's own class. Nothing is clipped: a
 * row whose own class has probability 0 makes it infinite ({@link #impossible} counts such rows),
 * which a model avoids by giving logarithms ({@link ClassScorer.Scores#LOG_PROBABILITIES}).
 *
 * <p>A label of position c stands for a class that the scorer does not know. Whatever is predicted
 * of such a row is wrong; it has no probability, hence no part in loss and area.
 */
public final class ClassificationMetrics implements Statistic<ClassificationMetrics> {
  private static final long serialVersionUID = 1L;

  /**
   * The area under the curve is exact of so many rows; beyond it scores that agree to 2^−10 are
   * tied.
   */
  public static final int LIMIT = 1 << 20;

  /** Null once all rows were added. */
  private ClassScorer scorer;

  private final ClassScorer.Scores scores;
  private final int limit;
  private final int numClasses;
  private final RowAccount account = new RowAccount();
  private final ConfusionCounts confusion;
  private final ExactSum loss = new ExactSum();

  /** Null unless there are two classes with scores. */
  private final RankedScores ranked;

  private long rows;
  private long impossible;
  private long undefined;
  private long unknown;
  private transient double[] out;

  /** Metrics of what {@code scorer} predicts of labels that are positions of classes. */
  public ClassificationMetrics(ClassScorer scorer) {
    this(scorer, LIMIT);
  }

  /** The same without the area under the curve, for which scores would have to be kept. */
  public static ClassificationMetrics withoutArea(ClassScorer scorer) {
    return new ClassificationMetrics(scorer, 0);
  }

  /** With a limit of scores to keep. */
  ClassificationMetrics(ClassScorer scorer, int limit) {
    this(scorer, scorer.scores(), limit, scorer.numClasses());
  }

  private ClassificationMetrics(
      ClassScorer scorer, ClassScorer.Scores scores, int limit, int numClasses) {
    this.scorer = scorer;
    this.scores = scores;
    this.limit = limit;
    this.numClasses = numClasses;
    this.confusion = new ConfusionCounts(numClasses);
    this.ranked = numClasses == 2 && limit > 0 && hasScores() ? new RankedScores(limit) : null;
  }

  private boolean hasScores() {
    return scores != ClassScorer.Scores.NONE;
  }

  @Override
  public ClassificationMetrics fresh() {
    return new ClassificationMetrics(scorer, scores, limit, numClasses);
  }

  /** Of as many weighted scores as are kept, and some pairs of classes for each class. */
  @Override
  public long sizeInBytes() {
    return (ranked == null ? 0 : 17L * limit) + (1L << 12) * (1 + numClasses);
  }

  @Override
  public void add(Block block) {
    account.merge(block.account());
    int n = block.numRows();
    if (n == 0) {
      return;
    }
    if (scorer == null) {
      throw new IllegalStateException("metrics that are complete can only be merged");
    }
    int width = hasScores() ? 1 + numClasses : 1;
    if (out == null || out.length < n * width) {
      out = new double[n * width];
    }
    scorer.score(block, out);
    rows += n;
    for (int i = 0; i < n; i++) {
      int actual = position(block.labels()[i], "label", numClasses);
      int predicted = position(out[i * width], "prediction", numClasses - 1);
      double weight = block.weights() == null ? 1 : block.weights()[i];
      confusion.add(actual, predicted, weight);
      if (actual == numClasses) {
        unknown++;
      } else if (hasScores()) {
        addScores(i * width + 1, actual, weight);
      }
    }
  }

  private int position(double value, String what, int most) {
    if (!(value >= 0 && value <= most) || value != Math.rint(value)) {
      throw new IllegalArgumentException(
          what + ": expected the position of one of " + numClasses + " classes, found " + value);
    }
    return (int) value;
  }

  private void addScores(int at, int actual, double weight) {
    double own = -log(out[at + actual]);
    double odds = ranked == null ? 0 : log(out[at + 1]) - log(out[at]);
    if (Double.isNaN(own) || Double.isNaN(odds)) {
      undefined++;
      return;
    }
    if (Double.isInfinite(own)) {
      impossible++;
    } else {
      loss.addProduct(
          ExactSum.significand(own),
          ExactSum.significand(weight),
          ExactSum.exponent(own) + ExactSum.exponent(weight));
    }
    if (ranked != null) {
      ranked.add(odds, actual == 1, weight);
    }
  }

  /** StrictMath, so that every machine adds the same. */
  private double log(double score) {
    return scores == ClassScorer.Scores.PROBABILITIES ? StrictMath.log(score) : score;
  }

  @Override
  public void finish() {
    out = null;
    if (ranked != null) {
      ranked.trim();
    }
  }

  @Override
  public void complete() {
    scorer = null;
  }

  @Override
  public ClassificationMetrics merge(ClassificationMetrics other) {
    if (other == this) {
      throw new IllegalArgumentException("metrics merged with themselves");
    }
    if (other.numClasses != numClasses || other.limit != limit) {
      throw new IllegalArgumentException(
          "metrics: expected c="
              + numClasses
              + " and a limit of "
              + limit
              + ", found c="
              + other.numClasses
              + " and a limit of "
              + other.limit);
    }
    if ((other.ranked == null) != (ranked == null)) {
      throw new IllegalArgumentException(
          "metrics: expected scores " + scores + ", found " + other.scores);
    }
    account.merge(other.account);
    confusion.add(other.confusion);
    loss.add(other.loss);
    rows += other.rows;
    impossible += other.impossible;
    undefined += other.undefined;
    unknown += other.unknown;
    if (ranked != null) {
      ranked.add(other.ranked);
    }
    return this;
  }

  @Override
  public RowAccount account() {
    return account;
  }

  /** The number c of classes. */
  public int numClasses() {
    return numClasses;
  }

  /** The number of rows of positive weight. */
  public long rows() {
    return rows;
  }

  /** The number of rows whose own class has probability 0: the loss is infinite with any. */
  public long impossible() {
    return impossible;
  }

  /**
   * The number of rows with a score that is no number: neither loss nor area is defined with any.
   */
  public long undefined() {
    return undefined;
  }

  /** The number of rows of a class that the scorer does not know, at position c. */
  public long unknown() {
    return unknown;
  }

  /** How many rows of a class were taken for a class. */
  public long confusion(int actual, int predicted) {
    return confusion.rows(actual, predicted);
  }

  /** The weight of these rows. */
  public double confusionWeight(int actual, int predicted) {
    return value(confusion.weight(actual, predicted));
  }

  /** Whether rows have weights: the figures are then of these, not of counts. */
  public boolean isWeighted() {
    return confusion.isWeighted();
  }

  private static double value(BigInteger sum) {
    return RegressionMetrics.ratio(sum, BigInteger.ONE.shiftLeft(-ExactSum.unit()));
  }

  /** Weights of rows, in units of 2^{@link ExactSum#unit}: in all, and of each class. */
  private final class Totals {
    private BigInteger all = BigInteger.ZERO;
    private BigInteger known = BigInteger.ZERO;
    private BigInteger correct = BigInteger.ZERO;
    private final long[] rowsOf = new long[numClasses];
    private final BigInteger[] actual = new BigInteger[numClasses];
    private final BigInteger[] predicted = new BigInteger[numClasses];
    private final BigInteger[] both = new BigInteger[numClasses];

    Totals() {
      Arrays.fill(actual, BigInteger.ZERO);
      Arrays.fill(predicted, BigInteger.ZERO);
      Arrays.fill(both, BigInteger.ZERO);
      confusion.forEach(
          (a, p, count, weight) -> {
            predicted[p] = predicted[p].add(weight);
            all = all.add(weight);
            if (a == numClasses) {
              return;
            }
            rowsOf[a] += count;
            actual[a] = actual[a].add(weight);
            known = known.add(weight);
            if (a == p) {
              both[a] = weight;
              correct = correct.add(weight);
            }
          });
    }

    OfClass of(int k) {
      return new OfClass(
          share(both[k], predicted[k]),
          share(both[k], actual[k]),
          share(both[k].shiftLeft(1), actual[k].add(predicted[k])),
          rowsOf[k],
          value(actual[k]));
    }
  }

  private static double share(BigInteger part, BigInteger whole) {
    return whole.signum() == 0 ? Double.NaN : RegressionMetrics.ratio(part, whole);
  }

  /** The share of rows whose class is predicted; NaN without rows. */
  public double accuracy() {
    Totals totals = new Totals();
    return share(totals.correct, totals.all);
  }

  /**
   * How well a class is predicted.
   *
   * @param precision the share of the rows taken for the class that have it; NaN where none is
   * @param recall the share of the rows of the class that are taken for it; NaN where there is none
   * @param f1 the harmonic mean of the two, 2·tp/(2·tp+fp+fn); NaN where the class does not occur,
   *     neither in the labels nor among the predictions
   * @param support the number of rows of the class
   * @param weight their weight
   */
  public record OfClass(double precision, double recall, double f1, long support, double weight) {}

  /** How well each class is predicted. */
  public OfClass[] classes() {
    Totals totals = new Totals();
    OfClass[] classes = new OfClass[numClasses];
    for (int k = 0; k < numClasses; k++) {
      classes[k] = totals.of(k);
    }
    return classes;
  }

  /** The mean of F1 over the classes that occur; NaN without rows. */
  public double macroF1() {
    double sum = 0;
    int occurring = 0;
    for (OfClass each : classes()) {
      if (!Double.isNaN(each.f1())) {
        sum += each.f1();
        occurring++;
      }
    }
    return occurring == 0 ? Double.NaN : sum / occurring;
  }

  /**
   * The mean of −log of the probability of a row's own class: infinite where one is 0, NaN without
   * rows or scores.
   */
  public double logLoss() {
    if (rows == unknown || undefined > 0 || !hasScores()) {
      return Double.NaN;
    }
    return impossible > 0
        ? Double.POSITIVE_INFINITY
        : RegressionMetrics.ratio(loss.value(), new Totals().known);
  }

  /**
   * The probability that a row of the second class has higher odds for it than one of the first,
   * ties counted half; NaN unless there are two classes, each with a row.
   */
  public double auc() {
    return ranked == null || undefined > 0 ? Double.NaN : ranked.area().value();
  }

  /** How far {@link #auc} may be off for scores that were counted on a grid; mostly 0. */
  public double aucError() {
    return ranked == null || undefined > 0 ? 0 : ranked.area().error();
  }
}
