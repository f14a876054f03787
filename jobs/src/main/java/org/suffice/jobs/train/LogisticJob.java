package org.suffice.jobs.train;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.suffice.jobs.pass.Engine;
import org.suffice.jobs.read.DataSettings;
import org.suffice.jobs.read.Input;
import org.suffice.model.LogisticModel;
import org.suffice.solve.IterationListener;
import org.suffice.train.LogisticRegression;

/**
 * Trains a logistic regression and publishes it.
 *
 * @param options every setting as text, kept on record
 * @param provenance when and by what the run is made
 */
public record LogisticJob(Map<String, String> options, Provenance provenance) {
  /**
   * Trains from data.
   *
   * @param initModel whose coefficients the solver starts from
   * @param checkpointEvery so many iterations; 0 for never
   * @return the model as published
   */
  public LogisticModel train(
      Engine engine,
      Input input,
      DataSettings settings,
      List<String> foldColumn,
      LogisticRegression trainer,
      String directory,
      boolean overwrite,
      Optional<LogisticModel> initModel,
      int checkpointEvery,
      IterationListener listener) {
    throw new UnsupportedOperationException("the trainer of logistic regression is not wired yet");
  }
}
