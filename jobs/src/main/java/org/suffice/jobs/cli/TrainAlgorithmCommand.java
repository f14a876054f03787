package org.suffice.jobs.cli;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.suffice.jobs.pass.Engine;
import org.suffice.jobs.read.DataSettings;
import org.suffice.jobs.read.Input;
import org.suffice.jobs.train.Provenance;
import org.suffice.model.Model;
import org.suffice.model.ModelDirectory;
import org.suffice.report.ModelSummary;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code suffice train ALGORITHM}: what all algorithms have in common, from the options to the
 * table that is printed.
 *
 * @param <M> the models of the algorithm
 */
abstract class TrainAlgorithmCommand<M extends Model> implements Callable<Integer>, KeyedCommand {
  /** What stands above the settings that {@code --help} lists. */
  static final String SETTINGS = "%nSettings (--set KEY=VALUE, or in a file for --config):%n";

  private final Console console;
  private final String command;

  @Mixin private CommonOptions common;
  @Mixin private DataOptions data;

  @Option(
      names = "--label",
      paramLabel = "COLUMN[,COLUMN…]",
      description = "The column to predict, or several where the algorithm takes them")
  private String label;

  @Option(
      names = "--model",
      paramLabel = "DIR",
      required = true,
      description = "Where the model is written; must not exist")
  private String model;

  @Option(names = "--overwrite", description = "Replace a model that is there")
  private boolean overwrite;

  TrainAlgorithmCommand(Console console, String algorithm) {
    this.console = console;
    this.command = "train " + algorithm;
  }

  /**
   * Where the model of a run is written.
   *
   * @param overwrite whether one that is there may be replaced
   */
  record Target(String model, boolean overwrite) {}

  /** Trains from data and publishes the model. */
  @FunctionalInterface
  interface Job<M> {
    /** The model as published. */
    M run(Engine engine, Input input, DataSettings data, Target target);
  }

  /**
   * The job that the settings ask for.
   *
   * @throws org.suffice.Failure where they do not go together
   */
  abstract Job<M> job(Settings settings, Provenance provenance);

  /** Settings that stand in the place of defaults, for instance those of a model to go on from. */
  Map<String, String> remembered() {
    return Map.of();
  }

  /** Trains without data where the options ask for that; empty otherwise. */
  Optional<M> withoutData(Settings settings, Provenance provenance, Target target) {
    return Optional.empty();
  }

  /** Says what else there is to say of a model. */
  void tell(M trained) {}

  final Console console() {
    return console;
  }

  @Override
  public final Integer call() {
    Instant started = Instant.now();
    return RunStatus.record(command, model, started, status -> run(started, status));
  }

  private void run(Instant started, RunStatus status) {
    Settings settings = data.settings(keys(), remembered());
    if (label != null) {
      settings.set("data.label", label);
    }
    Provenance provenance = new Provenance(Suffice.Version.text(), started);
    Job<M> job = job(settings, provenance);
    if (!settings.text("data.path").isEmpty()) {
      status.reads(settings.text("data.path"));
    }
    ModelDirectory.requireWritable(model, overwrite);
    Target target = new Target(model, overwrite);
    M trained =
        withoutData(settings, provenance, target).orElseGet(() -> fromData(settings, job, target));
    console.out().print(ModelSummary.of(trained).text());
    tell(trained);
    Messages.trained(console, trained.record(), model);
  }

  private M fromData(Settings settings, Job<M> job, Target target) {
    DataSettings dataSettings = DataOptions.data(settings);
    Input input = dataSettings.input();
    LinearRegressionSettings.loadBlas();
    try (Engine engine = Engines.choose(command, settings, input, console.progress())) {
      return job.run(engine, input, dataSettings, target);
    }
  }
}
