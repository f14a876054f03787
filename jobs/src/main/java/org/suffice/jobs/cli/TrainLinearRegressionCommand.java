package org.suffice.jobs.cli;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import org.suffice.Failure;
import org.suffice.jobs.pass.Engine;
import org.suffice.jobs.read.DataSettings;
import org.suffice.jobs.read.Input;
import org.suffice.jobs.train.LinearRegressionJob;
import org.suffice.jobs.train.Provenance;
import org.suffice.linalg.NativeLibraries;
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
    description = "Least squares with inference.",
    footerHeading = "%nSettings (--set KEY=VALUE, or in a file for --config):%n")
final class TrainLinearRegressionCommand implements Callable<Integer>, KeyedCommand {
  private final Console console;

  @Mixin private CommonOptions common;
  @Mixin private DataOptions data;

  @Option(names = "--label", paramLabel = "COLUMN", description = "The column to predict")
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
  public java.util.List<Key> keys() {
    return Keys.linearRegression();
  }

  @Override
  public Integer call() {
    Instant started = Instant.now();
    return RunStatus.record("train linear-regression", model, started, () -> train(started));
  }

  private void train(Instant started) {
    Settings settings = data.settings(keys(), Map.of());
    if (label != null) {
      settings.set("data.label", label);
    }
    LinearRegression trainer =
        new LinearRegression(
            settings.flag("intercept"),
            settings.number("inference.level"),
            LinearRegression.Precision.valueOf(
                settings.text("precision").toUpperCase(java.util.Locale.ROOT)));
    DataSettings dataSettings = DataOptions.data(settings);
    ModelDirectory.requireWritable(model, overwrite);
    Input input = dataSettings.input();
    // The library loads while the data are looked at.
    Thread loading = new Thread(NativeLibraries::description, "load-blas");
    loading.setDaemon(true);
    loading.setUncaughtExceptionHandler((thread, e) -> {}); // thrown again where BLAS is used
    loading.start();
    try (Engine engine =
        Engines.choose("train linear-regression", settings, input, console.progress())) {
      LinearModel trained =
          LinearRegressionJob.run(
              engine,
              input,
              dataSettings,
              trainer,
              model,
              overwrite,
              settings.asText(),
              new Provenance(Suffice.Version.text(), started));
      console.out().print(new LinearSummary(trained).text());
      Map<String, Long> rows = trained.record().account();
      console
          .err()
          .printf(
              "%,d rows read, %,d used%s; model in %s (%s s)%n",
              rows.get("read"),
              rows.get("used"),
              leftOut(rows),
              model,
              trained.record().provenance().get("seconds"));
    } catch (UnsatisfiedLinkError e) {
      throw Failure.usage("BLAS: " + e.getMessage());
    }
  }

  private static String leftOut(Map<String, Long> rows) {
    String text = "";
    if (rows.get("missingDropped") > 0) {
      text += ", " + rows.get("missingDropped") + " with missing values left out";
    }
    if (rows.get("rejected") > 0) {
      text += ", " + rows.get("rejected") + " bad rows left out";
    }
    if (rows.get("zeroWeight") > 0) {
      text += ", " + rows.get("zeroWeight") + " of weight zero";
    }
    return text;
  }
}
