package org.suffice.network;

import java.util.Arrays;
import org.suffice.linalg.Blas;

/** From inputs to outputs: z_l = a_{l−1} W_l + b_l, a_l = g_l(z_l). */
final class Forward {
  private final Network network;
  private final double[] parameters;
  private final Workspace space;

  Forward(Network network, double[] parameters, Workspace space) {
    this.network = network;
    this.parameters = parameters;
    this.space = space;
  }

  /** The outputs of any number of rows, a workspace at a time. */
  void predict(int n, double[] rows, int stride, double[] outputs) {
    int k = network.numOutputs();
    double[] last = space.values[network.numLayers()];
    for (int from = 0; from < n; from += space.capacity()) {
      int count = Math.min(space.capacity(), n - from);
      sums(count, rows, from * stride, stride);
      Outputs.fromSums(network.output(), count, k, last);
      System.arraycopy(last, 0, outputs, from * k, count * k);
    }
  }

  /**
   * Fills the values of the hidden layers, and those of the last layer by its sums.
   *
   * @param n rows, no more than the workspace has room for
   */
  void sums(int n, double[] rows, int offset, int stride) {
    int layers = network.numLayers();
    for (int l = 1; l <= layers; l++) {
      int inputs = network.size(l - 1);
      int units = network.size(l);
      boolean first = l == 1;
      double[] a = first ? rows : space.values[l - 1];
      double[] z = space.values[l];
      if (network.hasBias()) {
        Blas.repeat(n, units, parameters, network.biasOffset(l), z);
      } else {
        Arrays.fill(z, 0, n * units, 0);
      }
      // Z (n×units) += A (n×inputs) W (inputs×units)
      Blas.addProduct(
          n,
          inputs,
          units,
          a,
          first ? offset : 0,
          first ? stride : inputs,
          parameters,
          network.weightOffset(l),
          z);
      if (l < layers) {
        Activations.applyInPlace(
            network.activations().get(l - 1), network.leakySlope(), n * units, z);
      }
    }
  }
}
