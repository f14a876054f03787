package org.suffice.statistic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.suffice.block.Block;
import org.suffice.block.DenseBlock;

/**
 * The merge contract of the classification metrics: every figure to the bit, however rows are cut.
 */
class ClassificationMetricsContractTest {
  /** The scores stand in the rows: probabilities or their logarithms. */
  record Told(int numClasses, Scores scores) implements ClassScorer {
    @Override
    public void score(Block block, double[] out) {
      int width = scores == Scores.NONE ? 1 : 1 + numClasses;
      for (int i = 0; i < block.numRows(); i++) {
        double[] values = ((DenseBlock) block).values();
        int row = i * block.numFeatures();
        int best = 0;
        for (int k = 0; k < numClasses; k++) {
          double p = values[row + k];
          best = p > values[row + best] ? k : best;
          if (width > 1) {
            out[i * width + 1 + k] = scores == Scores.PROBABILITIES ? p : StrictMath.log(p);
          }
        }
        out[i * width] = best;
      }
    }
  }

  /** Rows whose values are probabilities, many of them equal. */
  static final class Rows {
    final int c;
    final double[] values;
    final double[] labels;
    final double[] weights;

    Rows(int n, int c, boolean weighted) {
      this.c = c;
      Random random = new Random(7);
      values = new double[n * c];
      labels = new double[n];
      weights = weighted ? new double[n] : null;
      for (int i = 0; i < n; i++) {
        labels[i] = random.nextInt(c);
        double sum = 0;
        for (int k = 0; k < c; k++) {
          values[i * c + k] = 1 + random.nextInt(9) + (k == labels[i] ? 4 : 0);
          sum += values[i * c + k];
        }
        for (int k = 0; k < c; k++) {
          values[i * c + k] /= sum;
        }
        if (weighted) {
          weights[i] = i % 3 == 0 ? 1 : random.nextDouble() * Math.pow(10, random.nextInt(9) - 4);
        }
      }
    }

    Block block(int from, int to) {
      return new DenseBlock(
          to - from,
          c,
          Arrays.copyOfRange(values, from * c, to * c),
          Arrays.copyOfRange(labels, from, to),
          weights == null ? null : Arrays.copyOfRange(weights, from, to),
          0,
          LongStream.range(from, to).toArray(),
          MergeContractTest.account(from, to));
    }
  }

  @Nested
  class Binary extends Contract {
    Binary() {
      super(2, false, 1 << 20, ClassScorer.Scores.PROBABILITIES);
    }
  }

  @Nested
  class BinaryWeighted extends Contract {
    BinaryWeighted() {
      super(2, true, 1 << 20, ClassScorer.Scores.LOG_PROBABILITIES);
    }
  }

  /** Most statistics keep scores and some count them. */
  @Nested
  class BinaryOnTheGrid extends Contract {
    BinaryOnTheGrid() {
      super(2, true, 40, ClassScorer.Scores.PROBABILITIES);
    }
  }

  @Nested
  class FiveWeighted extends Contract {
    FiveWeighted() {
      super(5, true, 1 << 20, ClassScorer.Scores.PROBABILITIES);
    }
  }

  @Nested
  class WithoutScores extends Contract {
    WithoutScores() {
      super(3, false, 1 << 20, ClassScorer.Scores.NONE);
    }
  }

  abstract static class Contract extends MergeContractTest<ClassificationMetrics> {
    private final Rows rows;
    private final int limit;
    private final ClassScorer scorer;

    Contract(int c, boolean weighted, int limit, ClassScorer.Scores scores) {
      this.rows = new Rows(ROWS, c, weighted);
      this.limit = limit;
      this.scorer = new Told(c, scores);
    }

    @Override
    ClassificationMetrics zero() {
      return new ClassificationMetrics(scorer, limit);
    }

    @Override
    Block block(int from, int to) {
      return rows.block(from, to);
    }

    @Override
    long[] counts(ClassificationMetrics metrics) {
      int c = rows.c;
      long[] counts = new long[c * c + 1];
      for (int cell = 0; cell < c * c; cell++) {
        counts[cell] = metrics.confusion(cell / c, cell % c);
      }
      counts[c * c] = metrics.rows();
      return counts;
    }

    /** What is not defined counts as 0. */
    @Override
    double[] figures(ClassificationMetrics metrics) {
      double[] figures = {
        metrics.accuracy(),
        metrics.logLoss(),
        metrics.macroF1(),
        metrics.auc(),
        metrics.aucError(),
        metrics.confusionWeight(1, 0),
        metrics.classes()[1].precision(),
        metrics.classes()[1].weight()
      };
      return Arrays.stream(figures).map(x -> Double.isNaN(x) ? 0 : x).toArray();
    }

    @Override
    double[] bounds(ClassificationMetrics whole) {
      return new double[8];
    }

    @Override
    Optional<ClassificationMetrics> mismatched() {
      return Optional.of(new ClassificationMetrics(new Told(rows.c + 1, scorer.scores()), limit));
    }

    @Test
    void figuresAreThere() {
      ClassificationMetrics metrics = zero();
      metrics.add(block(0, ROWS));
      assertTrue(metrics.accuracy() > 0.3 && metrics.accuracy() < 1);
      assertEquals(scorer.scores() != ClassScorer.Scores.NONE, metrics.logLoss() > 0);
      assertEquals(rows.c == 2, metrics.auc() > 0.5);
    }
  }
}
