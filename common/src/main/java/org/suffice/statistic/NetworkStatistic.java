package org.suffice.statistic;

import org.suffice.block.Block;
import org.suffice.block.DenseBlock;
import org.suffice.network.Network;
import org.suffice.network.Workspace;
import org.suffice.read.RowAccount;

/**
 * What statistics of a network at some parameters have in common: rows go through it a few at a
 * time, dense and of {@link Network#rowWidth} values as {@link org.suffice.block.NetworkRows} makes
 * them, and are counted and weighed.
 *
 * @param <S> the statistic
 */
abstract class NetworkStatistic<S extends NetworkStatistic<S>> implements Statistic<S> {
  private static final long serialVersionUID = 1L;

  /** Rows that go through at a time: their activations stay in a core's cache. */
  private static final int ROWS = SlicedStatistic.ROWS;

  private final String name;
  private final Network network;

  /** Not a copy; null once nothing is added any more. */
  private double[] parameters;

  private double sumWeights;
  private long rows;
  private RowAccount account = new RowAccount();
  private transient Workspace space;

  /**
   * An empty statistic.
   *
   * @param name for messages
   * @param parameters shared, not copied
   */
  NetworkStatistic(String name, Network network, double[] parameters) {
    if (parameters.length != network.numParameters()) {
      throw new IllegalArgumentException(
          name
              + ": expected m="
              + network.numParameters()
              + " parameters, found "
              + parameters.length);
    }
    this.name = name;
    this.network = network;
    this.parameters = parameters;
  }

  final Network network() {
    return network;
  }

  final double[] parameters() {
    return parameters;
  }

  /**
   * Adds some rows of a block.
   *
   * @param to the row after the last
   * @param space room for them
   */
  abstract void add(DenseBlock block, int from, int to, Workspace space);

  @Override
  public final void add(Block block) {
    account.merge(block.account());
    int n = block.numRows();
    if (!(block instanceof DenseBlock dense) || block.numFeatures() != network.rowWidth()) {
      throw new IllegalArgumentException(
          name
              + ": expected dense rows of "
              + network.rowWidth()
              + " values, found "
              + block.getClass().getSimpleName()
              + " of "
              + block.numFeatures());
    }
    if (space == null || space.capacity() < Math.min(n, ROWS)) {
      space = new Workspace(network, Math.min(n, ROWS));
    }
    for (int from = 0; from < n; from += ROWS) {
      add(dense, from, Math.min(n, from + ROWS), space);
    }
    sumWeights += weight(block);
    rows += n;
  }

  private static double weight(Block block) {
    if (block.weights() == null) {
      return block.numRows();
    }
    double sum = 0;
    for (int i = 0; i < block.numRows(); i++) {
      sum += block.weights()[i];
    }
    return sum;
  }

  /** Works in the memory of another of the same network. */
  final void shareSpace(S neighbour) {
    space = ((NetworkStatistic<S>) neighbour).space;
  }

  /** Forgets all rows. */
  final void clearCounts() {
    sumWeights = 0;
    rows = 0;
    account = new RowAccount();
  }

  /** Adds the counts of another, which must be of a network of as many parameters. */
  final void mergeCounts(S another) {
    NetworkStatistic<S> other = another;
    if (other == this) {
      throw new IllegalArgumentException(name + " merged with itself");
    }
    if (other.network.numParameters() != network.numParameters()) {
      throw new IllegalArgumentException(
          name
              + ": expected m="
              + network.numParameters()
              + ", found m="
              + other.network.numParameters());
    }
    account.merge(other.account);
    sumWeights += other.sumWeights;
    rows += other.rows;
  }

  @Override
  public final void finish() {
    space = null;
  }

  @Override
  public final void complete() {
    parameters = null;
  }

  @Override
  public final RowAccount account() {
    return account;
  }

  /** Σ ω. */
  public final double sumWeights() {
    return sumWeights;
  }

  /** The number of rows. */
  public final long rows() {
    return rows;
  }
}
