package org.suffice.train;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.suffice.network.Activation;
import org.suffice.network.StepRule;
import org.suffice.read.Column;
import org.suffice.read.Schema;

/** Problems that networks are tried on, and a trainer for them. */
final class NetworkSamples {
  static final int ROWS = 600;

  private NetworkSamples() {}

  /** A circle inside of a ring: no line tells them apart. */
  static NetworkRuns ring() {
    Random random = new Random(17);
    double[] x = new double[2 * ROWS];
    double[] y = new double[ROWS];
    for (int i = 0; i < ROWS; i++) {
      double angle = 2 * Math.PI * random.nextDouble();
      y[i] = i % 2;
      double radius = y[i] == 0 ? random.nextDouble() : 1.5 + random.nextDouble();
      x[2 * i] = 100 + 10 * radius * Math.cos(angle); // far from 0: the network standardises
      x[2 * i + 1] = radius * Math.sin(angle);
    }
    Schema schema =
        new Schema(List.of(Column.numeric("a"), Column.numeric("b")), "where", Optional.empty())
            .withClasses(List.of("in", "out"));
    return NetworkRuns.of(schema, x, y);
  }

  /** Twelve hidden units, by mini-batches with Adam. */
  static NeuralNetwork adam(int batchSize, int epochs) {
    return NetworkRuns.trainer(
        Activation.TANH, NetworkRuns.descent(StepRule.ADAM, 0.01, batchSize, epochs), 12);
  }

  /** A wave of half a million, and further targets of a thousandth about 1, 2, …. */
  static NetworkRuns curve(int targets) {
    Random random = new Random(23);
    int width = 1 + targets - 1;
    double[] x = new double[ROWS * width];
    double[] y = new double[ROWS];
    for (int i = 0; i < ROWS; i++) {
      double t = 6 * random.nextDouble() - 3;
      x[i * width] = t;
      y[i] = 5e5 + 1e5 * Math.sin(2 * t);
      for (int j = 1; j < targets; j++) {
        x[i * width + j] = 1e-3 * Math.cos(t) + j;
      }
    }
    List<String> labels = IntStream.range(0, targets).mapToObj(j -> "y" + j).toList();
    Schema schema = new Schema(List.of(Column.numeric("t")), labels, Optional.empty());
    return NetworkRuns.of(schema, x, y);
  }
}
