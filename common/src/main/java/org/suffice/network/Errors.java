package org.suffice.network;

import org.suffice.network.Network.Targets;

/** How wrong a network is on rows: forward only. */
public final class Errors {
  private final Network network;
  private final double[] parameters;
  private final Workspace space;
  private final double[] centre;
  private final double[] sums;

  /**
   * For one network at one point.
   *
   * @param parameters read
   * @param space memory to work in, overwritten
   * @param centre for each output that is a number the target that is simplest to predict
   */
  public Errors(Network network, double[] parameters, Workspace space, double[] centre) {
    this.network = network;
    this.parameters = parameters;
    this.space = space;
    this.centre = centre;
    this.sums = new double[space.capacity() * network.numOutputs()];
  }

  /**
   * What is summed over rows.
   *
   * @param loss Σ ω L
   * @param right Σ ω of the rows whose class is found; of binary targets the mean share of them
   *     that is
   * @param misses Σ ω (ŷ − y)² over the outputs
   * @param spread Σ ω (y − centre)² over them
   */
  public record Sums(double loss, double right, double misses, double spread) {
    /** Nothing. */
    public static final Sums NONE = new Sums(0, 0, 0, 0);

    /** Both together. */
    public Sums plus(Sums other) {
      return new Sums(
          loss + other.loss, right + other.right, misses + other.misses, spread + other.spread);
    }
  }

  /**
   * The sums over some rows.
   *
   * @param rows of {@link Network#rowWidth} values each, row-major, read
   * @param from the first of the rows
   * @param to the row after the last; no more of them than the workspace has room for
   * @param labels of all rows, read
   * @param weights of all rows, read; null for 1
   */
  public Sums of(double[] rows, int from, int to, double[] labels, double[] weights) {
    int n = to - from;
    int k = network.numOutputs();
    int width = network.rowWidth();
    new Forward(network, parameters, space).sums(n, rows, from * width, width);
    double[] z = space.values[network.numLayers()];
    System.arraycopy(z, 0, sums, 0, n * k);
    Losses losses = new Losses(network, space);
    losses.prepare(n, labels, from, z);
    Sums total = Sums.NONE;
    for (int i = 0; i < n; i++) {
      double weight = weights == null ? 1 : weights[from + i];
      double loss = losses.row(rows, from + i, labels[from + i], z, i);
      total = total.plus(row(losses, rows, from + i, i, labels[from + i], loss, weight));
    }
    return total;
  }

  private Sums row(
      Losses losses, double[] rows, int row, int index, double label, double loss, double weight) {
    int k = network.numOutputs();
    int at = index * k;
    if (network.targets() == Targets.CLASS) {
      int found = k == 1 ? (sums[at] > 0 ? 1 : 0) : largest(at, k);
      return new Sums(weight * loss, found == (int) label ? weight : 0, 0, 0);
    }
    int right = 0;
    double misses = 0;
    double spread = 0;
    for (int j = 0; j < k; j++) {
      double target = losses.target(rows, row, label, j);
      double z = sums[at + j];
      double output = network.output() == Output.SIGMOID ? Outputs.sigmoid(z) : z;
      right += (z > 0) == (target > 0.5) ? 1 : 0;
      misses += (output - target) * (output - target);
      spread += (target - centre[j]) * (target - centre[j]);
    }
    return new Sums(weight * loss, weight * right / k, weight * misses, weight * spread);
  }

  private int largest(int at, int k) {
    int found = 0;
    for (int j = 1; j < k; j++) {
      if (sums[at + j] > sums[at + found]) {
        found = j;
      }
    }
    return found;
  }
}
