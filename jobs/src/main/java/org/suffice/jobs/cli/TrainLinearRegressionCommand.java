package org.suffice.jobs.cli;

import java.time.Instant;
import java.util.ArrayList;
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

  @Option(
      names = "--label",
      paramLabel = "COLUMN[,COLUMN…]",
      description = "The column to predict, or several that share one pass")
  private String label;

  @Option(
      names = "--statistics",
      paramLabel = "DIR",
      arity = "1..*",
      description = "Train from the sum of these instead of data (suffice summarize makes them)")
  private List<String> statistics = new ArrayList<>();

  @Option(
      names = "--minus",
      paramLabel = "DIR",
      arity = "1..*",
      description = "Statistics to take away from the sum")
  private List<String> minus = new ArrayList<>();

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
        statistics.isEmpty()
            ? fromData(job, settings, trainer)
            : fromStatistics(job, settings, trainer);
    console.out().print(new LinearSummary(trained).text());
    Messages.trained(console, trained.record(), model);
  }

  private LinearModel fromData(
      LinearRegressionJob job, Settings settings, LinearRegression trainer) {
    if (!minus.isEmpty()) {
      throw Failure.usage("--minus goes with --statistics, not with --data");
    }
    List<String> foldColumn = CrossValidationSettings.foldColumn(settings);
    DataSettings dataSettings = DataOptions.data(settings);
    Input input = dataSettings.input();
    LinearRegressionSettings.loadBlas();
    try (Engine engine =
        Engines.choose("train linear-regression", settings, input, console.progress())) {
      return job.train(engine, input, dataSettings, foldColumn, trainer, model, overwrite);
    }
  }

  private LinearModel fromStatistics(
      LinearRegressionJob job, Settings settings, LinearRegression trainer) {
    if (!settings.text("data.path").isEmpty()) {
      throw Failure.usage("give --data or --statistics, not both");
    }
    if (trainer.precision() != LinearRegression.Precision.EXACT) {
      throw Failure.usage("statistics are exact: precision=fast does not go with --statistics");
    }
    if (trainer.folds().isPresent()) {
      throw Failure.usage(
          "cross-validation: statistics keep no folds; train from --data, or without folds");
    }
    if (trainer.errors().isRobust()) {
      throw Failure.usage(
          "inference.covariance="
              + trainer.errors().text()
              + " needs the residuals of every row: train from --data");
    }
    return job.trainFromStatistics(
        statistics, minus, trainer, new Settings(keys()).asText(), model, overwrite);
  }
}
