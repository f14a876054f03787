package org.suffice.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.suffice.network.Networks.Pair;
import org.suffice.network.Networks.Rows;

/** Gradients against central differences of the loss. */
class GradientCheckTest {
  private static final int ROWS = 7;

  /** Truncation (h²) and rounding (ulp/h) of the differences both stay below 1e-9 with it. */
  private static final double STEP = 1e-5;

  /** The largest distance of a derivative from its difference, as a share of the largest one. */
  private static double worst(Network network, long seed) {
    Rows rows = Rows.random(network, ROWS, seed);
    double[] parameters = Networks.parameters(network, seed + 1);
    double[] gradient = new double[parameters.length];
    Networks.gradient(network, parameters, rows, gradient);
    double largest = 0;
    double worst = 0;
    for (int i = 0; i < parameters.length; i++) {
      double at = parameters[i];
      parameters[i] = at + STEP;
      double above = Networks.loss(network, parameters, rows);
      parameters[i] = at - STEP;
      double below = Networks.loss(network, parameters, rows);
      parameters[i] = at;
      double difference = (above - below) / (2 * STEP);
      largest = Math.max(largest, Math.abs(difference));
      worst = Math.max(worst, Math.abs(difference - gradient[i]));
    }
    assertTrue(largest > 1e-3, "the loss hardly depends on the parameters");
    return worst / largest;
  }

  @Test
  void everyActivationWithEveryLossAtEveryDepth() {
    int checked = 0;
    List<String> wrong = new ArrayList<>();
    for (Pair pair : Pair.all()) {
      for (Activation activation : Activation.values()) {
        for (boolean bias : new boolean[] {true, false}) {
          for (int hidden = 0; hidden <= 3; hidden++) {
            Network network = Networks.of(pair, activation, hidden, bias);
            double worst = worst(network, 100L * hidden + pair.outputs());
            checked++;
            if (!(worst < 1e-7)) {
              wrong.add(
                  pair + " " + activation + " bias " + bias + " hidden " + hidden + ": " + worst);
            }
          }
        }
      }
    }
    assertEquals(List.of(), wrong);
    assertEquals(10 * 5 * 2 * 4, checked);
  }

  @Test
  void anActivationForEachLayer() {
    for (Pair pair : Pair.all()) {
      Network network =
          Networks.of(
              pair, List.of(Activation.TANH, Activation.LEAKY_RELU, Activation.SIGMOID), true);
      assertTrue(worst(network, 5) < 1e-7, pair.toString());
    }
  }
}
