package org.suffice.jobs.cli;

import java.util.List;
import java.util.Optional;
import org.suffice.Failure;
import org.suffice.jobs.train.LinearRegressionJob;
import org.suffice.jobs.train.Provenance;
import org.suffice.model.LinearModel;
import org.suffice.train.LinearRegression;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code suffice train linear-regression}. */
@Command(
    name = LinearModel.ALGORITHM,
    description = "Least squares with inference, from data or from statistics.",
    footerHeading = TrainAlgorithmCommand.SETTINGS)
final class TrainLinearRegressionCommand extends TrainAlgorithmCommand<LinearModel> {
  @Mixin private StatisticsOptions stored;

  TrainLinearRegressionCommand(Console console) {
    super(console, LinearModel.ALGORITHM);
  }

  @Override
  public List<Key> keys() {
    return Keys.linearRegression();
  }

  @Override
  Job<LinearModel> job(Settings settings, Provenance provenance) {
    LinearRegression trainer = LinearRegressionSettings.trainer(settings);
    List<String> foldColumn = CrossValidationSettings.foldColumn(settings);
    return (engine, input, data, target) ->
        new LinearRegressionJob(settings.asText(), provenance)
            .train(engine, input, data, foldColumn, trainer, target.model(), target.overwrite());
  }

  @Override
  Optional<LinearModel> withoutData(Settings settings, Provenance provenance, Target target) {
    if (!stored.areGiven(settings)) {
      return Optional.empty();
    }
    LinearRegression trainer = LinearRegressionSettings.trainer(settings);
    StatisticsOptions.requirePossible(trainer.precision(), trainer.folds().isPresent());
    if (trainer.errors().isRobust()) {
      throw Failure.usage(
          "inference.covariance="
              + trainer.errors().text()
              + " needs the residuals of every row: train from --data");
    }
    return Optional.of(
        new LinearRegressionJob(settings.asText(), provenance)
            .trainFromStatistics(
                stored.statistics,
                stored.minus,
                trainer,
                new Settings(keys()).asText(),
                target.model(),
                target.overwrite()));
  }
}
