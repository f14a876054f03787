package org.suffice.jobs.cli;

import java.util.List;
import java.util.Optional;
import org.suffice.jobs.train.DiscriminantJob;
import org.suffice.jobs.train.Provenance;
import org.suffice.model.DiscriminantModel;
import org.suffice.solve.DiscriminantFit;
import org.suffice.train.DiscriminantSearch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code suffice train lda} and {@code suffice train qda}. */
abstract class TrainDiscriminantCommand extends TrainAlgorithmCommand<DiscriminantModel> {
  /** {@code suffice train lda}. */
  @Command(
      name = "lda",
      description = "Linear discriminant analysis: classes by means and one covariance.",
      footerHeading = TrainAlgorithmCommand.SETTINGS)
  static final class Linear extends TrainDiscriminantCommand {
    Linear(Console console) {
      super(console, DiscriminantFit.Kind.LDA);
    }
  }

  /** {@code suffice train qda}. */
  @Command(
      name = "qda",
      description = "Quadratic discriminant analysis: classes by means and covariances.",
      footerHeading = TrainAlgorithmCommand.SETTINGS)
  static final class Quadratic extends TrainDiscriminantCommand {
    Quadratic(Console console) {
      super(console, DiscriminantFit.Kind.QDA);
    }
  }

  private final DiscriminantFit.Kind kind;

  @Mixin private StatisticsOptions stored;

  TrainDiscriminantCommand(Console console, DiscriminantFit.Kind kind) {
    super(console, kind.text());
    this.kind = kind;
  }

  @Override
  public List<Key> keys() {
    return Keys.discriminant(kind == DiscriminantFit.Kind.QDA);
  }

  @Override
  Job<DiscriminantModel> job(Settings settings, Provenance provenance) {
    DiscriminantSearch trainer = DiscriminantSettings.search(kind, settings);
    List<String> foldColumn = CrossValidationSettings.foldColumn(settings);
    return (engine, input, data, target) ->
        new DiscriminantJob(settings.asText(), provenance)
            .train(engine, input, data, foldColumn, trainer, target.model(), target.overwrite());
  }

  @Override
  Optional<DiscriminantModel> withoutData(Settings settings, Provenance provenance, Target target) {
    if (!stored.areGiven(settings)) {
      return Optional.empty();
    }
    DiscriminantSearch trainer = DiscriminantSettings.search(kind, settings);
    StatisticsOptions.requirePossible(trainer.precision(), trainer.folds().isPresent());
    DiscriminantSettings.requireNoRowsNeeded(trainer);
    return Optional.of(
        new DiscriminantJob(settings.asText(), provenance)
            .trainFromStatistics(
                stored.statistics,
                stored.minus,
                trainer.first(),
                new Settings(keys()).asText(),
                target.model(),
                target.overwrite()));
  }
}
