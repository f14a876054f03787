package org.suffice.statistic;

import org.suffice.block.Block;
import org.suffice.block.DenseBlock;
import org.suffice.network.Errors;
import org.suffice.network.Loss;
import org.suffice.network.Network;
import org.suffice.network.Network.Targets;
import org.suffice.network.Workspace;
import org.suffice.read.RowAccount;

/** How wrong a network is on rows, as {@link org.suffice.block.NetworkRows} makes them. */
public final class NetworkErrors implements Statistic<NetworkErrors> {
  private static final long serialVersionUID = 1L;

  /** Rows that go through at a time: their activations stay in a core's cache. */
  private static final int ROWS = SlicedStatistic.ROWS;

  private final Network network;
  private double[] parameters;
  private final double[] centre;
  private double loss;
  private double right;
  private double misses;
  private double spread;
  private double sumWeights;
  private long rows;
  private final RowAccount account = new RowAccount();
  private transient Workspace space;

  /**
   * An empty statistic.
   *
   * @param parameters shared, not copied
   * @param centre for each output that is a number the target that is simplest to predict; of no
   *     meaning where labels are classes
   */
  public NetworkErrors(Network network, double[] parameters, double[] centre) {
    if (parameters.length != network.numParameters()) {
      throw new IllegalArgumentException(
          "errors: expected m="
              + network.numParameters()
              + " parameters, found "
              + parameters.length);
    }
    this.network = network;
    this.parameters = parameters;
    this.centre = centre;
  }

  @Override
  public NetworkErrors fresh() {
    return new NetworkErrors(network, parameters, centre);
  }

  @Override
  public long sizeInBytes() {
    return 48;
  }

  @Override
  public void add(Block block) {
    account.merge(block.account());
    int n = block.numRows();
    if (!(block instanceof DenseBlock dense) || block.numFeatures() != network.rowWidth()) {
      throw new IllegalArgumentException(
          "errors: expected dense rows of "
              + network.rowWidth()
              + " values, found "
              + block.getClass().getSimpleName()
              + " of "
              + block.numFeatures());
    }
    if (space == null || space.capacity() < Math.min(n, ROWS)) {
      space = new Workspace(network, Math.min(n, ROWS));
    }
    Errors errors = new Errors(network, parameters, space, centre);
    for (int from = 0; from < n; from += ROWS) {
      int to = Math.min(n, from + ROWS);
      add(errors.of(dense.values(), from, to, block.labels(), block.weights()));
    }
    sumWeights += GradientStatistic.weight(block);
    rows += n;
  }

  private void add(Errors.Sums sums) {
    loss += sums.loss();
    right += sums.right();
    misses += sums.misses();
    spread += sums.spread();
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
  public NetworkErrors merge(NetworkErrors other) {
    if (other == this) {
      throw new IllegalArgumentException("errors merged with themselves");
    }
    if (other.network.numParameters() != network.numParameters()) {
      throw new IllegalArgumentException(
          "errors: expected m="
              + network.numParameters()
              + ", found m="
              + other.network.numParameters());
    }
    account.merge(other.account);
    add(new Errors.Sums(other.loss, other.right, other.misses, other.spread));
    sumWeights += other.sumWeights;
    rows += other.rows;
    return this;
  }

  @Override
  public RowAccount account() {
    return account;
  }

  /** The number of rows. */
  public long rows() {
    return rows;
  }

  /** Σ ω. */
  public double sumWeights() {
    return sumWeights;
  }

  /** Σ ω L. */
  public double loss() {
    return loss;
  }

  /** Σ ω L / Σ ω. */
  public double meanLoss() {
    return loss / sumWeights;
  }

  /**
   * Of classes and of binary targets the share of weights that is right; of numbers R², with the
   * centre as the simple prediction.
   */
  public double metric() {
    boolean numbers = network.targets() == Targets.NUMBERS && network.loss() == Loss.SQUARED_ERROR;
    return numbers ? 1 - misses / spread : right / sumWeights;
  }
}
