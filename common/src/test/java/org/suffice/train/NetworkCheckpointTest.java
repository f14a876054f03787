package org.suffice.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.suffice.train.NetworkSamples.ring;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.suffice.network.Activation;
import org.suffice.network.StepRule;
import org.suffice.solve.SolverState;
import org.suffice.solve.TrainedNetwork;
import org.suffice.train.NeuralNetwork.EarlyStop;

/** A run that is killed goes on from its checkpoint to the same bits. */
class NetworkCheckpointTest {
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
}
