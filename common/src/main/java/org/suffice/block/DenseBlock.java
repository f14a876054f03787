package org.suffice.block;

import org.suffice.read.RowAccount;

/** Rows of d values each, one after the other: X is n×d row-major. */
public final class DenseBlock extends Block {
  private static final long serialVersionUID = 1L;

  private final double[] values;

  /**
   * Wraps arrays; none is copied.
   *
   * @param values n×d row-major; may be longer
   * @param weights null when every weight is 1
   */
  public DenseBlock(
      int numRows,
      int numFeatures,
      double[] values,
      double[] labels,
      double[] weights,
      int file,
      long[] rowIds,
      RowAccount account) {
    super(numRows, numFeatures, labels, weights, file, rowIds, account);
    if ((long) numRows * numFeatures > values.length || numRows > labels.length) {
      throw new IllegalArgumentException(
          "expected " + numRows + "×" + numFeatures + " values, found " + values.length);
    }
    this.values = values;
  }

  /** A block of rows that came from no file, weights 1 when {@code weights} is null. */
  public static DenseBlock of(int numFeatures, double[] values, double[] labels, double[] weights) {
    RowAccount account = new RowAccount();
    account.addUsed(labels.length);
    long[] rowIds = new long[labels.length];
    for (int i = 0; i < rowIds.length; i++) {
      rowIds[i] = i;
    }
    return new DenseBlock(labels.length, numFeatures, values, labels, weights, 0, rowIds, account);
  }

  /** X, n×d row-major; the array may be longer. */
  public double[] values() {
    return values;
  }

  @Override
  public void copyRow(int row, double[] out) {
    System.arraycopy(values, row * numFeatures(), out, 0, numFeatures());
  }

  @Override
  long valueBytes() {
    return 8L * numRows() * numFeatures();
  }
}
