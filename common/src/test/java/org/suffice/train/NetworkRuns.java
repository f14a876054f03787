package org.suffice.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.suffice.block.Block;
import org.suffice.block.DenseBlock;
import org.suffice.network.Activation;
import org.suffice.network.Network;
import org.suffice.network.Start;
import org.suffice.network.StepRule;
import org.suffice.pass.LocalBlocks;
import org.suffice.pass.LocalMiniBatches;
import org.suffice.read.FeatureEncoder;
import org.suffice.read.RowAccount;
import org.suffice.read.Schema;
import org.suffice.solve.NetworkFit;
import org.suffice.solve.Schedule;
import org.suffice.solve.Solution;
import org.suffice.solve.Solution.Termination;
import org.suffice.solve.TrainedNetwork;
import org.suffice.statistic.NetworkMoments;

/**
 * Rows in memory, cut into blocks and partitions, that networks are trained on.
 *
 * @param schema with its classes, if any
 * @param x n × width row-major: features, then labels after the first
 * @param labels n of them
 * @param weights n of them; null for 1
 * @param blockRows rows of a block
 * @param blocksInPartition blocks of a partition
 * @param threads that work
 */
record NetworkRuns(
    Schema schema,
    double[] x,
    double[] labels,
    double[] weights,
    int blockRows,
    int blocksInPartition,
    int threads) {
  static NetworkRuns of(Schema schema, double[] x, double[] labels) {
    return new NetworkRuns(schema, x, labels, null, 64, 1, 2);
  }

  NetworkRuns cut(int rows, int perPartition, int threads) {
    return new NetworkRuns(schema, x, labels, weights, rows, perPartition, threads);
  }

  NetworkRuns weighted(double[] weights) {
    return new NetworkRuns(schema, x, labels, weights, blockRows, blocksInPartition, threads);
  }

  FeatureEncoder encoder() {
    return FeatureEncoder.ofRows(schema, java.util.Set.of());
  }

  List<Block> blocks() {
    int width = encoder().width();
    List<Block> blocks = new ArrayList<>();
    for (int from = 0; from < labels.length; from += blockRows) {
      int to = Math.min(labels.length, from + blockRows);
      long[] ids = new long[to - from];
      int first = from;
      Arrays.setAll(ids, i -> first + i);
      blocks.add(
          new DenseBlock(
              to - from,
              width,
              Arrays.copyOfRange(x, from * width, to * width),
              Arrays.copyOfRange(labels, from, to),
              weights == null ? null : Arrays.copyOfRange(weights, from, to),
              0,
              ids,
              RowAccount.of(to - from, 0, 0, 0)));
    }
    return blocks;
  }

  LocalBlocks data() {
    List<Block> all = blocks();
    List<List<Block>> partitions = new ArrayList<>();
    for (int from = 0; from < all.size(); from += blocksInPartition) {
      partitions.add(all.subList(from, Math.min(all.size(), from + blocksInPartition)));
    }
    return LocalBlocks.of(partitions, threads);
  }

  TrainedNetwork fit(NeuralNetwork trainer) {
    return fit(trainer, Optional.empty(), Checkpoints.NONE, NeuralNetwork.Listener.NONE);
  }

  TrainedNetwork fit(
      NeuralNetwork trainer,
      Optional<TrainedNetwork> start,
      Checkpoints checkpoints,
      NeuralNetwork.Listener listener) {
    LocalBlocks rows = data();
    NetworkMoments look = trainer.look(rows, encoder(), schema.classes().size());
    return trainer.fit(
        rows,
        settings -> LocalMiniBatches.of(blocks(), settings, threads),
        look,
        schema,
        encoder(),
        start,
        checkpoints,
        listener);
  }

  /** A trainer of hidden layers of one activation, without penalty and without early stop. */
  static NeuralNetwork trainer(Activation activation, NetworkDescent descent, int... hidden) {
    return new NeuralNetwork(
        new NetworkShape(
            Arrays.stream(hidden).boxed().toList(),
            List.of(activation),
            Optional.empty(),
            Optional.empty(),
            true,
            0.01,
            Start.AUTO),
        descent,
        0,
        true,
        true,
        ClassWeights.NONE,
        Optional.empty(),
        1);
  }

  static NeuralNetwork with(NeuralNetwork t, double lambda) {
    return new NeuralNetwork(
        t.shape(),
        t.descent(),
        lambda,
        t.standardize(),
        t.standardizeTargets(),
        t.classWeights(),
        t.earlyStop(),
        t.seed());
  }

  static NeuralNetwork with(NeuralNetwork t, NeuralNetwork.EarlyStop stop) {
    return new NeuralNetwork(
        t.shape(),
        t.descent(),
        t.lambda(),
        t.standardize(),
        t.standardizeTargets(),
        t.classWeights(),
        Optional.of(stop),
        t.seed());
  }

  static NeuralNetwork with(NeuralNetwork t, NetworkShape shape) {
    return new NeuralNetwork(
        shape,
        t.descent(),
        t.lambda(),
        t.standardize(),
        t.standardizeTargets(),
        t.classWeights(),
        t.earlyStop(),
        t.seed());
  }

  static NetworkDescent descent(StepRule rule, double rate, int batchSize, int epochs) {
    return new NetworkDescent(
        Optional.of(rule), rate, 0.9, Schedule.CONSTANT, batchSize, epochs, 0);
  }

  static NetworkDescent lbfgs(int epochs, double tolerance) {
    return new NetworkDescent(
        Optional.empty(), Double.NaN, 0, Schedule.CONSTANT, NetworkDescent.ALL, epochs, tolerance);
  }

  /** Something to start from: given parameters, inputs that become z scores. */
  TrainedNetwork start(Network network, double[] parameters, boolean standardizeTarget) {
    int d = network.numInputs();
    int n = labels.length;
    double[] shift = new double[d];
    double[] scale = new double[d];
    for (int j = 0; j < d; j++) {
      double[] column = new double[n];
      for (int i = 0; i < n; i++) {
        column[i] = x[i * d + j];
      }
      shift[j] = mean(column);
      scale[j] = deviation(column);
    }
    boolean numbers = network.targets() == Network.Targets.NUMBERS;
    NetworkFit fit =
        new NetworkFit(
            network,
            parameters,
            "none",
            List.of(),
            0,
            n,
            0,
            n,
            0,
            new Solution(Termination.MAX_ITERATIONS, 0, 0, 0));
    return new TrainedNetwork(
        schema,
        shift,
        shift,
        scale,
        numbers ? new double[] {standardizeTarget ? mean(labels) : 0} : new double[0],
        numbers ? new double[] {standardizeTarget ? deviation(labels) : 1} : new double[0],
        fit,
        List.of());
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).sum() / values.length;
  }

  private static double deviation(double[] values) {
    double mean = mean(values);
    double sum = Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum();
    return Math.sqrt(sum / values.length);
  }
}
