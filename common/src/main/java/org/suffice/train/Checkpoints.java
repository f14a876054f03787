package org.suffice.train;

import java.util.Optional;
import org.suffice.solve.SolverState;

/**
 * Where a run keeps how far it is, so that one that was killed goes on to the same result. A run
 * consists of stages, each an iterative solution; they come in the same order every time.
 */
public interface Checkpoints {
  /** Nothing is kept. */
  Checkpoints NONE =
      new Checkpoints() {
        @Override
        public Optional<SolverState> find(String stage) {
          return Optional.empty();
        }

        @Override
        public void keep(String stage, SolverState state) {}
      };

  /** How far a stage had come when the run was killed. */
  Optional<SolverState> find(String stage);

  /** Takes note of how far a stage is; writes when it is time to. */
  void keep(String stage, SolverState state);
}
