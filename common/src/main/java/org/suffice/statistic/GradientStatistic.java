package org.suffice.statistic;

import java.util.Arrays;
import org.suffice.block.DenseBlock;
import org.suffice.network.Backward;
import org.suffice.network.Network;
import org.suffice.network.Workspace;

/**
 * The loss of a network over rows, Σ ω L, with its gradient by back-propagation: a forward and a
 * backward pass of a few rows at a time, by products of matrices. Rows are dense and of {@link
 * Network#rowWidth} values, as {@link org.suffice.block.NetworkRows} makes them.
 *
 * <p>Note 000 §9 writes ∂L/∂W of a layer as a product with 1 and multiplies by W elementwise going
 * back; what is right is in {@link Backward}.
 */
public final class GradientStatistic extends NetworkStatistic<GradientStatistic>
    implements BatchStatistic<GradientStatistic> {
  private static final long serialVersionUID = 1L;

  private final double[] gradient;
  private double loss;

  /** What rounding took from the loss when sums were merged. */
  private double lossRest;

  /**
   * An empty statistic.
   *
   * @param parameters shared, not copied: the caller may change them between two sums
   */
  public GradientStatistic(Network network, double[] parameters) {
    super("gradient", network, parameters);
    this.gradient = new double[parameters.length];
  }

  @Override
  public GradientStatistic fresh() {
    return new GradientStatistic(network(), parameters());
  }

  @Override
  public GradientStatistic freshBeside(GradientStatistic neighbour) {
    GradientStatistic fresh = fresh();
    fresh.shareSpace(neighbour);
    return fresh;
  }

  @Override
  public void clear() {
    Arrays.fill(gradient, 0);
    loss = 0;
    lossRest = 0;
    clearCounts();
  }

  @Override
  public long sizeInBytes() {
    return 8L * gradient.length;
  }

  @Override
  void add(DenseBlock block, int from, int to, Workspace space) {
    addLoss(
        new Backward(network(), parameters(), space)
            .addGradient(block.values(), from, to, block.labels(), block.weights(), gradient));
  }

  /** Keeps what rounding takes (Neumaier, ZAMM 54, 1974). */
  private void addLoss(double more) {
    double sum = loss + more;
    lossRest += Math.abs(loss) >= Math.abs(more) ? loss - sum + more : more - sum + loss;
    loss = sum;
  }

  @Override
  public GradientStatistic merge(GradientStatistic other) {
    mergeCounts(other);
    addLoss(other.loss);
    lossRest += other.lossRest;
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] += other.gradient[i];
    }
    return this;
  }

  /** Σ ω L. */
  public double loss() {
    return loss + lossRest;
  }

  /** The derivatives of Σ ω L, without penalty; not a copy. */
  public double[] gradient() {
    return gradient;
  }
}
