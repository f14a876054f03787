package org.suffice.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Steps against those of PyTorch 1.13 in double precision, at a constant rate. */
final class PeerStepsTest {
  private static final double[][] GRADIENTS = {
    {0.5, -1.5, 1e-3}, {0.25, 2.0, -4e-3}, {-1.0, 0.125, 2e-3}, {0.75, -0.5, 1e-3}
  };

  private static final double RATE = 0.1;

  /** Few roundings a step of numbers of the size of 1. */
  private static final double ROUNDING = 16 * Math.ulp(1.0);

  private static Steps fresh(StepRule rule) {
    return new Steps(rule, 0.8, 3);
  }

  private static double[] start() {
    return new double[] {1, -2, 0.5};
  }

  private static void take(Steps state, double[] parameters, int from, int to) {
    for (int s = from; s < to; s++) {
      state.step(parameters, GRADIENTS[s], RATE);
    }
  }

  private static double[] peer(StepRule rule) {
    return switch (rule) {
      case SGD -> new double[] {0.95, -2.0125000000000006, 0.5};
      case MOMENTUM -> new double[] {0.8964, -2.0177, 0.5002207999999999};
      case NESTEROV -> new double[] {0.86712, -2.0266599999999997, 0.5001766400000001};
      case ADAM -> new double[] {0.8097115722107037, -1.9406511283850785, 0.4633846983474907};
    };
  }

  @ParameterizedTest
  @EnumSource
  void stepsAreThoseOfPyTorch(StepRule rule) {
    double[] parameters = start();
    Steps state = fresh(rule);
    take(state, parameters, 0, 4);
    assertArrayEquals(peer(rule), parameters, ROUNDING);
    assertEquals(4, state.count());
  }

  @ParameterizedTest
  @EnumSource
  void aStateThatWasStoredGoesOnToTheSameBits(StepRule rule) throws Exception {
    double[] expected = start();
    take(fresh(rule), expected, 0, 4);
    double[] parameters = start();
    Steps state = fresh(rule);
    take(state, parameters, 0, 2);
    Steps stored = fresh(rule);
    stored.restore(state.count(), state.first().clone(), state.second().clone());
    Steps sent = sent(state);
    Steps copy = state.copy();
    for (Steps each : new Steps[] {state, stored, sent, copy}) {
      double[] own = parameters.clone();
      take(each, own, 2, 4);
      assertArrayEquals(expected, own);
    }
  }

  private static Steps sent(Steps state) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(state);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (Steps) in.readObject();
    }
  }

  @Test
  void memoryOfAnotherRuleIsRefused() {
    Steps adam = fresh(StepRule.ADAM);
    assertThrows(
        IllegalArgumentException.class, () -> adam.restore(1, new double[3], new double[0]));
    assertThrows(
        IllegalArgumentException.class,
        () -> fresh(StepRule.SGD).restore(1, new double[3], new double[0]));
  }
}
