package org.suffice.jobs.cli;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import org.suffice.Failure;
import org.suffice.jobs.pass.Engine;
import org.suffice.jobs.read.DataSettings;
import org.suffice.jobs.read.Input;
import org.suffice.jobs.train.Provenance;
import org.suffice.model.StatisticsDirectory;
import org.suffice.read.RowAccount;
import org.suffice.train.LinearRegression;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code suffice summarize} of any algorithm. */
abstract class SummarizeAlgorithmCommand implements Callable<Integer>, KeyedCommand {
  private final Console console;
  private final String algorithm;

  @Mixin private CommonOptions common;
  @Mixin private DataOptions data;

  @Option(
      names = "--statistics",
      paramLabel = "DIR",
      required = true,
      description = "Where the statistics are written; must not exist")
  private String statistics;

  @Option(names = "--overwrite", description = "Replace statistics that are there")
  private boolean overwrite;

  SummarizeAlgorithmCommand(Console console, String algorithm) {
    this.console = console;
    this.algorithm = algorithm;
  }

  /** The value of {@code --label}; null when not given. */
  abstract String label();

  /** Reduces data to statistics and publishes them. */
  @FunctionalInterface
  interface Job {
    /** What became of the rows. */
    RowAccount run(Engine engine, Input input, DataSettings data, String to, boolean overwrite);
  }

  /** The job that the settings ask for; throws where they ask for what statistics do not keep. */
  abstract Job job(Settings settings, Provenance provenance);

  /** Refuses sums that cannot be added and taken away without rounding, and folds. */
  static void requireAdditive(LinearRegression.Precision precision, boolean folds) {
    if (precision != LinearRegression.Precision.EXACT) {
      throw Failure.usage(
          "precision=fast: statistics that are stored, added and subtracted must be exact");
    }
    if (folds) {
      throw Failure.usage(
          "cross-validation.folds: statistics keep no folds; give it when training from data");
    }
  }

  @Override
  public Integer call() {
    Instant started = Instant.now();
    return RunStatus.record(
        "summarize " + algorithm, statistics, started, status -> run(started, status));
  }

  private void run(Instant started, RunStatus status) {
    Settings settings = data.settings(keys(), Map.of());
    if (label() != null) {
      settings.set("data.label", label());
    }
    Job job = job(settings, new Provenance(Suffice.Version.text(), started));
    DataSettings dataSettings = DataOptions.data(settings);
    dataSettings.requireGivenPeriods();
    status.reads(dataSettings.path());
    StatisticsDirectory.requireWritable(statistics, overwrite);
    Input input = dataSettings.input();
    LinearRegressionSettings.loadBlas();
    try (Engine engine =
        Engines.choose("summarize " + algorithm, settings, input, console.progress())) {
      RowAccount account = job.run(engine, input, dataSettings, statistics, overwrite);
      console
          .err()
          .printf(
              "%,d rows read, %,d used; statistics in %s%n",
              account.read(), account.used(), statistics);
    }
  }
}
