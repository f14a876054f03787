package org.suffice.train;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.suffice.model.CheckpointFile;
import org.suffice.solve.SolverState;

/** Checkpoints in a file, written every so many iterations of whatever stage. */
public final class StoredCheckpoints implements Checkpoints {
  private final CheckpointFile file;
  private final int every;
  private final Map<String, SolverState> states;
  private final int found;
  private int since;

  /**
   * Goes on from what the file holds.
   *
   * @param every iterations between two writings, at least 1
   */
  public StoredCheckpoints(CheckpointFile file, int every) {
    if (every < 1) {
      throw new IllegalArgumentException("expected a number of iterations, found " + every);
    }
    this.file = file;
    this.every = every;
    this.states = new LinkedHashMap<>(file.read());
    this.found = states.values().stream().mapToInt(SolverState::iteration).sum();
  }

  /** How many iterations of a run that was killed are there already. */
  public int iterationsFound() {
    return found;
  }

  @Override
  public Optional<SolverState> find(String stage) {
    return Optional.ofNullable(states.get(stage));
  }

  @Override
  public void keep(String stage, SolverState state) {
    states.put(stage, state);
    if (state.iteration() > 0) {
      since++;
    }
    if (since >= every) {
      file.write(states);
      since = 0;
    }
  }

  /** The run is over: nothing needs to go on from here. */
  public void remove() {
    file.delete();
  }
}
