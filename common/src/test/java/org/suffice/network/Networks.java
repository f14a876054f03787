package org.suffice.network;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.suffice.network.Network.Targets;

/** Networks, rows and parameters for tests. */
public final class Networks {
  private Networks() {}

  /** A pair of output and loss, with what its labels are. */
  public record Pair(Output output, Loss loss, Targets targets, int outputs) {
    /** All pairs, with one output and with several. */
    public static List<Pair> all() {
      return List.of(
          new Pair(Output.SIGMOID, Loss.CROSS_ENTROPY, Targets.CLASS, 1),
          new Pair(Output.SIGMOID, Loss.CROSS_ENTROPY, Targets.CLASS, 3),
          new Pair(Output.SIGMOID, Loss.CROSS_ENTROPY, Targets.NUMBERS, 3),
          new Pair(Output.SOFTMAX, Loss.CROSS_ENTROPY, Targets.CLASS, 2),
          new Pair(Output.SOFTMAX, Loss.CROSS_ENTROPY, Targets.CLASS, 3),
          new Pair(Output.SIGMOID, Loss.SQUARED_ERROR, Targets.CLASS, 1),
          new Pair(Output.SIGMOID, Loss.SQUARED_ERROR, Targets.CLASS, 3),
          new Pair(Output.SIGMOID, Loss.SQUARED_ERROR, Targets.NUMBERS, 2),
          new Pair(Output.IDENTITY, Loss.SQUARED_ERROR, Targets.NUMBERS, 1),
          new Pair(Output.IDENTITY, Loss.SQUARED_ERROR, Targets.NUMBERS, 3));
    }
  }

  /** A network of 4 inputs and hidden layers of 5, 4, 3 … units, all with one activation. */
  public static Network of(Pair pair, Activation activation, int hidden, boolean bias) {
    Activation[] each = new Activation[hidden];
    Arrays.fill(each, activation);
    return of(pair, List.of(each), bias);
  }

  /** The same with an activation for each hidden layer. */
  public static Network of(Pair pair, List<Activation> activations, boolean bias) {
    int hidden = activations.size();
    int[] sizes = new int[hidden + 2];
    sizes[0] = 4;
    Arrays.setAll(sizes, l -> l == 0 ? 4 : l == hidden + 1 ? pair.outputs() : 6 - l);
    return new Network(sizes, activations, pair.output(), pair.loss(), pair.targets(), bias, 0.05);
  }

  /** Rows with labels and weights. */
  public record Rows(double[] values, double[] labels, double[] weights) {
    /** n rows for a network. */
    public static Rows random(Network network, int n, long seed) {
      Random random = new Random(seed);
      int width = network.rowWidth();
      double[] values = random.doubles((long) n * width, -1.5, 1.5).toArray();
      boolean share = network.output() == Output.SIGMOID;
      for (int i = 0; i < n; i++) {
        for (int j = network.numInputs(); j < width; j++) {
          values[i * width + j] = target(random, share);
        }
      }
      boolean classes = network.targets() == Targets.CLASS;
      double[] labels =
          IntStream.range(0, n)
              .mapToDouble(
                  i ->
                      classes
                          ? random.nextInt(Math.max(2, network.numOutputs()))
                          : target(random, share))
              .toArray();
      return new Rows(values, labels, random.doubles(n, 0.2, 3).toArray());
    }

    private static double target(Random random, boolean share) {
      return share ? random.nextDouble() : random.nextGaussian();
    }
  }

  /** Parameters of all signs, biases too. */
  public static double[] parameters(Network network, long seed) {
    Random random = new Random(seed);
    return random.doubles(network.numParameters(), -1, 1).toArray();
  }

  /** Σ ω L of rows. */
  public static double loss(Network network, double[] parameters, Rows rows) {
    return gradient(network, parameters, rows, new double[parameters.length]);
  }

  /** Σ ω L of rows, and its gradient. */
  public static double gradient(
      Network network, double[] parameters, Rows rows, double[] gradient) {
    int n = rows.labels().length;
    return new Backward(network, parameters, new Workspace(network, n))
        .addGradient(rows.values(), 0, n, rows.labels(), rows.weights(), gradient);
  }
}
