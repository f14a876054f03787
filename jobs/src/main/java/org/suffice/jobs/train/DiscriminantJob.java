package org.suffice.jobs.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.suffice.jobs.pass.Engine;
import org.suffice.jobs.read.DataSet;
import org.suffice.jobs.read.DataSettings;
import org.suffice.jobs.read.Input;
import org.suffice.jobs.read.Task;
import org.suffice.jobs.write.Quarantine;
import org.suffice.model.DiscriminantModel;
import org.suffice.model.ModelDirectory;
import org.suffice.model.StatisticsDirectory;
import org.suffice.model.TrainingRecord;
import org.suffice.pass.Blocks;
import org.suffice.read.RowAccount;
import org.suffice.report.DiscriminantPage;
import org.suffice.train.DiscriminantAnalysis;
import org.suffice.train.DiscriminantSearch;

/**
 * Trains a linear or quadratic discriminant analysis and publishes it: from data, or from
 * statistics of data seen before.
 *
 * @param options every setting as text, kept on record
 * @param provenance when and by what the run is made
 */
public record DiscriminantJob(Map<String, String> options, Provenance provenance) {
  /**
   * Trains from data.
   *
   * @param foldColumn the column that says the fold of a row, if one does
   * @return the model as published
   */
  public DiscriminantModel train(
      Engine engine,
      Input input,
      DataSettings settings,
      List<String> foldColumn,
      DiscriminantSearch trainer,
      String directory,
      boolean overwrite) {
    DataSet data =
        DataSet.forTraining(
            Task.CLASSIFICATION, settings, input, engine, trainer::requireMemory, foldColumn);
    List<String> classes = data.schema().classes();
    Blocks blocks = engine.blocks(data.sources());
    DiscriminantSearch.Reduction reduced = trainer.reduce(blocks, data.encoder(), classes.size());
    accept(engine, data, settings, reduced.account());
    data.requireRows(reduced.account());
    DiscriminantModel fitted =
        trainer.solve(blocks, reduced, data.schema(), data.encoder(), classes);
    List<String> warnings = new ArrayList<>(data.warnings(reduced.account()));
    warnings.addAll(fitted.record().warnings());
    return publish(
        fitted,
        provenance.record(options, reduced.account(), warnings, provenance.of(input, engine)),
        directory,
        overwrite);
  }

  /** Reduces data to statistics, which may be of one class alone, and publishes those. */
  public RowAccount summarize(
      Engine engine,
      Input input,
      DataSettings settings,
      DiscriminantAnalysis trainer,
      String directory,
      boolean overwrite) {
    DataSet data =
        DataSet.forTraining(
            Task.PART_OF_CLASSIFICATION,
            settings,
            input,
            engine,
            trainer::requireMemory,
            List.of());
    DiscriminantAnalysis.Reduction reduced =
        trainer.reduce(
            engine.blocks(data.sources()), data.encoder(), data.schema().classes().size());
    RowAccount account = reduced.account();
    accept(engine, data, settings, account);
    StatisticsDirectory.Stored stored =
        StatisticsDirectory.Stored.of(
            data.schema(),
            data.encoder(),
            settings.missing().name().toLowerCase(Locale.ROOT),
            null,
            reduced.exact(),
            provenance.record(
                options, account, data.warnings(account), provenance.of(input, engine)));
    StatisticsDirectory.write(directory, stored, overwrite);
    return account;
  }

  /**
   * Trains from the sum of statistics, less others.
   *
   * @param defaults of the settings: what is set otherwise must be as it was summarised
   * @return the model as published
   */
  public DiscriminantModel trainFromStatistics(
      List<String> plus,
      List<String> minus,
      DiscriminantAnalysis trainer,
      Map<String, String> defaults,
      String directory,
      boolean overwrite) {
    SummedStatistics sum =
        SummedStatistics.of(plus, minus, options, defaults).require(true, trainer.kind().text());
    StatisticsDirectory.Stored stored = sum.stored();
    DiscriminantModel fitted =
        trainer.solve(
            new DiscriminantAnalysis.Reduction(stored.classes(), null),
            stored.schema(),
            stored.encoder(),
            stored.schema().classes());
    return publish(
        fitted, sum.record(options, fitted.record().warnings(), provenance), directory, overwrite);
  }

  private static void accept(
      Engine engine, DataSet data, DataSettings settings, RowAccount account) {
    data.requireAcceptable(account);
    if (settings.quarantine().isPresent() && account.rejected() > 0) {
      Quarantine.write(engine, data, settings.quarantine().get());
    }
  }

  private static DiscriminantModel publish(
      DiscriminantModel fitted, TrainingRecord record, String directory, boolean overwrite) {
    DiscriminantModel model = fitted.withRecord(record);
    ModelDirectory.write(directory, model, DiscriminantPage.html(model), overwrite);
    return model;
  }
}
