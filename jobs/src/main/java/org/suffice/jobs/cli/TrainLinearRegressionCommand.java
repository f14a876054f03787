package org.suffice.jobs.cli;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.suffice.Failure;
import org.suffice.jobs.pass.Engine;
import org.suffice.jobs.read.DataSettings;
import org.suffice.jobs.read.Input;
import org.suffice.jobs.train.LinearRegressionJob;
import org.suffice.jobs.train.Provenance;
import org.suffice.model.LinearModel;
import org.suffice.model.ModelDirectory;
import org.suffice.report.LinearSummary;
import org.suffice.train.LinearRegression;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code suffice train linear-regression}. */
@Command(
    name = "linear-regression",
    description = "Least squares with inference, from data or from statistics.",
    footerHeading = "%nSettings (--set KEY=VALUE, or in a file for --config):%n")
final class TrainLinearRegressionCommand implements Callable<Integer>, KeyedCommand {
  private final Console console;

  @Mixin private CommonOptions common;
  @Mixin private DataOptions data;
  @Mixin private StatisticsOptions stored;

  @Option(
      names = "--label",
      paramLabel = "COLUMN[,COLUMN…]",
      description = "The column to predict, or several that share one pass")
  private String label;

  @Option(
      names = "--model",
      paramLabel = "DIR",
      required = true,
      description = "Where the model is written; must not exist")
  private String model;

  @Option(names = "--overwrite", description = "Replace a model that is there")
  private boolean overwrite;

  TrainLinearRegressionCommand(Console console) {
    this.console = console;
  }

  @Override
  public List<Key> keys() {
    return Keys.linearRegression();
  }

  @Override
  public Integer call() {
    Instant started = Instant.now();
    return RunStatus.record(
        "train linear-regression", model, started, status -> run(started, status));
  }

  private void run(Instant started, RunStatus status) {
    Settings settings = data.settings(keys(), Map.of());
    if (label != null) {
      settings.set("data.label", label);
    }
    LinearRegression trainer = LinearRegressionSettings.trainer(settings);
    if (!settings.text("data.path").isEmpty()) {
      status.reads(settings.text("data.path"));
    }
    ModelDirectory.requireWritable(model, overwrite);
    LinearRegressionJob job =
        new LinearRegressionJob(settings.asText(), new Provenance(Suffice.Version.text(), started));
    LinearModel trained =
        stored.areGiven(settings) ? fromStatistics(job, trainer) : fromData(job, settings, trainer);
    console.out().print(new LinearSummary(trained).text());
    Messages.trained(console, trained.record(), model);
  }

  private LinearModel fromData(
      LinearRegressionJob job, Settings settings, LinearRegression trainer) {
    List<String> foldColumn = CrossValidationSettings.foldColumn(settings);
    DataSettings dataSettings = DataOptions.data(settings);
    Input input = dataSettings.input();
    LinearRegressionSettings.loadBlas();
    try (Engine engine =
        Engines.choose("train linear-regression", settings, input, console.progress())) {
      return job.train(engine, input, dataSettings, foldColumn, trainer, model, overwrite);
    }
  }

  private LinearModel fromStatistics(LinearRegressionJob job, LinearRegression trainer) {
    StatisticsOptions.requirePossible(trainer.precision(), trainer.folds().isPresent());
    if (trainer.errors().isRobust()) {
      throw Failure.usage(
          "inference.covariance="
              + trainer.errors().text()
              + " needs the residuals of every row: train from --data");
    }
    return job.trainFromStatistics(
        stored.statistics, stored.minus, trainer, new Settings(keys()).asText(), model, overwrite);
  }
}
