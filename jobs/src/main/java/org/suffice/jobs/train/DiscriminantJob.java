package org.suffice.jobs.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.suffice.jobs.pass.Engine;
import org.suffice.jobs.read.DataSet;
import org.suffice.jobs.read.DataSettings;
import org.suffice.jobs.read.Input;
import org.suffice.jobs.read.Task;
import org.suffice.jobs.write.Quarantine;
import org.suffice.model.DiscriminantModel;
import org.suffice.model.ModelDirectory;
import org.suffice.report.DiscriminantPage;
import org.suffice.train.DiscriminantAnalysis;

/**
 * Trains a linear or quadratic discriminant analysis and publishes it.
 *
 * @param options every setting as text, kept on record
 * @param provenance when and by what the run is made
 */
public record DiscriminantJob(Map<String, String> options, Provenance provenance) {
  /**
   * Trains from data.
   *
   * @return the model as published
   */
  public DiscriminantModel train(
      Engine engine,
      Input input,
      DataSettings settings,
      DiscriminantAnalysis trainer,
      String directory,
      boolean overwrite) {
    DataSet data =
        DataSet.forTraining(
            Task.CLASSIFICATION, settings, input, engine, trainer::requireMemory, List.of());
    List<String> classes = data.schema().classes();
    DiscriminantAnalysis.Reduction reduced =
        trainer.reduce(engine.blocks(data.sources()), data.encoder(), classes.size());
    data.requireAcceptable(reduced.account());
    if (settings.quarantine().isPresent() && reduced.account().rejected() > 0) {
      Quarantine.write(engine, data, settings.quarantine().get());
    }
    DiscriminantModel fitted = trainer.solve(reduced, data.schema(), data.encoder(), classes);
    List<String> warnings = new ArrayList<>(data.warnings(reduced.account()));
    warnings.addAll(fitted.record().warnings());
    DiscriminantModel model =
        fitted.withRecord(
            provenance.record(options, reduced.account(), warnings, provenance.of(input, engine)));
    ModelDirectory.write(directory, model, DiscriminantPage.html(model), overwrite);
    return model;
  }
}
