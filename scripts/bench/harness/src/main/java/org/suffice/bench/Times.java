package org.suffice.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The seconds of the recorded runs of one side, in the order of the rounds. */
final class Times {
  final String name;
  private final List<Double> seconds = new ArrayList<>();

  Times(String name) {
    this.name = name;
  }

  void add(double value) {
    seconds.add(value);
  }

  double median() {
    return median(seconds);
  }

  String spread() {
    double least = seconds.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    double most = seconds.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    return String.format(Locale.ROOT, "%.3f – %.3f", least, most);
  }

  /** How many times this side's time the other took: of the medians, and the range of the pairs. */
  String ratio(Times other) {
    return ratio(other, 1);
  }

  /** The same, where the other's time counts as a multiple of what it was. */
  String ratio(Times other, double multiple) {
    double least = Double.MAX_VALUE;
    double most = 0;
    for (int i = 0; i < seconds.size(); i++) {
      double pair = multiple * other.seconds.get(i) / seconds.get(i);
      least = Math.min(least, pair);
      most = Math.max(most, pair);
    }
    double ratio = multiple * other.median() / median();
    return String.format(Locale.ROOT, "%.2f (%.2f – %.2f)", ratio, least, most);
  }

  private static double median(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int n = sorted.length;
    return (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
  }
}
