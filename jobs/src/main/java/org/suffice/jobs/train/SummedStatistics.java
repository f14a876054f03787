package org.suffice.jobs.train;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.suffice.Failure;
import org.suffice.model.StatisticsDirectory;
import org.suffice.model.StatisticsDirectory.Stored;
import org.suffice.model.TrainingRecord;
import org.suffice.read.Text;
import org.suffice.storage.Storage;
import org.suffice.train.StatisticsSum;

/**
 * The sum of stored statistics, less others, to train from without the data.
 *
 * @param plus directories to add
 * @param minus directories to take away
 * @param stored their sum
 */
record SummedStatistics(List<String> plus, List<String> minus, Stored stored) {
  /**
   * Reads and sums.
   *
   * @param options of the run
   * @param defaults of the settings: what is set otherwise must be as it was summarised
   * @throws Failure when they do not go together, or are not of what the options ask for
   */
  static SummedStatistics of(
      List<String> plus,
      List<String> minus,
      Map<String, String> options,
      Map<String, String> defaults) {
    Stored sum = StatisticsSum.of(read("--statistics", plus), read("--minus", minus));
    requireNamed(options, "the label", "data.label", String.join(",", sum.schema().labels()));
    requireNamed(options, "the weight", "data.weight", sum.schema().weight().orElse("none"));
    requireSummarised(options, defaults, sum.record().options());
    return new SummedStatistics(plus, minus, sum);
  }

  /** What is asked for must be what was summarised, where it is said at all. */
  private static void requireNamed(
      Map<String, String> options, String what, String key, String found) {
    String asked = options.getOrDefault(key, "");
    if (!asked.isEmpty() && !asked.equals(found)) {
      throw Failure.usage(
          what + " of the statistics is " + Text.show(found) + ", not " + Text.show(asked));
    }
  }

  /** What decides about rows and features was decided when the statistics were made. */
  private static void requireSummarised(
      Map<String, String> options, Map<String, String> defaults, Map<String, String> summarised) {
    for (Map.Entry<String, String> option : options.entrySet()) {
      String key = option.getKey();
      String value = option.getValue();
      if (isOfData(key)
          && !key.equals("data.label")
          && !key.equals("data.weight")
          && !value.equals(defaults.get(key))
          && !value.equals(summarised.getOrDefault(key, value))) {
        throw Failure.usage(
            key
                + " was "
                + Text.show(summarised.get(key))
                + " when the statistics were made and cannot be "
                + Text.show(value)
                + " now; summarize anew, or leave it out");
      }
    }
  }

  private static boolean isOfData(String key) {
    return (key.startsWith("data.") && !key.equals("data.path"))
        || (key.startsWith("features.") && !key.equals("features.standardize"));
  }

  private static Map<String, Stored> read(String option, List<String> directories) {
    Map<String, Stored> stored = new LinkedHashMap<>();
    Set<String> seen = new HashSet<>();
    for (String directory : directories) {
      if (!seen.add(Storage.of(directory).absolute(directory))) {
        throw Failure.usage(option + " names " + directory + " twice");
      }
      stored.put(directory, StatisticsDirectory.read(directory));
    }
    return stored;
  }

  /** Refuses statistics of the other kind. */
  SummedStatistics require(boolean classes, String algorithm) {
    if ((stored.classes() != null) != classes) {
      throw Failure.usage(
          "the statistics "
              + plus.get(0)
              + " are those of "
              + (classes ? "linear-regression" : "lda and qda")
              + ": "
              + algorithm
              + " needs others; suffice summarize "
              + algorithm
              + " makes them");
    }
    return this;
  }

  /**
   * What the training of {@code options} leaves on record: of how data are written, the settings
   * are those of the run that saw the data, for predictions read theirs alike.
   */
  TrainingRecord record(Map<String, String> options, List<String> warnings, Provenance provenance) {
    Map<String, String> all = new LinkedHashMap<>(options);
    Map<String, String> summarised = stored.record().options();
    all.replaceAll((key, value) -> isOfData(key) ? summarised.getOrDefault(key, value) : value);
    return provenance.record(all, stored.account(), warnings, provenance.ofStatistics(plus, minus));
  }
}
