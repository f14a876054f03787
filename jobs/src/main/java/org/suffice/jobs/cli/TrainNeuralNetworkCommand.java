package org.suffice.jobs.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.suffice.jobs.read.Task;
import org.suffice.jobs.train.NetworkJob;
import org.suffice.jobs.train.Provenance;
import org.suffice.model.ModelDirectory;
import org.suffice.model.NetworkModel;
import org.suffice.train.NeuralNetwork;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code suffice train neural-network}. */
@Command(
    name = NetworkModel.ALGORITHM,
    description = "Neural networks: layers of units for classes, targets of 0 and 1, or numbers.",
    footerHeading = TrainAlgorithmCommand.SETTINGS)
final class TrainNeuralNetworkCommand extends TrainAlgorithmCommand<NetworkModel> {
  @Option(
      names = "--init-model",
      paramLabel = "DIR",
      description = "A neural network whose training goes on; its settings network.* are kept")
  private String initModel;

  private Optional<NetworkModel> start = Optional.empty();

  TrainNeuralNetworkCommand(Console console) {
    super(console, NetworkModel.ALGORITHM);
  }

  @Override
  public List<Key> keys() {
    return NetworkKeys.all();
  }

  @Override
  Map<String, String> remembered() {
    start =
        Optional.ofNullable(initModel).map(from -> ModelDirectory.read(from, NetworkModel.class));
    return start.map(NetworkSettings::of).orElse(Map.of());
  }

  @Override
  Job<NetworkModel> job(Settings settings, Provenance provenance) {
    return job(settings, provenance, start);
  }

  /** The same with a model whose training goes on. */
  Job<NetworkModel> job(Settings settings, Provenance provenance, Optional<NetworkModel> from) {
    NeuralNetwork trainer = NetworkSettings.trainer(settings);
    int checkpointEvery = NetworkSettings.checkpointEvery(settings);
    boolean ofClasses = NetworkSettings.isOfClasses(settings);
    String task = settings.text("task");
    return (engine, input, data, target) ->
        new NetworkJob(
                settings.asText(),
                provenance,
                note -> console().err().println(note),
                console().epochs(trainer.descent().epochs()))
            .train(
                engine,
                input,
                data,
                switch (task) {
                  case "classification" -> Task.CLASSIFICATION;
                  case "regression" -> Task.REGRESSION;
                  default -> NetworkJob.taskOf(data, input, ofClasses);
                },
                trainer,
                new NetworkJob.Target(target.model(), target.overwrite(), checkpointEvery),
                from);
  }
}
