package org.suffice;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.suffice.model.NetworkModel;
import org.suffice.model.TrainingRecord;
import org.suffice.network.Activation;
import org.suffice.network.Loss;
import org.suffice.network.Network;
import org.suffice.network.Output;
import org.suffice.read.Column;
import org.suffice.read.Schema;
import org.suffice.solve.NetworkFit;
import org.suffice.solve.Solution;
import org.suffice.solve.TrainedNetwork;

/** Networks of two columns, x and z, and three hidden tanh units, for tests of models and pages. */
public final class NetworkFits {
  private NetworkFits() {}

  /** Of a hidden layer of three with biases, and k outputs: 2·3 + 3 + 3k + k numbers. */
  public static double[] parameters(int outputs) {
    double[] parameters = new double[9 + 4 * outputs];
    Arrays.setAll(parameters, i -> Math.round(100 * Math.sin(1 + 3.7 * i)) / 64.0);
    return parameters;
  }

  /** The sums of the last layer by plain loops, of values as the network takes them. */
  public static double[] sums(int outputs, double x, double z) {
    double[] p = parameters(outputs);
    double[] sums = new double[outputs];
    for (int t = 0; t < outputs; t++) {
      sums[t] = p[9 + 3 * outputs + t];
      for (int h = 0; h < 3; h++) {
        sums[t] += Math.tanh(p[6 + h] + x * p[h] + z * p[3 + h]) * p[9 + h * outputs + t];
      }
    }
    return sums;
  }

  /** A network of classes; {@code output} decides how many outputs two classes have. */
  public static NetworkModel classes(Output output, List<String> classes) {
    int k = classes.size() == 2 && output == Output.SIGMOID ? 1 : classes.size();
    return model(output, Loss.CROSS_ENTROPY, List.of("y"), classes, k, history(4, true), 3);
  }

  /** A network of numbers, or of several targets of 0 and 1. */
  public static NetworkModel numbers(Output output, Loss loss, String... labels) {
    return model(output, loss, List.of(labels), List.of(), labels.length, history(4, true), 3);
  }

  /** A network with so many epochs. */
  public static NetworkModel epochs(int epochs, boolean validated) {
    return model(
        Output.IDENTITY,
        Loss.SQUARED_ERROR,
        List.of("y"),
        List.of(),
        1,
        history(epochs, validated),
        validated ? Math.max(1, epochs / 2) : epochs);
  }

  private static List<NetworkFit.Epoch> history(int epochs, boolean validated) {
    List<NetworkFit.Epoch> history = new ArrayList<>();
    for (int e = 1; e <= epochs; e++) {
      double loss = 1.0 / e;
      history.add(
          new NetworkFit.Epoch(
              e,
              0.125,
              loss,
              validated ? loss + 0.01 * Math.abs(e - epochs / 2) : Double.NaN,
              validated ? 0.75 : Double.NaN));
    }
    return history;
  }

  private static NetworkModel model(
      Output output,
      Loss loss,
      List<String> labels,
      List<String> classes,
      int outputs,
      List<NetworkFit.Epoch> history,
      int best) {
    Network network =
        new Network(
            new int[] {2, 3, outputs},
            List.of(Activation.TANH),
            output,
            loss,
            classes.isEmpty() ? Network.Targets.NUMBERS : Network.Targets.CLASS,
            true,
            0.01);
    boolean validated = !history.isEmpty() && !Double.isNaN(history.get(0).validationLoss());
    NetworkFit fit =
        new NetworkFit(
            network,
            parameters(outputs),
            "adam",
            history,
            best,
            80,
            validated ? 20 : 0,
            80,
            0.5,
            new Solution(Solution.Termination.MAX_ITERATIONS, history.size(), 0.25, 1e-3));
    Schema schema =
        new Schema(
            List.of(Column.numeric("x"), Column.numeric("z")),
            labels,
            Optional.empty(),
            List.of(),
            classes);
    double[] targetShift = new double[classes.isEmpty() ? outputs : 0];
    double[] targetScale = new double[targetShift.length];
    boolean scores = output == Output.IDENTITY;
    Arrays.fill(targetShift, scores ? 40 : 0);
    Arrays.fill(targetScale, scores ? 8 : 1);
    TrainedNetwork trained =
        new TrainedNetwork(
            schema,
            new double[] {1, 2},
            new double[] {1, 2},
            new double[] {4, 0.5},
            targetShift,
            targetScale,
            fit,
            List.of());
    return new NetworkModel(trained, TrainingRecord.EMPTY);
  }
}
