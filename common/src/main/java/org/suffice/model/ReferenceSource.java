package org.suffice.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.Arrays;
import org.suffice.Failure;
import org.suffice.block.Block;
import org.suffice.block.BlockBuilder;
import org.suffice.block.DenseBlock;
import org.suffice.pass.BlockSource;
import org.suffice.read.RowAccount;
import org.suffice.read.Text;
import org.suffice.statistic.FoldRule;
import org.suffice.statistic.NeighborLayout;
import org.suffice.storage.Storage;

/** The rows of one part of a model, ready to be compared with queries. */
final class ReferenceSource implements BlockSource, Serializable {
  private static final long serialVersionUID = 1L;

  private final String path;
  private final ReferencePart part;
  private final NeighborLayout layout;
  private final ReferenceScaling scaling;
  private final FoldRule rowFolds;
  private final long[] foldNumbers;

  /**
   * A part.
   *
   * @param rowFolds the fold of each row, where rows are assigned; null where the file holds it
   * @param foldNumbers the number of each fold that the file names; null for the numbers in it
   */
  ReferenceSource(
      String path,
      ReferencePart part,
      NeighborLayout layout,
      ReferenceScaling scaling,
      FoldRule rowFolds,
      long[] foldNumbers) {
    this.path = path;
    this.part = part;
    this.layout = layout;
    this.scaling = scaling;
    this.rowFolds = rowFolds;
    this.foldNumbers = foldNumbers;
  }

  @Override
  public BlockReader open() {
    Tensors tensors = read();
    int n = Math.toIntExact(part.rows());
    int stored = layout.features() + layout.labels() - 1;
    double[] values = tensors.doubles("values", Math.multiplyExact(n, stored));
    double[] labels = tensors.doubles("labels", n);
    double[] weights = tensors.has("weights") ? tensors.doubles("weights", n) : null;
    long[] rows = tensors.longs("rows");
    if (rows.length != n) {
      throw Failure.data(path + ": expected " + n + " positions, found " + rows.length);
    }
    for (int i = 0; i < n; i++) {
      rows[i] += part.firstRow();
    }
    boolean folded = layout.groups() == NeighborLayout.Groups.FOLD;
    long[] folds = folded && rowFolds == null ? tensors.longs("folds") : null;
    int size = BlockBuilder.denseRows(layout.width());
    return new BlockReader() {
      private int next;

      @Override
      public Block next() {
        if (next == n) {
          return null;
        }
        int from = next;
        next = Math.min(n, from + size);
        return block(values, labels, weights, rows, folds, from, next);
      }

      @Override
      public void close() {}
    };
  }

  private Block block(
      double[] values,
      double[] labels,
      double[] weights,
      long[] rows,
      long[] folds,
      int from,
      int to) {
    int n = to - from;
    int stored = layout.features() + layout.labels() - 1;
    int width = layout.width();
    double[] own = new double[n * width];
    for (int i = 0; i < n; i++) {
      System.arraycopy(values, (from + i) * stored, own, i * width, stored);
      scaling.applyInPlace(own, i * width);
    }
    DenseBlock block =
        new DenseBlock(
            n,
            width,
            own,
            Arrays.copyOfRange(labels, from, to),
            weights == null ? null : Arrays.copyOfRange(weights, from, to),
            0,
            Arrays.copyOfRange(rows, from, to),
            RowAccount.of(n, 0, 0, 0));
    for (int i = 0; i < n && width > stored; i++) {
      own[i * width + stored] =
          rowFolds != null
              ? rowFolds.fold(block, i)
              : foldNumbers == null ? folds[from + i] : foldNumbers[(int) folds[from + i]];
    }
    return block;
  }

  private Tensors read() {
    Storage storage = Storage.of(path);
    byte[] bytes;
    try {
      if (storage.find(path).isEmpty()) {
        throw Failure.data("the model is not complete: there is no " + path);
      }
      try (InputStream in = storage.open(path, 0)) {
        bytes = in.readNBytes((int) Math.min(Integer.MAX_VALUE - 8, part.bytes() + 1));
      }
    } catch (IOException e) {
      throw Failure.data("cannot read " + path + ": " + Text.reason(e), e);
    }
    if (bytes.length != part.bytes() || !PublishedDirectory.sha256(bytes).equals(part.sha256())) {
      throw Failure.data(path + " does not match the hash in model.json");
    }
    return Tensors.fromBytes(bytes);
  }
}
