package org.suffice.block;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.suffice.read.RowAccount;

class DesignTest {
  /** Where a class has no rows, those after it move up: in dense rows as in sparse ones. */
  @Test
  void labelsArePositionsOfTheClassesThatAreThere() {
    Design design = Design.plain(1, 1).withLabels(new double[] {0, Double.NaN, 1});
    double[] labels = {2, 0, 2};
    DenseBlock dense = DenseBlock.of(1, new double[] {5, 6, 7}, labels, null);
    SparseBlock sparse =
        new SparseBlock(
            3,
            1,
            new int[] {0, 1, 2, 3},
            new int[3],
            new double[] {5, 6, 7},
            labels,
            null,
            0,
            new long[3],
            RowAccount.of(3, 0, 0, 0));
    for (Block block : new Block[] {dense, sparse}) {
      Block mapped = design.mapper().apply(block);
      assertArrayEquals(new double[] {1, 0, 1}, Arrays.copyOf(mapped.labels(), 3));
      double[] row = new double[1];
      mapped.copyRow(2, row);
      assertArrayEquals(new double[] {7}, row);
    }
    assertArrayEquals(new double[] {2, 0, 2}, labels);
  }
}
