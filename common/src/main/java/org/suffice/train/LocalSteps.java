package org.suffice.train;

import java.util.ArrayList;
import java.util.List;
import org.suffice.block.Block;
import org.suffice.block.NetworkRows;
import org.suffice.block.RowCopies;
import org.suffice.network.Network;
import org.suffice.network.Steps;
import org.suffice.pass.BatchCuts;
import org.suffice.pass.LocalMiniBatches;
import org.suffice.pass.MiniBatches;
import org.suffice.read.RowAccount;
import org.suffice.statistic.FoldRule;
import org.suffice.statistic.GradientStatistic;
import org.suffice.statistic.Statistic;
import org.suffice.statistic.ValidationSplit;

/**
 * Steps that every partition takes on its own rows, all from the same parameters, and the mean of
 * where they end, weighted by the rows they saw (McDonald, Hall and Mann, "Distributed training
 * strategies for the structured perceptron", NAACL 2010; McMahan et al., "Communication-efficient
 * learning of deep networks from decentralized data", AISTATS 2017, algorithm 1). What the rule
 * remembers is averaged alike.
 *
 * <p>Unlike sums, the result depends on how the data are cut into partitions; it does not depend on
 * what does the work. Partitions with fewer batches than others have their say in the averages up
 * to their last one; what follows is left to those that have rows left.
 */
final class LocalSteps implements Statistic<LocalSteps> {
  private static final long serialVersionUID = 1L;

  /**
   * What steps are taken with.
   *
   * @param penalty λ/Σω with the weights of all rows to train on
   * @param batchSize rows of a mini-batch of a partition, fewer where it has fewer
   * @param seed of the orders of the rows
   * @param epoch from 0 on
   * @param from the first batch of the epoch of each partition
   * @param to the batch after the last; partitions that have fewer stop earlier
   */
  record Plan(double rate, double penalty, int batchSize, long seed, long epoch, long from, long to)
      implements java.io.Serializable {
    private static final long serialVersionUID = 1L;
  }

  private final Plan plan;
  private final int size;

  /** The three that follow are what steps start from: null once no row is added any more. */
  private Network network;

  private double[] parameters;
  private Steps state;

  private transient List<Block> waiting = new ArrayList<>();
  private final double[] parameterSum;
  private final double[] firstSum;
  private final double[] secondSum;
  private double sumWeights;
  private double loss;
  private long steps;
  private long mostBatches;
  private final RowAccount account = new RowAccount();

  /**
   * No steps yet.
   *
   * @param parameters that all start from; not changed
   * @param state that all start from; not changed
   */
  LocalSteps(Network network, double[] parameters, Steps state, Plan plan) {
    this.network = network;
    this.parameters = parameters;
    this.state = state;
    this.plan = plan;
    this.size = parameters.length;
    this.steps = state.count();
    this.parameterSum = new double[size];
    this.firstSum = new double[state.first().length];
    this.secondSum = new double[state.second().length];
  }

  @Override
  public LocalSteps fresh() {
    return new LocalSteps(network, parameters, state, plan);
  }

  @Override
  public long sizeInBytes() {
    return 8L * (parameterSum.length + firstSum.length + secondSum.length);
  }

  /** Keeps a copy of the rows, which must be as the network takes them, for {@link #finish}. */
  @Override
  public void add(Block block) {
    account.merge(block.account());
    if (waiting == null) {
      waiting = new ArrayList<>();
    }
    if (block.numRows() > 0) {
      waiting.add(RowCopies.range(block, 0, block.numRows()));
    }
  }

  /** Takes the steps on the rows of a partition, all of which have been added. */
  @Override
  public void finish() {
    if (waiting == null || waiting.isEmpty()) {
      return;
    }
    Block first = waiting.get(0);
    long seed = FoldRule.shuffled(plan.seed, first.file(), first.rowIds()[0]);
    MiniBatches.Settings settings =
        new MiniBatches.Settings(
            NetworkRows.plain(first.numFeatures()), ValidationSplit.NONE, seed, plan.batchSize);
    try (LocalMiniBatches batches = LocalMiniBatches.of(waiting, settings, 1)) {
      take(batches);
    }
    waiting = null;
  }

  private void take(LocalMiniBatches batches) {
    double[] own = parameters.clone();
    Steps ownState = state.copy();
    GradientStatistic zero = new GradientStatistic(network, own);
    BatchCuts cuts = batches.cuts();
    double weights = 0;
    for (long batch = plan.from; batch < Math.min(plan.to, cuts.batches()); batch++) {
      GradientStatistic sum = batches.batch(zero, plan.epoch, batch);
      loss += sum.loss();
      weights += sum.sumWeights();
      NetworkStep.take(network, plan.penalty, sum, ownState, plan.rate, own);
    }
    add(weights, own, parameterSum);
    add(weights, ownState.first(), firstSum);
    add(weights, ownState.second(), secondSum);
    sumWeights += weights;
    steps = Math.max(steps, ownState.count());
    mostBatches = Math.max(mostBatches, cuts.batches());
  }

  private static void add(double weight, double[] values, double[] sum) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += weight * values[i];
    }
  }

  @Override
  public void complete() {
    network = null;
    parameters = null;
    state = null;
  }

  @Override
  public LocalSteps merge(LocalSteps other) {
    if (other == this) {
      throw new IllegalArgumentException("local steps merged with themselves");
    }
    if (other.size != size || !other.plan.equals(plan)) {
      throw new IllegalArgumentException(
          "local steps: expected m="
              + size
              + " and "
              + plan
              + ", found m="
              + other.size
              + " and "
              + other.plan);
    }
    account.merge(other.account);
    add(1, other.parameterSum, parameterSum);
    add(1, other.firstSum, firstSum);
    add(1, other.secondSum, secondSum);
    sumWeights += other.sumWeights;
    loss += other.loss;
    steps = Math.max(steps, other.steps);
    mostBatches = Math.max(mostBatches, other.mostBatches);
    return this;
  }

  @Override
  public RowAccount account() {
    return account;
  }

  /** Σ ω L, each row's before the step that it took part in. */
  double loss() {
    return loss;
  }

  /** Σ ω of the rows that took part. */
  double sumWeights() {
    return sumWeights;
  }

  /** The batches of the epoch of the partition that has most. */
  long mostBatches() {
    return mostBatches;
  }

  /**
   * Moves to the mean of where the partitions are.
   *
   * @param to overwritten
   * @param of overwritten
   */
  void moveToMean(double[] to, Steps of) {
    System.arraycopy(mean(parameterSum), 0, to, 0, to.length);
    of.restore(steps, mean(firstSum), mean(secondSum));
  }

  private double[] mean(double[] sum) {
    double[] mean = new double[sum.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = sum[i] / sumWeights;
    }
    return mean;
  }
}
