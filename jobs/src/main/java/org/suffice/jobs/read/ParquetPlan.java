package org.suffice.jobs.read;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.suffice.Failure;
import org.suffice.read.Column;
import org.suffice.read.LevelIndex;
import org.suffice.read.Numbers;
import org.suffice.read.RowPlan;
import org.suffice.read.Text;
import org.suffice.read.Timestamps;

/**
 * What to do with each column that is read, in the order of the first file: worked out once, then
 * shared by all splits.
 */
final class ParquetPlan implements Serializable {
  private static final long serialVersionUID = 1L;

  /** What a column is read for. */
  enum Role {
    FEATURE,
    LABEL,
    WEIGHT,
    /** Only its text is kept. */
    KEPT
  }

  /**
   * A column that is read.
   *
   * @param input its position among the input columns of the encoder, of a label among the labels,
   *     or -1
   * @param kept the position among the columns whose text is kept, or -1
   */
  record Item(String name, Role role, int input, int kept) implements Serializable {}

  final RowPlan rows;
  final int numKept;
  final ArrayList<Item> items = new ArrayList<>();

  /** For the checks before the pass only. */
  private final transient List<Column> features;

  private final transient List<String> classes;

  /**
   * Plans the reading of columns.
   *
   * @param names the columns of the table
   * @throws Failure when one that is needed is not among them
   */
  ParquetPlan(Table.Plan plan, List<String> names) {
    this.rows = plan.rows();
    this.numKept = plan.keep().size();
    this.features = plan.schema().features();
    this.classes = plan.schema().classes();
    List<String> needed = new ArrayList<>(plan.schema().featureNames());
    needed.addAll(plan.keep());
    if (plan.needLabel()) {
      needed.addAll(plan.schema().labels());
      plan.schema().weight().ifPresent(needed::add);
    }
    Set<String> known = new HashSet<>(names);
    for (String name : needed) {
      if (!known.contains(name)) {
        throw Failure.usage(
            "column " + Text.show(name) + " is not in the data" + Text.suggest(name, names));
      }
    }
    Map<String, Integer> inputs = new HashMap<>();
    plan.schema().featureNames().forEach(name -> inputs.put(name, inputs.size()));
    for (String name : names) {
      int input = inputs.getOrDefault(name, -1);
      int kept = plan.keep().indexOf(name);
      Role role = input >= 0 ? Role.FEATURE : Role.KEPT;
      if (plan.needLabel() && plan.schema().labels().contains(name)) {
        role = Role.LABEL;
        input = plan.schema().labels().indexOf(name);
      } else if (plan.needLabel() && name.equals(plan.schema().weight().orElse(null))) {
        role = Role.WEIGHT;
      }
      if (role != Role.KEPT || kept >= 0) {
        items.add(new Item(name, role, input, kept));
      }
    }
  }

  /** What the values of a column are converted to. */
  ParquetCells.Use use(Item item) {
    return switch (item.role()) {
      case KEPT -> ParquetCells.Use.TEXT;
      case LABEL -> rows.classes() == null ? ParquetCells.Use.NUMBER : ParquetCells.Use.LEVEL;
      case WEIGHT -> ParquetCells.Use.NUMBER;
      case FEATURE ->
          switch (rows.encoder().kind(item.input())) {
            case NUMERIC -> ParquetCells.Use.NUMBER;
            case CATEGORICAL -> ParquetCells.Use.LEVEL;
            case DATE -> ParquetCells.Use.DATE;
          };
    };
  }

  /** The levels of a column, or the classes of the label; null where it has none. */
  LevelIndex levels(Item item) {
    return switch (item.role()) {
      case FEATURE -> rows.encoder().levels(item.input());
      case LABEL -> rows.classes() == null ? null : rows.classes().texts();
      default -> null;
    };
  }

  /**
   * Checks that a column can be read for what it is wanted for.
   *
   * @throws Failure that names the column, its type and the file
   */
  void requireUsable(Item item, ParquetType type, String path) {
    Column.Kind kind = type.kind();
    String expected =
        switch (use(item)) {
          case NUMBER -> kind == Column.Kind.NUMERIC ? "" : "numbers are expected";
          case DATE -> kind == Column.Kind.NUMERIC ? "dates are expected" : "";
          case LEVEL -> expectedLevels(names(item), type);
          default -> "";
        };
    if (!type.isSupported()) {
      expected = "which no model can use";
    }
    if (!expected.isEmpty()) {
      throw Failure.data(
          path + ", column " + Text.show(item.name()) + " holds " + type.text() + "; " + expected);
    }
  }

  private List<String> names(Item item) {
    return item.role() == Role.LABEL ? classes : features.get(item.input()).levels();
  }

  /**
   * Numbers or dates may stand for levels that were numbers or dates in training, not for words.
   */
  private static String expectedLevels(List<String> levels, ParquetType type) {
    for (String level : levels) {
      byte[] bytes = level.getBytes(StandardCharsets.UTF_8);
      boolean plausible =
          switch (type.kind()) {
            case CATEGORICAL -> true;
            case DATE -> Timestamps.parse(bytes, 0, bytes.length) != Timestamps.NONE;
            case NUMERIC ->
                type.meaning() == ParquetType.Meaning.BOOLEAN
                    ? level.equals("true") || level.equals("false")
                    : !Double.isNaN(Numbers.parse(bytes, 0, bytes.length));
          };
      if (plausible) {
        return "";
      }
    }
    return levels.isEmpty() ? "" : "words such as " + Text.show(levels.get(0)) + " are expected";
  }
}
