package org.suffice.jobs.cli;

import java.util.ArrayList;
import java.util.List;
import org.suffice.Failure;
import org.suffice.train.LinearRegression;
import picocli.CommandLine.Option;

/** Options of every command that trains from stored statistics instead of data. */
final class StatisticsOptions {
  @Option(
      names = "--statistics",
      paramLabel = "DIR",
      arity = "1..*",
      description = "Train from the sum of these instead of data (suffice summarize makes them)")
  List<String> statistics = new ArrayList<>();

  @Option(
      names = "--minus",
      paramLabel = "DIR",
      arity = "1..*",
      description = "Statistics to take away from the sum")
  List<String> minus = new ArrayList<>();

  /** Whether to train from statistics; refuses what goes neither with those nor with data. */
  boolean areGiven(Settings settings) {
    if (statistics.isEmpty()) {
      if (!minus.isEmpty()) {
        throw Failure.usage("--minus goes with --statistics, not with --data");
      }
      return false;
    }
    if (!settings.text("data.path").isEmpty()) {
      throw Failure.usage("give --data or --statistics, not both");
    }
    return true;
  }

  /** Refuses what statistics, which are exact and without folds, cannot give. */
  static void requirePossible(LinearRegression.Precision precision, boolean folds) {
    if (precision != LinearRegression.Precision.EXACT) {
      throw Failure.usage("statistics are exact: precision=fast does not go with --statistics");
    }
    if (folds) {
      throw Failure.usage(
          "cross-validation: statistics keep no folds; train from --data, or without folds");
    }
  }
}
