package org.suffice.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Steps on θ²/2 from 1, against the formulas written out. */
class StepsTest {
  private static final double MU = 0.8;
  private static final double RATE = 0.1;

  private static double[] path(StepRule rule, int count) {
    double[] theta = {1};
    double[] path = new double[count];
    Steps steps = new Steps(rule, MU, 1);
    for (int t = 0; t < count; t++) {
      steps.step(theta, theta.clone(), RATE);
      path[t] = theta[0];
    }
    assertEquals(count, steps.count());
    return path;
  }

  @Test
  void plain() {
    assertArrayEquals(new double[] {0.9, 0.81, 0.729}, path(StepRule.SGD, 3), 1e-15);
  }

  @Test
  void momentum() {
    double v = 0;
    double theta = 1;
    double[] expected = new double[4];
    for (int t = 0; t < expected.length; t++) {
      v = MU * v - RATE * theta;
      theta += v;
      expected[t] = theta;
    }
    assertArrayEquals(expected, path(StepRule.MOMENTUM, 4), 1e-15);
  }

  /**
   * Sutskever et al. (2013), eq. 3 and 4: v ← μv − ηg(θ + μv), θ ← θ + v. Ours goes along the
   * points looked ahead to, θ + μv.
   */
  @Test
  void nesterov() {
    DoubleUnaryOperator gradient = x -> x;
    double v = 0;
    double theta = 1;
    double[] expected = new double[4];
    for (int t = 0; t < expected.length; t++) {
      v = MU * v - RATE * gradient.applyAsDouble(theta + MU * v);
      theta += v;
      expected[t] = theta + MU * v;
    }
    assertArrayEquals(expected, path(StepRule.NESTEROV, 4), 1e-15);
  }

  @Test
  void adam() {
    double m = 0;
    double u = 0;
    double theta = 1;
    double[] expected = new double[4];
    for (int t = 1; t <= expected.length; t++) {
      m = 0.9 * m + 0.1 * theta;
      u = 0.999 * u + 0.001 * theta * theta;
      theta -=
          RATE * (m / (1 - Math.pow(0.9, t))) / (Math.sqrt(u / (1 - Math.pow(0.999, t))) + 1e-8);
      expected[t - 1] = theta;
    }
    assertArrayEquals(expected, path(StepRule.ADAM, 4), 1e-14);
  }

  @ParameterizedTest
  @EnumSource(StepRule.class)
  void whatIsRestoredGoesOnToTheSameBits(StepRule rule) {
    double[] theta = {1, -2};
    Steps steps = new Steps(rule, MU, 2);
    for (int t = 0; t < 5; t++) {
      steps.step(theta, theta.clone(), RATE);
    }
    double[] copied = theta.clone();
    Steps copy = steps.copy();
    Steps restored = new Steps(rule, MU, 2);
    restored.restore(steps.count(), steps.first().clone(), steps.second().clone());
    double[] other = theta.clone();
    for (int t = 0; t < 5; t++) {
      steps.step(theta, theta.clone(), RATE);
      copy.step(copied, copied.clone(), RATE);
      restored.step(other, other.clone(), RATE);
    }
    assertArrayEquals(theta, copied);
    assertArrayEquals(theta, other);
  }

  @Test
  void refusesTheMemoryOfAnotherRule() {
    Steps steps = new Steps(StepRule.ADAM, MU, 2);
    assertThrows(
        IllegalArgumentException.class, () -> steps.restore(1, new double[2], new double[0]));
  }
}
