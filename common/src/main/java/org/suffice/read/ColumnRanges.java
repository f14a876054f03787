package org.suffice.read;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The ranges of columns of numbers. They merge in any order to the same result. */
final class ColumnRanges implements Serializable {
  private static final long serialVersionUID = 1L;

  private final ArrayList<String> names;
  private final int[] slots;
  private final int[] indicators;
  private final double[] least;
  private final double[] largest;

  private ColumnRanges(List<String> names, int[] slots, int[] indicators) {
    this.names = new ArrayList<>(names);
    this.slots = slots;
    this.indicators = indicators;
    least = new double[slots.length];
    largest = new double[slots.length];
    Arrays.fill(least, Double.POSITIVE_INFINITY);
    Arrays.fill(largest, Double.NEGATIVE_INFINITY);
  }

  /** Of no column. */
  static ColumnRanges none() {
    return new ColumnRanges(List.of(), new int[0], new int[0]);
  }

  /**
   * Empty ranges.
   *
   * @param names of the columns, all of them columns of the encoder
   * @param encoder of the rows that {@link #add} is going to be given
   */
  static ColumnRanges of(List<String> names, FeatureEncoder encoder) {
    int[] slots = new int[names.size()];
    int[] indicators = new int[names.size()];
    for (int c = 0; c < encoder.numColumns(); c++) {
      int at = names.indexOf(encoder.columnName(c));
      if (at >= 0) {
        slots[at] = encoder.firstSlot(c);
        indicators[at] = encoder.indicatorSlot(c);
      }
    }
    return new ColumnRanges(names, slots, indicators);
  }

  /** Empty ranges of the same columns. */
  ColumnRanges fresh() {
    return new ColumnRanges(names, slots, indicators);
  }

  boolean isEmpty() {
    return names.isEmpty();
  }

  /** Adds the numbers of a row, those that are missing left out. */
  void add(double[] values, int offset) {
    for (int i = 0; i < slots.length; i++) {
      if (indicators[i] < 0 || values[offset + indicators[i]] == 0) {
        double value = values[offset + slots[i]];
        least[i] = Math.min(least[i], value);
        largest[i] = Math.max(largest[i], value);
      }
    }
  }

  /** Adds the ranges of other rows; {@code other} is not modified. */
  void merge(ColumnRanges other) {
    for (int i = 0; i < least.length; i++) {
      least[i] = Math.min(least[i], other.least[i]);
      largest[i] = Math.max(largest[i], other.largest[i]);
    }
  }

  /** The least number of a column; infinity when no row has one. */
  double least(String column) {
    return least[names.indexOf(column)];
  }

  /** The largest number of a column; minus infinity when no row has one. */
  double largest(String column) {
    return largest[names.indexOf(column)];
  }
}
