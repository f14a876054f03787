package org.suffice.jobs.pass;

import java.io.Serializable;
import java.util.SplittableRandom;
import org.suffice.block.Block;
import org.suffice.block.DenseBlock;
import org.suffice.pass.BlockSource;
import org.suffice.read.RowAccount;

/**
 * A partition of blocks made up from its number: values of many magnitudes, so that the order of
 * addition shows in the last bits. Even partitions take longer than odd ones.
 *
 * @param rows in each of two blocks
 */
record NumberedSource(int number, int rows) implements BlockSource, Serializable {
  private static final long serialVersionUID = 1L;

  static final int FEATURES = 4;

  @Override
  public BlockReader open() {
    SplittableRandom random = new SplittableRandom(number);
    return new BlockReader() {
      private int block;

      @Override
      public Block next() {
        if (block == 2) {
          return null;
        }
        pause(number % 2 == 0 ? 2 : 0);
        double[] values = new double[rows * FEATURES];
        double[] labels = new double[rows];
        long[] ids = new long[rows];
        for (int i = 0; i < rows; i++) {
          for (int j = 0; j < FEATURES; j++) {
            values[i * FEATURES + j] =
                Math.scalb(random.nextDouble(-1, 1), random.nextInt(-30, 30));
          }
          labels[i] = random.nextDouble();
          ids[i] = number * 1000L + block * rows + i;
        }
        block++;
        RowAccount account = new RowAccount();
        account.addUsed(rows);
        return new DenseBlock(rows, FEATURES, values, labels, null, 0, ids, account);
      }

      @Override
      public void close() {}
    };
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
