package org.suffice.network;

import org.suffice.linalg.Blas;

/**
 * Back-propagation (note 003 §1.2 and mathematics of note 000 §9 with their indices mended): with
 * δ_L = ∂L/∂z_L, the gradients are ∂L/∂W_l = a_{l−1}ᵀ δ_l and ∂L/∂b_l = Σ δ_l over rows, and δ_l =
 * δ_{l+1} W_{l+1}ᵀ ⊙ g'(z_l), all for rows in the rows of matrices.
 */
public final class Backward {
  private final Network network;
  private final double[] parameters;
  private final Workspace space;

  /**
   * For one network at one point.
   *
   * @param parameters read
   * @param space memory to work in, overwritten
   */
  public Backward(Network network, double[] parameters, Workspace space) {
    this.network = network;
    this.parameters = parameters;
    this.space = space;
  }

  /**
   * Adds the gradient of Σ ω L over some rows.
   *
   * @param rows of {@link Network#rowWidth} values each, row-major, read
   * @param from the first of the rows
   * @param to the row after the last; no more of them than the workspace has room for
   * @param labels of all rows, read
   * @param weights of all rows, read; null for 1
   * @param gradient updated
   * @return Σ ω L
   */
  public double addGradient(
      double[] rows, int from, int to, double[] labels, double[] weights, double[] gradient) {
    int n = to - from;
    int layers = network.numLayers();
    int width = network.rowWidth();
    int offset = from * width;
    new Forward(network, parameters, space).sums(n, rows, offset, width);
    double[] delta = space.values[layers];
    double loss = new Losses(network, space).deltas(n, rows, from, labels, weights, delta);
    for (int l = layers; l >= 1; l--) {
      int inputs = network.size(l - 1);
      int units = network.size(l);
      boolean first = l == 1;
      Blas.addCrossProduct(
          n,
          inputs,
          first ? rows : space.values[l - 1],
          first ? offset : 0,
          first ? width : inputs,
          units,
          delta,
          gradient,
          network.weightOffset(l));
      if (network.hasBias()) {
        Blas.addRows(n, units, space.ones, delta, gradient, network.biasOffset(l));
      }
      if (!first) {
        double[] below = space.deltas[l % 2];
        Blas.productOfTranspose(
            n, units, inputs, delta, parameters, network.weightOffset(l), below);
        Activations.multiplyByDerivative(
            network.activations().get(l - 2),
            network.leakySlope(),
            n * inputs,
            space.values[l - 1],
            below);
        delta = below;
      }
    }
    return loss;
  }
}
