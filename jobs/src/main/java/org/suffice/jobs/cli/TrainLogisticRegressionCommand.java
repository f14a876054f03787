package org.suffice.jobs.cli;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.suffice.jobs.pass.Engine;
import org.suffice.jobs.read.DataSettings;
import org.suffice.jobs.read.Input;
import org.suffice.jobs.train.LogisticJob;
import org.suffice.jobs.train.Provenance;
import org.suffice.model.LogisticModel;
import org.suffice.model.ModelDirectory;
import org.suffice.report.LogisticSummary;
import org.suffice.solve.IterationListener;
import org.suffice.train.LogisticRegression;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code suffice train logistic-regression}. */
@Command(
    name = "logistic-regression",
    description = "Probabilities of two or more classes, with inference or a penalty.",
    footerHeading = "%nSettings (--set KEY=VALUE, or in a file for --config):%n")
final class TrainLogisticRegressionCommand implements Callable<Integer>, KeyedCommand {
  private static final String NAME = "train logistic-regression";

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

  @Option(
      names = "--init-model",
      paramLabel = "DIR",
      description = "A model of logistic regression whose coefficients the solver starts from")
  private String initModel;

  @Option(names = "--overwrite", description = "Replace a model that is there")
  private boolean overwrite;

  TrainLogisticRegressionCommand(Console console) {
    this.console = console;
  }

  @Override
  public List<Key> keys() {
    return Keys.logisticRegression();
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
    LogisticRegression trainer = LogisticSettings.trainer(settings);
    int checkpointEvery = SolverSettings.checkpointEvery(settings);
    List<String> foldColumn = CrossValidationSettings.foldColumn(settings);
    DataSettings dataSettings = DataOptions.data(settings);
    status.reads(dataSettings.path());
    ModelDirectory.requireWritable(model, overwrite);
    Optional<LogisticModel> start =
        Optional.ofNullable(initModel).map(from -> ModelDirectory.read(from, LogisticModel.class));
    Input input = dataSettings.input();
    LinearRegressionSettings.loadBlas();
    IterationListener listener =
        console.iterations(LogisticSettings.isGradientDescent(trainer.solver()));
    LogisticModel trained;
    try (Engine engine = Engines.choose(NAME, settings, input, console.progress())) {
      trained =
          new LogisticJob(
                  settings.asText(),
                  new Provenance(Suffice.Version.text(), started),
                  note -> console.err().println(note))
              .train(
                  engine,
                  input,
                  dataSettings,
                  foldColumn,
                  trainer,
                  model,
                  overwrite,
                  start,
                  checkpointEvery,
                  listener);
    }
    console.out().print(new LogisticSummary(trained).text());
    Messages.trained(console, trained.record(), model);
  }
}
