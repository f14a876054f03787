package org.suffice.jobs.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.suffice.jobs.pass.Engine;
import org.suffice.jobs.read.DataSet;
import org.suffice.jobs.read.DataSettings;
import org.suffice.jobs.read.Input;
import org.suffice.jobs.write.Quarantine;
import org.suffice.model.LinearModel;
import org.suffice.model.ModelDirectory;
import org.suffice.model.TrainingRecord;
import org.suffice.read.RowAccount;
import org.suffice.report.LinearPage;
import org.suffice.train.LinearRegression;

/** Trains a linear regression and publishes it. */
public final class LinearRegressionJob {
  private LinearRegressionJob() {}

  /**
   * Runs the job.
   *
   * @param provenance facts of the run, written into the model
   * @param options every setting as text, written into the model
   * @return the model as published
   */
  public static LinearModel run(
      Engine engine,
      Input input,
      DataSettings settings,
      LinearRegression trainer,
      String directory,
      boolean overwrite,
      Map<String, String> options,
      Provenance provenance) {
    DataSet data = DataSet.forTraining(settings, input, engine);
    LinearRegression.Reduction gram = trainer.reduce(engine.blocks(data.sources()), data.encoder());
    data.requireAcceptable(gram.account());
    LinearModel fitted = trainer.solve(gram, data.schema(), data.encoder());
    List<String> warnings = new ArrayList<>(data.warnings(gram.account()));
    warnings.addAll(fitted.record().warnings());
    LinearModel model =
        fitted.withRecord(
            new TrainingRecord(
                options,
                counts(gram.account()),
                List.copyOf(warnings),
                provenance.of(input, engine)));
    if (settings.quarantine().isPresent() && gram.account().rejected() > 0) {
      Quarantine.write(engine, data, settings.quarantine().get());
    }
    ModelDirectory.write(directory, model, LinearPage.html(model), overwrite);
    return model;
  }

  private static Map<String, Long> counts(RowAccount account) {
    Map<String, Long> counts = new LinkedHashMap<>();
    counts.put("read", account.read());
    counts.put("used", account.used());
    counts.put("missingDropped", account.missingDropped());
    counts.put("rejected", account.rejected());
    counts.put("zeroWeight", account.zeroWeight());
    return counts;
  }
}
