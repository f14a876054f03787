package org.suffice.bench.suffice;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.suffice.bench.Rows;
import org.suffice.block.Block;
import org.suffice.block.BlockBuilder;
import org.suffice.block.DenseBlock;
import org.suffice.pass.LocalBlocks;
import org.suffice.pass.Progress;
import org.suffice.read.RowAccount;

/** The rows as the blocks that reading a file would give, each with its number as its id. */
record GeneratedBlocks(Rows generator, int rows) implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final int PARTITION_BYTES = 16 << 20;

  /** From the arguments of a side: how many rows, then those of the generator. */
  static GeneratedBlocks of(String rows, String features, String seed, String kind) {
    return new GeneratedBlocks(
        Rows.of(features, seed, kind), Math.toIntExact(Long.parseLong(rows)));
  }

  private int blockRows() {
    return BlockBuilder.denseRows(generator.numFeatures());
  }

  private int partitionRows() {
    int block = blockRows() * generator.numFeatures() * Double.BYTES;
    return blockRows() * Math.max(1, PARTITION_BYTES / block);
  }

  int numPartitions() {
    return (rows + partitionRows() - 1) / partitionRows();
  }

  Block sampleBlock() {
    return block(0, Math.min(rows, blockRows()));
  }

  List<Block> partition(int index) {
    int end = Math.min(rows, (index + 1) * partitionRows());
    List<Block> blocks = new ArrayList<>();
    for (int from = index * partitionRows(); from < end; from += blockRows()) {
      blocks.add(block(from, Math.min(end, from + blockRows())));
    }
    return blocks;
  }

  Block block(int from, int to) {
    int n = to - from;
    int d = generator.numFeatures();
    double[] values = new double[n * d];
    double[] labels = new double[n];
    long[] rowIds = new long[n];
    for (int i = 0; i < n; i++) {
      labels[i] = generator.fill(from + i, values, i * d);
      rowIds[i] = from + i;
    }
    RowAccount account = RowAccount.of(n, 0, 0, 0);
    return new DenseBlock(n, d, values, labels, null, 0, rowIds, account);
  }

  List<List<Block>> all(int threads) {
    List<List<Block>> partitions = new ArrayList<>();
    for (int p = 0; p < numPartitions(); p++) {
      partitions.add(null);
    }
    LocalBlocks.inParallel(
        "make rows", numPartitions(), threads, Progress.NONE, p -> partitions.set(p, partition(p)));
    return partitions;
  }
}
