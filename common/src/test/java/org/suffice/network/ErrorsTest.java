package org.suffice.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.suffice.network.Network.Targets;

/** Figures of rows told by hand: networks without hidden layer whose outputs are the inputs. */
class ErrorsTest {
  private static Errors.Sums of(
      Network network, double[] rows, double[] labels, double[] weights, double... centre) {
    int d = network.numInputs();
    double[] parameters = new double[network.numParameters()];
    for (int j = 0; j < d; j++) {
      parameters[j * network.numOutputs() + j] = 1;
    }
    Workspace space = new Workspace(network, labels.length);
    return new Errors(network, parameters, space, centre)
        .of(rows, 0, labels.length, labels, weights);
  }

  private static Network network(int size, Output output, Loss loss, Targets targets) {
    return new Network(new int[] {size, size}, List.of(), output, loss, targets, false, 0.01);
  }

  @Test
  void aRightClassCountsItsWeight() {
    Network network = network(1, Output.SIGMOID, Loss.CROSS_ENTROPY, Targets.CLASS);
    double[] z = {2, -1, 3, -0.5};
    double[] labels = {1, 0, 0, 1}; // right, right, wrong, wrong
    double[] weights = {5, 0.5, 2, 1};
    Errors.Sums sums = of(network, z, labels, weights);
    assertEquals(5.5, sums.right());
    double loss =
        5 * Math.log1p(Math.exp(-2))
            + 0.5 * Math.log1p(Math.exp(-1))
            + 2 * (3 + Math.log1p(Math.exp(-3)))
            + 0.5
            + Math.log1p(Math.exp(-0.5));
    assertEquals(loss, sums.loss(), 1e-14);
    assertEquals(2, of(network, z, labels, null).right());
  }

  @Test
  void theLargestOutputIsTheClass() {
    Network network = network(3, Output.SOFTMAX, Loss.CROSS_ENTROPY, Targets.CLASS);
    double[] z = {1, 2, 0, /**/ 4, -1, 3, /**/ 0, 0, 1};
    assertEquals(2 + 7, of(network, z, new double[] {1, 2, 2}, new double[] {2, 3, 7}).right());
  }

  /** An output of 0.6, z between 0 and 1, tells a target of 1. */
  @Test
  void binaryTargetsCountOneByOne() {
    Network network = network(2, Output.SIGMOID, Loss.CROSS_ENTROPY, Targets.NUMBERS);
    double[] rows = {0.4, -2, /* its second target */ 0, /**/ 0.4, 0.4, 0};
    Errors.Sums sums = of(network, rows, new double[] {1, 1}, new double[] {3, 10}, 0.5, 0.5);
    assertEquals(3 * 1.0 + 10 * 0.5, sums.right(), 1e-15);
  }

  @Test
  void numbersHaveSquaresAboutTheTargetAndTheCentre() {
    Network network = network(2, Output.IDENTITY, Loss.SQUARED_ERROR, Targets.NUMBERS);
    double[] rows = {1, 2, 5, /**/ 0, 0, -1};
    Errors.Sums sums = of(network, rows, new double[] {3, 1}, new double[] {2, 0.5}, 1, 2);
    assertEquals(2 * (4 + 9) + 0.5 * (1 + 1), sums.misses(), 1e-14);
    assertEquals(2 * (4 + 9) + 0.5 * (0 + 9), sums.spread(), 1e-14);
    assertEquals(sums.misses() / 2, sums.loss(), 1e-14);
  }
}
