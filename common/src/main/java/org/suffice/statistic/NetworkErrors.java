package org.suffice.statistic;

import org.suffice.block.DenseBlock;
import org.suffice.network.Errors;
import org.suffice.network.Loss;
import org.suffice.network.Network;
import org.suffice.network.Network.Targets;
import org.suffice.network.Workspace;

/** How wrong a network is on rows, as {@link org.suffice.block.NetworkRows} makes them. */
public final class NetworkErrors extends NetworkStatistic<NetworkErrors> {
  private static final long serialVersionUID = 1L;

  private final double[] centre;
  private double loss;
  private double right;
  private double misses;
  private double spread;

  /**
   * An empty statistic.
   *
   * @param parameters shared, not copied
   * @param centre for each output that is a number the target that is simplest to predict; of no
   *     meaning where labels are classes
   */
  public NetworkErrors(Network network, double[] parameters, double[] centre) {
    super("errors", network, parameters);
    this.centre = centre;
  }

  @Override
  public NetworkErrors fresh() {
    return new NetworkErrors(network(), parameters(), centre);
  }

  @Override
  public long sizeInBytes() {
    return 48;
  }

  @Override
  void add(DenseBlock block, int from, int to, Workspace space) {
    add(
        new Errors(network(), parameters(), space, centre)
            .of(block.values(), from, to, block.labels(), block.weights()));
  }

  private void add(Errors.Sums sums) {
    loss += sums.loss();
    right += sums.right();
    misses += sums.misses();
    spread += sums.spread();
  }

  @Override
  public NetworkErrors merge(NetworkErrors other) {
    mergeCounts(other);
    add(new Errors.Sums(other.loss, other.right, other.misses, other.spread));
    return this;
  }

  /** Σ ω L. */
  public double loss() {
    return loss;
  }

  /** Σ ω L / Σ ω. */
  public double meanLoss() {
    return loss / sumWeights();
  }

  /**
   * Of classes and of binary targets the share of weights that is right; of numbers R², with the
   * centre as the simple prediction.
   */
  public double metric() {
    boolean numbers =
        network().targets() == Targets.NUMBERS && network().loss() == Loss.SQUARED_ERROR;
    return numbers ? 1 - misses / spread : right / sumWeights();
  }
}
