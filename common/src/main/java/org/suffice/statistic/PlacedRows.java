package org.suffice.statistic;

import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.suffice.block.Block;
import org.suffice.block.DenseBlock;
import org.suffice.read.RowAccount;

/**
 * A statistic of training rows as a model sees them: its features alone, numbers in the place of
 * missing values, its own classes.
 *
 * @param <S> the statistic of those rows
 */
public final class PlacedRows<S extends Statistic<S>> implements Statistic<PlacedRows<S>> {
  private static final long serialVersionUID = 1L;

  /**
   * Where a model finds what it wants in a row.
   *
   * @param slots for each of its d features the slot of the row
   * @param indicators for each the slot that is 1 where the feature is missing, or -1
   * @param fill for each what then stands for it
   * @param classes for each position that a label may have its position in the model, or -1
   */
  public record Layout(int[] slots, int[] indicators, double[] fill, int[] classes)
      implements Serializable {
    /** Whether rows of so many values are as they should be. */
    boolean isIdentity(int width) {
      return width == slots.length
          && Arrays.stream(indicators).allMatch(slot -> slot < 0)
          && isCount(slots)
          && isCount(classes);
    }

    private static boolean isCount(int[] numbers) {
      return IntStream.range(0, numbers.length).allMatch(i -> numbers[i] == i);
    }
  }

  private final Layout layout;
  private final S inner;
  private transient double[] row;
  private transient double[] values;
  private transient double[] labels;

  /**
   * An empty statistic.
   *
   * @param inner an empty statistic of the rows that result; not modified
   */
  public PlacedRows(Layout layout, S inner) {
    this.layout = layout;
    this.inner = inner.fresh();
  }

  @Override
  public PlacedRows<S> fresh() {
    return new PlacedRows<>(layout, inner);
  }

  @Override
  public long sizeInBytes() {
    return inner.sizeInBytes();
  }

  @Override
  public void add(Block block) {
    inner.add(layout.isIdentity(block.numFeatures()) ? block : placed(block));
  }

  private DenseBlock placed(Block block) {
    int n = block.numRows();
    int d = layout.slots.length;
    if (row == null || row.length < block.numFeatures()) {
      row = new double[block.numFeatures()];
    }
    if (values == null || values.length < n * d) {
      values = new double[Math.multiplyExact(n, d)];
    }
    if (labels == null || labels.length < n) {
      labels = new double[n];
    }
    for (int i = 0; i < n; i++) {
      block.copyRow(i, row);
      for (int j = 0; j < d; j++) {
        int indicator = layout.indicators[j];
        values[i * d + j] =
            indicator >= 0 && row[indicator] == 1 ? layout.fill[j] : row[layout.slots[j]];
      }
      labels[i] = layout.classes[(int) block.labels()[i]];
    }
    return new DenseBlock(
        n, d, values, labels, block.weights(), block.file(), block.rowIds(), block.account());
  }

  @Override
  public void finish() {
    inner.finish();
    row = null;
    values = null;
    labels = null;
  }

  @Override
  public void complete() {
    inner.complete();
  }

  @Override
  public PlacedRows<S> merge(PlacedRows<S> other) {
    if (other == this) {
      throw new IllegalArgumentException("rows merged with themselves");
    }
    if (other.layout.slots.length != layout.slots.length) {
      throw new IllegalArgumentException(
          "rows: expected d=" + layout.slots.length + ", found d=" + other.layout.slots.length);
    }
    inner.merge(other.inner);
    return this;
  }

  @Override
  public RowAccount account() {
    return inner.account();
  }

  /** The statistic of the rows as the model sees them; not a copy. */
  public S statistic() {
    return inner;
  }
}
