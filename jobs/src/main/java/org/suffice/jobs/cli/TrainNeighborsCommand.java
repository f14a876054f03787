package org.suffice.jobs.cli;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.suffice.jobs.pass.Engine;
import org.suffice.jobs.read.DataSet;
import org.suffice.jobs.read.DataSettings;
import org.suffice.jobs.read.Input;
import org.suffice.jobs.read.Task;
import org.suffice.jobs.train.NeighborJob;
import org.suffice.jobs.train.Provenance;
import org.suffice.model.ModelDirectory;
import org.suffice.model.NeighborModel;
import org.suffice.neighbour.Index;
import org.suffice.report.NeighborSummary;
import org.suffice.train.NearestNeighbors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code suffice train knn}. */
@Command(
    name = "knn",
    description = "Nearest neighbours: classes by votes, numbers by means of the nearest rows.",
    footerHeading = "%nSettings (--set KEY=VALUE, or in a file for --config):%n")
final class TrainNeighborsCommand implements Callable<Integer>, KeyedCommand {
  private final Console console;

  @Mixin private CommonOptions common;
  @Mixin private DataOptions data;

  @Option(
      names = "--label",
      paramLabel = "COLUMN",
      description = "The column to predict, or several numbers: a,b,c")
  private String label;

  @Option(
      names = "--model",
      paramLabel = "DIR",
      required = true,
      description = "Where the model is written; must not exist")
  private String model;

  @Option(names = "--overwrite", description = "Replace a model that is there")
  private boolean overwrite;

  TrainNeighborsCommand(Console console) {
    this.console = console;
  }

  @Override
  public List<Key> keys() {
    return Keys.neighbours();
  }

  @Override
  public Integer call() {
    Instant started = Instant.now();
    return RunStatus.record("train knn", model, started, status -> run(started, status));
  }

  private void run(Instant started, RunStatus status) {
    Settings settings = data.settings(keys(), Map.of());
    if (label != null) {
      settings.set("data.label", label);
    }
    NearestNeighbors trainer = NeighborSettings.trainer(settings);
    List<String> foldColumn = CrossValidationSettings.foldColumn(settings);
    DataSettings dataSettings = DataOptions.data(settings);
    status.reads(dataSettings.path());
    ModelDirectory.requireWritable(model, overwrite);
    Input input = dataSettings.input();
    Optional<Task> asked =
        switch (settings.text("task")) {
          case "classification" -> Optional.of(Task.CLASSIFICATION);
          case "regression" -> Optional.of(Task.REGRESSION);
          default -> Optional.empty();
        };
    Task task = asked.orElseGet(() -> DataSet.taskOf(dataSettings, input));
    LinearRegressionSettings.loadBlas();
    NeighborModel trained;
    try (Engine engine = Engines.choose("train knn", settings, input, console.progress())) {
      trained =
          new NeighborJob(settings.asText(), new Provenance(Suffice.Version.text(), started))
              .train(engine, input, dataSettings, task, trainer, foldColumn, model, overwrite);
    }
    console.out().print(new NeighborSummary(trained).text());
    Index.Algorithm algorithm =
        Index.choose(trained.options().algorithm(), trained.encoder().numFeatures());
    console
        .err()
        .println(
            "Neighbours are found by "
                + (algorithm == Index.Algorithm.KD_TREE
                    ? "a k-d tree"
                    : "comparing every row with every query"));
    Messages.trained(console, trained.record(), model);
  }
}
