package org.suffice.statistic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.suffice.Tolerance;
import org.suffice.block.Block;
import org.suffice.block.DenseBlock;
import org.suffice.statistic.ClassScorer.Scores;
import org.suffice.statistic.ClassificationMetricsContractTest.Rows;
import org.suffice.statistic.ClassificationMetricsContractTest.Told;

/** Figures by hand, against a naive twin, and where they are not defined. */
class ClassificationMetricsTest {
  private static ClassificationMetrics of(
      int c, Scores scores, double[] probabilities, double[] labels, double[] weights) {
    ClassificationMetrics metrics = new ClassificationMetrics(new Told(c, scores));
    metrics.add(DenseBlock.of(c, probabilities, labels, weights));
    return metrics;
  }

  private static void assertNear(String what, double expected, double actual) {
    Tolerance.relative(64 * Tolerance.ULP, "a few operations").check(what, expected, actual);
  }

  /** Pairs in order: 4 of 6, and one tie. */
  @Test
  void twoClassesByHand() {
    double[] p = {0.9, 0.1, 0.4, 0.6, 0.4, 0.6, 0.2, 0.8, 0.7, 0.3};
    ClassificationMetrics m = of(2, Scores.PROBABILITIES, p, new double[] {0, 0, 1, 1, 1}, null);
    assertEquals(3 / 5.0, m.accuracy());
    assertEquals(4.5 / 6, m.auc());
    assertEquals(0, m.aucError());
    double loss = Math.log(0.9) + Math.log(0.4) + Math.log(0.6) + Math.log(0.8) + Math.log(0.3);
    assertNear("loss", -loss / 5, m.logLoss());
    assertEquals(1, m.confusion(0, 0));
    assertEquals(1, m.confusion(0, 1));
    assertEquals(1, m.confusion(1, 0));
    assertEquals(2, m.confusion(1, 1));
    ClassificationMetrics.OfClass second = m.classes()[1];
    assertEquals(2 / 3.0, second.precision());
    assertEquals(2 / 3.0, second.recall());
    assertEquals(2 / 3.0, second.f1());
    assertEquals(3, second.support());
    assertNear("macro", (0.5 + 2 / 3.0) / 2, m.macroF1());
    assertEquals(false, m.isWeighted());
  }

  @Test
  void aWeightIsSoManyRows() {
    double[] p = {0.9, 0.1, 0.4, 0.6, 0.3, 0.7, 0.8, 0.2};
    double[] labels = {0, 0, 1, 1};
    ClassificationMetrics weighted =
        of(2, Scores.PROBABILITIES, p, labels, new double[] {2, 1, 3, 1});
    double[] q = {0.9, 0.1, 0.9, 0.1, 0.4, 0.6, 0.3, 0.7, 0.3, 0.7, 0.3, 0.7, 0.8, 0.2};
    ClassificationMetrics repeated =
        of(2, Scores.PROBABILITIES, q, new double[] {0, 0, 0, 1, 1, 1, 1}, null);
    assertEquals(repeated.accuracy(), weighted.accuracy());
    assertEquals(repeated.auc(), weighted.auc());
    assertEquals(repeated.logLoss(), weighted.logLoss());
    assertEquals(repeated.macroF1(), weighted.macroF1());
    assertEquals(4, weighted.rows());
    assertEquals(1, weighted.confusion(1, 1));
    assertEquals(3, weighted.confusionWeight(1, 1));
    assertTrue(weighted.isWeighted());
  }

  /**
   * scikit-learn 1.2.1: accuracy_score, log_loss, roc_auc_score and f1_score(average="macro") of
   * y=[0,0,1,1,1], p=[0.1,0.6,0.6,0.8,0.3], without and with sample_weight=[2,1,3,1,0.5].
   */
  @Test
  void likeScikitLearn() {
    double[] p = {0.9, 0.1, 0.4, 0.6, 0.4, 0.6, 0.2, 0.8, 0.7, 0.3};
    double[] labels = {0, 0, 1, 1, 1};
    ClassificationMetrics plain = of(2, Scores.PROBABILITIES, p, labels, null);
    assertNear("loss", 0.5919186453876236, plain.logLoss());
    assertNear("area", 0.75, plain.auc());
    assertNear("macro", 0.5833333333333333, plain.macroF1());
    ClassificationMetrics weighted =
        of(2, Scores.PROBABILITIES, p, labels, new double[] {2, 1, 3, 1, 0.5});
    assertNear("accuracy", 0.8, weighted.accuracy());
    assertNear("loss", 0.464615811728661, weighted.logLoss());
    assertNear("area", 0.8518518518518519, weighted.auc());
    assertNear("macro", 0.784688995215311, weighted.macroF1());
  }

  /** Every pair of a row of either class. */
  private static double naiveAuc(Rows rows, int n) {
    double ordered = 0;
    double all = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        if (rows.labels[i] == 0 && rows.labels[j] == 1) {
          double w = rows.weights == null ? 1 : rows.weights[i] * rows.weights[j];
          double a = odds(rows, i);
          double b = odds(rows, j);
          all += w;
          ordered += a < b ? w : a == b ? w / 2 : 0;
        }
      }
    }
    return ordered / all;
  }

  private static double odds(Rows rows, int i) {
    return StrictMath.log(rows.values[2 * i + 1]) - StrictMath.log(rows.values[2 * i]);
  }

  @Test
  void areaAgainstEveryPair() {
    int n = 400;
    for (boolean weighted : new boolean[] {false, true}) {
      Rows rows = new Rows(n, 2, weighted);
      ClassificationMetrics m = new ClassificationMetrics(new Told(2, Scores.PROBABILITIES));
      m.add(rows.block(0, n));
      Tolerance.relative(n * n * Tolerance.ULP, "sums of n² weights")
          .check("auc", naiveAuc(rows, n), m.auc());
    }
  }

  /** The grid ties scores that agree to ten bits, and says how much that can matter. */
  @Test
  void areaOnTheGridIsWithinItsError() {
    int n = 20_000;
    Random random = new Random(11);
    double[] p = new double[2 * n];
    double[] labels = new double[n];
    for (int i = 0; i < n; i++) {
      labels[i] = random.nextInt(2);
      double odds = random.nextGaussian() * 2 + (labels[i] == 1 ? 1 : -1);
      p[2 * i + 1] = 1 / (1 + Math.exp(-odds));
      p[2 * i] = 1 - p[2 * i + 1];
    }
    Block block = DenseBlock.of(2, p, labels, null);
    ClassificationMetrics exact = new ClassificationMetrics(new Told(2, Scores.PROBABILITIES));
    ClassificationMetrics grid = new ClassificationMetrics(new Told(2, Scores.PROBABILITIES), 100);
    exact.add(block);
    grid.add(block);
    assertEquals(0, exact.aucError());
    assertTrue(grid.aucError() > 0 && grid.aucError() < 1e-3, grid.aucError() + "");
    double difference = Math.abs(grid.auc() - exact.auc());
    assertTrue(difference > 0 && difference <= grid.aucError(), difference + "");
    assertTrue(difference < 1e-5, difference + "");
  }

  @Test
  void probabilitiesOfZeroAndOne() {
    double[] p = {0, 1, 1, 0, 0.5, 0.5};
    ClassificationMetrics right = of(2, Scores.PROBABILITIES, p, new double[] {1, 0, 1}, null);
    assertEquals(0, right.impossible());
    assertNear("loss", Math.log(2) / 3, right.logLoss());
    assertEquals(1, right.auc());
    ClassificationMetrics wrong = of(2, Scores.PROBABILITIES, p, new double[] {0, 0, 1}, null);
    assertEquals(1, wrong.impossible());
    assertEquals(Double.POSITIVE_INFINITY, wrong.logLoss());
    assertEquals(0.5, wrong.auc()); // infinite odds of either sign against none
  }

  /** As a probability e^−1000 would be 0. */
  @Test
  void logarithmsHaveNoSuchEnd() {
    ClassScorer scorer =
        new ClassScorer() {
          @Override
          public int numClasses() {
            return 2;
          }

          @Override
          public Scores scores() {
            return Scores.LOG_PROBABILITIES;
          }

          @Override
          public void score(Block block, double[] out) {
            double[] all = {0, 0, -1000, 0, 0, -2000, 1, -3000, 0};
            System.arraycopy(all, 0, out, 0, all.length);
          }
        };
    ClassificationMetrics metrics = new ClassificationMetrics(scorer);
    metrics.add(DenseBlock.of(0, new double[0], new double[] {1, 0, 1}, null));
    assertEquals(1000 / 3.0, metrics.logLoss());
    assertEquals(1, metrics.auc());
    assertEquals(0, metrics.impossible());
  }

  @Test
  void whatIsNotDefinedIsNaN() {
    ClassificationMetrics none = new ClassificationMetrics(new Told(3, Scores.PROBABILITIES));
    assertTrue(Double.isNaN(none.accuracy()));
    assertTrue(Double.isNaN(none.logLoss()));
    assertTrue(Double.isNaN(none.macroF1()));
    assertTrue(Double.isNaN(none.auc()));
    double[] p = {0.7, 0.3, 0, 0.6, 0.4, 0};
    ClassificationMetrics m = of(3, Scores.PROBABILITIES, p, new double[] {0, 1}, null);
    assertEquals(0, m.classes()[1].f1());
    assertEquals(0, m.classes()[1].recall());
    assertTrue(Double.isNaN(m.classes()[1].precision()));
    assertTrue(Double.isNaN(m.classes()[2].f1()));
    assertNear("macro", (2 / 3.0 + 0) / 2, m.macroF1());
    ClassificationMetrics alone =
        of(2, Scores.PROBABILITIES, new double[] {0.7, 0.3}, new double[] {1}, null);
    assertTrue(Double.isNaN(alone.auc()));
    ClassificationMetrics broken =
        of(
            2,
            Scores.PROBABILITIES,
            new double[] {Double.NaN, 0.3, 0.1, 0.9},
            new double[] {1, 1},
            null);
    assertEquals(1, broken.undefined());
    assertTrue(Double.isNaN(broken.logLoss()));
    assertTrue(Double.isNaN(broken.auc()));
  }

  @Test
  void whatIsNoClassIsRefused() {
    for (double label : new double[] {-1, 3, 0.5, Double.NaN}) {
      assertThrows(
          IllegalArgumentException.class,
          () -> of(2, Scores.PROBABILITIES, new double[] {0.7, 0.3}, new double[] {label}, null));
    }
  }

  @Test
  void aRowOfAnotherClassIsWrongAndHasNoProbability() {
    double[] scores = {0.7, 0.3, 0.2, 0.8, 0.4, 0.6};
    ClassificationMetrics known =
        of(2, Scores.PROBABILITIES, scores, new double[] {0, 1, 0}, new double[] {1, 2, 4});
    double[] more = {0.7, 0.3, 0.2, 0.8, 0.4, 0.6, 0.1, 0.9};
    ClassificationMetrics all =
        of(2, Scores.PROBABILITIES, more, new double[] {0, 1, 0, 2}, new double[] {1, 2, 4, 3});
    assertEquals(1, all.unknown());
    assertEquals(4, all.rows());
    assertEquals(3 / 10.0, all.accuracy());
    assertEquals(1, all.confusion(2, 1));
    assertEquals(3, all.confusionWeight(2, 1));
    assertEquals(known.logLoss(), all.logLoss());
    assertEquals(known.auc(), all.auc());
    assertEquals(2 / 9.0, all.classes()[1].precision(), "of weight 2 + 4 + 3, 2 are right");
    assertEquals(1, all.classes()[1].recall());
    ClassificationMetrics alone =
        of(2, Scores.PROBABILITIES, new double[] {0.7, 0.3}, new double[] {2}, null);
    assertEquals(0, alone.accuracy());
    assertTrue(Double.isNaN(alone.logLoss()));
  }
}
