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
import org.suffice.model.StatisticsDirectory;
import org.suffice.read.RowAccount;
import org.suffice.train.LinearRegression;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code suffice summarize linear-regression}. */
@Command(
    name = "linear-regression",
    description = "Writes the exact Gram matrix of the data, which can be added and subtracted.",
    footerHeading = "%nSettings (--set KEY=VALUE, or in a file for --config):%n")
final class SummarizeLinearRegressionCommand implements Callable<Integer>, KeyedCommand {
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
      required = true,
      description = "Where the statistics are written; must not exist")
  private String statistics;

  @Option(names = "--overwrite", description = "Replace statistics that are there")
  private boolean overwrite;

  SummarizeLinearRegressionCommand(Console console) {
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
        "summarize linear-regression", statistics, started, status -> run(started, status));
  }

  private void run(Instant started, RunStatus status) {
    Settings settings = data.settings(keys(), Map.of());
    if (label != null) {
      settings.set("data.label", label);
    }
    LinearRegression trainer = LinearRegressionSettings.trainer(settings);
    if (trainer.precision() != LinearRegression.Precision.EXACT) {
      throw Failure.usage(
          "precision=fast: statistics that are stored, added and subtracted must be exact");
    }
    if (trainer.folds().isPresent()) {
      throw Failure.usage(
          "cross-validation.folds: statistics keep no folds; give it when training from data");
    }
    DataSettings dataSettings = DataOptions.data(settings);
    dataSettings.requireGivenPeriods();
    status.reads(dataSettings.path());
    StatisticsDirectory.requireWritable(statistics, overwrite);
    Input input = dataSettings.input();
    LinearRegressionSettings.loadBlas();
    try (Engine engine =
        Engines.choose("summarize linear-regression", settings, input, console.progress())) {
      RowAccount account =
          new LinearRegressionJob(
                  settings.asText(), new Provenance(Suffice.Version.text(), started))
              .summarize(engine, input, dataSettings, trainer, statistics, overwrite);
      console
          .err()
          .printf(
              "%,d rows read, %,d used; statistics in %s%n",
              account.read(), account.used(), statistics);
    }
  }
}
