package org.suffice.jobs.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.suffice.Failure;
import org.suffice.model.NeighborOptions;
import org.suffice.neighbour.Index;
import org.suffice.neighbour.Minkowski;
import org.suffice.read.Text;
import org.suffice.train.NearestNeighbors;

/** What the settings say of nearest neighbours. */
final class NeighborSettings {
  private static final int MOST_NEIGHBOURS = 100_000;

  private NeighborSettings() {}

  static NearestNeighbors trainer(Settings settings) {
    List<Minkowski> metrics = metrics(settings);
    int k = count(settings, "neighbours.k", 1);
    int kMax = count(settings, "neighbours.k-max", 0);
    NeighborOptions options =
        new NeighborOptions(
            k,
            metrics.get(0),
            settings.text("neighbours.weights").equals("distance"),
            settings.text("neighbours.ties").equals("all"),
            Index.Algorithm.valueOf(
                settings.text("neighbours.algorithm").toUpperCase(Locale.ROOT).replace('-', '_')),
            settings.flag("features.standardize"));
    return new NearestNeighbors(
        options,
        metrics,
        kMax,
        CrossValidationSettings.folds(settings),
        Engines.driverBytes(settings));
  }

  private static int count(Settings settings, String key, int least) {
    long value = settings.whole(key);
    if (value < least || value > MOST_NEIGHBOURS) {
      throw Failure.usage(
          String.format(
              Locale.ROOT,
              "%s: expected a number from %d to %d, found %d",
              key,
              least,
              MOST_NEIGHBOURS,
              value));
    }
    return (int) value;
  }

  private static List<Minkowski> metrics(Settings settings) {
    List<Minkowski> metrics = new ArrayList<>();
    for (String text : settings.texts("neighbours.p")) {
      Minkowski metric = metric(text.strip());
      if (!metrics.contains(metric)) {
        metrics.add(metric);
      }
    }
    if (metrics.isEmpty()) {
      throw Failure.usage("neighbours.p: expected a number of 1 or more, or inf, found none");
    }
    return metrics;
  }

  private static Minkowski metric(String text) {
    double p;
    try {
      p = text.equals("inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(text);
    } catch (NumberFormatException e) {
      p = Double.NaN;
    }
    if (!(p >= 1)) {
      throw Failure.usage(
          "neighbours.p: expected a number of 1 or more, or inf, found "
              + Text.show(text)
              + (p < 1 ? ": below 1 the way over a third row may be the shorter one" : ""));
    }
    return Minkowski.of(p);
  }
}
