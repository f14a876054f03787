package org.suffice.statistic;

import java.io.Serializable;
import java.util.Arrays;

/**
 * A sample of rows of a fixed size, numbers of each: the rows whose place, shuffled, comes first
 * (bottom-k sampling by a hash of file and row id; Cohen, Kaplan, "Summarizing data using bottom-k
 * sketches", PODC 2007). Every subset of that size is as likely as any other, and which one it is
 * depends on the places of the rows and the seed alone, not on how the data are cut. Of no more
 * rows than the size the sample is all of them. Rows stay in the order of the data where samples
 * are merged in that order.
 */
public final class SampledRows implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final int FIRST_CAPACITY = 256;

  private final int most;
  private final int width;
  private final long seed;
  private long seen;
  private int size;
  private long[] keys = new long[0];
  private double[] values = new double[0];

  /**
   * An empty sample.
   *
   * @param most rows that it holds
   * @param width numbers of each row
   * @param seed of the choice
   */
  public SampledRows(int most, int width, long seed) {
    if (most < 1 || width < 1) {
      throw new IllegalArgumentException(
          "sample: expected a row and a number of it or more, found " + most + " and " + width);
    }
    this.most = most;
    this.width = width;
    this.seed = seed;
  }

  /** An empty sample of the same kind. */
  public SampledRows fresh() {
    return new SampledRows(most, width, seed);
  }

  /**
   * Offers a row.
   *
   * @param file the position of its file
   * @param rowId its place in the file
   * @param row the numbers, at least as many as the width; copied
   */
  public void add(int file, long rowId, double... row) {
    seen++;
    // Flipped sign bit: the order of signed numbers is then that of unsigned hashes.
    append(FoldRule.shuffled(seed, file, rowId) ^ Long.MIN_VALUE, row, 0);
  }

  private void append(long key, double[] row, int from) {
    if (size >= 2 * (long) most) {
      trim();
    }
    if (size == keys.length) {
      int capacity = (int) Math.min(2L * most, Math.max(FIRST_CAPACITY, 2L * size));
      keys = Arrays.copyOf(keys, capacity);
      values = Arrays.copyOf(values, Math.multiplyExact(capacity, width));
    }
    keys[size] = key;
    System.arraycopy(row, from, values, size * width, width);
    size++;
  }

  /** Leaves the rows that come first, in their order. */
  private void trim() {
    if (size <= most) {
      return;
    }
    long[] sorted = Arrays.copyOf(keys, size);
    Arrays.sort(sorted);
    long last = sorted[most - 1];
    int kept = 0;
    for (int i = 0; i < size && kept < most; i++) {
      if (keys[i] <= last) {
        keys[kept] = keys[i];
        System.arraycopy(values, i * width, values, kept * width, width);
        kept++;
      }
    }
    size = kept;
  }

  /** Lets go of rows that are not in the sample and of room for more, before it is sent away. */
  public void finish() {
    trim();
    keys = Arrays.copyOf(keys, size);
    values = Arrays.copyOf(values, size * width);
  }

  /**
   * Adds a sample of rows that follow in the data.
   *
   * @param other not modified
   * @return this
   */
  public SampledRows merge(SampledRows other) {
    if (other == this) {
      throw new IllegalArgumentException("sample merged with itself");
    }
    if (other.most != most || other.width != width || other.seed != seed) {
      throw new IllegalArgumentException(
          "sample: expected " + dimensions() + ", found " + other.dimensions());
    }
    seen += other.seen;
    for (int i = 0; i < other.size; i++) {
      append(other.keys[i], other.values, i * width);
    }
    return this;
  }

  private String dimensions() {
    return most + " rows of " + width + " by seed " + seed;
  }

  /** How many rows were offered. */
  public long seen() {
    return seen;
  }

  /** How many rows are in the sample. */
  public int size() {
    trim();
    return size;
  }

  /** A number of every row of the sample, a copy. */
  public double[] column(int position) {
    trim();
    double[] column = new double[size];
    for (int i = 0; i < size; i++) {
      column[i] = values[i * width + position];
    }
    return column;
  }
}
