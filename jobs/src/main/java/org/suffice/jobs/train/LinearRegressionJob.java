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
import org.suffice.model.LinearModel;
import org.suffice.model.ModelDirectory;
import org.suffice.model.StatisticsDirectory;
import org.suffice.model.TrainingRecord;
import org.suffice.read.RowAccount;
import org.suffice.report.LinearPage;
import org.suffice.train.LinearRegression;

/**
 * Trains a linear regression and publishes it: from data, or from statistics of data seen before.
 *
 * @param options every setting as text, kept on record
 * @param provenance when and by what the run is made
 */
public record LinearRegressionJob(Map<String, String> options, Provenance provenance) {
  /**
   * Trains from data.
   *
   * @param foldColumn the column that says the fold of a row, if one does
   * @return the model as published
   */
  public LinearModel train(
      Engine engine,
      Input input,
      DataSettings settings,
      List<String> foldColumn,
      LinearRegression trainer,
      String directory,
      boolean overwrite) {
    DataSet data =
        DataSet.forTraining(
            Task.REGRESSION,
            settings,
            input,
            engine,
            (d, c) -> trainer.requireMemory(d),
            foldColumn);
    LinearRegression.Reduction gram = reduce(engine, data, settings, trainer);
    data.requireRows(gram.account());
    LinearModel fitted = trainer.solve(gram, data.schema(), data.encoder());
    if (trainer.errors().isRobust()) {
      fitted =
          trainer.withRobustErrors(
              engine.blocks(data.sources()), gram, data.schema(), data.encoder(), fitted);
    }
    List<String> warnings = new ArrayList<>(data.warnings(gram.account()));
    warnings.addAll(fitted.record().warnings());
    return publish(
        fitted,
        record(gram.account(), warnings, provenance.of(input, engine)),
        directory,
        overwrite);
  }

  /** Reduces data to statistics and publishes those. */
  public RowAccount summarize(
      Engine engine,
      Input input,
      DataSettings settings,
      LinearRegression trainer,
      String directory,
      boolean overwrite) {
    DataSet data = DataSet.forTraining(settings, input, engine, trainer::requireMemory);
    LinearRegression.Reduction gram = reduce(engine, data, settings, trainer);
    StatisticsDirectory.Stored stored =
        StatisticsDirectory.Stored.of(
            data.schema(),
            data.encoder(),
            settings.missing().name().toLowerCase(java.util.Locale.ROOT),
            gram.exact(),
            null,
            record(gram.account(), data.warnings(gram.account()), provenance.of(input, engine)));
    StatisticsDirectory.write(directory, stored, overwrite);
    return gram.account();
  }

  /**
   * Trains from the sum of statistics, less others.
   *
   * @param defaults of the settings: what is set otherwise must be as it was summarised
   * @return the model as published
   */
  public LinearModel trainFromStatistics(
      List<String> plus,
      List<String> minus,
      LinearRegression trainer,
      Map<String, String> defaults,
      String directory,
      boolean overwrite) {
    SummedStatistics sum =
        SummedStatistics.of(plus, minus, options, defaults).require(false, "linear-regression");
    StatisticsDirectory.Stored stored = sum.stored();
    LinearModel fitted =
        trainer.solve(
            new LinearRegression.Reduction(stored.gram(), null), stored.schema(), stored.encoder());
    return publish(
        fitted, sum.record(options, fitted.record().warnings(), provenance), directory, overwrite);
  }

  private static LinearRegression.Reduction reduce(
      Engine engine, DataSet data, DataSettings settings, LinearRegression trainer) {
    LinearRegression.Reduction gram = trainer.reduce(engine.blocks(data.sources()), data.encoder());
    data.requireAcceptable(gram.account());
    if (settings.quarantine().isPresent() && gram.account().rejected() > 0) {
      Quarantine.write(engine, data, settings.quarantine().get());
    }
    return gram;
  }

  private LinearModel publish(
      LinearModel fitted, TrainingRecord record, String directory, boolean overwrite) {
    LinearModel model = fitted.withRecord(record);
    ModelDirectory.write(directory, model, LinearPage.html(model), overwrite);
    return model;
  }

  private TrainingRecord record(
      RowAccount account, List<String> warnings, Map<String, String> facts) {
    return provenance.record(options, account, warnings, facts);
  }
}
