package org.suffice.pass;

import java.util.List;
import org.suffice.block.Block;

/** Which block a row is in, by its position among all rows: found in a look or two. */
final class BlockIndex {
  private final long[] starts;
  private final int shift;
  private final int[] firstOf;

  /**
   * An index.
   *
   * @param blocks in their order, each with rows
   */
  BlockIndex(List<Block> blocks) {
    starts = new long[blocks.size() + 1];
    for (int b = 0; b < blocks.size(); b++) {
      starts[b + 1] = starts[b] + blocks.get(b).numRows();
    }
    long perBlock = rows() / blocks.size();
    shift = Long.SIZE - 1 - Long.numberOfLeadingZeros(Math.max(1, perBlock));
    firstOf = new int[Math.toIntExact((rows() - 1 >>> shift) + 1)];
    int b = 0;
    for (int stretch = 0; stretch < firstOf.length; stretch++) {
      long first = (long) stretch << shift;
      while (starts[b + 1] <= first) {
        b++;
      }
      firstOf[stretch] = b;
    }
  }

  /** The number of rows. */
  long rows() {
    return starts[starts.length - 1];
  }

  /** The block of a row. */
  int block(long position) {
    int b = firstOf[(int) (position >>> shift)];
    while (starts[b + 1] <= position) {
      b++;
    }
    return b;
  }

  /** The position of the first row of a block. */
  long start(int block) {
    return starts[block];
  }
}
