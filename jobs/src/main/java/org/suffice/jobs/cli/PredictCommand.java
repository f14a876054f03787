package org.suffice.jobs.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.suffice.Failure;
import org.suffice.jobs.pass.Engine;
import org.suffice.jobs.read.DataSet;
import org.suffice.jobs.read.DataSettings;
import org.suffice.jobs.read.Input;
import org.suffice.jobs.write.PredictionJob;
import org.suffice.model.DiscriminantModel;
import org.suffice.model.LinearModel;
import org.suffice.model.Model;
import org.suffice.model.ModelDirectory;
import org.suffice.model.NeighborModel;
import org.suffice.model.Outputs;
import org.suffice.read.RowAccount;
import org.suffice.read.Text;
import org.suffice.solve.DiscriminantFit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code suffice predict}. */
@Command(
    name = "predict",
    description = "Predicts every row of the data into CSV parts: row, prediction and more.",
    footerHeading = "%nSettings (--set KEY=VALUE; those of the training are remembered):%n")
final class PredictCommand implements Callable<Integer>, KeyedCommand {
  private final Console console;

  @Mixin private CommonOptions common;
  @Mixin private DataOptions data;

  @Option(names = "--model", paramLabel = "DIR", required = true, description = "The model")
  private String model;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      required = true,
      description = "Where predictions are written; must not exist")
  private String output;

  @Option(
      names = "--keep",
      paramLabel = "COLUMN",
      split = ",",
      description = "Columns of the data to write after the prediction")
  private List<String> keep = new ArrayList<>();

  @Option(
      names = "--interval",
      paramLabel = "confidence|prediction",
      description =
          "Adds lower and upper: of the mean of all rows with these features, or of one such row")
  private String interval;

  @Option(
      names = "--level",
      paramLabel = "NUMBER",
      description = "Level of the interval; that of the training when not given")
  private Double level;

  @Option(
      names = "--discriminants",
      description = "Adds the coordinates of the linear discriminants, LD1 first (lda)")
  private boolean discriminants;

  @Option(
      names = "--neighbours",
      description = "Adds the rows of training that decided and how far they are (knn)")
  private boolean neighbours;

  @Option(names = "--overwrite", description = "Replace predictions that are there")
  private boolean overwrite;

  PredictCommand(Console console) {
    this.console = console;
  }

  @Override
  public List<Key> keys() {
    return Keys.application();
  }

  @Override
  public Integer call() {
    return RunStatus.record("predict", output, Instant.now(), this::predict);
  }

  private void predict(RunStatus status) {
    Model trained = ModelDirectory.read(model);
    Settings settings = data.forModel(keys(), trained);
    DataSettings dataSettings = DataOptions.data(settings);
    status.reads(dataSettings.path());
    Outputs outputs = outputs(trained);
    PredictionJob.requireWritable(output, dataSettings.path(), overwrite);
    Input input = dataSettings.input();
    DataSet rows =
        DataSet.forModel(
            dataSettings, input, trained.schema(), trained.featureMeans(), false, keep);
    try (Engine engine = Engines.choose("predict", settings, input, console.progress())) {
      RowAccount account =
          PredictionJob.run(engine, rows, outputs, keep, output, Engines.driverBytes(settings));
      Messages.warn(console, rows.warnings(account));
      String dropped =
          account.missingDropped() == 0
              ? ""
              : ", " + account.missingDropped() + " with missing values left out";
      console
          .err()
          .printf("%,d rows predicted%s; written to %s%n", account.used(), dropped, output);
    }
  }

  private Outputs outputs(Model trained) {
    if (neighbours) {
      if (!(trained instanceof NeighborModel model)) {
        throw Failure.usage(
            "--neighbours is for models of "
                + NeighborModel.ALGORITHM
                + ", not for "
                + trained.algorithm());
      }
      if (!discriminants && interval == null && level == null) {
        return model.outputs(true);
      }
    }
    if (discriminants) {
      if (!(trained instanceof DiscriminantModel model)
          || model.fit().kind() != DiscriminantFit.Kind.LDA) {
        throw Failure.usage("--discriminants is for models of lda, not for " + trained.algorithm());
      }
      if (interval == null && level == null) {
        return model.outputs(true);
      }
    }
    if (trained instanceof LinearModel linear) {
      return linear.outputs(intervalKind(), level == null ? linear.fit().level() : level);
    }
    if (interval != null || level != null) {
      throw Failure.usage(
          (interval != null ? "--interval" : "--level")
              + " is for models of "
              + LinearModel.ALGORITHM
              + ", not for "
              + trained.algorithm());
    }
    return trained.outputs();
  }

  private LinearModel.IntervalKind intervalKind() {
    if (interval == null) {
      if (level != null) {
        throw Failure.usage("--level goes with --interval");
      }
      return LinearModel.IntervalKind.NONE;
    }
    return switch (interval) {
      case "confidence" -> LinearModel.IntervalKind.CONFIDENCE;
      case "prediction" -> LinearModel.IntervalKind.PREDICTION;
      default ->
          throw Failure.usage(
              "--interval: expected confidence or prediction, found " + Text.show(interval));
    };
  }
}
