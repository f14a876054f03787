package org.suffice.jobs.cli;

import java.util.List;
import java.util.Optional;
import org.suffice.jobs.read.DataSet;
import org.suffice.jobs.read.Task;
import org.suffice.jobs.train.NeighborJob;
import org.suffice.jobs.train.Provenance;
import org.suffice.model.NeighborModel;
import org.suffice.neighbour.Index;
import org.suffice.train.NearestNeighbors;
import picocli.CommandLine.Command;

/** {@code suffice train knn}. */
@Command(
    name = NeighborModel.ALGORITHM,
    description = "Nearest neighbours: classes by votes, numbers by means of the nearest rows.",
    footerHeading = TrainAlgorithmCommand.SETTINGS)
final class TrainNeighborsCommand extends TrainAlgorithmCommand<NeighborModel> {
  TrainNeighborsCommand(Console console) {
    super(console, NeighborModel.ALGORITHM);
  }

  @Override
  public List<Key> keys() {
    return Keys.neighbours();
  }

  @Override
  Job<NeighborModel> job(Settings settings, Provenance provenance) {
    NearestNeighbors trainer = NeighborSettings.trainer(settings);
    List<String> foldColumn = CrossValidationSettings.foldColumn(settings);
    Optional<Task> asked =
        switch (settings.text("task")) {
          case "classification" -> Optional.of(Task.CLASSIFICATION);
          case "regression" -> Optional.of(Task.REGRESSION);
          default -> Optional.empty();
        };
    return (engine, input, data, target) ->
        new NeighborJob(settings.asText(), provenance)
            .train(
                engine,
                input,
                data,
                asked.orElseGet(() -> DataSet.taskOf(data, input)),
                trainer,
                foldColumn,
                target.model(),
                target.overwrite());
  }

  @Override
  void tell(NeighborModel trained) {
    Index.Algorithm algorithm =
        Index.choose(trained.options().algorithm(), trained.encoder().numFeatures());
    console()
        .err()
        .println(
            "Neighbours are found by "
                + (algorithm == Index.Algorithm.KD_TREE
                    ? "a k-d tree"
                    : "comparing every row with every query"));
  }
}
