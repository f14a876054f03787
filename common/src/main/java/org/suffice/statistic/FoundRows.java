package org.suffice.statistic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.suffice.block.Block;
import org.suffice.block.RowCopies;
import org.suffice.read.RowAccount;

/** Copies of some rows, named by file and id. */
public final class FoundRows implements Statistic<FoundRows> {
  private static final long serialVersionUID = 1L;

  private final int[] files;
  private final long[] rowIds;
  private final int width;
  private final ArrayList<Block> found = new ArrayList<>();
  private final RowAccount account = new RowAccount();

  /**
   * Looks for rows.
   *
   * @param files of each row, ascending
   * @param rowIds of each row, ascending within a file
   * @param width how many values a row has
   */
  public FoundRows(int[] files, long[] rowIds, int width) {
    this.files = files;
    this.rowIds = rowIds;
    this.width = width;
  }

  @Override
  public FoundRows fresh() {
    return new FoundRows(files, rowIds, width);
  }

  @Override
  public long sizeInBytes() {
    return 8L * width * files.length;
  }

  @Override
  public void add(Block block) {
    account.merge(block.account());
    int n = block.numRows();
    if (n == 0) {
      return;
    }
    int[] rows = new int[n];
    int m = 0;
    for (int w = firstFrom(block.file(), block.rowIds()[0]);
        w < files.length && files[w] == block.file() && rowIds[w] <= block.rowIds()[n - 1];
        w++) {
      int row = Arrays.binarySearch(block.rowIds(), 0, n, rowIds[w]);
      if (row >= 0) {
        rows[m++] = row;
      }
    }
    if (m > 0) {
      found.add(RowCopies.select(block, Arrays.copyOf(rows, m)));
    }
  }

  /** The first wanted row at or after a place. */
  private int firstFrom(int file, long rowId) {
    int low = 0;
    int high = files.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      boolean before = files[middle] < file || files[middle] == file && rowIds[middle] < rowId;
      low = before ? middle + 1 : low;
      high = before ? high : middle;
    }
    return low;
  }

  @Override
  public FoundRows merge(FoundRows other) {
    if (other == this) {
      throw new IllegalArgumentException("rows merged with themselves");
    }
    if (other.files.length != files.length) {
      throw new IllegalArgumentException(
          "rows: expected " + files.length + " wanted, found " + other.files.length);
    }
    account.merge(other.account);
    found.addAll(other.found);
    return this;
  }

  @Override
  public RowAccount account() {
    return account;
  }

  /** The rows found, in the order of the data. */
  public List<Block> found() {
    return List.copyOf(found);
  }
}
