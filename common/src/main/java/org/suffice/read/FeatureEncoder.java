package org.suffice.read;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.suffice.Failure;

/**
 * Where each input column goes among the d features of a block: a numeric column to one slot, a
 * categorical one to a slot per level, all levels kept, a date to one per part, in the order of the
 * schema. Which level is the reference of a regression is decided when the statistic is solved, not
 * here: only then is it known which levels occur and whether a penalty makes all of them
 * identifiable.
 *
 * <p>To learn the means that stand for missing values in the same pass as everything else, a column
 * may have one more slot, after all features: 1 where its value is missing, its own slots being 0
 * there.
 *
 * <p>The first label of a row stands beside the slots; where there are several, the further ones
 * have the last slots of a row, so that a statistic of the slots covers them without knowing them.
 * A row is thus: d features, indicators, further labels.
 */
public final class FeatureEncoder implements Serializable {
  private static final long serialVersionUID = 1L;

  private final ArrayList<String> names = new ArrayList<>();
  private final ArrayList<String> columnNames = new ArrayList<>();
  private final ArrayList<Column.Kind> kinds = new ArrayList<>();
  private final ArrayList<LevelIndex> levels = new ArrayList<>();
  private final ArrayList<ArrayList<DatePart>> parts = new ArrayList<>();
  private final int[] firstSlot;
  private final int[] powers;
  private final int[] indicator;
  private final int numIndicators;
  private final int numLabels;

  /** Lays out the slots of the columns. */
  public FeatureEncoder(List<Column> columns) {
    this(columns, Set.of());
  }

  /**
   * Lays out the slots of the columns and of indicators.
   *
   * @param withIndicator the names of the columns whose missing values are to be replaced by means
   */
  public FeatureEncoder(List<Column> columns, Set<String> withIndicator) {
    this(columns, withIndicator, 1);
  }

  /** The layout of rows without labels: features alone. */
  public static FeatureEncoder ofFeatures(Schema schema) {
    return new FeatureEncoder(schema.features(), Set.of(), 1);
  }

  /**
   * The layout of rows with every label.
   *
   * @param withIndicator the names of the columns whose missing values are to be replaced by means
   */
  public static FeatureEncoder ofRows(Schema schema, Set<String> withIndicator) {
    return new FeatureEncoder(schema.features(), withIndicator, schema.labels().size());
  }

  private FeatureEncoder(List<Column> columns, Set<String> withIndicator, int numLabels) {
    this.numLabels = numLabels;
    firstSlot = new int[columns.size() + 1];
    indicator = new int[columns.size()];
    for (int i = 0; i < columns.size(); i++) {
      Column column = columns.get(i);
      columnNames.add(column.name());
      kinds.add(column.kind());
      parts.add(new ArrayList<>(column.parts()));
      firstSlot[i] = names.size();
      names.addAll(column.featureNames());
      boolean categorical = column.kind() == Column.Kind.CATEGORICAL;
      levels.add(categorical ? new LevelIndex(column.levels()) : null);
    }
    firstSlot[columns.size()] = names.size();
    powers = new int[names.size()];
    for (int i = 0; i < columns.size(); i++) {
      boolean numeric = columns.get(i).kind() == Column.Kind.NUMERIC;
      for (int slot = firstSlot[i]; slot < firstSlot[i + 1]; slot++) {
        powers[slot] = numeric ? slot - firstSlot[i] + 1 : 1;
      }
    }
    int next = names.size();
    for (int i = 0; i < columns.size(); i++) {
      indicator[i] = withIndicator.contains(columns.get(i).name()) ? next++ : -1;
    }
    numIndicators = next - names.size();
  }

  /** The number d of slots that are features. */
  public int numFeatures() {
    return names.size();
  }

  /** The number of slots of a row: features, indicators and the labels after the first. */
  public int width() {
    return names.size() + numIndicators + numLabels - 1;
  }

  /** The number of labels of a row: one, or more where the layout has slots for them. */
  public int numLabels() {
    return numLabels;
  }

  /**
   * The slot of a label after the first.
   *
   * @param label its position among the labels, 1 or more; label 0 has no slot, see {@link
   *     Row#label}
   */
  public int labelSlot(int label) {
    if (label < 1 || label >= numLabels) {
      throw new IllegalArgumentException("label " + label + " of " + numLabels + " has no slot");
    }
    return names.size() + numIndicators + label - 1;
  }

  /** The names of the d features. */
  public List<String> names() {
    return List.copyOf(names);
  }

  /** The number of input columns. */
  public int numColumns() {
    return firstSlot.length - 1;
  }

  /** The name of an input column. */
  public String columnName(int column) {
    return columnNames.get(column);
  }

  /** The first slot of an input column. */
  public int firstSlot(int column) {
    return firstSlot[column];
  }

  /** The number of slots of an input column. */
  public int numSlots(int column) {
    return firstSlot[column + 1] - firstSlot[column];
  }

  /** The slot that says that the column's value is missing, or -1. */
  public int indicatorSlot(int column) {
    return indicator[column];
  }

  /** How the cells of a column are read. */
  public Column.Kind kind(int column) {
    return kinds.get(column);
  }

  /** Whether the column is one-hot encoded. */
  public boolean isCategorical(int column) {
    return kinds.get(column) == Column.Kind.CATEGORICAL;
  }

  /** The levels of a categorical column, null for another. */
  public LevelIndex levels(int column) {
    return levels.get(column);
  }

  /**
   * For each of the d slots the power of its column's number that it holds, 1 for other kinds; the
   * powers of one column stand side by side.
   */
  public int[] powers() {
    return powers.clone();
  }

  /** Stores a number and its powers: each the double nearest to a product of two doubles more. */
  void storeNumber(int column, double value, double[] values, int offset) {
    int first = offset + firstSlot[column];
    int slots = firstSlot[column + 1] - firstSlot[column];
    values[first] = value;
    double hi = value;
    double lo = 0;
    for (int k = 1; k < slots; k++) {
      double p = hi * value;
      double e = Math.fma(hi, value, -p) + lo * value;
      hi = p + e;
      lo = e - (hi - p);
      values[first + k] = hi;
    }
  }

  /** Stores the parts of a time in the slots of its column. */
  void storeDate(int column, long seconds, double[] values, int offset) {
    ArrayList<DatePart> of = parts.get(column);
    for (int i = 0; i < of.size(); i++) {
      values[offset + firstSlot[column] + i] = of.get(i).of(seconds);
    }
  }

  /**
   * Encodes one row given as text by column name; for scoring single rows without files.
   *
   * @return d values
   * @throws Failure when a column is absent, a value cannot be read, or a level is unknown
   */
  public double[] encode(Map<String, String> row) {
    double[] values = new double[numFeatures()];
    for (int c = 0; c < numColumns(); c++) {
      String name = columnNames.get(c);
      String text = row.get(name);
      if (text == null) {
        throw Failure.data("column " + Text.show(name) + " is missing in the row");
      }
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      String problem = encode(c, bytes, values);
      if (problem != null) {
        throw Failure.data("column " + Text.show(name) + ": " + Text.show(text) + " " + problem);
      }
    }
    return values;
  }

  private String encode(int column, byte[] bytes, double[] values) {
    switch (kinds.get(column)) {
      case CATEGORICAL -> {
        int level = levels(column).indexOf(bytes, 0, bytes.length);
        if (level < 0) {
          return "is a level that training did not see";
        }
        values[firstSlot[column] + level] = 1;
      }
      case DATE -> {
        long seconds = Timestamps.parse(bytes, 0, bytes.length);
        if (seconds == Timestamps.NONE) {
          return "is not a date";
        }
        storeDate(column, seconds, values, 0);
      }
      default -> {
        double value = Numbers.parse(bytes, 0, bytes.length);
        if (!Double.isFinite(value)) {
          return "is not a finite number";
        }
        storeNumber(column, value, values, 0);
      }
    }
    return null;
  }
}
