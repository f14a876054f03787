package org.suffice.block;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * The columns of a fit, made of the slots of rows: some of them, in an order, a value in the place
 * of missing ones, and optionally shifted and scaled. Immutable, and sent to where the rows are.
 *
 * <p>Without shift, scale and missing values, columns that are all slots in their order are the
 * rows themselves: nothing is then copied.
 */
public final class Design implements BlockMap {
  private static final long serialVersionUID = 1L;

  private final int width;
  private final int[] slots;
  private final int[] indicators;
  private final double[] fill;
  private final double[] shift;
  private final double[] scale;
  private final double[] labels;
  private final boolean identity;

  /**
   * A design of d columns.
   *
   * @param width the number of slots of a row
   * @param slots for each column its slot
   * @param indicators for each column the slot that is 1 where its value is missing, or -1
   * @param fill for each column what stands for a missing value
   * @param shift what is subtracted of each column; null for nothing
   * @param scale what each column is then divided by; null for 1
   */
  public Design(
      int width, int[] slots, int[] indicators, double[] fill, double[] shift, double[] scale) {
    this(width, slots, indicators, fill, shift, scale, null);
  }

  private Design(
      int width,
      int[] slots,
      int[] indicators,
      double[] fill,
      double[] shift,
      double[] scale,
      double[] labels) {
    int d = slots.length;
    if (indicators.length != d || fill.length != d) {
      throw new IllegalArgumentException("expected indicators and fill for d=" + d);
    }
    this.width = width;
    this.slots = slots.clone();
    this.indicators = indicators.clone();
    this.fill = fill.clone();
    this.shift = shift == null ? null : shift.clone();
    this.scale = scale == null ? null : scale.clone();
    this.labels = labels;
    this.identity =
        d == width
            && shift == null
            && scale == null
            && labels == null
            && IntStream.range(0, d).allMatch(j -> slots[j] == j && indicators[j] < 0);
  }

  /** The first d slots of rows that may have more, as they are. */
  public static Design plain(int width, int d) {
    int[] none = new int[d];
    Arrays.fill(none, -1);
    return new Design(width, IntStream.range(0, d).toArray(), none, new double[d], null, null);
  }

  /**
   * The same with other labels.
   *
   * @param positions for each label, 0, 1, 2 …, what stands in its place
   */
  public Design withLabels(double[] positions) {
    return new Design(
        width, slots, indicators, fill, shift, scale, positions == null ? null : positions.clone());
  }

  private double[] labels(Block block) {
    if (labels == null) {
      return block.labels();
    }
    double[] mapped = new double[block.numRows()];
    Arrays.setAll(mapped, i -> labels[(int) block.labels()[i]]);
    return mapped;
  }

  /** The number d of columns. */
  public int numColumns() {
    return slots.length;
  }

  /** Whether the columns are the rows as they are. */
  @Override
  public boolean isIdentity() {
    return identity;
  }

  @Override
  public UnaryOperator<Block> mapper() {
    Scratch scratch = new Scratch();
    return block -> of(block, scratch);
  }

  /** Arrays that one thread uses again and again. */
  private static final class Scratch {
    private double[] values = new double[0];
    private int[] indices = new int[0];
    private int[] starts = new int[0];
    private int[] columnOfSlot;
  }

  /**
   * The rows of a block in terms of the columns.
   *
   * @throws IllegalArgumentException for a sparse block with a shift, or of another width
   */
  private Block of(Block block, Scratch room) {
    if (block.numFeatures() != width) {
      throw new IllegalArgumentException(
          "design: expected rows of " + width + " slots, found " + block.numFeatures());
    }
    if (identity) {
      return block;
    }
    return block instanceof DenseBlock dense
        ? dense(dense, room)
        : sparse((SparseBlock) block, room);
  }

  private DenseBlock dense(DenseBlock block, Scratch room) {
    int n = block.numRows();
    int d = slots.length;
    if (room.values.length < n * d) {
      room.values = new double[Math.multiplyExact(n, d)];
    }
    double[] from = block.values();
    double[] to = room.values;
    for (int i = 0; i < n; i++) {
      int row = i * width;
      int at = i * d;
      for (int j = 0; j < d; j++) {
        boolean missing = indicators[j] >= 0 && from[row + indicators[j]] != 0;
        to[at + j] = missing ? fill[j] : from[row + slots[j]];
      }
      if (shift != null) {
        for (int j = 0; j < d; j++) {
          to[at + j] -= shift[j];
        }
      }
      if (scale != null) {
        for (int j = 0; j < d; j++) {
          to[at + j] /= scale[j];
        }
      }
    }
    return new DenseBlock(
        n, d, to, labels(block), block.weights(), block.file(), block.rowIds(), block.account());
  }

  private SparseBlock sparse(SparseBlock block, Scratch room) {
    if (shift != null) {
      throw new IllegalArgumentException("a shift makes every entry of sparse rows present");
    }
    int n = block.numRows();
    int entries = block.numEntries();
    if (room.columnOfSlot == null) {
      room.columnOfSlot = columnOfSlot();
    }
    if (room.values.length < entries) {
      room.values = new double[entries];
      room.indices = new int[entries];
    }
    if (room.starts.length <= n) {
      room.starts = new int[n + 1];
    }
    int at = 0;
    for (int i = 0; i < n; i++) {
      for (int e = block.rowStarts()[i]; e < block.rowStarts()[i + 1]; e++) {
        int column = room.columnOfSlot[block.indices()[e]];
        if (column >= 0) {
          room.indices[at] = column;
          room.values[at++] = scale == null ? block.values()[e] : block.values()[e] / scale[column];
        }
      }
      room.starts[i + 1] = at;
    }
    return new SparseBlock(
        n,
        slots.length,
        room.starts,
        room.indices,
        room.values,
        labels(block),
        block.weights(),
        block.file(),
        block.rowIds(),
        block.account());
  }

  /** Sparse rows have no missing values and keep the order of their slots. */
  private int[] columnOfSlot() {
    int[] columns = new int[width];
    Arrays.fill(columns, -1);
    for (int j = 0; j < slots.length; j++) {
      if (indicators[j] >= 0 || (j > 0 && slots[j] <= slots[j - 1])) {
        throw new IllegalArgumentException("sparse rows: columns must ascend and be present");
      }
      columns[slots[j]] = j;
    }
    return columns;
  }
}
