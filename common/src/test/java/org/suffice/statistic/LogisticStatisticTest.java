package org.suffice.statistic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.suffice.block.Block;
import org.suffice.block.DenseBlock;
import org.suffice.block.SparseBlock;
import org.suffice.read.RowAccount;

/**
 * The log loss and its derivatives against sums written out row by row, and against differences.
 */
class LogisticStatisticTest {
  private static final int ROWS = 300;

  /**
   * A case.
   *
   * @param density share of the values that are not zero; 1 for a dense block
   * @param offset what is added to the first column
   */
  record Case(
      int classes,
      boolean reference,
      boolean intercept,
      double density,
      double offset,
      boolean weighted) {
    int d() {
      return density < 0.05 ? 60 : 6;
    }

    int functions() {
      return reference ? classes - 1 : classes;
    }

    double[] values() {
      Random random = new Random(5);
      double[] x = new double[ROWS * d()];
      for (int i = 0; i < x.length; i++) {
        boolean there = random.nextDouble() < density;
        x[i] = there ? random.nextGaussian() * (1 + i % d()) + (i % d() == 0 ? offset : 0) : 0;
      }
      return x;
    }

    double[] labels() {
      Random random = new Random(6);
      return random.ints(ROWS, 0, classes).asDoubleStream().toArray();
    }

    double[] weights() {
      Random random = new Random(7);
      return weighted ? random.doubles(ROWS, 0.1, 3).toArray() : null;
    }

    LogisticPoint point() {
      Random random = new Random(8);
      int q = d() + (intercept ? 1 : 0);
      double[] shift = new double[d()];
      double[] scale = new double[d()];
      Arrays.setAll(shift, j -> intercept ? (j == 0 ? offset : 0.1 * j) : 0);
      Arrays.setAll(scale, j -> 0.5 + j);
      double[] classWeights = weighted ? random.doubles(classes, 0.5, 2).toArray() : null;
      double[] theta = random.doubles(functions() * q, -0.6, 0.6).toArray();
      return new LogisticPoint(
          classes, d(), intercept, reference, shift, scale, classWeights, theta);
    }

    Block block() {
      double[] x = values();
      if (density == 1) {
        return DenseBlock.of(d(), x, labels(), weights());
      }
      int[] starts = new int[ROWS + 1];
      List<Integer> indices = new ArrayList<>();
      List<Double> entries = new ArrayList<>();
      for (int i = 0; i < ROWS; i++) {
        for (int j = 0; j < d(); j++) {
          if (x[i * d() + j] != 0) {
            indices.add(j);
            entries.add(x[i * d() + j]);
          }
        }
        starts[i + 1] = entries.size();
      }
      return new SparseBlock(
          ROWS,
          d(),
          starts,
          indices.stream().mapToInt(Integer::intValue).toArray(),
          entries.stream().mapToDouble(Double::doubleValue).toArray(),
          labels(),
          weights(),
          0,
          new long[ROWS],
          RowAccount.of(ROWS, 0, 0, 0));
    }
  }

  /** Sums written out. */
  static final class Naive {
    double loss;
    final double[] gradient;
    final double[][] hessian;

    Naive(Case of, double[] theta) {
      LogisticPoint point = of.point();
      int d = of.d();
      int q = point.numCoefficients();
      int k = of.functions();
      gradient = new double[k * q];
      hessian = new double[k * q][k * q];
      double[] x = of.values();
      for (int i = 0; i < ROWS; i++) {
        double[] z = new double[q];
        Arrays.fill(z, 1);
        for (int j = 0; j < d; j++) {
          z[j] = (x[i * d + j] - point.shift()[j]) / point.scale()[j];
        }
        double[] p = new double[k];
        double sum = of.reference() ? 1 : 0;
        for (int r = 0; r < k; r++) {
          double eta = 0;
          for (int j = 0; j < q; j++) {
            eta += theta[r * q + j] * z[j];
          }
          p[r] = Math.exp(eta);
          sum += p[r];
        }
        int label = (int) of.labels()[i];
        int own = of.reference() ? label - 1 : label;
        double w = of.weighted() ? of.weights()[i] * point.classWeights()[label] : 1;
        loss -= w * Math.log((own < 0 ? 1 : p[own]) / sum);
        for (int r = 0; r < k; r++) {
          p[r] /= sum;
        }
        for (int r = 0; r < k; r++) {
          for (int j = 0; j < q; j++) {
            gradient[r * q + j] += w * (p[r] - (r == own ? 1 : 0)) * z[j];
            for (int s = 0; s < k; s++) {
              for (int l = 0; l < q; l++) {
                hessian[r * q + j][s * q + l] += w * p[r] * ((r == s ? 1 : 0) - p[s]) * z[j] * z[l];
              }
            }
          }
        }
      }
    }
  }

  static Stream<Case> cases() {
    return Stream.of(
        new Case(2, true, true, 1, 0, false),
        new Case(2, true, true, 1, 0, true),
        new Case(2, true, false, 1, 0, true),
        new Case(2, true, true, 1, 1e7, false), // so far off that rows are copied
        new Case(2, true, true, 0.4, 0, true),
        new Case(2, true, true, 0.03, 0, true),
        new Case(2, true, false, 0.03, 0, false),
        new Case(3, true, true, 1, 0, true),
        new Case(4, false, true, 1, 0, true),
        new Case(4, false, true, 1, 1e7, true),
        new Case(4, false, false, 0.4, 0, false),
        new Case(5, true, true, 0.03, 0, true),
        new Case(5, false, true, 0.03, 0, false));
  }

  @TestFactory
  Stream<DynamicTest> sumsAreThoseWrittenOut() {
    return cases().map(each -> DynamicTest.dynamicTest(each.toString(), () -> check(each)));
  }

  private static LogisticStatistic sum(LogisticStatistic zero, Case of) {
    LogisticStatistic sums = zero.fresh();
    sums.add(of.block());
    sums.finish();
    return sums;
  }

  private static void assertClose(double[] expected, double[] actual, double tolerance) {
    double largest = Arrays.stream(expected).map(Math::abs).max().orElse(0);
    assertEquals(expected.length, actual.length);
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], actual[i], tolerance * largest, "entry " + i);
    }
  }

  private static void check(Case of) {
    LogisticPoint point = of.point();
    Naive naive = new Naive(of, point.theta());
    // A value of 1e7 leaves some nine digits of its distance from the mean.
    double tolerance = of.offset() == 0 ? 1e-12 : 1e-7;
    LogisticStatistic first = sum(LogisticStatistic.at(point, false), of);
    assertEquals(1, first.loss() / naive.loss, tolerance);
    assertClose(naive.gradient, first.gradient(), tolerance);
    LogisticStatistic second = sum(LogisticStatistic.at(point, true), of);
    assertEquals(1, second.loss() / naive.loss, tolerance);
    assertClose(naive.gradient, second.gradient(), tolerance);
    double[] flat = Arrays.stream(naive.hessian).flatMapToDouble(Arrays::stream).toArray();
    assertClose(flat, second.hessian(), tolerance);
    assertEquals(1, sum(LogisticStatistic.loss(point), of).loss() / naive.loss, tolerance);
    double[] vector = new Random(9).doubles(naive.gradient.length, -1, 1).toArray();
    double[] product = new double[vector.length];
    for (int i = 0; i < vector.length; i++) {
      for (int j = 0; j < vector.length; j++) {
        product[i] += naive.hessian[i][j] * vector[j];
      }
    }
    assertClose(
        product, sum(LogisticStatistic.hessianTimes(point, vector), of).gradient(), tolerance);
    double[] steps = {0, 0.5, -2};
    double[] along = sum(LogisticStatistic.along(point, vector, steps), of).lossesAlong();
    for (int t = 0; t < steps.length; t++) {
      double[] there = point.theta().clone();
      for (int i = 0; i < there.length; i++) {
        there[i] += steps[t] * vector[i];
      }
      assertEquals(1, along[t] / new Naive(of, there).loss, tolerance);
    }
  }

  @TestFactory
  Stream<DynamicTest> crossProductsAreThoseWrittenOut() {
    return cases()
        .map(each -> DynamicTest.dynamicTest(each.toString(), () -> checkCrossProducts(each)));
  }

  private static void checkCrossProducts(Case of) {
    LogisticPoint point = of.point();
    int d = of.d();
    int q = point.numCoefficients();
    double[] expected = new double[q * q];
    double[] x = of.values();
    double[] z = new double[q];
    Arrays.fill(z, 1);
    for (int i = 0; i < ROWS; i++) {
      for (int j = 0; j < d; j++) {
        z[j] = (x[i * d + j] - point.shift()[j]) / point.scale()[j];
      }
      double w = of.weighted() ? of.weights()[i] * point.classWeights()[(int) of.labels()[i]] : 1;
      for (int j = 0; j < q * q; j++) {
        expected[j] += w * z[j / q] * z[j % q];
      }
    }
    LogisticStatistic sums = sum(LogisticStatistic.crossProducts(point), of);
    assertClose(expected, sums.hessian(), of.offset() == 0 ? 1e-12 : 1e-7);
  }

  // The truncation error of central differences is about h²/6 of the third derivative, their
  // rounding about 1e-16·loss/h: with h = 1e-5 both are below 1e-9 of the gradients here.
  @TestFactory
  Stream<DynamicTest> derivativesAreThoseOfTheLoss() {
    return cases()
        .filter(each -> each.offset() == 0)
        .map(
            each ->
                DynamicTest.dynamicTest(
                    each.toString(),
                    () -> {
                      LogisticPoint point = each.point();
                      LogisticStatistic sums = sum(LogisticStatistic.at(point, true), each);
                      int m = point.theta().length;
                      double[] gradient = new double[m];
                      double[] column = new double[m];
                      double h = 1e-5;
                      for (int i = 0; i < m; i++) {
                        LogisticStatistic up = beside(each, i, h);
                        LogisticStatistic down = beside(each, i, -h);
                        gradient[i] = (up.loss() - down.loss()) / (2 * h);
                        column[i] = (up.gradient()[0] - down.gradient()[0]) / (2 * h);
                      }
                      assertClose(gradient, sums.gradient(), 1e-7);
                      assertClose(column, Arrays.copyOf(sums.hessian(), m), 1e-7);
                    }));
  }

  private static LogisticStatistic beside(Case of, int parameter, double h) {
    double[] theta = of.point().theta().clone();
    theta[parameter] += h;
    return sum(LogisticStatistic.at(of.point().at(theta), false), of);
  }

  /**
   * Note 000 §5 has ∂L/∂w_r = Σ x(1 − p_r)y_r, in which rows of other classes do not push, and the
   * code of note 004 §1 divides by the number of features: neither is the derivative.
   */
  @Test
  void gradientsOfTheNotesAreNotThatOfTheLoss() {
    Case of = new Case(2, true, true, 1, 0, false);
    LogisticPoint point = of.point();
    LogisticStatistic sums = sum(LogisticStatistic.at(point, false), of);
    double h = 1e-5;
    double difference = (beside(of, 0, h).loss() - beside(of, 0, -h).loss()) / (2 * h);
    double ofTheNote = 0;
    double[] raw = point.raw(point.theta());
    for (int i = 0; i < ROWS; i++) {
      double eta = raw[of.d()];
      for (int j = 0; j < of.d(); j++) {
        eta += raw[j] * of.values()[i * of.d() + j];
      }
      double p = 1 / (1 + Math.exp(-eta));
      double z = (of.values()[i * of.d()] - point.shift()[0]) / point.scale()[0];
      ofTheNote -= z * (1 - p) * of.labels()[i];
    }
    assertEquals(difference, sums.gradient()[0], 1e-7 * Math.abs(difference));
    assertTrue(Math.abs(ofTheNote - difference) > 0.1 * Math.abs(difference));
    double perRow = sums.gradient()[0] / ROWS;
    double perFeature = sums.gradient()[0] / of.d();
    assertTrue(Math.abs(perFeature) > 10 * Math.abs(perRow), "the step of note 004's code");
  }

  @Test
  void sureRowsLoseNoDigits() {
    // η = ±60: p rounds to 1, yet what is left of it is known to its last digit.
    double[] theta = {1, 0};
    LogisticPoint point =
        new LogisticPoint(2, 1, true, true, new double[1], new double[] {1}, null, theta);
    LogisticStatistic sums = LogisticStatistic.at(point, true);
    sums.add(DenseBlock.of(1, new double[] {60, -60}, new double[] {1, 0}, null));
    double rest = Math.exp(-60);
    assertEquals(1, sums.loss() / (2 * rest), 1e-14);
    assertEquals(1, sums.gradient()[0] / (-60 * 2 * rest), 1e-14);
    assertEquals(1, sums.hessian()[0] / (3600 * 2 * rest), 1e-14);
    assertEquals(60, sums.largestPredictor());
  }

  @Test
  void farRowsDoNotOverflow() {
    for (boolean reference : new boolean[] {true, false}) {
      int k = reference ? 2 : 3;
      double[] theta = new double[k];
      Arrays.setAll(theta, r -> r == 0 ? 1 : -1);
      LogisticPoint point =
          new LogisticPoint(3, 1, false, reference, new double[1], new double[] {1}, null, theta);
      LogisticStatistic sums = LogisticStatistic.at(point, true);
      sums.add(DenseBlock.of(1, new double[] {1e4, -1e4}, new double[] {2, 0}, null));
      assertTrue(Double.isFinite(sums.loss()) && sums.loss() >= 1e4, "loss " + sums.loss());
      assertTrue(Arrays.stream(sums.gradient()).allMatch(Double::isFinite));
      assertTrue(Arrays.stream(sums.hessian()).allMatch(Double::isFinite));
    }
  }
}
