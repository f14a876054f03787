package org.suffice.block;

import java.io.Serializable;
import org.suffice.read.RowAccount;

/**
 * Rows of one file: labels, weights, the place of each row in the file, and what became of the rows
 * of that stretch that are not here. Arrays are shared, not copied: read only, and valid until the
 * reader that made the block moves on, unless the reader says that blocks are kept.
 */
public abstract sealed class Block implements Serializable permits DenseBlock, SparseBlock {
  private static final long serialVersionUID = 1L;

  private final int numRows;
  private final int numFeatures;
  private final double[] labels;
  private final double[] weights;
  private final int file;
  private final long[] rowIds;
  private final RowAccount account;
  private String[] kept;

  Block(
      int numRows,
      int numFeatures,
      double[] labels,
      double[] weights,
      int file,
      long[] rowIds,
      RowAccount account) {
    this.numRows = numRows;
    this.numFeatures = numFeatures;
    this.labels = labels;
    this.weights = weights;
    this.file = file;
    this.rowIds = rowIds;
    this.account = account;
  }

  /** The number n of rows. */
  public final int numRows() {
    return numRows;
  }

  /**
   * The number of values of a row: the d features, then what a layout puts behind them, indicators
   * of missing values and the labels after the first (see {@link
   * org.suffice.read.FeatureEncoder#width}).
   */
  public final int numFeatures() {
    return numFeatures;
  }

  /** The n labels, of several those of the first; the array may be longer. */
  public final double[] labels() {
    return labels;
  }

  /** The n weights, or null when every weight is 1; the array may be longer. */
  public final double[] weights() {
    return weights;
  }

  /** The position of the rows' file among the sorted input files. */
  public final int file() {
    return file;
  }

  /**
   * What stands for each row: its byte offset in the file, which with the file is an id that no
   * partitioning changes, or its 0-based position in the whole data where the reader was told it.
   */
  public final long[] rowIds() {
    return rowIds;
  }

  /**
   * Writes the values of a row, those absent from a sparse one as 0.
   *
   * @param out {@link #numFeatures} values or more, overwritten
   */
  public abstract void copyRow(int row, double[] out);

  /** About how many bytes of memory its rows take. */
  public final long sizeInBytes() {
    long bytes = 64 + valueBytes() + numRows * (weights == null ? 16L : 24L);
    if (kept != null) {
      for (String text : kept) {
        bytes += 56 + (text == null ? 0 : text.length());
      }
    }
    return bytes;
  }

  /** The bytes of the values of its rows, and of their positions. */
  abstract long valueBytes();

  /** Sets the kept text of a block just made. */
  final Block keeping(String[] texts) {
    kept = texts;
    return this;
  }

  /** The text of the columns kept beside the rows, row after row; null when none are. */
  public final String[] kept() {
    return kept;
  }

  /** What became of every row of this stretch; {@code used} equals n. */
  public final RowAccount account() {
    return account;
  }
}
