package org.suffice.read;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.suffice.Failure;

/**
 * Where each input column goes among the d features of a block: a numeric column to one slot, a
 * categorical one to a slot per level, all levels kept, in the order of the schema. Which level is
 * the reference of a regression is decided when the statistic is solved, not here: only then is it
 * known which levels occur and whether a penalty makes all of them identifiable.
 */
public final class FeatureEncoder implements Serializable {
  private static final long serialVersionUID = 1L;

  private final ArrayList<String> names = new ArrayList<>();
  private final int[] firstSlot;
  private final ArrayList<LevelIndex> levels = new ArrayList<>();
  private final ArrayList<String> columnNames = new ArrayList<>();

  /** Lays out the slots of the columns. */
  public FeatureEncoder(List<Column> columns) {
    firstSlot = new int[columns.size() + 1];
    for (int i = 0; i < columns.size(); i++) {
      Column column = columns.get(i);
      columnNames.add(column.name());
      firstSlot[i] = names.size();
      if (column.kind() == Column.Kind.NUMERIC) {
        names.add(column.name());
        levels.add(null);
      } else {
        for (String level : column.levels()) {
          names.add(column.name() + "=" + level);
        }
        levels.add(new LevelIndex(column.levels()));
      }
    }
    firstSlot[columns.size()] = names.size();
  }

  /** The number d of slots. */
  public int numFeatures() {
    return names.size();
  }

  /** The names of the d slots: the column's name, or {@code column=level}. */
  public List<String> names() {
    return List.copyOf(names);
  }

  /** The number of input columns. */
  public int numColumns() {
    return firstSlot.length - 1;
  }

  /** The first slot of an input column. */
  public int firstSlot(int column) {
    return firstSlot[column];
  }

  /** The number of slots of an input column. */
  public int numSlots(int column) {
    return firstSlot[column + 1] - firstSlot[column];
  }

  /** Whether the column is one-hot encoded. */
  public boolean isCategorical(int column) {
    return levels.get(column) != null;
  }

  /** The levels of a categorical column, null for a numeric one. */
  public LevelIndex levels(int column) {
    return levels.get(column);
  }

  /**
   * Encodes one row given as text by column name; for scoring single rows without files.
   *
   * @return d values
   * @throws Failure when a column is absent, a number cannot be read, or a level is unknown
   */
  public double[] encode(Map<String, String> row) {
    double[] values = new double[numFeatures()];
    for (int c = 0; c < numColumns(); c++) {
      String name = columnNames.get(c);
      String text = row.get(name);
      if (text == null) {
        throw Failure.data("column " + Text.show(name) + " is missing in the row");
      }
      byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
      if (isCategorical(c)) {
        int level = levels(c).indexOf(bytes, 0, bytes.length);
        if (level < 0) {
          throw Failure.data(
              "column " + Text.show(name) + ": level " + Text.show(text) + " was not in training");
        }
        values[firstSlot[c] + level] = 1;
      } else {
        double value = Numbers.parse(bytes, 0, bytes.length);
        if (Double.isNaN(value) || Double.isInfinite(value)) {
          throw Failure.data(
              "column " + Text.show(name) + ": " + Text.show(text) + " is not a finite number");
        }
        values[firstSlot[c]] = value;
      }
    }
    return values;
  }
}
