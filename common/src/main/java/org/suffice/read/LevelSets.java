package org.suffice.read;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.suffice.Failure;

/**
 * The levels seen in the categorical columns of a table, the columns in which a value is missing,
 * the ranges of numbers, and the classes of a label: the light pass before training when these are
 * not given. Sets merge in any order to the same result.
 */
public final class LevelSets implements Serializable {
  private static final long serialVersionUID = 1L;

  /** More numbers with decimals than this look like something measured. */
  private static final int FEW_DECIMALS = 20;

  private final CsvDialect dialect;
  private final int maxLevels;
  private final ArrayList<String> names = new ArrayList<>();
  private final int[] positions;
  private final ArrayList<HashSet<ByteBufferKey>> levels = new ArrayList<>();
  private final boolean[] watched;
  private final boolean[] sawMissing;
  private final ArrayList<String> columns;
  private final HashSet<ByteBufferKey> marks = new HashSet<>();

  /** The column whose texts are classes, or -1. */
  private int label = -1;

  /** The number that was a class last, so that most are not written as text. */
  private double lastNumber = Double.NaN;

  private ColumnRanges ranges = ColumnRanges.none();

  /** Bytes that compare by content. */
  private record ByteBufferKey(byte[] bytes) implements Serializable {
    @Override
    public boolean equals(Object other) {
      return other instanceof ByteBufferKey key && Arrays.equals(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
      return LevelIndex.hash(bytes, 0, bytes.length);
    }
  }

  /**
   * Starts with empty sets.
   *
   * @param columns the names of the file's columns, in file order
   * @param categorical the names of those whose levels are sought
   * @param watched the names of those in which missing values are sought
   * @param maxLevels more levels than this in one column are refused
   */
  public LevelSets(
      CsvDialect dialect,
      List<String> columns,
      Set<String> categorical,
      Set<String> watched,
      int maxLevels) {
    this.dialect = dialect;
    this.maxLevels = maxLevels;
    this.columns = new ArrayList<>(columns);
    this.watched = new boolean[columns.size()];
    this.sawMissing = new boolean[columns.size()];
    for (String mark : dialect.missingValues()) {
      marks.add(new ByteBufferKey(mark.getBytes(StandardCharsets.UTF_8)));
    }
    positions = new int[columns.size()];
    Arrays.fill(positions, -1);
    for (int c = 0; c < columns.size(); c++) {
      this.watched[c] = watched.contains(columns.get(c));
      if (categorical.contains(columns.get(c))) {
        positions[c] = levels.size();
        names.add(columns.get(c));
        levels.add(new HashSet<>());
      }
    }
  }

  /** An empty set for the same columns. */
  public LevelSets fresh() {
    Set<String> sought = new HashSet<>(names);
    Set<String> watching = new HashSet<>();
    for (int c = 0; c < watched.length; c++) {
      if (watched[c]) {
        watching.add(columns.get(c));
      }
    }
    if (label >= 0) {
      sought.remove(columns.get(label));
    }
    LevelSets fresh = new LevelSets(dialect, columns, sought, watching, maxLevels);
    if (label >= 0) {
      fresh.withClasses(columns.get(label));
    }
    fresh.ranges = ranges.fresh();
    return fresh;
  }

  /**
   * Seeks the ranges of numeric columns too, over the rows that are used.
   *
   * @param names of the columns
   * @param encoder of the rows that {@link #addRow} is going to be given
   */
  public LevelSets withRanges(List<String> names, FeatureEncoder encoder) {
    ranges = ColumnRanges.of(names, encoder);
    return this;
  }

  /** Seeks the classes of a label too, which is none of the categorical columns. */
  public LevelSets withClasses(String column) {
    label = columns.indexOf(column);
    positions[label] = levels.size();
    names.add(column);
    levels.add(new HashSet<>());
    return this;
  }

  /** Whether ranges are sought, for which rows must be parsed. */
  public boolean seeksRanges() {
    return !ranges.isEmpty();
  }

  /** Adds the numbers of a row that is used. */
  public void addRow(double[] values, int offset) {
    ranges.add(values, offset);
  }

  /** The least number of a column; infinity when no row has one. */
  public double least(String column) {
    return ranges.least(column);
  }

  /** The largest number of a column; minus infinity when no row has one. */
  public double largest(String column) {
    return ranges.largest(column);
  }

  /** Whether there is anything to look for. */
  public boolean isIdle() {
    for (boolean watch : watched) {
      if (watch) {
        return false;
      }
    }
    return names.isEmpty() && ranges.isEmpty();
  }

  /** Whether the levels of a column are sought. */
  public boolean seeksLevels(int column) {
    return positions[column] >= 0;
  }

  /** Whether missing values of a column are sought. */
  public boolean seeksMissing(int column) {
    return watched[column];
  }

  /** Whether the classes of a label are sought. */
  public boolean seeksClasses() {
    return label >= 0;
  }

  /** Adds a class that stands in the data as a number. */
  public void addClass(double number) {
    if (number != lastNumber) {
      add(positions[label], Numbers.text(number).getBytes(StandardCharsets.UTF_8));
      lastNumber = number;
    }
  }

  /** Adds a level of a column. */
  public void addLevel(int column, byte[] bytes) {
    add(positions[column], bytes);
  }

  /** Notes that a value of a column is missing. */
  public void addMissing(int column) {
    sawMissing[column] = true;
  }

  /** Whether a value of the column is missing somewhere. */
  public boolean hasMissing(String column) {
    return sawMissing[columns.indexOf(column)];
  }

  /** Adds the levels of one line; broken lines are left for the parser to report. */
  public void add(byte[] line, int from, int to) {
    CellScanner scanner = new CellScanner(dialect);
    byte[] found = null;
    int p = from;
    for (int column = 0; column < positions.length; column++) {
      p = scanner.scan(line, p, to);
      if (p < 0) {
        return;
      }
      if (positions[column] >= 0 || (watched[column] && !sawMissing[column])) {
        scanner.trim();
        byte[] bytes = Arrays.copyOfRange(scanner.cell, scanner.from, scanner.to);
        if (marks.contains(new ByteBufferKey(bytes))) {
          sawMissing[column] = true;
        } else if (column == label) {
          found = bytes;
        } else if (positions[column] >= 0) {
          add(positions[column], bytes);
        }
      }
      if (p == to) {
        if (found != null && column == positions.length - 1) {
          addClass(found);
        }
        return;
      }
      p++;
    }
  }

  /** A class of a line with the right number of cells; one that no row can have is left out. */
  private void addClass(byte[] bytes) {
    for (byte b : bytes) {
      if (b == 0) {
        return;
      }
    }
    add(positions[label], bytes);
  }

  private void add(int position, byte[] bytes) {
    HashSet<ByteBufferKey> set = levels.get(position);
    if (set.add(new ByteBufferKey(bytes)) && set.size() > maxLevels) {
      if (label >= 0 && position == positions[label]) {
        throw tooManyClasses();
      }
      String last = new String(bytes, StandardCharsets.UTF_8);
      throw Failure.data(
          "column "
              + Text.show(names.get(position))
              + " has more than "
              + maxLevels
              + (Numbers.isWrittenOtherwise(last)
                  ? " levels, such as "
                      + Text.show(last)
                      + ": numbers? Store bare digits with a decimal point. An identifier?"
                  : " levels: an identifier?")
              + " Leave it out with data.ignore=["
              + Text.clean(names.get(position))
              + "], or raise data.max-levels");
    }
  }

  /** Adds the sets of other lines; {@code other} is not modified. */
  public LevelSets merge(LevelSets other) {
    for (int i = 0; i < levels.size(); i++) {
      levels.get(i).addAll(other.levels.get(i));
    }
    ranges.merge(other.ranges);
    for (int c = 0; c < sawMissing.length; c++) {
      sawMissing[c] |= other.sawMissing[c];
    }
    return this;
  }

  private Failure tooManyClasses() {
    boolean numbers = levels.get(positions[label]).stream().allMatch(LevelSets::isNumber);
    return Failure.data(
        "the label "
            + Text.show(columns.get(label))
            + " has more than "
            + maxLevels
            + " classes"
            + (numbers
                ? ", all of them numbers: to predict a number, train a regression (linear-regression)"
                : ": an identifier? Name another --label")
            + "; or raise data.max-levels");
  }

  private static boolean isNumber(ByteBufferKey key) {
    return !Double.isNaN(Numbers.parse(key.bytes(), 0, key.bytes().length));
  }

  /**
   * The classes of the label in byte order; none where no row has a label.
   *
   * @param least the number of classes that there must be, where there are any
   * @param categorical columns of categories by name; more than a few numbers with decimals look
   *     like something measured, and are refused for a label that is not among these
   * @throws Failure when a class is not UTF-8, or there are too few or too many
   */
  public List<String> classes(int least, Collection<String> categorical) {
    String column = columns.get(label);
    HashSet<ByteBufferKey> found = levels.get(positions[label]);
    if (found.size() > maxLevels) {
      throw tooManyClasses();
    }
    List<String> classes = Schema.inOrder(decoded(column, found));
    if (classes.size() == 1 && least > 1) {
      throw Failure.data(
          "the label "
              + Text.show(column)
              + " has one class, "
              + Text.show(classes.get(0))
              + ", in all rows; a classifier needs two or more");
    }
    Optional<String> decimal =
        classes.stream().filter(text -> !text.matches("[-+]?[0-9]+([.]0*)?")).findFirst();
    boolean measured =
        classes.size() > FEW_DECIMALS
            && decimal.isPresent()
            && found.stream().allMatch(LevelSets::isNumber);
    if (measured && !categorical.contains(column)) {
      throw Failure.data(
          "the label "
              + Text.show(column)
              + " holds "
              + classes.size()
              + " different numbers such as "
              + Text.show(decimal.get())
              + ": to predict a number, train a regression (linear-regression); to take them for"
              + " classes all the same, set data.categorical=["
              + Text.clean(column)
              + "]");
    }
    return classes;
  }

  private static List<String> decoded(String column, Set<ByteBufferKey> keys) {
    return keys.stream().map(key -> decode(column, key.bytes())).toList();
  }

  /**
   * The levels of a column in byte order, marks of missing values left out.
   *
   * @throws Failure when a level is not UTF-8, or there is none
   */
  public List<String> levels(String column) {
    Set<String> missing = new HashSet<>(dialect.missingValues());
    List<byte[]> sorted = new ArrayList<>();
    levels.get(names.indexOf(column)).forEach(key -> sorted.add(key.bytes()));
    sorted.sort(Arrays::compareUnsigned);
    List<String> result = new ArrayList<>();
    for (byte[] bytes : sorted) {
      String level = decode(column, bytes);
      if (!missing.contains(level)) {
        result.add(level);
      }
    }
    if (result.isEmpty()) {
      throw Failure.data("column " + Text.show(column) + " holds no value");
    }
    if (result.size() > maxLevels) {
      throw Failure.data(
          "column "
              + Text.show(column)
              + " has "
              + result.size()
              + " levels, more than data.max-levels="
              + maxLevels
              + "; leave it out with data.ignore=["
              + Text.clean(column)
              + "] or raise the limit");
    }
    return result;
  }

  private static String decode(String column, byte[] bytes) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(bytes))
          .toString();
    } catch (CharacterCodingException e) {
      throw Failure.data(
          "column "
              + Text.show(column)
              + ": the level "
              + Text.show(new String(bytes, StandardCharsets.ISO_8859_1))
              + " is not UTF-8; name its encoding, such as data.charset=windows-1252, or convert the file",
          e);
    }
  }
}
