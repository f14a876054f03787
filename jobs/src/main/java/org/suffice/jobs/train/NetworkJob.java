package org.suffice.jobs.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.suffice.jobs.pass.Engine;
import org.suffice.jobs.read.DataSet;
import org.suffice.jobs.read.DataSettings;
import org.suffice.jobs.read.Input;
import org.suffice.jobs.read.Task;
import org.suffice.jobs.write.Quarantine;
import org.suffice.model.CheckpointFile;
import org.suffice.model.ModelDirectory;
import org.suffice.model.NetworkModel;
import org.suffice.pass.HeldBlocks;
import org.suffice.report.NetworkPage;
import org.suffice.solve.TrainedNetwork;
import org.suffice.statistic.NetworkMoments;
import org.suffice.train.Checkpoints;
import org.suffice.train.NetworkAgreement;
import org.suffice.train.NeuralNetwork;
import org.suffice.train.StoredCheckpoints;

/**
 * Trains a neural network and publishes it.
 *
 * @param options every setting as text, kept on record
 * @param provenance when and by what the run is made
 * @param notes told what a person should know meanwhile
 * @param listener told of every epoch
 */
public record NetworkJob(
    Map<String, String> options,
    Provenance provenance,
    Consumer<String> notes,
    NeuralNetwork.Listener listener) {
  /**
   * Where the model is written.
   *
   * @param overwrite whether one that is there may be replaced
   * @param checkpointEvery epochs between checkpoints beside the model; 0 for none
   */
  public record Target(String directory, boolean overwrite, int checkpointEvery) {}

  /**
   * What a label is that nobody said anything of.
   *
   * @param ofClasses whether the loss has a meaning for classes, or for 0 and 1, only
   */
  public static Task taskOf(DataSettings settings, Input input, boolean ofClasses) {
    return ofClasses && DataSet.numLabels(settings, input) == 1
        ? Task.CLASSIFICATION
        : DataSet.taskOf(settings, input);
  }

  /**
   * Trains from data.
   *
   * @param start a model to go on from, if any
   * @return the model as published
   */
  public NetworkModel train(
      Engine engine,
      Input input,
      DataSettings settings,
      Task task,
      NeuralNetwork trainer,
      Target target,
      Optional<NetworkModel> start) {
    int labels = settings.labels(List.of()).size();
    DataSet data =
        DataSet.forTraining(
            task,
            settings,
            input,
            engine,
            (features, classes) -> NetworkMemory.require(trainer, features, classes, labels),
            List.of());
    NetworkAgreement agreement = new NetworkAgreement(trainer, data.schema(), data.encoder());
    start.map(NetworkModel::trained).ifPresent(agreement::requireSame);
    try (HeldBlocks rows = engine.hold(data.sources())) {
      NetworkMoments look = trainer.look(rows, data.encoder(), data.schema().classes().size());
      data.requireAcceptable(look.account());
      data.requireRows(look.account());
      agreement.requireTargets(look, input::place);
      if (settings.quarantine().isPresent() && look.account().rejected() > 0) {
        Quarantine.write(engine, data, settings.quarantine().get());
      }
      Optional<StoredCheckpoints> stored = checkpoints(target, input, start);
      TrainedNetwork trained =
          trainer.fit(
              rows,
              engine.miniBatches(rows),
              look,
              data.schema(),
              data.encoder(),
              start.map(NetworkModel::trained),
              stored.<Checkpoints>map(each -> each).orElse(Checkpoints.NONE),
              listener);
      data.requireAcceptable(look.account());
      List<String> warnings = new ArrayList<>(data.warnings(look.account()));
      warnings.addAll(trained.warnings());
      Map<String, String> facts = new LinkedHashMap<>(provenance.of(input, engine));
      stored
          .filter(each -> each.iterationsFound() > 0)
          .ifPresent(each -> facts.put("resumedAfter", each.iterationsFound() + " epochs"));
      NetworkModel model =
          new NetworkModel(trained, provenance.record(options, look.account(), warnings, facts));
      ModelDirectory.write(target.directory(), model, NetworkPage.html(model), target.overwrite());
      stored.ifPresent(StoredCheckpoints::remove);
      return model;
    }
  }

  /** A run goes on from where one with the same settings and the same files was. */
  private Optional<StoredCheckpoints> checkpoints(
      Target target, Input input, Optional<NetworkModel> start) {
    if (target.checkpointEvery() == 0) {
      return Optional.empty();
    }
    Map<String, String> settings = new TreeMap<>(options);
    settings
        .keySet()
        .removeIf(key -> key.startsWith("execution") || key.equals("optimizer.checkpoint-every"));
    String from = start.map(NetworkJob::fingerprint).orElse("");
    String key = provenance.version() + settings + input.fingerprint() + from;
    CheckpointFile file = new CheckpointFile(target.directory(), key);
    StoredCheckpoints stored = new StoredCheckpoints(file, target.checkpointEvery());
    if (stored.iterationsFound() > 0) {
      notes.accept(
          "goes on after "
              + stored.iterationsFound()
              + " epochs of a run that was broken off; remove "
              + file.path()
              + " to begin anew");
    }
    return Optional.of(stored);
  }

  private static String fingerprint(NetworkModel model) {
    TrainedNetwork trained = model.trained();
    return Arrays.toString(trained.fit().parameters())
        + Arrays.toString(trained.shift())
        + Arrays.toString(trained.scale())
        + Arrays.toString(trained.targetShift())
        + Arrays.toString(trained.targetScale());
  }
}
