package org.suffice.jobs.read;

import java.io.IOException;
import java.io.Serializable;
import org.suffice.Failure;
import org.suffice.pass.BlockSource;
import org.suffice.read.LevelSets;
import org.suffice.read.Rejection;
import org.suffice.read.Text;

/**
 * The rows of one split, of whatever format: as blocks to compute with, or seen one by one for the
 * lighter passes. Immutable, and sent to where the work is done.
 *
 * <p>Rows that cannot be used are in the account of the blocks, from where they reach the driver in
 * the order of the data, whichever task was quicker. Reading stops after as many of them as {@link
 * BadRows} says, because the run then fails whatever follows.
 */
public interface SplitSource extends BlockSource, Serializable {
  /** The split that is read. */
  Split split();

  /** The same with blocks that may be kept; otherwise each may overwrite the one before. */
  SplitSource keepingBlocks();

  /**
   * The same with rows named by position.
   *
   * @param first the position of the split's first row
   * @param ordinal the position of the split among all splits
   */
  SplitSource withPositionsFrom(long first, int ordinal);

  /** The position of the split among all splits, where it was told. */
  int ordinal();

  /** The number of rows, good or bad. */
  long countRows();

  /**
   * Adds the levels and missing values of the rows to sets, and the ranges of their numbers where
   * these are sought and the source was made for it.
   */
  void scan(LevelSets sets);

  /** Shows every rejected row, with its text where the format has one. */
  void forEachRejected(RejectedRow consumer);

  /** Looks at a rejected row. */
  @FunctionalInterface
  interface RejectedRow {
    /** Takes the rejection and the row as it stands in the file. */
    void accept(Rejection rejection, String text);
  }

  /** An I/O error as a failure that names the file. */
  static Failure unreadable(Split split, IOException e) {
    return Failure.data("cannot read " + split.file().path() + ": " + Text.reason(e), e);
  }
}
