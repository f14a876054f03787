package org.suffice.jobs.cli;

import java.util.ArrayList;
import java.util.List;
import org.suffice.jobs.retrain.Metric;

/** The configuration keys of retraining, each with its default in this one place. */
final class RetrainKeys {
  private RetrainKeys() {}

  /** The key that says where models are kept. */
  static List<Key> store() {
    return List.of(
        Key.text("retrain.store", "", "directory of the versions, statistics and records"));
  }

  /** Keys of retraining, beside those of the algorithm. */
  static List<Key> all() {
    List<Key> keys = new ArrayList<>(store());
    keys.add(
        Key.text(
            "retrain.input",
            "",
            "the partitions: directories whose names end in a date or a number, as data/day=*"));
    keys.add(Key.text("retrain.algorithm", "", "what is trained, as in suffice train"));
    keys.add(Key.whole("retrain.window", 30, "how many partitions a model is trained on"));
    keys.add(
        Key.whole(
            "retrain.hold-out",
            1,
            "how many of the newest partitions are for the comparison only"));
    keys.add(
        Key.text(
            "retrain.evaluation",
            "",
            "file, directory or pattern of fixed data to compare on, in place of held-out"
                + " partitions"));
    keys.add(
        Key.flag(
            "retrain.require-success",
            true,
            "whether a partition counts only once it holds _SUCCESS"));
    keys.add(Key.texts("retrain.exclude", "[]", "names of partitions that are left out"));
    keys.add(
        Key.flag(
            "retrain.warm-start",
            true,
            "whether an iterative solver starts from the model in service"));
    keys.add(
        Key.choice(
            "retrain.gate.metric",
            "auto",
            metrics(),
            "by what models are compared; auto: rmse, logLoss, or accuracy without probabilities"
                + " that are logarithms"));
    keys.add(Key.text("retrain.gate.minimum", "", "the least value of the metric to be published"));
    keys.add(
        Key.text("retrain.gate.maximum", "", "the largest value of the metric to be published"));
    keys.add(
        Key.number(
            "retrain.gate.max-worsening",
            "0.05",
            "the most by which the metric may be worse than that of the model in service, a share"));
    keys.add(
        Key.choice(
            "retrain.gate.policy",
            "no-worse",
            List.of("no-worse", "better"),
            "publish unless shown to be worse, or only when shown to be better"));
    keys.add(
        Key.choice(
            "retrain.gate.test",
            "bootstrap",
            List.of("bootstrap", "t", "none"),
            "paired test of the losses on the same rows (of auc always DeLong's, unless none)"));
    keys.add(Key.number("retrain.gate.level", "0.05", "level of the test, one-sided"));
    keys.add(Key.whole("retrain.gate.replicates", 2000, "samples of the bootstrap"));
    keys.add(Key.whole("retrain.gate.seed", 1, "seed of the samples"));
    keys.add(
        Key.number(
            "retrain.drift.stability",
            "0.25",
            "population stability index from which a column is warned of"));
    keys.add(
        Key.number(
            "retrain.drift.standard-errors",
            "3",
            "change of a coefficient, in standard errors, from which it is warned of"));
    keys.add(Key.whole("retrain.keep", 10, "how many versions are kept"));
    keys.add(
        Key.whole(
            "retrain.lease",
            600,
            "seconds after which another run may take over from one that is gone"));
    return List.copyOf(keys);
  }

  private static List<String> metrics() {
    List<String> names = new ArrayList<>(List.of("auto"));
    names.addAll(Metric.keys());
    return names;
  }
}
