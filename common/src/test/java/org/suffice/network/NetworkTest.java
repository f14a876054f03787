package org.suffice.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.suffice.network.Network.Targets;
import org.suffice.network.Networks.Pair;
import org.suffice.network.Networks.Rows;

class NetworkTest {
  private static Network of(Output output, Loss loss, Targets targets, int... sizes) {
    return new Network(
        sizes,
        java.util.Collections.nCopies(Math.max(0, sizes.length - 2), Activation.RELU),
        output,
        loss,
        targets,
        true,
        0.01);
  }

  @Test
  void parametersLieLayerAfterLayer() {
    Network network = of(Output.SOFTMAX, Loss.CROSS_ENTROPY, Targets.CLASS, 3, 4, 2);
    assertEquals(3 * 4 + 4 + 4 * 2 + 2, network.numParameters());
    assertEquals(0, network.weightOffset(1));
    assertEquals(12, network.biasOffset(1));
    assertEquals(16, network.weightOffset(2));
    assertEquals(24, network.biasOffset(2));
    double[] parameters = new double[26];
    Arrays.setAll(parameters, i -> i);
    double squares = 0;
    double[] gradient = new double[26];
    network.addWeights(2, parameters, gradient);
    for (int i = 0; i < 26; i++) {
      boolean bias = (i >= 12 && i < 16) || i >= 24;
      squares += bias ? 0 : (double) i * i;
      assertEquals(bias ? 0 : 2 * i, gradient[i]);
    }
    assertEquals(squares, network.squaredWeights(parameters));
  }

  @Test
  void outputsAndLossesThatDoNotGoTogetherAreRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> of(Output.SOFTMAX, Loss.SQUARED_ERROR, Targets.CLASS, 3, 2));
    assertThrows(
        IllegalArgumentException.class,
        () -> of(Output.SOFTMAX, Loss.CROSS_ENTROPY, Targets.NUMBERS, 3, 2));
    assertThrows(
        IllegalArgumentException.class,
        () -> of(Output.SOFTMAX, Loss.CROSS_ENTROPY, Targets.CLASS, 3, 1));
    assertThrows(
        IllegalArgumentException.class,
        () -> of(Output.IDENTITY, Loss.CROSS_ENTROPY, Targets.NUMBERS, 3, 2));
    assertThrows(
        IllegalArgumentException.class,
        () -> of(Output.IDENTITY, Loss.SQUARED_ERROR, Targets.NUMBERS, 3, 0));
  }

  /** Sums so large that a rounded sigmoid or softmax would be 0 or 1, and its logarithm none. */
  @Test
  void lossesOfHugeSumsAreThoseOfTheSums() {
    for (Pair pair : Pair.all()) {
      if (pair.loss() == Loss.SQUARED_ERROR || pair.targets() == Targets.NUMBERS) {
        continue;
      }
      int k = pair.outputs();
      Network network = of(pair.output(), pair.loss(), pair.targets(), 1, k);
      double[] parameters = new double[2 * k];
      parameters[0] = 900;
      double[] gradient = new double[2 * k];
      // The first output is 900, the others 0: class 1 is wrong for many outputs, right for one.
      Rows rows = new Rows(new double[] {1}, new double[] {1}, null);
      double loss = Networks.gradient(network, parameters, rows, gradient);
      double others = (k - 1) * Math.log(2);
      double expected =
          k == 1 ? Math.exp(-900) : pair.output() == Output.SOFTMAX ? 900 : 900 + others;
      assertEquals(expected, loss, 1e-9, pair.toString());
      Rows wrong = new Rows(new double[] {-1}, new double[] {1}, null);
      loss = Networks.gradient(network, parameters, wrong, gradient);
      double back = k == 1 ? 900 : pair.output() == Output.SOFTMAX ? Math.log(k - 1) : others;
      assertEquals(back, loss, 1e-9, pair.toString());
      for (double derivative : gradient) {
        assertTrue(Double.isFinite(derivative), pair.toString());
      }
    }
  }

  /** A probability that rounds to 1 has a derivative all the same. */
  @Test
  void derivativesOfSmallSharesKeepTheirDigits() {
    Network network = of(Output.SOFTMAX, Loss.CROSS_ENTROPY, Targets.CLASS, 1, 2);
    double[] gradient = new double[4];
    Rows rows = new Rows(new double[] {1}, new double[] {0}, null);
    Networks.gradient(network, new double[] {50, 0, 0, 0}, rows, gradient);
    assertEquals(-Math.exp(-50), gradient[0], 1e-13 * Math.exp(-50));
    Network binary = of(Output.SIGMOID, Loss.CROSS_ENTROPY, Targets.CLASS, 1, 1);
    double[] own = new double[2];
    Rows second = new Rows(new double[] {1}, new double[] {1}, null);
    Networks.gradient(binary, new double[] {50, 0}, second, own);
    assertEquals(-Math.exp(-50), own[0], 1e-13 * Math.exp(-50));
  }

  @Test
  void activationsAreThoseOfTheLibrary() {
    Random random = new Random(2);
    double[] z =
        random.doubles(5000, -1, 1).map(x -> x * Math.pow(10, random.nextInt(9) - 6)).toArray();
    z[0] = 0;
    z[1] = 1e9;
    z[2] = -1e9;
    double[] sigmoids = z.clone();
    double[] tanhs = z.clone();
    Activations.applyInPlace(Activation.SIGMOID, 0, z.length, sigmoids);
    Activations.applyInPlace(Activation.TANH, 0, z.length, tanhs);
    for (int i = 0; i < z.length; i++) {
      double sigmoid = 1 / (1 + StrictMath.exp(-z[i]));
      double tanh = StrictMath.tanh(z[i]);
      // A few roundings; those of the exponent, up to 40, count as often as it is large.
      assertEquals(sigmoid, sigmoids[i], 1e-14 * sigmoid + 5e-18, "sigmoid " + z[i]);
      assertEquals(tanh, tanhs[i], 5e-15 * Math.abs(tanh), "tanh " + z[i]);
    }
    for (Activation activation : Activation.values()) {
      double[] nan = {Double.NaN};
      Activations.applyInPlace(activation, 0.01, 1, nan);
      assertTrue(Double.isNaN(nan[0]), activation + " hides a NaN");
    }
  }

  @Test
  void startsHaveTheirSpreadAndDependOnTheSeedAlone() {
    Network network =
        new Network(
            new int[] {200, 100, 50},
            List.of(Activation.TANH),
            Output.IDENTITY,
            Loss.SQUARED_ERROR,
            Targets.NUMBERS,
            true,
            0.01);
    double[] glorot = network.start(Start.GLOROT, 4);
    double[] he = network.start(Start.HE, 4);
    assertArrayEquals(glorot, network.start(Start.GLOROT, 4));
    assertArrayEquals(glorot, network.start(Start.AUTO, 4)); // no rectifier
    assertNotEquals(glorot[0], network.start(Start.GLOROT, 5)[0]);
    double bound = Math.sqrt(6.0 / 300);
    double squares = 0;
    double heSquares = 0;
    for (int i = 0; i < 20_000; i++) {
      assertTrue(Math.abs(glorot[i]) <= bound);
      squares += glorot[i] * glorot[i];
      heSquares += he[i] * he[i];
    }
    // The variance of 20,000 numbers, to four standard deviations.
    assertEquals(
        bound * bound / 3, squares / 20_000, 4 * bound * bound / 3 * Math.sqrt(0.8 / 20_000));
    assertEquals(0.01, heSquares / 20_000, 4 * 0.01 * Math.sqrt(2.0 / 20_000));
    for (int i = network.biasOffset(1); i < network.weightOffset(2); i++) {
      assertEquals(0, glorot[i]);
      assertEquals(0, he[i]);
    }
  }

  /** A recorded number: a generator that changed would train other models. */
  @Test
  void theFirstWeightOfASeedStays() {
    Network network = of(Output.IDENTITY, Loss.SQUARED_ERROR, Targets.NUMBERS, 2, 3, 1);
    double[] start = network.start(Start.GLOROT, 1);
    assertEquals(FIRST, start[0]);
  }

  private static final double FIRST = 0.8865496069711041;
}
