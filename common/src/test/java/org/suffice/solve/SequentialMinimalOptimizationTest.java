package org.suffice.solve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The inner solver alone, by the optimality conditions, which are sufficient. */
class SequentialMinimalOptimizationTest {
  private static double[] gaussian(int n, SplittableRandom random, boolean[] positive) {
    double[] x = new double[2 * n];
    for (int i = 0; i < n; i++) {
      positive[i] = random.nextInt(2) == 0;
      x[2 * i] = random.nextDouble() * 2 + (positive[i] ? 0.7 : 0);
      x[2 * i + 1] = random.nextDouble() * 2;
    }
    double[] kernel = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double a = x[2 * i] - x[2 * j];
        double b = x[2 * i + 1] - x[2 * j + 1];
        kernel[i * n + j] = Math.exp(-2 * (a * a + b * b));
      }
    }
    return kernel;
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 10, 400, 1500})
  void theConditionsOfTheOptimumHold(int n) {
    SplittableRandom random = new SplittableRandom(n);
    boolean[] positive = new boolean[n];
    double[] kernel = gaussian(n, random, positive);
    positive[0] = true;
    positive[n - 1] = false;
    for (boolean squared : new boolean[] {false, true}) {
      double[] upper = new double[n];
      double[] shift = squared ? new double[n] : null;
      for (int i = 0; i < n; i++) {
        upper[i] = squared ? Double.POSITIVE_INFINITY : 1 + i % 3;
        if (squared) {
          shift[i] = 0.5 / (1 + i % 3);
        }
      }
      double[] alpha = new double[n];
      SequentialMinimalOptimization.Outcome outcome =
          SequentialMinimalOptimization.solve(
              kernel, positive, upper, shift, alpha, new double[n], 1e-9, 10_000_000);
      assertTrue(outcome.violation() < 1e-9, "violation " + outcome.violation());
      assertOptimal(kernel, positive, upper, shift, alpha, 1e-8);
    }
  }

  private static void assertOptimal(
      double[] kernel,
      boolean[] positive,
      double[] upper,
      double[] shift,
      double[] alpha,
      double tolerance) {
    int n = alpha.length;
    double balance = 0;
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < n; i++) {
      double y = positive[i] ? 1 : -1;
      assertTrue(alpha[i] >= 0 && alpha[i] <= upper[i]);
      balance += y * alpha[i];
      double f = -y + (shift == null ? 0 : y * alpha[i] * shift[i]);
      for (int j = 0; j < n; j++) {
        f += (positive[j] ? 1 : -1) * alpha[j] * kernel[i * n + j];
      }
      boolean rises = positive[i] ? alpha[i] < upper[i] : alpha[i] > 0;
      boolean falls = positive[i] ? alpha[i] > 0 : alpha[i] < upper[i];
      least = rises ? Math.min(least, f) : least;
      most = falls ? Math.max(most, f) : most;
    }
    assertEquals(0, balance, 1e-10 * n);
    assertTrue(most - least < tolerance, "violation " + (most - least));
  }

  @Test
  void twoRowsMeetInTheMiddle() {
    double[] alpha = new double[2];
    double[] kernel = {0, 0, 0, 16}; // x = 0 and x = 4: margin 2, w = 1/2, alpha = 1/8
    SequentialMinimalOptimization.solve(
        kernel,
        new boolean[] {false, true},
        new double[] {1, 1},
        null,
        alpha,
        new double[2],
        1e-12,
        10);
    assertEquals(0.125, alpha[0], 1e-15);
    assertEquals(0.125, alpha[1], 1e-15);
  }

  @Test
  void itStopsWhenItIsTold() {
    int n = 400;
    boolean[] positive = new boolean[n];
    double[] kernel = gaussian(n, new SplittableRandom(4), positive);
    double[] upper = new double[n];
    java.util.Arrays.fill(upper, 10);
    SequentialMinimalOptimization.Outcome outcome =
        SequentialMinimalOptimization.solve(
            kernel, positive, upper, null, new double[n], new double[n], 1e-9, 7);
    assertEquals(7, outcome.steps());
    assertTrue(outcome.violation() > 1e-9);
  }
}
