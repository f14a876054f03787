package org.suffice.jobs.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.suffice.Failure;
import picocli.CommandLine.Option;

/** Options of every command that has to do with a store of models. */
final class RetrainOptions {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Settings in HOCON, see conf/retrain.conf")
  String config;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "One setting; may be repeated; overrides the file")
  List<String> set = new ArrayList<>();

  /** All settings: those of retraining and those of the algorithm that they name. */
  Settings settings() {
    Settings found = amongOthers(RetrainKeys.all());
    String algorithm = found.text("retrain.algorithm");
    if (algorithm.isEmpty()) {
      throw Failure.usage(
          "no algorithm: set retrain.algorithm to one of "
              + String.join(", ", RetrainAlgorithm.NAMES));
    }
    List<Key> keys = new ArrayList<>(RetrainKeys.all());
    keys.addAll(RetrainAlgorithm.named(algorithm).keys());
    return fill(new Settings(keys));
  }

  /** Some of the settings; what the others are does not matter. */
  Settings amongOthers(List<Key> keys) {
    return fill(Settings.amongOthers(keys));
  }

  private Settings fill(Settings settings) {
    if (config != null) {
      settings.file(config);
    }
    set.forEach(settings::assignment);
    return settings;
  }

  /**
   * The settings of the algorithm alone, for data at a path.
   *
   * @param changes further settings, by key
   */
  Settings ofAlgorithm(RetrainAlgorithm algorithm, String path, Map<String, String> changes) {
    Settings settings = amongOthers(algorithm.keys());
    settings.set("data.path", path);
    changes.forEach(settings::set);
    return settings;
  }
}
