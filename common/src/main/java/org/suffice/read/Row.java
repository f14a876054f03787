package org.suffice.read;

import java.util.Arrays;

/**
 * Where a parser puts one row; reused for every row of a block, its fields bare because this is the
 * innermost loop of a one-pass job. A dense row is written to {@code values[offset, offset + d)}, a
 * sparse one to {@code indices[0, size)} and {@code values[0, size)}.
 */
public final class Row {
  /** Feature values: the block's own array for a dense row, a growing one for a sparse row. */
  public double[] values = new double[0];

  /** Where a dense row starts in {@link #values}. */
  public int offset;

  /** Feature positions of a sparse row, 0-based and ascending. */
  public int[] indices = new int[0];

  /** Number of entries of a sparse row. */
  public int size;

  /** The first label; further ones are among the values, see {@link FeatureEncoder#labelSlot}. */
  public double label;

  /** The weight, 1 where the data have none. */
  public double weight;

  /** Missing features of this row. */
  public int missing;

  /** Which columns are missing, where interactions need to know. */
  boolean[] absent = new boolean[0];

  /** The account of the block in progress, for notes. */
  public RowAccount account = new RowAccount();

  /** The text of the columns to keep beside the row. */
  public String[] kept = new String[0];

  /**
   * Why the row was rejected: set by the parser together with {@link RowParser.Outcome#REJECTED}.
   */
  public Rejection.Reason reason;

  /** The column that was at fault, empty for the whole row. */
  public String column;

  /** What was found there, ready to print. */
  public String detail;

  /** Makes room for one more sparse entry. */
  void ensureEntry() {
    if (size == indices.length) {
      int length = Math.max(16, size * 2);
      indices = Arrays.copyOf(indices, length);
      values = Arrays.copyOf(values, length);
    }
  }

  /** Notes a rejection and returns its outcome, for {@code return row.reject(...)}. */
  public RowParser.Outcome reject(Rejection.Reason why, String where, String what) {
    reason = why;
    column = where;
    detail = what;
    return RowParser.Outcome.REJECTED;
  }
}
