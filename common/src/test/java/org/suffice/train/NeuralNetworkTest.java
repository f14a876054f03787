package org.suffice.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.suffice.Failure;
import org.suffice.network.Activation;
import org.suffice.network.Loss;
import org.suffice.network.Output;
import org.suffice.network.Start;
import org.suffice.network.StepRule;
import org.suffice.read.Column;
import org.suffice.read.Schema;
import org.suffice.solve.NetworkFit;
import org.suffice.solve.NetworkFit.Epoch;
import org.suffice.solve.Solution.Termination;
import org.suffice.solve.SolverState;
import org.suffice.solve.TrainedNetwork;
import org.suffice.train.NeuralNetwork.EarlyStop;

class NeuralNetworkTest {
  private static final int ROWS = 600;

  /** A circle inside of a ring: no line tells them apart. */
  private static NetworkRuns ring() {
    Random random = new Random(17);
    double[] x = new double[2 * ROWS];
    double[] y = new double[ROWS];
    for (int i = 0; i < ROWS; i++) {
      double angle = 2 * Math.PI * random.nextDouble();
      y[i] = i % 2;
      double radius = y[i] == 0 ? random.nextDouble() : 1.5 + random.nextDouble();
      x[2 * i] = 100 + 10 * radius * Math.cos(angle); // far from 0: the network standardises
      x[2 * i + 1] = radius * Math.sin(angle);
    }
    Schema schema =
        new Schema(List.of(Column.numeric("a"), Column.numeric("b")), "where", Optional.empty())
            .withClasses(List.of("in", "out"));
    return NetworkRuns.of(schema, x, y);
  }

  private static double accuracy(TrainedNetwork trained, NetworkRuns rows) {
    return trained.fit().history().get(trained.fit().bestEpoch() - 1).validationMetric();
  }

  private static NeuralNetwork adam(int batchSize, int epochs) {
    return NetworkRuns.trainer(
        Activation.TANH, NetworkRuns.descent(StepRule.ADAM, 0.01, batchSize, epochs), 12);
  }

  @ParameterizedTest
  @EnumSource(StepRule.class)
  void everyRuleLearnsWhatNoLineTells(StepRule rule) {
    double rate = rule == StepRule.ADAM ? 0.02 : rule == StepRule.SGD ? 0.5 : 0.1;
    NeuralNetwork trainer =
        NetworkRuns.with(
            NetworkRuns.trainer(Activation.TANH, NetworkRuns.descent(rule, rate, 32, 40), 12),
            new EarlyStop(0.25, 40));
    TrainedNetwork trained = ring().fit(trainer);
    assertTrue(accuracy(trained, ring()) > 0.97, "accuracy " + accuracy(trained, ring()));
    Epoch first = trained.fit().history().get(0);
    Epoch last = trained.fit().history().get(39);
    assertTrue(last.loss() < first.loss() / 2);
    assertEquals(rule.key(), trained.fit().optimizer());
  }

  @Test
  void lbfgsFindsAMinimum() {
    NeuralNetwork trainer =
        NetworkRuns.with(
            NetworkRuns.trainer(Activation.TANH, NetworkRuns.lbfgs(500, 1e-6), 8), 0.6);
    NetworkFit fit = ring().fit(trainer).fit();
    assertEquals(Termination.CONVERGED, fit.solution().termination());
    assertTrue(fit.solution().gradientNorm() <= 1e-6);
    assertEquals(fit.solution().iterations(), fit.history().size());
    for (int e = 1; e < fit.history().size(); e++) {
      assertTrue(fit.history().get(e).loss() < fit.history().get(e - 1).loss() + 1e-12);
    }
    assertTrue(fit.solution().objective() < 0.1, "J " + fit.solution().objective());
  }

  /** Without hidden layer and with one sigmoid it is a logistic regression. */
  @Test
  void withoutHiddenLayerItIsALogisticRegression() {
    NetworkRuns rows = ring();
    Random random = new Random(3);
    double[] overlapping =
        IntStream.range(0, ROWS)
            .mapToDouble(i -> rows.x()[2 * i] + 10 * random.nextGaussian() > 100 ? 1 : 0)
            .toArray();
    NetworkRuns linear = NetworkRuns.of(rows.schema(), rows.x(), overlapping);
    NeuralNetwork trainer =
        NetworkRuns.with(NetworkRuns.trainer(Activation.RELU, NetworkRuns.lbfgs(200, 1e-10)), 2.0);
    NetworkFit fit = linear.fit(trainer).fit();
    assertEquals(Termination.CONVERGED, fit.solution().termination());
    LogisticRegression logistic =
        LogisticGoldenTest.trainer("newton", true, LogisticGoldenTest.ridge(2));
    var model =
        logistic.fit(
            linear.data(),
            logistic.look(linear.data(), linear.encoder(), 2),
            linear.schema(),
            linear.encoder(),
            Optional.empty(),
            Checkpoints.NONE,
            org.suffice.solve.IterationListener.NONE);
    double[] coefficients = model.fit().coefficients(); // constant first
    assertEquals(coefficients[1], fit.parameters()[0], 1e-7);
    assertEquals(coefficients[2], fit.parameters()[1], 1e-7);
    assertEquals(coefficients[0], fit.parameters()[2], 1e-7);
    assertEquals(model.fit().solution().objective() / ROWS, fit.solution().objective(), 1e-9);
  }

  @ParameterizedTest
  @CsvSource({"1,17,1", "2,17,1", "3,64,2", "2,600,1"})
  void miniBatchesGiveTheSameBitsWhateverTheCutAndTheThreads(int threads, int rows, int blocks) {
    NeuralNetwork trainer = adam(100, 5);
    TrainedNetwork expected = ring().cut(64, 1, 1).fit(trainer);
    TrainedNetwork found = ring().cut(64, 1, threads).fit(trainer);
    assertArrayEquals(expected.fit().parameters(), found.fit().parameters());
    assertEquals(expected.fit().history(), found.fit().history());
    // Another cut moves the mean and spread of the inputs by roundings, and with them the rest.
    TrainedNetwork cut = ring().cut(rows, blocks, threads).fit(trainer);
    assertArrayEquals(expected.fit().parameters(), cut.fit().parameters(), 1e-9);
  }

  /** Checkpoints in memory, which a run is killed after. */
  private static final class Kept implements Checkpoints {
    private final Map<String, SolverState> states = new TreeMap<>();
    private final int killAfter;

    Kept(int killAfter) {
      this.killAfter = killAfter;
    }

    @Override
    public Optional<SolverState> find(String stage) {
      return Optional.ofNullable(states.get(stage));
    }

    @Override
    public void keep(String stage, SolverState state) {
      states.put(stage, state);
      if (state.iteration() == killAfter) {
        throw new IllegalStateException("killed");
      }
    }
  }

  private static void assertResumes(NeuralNetwork trainer, int... points) {
    TrainedNetwork whole = ring().fit(trainer);
    for (int point : points) {
      Kept kept = new Kept(point);
      assertThrows(
          IllegalStateException.class,
          () -> ring().fit(trainer, Optional.empty(), kept, NeuralNetwork.Listener.NONE));
      Kept resumed = new Kept(-1);
      resumed.states.putAll(kept.states);
      TrainedNetwork rest =
          ring().fit(trainer, Optional.empty(), resumed, NeuralNetwork.Listener.NONE);
      assertArrayEquals(whole.fit().parameters(), rest.fit().parameters());
      assertEquals(whole.fit().history(), rest.fit().history());
      assertEquals(whole.fit().solution(), rest.fit().solution());
      assertEquals(whole.fit().bestEpoch(), rest.fit().bestEpoch());
    }
  }

  @ParameterizedTest
  @EnumSource(StepRule.class)
  void aKilledRunGoesOnToTheSameBits(StepRule rule) {
    NeuralNetwork trainer =
        NetworkRuns.trainer(Activation.SIGMOID, NetworkRuns.descent(rule, 0.05, 64, 8), 5);
    assertResumes(trainer, 1, 2, 4, 7, 8);
    assertResumes(NetworkRuns.with(trainer, new EarlyStop(0.3, 2)), 1, 2);
  }

  @Test
  void aKilledRunOfLbfgsGoesOnToTheSameBits() {
    assertResumes(
        NetworkRuns.trainer(Activation.TANH, NetworkRuns.lbfgs(25, 0), 5), 1, 2, 11, 12, 25);
    assertResumes(
        NetworkRuns.with(
            NetworkRuns.trainer(Activation.TANH, NetworkRuns.lbfgs(25, 0), 5),
            new EarlyStop(0.3, 3)),
        2,
        5);
  }

  @Test
  void stopsEarlyWithTheBestParameters() {
    Random random = new Random(5);
    double[] noise = IntStream.range(0, ROWS).mapToDouble(i -> random.nextInt(2)).toArray();
    NetworkRuns rows = NetworkRuns.of(ring().schema(), ring().x(), noise);
    NeuralNetwork trainer =
        NetworkRuns.with(
            NetworkRuns.trainer(
                Activation.TANH, NetworkRuns.descent(StepRule.ADAM, 0.02, 16, 200), 30),
            new EarlyStop(0.3, 5));
    List<Epoch> heard = new ArrayList<>();
    NetworkFit fit =
        rows.fit(
                trainer,
                Optional.empty(),
                Checkpoints.NONE,
                (epoch, n, seconds) -> heard.add(epoch))
            .fit();
    assertEquals(Termination.EARLY_STOPPED, fit.solution().termination());
    assertEquals(fit.history(), heard);
    int best =
        IntStream.range(0, heard.size())
            .reduce(
                0, (a, b) -> heard.get(b).validationLoss() < heard.get(a).validationLoss() ? b : a);
    assertEquals(best + 1, fit.bestEpoch());
    assertEquals(fit.bestEpoch() + 5, heard.size());
    assertEquals(ROWS, fit.rows() + fit.heldOut());
    // Those of a run that ends there.
    NeuralNetwork shorter =
        new NeuralNetwork(
            trainer.shape(),
            NetworkRuns.descent(StepRule.ADAM, 0.02, 16, fit.bestEpoch()),
            0,
            true,
            true,
            ClassWeights.NONE,
            trainer.earlyStop(),
            1);
    assertArrayEquals(rows.fit(shorter).fit().parameters(), fit.parameters());
  }

  @Test
  void rowWeightsCountAsRows() {
    NetworkRuns rows = ring();
    double[] weights = new double[ROWS];
    double[] x = new double[2 * ROWS * 3];
    double[] y = new double[ROWS * 3];
    int at = 0;
    for (int i = 0; i < ROWS; i++) {
      weights[i] = 1 + i % 3;
      for (int copy = 0; copy < weights[i]; copy++) {
        x[2 * at] = rows.x()[2 * i];
        x[2 * at + 1] = rows.x()[2 * i + 1];
        y[at++] = rows.labels()[i];
      }
    }
    NetworkRuns copies =
        NetworkRuns.of(rows.schema(), Arrays.copyOf(x, 2 * at), Arrays.copyOf(y, at));
    NeuralNetwork trainer =
        NetworkRuns.with(
            NetworkRuns.trainer(
                Activation.TANH,
                NetworkRuns.descent(StepRule.ADAM, 0.05, NetworkDescent.ALL, 30),
                6),
            3);
    assertArrayEquals(
        copies.fit(trainer).fit().parameters(),
        rows.weighted(weights).fit(trainer).fit().parameters(),
        1e-9);
  }

  @Test
  void classWeightsMultiplyRowWeights() {
    NetworkRuns rows = ring();
    double[] weights = Arrays.stream(rows.labels()).map(label -> label == 1 ? 2.5 : 1).toArray();
    NetworkDescent descent = NetworkRuns.descent(StepRule.SGD, 0.2, NetworkDescent.ALL, 5);
    NeuralNetwork plain = NetworkRuns.trainer(Activation.TANH, descent, 4);
    NeuralNetwork weighted =
        new NeuralNetwork(
            plain.shape(),
            descent,
            0,
            true,
            true,
            ClassWeights.of(Map.of("out", 2.5)),
            Optional.empty(),
            1);
    double first = rows.fit(weighted).fit().history().get(0).loss();
    double unweighted = rows.fit(plain).fit().history().get(0).loss();
    assertNotEquals(unweighted, first);
    NetworkFit given = rows.weighted(weights).fit(plain).fit();
    assertEquals(given.sumWeights(), rows.fit(weighted).fit().sumWeights(), 1e-9);
  }

  // ------------------------------------------------------------ numbers

  private static NetworkRuns curve(int targets) {
    Random random = new Random(23);
    int width = 1 + targets - 1;
    double[] x = new double[ROWS * width];
    double[] y = new double[ROWS];
    for (int i = 0; i < ROWS; i++) {
      double t = 6 * random.nextDouble() - 3;
      x[i * width] = t;
      y[i] = 5e5 + 1e5 * Math.sin(2 * t);
      for (int j = 1; j < targets; j++) {
        x[i * width + j] = 1e-3 * Math.cos(t) + j;
      }
    }
    List<String> labels = IntStream.range(0, targets).mapToObj(j -> "y" + j).toList();
    Schema schema = new Schema(List.of(Column.numeric("t")), labels, Optional.empty());
    return NetworkRuns.of(schema, x, y);
  }

  @ParameterizedTest
  @CsvSource({"1", "3"})
  void numbersFarFromUnitScaleAreLearnt(int targets) {
    NeuralNetwork trainer =
        NetworkRuns.with(
            NetworkRuns.trainer(
                Activation.TANH, NetworkRuns.descent(StepRule.ADAM, 0.02, 50, 400), 20),
            new EarlyStop(0.2, 400));
    TrainedNetwork trained = curve(targets).fit(trainer);
    assertEquals(targets, trained.fit().network().numOutputs());
    double r2 = accuracy(trained, null);
    assertTrue(r2 > 0.98 && r2 < 1, "R² " + r2);
    assertEquals(5e5, trained.targetShift()[0], 2e4);
    assertTrue(trained.targetScale()[0] > 5e4 && trained.targetScale()[0] < 1e5);
  }

  @Test
  void aSigmoidRefusesNumbersThatItCannotReach() {
    NeuralNetwork trainer =
        NetworkRuns.with(
            adam(50, 3),
            new NetworkShape(
                List.of(3),
                List.of(Activation.SIGMOID),
                Optional.of(Output.SIGMOID),
                Optional.of(Loss.SQUARED_ERROR),
                false,
                0.01,
                Start.AUTO));
    Failure failure = assertThrows(Failure.class, () -> curve(1).fit(trainer));
    assertEquals(Failure.Kind.DATA, failure.kind());
    assertTrue(failure.getMessage().contains("the label 'y0' is "), failure.getMessage());
  }

  // ------------------------------------------------------------ what goes wrong

  /** Two columns that move together, and a label that is their small difference. */
  private static NetworkRuns alike() {
    Random random = new Random(5);
    double[] x = new double[2 * ROWS];
    double[] y = new double[ROWS];
    for (int i = 0; i < ROWS; i++) {
      double common = random.nextGaussian();
      x[2 * i] = common + 0.3 * random.nextGaussian();
      x[2 * i + 1] = common + 0.3 * random.nextGaussian();
      y[i] = x[2 * i] - x[2 * i + 1];
    }
    Schema schema =
        new Schema(List.of(Column.numeric("a"), Column.numeric("b")), "y", Optional.empty());
    return NetworkRuns.of(schema, x, y);
  }

  /**
   * A rate a little too large for what the columns have in common: the loss falls while their
   * difference is learnt, then climbs, and at last leaves the range of a double.
   */
  @ParameterizedTest
  @ValueSource(ints = {200, 20_000})
  void aRunThatClimbsEndsWithTheParametersBeforeIt(int epochs) {
    NeuralNetwork trainer =
        NetworkRuns.trainer(
            Activation.IDENTITY,
            NetworkRuns.descent(StepRule.SGD, 1.1, NetworkDescent.ALL, epochs));
    TrainedNetwork trained = alike().fit(trainer);
    NetworkFit fit = trained.fit();
    List<Epoch> history = fit.history();
    assertEquals(Termination.DIVERGED, fit.solution().termination());
    double least = history.stream().mapToDouble(Epoch::loss).min().orElseThrow();
    assertTrue(least < history.get(0).loss() / 2, "it learnt nothing before");
    assertTrue(history.get(history.size() - 1).loss() > 2 * history.get(0).loss());
    assertEquals(least, history.get(fit.bestEpoch()).loss(), "the start of the least epoch");
    assertEquals(least, fit.solution().objective(), 1e-12);
    assertEquals(1, trained.warnings().size());
    assertTrue(trained.warnings().get(0).contains("those after epoch " + fit.bestEpoch()));
    assertTrue(trained.warnings().get(0).contains("lower optimizer.learning-rate"));
    assertEquals(epochs == 200, history.size() == epochs);
  }

  @Test
  void aModelToGoOnFromThatIsMadeWorseIsToldOrRefused() {
    NetworkDescent gentle = NetworkRuns.descent(StepRule.SGD, 0.5, NetworkDescent.ALL, 5);
    TrainedNetwork good = alike().fit(NetworkRuns.trainer(Activation.IDENTITY, gentle));
    NetworkDescent wild = NetworkRuns.descent(StepRule.SGD, 30, NetworkDescent.ALL, 3);
    Failure failure =
        assertThrows(
            Failure.class,
            () ->
                alike()
                    .fit(
                        NetworkRuns.trainer(Activation.IDENTITY, wild),
                        Optional.of(good),
                        Checkpoints.NONE,
                        NeuralNetwork.Listener.NONE));
    assertEquals(Failure.Kind.NO_SOLUTION, failure.kind());
    NetworkDescent noisy = NetworkRuns.descent(StepRule.SGD, 0.02, 2, 1);
    TrainedNetwork worse =
        ring()
            .fit(
                NetworkRuns.trainer(Activation.TANH, noisy, 3),
                Optional.of(ring().fit(NetworkRuns.trainer(Activation.TANH, lbfgs(), 3))),
                Checkpoints.NONE,
                NeuralNetwork.Listener.NONE);
    assertEquals(Termination.MAX_ITERATIONS, worse.fit().solution().termination());
    assertEquals(1, worse.warnings().size());
    assertTrue(worse.warnings().get(0).contains("the model to go on from"));
  }

  private static NetworkDescent lbfgs() {
    return NetworkRuns.lbfgs(300, 1e-6);
  }

  @Test
  void divergedInTheFirstEpochThereIsNoSolution() {
    NeuralNetwork trainer =
        NetworkRuns.trainer(
            Activation.IDENTITY, NetworkRuns.descent(StepRule.SGD, 1e200, 10, 5), 4);
    Failure failure = assertThrows(Failure.class, () -> curve(1).fit(trainer));
    assertEquals(Failure.Kind.NO_SOLUTION, failure.kind());
    assertTrue(failure.getMessage().contains("lower optimizer.learning-rate"));
  }

  @Test
  void settingsThatMakeNoSenseAreRefusedInOneLine() {
    for (double rate : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      Failure failure =
          assertThrows(Failure.class, () -> NetworkRuns.descent(StepRule.SGD, rate, 1, 1));
      assertEquals("optimizer.learning-rate must be above 0, found " + rate, failure.getMessage());
    }
    assertThrows(Failure.class, () -> NetworkRuns.descent(StepRule.SGD, 1, -2, 1));
    assertThrows(Failure.class, () -> NetworkRuns.descent(StepRule.SGD, 1, 1, 0));
    assertThrows(Failure.class, () -> new EarlyStop(1, 1));
    assertThrows(Failure.class, () -> new EarlyStop(0.5, 0));
    assertThrows(Failure.class, () -> NetworkRuns.with(adam(1, 1), -1));
    assertThrows(
        Failure.class, () -> NetworkRuns.trainer(Activation.RELU, adam(1, 1).descent(), 0));
  }

  @Test
  void outputsThatDoNotGoWithTheLabelsAreRefused() {
    assertThrows(Failure.class, () -> shaped(Output.IDENTITY, null).network(2, 2, 0));
    assertThrows(Failure.class, () -> shaped(Output.SOFTMAX, null).network(2, 0, 2));
    assertThrows(Failure.class, () -> shaped(Output.SOFTMAX, Loss.SQUARED_ERROR).network(2, 2, 0));
    assertEquals(1, shaped(null, null).network(2, 2, 0).numOutputs());
    assertEquals(Output.SOFTMAX, shaped(null, null).network(2, 3, 0).output());
    assertEquals(3, shaped(Output.SIGMOID, null).network(2, 3, 0).numOutputs());
    assertEquals(2, shaped(Output.SOFTMAX, null).network(2, 2, 0).numOutputs());
    assertEquals(Output.SIGMOID, shaped(null, Loss.CROSS_ENTROPY).network(2, 0, 4).output());
    assertEquals(Output.IDENTITY, shaped(null, null).network(2, 0, 4).output());
  }

  @Test
  void moreParametersThanAnArrayHoldsAreRefused() {
    NetworkShape wide =
        new NetworkShape(
            List.of(60_000, 60_000),
            List.of(Activation.RELU),
            Optional.empty(),
            Optional.empty(),
            true,
            0.01,
            Start.AUTO);
    Failure failure = assertThrows(Failure.class, () -> wide.network(10, 2, 0));
    assertTrue(failure.getMessage().contains("parameters, more than an array"));
  }

  private static NetworkShape shaped(Output output, Loss loss) {
    return new NetworkShape(
        List.of(),
        List.of(Activation.RELU),
        Optional.ofNullable(output),
        Optional.ofNullable(loss),
        true,
        0.01,
        Start.AUTO);
  }

  // ------------------------------------------------------------ going on from a model

  @Test
  void goesOnFromANetworkWithItsScales() {
    TrainedNetwork first = ring().fit(adam(64, 10));
    double[] moved = ring().x().clone();
    for (int i = 0; i < moved.length; i += 2) {
      moved[i] += 1; // other data: the scales stay those of the network
    }
    TrainedNetwork next =
        NetworkRuns.of(ring().schema(), moved, ring().labels())
            .fit(adam(64, 1), Optional.of(first), Checkpoints.NONE, NeuralNetwork.Listener.NONE);
    assertArrayEquals(first.shift(), next.shift());
    assertArrayEquals(first.scale(), next.scale());
    double before = first.fit().history().get(9).loss();
    assertEquals(before, next.fit().history().get(0).loss(), 0.3 * before);
    Failure failure =
        assertThrows(
            Failure.class,
            () ->
                ring()
                    .fit(
                        NetworkRuns.trainer(Activation.TANH, adam(64, 1).descent(), 13),
                        Optional.of(first),
                        Checkpoints.NONE,
                        NeuralNetwork.Listener.NONE));
    assertEquals(
        "--init-model: its layers and those of this run differ: [2, 12, 1] against [2, 13, 1];"
            + " train without --init-model, or on what it was trained on",
        failure.getMessage());
  }

  @Test
  void holdingOutNoRowIsSaid() {
    NetworkRuns few =
        NetworkRuns.of(
            ring().schema(), Arrays.copyOf(ring().x(), 8), Arrays.copyOf(ring().labels(), 4));
    Failure failure =
        assertThrows(
            Failure.class, () -> few.fit(NetworkRuns.with(adam(2, 1), new EarlyStop(0.001, 1))));
    assertTrue(failure.getMessage().contains("holds out none of them"), failure.getMessage());
  }
}
