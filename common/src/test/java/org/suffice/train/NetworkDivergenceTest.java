package org.suffice.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.suffice.train.NetworkSamples.ROWS;
import static org.suffice.train.NetworkSamples.curve;
import static org.suffice.train.NetworkSamples.ring;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.suffice.Failure;
import org.suffice.network.Activation;
import org.suffice.network.StepRule;
import org.suffice.read.Column;
import org.suffice.read.Schema;
import org.suffice.solve.NetworkFit;
import org.suffice.solve.NetworkFit.Epoch;
import org.suffice.solve.Solution.Termination;
import org.suffice.solve.TrainedNetwork;

/** A loss that climbs: what was good is kept, and what was never good is refused. */
class NetworkDivergenceTest {
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
}
