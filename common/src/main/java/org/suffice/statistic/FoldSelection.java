package org.suffice.statistic;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.suffice.block.Block;
import org.suffice.block.BlockMap;
import org.suffice.block.DenseBlock;
import org.suffice.block.SparseBlock;

/**
 * The rows of one fold, or those of all others: the remaining ones weigh nothing. Nothing but
 * weights is copied, and what counts rows instead of weights sees all of them.
 *
 * @param rule which fold a row belongs to
 * @param fold its name, see {@link FoldedStatistic#names}
 * @param inside whether its own rows weigh, or those of the others
 */
public record FoldSelection(FoldRule rule, String fold, boolean inside) implements BlockMap {
  private static final long serialVersionUID = 1L;

  @Override
  public UnaryOperator<Block> mapper() {
    return this::of;
  }

  private Block of(Block block) {
    int n = block.numRows();
    double[] weights = new double[n];
    if (block.weights() == null) {
      Arrays.fill(weights, 1);
    } else {
      System.arraycopy(block.weights(), 0, weights, 0, n);
    }
    for (int i = 0; i < n; i++) {
      if (FoldedStatistic.name(rule, block, i).equals(fold) != inside) {
        weights[i] = 0;
      }
    }
    return block instanceof DenseBlock dense
        ? new DenseBlock(
            n,
            block.numFeatures(),
            dense.values(),
            block.labels(),
            weights,
            block.file(),
            block.rowIds(),
            block.account())
        : sparse((SparseBlock) block, weights);
  }

  private static Block sparse(SparseBlock block, double[] weights) {
    return new SparseBlock(
        block.numRows(),
        block.numFeatures(),
        block.rowStarts(),
        block.indices(),
        block.values(),
        block.labels(),
        weights,
        block.file(),
        block.rowIds(),
        block.account());
  }
}
