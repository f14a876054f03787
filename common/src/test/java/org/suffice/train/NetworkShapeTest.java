package org.suffice.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.suffice.train.NetworkSamples.adam;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.suffice.Failure;
import org.suffice.network.Activation;
import org.suffice.network.Loss;
import org.suffice.network.Output;
import org.suffice.network.Start;
import org.suffice.network.StepRule;
import org.suffice.train.NeuralNetwork.EarlyStop;

/** Shapes and settings that make no network are refused in one line. */
class NetworkShapeTest {
  @Test
  void settingsThatMakeNoSenseAreRefusedInOneLine() {
    for (double rate : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      Failure failure =
          assertThrows(Failure.class, () -> NetworkRuns.descent(StepRule.SGD, rate, 1, 1));
      assertEquals("optimizer.learning-rate must be above 0, found " + rate, failure.getMessage());
    }
    assertThrows(Failure.class, () -> NetworkRuns.descent(StepRule.SGD, 1, -2, 1));
    assertThrows(Failure.class, () -> NetworkRuns.descent(StepRule.SGD, 1, 1, 0));
    assertThrows(Failure.class, () -> new EarlyStop(1, 1));
    assertThrows(Failure.class, () -> new EarlyStop(0.5, 0));
    assertThrows(Failure.class, () -> NetworkRuns.with(adam(1, 1), -1));
    assertThrows(
        Failure.class, () -> NetworkRuns.trainer(Activation.RELU, adam(1, 1).descent(), 0));
  }

  @Test
  void outputsThatDoNotGoWithTheLabelsAreRefused() {
    assertThrows(Failure.class, () -> shaped(Output.IDENTITY, null).network(2, 2, 0));
    assertThrows(Failure.class, () -> shaped(Output.SOFTMAX, null).network(2, 0, 2));
    assertThrows(Failure.class, () -> shaped(Output.SOFTMAX, Loss.SQUARED_ERROR).network(2, 2, 0));
    assertEquals(1, shaped(null, null).network(2, 2, 0).numOutputs());
    assertEquals(Output.SOFTMAX, shaped(null, null).network(2, 3, 0).output());
    assertEquals(3, shaped(Output.SIGMOID, null).network(2, 3, 0).numOutputs());
    assertEquals(2, shaped(Output.SOFTMAX, null).network(2, 2, 0).numOutputs());
    assertEquals(Output.SIGMOID, shaped(null, Loss.CROSS_ENTROPY).network(2, 0, 4).output());
    assertEquals(Output.IDENTITY, shaped(null, null).network(2, 0, 4).output());
  }

  @Test
  void moreParametersThanAnArrayHoldsAreRefused() {
    NetworkShape wide =
        new NetworkShape(
            List.of(60_000, 60_000),
            List.of(Activation.RELU),
            Optional.empty(),
            Optional.empty(),
            true,
            0.01,
            Start.AUTO);
    Failure failure = assertThrows(Failure.class, () -> wide.network(10, 2, 0));
    assertTrue(failure.getMessage().contains("parameters, more than an array"));
  }

  private static NetworkShape shaped(Output output, Loss loss) {
    return new NetworkShape(
        List.of(),
        List.of(Activation.RELU),
        Optional.ofNullable(output),
        Optional.ofNullable(loss),
        true,
        0.01,
        Start.AUTO);
  }
}
