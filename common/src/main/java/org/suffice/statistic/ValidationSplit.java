package org.suffice.statistic;

import java.io.Serializable;
import java.util.function.UnaryOperator;
import org.suffice.block.Block;
import org.suffice.block.BlockMap;
import org.suffice.block.RowCopies;

/**
 * Which rows are held out of training to tell when to stop: a function of the seed and the id of
 * the row alone, so that no partitioning changes it and no pass must know how many rows there are.
 * About the given share of the rows is held out, each with that probability.
 *
 * @param fraction the share of rows held out, at least 0 and below 1; 0 for none
 * @param seed of the choice
 */
public record ValidationSplit(double fraction, long seed) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Nothing is held out. */
  public static final ValidationSplit NONE = new ValidationSplit(0, 0);

  /** Checks the share. */
  public ValidationSplit {
    if (!(fraction >= 0 && fraction < 1)) {
      throw new IllegalArgumentException("expected 0 ≤ fraction < 1, found " + fraction);
    }
  }

  /** Whether any row may be held out. */
  public boolean isNone() {
    return fraction == 0;
  }

  /** Whether a row of a block is held out. */
  public boolean isHeldOut(Block block, int row) {
    long hash = FoldRule.shuffled(seed, block.file(), block.rowIds()[row]);
    return (hash >>> 11) * 0x1p-53 < fraction;
  }

  /** Shows the rows to train on. */
  public BlockMap training() {
    return new Side(this, false);
  }

  /** Shows the rows held out. */
  public BlockMap heldOut() {
    return new Side(this, true);
  }

  /** Blocks with the rows of one side only. */
  private record Side(ValidationSplit split, boolean held) implements BlockMap {
    private static final long serialVersionUID = 1L;

    @Override
    public boolean isIdentity() {
      return split.isNone() && !held;
    }

    @Override
    public UnaryOperator<Block> mapper() {
      return this::of;
    }

    private Block of(Block block) {
      int n = block.numRows();
      int[] rows = new int[n];
      int count = 0;
      for (int i = 0; i < n; i++) {
        if (split.isHeldOut(block, i) == held) {
          rows[count++] = i;
        }
      }
      return RowCopies.select(block, java.util.Arrays.copyOf(rows, count));
    }
  }
}
