package org.suffice.read;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where each input column goes among the d features of a block: a numeric column to one slot or
 * those of its basis, a categorical one to a slot per level, all levels kept, a date to one per
 * part, in the order of the schema; then the interactions, each with a slot per product. Which
 * level is the reference of a regression is decided when the statistic is solved, not here: only
 * then is it known which levels occur and whether a penalty makes all of them identifiable.
 *
 * <p>To learn the means that stand for missing values in the same pass as everything else, a column
 * may have one more slot, after all features: 1 where its value is missing, its own slots being 0
 * there. An interaction of such a column has one of its own: 1 where either value is missing, for
 * the mean of a product is that of the rows that have both.
 *
 * <p>The first label of a row stands beside the slots; where there are several, the further ones
 * have the last slots of a row, so that a statistic of the slots covers them without knowing them.
 * A row is thus: d features (columns, interactions), indicators (of columns, of interactions),
 * further labels.
 */
public final class FeatureEncoder implements Serializable {
  private static final long serialVersionUID = 1L;

  private final ArrayList<String> names = new ArrayList<>();
  private final ArrayList<String> columnNames = new ArrayList<>();
  private final ArrayList<Column.Kind> kinds = new ArrayList<>();
  private final ArrayList<LevelIndex> levels = new ArrayList<>();
  private final ArrayList<ArrayList<DatePart>> parts = new ArrayList<>();
  private final int[] degrees;
  private final Fourier[] fouriers;
  private final int[] firstSlot;
  private final int[] indicator;
  private final Product[] products;
  private final int numIndicators;
  private final int numLabels;

  /**
   * The interaction of two columns.
   *
   * @param first the position of a column
   * @param second that of another
   * @param slot the first of its slots: for each slot of the first column, those of the second
   * @param indicator the slot that says that either value is missing, or -1
   */
  private record Product(String name, int first, int second, int slot, int indicator)
      implements Serializable {}

  /**
   * A level of a categorical column.
   *
   * @param column its position
   * @param level the position among its levels
   */
  public record Level(int column, int level) {}

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
    this(columns, List.of(), withIndicator, 1);
  }

  /** The layout of rows without labels: features alone. */
  public static FeatureEncoder ofFeatures(Schema schema) {
    return new FeatureEncoder(schema.features(), schema.interactions(), Set.of(), 1);
  }

  /**
   * The layout of rows with every label.
   *
   * @param withIndicator the names of the columns whose missing values are to be replaced by means
   */
  public static FeatureEncoder ofRows(Schema schema, Set<String> withIndicator) {
    return new FeatureEncoder(
        schema.features(), schema.interactions(), withIndicator, schema.labels().size());
  }

  private FeatureEncoder(
      List<Column> columns,
      List<Interaction> interactions,
      Set<String> withIndicator,
      int numLabels) {
    this.numLabels = numLabels;
    firstSlot = new int[columns.size() + 1];
    indicator = new int[columns.size()];
    degrees = new int[columns.size()];
    fouriers = new Fourier[columns.size()];
    for (int i = 0; i < columns.size(); i++) {
      Column column = columns.get(i);
      columnNames.add(column.name());
      kinds.add(column.kind());
      parts.add(new ArrayList<>(column.parts()));
      degrees[i] = column.kind() == Column.Kind.NUMERIC ? column.degree() : 0;
      fouriers[i] = column.fourier().orElse(null);
      firstSlot[i] = names.size();
      names.addAll(column.featureNames());
      boolean categorical = column.kind() == Column.Kind.CATEGORICAL;
      levels.add(categorical ? new LevelIndex(column.levels()) : null);
    }
    firstSlot[columns.size()] = names.size();
    products = new Product[interactions.size()];
    int[] slots = new int[products.length];
    int[][] factors = factors(columns, interactions);
    for (int i = 0; i < products.length; i++) {
      slots[i] = names.size();
      for (String left : productNames(columns.get(factors[i][0]))) {
        for (String right : productNames(columns.get(factors[i][1]))) {
          names.add(left + ":" + right);
        }
      }
    }
    int next = names.size();
    for (int i = 0; i < columns.size(); i++) {
      indicator[i] = withIndicator.contains(columns.get(i).name()) ? next++ : -1;
    }
    for (int i = 0; i < products.length; i++) {
      boolean indicated = indicator[factors[i][0]] >= 0 || indicator[factors[i][1]] >= 0;
      products[i] =
          new Product(
              interactions.get(i).name(),
              factors[i][0],
              factors[i][1],
              slots[i],
              indicated ? next++ : -1);
    }
    numIndicators = next - names.size();
  }

  private static int[][] factors(List<Column> columns, List<Interaction> interactions) {
    if (interactions.isEmpty()) {
      return new int[0][];
    }
    Map<String, Integer> positions = new HashMap<>();
    columns.forEach(column -> positions.put(column.name(), positions.size()));
    return interactions.stream()
        .map(i -> new int[] {positions.get(i.first()), positions.get(i.second())})
        .toArray(int[][]::new);
  }

  private static List<String> productNames(Column column) {
    return column.kind() == Column.Kind.CATEGORICAL
        ? column.featureNames()
        : List.of(column.name());
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

  /** The number of slots of an input column, interactions apart. */
  public int numSlots(int column) {
    return firstSlot[column + 1] - firstSlot[column];
  }

  /** The slot that says that the column's value is missing, or -1. */
  public int indicatorSlot(int column) {
    return indicator[column];
  }

  /** The slot that says that the value of a feature's slot is missing, or -1. */
  public int indicatorOfSlot(int slot) {
    return slot >= firstSlot[numColumns()]
        ? products[productOf(slot)].indicator()
        : indicator[columnOf(slot)];
  }

  /** What a feature's slot is made of, in words: a column or an interaction, with its name. */
  public String originOf(int slot) {
    return slot >= firstSlot[numColumns()]
        ? "interaction " + Text.show(products[productOf(slot)].name())
        : "column " + Text.show(columnNames.get(columnOf(slot)));
  }

  private int columnOf(int slot) {
    int column = Arrays.binarySearch(firstSlot, slot);
    if (column < 0) {
      return -column - 2;
    }
    while (firstSlot[column + 1] == slot) { // columns without slots
      column++;
    }
    return column;
  }

  private int productOf(int slot) {
    int product = products.length - 1;
    while (products[product].slot() > slot) {
      product--;
    }
    return product;
  }

  /** How the cells of a column are read. */
  public Column.Kind kind(int column) {
    return kinds.get(column);
  }

  /** Whether the column is one-hot encoded. */
  public boolean isCategorical(int column) {
    return kinds.get(column) == Column.Kind.CATEGORICAL;
  }

  /** Whether the column's one feature is the number that stands in the data. */
  public boolean isPlainNumber(int column) {
    return kinds.get(column) == Column.Kind.NUMERIC
        && degrees[column] == 1
        && fouriers[column] == null;
  }

  /** The levels of a categorical column, null for another. */
  public LevelIndex levels(int column) {
    return levels.get(column);
  }

  /** The number of interactions. */
  public int numInteractions() {
    return products.length;
  }

  /** The name of an interaction, for instance {@code a:b}. */
  public String interactionName(int interaction) {
    return products[interaction].name();
  }

  /** The first slot of an interaction. */
  public int interactionSlot(int interaction) {
    return products[interaction].slot();
  }

  /** The number of slots of an interaction. */
  public int numInteractionSlots(int interaction) {
    int next = interaction + 1 < products.length ? products[interaction + 1].slot() : names.size();
    return next - products[interaction].slot();
  }

  /** The slot that says that either value of an interaction is missing, or -1. */
  public int interactionIndicator(int interaction) {
    return products[interaction].indicator();
  }

  /** Whether a value is missing that an interaction needs. */
  boolean isAbsent(int interaction, boolean[] absentColumns) {
    return absentColumns[products[interaction].first()]
        || absentColumns[products[interaction].second()];
  }

  /** The two slots whose product an interaction's slot holds. */
  public int[] factors(int slot) {
    if (slot < firstSlot[numColumns()] || slot >= names.size()) {
      throw new IllegalArgumentException("slot " + slot + " is no product");
    }
    Product product = products[productOf(slot)];
    int seconds = slotsOf(product.second());
    int place = slot - product.slot();
    return new int[] {
      firstSlot[product.first()] + place / seconds, firstSlot[product.second()] + place % seconds
    };
  }

  /** The slots of a column that take part in an interaction: its number, or its levels. */
  private int slotsOf(int column) {
    return isCategorical(column) ? numSlots(column) : 1;
  }

  /**
   * The levels of which a feature's slot is the indicator, or with which a number is multiplied
   * there: none for a number, one for a level and for {@code a:g=l}, two for {@code g=l:h=m}. A
   * slot with a level that no row has is zero everywhere; beside the levels themselves and a
   * constant, the slots with the reference level of one of its columns are sums of others.
   */
  public List<Level> levelsOf(int slot) {
    if (slot >= firstSlot[numColumns()]) {
      int[] factors = factors(slot);
      List<Level> both = new ArrayList<>(levelsOf(factors[0]));
      both.addAll(levelsOf(factors[1]));
      return both;
    }
    int c = columnOf(slot);
    return isCategorical(c) ? List.of(new Level(c, slot - firstSlot[c])) : List.of();
  }

  /**
   * The slots that an exact statistic forms anew as products: powers after the first, and
   * interactions of two numbers. Those of levels are exact as they are.
   */
  public DerivedSlots derived() {
    int[] left = new int[names.size()];
    int[] right = new int[names.size()];
    Arrays.fill(left, -1);
    Arrays.fill(right, -1);
    for (int c = 0; c < numColumns(); c++) {
      for (int k = 1; k < degrees[c]; k++) {
        left[firstSlot[c] + k] = firstSlot[c] + k - 1;
        right[firstSlot[c] + k] = firstSlot[c];
      }
    }
    for (Product product : products) {
      if (!isCategorical(product.first()) && !isCategorical(product.second())) {
        left[product.slot()] = firstSlot[product.first()];
        right[product.slot()] = firstSlot[product.second()];
      }
    }
    return new DerivedSlots(left, right);
  }

  /**
   * Stores a number: its powers, each the double nearest to a product of two doubles more, then its
   * sines and cosines.
   *
   * @return whether every power is within the range of a double
   */
  boolean storeNumber(int column, double value, double[] values, int offset) {
    int at = offset + firstSlot[column];
    int degree = degrees[column];
    double hi = value;
    double lo = 0;
    if (degree > 0) {
      values[at++] = value;
    }
    for (int k = 1; k < degree; k++) {
      double p = hi * value;
      double e = Math.fma(hi, value, -p) + lo * value;
      hi = p + e;
      lo = e - (hi - p);
      values[at++] = hi;
    }
    if (fouriers[column] != null) {
      fouriers[column].store(value, values, at);
    }
    // The error of a power that overflows is not a number, and makes the powers after it none.
    return Double.isFinite(hi);
  }

  /** Stores the parts of a time in the slots of its column. */
  void storeDate(int column, long seconds, double[] values, int offset) {
    ArrayList<DatePart> of = parts.get(column);
    for (int i = 0; i < of.size(); i++) {
      values[offset + firstSlot[column] + i] = of.get(i).of(seconds);
    }
  }

  /**
   * Stores the products of an interaction whose columns are stored.
   *
   * @return whether every product is within the range of a double
   */
  boolean storeInteraction(int interaction, double[] values, int offset) {
    Product product = products[interaction];
    int left = offset + firstSlot[product.first()];
    int right = offset + firstSlot[product.second()];
    int lefts = slotsOf(product.first());
    int rights = slotsOf(product.second());
    int at = offset + product.slot();
    boolean finite = true;
    for (int i = 0; i < lefts; i++) {
      for (int j = 0; j < rights; j++) {
        double value = values[left + i] * values[right + j];
        finite &= Double.isFinite(value);
        values[at++] = value + 0.0; // no negative zeros where a level is not the row's
      }
    }
    return finite;
  }

  /**
   * Encodes one row given as text by column name; for scoring single rows without files.
   *
   * @return d values
   * @throws Failure when a column is absent, a value cannot be read, or a level is unknown
   */
  public double[] encode(Map<String, String> row) {
    return TextRow.encode(this, row);
  }
}
