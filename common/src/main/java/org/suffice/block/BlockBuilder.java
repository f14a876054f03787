package org.suffice.block;

import java.util.Arrays;
import org.suffice.read.Rejection;
import org.suffice.read.Row;
import org.suffice.read.RowAccount;
import org.suffice.read.RowParser;

/**
 * Fills blocks row by row. Where a block ends depends on the rows alone, never on the machine:
 * dense blocks hold max(1024, 1 MiB / row) rows, sparse ones end at 1 MiB of entries and at least
 * 1,024 rows.
 */
public final class BlockBuilder {
  /** The size that keeps a block in a core's cache. */
  static final int TARGET_BYTES = 1 << 20;

  /** The least number of rows of a full block, so that BLAS has long inner products. */
  static final int MIN_ROWS = 1024;

  private static final int MAX_ROWS = 8192;

  private final RowParser parser;
  private final int numFeatures;
  private final boolean sparse;
  private final boolean reuse;
  private final int file;
  private final int capacity;
  private final Row row = new Row();

  private double[] values;
  private double[] labels;
  private double[] weights;
  private boolean weighted;
  private long[] rowIds;
  private int[] rowStarts;
  private int[] indices;
  private int entries;
  private int rows;
  private RowAccount account;
  private final int numKept;
  private String[] kept;

  /**
   * Builds blocks of one file.
   *
   * @param reuse whether a block may be overwritten by the next: saves memory traffic when blocks
   *     are consumed one by one
   */
  public BlockBuilder(RowParser parser, int file, boolean reuse) {
    this(parser, parser.numFeatures(), parser.isSparse(), parser.numKept(), file, reuse);
  }

  /**
   * Builds dense blocks of rows that come from something else than lines, through {@link #begin}
   * and {@link #end}.
   *
   * @param numKept the number of columns whose text is kept
   */
  public BlockBuilder(int numFeatures, int numKept, int file, boolean reuse) {
    this(null, numFeatures, false, numKept, file, reuse);
  }

  private BlockBuilder(
      RowParser parser, int numFeatures, boolean sparse, int numKept, int file, boolean reuse) {
    this.parser = parser;
    this.numFeatures = numFeatures;
    this.sparse = sparse;
    this.numKept = numKept;
    this.file = file;
    this.reuse = reuse;
    this.capacity = sparse ? MAX_ROWS : denseRows(numFeatures);
    allocate();
    account = row.account;
    row.kept = new String[numKept];
  }

  /** The number of rows of a full dense block. */
  public static int denseRows(int numFeatures) {
    int fitting = TARGET_BYTES / (8 * Math.max(1, numFeatures));
    return Math.max(MIN_ROWS, Math.min(MAX_ROWS, fitting));
  }

  private void allocate() {
    kept = new String[capacity * numKept];
    labels = new double[capacity];
    weights = new double[capacity];
    rowIds = new long[capacity];
    if (sparse) {
      rowStarts = new int[capacity + 1];
      indices = new int[TARGET_BYTES / 12];
      values = new double[TARGET_BYTES / 12];
    } else {
      values = new double[Math.multiplyExact(capacity, numFeatures)];
    }
  }

  /**
   * Parses one line and appends its row when it is good; otherwise accounts for it.
   *
   * @param rowId what stands for the row in the block
   * @param offset the byte offset of the line in its file, to locate a rejection
   * @return what became of the line
   */
  public RowParser.Outcome add(byte[] bytes, int from, int to, long rowId, long offset) {
    return end(parser.parse(bytes, from, to, begin()), rowId, offset);
  }

  /** The row to fill next. */
  public Row begin() {
    if (!sparse) {
      row.values = values;
      row.offset = rows * numFeatures;
    }
    return row;
  }

  /**
   * Appends the row of {@link #begin} when its outcome is good; otherwise accounts for it.
   *
   * @param rowId what stands for the row in the block
   * @param offset where the row stands in its file, to locate a rejection
   * @return the outcome
   */
  public RowParser.Outcome end(RowParser.Outcome outcome, long rowId, long offset) {
    switch (outcome) {
      case USED -> append(rowId);
      case MISSING_DROPPED -> account.addMissingDropped();
      case ZERO_WEIGHT -> account.addZeroWeight();
      case REJECTED ->
          account.addRejected(new Rejection(row.reason, file, offset, row.column, row.detail));
    }
    return outcome;
  }

  private void append(long rowId) {
    if (sparse) {
      if (entries + row.size > values.length) {
        int length = Math.max(values.length * 2, entries + row.size);
        values = Arrays.copyOf(values, length);
        indices = Arrays.copyOf(indices, length);
      }
      System.arraycopy(row.values, 0, values, entries, row.size);
      System.arraycopy(row.indices, 0, indices, entries, row.size);
      entries += row.size;
      rowStarts[rows + 1] = entries;
    }
    System.arraycopy(row.kept, 0, kept, rows * numKept, numKept);
    labels[rows] = row.label;
    weights[rows] = row.weight;
    weighted |= row.weight != 1;
    rowIds[rows] = rowId;
    rows++;
  }

  /** Whether the block should be taken before the next line. */
  public boolean isFull() {
    return rows == capacity || (sparse && rows >= MIN_ROWS && entries * 12L >= TARGET_BYTES);
  }

  /** Whether there is neither a row nor an account of one. */
  public boolean isEmpty() {
    return rows == 0 && account.read() == 0;
  }

  /** Takes the rows so far as a block and starts the next. */
  public Block build() {
    account.addUsed(rows);
    double[] blockWeights = weighted ? weights : null;
    Block block;
    if (reuse) {
      block =
          sparse
              ? new SparseBlock(
                  rows,
                  numFeatures,
                  rowStarts,
                  indices,
                  values,
                  labels,
                  blockWeights,
                  file,
                  rowIds,
                  account)
              : new DenseBlock(
                  rows, numFeatures, values, labels, blockWeights, file, rowIds, account);
    } else {
      double[] keptWeights = weighted ? Arrays.copyOf(weights, rows) : null;
      block =
          sparse
              ? new SparseBlock(
                  rows,
                  numFeatures,
                  Arrays.copyOf(rowStarts, rows + 1),
                  Arrays.copyOf(indices, entries),
                  Arrays.copyOf(values, entries),
                  Arrays.copyOf(labels, rows),
                  keptWeights,
                  file,
                  Arrays.copyOf(rowIds, rows),
                  account)
              : new DenseBlock(
                  rows,
                  numFeatures,
                  Arrays.copyOf(values, rows * numFeatures),
                  Arrays.copyOf(labels, rows),
                  keptWeights,
                  file,
                  Arrays.copyOf(rowIds, rows),
                  account);
    }
    if (numKept > 0) {
      block.keeping(Arrays.copyOf(kept, rows * numKept));
    }
    rows = 0;
    entries = 0;
    weighted = false;
    account = new RowAccount();
    row.account = account;
    return block;
  }
}
