package org.suffice.network;

import java.util.Arrays;
import org.suffice.loss.SoftmaxRows;

/**
 * Memory that forward and backward work in, for up to so many rows of one network at a time; made
 * once and used again and again by one thread.
 */
public final class Workspace {
  /** Activations of layers 1 … L, n × size each; those of the output are its sums, then ŷ. */
  final double[][] values;

  /** Derivatives with respect to the sums of a layer, n × size of the widest one; two of them. */
  final double[][] deltas;

  /** By which rows are summed. */
  final double[] ones;

  /** For the losses of many rows. */
  final SoftmaxRows softmax = new SoftmaxRows();

  private final int capacity;

  /**
   * Room for rows.
   *
   * @param capacity the most rows at a time
   */
  public Workspace(Network network, int capacity) {
    int layers = network.numLayers();
    int widest = 0;
    values = new double[layers + 1][];
    for (int l = 1; l <= layers; l++) {
      values[l] = new double[Math.multiplyExact(capacity, network.size(l))];
      widest = Math.max(widest, network.size(l));
    }
    deltas = new double[2][Math.multiplyExact(capacity, widest)];
    ones = new double[capacity];
    Arrays.fill(ones, 1);
    this.capacity = capacity;
  }

  /** The most rows at a time. */
  public int capacity() {
    return capacity;
  }
}
