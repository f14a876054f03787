package org.suffice.train;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.suffice.Failure;
import org.suffice.model.StatisticsDirectory.Stored;
import org.suffice.read.Column;
import org.suffice.read.Interaction;
import org.suffice.read.Schema;
import org.suffice.read.Text;

/**
 * Whether stored statistics go together, and the schema of all of them: levels and classes united,
 * everything else the same.
 */
final class StatisticsAgreement {
  private StatisticsAgreement() {}

  /**
   * What was done about missing values: where none was met, {@code error} goes with all else.
   *
   * @throws Failure when rows were left out of one and means put into another
   */
  static String missing(Map<String, Stored> all) {
    String missing = "error";
    String from = null;
    for (Map.Entry<String, Stored> stored : all.entrySet()) {
      String other = stored.getValue().missing();
      if (other.equals("error") || other.equals(missing)) {
        continue;
      }
      if (from != null) {
        throw apart(from, stored.getKey(), "data.missing=" + missing + " and " + other);
      }
      missing = other;
      from = stored.getKey();
    }
    return missing;
  }

  private static Failure apart(String first, String second, String difference) {
    return Failure.usage(
        "the statistics " + first + " and " + second + " do not go together: " + difference);
  }

  /**
   * Refuses statistics of different kinds, or of rows of different schemas.
   *
   * @param all by directory, at least one
   */
  static void requireSame(Map<String, Stored> all) {
    Map.Entry<String, Stored> first = all.entrySet().iterator().next();
    all.forEach(
        (name, stored) -> {
          String difference = difference(first.getValue(), stored);
          if (difference != null) {
            throw apart(first.getKey(), name, difference);
          }
        });
  }

  /** What differs, levels and classes apart; null when nothing does. */
  private static String difference(Stored a, Stored b) {
    if ((a.classes() == null) != (b.classes() == null)) {
      return kind(a) + " and " + kind(b);
    }
    if (!a.schema().labels().equals(b.schema().labels())) {
      boolean one = a.schema().labels().size() == 1 && b.schema().labels().size() == 1;
      return (one ? "label " : "labels ") + labels(a) + " and " + labels(b);
    }
    if (!a.schema().weight().equals(b.schema().weight())) {
      return "weight "
          + a.schema().weight().map(Text::show).orElse("none")
          + " and "
          + b.schema().weight().map(Text::show).orElse("none");
    }
    Map<String, Column> mine = byName(a);
    Map<String, Column> others = byName(b);
    for (String name : mine.keySet()) {
      if (!others.containsKey(name)) {
        return "column " + Text.show(name) + " is in the first only";
      }
    }
    for (Column other : others.values()) {
      Column column = mine.get(other.name());
      if (column == null) {
        return "column " + Text.show(other.name()) + " is in the second only";
      }
      if (column.kind() != other.kind()
          || !column.parts().equals(other.parts())
          || column.degree() != other.degree()
          || !column.fourier().equals(other.fourier())) {
        return "column "
            + Text.show(other.name())
            + " is "
            + describe(column)
            + " and "
            + describe(other);
      }
    }
    if (!a.schema().interactions().equals(b.schema().interactions())) {
      return "interactions " + interactions(a) + " and " + interactions(b);
    }
    return null;
  }

  private static String kind(Stored stored) {
    return stored.classes() == null ? "sums of a regression" : "sums of classes";
  }

  private static String interactions(Stored stored) {
    List<Interaction> all = stored.schema().interactions();
    return all.isEmpty()
        ? "none"
        : all.stream().map(i -> Text.show(i.name())).collect(Collectors.joining(", "));
  }

  private static String labels(Stored stored) {
    return stored.schema().labels().stream().map(Text::show).collect(Collectors.joining(", "));
  }

  private static String describe(Column column) {
    String kind = column.kind().name().toLowerCase(java.util.Locale.ROOT);
    String degree = column.degree() != 1 ? " of degree " + column.degree() : "";
    String waves =
        column
            .fourier()
            .map(f -> " with " + f.harmonics() + " harmonics of period " + f.period())
            .orElse("");
    return kind + (column.parts().isEmpty() ? "" : " " + column.parts()) + degree + waves;
  }

  private static Map<String, Column> byName(Stored stored) {
    Map<String, Column> columns = new TreeMap<>();
    stored.schema().features().forEach(column -> columns.put(column.name(), column));
    return columns;
  }

  /** The schema with the levels, and the classes, of all. */
  static Schema united(Collection<Stored> all) {
    Schema first = all.iterator().next().schema();
    List<Column> columns = new ArrayList<>();
    for (Column column : first.features()) {
      if (column.kind() == Column.Kind.CATEGORICAL) {
        Set<String> levels =
            new TreeSet<>(
                (a, b) ->
                    Arrays.compareUnsigned(
                        a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8)));
        all.forEach(stored -> levels.addAll(byName(stored).get(column.name()).levels()));
        columns.add(Column.categorical(column.name(), List.copyOf(levels)));
      } else {
        columns.add(column);
      }
    }
    Set<String> classes = new TreeSet<>();
    all.forEach(stored -> classes.addAll(stored.schema().classes()));
    Schema united = first.withFeatures(columns);
    return classes.isEmpty() ? united : united.withClasses(classes);
  }
}
