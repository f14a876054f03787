package org.suffice.jobs.cli;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.suffice.jobs.pass.Engine;
import org.suffice.jobs.read.DataSettings;
import org.suffice.jobs.read.Input;
import org.suffice.jobs.train.DiscriminantJob;
import org.suffice.jobs.train.Provenance;
import org.suffice.model.DiscriminantModel;
import org.suffice.model.ModelDirectory;
import org.suffice.report.DiscriminantSummary;
import org.suffice.solve.DiscriminantFit;
import org.suffice.train.DiscriminantSearch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code suffice train lda} and {@code suffice train qda}. */
abstract class TrainDiscriminantCommand implements Callable<Integer>, KeyedCommand {
  /** {@code suffice train lda}. */
  @Command(
      name = "lda",
      description = "Linear discriminant analysis: classes by means and one covariance.",
      footerHeading = "%nSettings (--set KEY=VALUE, or in a file for --config):%n")
  static final class Linear extends TrainDiscriminantCommand {
    Linear(Console console) {
      super(console, DiscriminantFit.Kind.LDA);
    }
  }

  /** {@code suffice train qda}. */
  @Command(
      name = "qda",
      description = "Quadratic discriminant analysis: classes by means and covariances.",
      footerHeading = "%nSettings (--set KEY=VALUE, or in a file for --config):%n")
  static final class Quadratic extends TrainDiscriminantCommand {
    Quadratic(Console console) {
      super(console, DiscriminantFit.Kind.QDA);
    }
  }

  private final Console console;
  private final DiscriminantFit.Kind kind;

  @Mixin private CommonOptions common;
  @Mixin private DataOptions data;
  @Mixin private StatisticsOptions stored;

  @Option(names = "--label", paramLabel = "COLUMN", description = "The column of the classes")
  private String label;

  @Option(
      names = "--model",
      paramLabel = "DIR",
      required = true,
      description = "Where the model is written; must not exist")
  private String model;

  @Option(names = "--overwrite", description = "Replace a model that is there")
  private boolean overwrite;

  TrainDiscriminantCommand(Console console, DiscriminantFit.Kind kind) {
    this.console = console;
    this.kind = kind;
  }

  @Override
  public List<Key> keys() {
    return Keys.discriminant(kind == DiscriminantFit.Kind.QDA);
  }

  @Override
  public Integer call() {
    Instant started = Instant.now();
    return RunStatus.record("train " + kind.text(), model, started, status -> run(started, status));
  }

  private void run(Instant started, RunStatus status) {
    Settings settings = data.settings(keys(), Map.of());
    if (label != null) {
      settings.set("data.label", label);
    }
    DiscriminantSearch trainer = DiscriminantSettings.search(kind, settings);
    if (!settings.text("data.path").isEmpty()) {
      status.reads(settings.text("data.path"));
    }
    ModelDirectory.requireWritable(model, overwrite);
    DiscriminantModel trained =
        stored.areGiven(settings)
            ? fromStatistics(started, settings, trainer)
            : fromData(started, settings, trainer);
    console.out().print(new DiscriminantSummary(trained).text());
    Messages.trained(console, trained.record(), model);
  }

  private DiscriminantModel fromData(
      Instant started, Settings settings, DiscriminantSearch trainer) {
    List<String> foldColumn = CrossValidationSettings.foldColumn(settings);
    DataSettings dataSettings = DataOptions.data(settings);
    Input input = dataSettings.input();
    LinearRegressionSettings.loadBlas();
    try (Engine engine =
        Engines.choose("train " + kind.text(), settings, input, console.progress())) {
      return job(started, settings)
          .train(engine, input, dataSettings, foldColumn, trainer, model, overwrite);
    }
  }

  private DiscriminantModel fromStatistics(
      Instant started, Settings settings, DiscriminantSearch trainer) {
    StatisticsOptions.requirePossible(trainer.precision(), trainer.folds().isPresent());
    DiscriminantSettings.requireNoRowsNeeded(trainer);
    return job(started, settings)
        .trainFromStatistics(
            stored.statistics,
            stored.minus,
            trainer.first(),
            new Settings(keys()).asText(),
            model,
            overwrite);
  }

  private static DiscriminantJob job(Instant started, Settings settings) {
    return new DiscriminantJob(settings.asText(), new Provenance(Suffice.Version.text(), started));
  }
}
