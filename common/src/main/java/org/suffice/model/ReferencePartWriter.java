package org.suffice.model;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.suffice.Failure;
import org.suffice.block.Block;
import org.suffice.block.DenseBlock;
import org.suffice.read.FeatureEncoder;
import org.suffice.read.Text;
import org.suffice.statistic.ExactColumnMoments;
import org.suffice.statistic.FoldRule;
import org.suffice.storage.Storage;

/**
 * Writes the rows of one split as files of at most some tens of MiB. Positions are those within the
 * split: where it begins is known when all are written.
 */
public final class ReferencePartWriter {
  /** Rows of so many bytes make a file. */
  private static final long PART_BYTES = 32L << 20;

  private final String directory;
  private final int split;
  private final String attempt;
  private final FeatureEncoder encoder;
  private final FoldRule folds;
  private final int stored;
  private final int capacity;
  private final List<ReferencePart> parts = new ArrayList<>();
  private final ExactColumnMoments moments;
  private final long[] classRows;

  private final TreeMap<String, Integer> foldNames = new TreeMap<>();
  private int size;
  private double[] values;
  private double[] labels;
  private double[] weights;
  private boolean weighted;
  private long[] rows;
  private long[] foldOf;

  /**
   * A writer.
   *
   * @param directory that exists
   * @param attempt differs between two runs of the same work
   * @param encoder of the blocks to come
   * @param numClasses the number of classes that labels are positions of; 0 where they are numbers
   * @param folds says which fold rows belong to; null for none
   */
  public ReferencePartWriter(
      String directory,
      int split,
      String attempt,
      FeatureEncoder encoder,
      int numClasses,
      FoldRule folds) {
    this.directory = directory;
    this.split = split;
    this.attempt = attempt;
    this.encoder = encoder;
    this.folds = folds != null && folds.kind() != FoldRule.Kind.ROW ? folds : null;
    this.stored = encoder.numFeatures() + encoder.numLabels() - 1;
    this.capacity = (int) Math.max(1024, PART_BYTES / (8L * (stored + 4)));
    this.classRows = new long[numClasses];
    this.moments = new ExactColumnMoments(encoder.numFeatures());
    clear();
  }

  private void clear() {
    size = 0;
    values = new double[Math.multiplyExact(16, stored)];
    labels = new double[16];
    weights = new double[16];
    rows = new long[16];
    foldOf = new long[16];
    weighted = false;
    foldNames.clear();
  }

  /** Appends the rows of a block; missing values, which have indicators, become NaN. */
  public void add(Block block) {
    DenseBlock plain = plain(block);
    moments.add(plain);
    for (int i = 0; i < block.numRows(); i++) {
      if (size == capacity) {
        write();
      }
      if (size == labels.length) {
        grow();
      }
      System.arraycopy(plain.values(), i * stored, values, size * stored, stored);
      labels[size] = block.labels()[i];
      if (classRows.length > 0) {
        classRows[(int) labels[size]]++;
      }
      weights[size] = block.weights() == null ? 1 : block.weights()[i];
      weighted |= weights[size] != 1;
      rows[size] = block.rowIds()[i];
      if (folds != null) {
        foldOf[size] = fold(block, i);
      }
      size++;
    }
  }

  private void grow() {
    int length = Math.min(capacity, 2 * labels.length);
    values = Arrays.copyOf(values, Math.multiplyExact(length, stored));
    labels = Arrays.copyOf(labels, length);
    weights = Arrays.copyOf(weights, length);
    rows = Arrays.copyOf(rows, length);
    foldOf = Arrays.copyOf(foldOf, length);
  }

  /** The rows as they are stored: features and further labels, without indicators. */
  private DenseBlock plain(Block block) {
    int d = encoder.numFeatures();
    int n = block.numRows();
    double[] row = new double[block.numFeatures()];
    double[] plain = new double[n * stored];
    for (int i = 0; i < n; i++) {
      block.copyRow(i, row);
      int at = i * stored;
      for (int j = 0; j < d; j++) {
        int indicator = encoder.indicatorOfSlot(j);
        plain[at + j] = indicator >= 0 && row[indicator] != 0 ? Double.NaN : row[j];
      }
      for (int l = 1; l < encoder.numLabels(); l++) {
        plain[at + d + l - 1] = row[encoder.labelSlot(l)];
      }
    }
    return new DenseBlock(
        n,
        stored,
        plain,
        block.labels(),
        block.weights(),
        block.file(),
        block.rowIds(),
        block.account());
  }

  private long fold(Block block, int row) {
    String text = folds.text(block, row);
    if (text.isBlank()) {
      throw Failure.data(
          "cross-validation: a row has no value in the column of folds or groups: give it one");
    }
    if (folds.kind() == FoldRule.Kind.GROUP) {
      return folds.fold(block, row);
    }
    foldNames.putIfAbsent(text, foldNames.size());
    return foldNames.get(text);
  }

  private void write() {
    if (size == 0) {
      return;
    }
    String file = String.format(Locale.ROOT, "part-%05d-%05d.safetensors", split, parts.size());
    Tensors tensors =
        new Tensors()
            .put("values", Arrays.copyOf(values, size * stored), size, stored)
            .put("labels", Arrays.copyOf(labels, size), size)
            .put("rows", Arrays.copyOf(rows, size), size);
    if (weighted) {
      tensors.put("weights", Arrays.copyOf(weights, size), size);
    }
    if (folds != null) {
      tensors.put("folds", Arrays.copyOf(foldOf, size), size);
    }
    byte[] bytes = tensors.toBytes();
    String path = directory + "/" + file;
    String writing = path + ".attempt-" + attempt;
    Storage storage = Storage.of(directory);
    try {
      storage.delete(writing);
      try (OutputStream out = storage.create(writing)) {
        out.write(bytes);
      }
      storage.delete(path); // of an earlier attempt: the same bytes
      storage.rename(writing, path);
    } catch (IOException e) {
      throw Failure.data("cannot write " + path + ": " + Text.reason(e), e);
    }
    String[] names = new String[foldNames.size()];
    foldNames.forEach((name, number) -> names[number] = name);
    parts.add(
        new ReferencePart(
            file, size, 0, bytes.length, PublishedDirectory.sha256(bytes), List.of(names)));
    clear();
  }

  /** Of the features of all rows so far, and what became of the rows. */
  public ExactColumnMoments moments() {
    return moments;
  }

  /** How many rows each class has. */
  public long[] classRows() {
    return classRows.clone();
  }

  /** Writes what is left; the files written, in order. */
  public List<ReferencePart> finish() {
    write();
    return List.copyOf(parts);
  }
}
