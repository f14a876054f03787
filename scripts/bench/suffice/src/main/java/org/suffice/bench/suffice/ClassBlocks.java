package org.suffice.bench.suffice;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.suffice.bench.ClassRows;
import org.suffice.block.Block;
import org.suffice.block.BlockBuilder;
import org.suffice.block.DenseBlock;
import org.suffice.block.SparseBlock;
import org.suffice.pass.LocalBlocks;
import org.suffice.pass.Progress;
import org.suffice.read.RowAccount;

/** Rows with classes as the blocks that reading a file would give. */
record ClassBlocks(ClassRows rows, long count) implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final int PARTITION_BYTES = 16 << 20;

  private int blockRows() {
    return rows.kind().isDense() ? BlockBuilder.denseRows(rows.numFeatures()) : 4096;
  }

  private long partitionRows() {
    int bytes =
        rows.kind().isDense() ? blockRows() * rows.numFeatures() * Double.BYTES : 4096 * 30 * 12;
    return (long) blockRows() * Math.max(1, PARTITION_BYTES / bytes);
  }

  int numPartitions() {
    return (int) ((count + partitionRows() - 1) / partitionRows());
  }

  List<Block> partition(int index) {
    List<Block> blocks = new ArrayList<>();
    long end = Math.min(count, (index + 1) * partitionRows());
    for (long from = index * partitionRows(); from < end; from += blockRows()) {
      blocks.add(block(from, (int) Math.min(blockRows(), end - from)));
    }
    return blocks;
  }

  List<List<Block>> all(int threads) {
    List<List<Block>> all = new ArrayList<>();
    for (int p = 0; p < numPartitions(); p++) {
      all.add(null);
    }
    LocalBlocks.inParallel(
        "make rows", numPartitions(), threads, Progress.NONE, p -> all.set(p, partition(p)));
    return all;
  }

  private Block block(long from, int n) {
    double[] labels = new double[n];
    long[] rowIds = new long[n];
    int[] starts = new int[n + 1];
    int[] indices = new int[n];
    double[] values = new double[n];
    ClassRows.Row row = rows.row();
    for (int i = 0; i < n; i++) {
      rows.fill(from + i, row);
      int at = starts[i];
      starts[i + 1] = at + row.count();
      if (starts[i + 1] > values.length) {
        indices = Arrays.copyOf(indices, 2 * starts[i + 1]);
        values = Arrays.copyOf(values, 2 * starts[i + 1]);
      }
      for (int e = 0; e < row.count(); e++) {
        indices[at + e] = row.index(e);
        values[at + e] = row.value(e);
      }
      labels[i] = row.label();
      rowIds[i] = from + i;
    }
    int d = rows.numFeatures();
    RowAccount account = RowAccount.of(n, 0, 0, 0);
    values = Arrays.copyOf(values, starts[n]);
    if (rows.kind().isDense()) {
      return new DenseBlock(n, d, values, labels, null, 0, rowIds, account);
    }
    indices = Arrays.copyOf(indices, starts[n]);
    return new SparseBlock(n, d, starts, indices, values, labels, null, 0, rowIds, account);
  }
}
