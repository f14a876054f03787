package org.suffice.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.suffice.train.NetworkSamples.ROWS;
import static org.suffice.train.NetworkSamples.adam;
import static org.suffice.train.NetworkSamples.curve;
import static org.suffice.train.NetworkSamples.ring;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.suffice.Failure;
import org.suffice.network.Activation;
import org.suffice.network.Loss;
import org.suffice.network.Output;
import org.suffice.network.Start;
import org.suffice.network.StepRule;
import org.suffice.solve.NetworkFit;
import org.suffice.solve.NetworkFit.Epoch;
import org.suffice.solve.Solution.Termination;
import org.suffice.solve.TrainedNetwork;
import org.suffice.train.NeuralNetwork.EarlyStop;

/** What networks learn, and that weights, cuts, threads and a start count as they should. */
class NeuralNetworkTest {
  private static double accuracy(TrainedNetwork trained, NetworkRuns rows) {
    return trained.fit().history().get(trained.fit().bestEpoch() - 1).validationMetric();
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
