package org.suffice.block;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;
import org.suffice.read.RowAccount;

/** A row as values, whatever stood in the array before. */
class CopyRowTest {
  private static final double[] LABELS = {0, 0};

  @Test
  void absentValuesOfASparseRowAreZero() {
    SparseBlock block =
        new SparseBlock(
            2,
            3,
            new int[] {0, 2, 3},
            new int[] {0, 2, 1},
            new double[] {5, 6, 7},
            LABELS,
            null,
            0,
            new long[2],
            RowAccount.of(2, 0, 0, 0));
    double[] out = {9, 9, 9};
    block.copyRow(0, out);
    assertArrayEquals(new double[] {5, 0, 6}, out);
    block.copyRow(1, out);
    assertArrayEquals(new double[] {0, 7, 0}, out);
  }

  @Test
  void aDenseRowIsCopiedFromItsPlace() {
    double[] out = {9, 9};
    DenseBlock.of(2, new double[] {1, 2, 3, 4}, LABELS, null).copyRow(1, out);
    assertArrayEquals(new double[] {3, 4}, out);
  }
}
