package org.suffice.jobs.read;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.suffice.Failure;
import org.suffice.read.ClassIndex;
import org.suffice.read.Column;
import org.suffice.read.FeatureEncoder;
import org.suffice.read.Interaction;
import org.suffice.read.LevelSets;
import org.suffice.read.Numbers;
import org.suffice.read.RowPlan;
import org.suffice.read.Schema;
import org.suffice.read.Text;

/** What settings make of the columns of a table: features of a kind, classes, a schema. */
final class FeatureColumns {
  private FeatureColumns() {}

  /** No features at all: the fit is then the mean of the label. */
  static boolean wantsNone(DataSettings settings) {
    return settings.features().equals(List.of("none"));
  }

  /** The names of the columns that are features. */
  static Set<String> used(DataSettings settings, List<String> labels, List<String> names) {
    if (wantsNone(settings)) {
      return Set.of();
    }
    Set<String> used =
        new LinkedHashSet<>(settings.features().isEmpty() ? names : settings.features());
    used.removeAll(settings.ignore());
    labels.forEach(used::remove);
    settings.weight().ifPresent(used::remove);
    return used;
  }

  /** What each column is: as configured, else as it looks. */
  static List<Column.Kind> kinds(
      DataSettings settings, List<String> labels, Table.Head head, Input input) {
    Set<String> used = used(settings, labels, head.names());
    List<Column.Kind> kinds = new ArrayList<>();
    for (int c = 0; c < head.names().size(); c++) {
      String name = head.names().get(c);
      Column.Kind kind = head.kinds().get(c);
      if (settings.categorical().contains(name)) {
        kind = Column.Kind.CATEGORICAL;
      } else if (settings.dateParts().containsKey(name)) {
        kind = Column.Kind.DATE;
      } else if (kind == Column.Kind.DATE && used.contains(name)) {
        throw Failure.usage(
            "column "
                + Text.show(name)
                + " of "
                + input.path()
                + " holds dates: take parts of it with features.date-parts=[{column="
                + Text.clean(name)
                + ", parts=[month, weekday]}], or leave it out with data.ignore=["
                + Text.clean(name)
                + "]");
      }
      kinds.add(kind);
    }
    return kinds;
  }

  /**
   * Of columns that were taken for categories because no cell is a number, though all look like
   * one: a table of thousands with separators would quietly become a table of dummies.
   */
  static List<String> warnings(DataSettings settings, List<Column> columns) {
    List<String> warnings = new ArrayList<>();
    for (Column column : columns) {
      List<String> levels = column.levels();
      if (column.kind() == Column.Kind.CATEGORICAL
          && levels.size() > 1
          && !settings.categorical().contains(column.name())
          && levels.stream().allMatch(Numbers::isWrittenOtherwise)) {
        warnings.add(
            "column "
                + Text.show(column.name())
                + " became "
                + levels.size()
                + " categories that look like numbers, such as "
                + Text.show(levels.get(0))
                + ": if they are, store bare digits with a decimal point; if not, confirm it with"
                + " data.categorical=["
                + Text.clean(column.name())
                + "]");
      }
    }
    return warnings;
  }

  /** The numeric columns whose ranges are sought, as periods. */
  static List<String> ranged(DataSettings settings, List<String> names) {
    return names.stream().filter(name -> settings.basis(name).needsRange()).toList();
  }

  /** The schema of columns, without classes. */
  static Schema schema(
      DataSettings settings,
      List<String> labels,
      List<String> names,
      Function<String, Column> column) {
    return new Schema(
        names.stream().map(column).toList(), labels, settings.weight(), settings.interactions());
  }

  /** A column as far as it is known before the levels and the periods are. */
  static Column roughColumn(DataSettings settings, String name, Column.Kind kind) {
    return switch (kind) {
      case NUMERIC -> settings.basis(name).columnToScan(name);
      case CATEGORICAL -> Column.categorical(name, List.of());
      case DATE -> Column.date(name, settings.dateParts().get(name));
    };
  }

  /**
   * Reads just the rows that will be used: levels are whatever they are, everything else is as it
   * will be.
   */
  static Table.Plan rowsToScan(
      Task task, DataSettings settings, Schema rough, Set<String> watched) {
    RowPlan rows =
        new RowPlan(
            FeatureEncoder.ofRows(rough, watched),
            settings.missing(),
            RowPlan.UnseenLevel.OTHER,
            null,
            task.hasClasses() ? ClassIndex.ANY : null);
    return new Table.Plan(rough, rows, true, List.of());
  }

  /** The number of features, as far as anything of that size may be made. */
  static int numFeatures(DataSettings settings, Map<String, Column> columns) {
    long count = columns.values().stream().mapToLong(Column::numFeatures).sum();
    long products = 0;
    for (Interaction interaction : settings.interactions()) {
      products +=
          Schema.numProducts(columns.get(interaction.first()), columns.get(interaction.second()));
    }
    if (products > Schema.MOST_PRODUCTS) {
      throw Failure.usage(
          String.format(
              Locale.ROOT,
              "features.interactions: they make %,d features, more than %,d",
              products,
              Schema.MOST_PRODUCTS));
    }
    return (int) Math.min(Integer.MAX_VALUE, count + products);
  }

  /** The classes that the scan found; none for a regression. */
  static List<String> classes(Task task, DataSettings settings, LevelSets sets) {
    if (!task.hasClasses()) {
      return List.of();
    }
    List<String> found = sets.classes(task.leastClasses(), settings.categorical());
    return found.isEmpty() ? List.of("") : found;
  }

  /** The positions of the classes; null for a regression. */
  static ClassIndex classIndex(Schema schema) {
    return schema.hasClasses() ? new ClassIndex(schema.classes()) : null;
  }

  /** A row of a class that training did not see has a prediction too, a wrong one. */
  static ClassIndex othersToo(Schema schema) {
    return schema.hasClasses() ? ClassIndex.withOthers(schema.classes()) : null;
  }
}
