package org.suffice.jobs.retrain;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.suffice.block.Block;
import org.suffice.read.RowAccount;
import org.suffice.statistic.ClassScorer;
import org.suffice.statistic.ClassificationMetrics;
import org.suffice.statistic.RegressionMetrics;
import org.suffice.statistic.SampledRows;

/**
 * What is kept of rows that two models scored: the metrics of either over the rows that both could
 * read, and of a sample of those rows the loss of either. Parts are merged in the order of the
 * data.
 */
final class ComparedSplit implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The most rows whose losses are kept for the test. */
  static final int LIMIT = 1 << 20;

  /** Of each row of the sample: weight, two losses (or scores), whether of the second class. */
  static final int WIDTH = 4;

  /** Metrics of one model; one of the two is null. */
  record Metrics(RegressionMetrics numbers, ClassificationMetrics classes) implements Serializable {
    static Metrics of(ModelScorer scorer) {
      ModelScorer given = scorer.given();
      return scorer.classes() == null
          ? new Metrics(new RegressionMetrics(given.number()), null)
          : new Metrics(null, new ClassificationMetrics(given.classes()));
    }

    private void add(Block block) {
      if (numbers != null) {
        numbers.add(block);
        numbers.finish();
      } else {
        classes.add(block);
        classes.finish();
      }
    }

    private void merge(Metrics other) {
      if (numbers != null) {
        numbers.merge(other.numbers);
      } else {
        classes.merge(other.classes);
      }
    }
  }

  private final Metrics champion;
  private final Metrics challenger;
  private final SampledRows losses;
  private final SampledRows profile;
  private final RowAccount championAccount = new RowAccount();
  private final RowAccount challengerAccount = new RowAccount();
  private long unpaired;
  private long unknownToChampion;
  private long unknownToChallenger;
  private long leftOut;

  /** Nothing yet; the champion's metrics are null where there is none. */
  ComparedSplit(Metrics champion, Metrics challenger, SampledRows losses, SampledRows profile) {
    this.champion = champion;
    this.challenger = challenger;
    this.losses = losses;
    this.profile = profile;
  }

  /**
   * Compares two models on the rows of a split.
   *
   * @param metric whose losses are kept
   * @param first the rows as the champion sees them; null where there is none
   * @param second the same as the challenger sees them
   */
  static ComparedSplit of(
      Metric metric,
      ModelScorer championScorer,
      SplitScores first,
      ModelScorer challengerScorer,
      SplitScores second,
      long seed) {
    ComparedSplit result =
        new ComparedSplit(
            first == null ? null : Metrics.of(championScorer),
            Metrics.of(challengerScorer),
            new SampledRows(LIMIT, WIDTH, seed),
            second.profile());
    result.challengerAccount.merge(second.account());
    if (first == null) {
      result.addUnpaired(metric, challengerScorer, second);
      return result;
    }
    result.championAccount.merge(first.account());
    int[][] pairs = pairs(first, second);
    result.unpaired = (long) first.size() + second.size() - 2L * pairs[0].length;
    result.addPairs(metric, championScorer, first, pairs[0], challengerScorer, second, pairs[1]);
    return result;
  }

  private void addUnpaired(Metric metric, ModelScorer scorer, SplitScores rows) {
    int[] known =
        IntStream.range(0, rows.size())
            .filter(
                i -> {
                  boolean knows = scorer.knows(rows.label(i));
                  unknownToChallenger += knows ? 0 : 1;
                  return knows || !metric.needsScores();
                })
            .toArray();
    leftOut += rows.size() - known.length;
    challenger.add(rows.block(known));
  }

  /** A row of a class that one of the models does not know has a prediction, but no probability. */
  private void addPairs(
      Metric metric,
      ModelScorer championScorer,
      SplitScores first,
      int[] firstRows,
      ModelScorer challengerScorer,
      SplitScores second,
      int[] secondRows) {
    int[] both =
        IntStream.range(0, firstRows.length)
            .filter(
                i -> {
                  boolean before = championScorer.knows(first.label(firstRows[i]));
                  boolean now = challengerScorer.knows(second.label(secondRows[i]));
                  unknownToChampion += before ? 0 : 1;
                  unknownToChallenger += now ? 0 : 1;
                  return before && now || !metric.needsScores();
                })
            .toArray();
    leftOut += firstRows.length - both.length;
    champion.add(first.block(IntStream.of(both).map(i -> firstRows[i]).toArray()));
    challenger.add(second.block(IntStream.of(both).map(i -> secondRows[i]).toArray()));
    double[] row = new double[WIDTH];
    for (int i : both) {
      int a = firstRows[i];
      int b = secondRows[i];
      row[0] = second.weight(b);
      row[1] = loss(metric, championScorer, first, a);
      row[2] = loss(metric, challengerScorer, second, b);
      row[3] = second.label(b);
      losses.add(second.file(), second.rowId(b), row);
    }
    losses.finish();
  }

  /** The rows that both have, by their place in the file: both are in that order. */
  private static int[][] pairs(SplitScores first, SplitScores second) {
    int[][] pairs = new int[2][Math.min(first.size(), second.size())];
    int found = 0;
    for (int i = 0, j = 0; i < first.size() && j < second.size(); ) {
      long left = first.rowId(i);
      long right = second.rowId(j);
      if (left == right) {
        pairs[0][found] = i;
        pairs[1][found++] = j;
      }
      i += left <= right ? 1 : 0;
      j += right <= left ? 1 : 0;
    }
    return new int[][] {Arrays.copyOf(pairs[0], found), Arrays.copyOf(pairs[1], found)};
  }

  /** The loss of a row; of {@link Metric#AUC}, whose loss is of pairs, the score instead. */
  private static double loss(Metric metric, ModelScorer scorer, SplitScores rows, int i) {
    double label = rows.label(i);
    double predicted = rows.score(i, 0);
    return switch (metric) {
      case RMSE, R2 -> (label - predicted) * (label - predicted);
      case MAE -> Math.abs(label - predicted);
      case ACCURACY -> label == predicted ? 0 : 1;
      case LOG_LOSS -> -log(scorer.scores(), rows.score(i, 1 + (int) label));
      case AUC -> log(scorer.scores(), rows.score(i, 2)) - log(scorer.scores(), rows.score(i, 1));
    };
  }

  private static double log(ClassScorer.Scores scores, double value) {
    return scores == ClassScorer.Scores.PROBABILITIES ? StrictMath.log(value) : value;
  }

  /** Adds what follows in the data; returns this. */
  ComparedSplit merge(ComparedSplit other) {
    if (champion != null) {
      champion.merge(other.champion);
      championAccount.merge(other.championAccount);
      losses.merge(other.losses);
    }
    challenger.merge(other.challenger);
    challengerAccount.merge(other.challengerAccount);
    if (profile != null) {
      profile.merge(other.profile);
    }
    unpaired += other.unpaired;
    unknownToChampion += other.unknownToChampion;
    unknownToChallenger += other.unknownToChallenger;
    leftOut += other.leftOut;
    return this;
  }

  /** Metrics of the champion; null where there is none. */
  Metrics champion() {
    return champion;
  }

  Metrics challenger() {
    return challenger;
  }

  /**
   * Weight, loss of the champion, loss of the challenger and label of rows that both could read.
   */
  SampledRows losses() {
    return losses;
  }

  /** Feature values, label and prediction of rows as the challenger sees them; null without. */
  SampledRows profile() {
    return profile;
  }

  RowAccount championAccount() {
    return championAccount;
  }

  RowAccount challengerAccount() {
    return challengerAccount;
  }

  /** What is said of rows of classes that a model does not know; empty where there are none. */
  Optional<String> unknown() {
    if (unknownToChampion + unknownToChallenger == 0) {
      return Optional.empty();
    }
    return Optional.of(
        "held-out rows of classes that training did not see: "
            + (champion == null ? "" : unknownToChampion + " of the model in service, ")
            + unknownToChallenger
            + " of the new one; "
            + (leftOut > 0 ? leftOut + " are left out of all figures" : "they count as wrong"));
  }

  /** How many rows one of the two could not read. */
  long unpaired() {
    return unpaired;
  }
}
