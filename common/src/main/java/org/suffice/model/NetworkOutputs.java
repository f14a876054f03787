package org.suffice.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.suffice.block.Block;
import org.suffice.block.NetworkRows;
import org.suffice.network.Loss;
import org.suffice.network.Network;
import org.suffice.network.Output;
import org.suffice.network.Workspace;
import org.suffice.solve.TrainedNetwork;
import org.suffice.statistic.ClassScorer;

/**
 * What a network says of rows: the likeliest class and the probability of each; or 0 or 1 for each
 * of several targets, and the probability of 1; or numbers.
 *
 * <p>Sigmoids that stand for classes need not add up to 1: the probabilities are their shares.
 */
final class NetworkOutputs implements Outputs {
  private static final long serialVersionUID = 1L;

  /** So many rows go through the network at a time: its memory does not grow with the block. */
  private static final int CHUNK = 256;

  /** With the sums of the last layer for its outputs: logarithms need no rounded probability. */
  private final Network linear;

  private final Output output;
  private final double[] parameters;
  private final double[] shift;
  private final double[] scale;
  private final double[] targetShift;
  private final double[] targetScale;
  private final List<String> classes;
  private final ArrayList<String> names;
  private final boolean binary;

  NetworkOutputs(TrainedNetwork trained) {
    Network network = trained.fit().network();
    this.output = network.output();
    this.linear =
        new Network(
            network.sizes(),
            network.activations(),
            Output.IDENTITY,
            Loss.SQUARED_ERROR,
            Network.Targets.NUMBERS,
            network.hasBias(),
            network.leakySlope());
    this.parameters = trained.fit().parameters();
    this.shift = trained.shift();
    this.scale = trained.scale();
    this.targetShift = trained.targetShift();
    this.targetScale = trained.targetScale();
    this.classes = trained.schema().classes();
    this.binary = NetworkModel.isMultiLabel(network);
    List<String> labels = trained.schema().labels();
    this.names = new ArrayList<>();
    if (!classes.isEmpty()) {
      names.addAll(Outputs.withProbabilities(classes));
    } else {
      labels.forEach(label -> names.add(labels.size() == 1 ? "prediction" : "prediction_" + label));
      if (binary) {
        labels.forEach(label -> names.add(PROBABILITY + label));
      }
    }
  }

  @Override
  public List<String> names() {
    return List.copyOf(names);
  }

  @Override
  public List<String> classes() {
    return classes;
  }

  @Override
  public boolean isWhole(int output) {
    return binary && output < linear.numOutputs();
  }

  @Override
  public void compute(Block block, double[] out) {
    if (!classes.isEmpty()) {
      logProbabilities(block, out);
      LogProbabilities.exponentiate(out, block.numRows(), classes.size());
      return;
    }
    int k = linear.numOutputs();
    int m = names.size();
    double[] sums = sums(block);
    for (int i = 0; i < block.numRows(); i++) {
      for (int t = 0; t < k; t++) {
        double z = sums[i * k + t];
        double value = output == Output.SIGMOID ? Math.exp(logSigmoid(z)) : z;
        out[i * m + t] = binary ? (value > 0.5 ? 1 : 0) : value * targetScale[t] + targetShift[t];
        if (binary) {
          out[i * m + k + t] = value;
        }
      }
    }
  }

  @Override
  public ClassScorer scorer() {
    return new LogProbabilities(classes.size(), this::logProbabilities);
  }

  /** Whether one of several targets is 1, as a question of two classes. */
  ClassScorer target(int target) {
    return new LogProbabilities(2, (block, out) -> logProbabilitiesOfTarget(target, block, out));
  }

  private void logProbabilitiesOfTarget(int target, Block block, double[] out) {
    int k = linear.numOutputs();
    double[] sums = sums(block);
    for (int i = 0; i < block.numRows(); i++) {
      double z = sums[i * k + target];
      out[3 * i] = z > 0 ? 1 : 0;
      out[3 * i + 1] = logSigmoid(-z);
      out[3 * i + 2] = logSigmoid(z);
    }
  }

  /** The positions of the likeliest classes, or the first of the numbers. */
  void predict(Block block, double[] predictions) {
    int m = names.size();
    double[] all = new double[block.numRows() * m];
    compute(block, all);
    for (int i = 0; i < block.numRows(); i++) {
      predictions[i] = all[i * m];
    }
  }

  /** n×(1+c): the likeliest class, then the logarithm of the probability of each. */
  private void logProbabilities(Block block, double[] out) {
    int c = classes.size();
    int k = linear.numOutputs();
    double[] sums = sums(block);
    for (int i = 0; i < block.numRows(); i++) {
      int at = i * (1 + c) + 1;
      if (k == 1) {
        out[at] = logSigmoid(-sums[i]);
        out[at + 1] = logSigmoid(sums[i]);
        out[at - 1] = sums[i] > 0 ? 1 : 0;
      } else {
        for (int r = 0; r < c; r++) {
          double z = sums[i * k + r];
          out[at + r] = output == Output.SIGMOID ? logSigmoid(z) : z;
        }
        int best = LogProbabilities.largest(out, at, c);
        LogProbabilities.normalise(out, at, c, best);
        out[at - 1] = best;
      }
    }
  }

  /** log 1/(1 + e⁻ᶻ), also where that rounds to 0 or 1. */
  private static double logSigmoid(double z) {
    return Math.min(z, 0) - Math.log1p(Math.exp(-Math.abs(z)));
  }

  /** The sums of the last layer for every row, n×k. */
  private double[] sums(Block block) {
    int n = block.numRows();
    int d = linear.numInputs();
    int k = linear.numOutputs();
    NetworkRows rows = inputs(block.numFeatures());
    double[] scratch = rows.scratch();
    double[] inputs = new double[Math.min(CHUNK, n) * d];
    double[] sums = new double[Math.min(CHUNK, n) * k];
    double[] all = new double[n * k];
    Workspace space = new Workspace(linear, Math.max(1, Math.min(CHUNK, n)));
    for (int from = 0; from < n; from += CHUNK) {
      int count = Math.min(CHUNK, n - from);
      for (int i = 0; i < count; i++) {
        rows.copyRow(block, from + i, scratch, inputs, i * d);
      }
      linear.predict(count, inputs, d, parameters, space, sums);
      System.arraycopy(sums, 0, all, from * k, count * k);
    }
    return all;
  }

  /** Makes inputs of rows whose features come first. */
  private NetworkRows inputs(int width) {
    int[] slots = new int[shift.length];
    int[] none = new int[shift.length];
    Arrays.setAll(slots, j -> j);
    Arrays.fill(none, -1);
    return new NetworkRows(
        new NetworkRows.Layout(width, slots, none, new double[shift.length]),
        new NetworkRows.Scaling(shift, scale, 0, 1),
        null,
        null);
  }
}
