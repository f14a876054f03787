package org.suffice.jobs.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.suffice.jobs.pass.Engine;
import org.suffice.jobs.read.DataSet;
import org.suffice.jobs.read.DataSettings;
import org.suffice.jobs.read.Input;
import org.suffice.jobs.read.Task;
import org.suffice.jobs.write.Quarantine;
import org.suffice.model.LogisticModel;
import org.suffice.model.ModelDirectory;
import org.suffice.pass.HeldBlocks;
import org.suffice.report.LogisticPage;
import org.suffice.solve.IterationListener;
import org.suffice.train.Checkpoints;
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
    DataSet data =
        DataSet.forTraining(
            Task.CLASSIFICATION, settings, input, engine, trainer::requireMemory, foldColumn);
    LogisticRegression.Look look;
    LogisticModel fitted;
    try (HeldBlocks rows = engine.hold(data.sources())) {
      look = trainer.look(rows, data.encoder(), data.schema().classes().size());
      data.requireAcceptable(look.account());
      fitted =
          trainer.fit(
              rows, look, data.schema(), data.encoder(), initModel, Checkpoints.NONE, listener);
    }
    if (settings.quarantine().isPresent() && look.account().rejected() > 0) {
      Quarantine.write(engine, data, settings.quarantine().get());
    }
    List<String> warnings = new ArrayList<>(data.warnings(look.account()));
    warnings.addAll(fitted.record().warnings());
    LogisticModel model =
        fitted.withRecord(
            provenance.record(options, look.account(), warnings, provenance.of(input, engine)));
    ModelDirectory.write(directory, model, LogisticPage.html(model), overwrite);
    return model;
  }
}
