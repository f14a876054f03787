package org.suffice.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.suffice.solve.NetworkObjective;
import org.suffice.solve.Objective.Evaluation;

/**
 * The parameters that training ends with: those of the least loss of rows held out, or the last
 * ones. Where steps have led upwards, those of an earlier epoch instead.
 *
 * @param epoch how many epochs had been made when they were these
 * @param at loss and derivatives there, of all rows trained on
 * @param diverged whether steps have led upwards
 */
record NetworkEnd(double[] parameters, int epoch, Evaluation at, boolean diverged) {
  /**
   * Chooses.
   *
   * @param broken whether the loss left the range of a double in the epoch after the last
   * @param before the loss where training began
   * @param goesOn whether it began with a trained network: near a minimum, steps on mini-batches
   *     may lead a little upwards
   * @return empty where nothing but what training began with is finite and not far above it
   */
  static Optional<NetworkEnd> of(
      EpochState state, boolean broken, double before, boolean goesOn, NetworkObjective objective) {
    double far = before + Math.max(1, before);
    Optional<NetworkEnd> usual =
        Optional.of(
                state.best() != null
                    ? new Candidate(state.best(), state.bestEpoch())
                    : new Candidate(state.parameters(), state.epochs()))
            .filter(candidate -> !broken || state.best() != null)
            .map(candidate -> candidate.at(objective, broken));
    if (usual.filter(end -> end.isAtMost(goesOn && !broken ? far : before)).isPresent()) {
      return usual;
    }
    for (Candidate candidate : earlier(state, broken)) {
      NetworkEnd end = candidate.at(objective, true);
      if (end.isAtMost(before)) {
        return Optional.of(end);
      }
    }
    return usual
        .filter(end -> end.isAtMost(far))
        .map(end -> new NetworkEnd(end.parameters, end.epoch, end.at, true));
  }

  private boolean isAtMost(double value) {
    return at.value() <= value; // false where it is not a number
  }

  private record Candidate(double[] parameters, int epoch) {
    NetworkEnd at(NetworkObjective objective, boolean diverged) {
      return new NetworkEnd(parameters, epoch, objective.evaluate(parameters, false), diverged);
    }
  }

  /** What training began with is no result of it. */
  private static List<Candidate> earlier(EpochState state, boolean broken) {
    List<Candidate> earlier = new ArrayList<>();
    int begun = broken ? state.epochs() : state.epochs() - 1;
    if (state.start() != null && begun > 0) {
      earlier.add(new Candidate(state.start(), begun));
    }
    if (state.least() != null && state.leastEpoch() > 0) {
      earlier.add(new Candidate(state.least(), state.leastEpoch()));
    }
    return earlier;
  }
}
