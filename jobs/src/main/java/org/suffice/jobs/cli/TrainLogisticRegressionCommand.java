package org.suffice.jobs.cli;

import java.util.List;
import java.util.Optional;
import org.suffice.jobs.train.LogisticJob;
import org.suffice.jobs.train.Provenance;
import org.suffice.model.LogisticModel;
import org.suffice.model.ModelDirectory;
import org.suffice.solve.IterationListener;
import org.suffice.train.LogisticRegression;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code suffice train logistic-regression}. */
@Command(
    name = LogisticModel.ALGORITHM,
    description = "Probabilities of two or more classes, with inference or a penalty.",
    footerHeading = TrainAlgorithmCommand.SETTINGS)
final class TrainLogisticRegressionCommand extends TrainAlgorithmCommand<LogisticModel> {
  @Option(
      names = "--init-model",
      paramLabel = "DIR",
      description = "A model of logistic regression whose coefficients the solver starts from")
  private String initModel;

  TrainLogisticRegressionCommand(Console console) {
    super(console, LogisticModel.ALGORITHM);
  }

  @Override
  public List<Key> keys() {
    return Keys.logisticRegression();
  }

  @Override
  Job<LogisticModel> job(Settings settings, Provenance provenance) {
    return job(
        settings,
        provenance,
        Optional.ofNullable(initModel).map(from -> ModelDirectory.read(from, LogisticModel.class)));
  }

  /** The same with a model to start from. */
  Job<LogisticModel> job(Settings settings, Provenance provenance, Optional<LogisticModel> start) {
    LogisticRegression trainer = LogisticSettings.trainer(settings);
    int checkpointEvery = SolverSettings.checkpointEvery(settings);
    List<String> foldColumn = CrossValidationSettings.foldColumn(settings);
    IterationListener listener =
        console().iterations(LogisticSettings.isGradientDescent(trainer.solver()));
    return (engine, input, data, target) ->
        new LogisticJob(settings.asText(), provenance, note -> console().err().println(note))
            .train(
                engine,
                input,
                data,
                foldColumn,
                trainer,
                target.model(),
                target.overwrite(),
                start,
                checkpointEvery,
                listener);
  }
}
