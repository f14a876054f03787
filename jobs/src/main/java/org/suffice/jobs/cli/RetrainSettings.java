package org.suffice.jobs.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.suffice.Failure;
import org.suffice.jobs.read.DataSettings;
import org.suffice.jobs.retrain.DriftLimits;
import org.suffice.jobs.retrain.Gate;
import org.suffice.jobs.retrain.Metric;
import org.suffice.jobs.retrain.ModelStore;
import org.suffice.jobs.retrain.RetrainPlan;
import org.suffice.read.Text;
import org.suffice.storage.Storage;

/** What the settings say of retraining. */
final class RetrainSettings {
  private RetrainSettings() {}

  /** The store of models. */
  static ModelStore store(Settings settings) {
    return ModelStore.at(required(settings, "retrain.store", "a directory"));
  }

  /** The store of models, which must be there. */
  static ModelStore existingStore(Settings settings) {
    ModelStore store = store(settings);
    try {
      if (Storage.of(store.directory()).find(store.directory()).isEmpty()) {
        throw Failure.usage("there is no store at " + store.directory() + "; retrain makes it");
      }
    } catch (IOException e) {
      throw Failure.data("cannot look at " + store.directory() + ": " + e.getMessage(), e);
    }
    return store;
  }

  /** How long the right to change the store outlives a run that is gone. */
  static Duration lease(Settings settings) {
    return Duration.ofSeconds(within(settings, "retrain.lease", 1, 1_000_000));
  }

  private static String required(Settings settings, String key, String what) {
    return settings
        .optional(key)
        .orElseThrow(() -> Failure.usage(key + " is not set: give " + what));
  }

  /** The plan of a run. */
  static RetrainPlan plan(RetrainOptions options, Settings settings, RetrainAlgorithm algorithm) {
    required(settings, "data.label", "the column to predict");
    if (!settings.text("data.path").isEmpty()) {
      throw Failure.usage("data.path: retraining reads retrain.input; leave data.path out");
    }
    String input = required(settings, "retrain.input", "partitions such as data/day=*");
    Optional<String> evaluation = settings.optional("retrain.evaluation");
    int held = (int) within(settings, "retrain.hold-out", 0, 100_000);
    if (held == 0 && evaluation.isEmpty()) {
      throw Failure.usage(
          "retrain.hold-out=0 leaves nothing to compare models on; set retrain.evaluation too");
    }
    return new RetrainPlan(
        algorithm.name(),
        input,
        new HashSet<>(settings.texts("retrain.exclude")),
        settings.flag("retrain.require-success"),
        (int) within(settings, "retrain.window", 1, 100_000),
        held,
        evaluation,
        (int) within(settings, "retrain.keep", 1, 1_000_000),
        lease(settings),
        gate(settings),
        new DriftLimits(
            positive(settings, "retrain.drift.stability"),
            positive(settings, "retrain.drift.standard-errors")),
        settings.asText(),
        path -> partition(options, algorithm, path, input),
        path -> heldOut(options, algorithm, path),
        Engines.driverBytes(settings));
  }

  /** Bad rows of partitions are kept apart, so that no partition replaces those of another. */
  private static DataSettings partition(
      RetrainOptions options, RetrainAlgorithm algorithm, String path, String input) {
    Settings settings = options.ofAlgorithm(algorithm, path, Map.of());
    String quarantine = settings.text("data.quarantine");
    if (!quarantine.isEmpty() && !path.equals(input)) {
      String parent = Storage.parent(path);
      settings.set(
          "data.quarantine",
          quarantine
              + "/"
              + Storage.name(Storage.parent(parent))
              + "-"
              + Storage.name(parent)
              + "-"
              + Storage.name(path));
    }
    return DataOptions.data(settings);
  }

  /** A level that one of two models does not know must not end the comparison. */
  private static DataSettings heldOut(
      RetrainOptions options, RetrainAlgorithm algorithm, String path) {
    Map<String, String> changes = new HashMap<>(Map.of("data.quarantine", ""));
    Settings settings = options.ofAlgorithm(algorithm, path, Map.of());
    if (settings.text("data.unseen-level").equals("error")) {
      changes.put("data.unseen-level", "other");
    }
    return DataOptions.data(options.ofAlgorithm(algorithm, path, changes));
  }

  private static Gate gate(Settings settings) {
    String metric = settings.text("retrain.gate.metric");
    OptionalDouble minimum = bound(settings, "retrain.gate.minimum");
    OptionalDouble maximum = bound(settings, "retrain.gate.maximum");
    if (minimum.isPresent()
        && maximum.isPresent()
        && minimum.getAsDouble() > maximum.getAsDouble()) {
      throw Failure.usage("retrain.gate.minimum is above retrain.gate.maximum");
    }
    if (metric.equals("auto") && (minimum.isPresent() || maximum.isPresent())) {
      throw Failure.usage(
          "retrain.gate.minimum and .maximum are of a metric: set retrain.gate.metric too");
    }
    double level = settings.number("retrain.gate.level");
    if (!(level > 0 && level < 0.5)) {
      throw Failure.usage(
          "retrain.gate.level: expected a number above 0 and below 0.5, found "
              + settings.text("retrain.gate.level"));
    }
    int replicates = (int) within(settings, "retrain.gate.replicates", 100, 1_000_000);
    if (1.0 / (replicates + 1) > level) {
      throw Failure.usage(
          "retrain.gate.replicates="
              + replicates
              + " cannot show anything at the level "
              + level
              + "; use "
              + (long) Math.ceil(10 / level)
              + " or more");
    }
    return new Gate(
        Metric.named(metric),
        minimum,
        maximum,
        positive(settings, "retrain.gate.max-worsening"),
        Gate.Policy.valueOf(word(settings, "retrain.gate.policy")),
        Gate.Test.valueOf(word(settings, "retrain.gate.test")),
        level,
        replicates,
        settings.whole("retrain.gate.seed"));
  }

  private static String word(Settings settings, String key) {
    return settings.text(key).toUpperCase(Locale.ROOT).replace('-', '_');
  }

  private static OptionalDouble bound(Settings settings, String key) {
    Optional<String> text = settings.optional(key);
    if (text.isEmpty()) {
      return OptionalDouble.empty();
    }
    try {
      double value = Double.parseDouble(text.get());
      if (Double.isFinite(value)) {
        return OptionalDouble.of(value);
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw Failure.usage(key + ": expected a number or nothing, found " + Text.show(text.get()));
  }

  private static double positive(Settings settings, String key) {
    double value = settings.number(key);
    if (!(value >= 0)) {
      throw Failure.usage(key + ": expected 0 or more, found " + settings.text(key));
    }
    return value;
  }

  private static long within(Settings settings, String key, long least, long most) {
    long value = settings.whole(key);
    if (value < least || value > most) {
      throw Failure.usage(
          key + ": expected a number from " + least + " to " + most + ", found " + value);
    }
    return value;
  }
}
