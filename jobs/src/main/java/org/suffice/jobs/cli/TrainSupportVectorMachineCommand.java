package org.suffice.jobs.cli;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.suffice.jobs.pass.Engine;
import org.suffice.jobs.read.DataSettings;
import org.suffice.jobs.read.Input;
import org.suffice.jobs.train.Provenance;
import org.suffice.jobs.train.SupportVectorJob;
import org.suffice.model.ModelDirectory;
import org.suffice.model.SupportVectorModel;
import org.suffice.report.SupportVectorSummary;
import org.suffice.train.SupportVectorMachine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code suffice train svm}. */
@Command(
    name = "svm",
    description = "Support vector machines: the widest margin between classes, by kernels.",
    footerHeading = "%nSettings (--set KEY=VALUE, or in a file for --config):%n")
final class TrainSupportVectorMachineCommand implements Callable<Integer>, KeyedCommand {
  private static final String NAME = "train svm";

  private final Console console;

  @Mixin private CommonOptions common;
  @Mixin private DataOptions data;

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

  TrainSupportVectorMachineCommand(Console console) {
    this.console = console;
  }

  @Override
  public List<Key> keys() {
    return Keys.supportVectorMachine();
  }

  @Override
  public Integer call() {
    Instant started = Instant.now();
    return RunStatus.record(NAME, model, started, status -> run(started, status));
  }

  private void run(Instant started, RunStatus status) {
    Settings settings = data.settings(keys(), Map.of());
    if (label != null) {
      settings.set("data.label", label);
    }
    SupportVectorMachine trainer = SupportVectorSettings.trainer(settings);
    DataSettings dataSettings = DataOptions.data(settings);
    status.reads(dataSettings.path());
    ModelDirectory.requireWritable(model, overwrite);
    Input input = dataSettings.input();
    LinearRegressionSettings.loadBlas();
    SupportVectorModel trained;
    try (Engine engine = Engines.choose(NAME, settings, input, console.progress())) {
      trained =
          new SupportVectorJob(
                  settings.asText(),
                  new Provenance(Suffice.Version.text(), started),
                  Engines.threads(),
                  console.rounds())
              .train(engine, input, dataSettings, trainer, model, overwrite);
    }
    console.out().print(new SupportVectorSummary(trained).text());
    Messages.trained(console, trained.record(), model);
  }
}
