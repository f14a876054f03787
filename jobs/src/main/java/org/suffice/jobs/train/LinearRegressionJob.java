package org.suffice.jobs.train;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.suffice.Failure;
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
import org.suffice.read.FeatureEncoder;
import org.suffice.read.RowAccount;
import org.suffice.read.Text;
import org.suffice.report.LinearPage;
import org.suffice.storage.Storage;
import org.suffice.train.LinearRegression;
import org.suffice.train.StatisticsSum;

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
        new StatisticsDirectory.Stored(
            data.schema(),
            withIndicator(data.encoder()),
            settings.missing().name().toLowerCase(java.util.Locale.ROOT),
            gram.exact(),
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
    StatisticsDirectory.Stored sum =
        StatisticsSum.of(read("--statistics", plus), read("--minus", minus));
    requireNamed("the label", "data.label", String.join(",", sum.schema().labels()));
    requireNamed("the weight", "data.weight", sum.schema().weight().orElse("none"));
    requireSummarised(defaults, sum.record().options());
    LinearModel fitted =
        trainer.solve(
            new LinearRegression.Reduction(sum.statistic(), null), sum.schema(), sum.encoder());
    return publish(
        fitted,
        provenance.record(
            withDataOf(sum.record().options()),
            sum.statistic().account(),
            fitted.record().warnings(),
            provenance.ofStatistics(plus, minus)),
        directory,
        overwrite);
  }

  /** What is asked for must be what was summarised, where it is said at all. */
  private void requireNamed(String what, String key, String found) {
    String asked = options.getOrDefault(key, "");
    if (!asked.isEmpty() && !asked.equals(found)) {
      throw Failure.usage(
          what + " of the statistics is " + Text.show(found) + ", not " + Text.show(asked));
    }
  }

  /** What decides about rows and features was decided when the statistics were made. */
  private void requireSummarised(Map<String, String> defaults, Map<String, String> summarised) {
    for (Map.Entry<String, String> option : options.entrySet()) {
      String key = option.getKey();
      String value = option.getValue();
      if (isOfData(key)
          && !key.equals("data.label")
          && !key.equals("data.weight")
          && !value.equals(defaults.get(key))
          && !value.equals(summarised.getOrDefault(key, value))) {
        throw Failure.usage(
            key
                + " was "
                + Text.show(summarised.get(key))
                + " when the statistics were made and cannot be "
                + Text.show(value)
                + " now; summarize anew, or leave it out");
      }
    }
  }

  private static boolean isOfData(String key) {
    return (key.startsWith("data.") && !key.equals("data.path"))
        || (key.startsWith("features.") && !key.equals("features.standardize"));
  }

  /**
   * The settings of this run, and of how data are written those of the run that saw the data:
   * predictions read theirs alike.
   */
  private Map<String, String> withDataOf(Map<String, String> summarised) {
    Map<String, String> all = new LinkedHashMap<>(options);
    all.replaceAll((key, value) -> isOfData(key) ? summarised.getOrDefault(key, value) : value);
    return all;
  }

  private static Map<String, StatisticsDirectory.Stored> read(
      String option, List<String> directories) {
    Map<String, StatisticsDirectory.Stored> stored = new LinkedHashMap<>();
    Set<String> seen = new HashSet<>();
    for (String directory : directories) {
      if (!seen.add(Storage.of(directory).absolute(directory))) {
        throw Failure.usage(option + " names " + directory + " twice");
      }
      stored.put(directory, StatisticsDirectory.read(directory));
    }
    return stored;
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

  private static Set<String> withIndicator(FeatureEncoder encoder) {
    Set<String> names = new TreeSet<>();
    for (int c = 0; c < encoder.numColumns(); c++) {
      if (encoder.indicatorSlot(c) >= 0) {
        names.add(encoder.columnName(c));
      }
    }
    return names;
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
