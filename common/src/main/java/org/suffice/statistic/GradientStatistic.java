package org.suffice.statistic;

import java.util.Arrays;
import org.suffice.block.Block;
import org.suffice.block.DenseBlock;
import org.suffice.network.Backward;
import org.suffice.network.Network;
import org.suffice.network.Workspace;
import org.suffice.read.RowAccount;

/**
 * The loss of a network over rows, Σ ω L, with its gradient by back-propagation: a forward and a
 * backward pass of a few rows at a time, by products of matrices. Rows are dense and of {@link
 * Network#rowWidth} values, as {@link org.suffice.block.NetworkRows} makes them.
 *
 * <p>Note 000 §9 writes ∂L/∂W of a layer as a product with 1 and multiplies by W elementwise going
 * back; what is right is in {@link Backward}.
 */
public final class GradientStatistic implements BatchStatistic<GradientStatistic> {
  private static final long serialVersionUID = 1L;

  /** Rows that go through at a time: their activations stay in a core's cache. */
  private static final int ROWS = SlicedStatistic.ROWS;

  private final Network network;

  /** Not a copy, for it changes with every step; null once nothing is added any more. */
  private double[] parameters;

  private final double[] gradient;
  private double loss;

  /** What rounding took from the loss when sums were merged. */
  private double lossRest;

  private double sumWeights;
  private long rows;
  private RowAccount account = new RowAccount();
  private transient Workspace space;

  /**
   * An empty statistic.
   *
   * @param parameters shared, not copied: the caller may change them between two sums
   */
  public GradientStatistic(Network network, double[] parameters) {
    if (parameters.length != network.numParameters()) {
      throw new IllegalArgumentException(
          "gradient: expected m="
              + network.numParameters()
              + " parameters, found "
              + parameters.length);
    }
    this.network = network;
    this.parameters = parameters;
    this.gradient = new double[parameters.length];
  }

  @Override
  public GradientStatistic fresh() {
    return new GradientStatistic(network, parameters);
  }

  @Override
  public GradientStatistic freshBeside(GradientStatistic neighbour) {
    GradientStatistic fresh = fresh();
    fresh.space = neighbour.space;
    return fresh;
  }

  @Override
  public void clear() {
    Arrays.fill(gradient, 0);
    loss = 0;
    lossRest = 0;
    sumWeights = 0;
    rows = 0;
    account = new RowAccount();
  }

  @Override
  public long sizeInBytes() {
    return 8L * gradient.length;
  }

  @Override
  public void add(Block block) {
    account.merge(block.account());
    int n = block.numRows();
    if (!(block instanceof DenseBlock dense) || block.numFeatures() != network.rowWidth()) {
      throw new IllegalArgumentException(
          "gradient: expected dense rows of "
              + network.rowWidth()
              + " values, found "
              + block.getClass().getSimpleName()
              + " of "
              + block.numFeatures());
    }
    if (space == null || space.capacity() < Math.min(n, ROWS)) {
      space = new Workspace(network, Math.min(n, ROWS));
    }
    Backward backward = new Backward(network, parameters, space);
    for (int from = 0; from < n; from += ROWS) {
      int to = Math.min(n, from + ROWS);
      addLoss(
          backward.addGradient(
              dense.values(), from, to, block.labels(), block.weights(), gradient));
    }
    sumWeights += weight(block);
    rows += n;
  }

  /** Σ ω of a block. */
  static double weight(Block block) {
    if (block.weights() == null) {
      return block.numRows();
    }
    double sum = 0;
    for (int i = 0; i < block.numRows(); i++) {
      sum += block.weights()[i];
    }
    return sum;
  }

  /** Keeps what rounding takes (Neumaier, ZAMM 54, 1974). */
  private void addLoss(double more) {
    double sum = loss + more;
    lossRest += Math.abs(loss) >= Math.abs(more) ? loss - sum + more : more - sum + loss;
    loss = sum;
  }

  @Override
  public void finish() {
    space = null;
  }

  @Override
  public void complete() {
    parameters = null;
  }

  @Override
  public GradientStatistic merge(GradientStatistic other) {
    if (other == this) {
      throw new IllegalArgumentException("gradient merged with itself");
    }
    if (other.gradient.length != gradient.length) {
      throw new IllegalArgumentException(
          "gradient: expected m=" + gradient.length + ", found m=" + other.gradient.length);
    }
    account.merge(other.account);
    addLoss(other.loss);
    lossRest += other.lossRest;
    sumWeights += other.sumWeights;
    rows += other.rows;
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] += other.gradient[i];
    }
    return this;
  }

  @Override
  public RowAccount account() {
    return account;
  }

  /** Σ ω L. */
  public double loss() {
    return loss + lossRest;
  }

  /** The derivatives of Σ ω L, without penalty; not a copy. */
  public double[] gradient() {
    return gradient;
  }

  /** Σ ω. */
  public double sumWeights() {
    return sumWeights;
  }

  /** The number of rows. */
  public long rows() {
    return rows;
  }
}
