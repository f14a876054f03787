package org.suffice.statistic;

import java.io.Serializable;
import org.suffice.block.Block;
import org.suffice.block.DenseBlock;
import org.suffice.read.RowAccount;

/**
 * What a network must know of its rows before training: mean and spread of every slot and of the
 * label, how many rows each class has, and the extreme labels with where they stand.
 */
public final class NetworkMoments implements Statistic<NetworkMoments> {
  private static final long serialVersionUID = 1L;

  private final ColumnMoments slots;
  private final ColumnMoments label;
  private final int[] labelSlots;
  private final Extreme[] least;
  private final Extreme[] greatest;
  private final Extreme[] between;

  /**
   * A label worth a look, and the first row that has it.
   *
   * @param value the label
   * @param file the position of its file among the sorted input files
   * @param rowId what stands for the row in its file, see {@link Block#rowIds}
   */
  public record Extreme(double value, int file, long rowId) implements Serializable {
    private boolean isEarlier(Extreme other) {
      return file < other.file || (file == other.file && rowId < other.rowId);
    }

    /** Whether it is more extreme, or as extreme and earlier in the data. */
    private boolean isBefore(Extreme other, boolean more) {
      return more || (value == other.value && isEarlier(other));
    }
  }

  /**
   * An empty statistic.
   *
   * @param width the slots of a row
   * @param numClasses how many classes labels may stand for; 0 where they are numbers
   * @param labelSlots the slots of the labels after the first, in their order
   */
  public NetworkMoments(int width, int numClasses, int... labelSlots) {
    this(
        new ColumnMoments(width, numClasses),
        new ColumnMoments(numClasses == 0 ? 1 : 0, 0),
        labelSlots.clone());
  }

  private NetworkMoments(ColumnMoments slots, ColumnMoments label, int[] labelSlots) {
    this.slots = slots;
    this.label = label;
    this.labelSlots = labelSlots;
    this.least = new Extreme[labelSlots.length + 1];
    this.greatest = new Extreme[labelSlots.length + 1];
    this.between = new Extreme[labelSlots.length + 1];
  }

  @Override
  public NetworkMoments fresh() {
    return new NetworkMoments(slots.fresh(), label.fresh(), labelSlots);
  }

  @Override
  public long sizeInBytes() {
    return slots.sizeInBytes() + label.sizeInBytes();
  }

  @Override
  public void add(Block block) {
    slots.add(block);
    if (!isOfNumbers()) {
      return;
    }
    RowAccount counted = RowAccount.of(block.numRows(), 0, 0, 0);
    label.add(
        new DenseBlock(
            block.numRows(),
            1,
            block.labels(),
            block.labels(),
            block.weights(),
            block.file(),
            block.rowIds(),
            counted));
    double[] row = labelSlots.length == 0 ? null : new double[block.numFeatures()];
    for (int i = 0; i < block.numRows(); i++) {
      note(block, i, 0, block.labels()[i]);
      if (row != null) {
        block.copyRow(i, row);
        for (int t = 0; t < labelSlots.length; t++) {
          note(block, i, t + 1, row[labelSlots[t]]);
        }
      }
    }
  }

  private void note(Block block, int row, int target, double value) {
    boolean extreme =
        least[target] == null
            || value <= least[target].value
            || value >= greatest[target].value
            || (value != 0 && value != 1 && between[target] == null);
    if (extreme) { // rare: most labels make no object
      note(target, new Extreme(value, block.file(), block.rowIds()[row]));
    }
  }

  private void note(int target, Extreme found) {
    double value = found.value;
    if (least[target] == null || found.isBefore(least[target], value < least[target].value)) {
      least[target] = found;
    }
    if (greatest[target] == null
        || found.isBefore(greatest[target], value > greatest[target].value)) {
      greatest[target] = found;
    }
    boolean other = value != 0 && value != 1;
    if (other && (between[target] == null || found.isEarlier(between[target]))) {
      between[target] = found;
    }
  }

  private boolean isOfNumbers() {
    return slots.classRows().length == 0;
  }

  @Override
  public void finish() {
    slots.finish();
    label.finish();
  }

  @Override
  public NetworkMoments merge(NetworkMoments other) {
    if (other == this) {
      throw new IllegalArgumentException("moments merged with themselves");
    }
    if (other.labelSlots.length != labelSlots.length) {
      throw new IllegalArgumentException(
          "moments: expected " + least.length + " labels, found " + other.least.length);
    }
    slots.merge(other.slots);
    label.merge(other.label);
    for (int t = 0; t < least.length; t++) {
      for (Extreme found : new Extreme[] {other.least[t], other.greatest[t], other.between[t]}) {
        if (found != null) {
          note(t, found);
        }
      }
    }
    return this;
  }

  @Override
  public RowAccount account() {
    return slots.account();
  }

  /** Mean and spread of every slot, and the rows of every class. */
  public ColumnMoments slots() {
    return slots;
  }

  /** The mean of a label that is a number. */
  public double labelMean(int target) {
    return target == 0 ? label.mean(0) : slots.mean(labelSlots[target - 1]);
  }

  /** Σω(y − ȳ)² of a label that is a number. */
  public double labelSquares(int target) {
    return target == 0 ? label.squares(0) : slots.squares(labelSlots[target - 1]);
  }

  /** The least label that is a number; null where there are no rows. */
  public Extreme least(int target) {
    return least[target];
  }

  /** The greatest label that is a number; null where there are no rows. */
  public Extreme greatest(int target) {
    return greatest[target];
  }

  /** The first label of a target that is a number but neither 0 nor 1; null where there is none. */
  public Extreme notBinary(int target) {
    return between[target];
  }
}
