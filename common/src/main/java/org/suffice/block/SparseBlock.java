package org.suffice.block;

import java.util.Arrays;
import org.suffice.read.RowAccount;

/**
 * Rows in compressed sparse row form: the entries of row i are at {@code [rowStarts[i],
 * rowStarts[i+1])} of indices and values, indices ascending within a row.
 */
public final class SparseBlock extends Block {
  private static final long serialVersionUID = 1L;

  private final int[] rowStarts;
  private final int[] indices;
  private final double[] values;

  /** Wraps arrays; none is copied, and each may be longer than needed. */
  public SparseBlock(
      int numRows,
      int numFeatures,
      int[] rowStarts,
      int[] indices,
      double[] values,
      double[] labels,
      double[] weights,
      int file,
      long[] rowIds,
      RowAccount account) {
    super(numRows, numFeatures, labels, weights, file, rowIds, account);
    if (rowStarts.length <= numRows || rowStarts[numRows] > values.length) {
      throw new IllegalArgumentException("row starts do not fit " + numRows + " rows");
    }
    this.rowStarts = rowStarts;
    this.indices = indices;
    this.values = values;
  }

  /** Where each row starts: n+1 positions. */
  public int[] rowStarts() {
    return rowStarts;
  }

  /** The feature of each entry. */
  public int[] indices() {
    return indices;
  }

  /** The value of each entry. */
  public double[] values() {
    return values;
  }

  /** The number of entries. */
  public int numEntries() {
    return rowStarts[numRows()];
  }

  @Override
  public void copyRow(int row, double[] out) {
    Arrays.fill(out, 0, numFeatures(), 0);
    for (int e = rowStarts[row]; e < rowStarts[row + 1]; e++) {
      out[indices[e]] = values[e];
    }
  }

  @Override
  long valueBytes() {
    return 12L * numEntries() + 4L * numRows();
  }
}
