package org.suffice.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.suffice.Failure;
import org.suffice.block.Block;
import org.suffice.block.RowCopies;
import org.suffice.network.Activation;
import org.suffice.network.Loss;
import org.suffice.network.Network;
import org.suffice.network.Output;
import org.suffice.network.Start;
import org.suffice.network.StepRule;
import org.suffice.network.Steps;
import org.suffice.pass.EpochOrder;
import org.suffice.pass.LocalBlocks;
import org.suffice.read.Column;
import org.suffice.read.Schema;
import org.suffice.solve.Schedule;
import org.suffice.solve.TrainedNetwork;
import org.suffice.statistic.FoldRule;
import org.suffice.statistic.GradientStatistic;

/** Steps of partitions by themselves, against the same written out. */
final class LocalStepsTest {
  private static final int ROWS = 310;
  private static final long SEED = 9;
  private static final double PENALTY = 0.01;

  /** Sums of some hundred roundings of numbers of the size of 1. */
  private static final double ROUNDING = 1e-13;

  private static final Network NETWORK =
      new Network(
          new int[] {3, 5, 1},
          List.of(Activation.TANH),
          Output.IDENTITY,
          Loss.SQUARED_ERROR,
          Network.Targets.NUMBERS,
          true,
          0);

  /** Five blocks of 64 rows or less, two a partition. */
  private static NetworkRuns rows() {
    Random random = new Random(4);
    double[] x = random.doubles(3 * ROWS, -1, 1).toArray();
    double[] y = new double[ROWS];
    Arrays.setAll(y, i -> Math.sin(3 * x[3 * i]) + x[3 * i + 1] * x[3 * i + 2]);
    Schema schema =
        new Schema(
            List.of(Column.numeric("a"), Column.numeric("b"), Column.numeric("c")),
            "y",
            Optional.empty());
    return NetworkRuns.of(schema, x, y)
        .weighted(random.doubles(ROWS, 0.5, 2).toArray())
        .cut(64, 2, 2);
  }

  private static double[] start() {
    return NETWORK.start(Start.GLOROT, 2);
  }

  private static LocalSteps.Plan plan(long from, long to) {
    return new LocalSteps.Plan(0.1, PENALTY, 30, SEED, 6, from, to);
  }

  /** What a partition does, row by row of the order. */
  private static double walk(
      Block rows, double[] parameters, Steps steps, LocalSteps.Plan plan, int partition) {
    int n = rows.numRows();
    EpochOrder order =
        new EpochOrder(FoldRule.shuffled(SEED, 0, partition * 128L), plan.epoch(), n);
    double weights = 0;
    for (long b = plan.from(); b < plan.to() && b * plan.batchSize() < n; b++) {
      long first = b * plan.batchSize();
      int size = (int) Math.min(plan.batchSize(), n - first);
      int[] which = IntStream.range(0, size).map(i -> (int) order.position(first + i)).toArray();
      GradientStatistic sum = new GradientStatistic(NETWORK, parameters);
      sum.add(RowCopies.select(rows, which));
      double[] gradient = sum.gradient().clone();
      for (int i = 0; i < gradient.length; i++) {
        gradient[i] /= sum.sumWeights();
        boolean bias =
            i >= NETWORK.biasOffset(2)
                || (i >= NETWORK.biasOffset(1) && i < NETWORK.weightOffset(2));
        gradient[i] += bias ? 0 : PENALTY * parameters[i];
      }
      weights += sum.sumWeights();
      steps.step(parameters, gradient, plan.rate());
    }
    return weights;
  }

  @ParameterizedTest
  @EnumSource
  void partitionsStepAloneAndTheirMeanIsTaken(StepRule rule) {
    NetworkRuns runs = rows();
    double[] parameters = start();
    Steps steps = new Steps(rule, 0.8, parameters.length);
    double[] expected = start();
    Steps expectedSteps = new Steps(rule, 0.8, parameters.length);
    long[][] rounds = {{0, 3}, {3, 6}, {0, Long.MAX_VALUE}};
    for (long[] round : rounds) {
      LocalSteps.Plan plan = plan(round[0], round[1]);
      LocalSteps made = runs.data().pass(new LocalSteps(NETWORK, parameters, steps, plan));
      assertEquals(5, made.mostBatches()); // of 128 rows, 30 at a time
      assertEquals(ROWS, made.account().used());
      made.moveToMean(parameters, steps);

      double[] sum = new double[parameters.length];
      double[] first = new double[steps.first().length];
      double[] second = new double[steps.second().length];
      double weights = 0;
      long most = 0;
      for (int p = 0; p < 3; p++) {
        List<Block> own = runs.blocks().subList(2 * p, Math.min(5, 2 * p + 2));
        double[] at = expected.clone();
        Steps alone = expectedSteps.copy();
        double weight = walk(RowCopies.joined(own), at, alone, plan, p);
        for (int i = 0; i < at.length; i++) {
          sum[i] += weight * at[i];
        }
        Arrays.setAll(first, i -> first[i] + weight * alone.first()[i]);
        Arrays.setAll(second, i -> second[i] + weight * alone.second()[i]);
        weights += weight;
        most = Math.max(most, alone.count());
      }
      double all = weights;
      Arrays.setAll(expected, i -> sum[i] / all);
      expectedSteps.restore(
          most,
          Arrays.stream(first).map(value -> value / all).toArray(),
          Arrays.stream(second).map(value -> value / all).toArray());
      assertEquals(weights, made.sumWeights(), ROUNDING * weights);
      assertArrayEquals(expected, parameters, ROUNDING);
      assertArrayEquals(expectedSteps.first(), steps.first(), ROUNDING);
      assertArrayEquals(expectedSteps.second(), steps.second(), ROUNDING);
      assertEquals(expectedSteps.count(), steps.count());
    }
  }

  /** One step of each partition on all of its rows: the mean is a step along the whole gradient. */
  @Test
  void oneStepOfSgdIsThatOfAllRows() {
    NetworkDescent together = NetworkRuns.descent(StepRule.SGD, 0.2, NetworkDescent.ALL, 4);
    NetworkRuns runs = rows();
    NeuralNetwork all = NetworkRuns.with(NetworkRuns.trainer(Activation.TANH, together, 5), 0.7);
    NeuralNetwork averaged =
        NetworkRuns.with(NetworkRuns.trainer(Activation.TANH, apart(0.2, 200, 1, 4), 5), 0.7);
    TrainedNetwork expected = runs.fit(all);
    TrainedNetwork trained = runs.fit(averaged);
    assertArrayEquals(expected.fit().parameters(), trained.fit().parameters(), ROUNDING);
    for (int e = 0; e < 4; e++) {
      assertEquals(
          expected.fit().history().get(e).loss(), trained.fit().history().get(e).loss(), ROUNDING);
    }
  }

  private static NetworkDescent apart(double rate, int batchSize, int localSteps, int epochs) {
    return new NetworkDescent(
        Optional.of(StepRule.SGD), rate, 0, Schedule.CONSTANT, batchSize, epochs, 0, localSteps);
  }

  @ParameterizedTest
  @CsvSource({"0", "2"})
  void averagesLearnAndThreadsDoNotShow(int localSteps) {
    NeuralNetwork trainer =
        NetworkRuns.with(
            NetworkRuns.trainer(Activation.TANH, apart(0.3, 16, localSteps, 60), 8),
            new NeuralNetwork.EarlyStop(0.2, 60));
    TrainedNetwork one = rows().cut(64, 2, 1).fit(trainer);
    TrainedNetwork seven = rows().cut(64, 2, 7).fit(trainer);
    assertArrayEquals(one.fit().parameters(), seven.fit().parameters());
    assertEquals(one.fit().history(), seven.fit().history());
    double r2 = one.fit().history().get(one.fit().bestEpoch() - 1).validationMetric();
    assertTrue(r2 > 0.9, "R² " + r2);
  }

  @Test
  void lossesThatOverflowAreToldInOneLine() {
    NeuralNetwork trainer = NetworkRuns.trainer(Activation.RELU, apart(1e200, 16, 0, 5), 8);
    Failure failure = assertThrows(Failure.class, () -> rows().fit(trainer));
    assertTrue(failure.getMessage().contains("optimizer.learning-rate"), failure.getMessage());
  }

  @Test
  void whatDoesNotGoTogetherIsRefused() {
    assertThrows(Failure.class, () -> apart(0.1, 10, -2, 1));
    assertThrows(
        Failure.class,
        () ->
            new NetworkDescent(
                Optional.empty(), Double.NaN, 0, Schedule.CONSTANT, 0, 5, 0, NetworkDescent.EPOCH));
  }

  // ---- the contract of statistics, but for cuts, which matter here -----------------------------

  private static LocalSteps zero() {
    return new LocalSteps(
        NETWORK, start(), new Steps(StepRule.ADAM, 0, start().length), plan(0, 2));
  }

  private static LocalSteps of(int partition) {
    LocalSteps steps = zero();
    rows().blocks().subList(2 * partition, 2 * partition + 2).forEach(steps::add);
    steps.finish();
    return steps;
  }

  private static double[] mean(LocalSteps steps) {
    double[] parameters = new double[start().length];
    steps.moveToMean(parameters, new Steps(StepRule.ADAM, 0, parameters.length));
    return parameters;
  }

  @Test
  void aFreshOneChangesNothing() throws Exception {
    double[] expected = mean(of(1));
    assertFalse(Arrays.equals(start(), expected));
    assertArrayEquals(expected, mean(zero().merge(of(1))));
    assertArrayEquals(expected, mean(of(1).merge(zero())));
    assertArrayEquals(expected, mean(of(1).merge(sent(completed(zero())))));
    assertArrayEquals(expected, mean(sent(completed(of(1))).merge(zero())));
  }

  private static LocalSteps completed(LocalSteps steps) {
    steps.complete();
    return steps;
  }

  private static LocalSteps sent(LocalSteps steps) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(steps);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (LocalSteps) in.readObject();
    }
  }

  @Test
  void mergingIsInOrderLeavesTheOtherAndRefusesStrangers() {
    LocalSteps other = of(1);
    double[] before = mean(other);
    double[] merged = mean(of(0).merge(other));
    assertArrayEquals(before, mean(other));
    LocalBlocks both =
        LocalBlocks.of(List.of(rows().blocks().subList(0, 2), rows().blocks().subList(2, 4)), 1);
    assertArrayEquals(mean(both.pass(zero())), merged);
    assertThrows(IllegalArgumentException.class, () -> other.merge(other));
    LocalSteps stranger =
        new LocalSteps(NETWORK, start(), new Steps(StepRule.ADAM, 0, start().length), plan(1, 2));
    assertThrows(IllegalArgumentException.class, () -> other.merge(stranger));
  }
}
