package org.suffice.jobs.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.suffice.jobs.pass.Engine;
import org.suffice.jobs.read.DataSet;
import org.suffice.jobs.read.DataSettings;
import org.suffice.jobs.read.Input;
import org.suffice.jobs.read.Task;
import org.suffice.jobs.write.Quarantine;
import org.suffice.model.CheckpointFile;
import org.suffice.model.LogisticModel;
import org.suffice.model.ModelDirectory;
import org.suffice.pass.HeldBlocks;
import org.suffice.report.LogisticPage;
import org.suffice.solve.IterationListener;
import org.suffice.train.Checkpoints;
import org.suffice.train.LogisticRegression;
import org.suffice.train.StoredCheckpoints;

/**
 * Trains a logistic regression and publishes it.
 *
 * @param options every setting as text, kept on record
 * @param provenance when and by what the run is made
 * @param notes told what a person should know meanwhile
 */
public record LogisticJob(
    Map<String, String> options, Provenance provenance, Consumer<String> notes) {
  /**
   * Trains from data.
   *
   * @param foldColumn the column that says the fold of a row, if one does
   * @param start a model to start from, if any
   * @param checkpointEvery iterations between checkpoints beside the model; 0 for none
   * @param listener told of every iteration
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
      Optional<LogisticModel> start,
      int checkpointEvery,
      IterationListener listener) {
    DataSet data =
        DataSet.forTraining(
            Task.CLASSIFICATION, settings, input, engine, trainer::requireMemory, foldColumn);
    try (HeldBlocks rows = engine.hold(data.sources())) {
      LogisticRegression.Look look =
          trainer.look(rows, data.encoder(), data.schema().classes().size());
      data.requireAcceptable(look.account());
      data.requireRows(look.account());
      if (settings.quarantine().isPresent() && look.account().rejected() > 0) {
        Quarantine.write(engine, data, settings.quarantine().get());
      }
      Optional<StoredCheckpoints> stored = checkpoints(directory, input, start, checkpointEvery);
      LogisticModel fitted =
          trainer.fit(
              rows,
              look,
              data.schema(),
              data.encoder(),
              start,
              stored.<Checkpoints>map(each -> each).orElse(Checkpoints.NONE),
              listener);
      data.requireAcceptable(look.account());
      List<String> warnings = new ArrayList<>(data.warnings(look.account()));
      warnings.addAll(fitted.record().warnings());
      Map<String, String> facts = new LinkedHashMap<>(provenance.of(input, engine));
      stored
          .filter(each -> each.iterationsFound() > 0)
          .ifPresent(each -> facts.put("resumedAfter", each.iterationsFound() + " iterations"));
      LogisticModel model =
          fitted.withRecord(provenance.record(options, look.account(), warnings, facts));
      ModelDirectory.write(directory, model, LogisticPage.html(model), overwrite);
      stored.ifPresent(StoredCheckpoints::remove);
      return model;
    }
  }

  /** A run goes on from where one with the same settings and the same files was. */
  private Optional<StoredCheckpoints> checkpoints(
      String directory, Input input, Optional<LogisticModel> start, int every) {
    if (every == 0) {
      return Optional.empty();
    }
    Map<String, String> settings = new TreeMap<>(options);
    settings.keySet().removeIf(key -> key.startsWith("execution") || key.endsWith("-every"));
    String from = start.map(model -> Arrays.toString(model.rawParameters())).orElse("");
    String key = provenance.version() + settings + input.fingerprint() + from;
    CheckpointFile file = new CheckpointFile(directory, key);
    StoredCheckpoints stored = new StoredCheckpoints(file, every);
    if (stored.iterationsFound() > 0) {
      notes.accept(
          "goes on after "
              + stored.iterationsFound()
              + " iterations of a run that was broken off; remove "
              + file.path()
              + " to begin anew");
    }
    return Optional.of(stored);
  }
}
