package org.suffice.solve;

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
final class StepStateTest {
  private static final double[][] GRADIENTS = {
    {0.5, -1.5, 1e-3}, {0.25, 2.0, -4e-3}, {-1.0, 0.125, 2e-3}, {0.75, -0.5, 1e-3}
  };

  private static final double RATE = 0.1;

  /** Few roundings a step of numbers of the size of 1. */
  private static final double ROUNDING = 16 * Math.ulp(1.0);

  private static StepState fresh(StepRule rule) {
    return new StepState(rule, 0.8, 3);
  }

  private static double[] start() {
    return new double[] {1, -2, 0.5};
  }

  private static void take(StepState state, double[] parameters, int from, int to) {
    for (int s = from; s < to; s++) {
      state.step(RATE, GRADIENTS[s], parameters);
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
    StepState state = fresh(rule);
    take(state, parameters, 0, 4);
    assertArrayEquals(peer(rule), parameters, ROUNDING);
    assertEquals(4, state.steps());
  }

  @ParameterizedTest
  @EnumSource
  void aStateThatWasStoredGoesOnToTheSameBits(StepRule rule) throws Exception {
    double[] expected = start();
    take(fresh(rule), expected, 0, 4);
    double[] parameters = start();
    StepState state = fresh(rule);
    take(state, parameters, 0, 2);
    StepState stored =
        new StepState(rule, 0.8, state.first().clone(), state.second().clone(), state.steps());
    StepState sent = sent(state);
    StepState copy = state.copy();
    for (StepState each : new StepState[] {state, stored, sent, copy}) {
      double[] own = parameters.clone();
      take(each, own, 2, 4);
      assertArrayEquals(expected, own);
    }
  }

  private static StepState sent(StepState state) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(state);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (StepState) in.readObject();
    }
  }

  @Test
  void memoryOfAnotherRuleIsRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new StepState(StepRule.ADAM, 0, new double[3], new double[0], 1));
    assertThrows(
        IllegalArgumentException.class,
        () -> new StepState(StepRule.SGD, 0, new double[3], new double[0], 1));
  }
}
