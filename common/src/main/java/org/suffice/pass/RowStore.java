package org.suffice.pass;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.suffice.block.Block;
import org.suffice.block.RowCopies;
import org.suffice.statistic.CollectedSlices;
import org.suffice.statistic.FoundRows;
import org.suffice.statistic.LargestNorm;

/**
 * Rows by their position in the data, for solvers that look at single ones, beside the passes over
 * all of them. Rows that are small together are all collected when it is opened, and passes are
 * then made by the threads of this process; otherwise labels, weights and ids are, and features are
 * fetched when they are asked for and kept. Neither changes a bit of any result.
 */
public final class RowStore {
  private final Blocks blocks;
  private final boolean collected;
  private final List<Block> slices;
  private final int[] starts;
  private final List<Block> fetched = new ArrayList<>();
  private final int[] fetchedIn;
  private final int[] fetchedAt;
  private final int width;

  private RowStore(Blocks blocks, boolean collected, List<Block> slices, int width) {
    this.blocks = blocks;
    this.collected = collected;
    this.slices = slices;
    this.width = width;
    this.starts = new int[slices.size() + 1];
    for (int s = 0; s < slices.size(); s++) {
      starts[s + 1] = Math.addExact(starts[s], slices.get(s).numRows());
    }
    this.fetchedIn = new int[collected ? 0 : numRows()];
    this.fetchedAt = new int[fetchedIn.length];
    Arrays.fill(fetchedIn, -1);
  }

  /**
   * Reads the rows.
   *
   * @param blocks the rows
   * @param numRows how many they are
   * @param width the number of features
   * @param collect whether all rows are held here
   * @param threads of this process that pass over rows held here
   */
  public static RowStore open(
      Blocks blocks, long numRows, int width, boolean collect, int threads, Progress progress) {
    long bytes = numRows * (collect ? 8L * width + 24 : 24);
    List<Block> slices = blocks.pass(new CollectedSlices(collect, bytes)).slices();
    Blocks own =
        collect && !slices.isEmpty()
            ? new LocalBlocks(
                slices.stream().map(slice -> LocalBlocks.inMemory(List.of(slice))).toList(),
                threads,
                progress)
            : blocks;
    return new RowStore(own, collect, slices, width);
  }

  /** The rows as a data set to pass over. */
  public Blocks blocks() {
    return blocks;
  }

  /** The number of rows. */
  public int numRows() {
    return starts[slices.size()];
  }

  /** The number of features. */
  public int numFeatures() {
    return width;
  }

  /** The largest ‖x‖² of the rows. */
  public double largestSquaredNorm() {
    return blocks.pass(new LargestNorm()).value();
  }

  private int sliceOf(int row) {
    int at = Arrays.binarySearch(starts, row);
    int slice = at >= 0 ? at : -at - 2;
    while (starts[slice + 1] == row) {
      slice++;
    }
    return slice;
  }

  /** The label of every row. */
  public double[] labels() {
    double[] labels = new double[numRows()];
    for (int s = 0; s < slices.size(); s++) {
      int n = slices.get(s).numRows();
      System.arraycopy(slices.get(s).labels(), 0, labels, starts[s], n);
    }
    return labels;
  }

  /** The weight of every row. */
  public double[] weights() {
    double[] weights = new double[numRows()];
    Arrays.fill(weights, 1);
    for (int s = 0; s < slices.size(); s++) {
      Block slice = slices.get(s);
      if (slice.weights() != null) {
        System.arraycopy(slice.weights(), 0, weights, starts[s], slice.numRows());
      }
    }
    return weights;
  }

  /** The position of the file of a row among the sorted input files. */
  public int file(int row) {
    return slices.get(sliceOf(row)).file();
  }

  /** What stands for a row in its file. */
  public long rowId(int row) {
    int slice = sliceOf(row);
    return slices.get(slice).rowIds()[row - starts[slice]];
  }

  /**
   * Fetches rows, if they are not here yet, all in one pass.
   *
   * @param rows ascending
   */
  public void fetch(int[] rows) {
    if (collected) {
      return;
    }
    int[] wanted = Arrays.stream(rows).filter(row -> fetchedIn[row] < 0).toArray();
    if (wanted.length == 0) {
      return;
    }
    int[] files = new int[wanted.length];
    long[] ids = new long[wanted.length];
    for (int i = 0; i < wanted.length; i++) {
      files[i] = file(wanted[i]);
      ids[i] = rowId(wanted[i]);
    }
    int next = 0;
    for (Block block : blocks.pass(new FoundRows(files, ids, width)).found()) {
      for (int i = 0; i < block.numRows(); i++) {
        fetchedIn[wanted[next]] = fetched.size();
        fetchedAt[wanted[next++]] = i;
      }
      fetched.add(block);
    }
    if (next != wanted.length) {
      throw new IllegalStateException(
          "expected " + wanted.length + " rows, found " + next + ": the data have changed");
    }
  }

  /**
   * Rows that are here or were fetched, as one block.
   *
   * @param rows ascending, one or more
   */
  public Block rows(int[] rows) {
    List<Block> parts = new ArrayList<>();
    int i = 0;
    while (i < rows.length) {
      int from = i;
      int in = blockOf(rows[i]);
      while (i < rows.length && blockOf(rows[i]) == in) {
        i++;
      }
      int[] places =
          Arrays.stream(rows, from, i)
              .map(row -> collected ? row - starts[in] : fetchedAt[row])
              .toArray();
      parts.add(RowCopies.select((collected ? slices : fetched).get(in), places));
    }
    return RowCopies.joined(parts);
  }

  private int blockOf(int row) {
    return collected ? sliceOf(row) : fetchedIn[row];
  }
}
