package org.suffice.block;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.suffice.block.NetworkRows.Layout;
import org.suffice.block.NetworkRows.Scaling;
import org.suffice.read.RowAccount;

class NetworkRowsTest {
  /** Slots: a, b, whether b is missing, a second label. */
  private static final int WIDTH = 4;

  private static DenseBlock dense() {
    return DenseBlock.of(
        WIDTH,
        new double[] {1, 10, 0, 7, 2, 0, 1, 8, 3, 30, 0, 9},
        new double[] {0, 2, 2},
        new double[] {1, 2, 3});
  }

  private static SparseBlock sparse() {
    return new SparseBlock(
        3,
        WIDTH,
        new int[] {0, 3, 6, 9},
        new int[] {0, 1, 3, 0, 2, 3, 0, 1, 3},
        new double[] {1, 10, 7, 2, 1, 8, 3, 30, 9},
        new double[] {0, 2, 2},
        new double[] {1, 2, 3},
        0,
        new long[] {0, 1, 2},
        RowAccount.of(3, 0, 0, 0));
  }

  /** Inputs b, a, and a level that these data do not have; then the second label. */
  private static Layout layout() {
    return new Layout(
        WIDTH, new int[] {1, 0, -1, 3}, new int[] {2, -1, -1, -1}, new double[] {20, 0, 0, 0});
  }

  private static DenseBlock of(NetworkRows rows, Block block) {
    return (DenseBlock) rows.mapper().apply(block);
  }

  @Test
  void fillsShiftsAndScalesDenseAndSparseRowsAlike() {
    Scaling scaling =
        new Scaling(new double[] {20, 1, 0.5, 8}, new double[] {10, 2, 1, 0.25}, 0, 1);
    NetworkRows rows =
        new NetworkRows(layout(), scaling, new double[] {1, -1, 0}, new double[] {5, 7});
    double[] expected = {-1, 0, -0.5, -4, 0, 0.5, -0.5, 0, 1, 1, -0.5, 4};
    for (Block block : new Block[] {dense(), sparse()}) {
      DenseBlock mapped = of(rows, block);
      assertEquals(4, mapped.numFeatures());
      assertArrayEquals(expected, Arrays.copyOf(mapped.values(), 12));
      assertArrayEquals(new double[] {1, 0, 0}, Arrays.copyOf(mapped.labels(), 3));
      assertArrayEquals(new double[] {7, 10, 15}, Arrays.copyOf(mapped.weights(), 3));
      assertEquals(3, mapped.account().used());
    }
  }

  @Test
  void labelsThatAreNumbersAreShiftedAndScaled() {
    NetworkRows rows = new NetworkRows(layout(), new Scaling(null, null, 1, 0.5), null, null);
    assertArrayEquals(new double[] {-2, 2, 2}, Arrays.copyOf(of(rows, dense()).labels(), 3));
    assertArrayEquals(
        new double[] {10, 1, 0, 7, 20, 2, 0, 8, 30, 3, 0, 9},
        Arrays.copyOf(of(rows, dense()).values(), 12));
  }

  @Test
  void denseRowsThatNothingChangesAreNotCopied() {
    DenseBlock block = dense();
    assertSame(block, of(NetworkRows.plain(WIDTH), block));
    DenseBlock filled = of(NetworkRows.plain(WIDTH), sparse());
    assertArrayEquals(block.values(), Arrays.copyOf(filled.values(), 12));
    DenseBlock unweighted = DenseBlock.of(1, new double[] {1}, new double[] {1}, null);
    Scaling scaling = new Scaling(new double[] {1}, null, 0, 1);
    Layout one = new Layout(1, new int[] {0}, new int[] {-1}, new double[1]);
    assertNull(of(new NetworkRows(one, scaling, null, null), unweighted).weights());
  }

  @Test
  void refusesOtherRowsAndScalesThatDivideByZero() {
    assertThrows(IllegalArgumentException.class, () -> of(NetworkRows.plain(WIDTH + 1), dense()));
    Scaling zero = new Scaling(null, new double[4], 0, 1);
    assertThrows(IllegalArgumentException.class, () -> new NetworkRows(layout(), zero, null, null));
  }
}
