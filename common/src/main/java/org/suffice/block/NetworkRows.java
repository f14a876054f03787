package org.suffice.block;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.suffice.read.RowAccount;

/**
 * Rows as a neural network takes them, made of the slots of rows of the data, dense or sparse:
 * inputs first, a value in the place of missing ones, shifted and scaled; behind them the targets
 * after the first. The first target is the label. Immutable, and sent to where the rows are.
 */
public final class NetworkRows implements BlockMap {
  private static final long serialVersionUID = 1L;

  private final int width;
  private final int[] slots;
  private final int[] indicators;
  private final double[] fill;
  private final double[] shift;
  private final double[] factor;
  private final double labelShift;
  private final double labelFactor;
  private final double[] positions;
  private final double[] classWeights;
  private final boolean plain;

  /**
   * Where the values of a network's row come from: d inputs, then the targets after the first.
   *
   * @param width the number of slots of a row of the data
   * @param slots for each value its slot, or -1 for a level that these data do not have, 0 in all
   *     rows
   * @param indicators for each the slot that is 1 where it is missing, or -1
   * @param fill for each what stands for a missing value
   */
  public record Layout(int width, int[] slots, int[] indicators, double[] fill) {}

  /**
   * What is subtracted of values, and what they are then divided by, above 0.
   *
   * @param shift for each value of a row; null for nothing
   * @param scale for each; null for 1
   * @param labelShift of the first target; 0 where labels are classes
   * @param labelScale of the first target; 1 where labels are classes
   */
  public record Scaling(double[] shift, double[] scale, double labelShift, double labelScale) {
    /** Values as they are. */
    public static final Scaling NONE = new Scaling(null, null, 0, 1);
  }

  /**
   * Rows of a network.
   *
   * @param positions for each class of a label, 0, 1, 2 …, its position among the outputs; null
   *     where labels are numbers or keep their positions
   * @param classWeights for each position among the outputs what row weights are multiplied with;
   *     null for 1
   */
  public NetworkRows(Layout layout, Scaling scaling, double[] positions, double[] classWeights) {
    int columns = layout.slots.length;
    if (layout.indicators.length != columns || layout.fill.length != columns) {
      throw new IllegalArgumentException("expected indicators and fill for d=" + columns);
    }
    this.width = layout.width;
    this.slots = layout.slots.clone();
    this.indicators = layout.indicators.clone();
    this.fill = layout.fill.clone();
    this.shift = scaling.shift == null ? null : scaling.shift.clone();
    this.factor = scaling.scale == null ? null : inverse(scaling.scale);
    this.labelShift = scaling.labelShift;
    this.labelFactor = 1 / scaling.labelScale;
    this.positions = positions == null ? null : positions.clone();
    this.classWeights = classWeights == null ? null : classWeights.clone();
    boolean contiguous = columns == width;
    for (int j = 0; j < columns; j++) {
      contiguous &= slots[j] == j && indicators[j] < 0;
    }
    this.plain = contiguous;
  }

  /** Rows that are as a network takes them already. */
  public static NetworkRows plain(int width) {
    int[] slots = new int[width];
    int[] none = new int[width];
    Arrays.setAll(slots, j -> j);
    Arrays.fill(none, -1);
    return new NetworkRows(
        new Layout(width, slots, none, new double[width]), Scaling.NONE, null, null);
  }

  private static double[] inverse(double[] scale) {
    double[] inverse = new double[scale.length];
    for (int j = 0; j < inverse.length; j++) {
      inverse[j] = 1 / scale[j];
      if (!(scale[j] > 0) || Double.isInfinite(inverse[j])) {
        throw new IllegalArgumentException("expected a scale above 0, found " + scale[j]);
      }
    }
    return inverse;
  }

  /** The number of values of a network's row: inputs, and targets after the first. */
  public int numColumns() {
    return slots.length;
  }

  /** Whether dense rows stay as they are. */
  private boolean leavesDense() {
    return plain
        && shift == null
        && factor == null
        && labelShift == 0
        && labelFactor == 1
        && positions == null
        && classWeights == null;
  }

  /**
   * Writes the values of a row.
   *
   * @param scratch {@link #scratch} of the calling thread, overwritten
   * @param out {@link #numColumns} values from {@code offset} on, overwritten
   */
  public void copyRow(Block block, int row, double[] scratch, double[] out, int offset) {
    int columns = slots.length;
    double[] from = scratch;
    int start = 0;
    if (block instanceof DenseBlock dense) {
      from = dense.values();
      start = row * width;
    } else {
      block.copyRow(row, scratch);
    }
    if (plain) {
      System.arraycopy(from, start, out, offset, columns);
    } else {
      for (int j = 0; j < columns; j++) {
        boolean missing = indicators[j] >= 0 && from[start + indicators[j]] != 0;
        double value = slots[j] < 0 ? 0 : from[start + slots[j]];
        out[offset + j] = missing ? fill[j] : value;
      }
    }
    if (shift != null && factor != null) {
      for (int j = 0; j < columns; j++) {
        out[offset + j] = (out[offset + j] - shift[j]) * factor[j];
      }
    } else if (shift != null) {
      for (int j = 0; j < columns; j++) {
        out[offset + j] -= shift[j];
      }
    } else if (factor != null) {
      for (int j = 0; j < columns; j++) {
        out[offset + j] *= factor[j];
      }
    }
  }

  /** Room that {@link #copyRow} needs; one for each thread. */
  public double[] scratch() {
    return new double[width];
  }

  /** The first target, or the position of the class, of a row. */
  public double label(Block block, int row) {
    double label = block.labels()[row];
    return positions == null ? (label - labelShift) * labelFactor : positions[(int) label];
  }

  /** Whether rows of a block weigh anything but 1. */
  public boolean isWeighted(Block block) {
    return classWeights != null || block.weights() != null;
  }

  /**
   * The weight of a row.
   *
   * @param label what {@link #label} says of it
   */
  public double weight(Block block, int row, double label) {
    double weight = block.weights() == null ? 1 : block.weights()[row];
    return classWeights == null ? weight : weight * classWeights[(int) label];
  }

  /** Shows whole blocks; see {@link #slices} for rows that dense take much more room. */
  @Override
  public UnaryOperator<Block> mapper() {
    Slices slices = new Slices();
    return block -> {
      requireWidth(block);
      return leavesDense() && block instanceof DenseBlock
          ? block
          : slices.of(block, 0, block.numRows(), block.account());
    };
  }

  /** What one thread shows blocks by, some rows at a time. */
  public Slices slices() {
    return new Slices();
  }

  private void requireWidth(Block block) {
    if (block.numFeatures() != width) {
      throw new IllegalArgumentException(
          "rows of a network: expected " + width + " slots, found " + block.numFeatures());
    }
  }

  /** Rows as a network takes them, in arrays that one thread uses again and again. */
  public final class Slices {
    private final double[] row = scratch();
    private double[] values = new double[0];
    private double[] labels = new double[0];
    private double[] weights = new double[0];

    private Slices() {}

    /**
     * Shows the rows of a block in their order. They are copied even where they stay as they are: a
     * copy streams from memory at its full speed, a product of matrices that waits for them does
     * not, and the second product finds them in the cache.
     *
     * @param most rows at a time
     * @param to told of the rows; what it is given is valid until it returns
     */
    public void forEach(Block block, int most, Consumer<Block> to) {
      int n = block.numRows();
      requireWidth(block);
      RowAccount account = block.account();
      if (n == 0) {
        to.accept(of(block, 0, 0, account));
      }
      for (int from = 0; from < n; from += most) {
        to.accept(of(block, from, Math.min(n, from + most), account));
        account = new RowAccount(); // every row is counted by now
      }
    }

    private DenseBlock of(Block block, int from, int to, RowAccount account) {
      int n = to - from;
      int columns = slots.length;
      if (values.length < n * columns) {
        values = new double[Math.multiplyExact(n, columns)];
      }
      if (labels.length < n) {
        labels = new double[n];
        weights = new double[n];
      }
      boolean weighted = isWeighted(block);
      for (int i = 0; i < n; i++) {
        copyRow(block, from + i, row, values, i * columns);
        labels[i] = label(block, from + i);
        if (weighted) {
          weights[i] = weight(block, from + i, labels[i]);
        }
      }
      long[] ids =
          from == 0 && n == block.numRows()
              ? block.rowIds()
              : Arrays.copyOfRange(block.rowIds(), from, to);
      return new DenseBlock(
          n, columns, values, labels, weighted ? weights : null, block.file(), ids, account);
    }
  }
}
