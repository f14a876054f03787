package org.suffice.jobs.retrain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.suffice.model.Json;
import org.suffice.model.Model;
import org.suffice.read.Column;
import org.suffice.read.FeatureEncoder;
import org.suffice.solve.PopulationStability;
import org.suffice.statistic.Histogram;
import org.suffice.statistic.SampledRows;

/**
 * How the values of the columns are distributed, the label and the predictions among them, in the
 * rows that a run compared models on. Kept with the run, so that the next one can say what moved.
 *
 * @param columns by name
 */
record Profile(Map<String, Distribution> columns) {
  /** The names under which label and prediction stand among the columns. */
  static final String LABEL = "(label)";

  static final String PREDICTION = "(prediction)";

  /** What counts as a level where a row has none of them. */
  private static final String NONE = "";

  /**
   * The values of a column; one of the two is null.
   *
   * @param numbers between the deciles of some day
   * @param values the numbers themselves, of a profile just made; null of one that was read
   * @param levels with the rows of each
   */
  record Distribution(Histogram numbers, double[] values, Map<String, Long> levels) {
    /** How far this is from the other; empty where one is of numbers, the other of levels. */
    Optional<PopulationStability> since(Distribution before) {
      if ((numbers == null) != (before.numbers == null)) {
        return Optional.empty();
      }
      if (numbers != null) {
        Histogram now = before.numbers.of(values);
        return Optional.of(PopulationStability.of(before.numbers.counts(), now.counts()));
      }
      TreeSet<String> names = new TreeSet<>(levels.keySet());
      names.addAll(before.levels.keySet());
      return Optional.of(
          PopulationStability.of(counts(before.levels, names), counts(levels, names)));
    }

    private static long[] counts(Map<String, Long> levels, TreeSet<String> names) {
      return names.stream().mapToLong(name -> levels.getOrDefault(name, 0L)).toArray();
    }
  }

  /** The profile of a sample of rows as a model sees them: feature values, label, prediction. */
  static Profile of(SampledRows rows, Model model) {
    Map<String, Distribution> columns = new LinkedHashMap<>();
    FeatureEncoder encoder = model.encoder();
    List<Column> features = model.schema().features();
    for (int c = 0; c < features.size(); c++) {
      Column column = features.get(c);
      int first = encoder.firstSlot(c);
      if (column.kind() == Column.Kind.CATEGORICAL) {
        columns.put(column.name(), levels(rows, first, column.levels()));
      } else if (column.hasOwnValues()) {
        columns.put(column.name(), numbers(rows.column(first)));
      } else {
        for (int s = first; s < first + encoder.numSlots(c); s++) {
          columns.put(encoder.names().get(s), numbers(rows.column(s)));
        }
      }
    }
    int width = encoder.width();
    List<String> classes = model.outputs().classes();
    columns.put(LABEL, target(rows.column(width), classes));
    columns.put(PREDICTION, target(rows.column(width + 1), classes));
    return new Profile(columns);
  }

  private static Distribution numbers(double[] values) {
    return new Distribution(Histogram.ofDeciles(values), values, null);
  }

  private static Distribution levels(SampledRows rows, int first, List<String> names) {
    Map<String, Long> counts = new TreeMap<>();
    long rest = rows.size();
    for (int i = 0; i < names.size(); i++) {
      // A mean that stands for a missing value is a share of a level: no level.
      long count = Arrays.stream(rows.column(first + i)).filter(x -> x == 1).count();
      counts.put(names.get(i), count);
      rest -= count;
    }
    counts.merge(NONE, rest, Long::sum);
    return new Distribution(null, null, counts);
  }

  private static Distribution target(double[] values, List<String> classes) {
    if (classes.isEmpty()) {
      return numbers(Arrays.stream(values).filter(Double::isFinite).toArray());
    }
    Map<String, Long> counts = new TreeMap<>();
    for (double value : values) {
      counts.merge(value < classes.size() ? classes.get((int) value) : NONE, 1L, Long::sum);
    }
    return new Distribution(null, null, counts);
  }

  /** The profile as it is kept. */
  ObjectNode json() {
    ObjectNode json = Json.object();
    columns.forEach(
        (name, each) -> {
          ObjectNode column = json.putObject(name);
          if (each.numbers == null) {
            ObjectNode levels = column.putObject("levels");
            each.levels.forEach(levels::put);
          } else {
            ArrayNode edges = column.putArray("edges");
            Arrays.stream(each.numbers.edges()).forEach(edges::add);
            ArrayNode counts = column.putArray("counts");
            Arrays.stream(each.numbers.counts()).forEach(counts::add);
          }
        });
    return json;
  }

  /** Reads what was kept; columns that are not well-formed are left out. */
  static Profile read(JsonNode json) {
    Map<String, Distribution> columns = new LinkedHashMap<>();
    json.properties()
        .forEach(
            field -> distribution(field.getValue()).ifPresent(d -> columns.put(field.getKey(), d)));
    return new Profile(columns);
  }

  private static Optional<Distribution> distribution(JsonNode json) {
    if (json.path("levels").isObject()) {
      Map<String, Long> levels = new TreeMap<>();
      json.path("levels")
          .properties()
          .forEach(level -> levels.put(level.getKey(), level.getValue().asLong()));
      return Optional.of(new Distribution(null, null, levels));
    }
    JsonNode edges = json.path("edges");
    JsonNode counts = json.path("counts");
    try {
      Histogram numbers =
          new Histogram(
              IntStream.range(0, edges.size()).mapToDouble(i -> edges.get(i).asDouble()).toArray(),
              IntStream.range(0, counts.size()).mapToLong(i -> counts.get(i).asLong()).toArray());
      return Optional.of(new Distribution(numbers, null, null));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
