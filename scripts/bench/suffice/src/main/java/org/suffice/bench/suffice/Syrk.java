package org.suffice.bench.suffice;

import java.util.ArrayList;
import java.util.List;
import org.suffice.bench.Side;
import org.suffice.block.Block;
import org.suffice.block.DenseBlock;
import org.suffice.linalg.Blas;
import org.suffice.linalg.NativeLibraries;
import org.suffice.pass.LocalBlocks;
import org.suffice.pass.Progress;

/**
 * XᵀX of as many rows as the fit has, block by block, and nothing else: what BLAS allows at most.
 */
final class Syrk implements Side {
  private final List<List<Block>> work;
  private final int threads;

  /** The same block again and again, each thread a copy of its own, hence in its core's cache. */
  Syrk(Block block, int rows, int threads) {
    this(repeated((DenseBlock) block, rows, threads), threads);
  }

  /** All blocks, read from memory. */
  Syrk(List<List<Block>> work, int threads) {
    this.work = work;
    this.threads = threads;
  }

  private static List<List<Block>> repeated(DenseBlock block, int rows, int threads) {
    List<List<Block>> work = new ArrayList<>();
    int times = Math.max(1, Math.round((float) rows / block.numRows()));
    for (int t = 0; t < threads; t++) {
      Block copy = DenseBlock.of(block.numFeatures(), block.values().clone(), block.labels(), null);
      List<Block> mine = new ArrayList<>();
      for (int i = t; i < times; i += threads) {
        mine.add(copy);
      }
      work.add(mine);
    }
    return work;
  }

  @Override
  public String description() {
    return NativeLibraries.description();
  }

  @Override
  public double[] run() {
    LocalBlocks.inParallel(
        "dsyrk",
        work.size(),
        threads,
        Progress.NONE,
        p -> {
          double[] gram = null;
          for (Block block : work.get(p)) {
            int d = block.numFeatures();
            gram = gram == null ? new double[d * d] : gram;
            Blas.addGram(block.numRows(), d, ((DenseBlock) block).values(), gram);
          }
        });
    return new double[0];
  }
}
