package org.suffice.read;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * What became of every row: read = used + missing-dropped + rejected + zero-weight. It travels
 * inside the blocks and the statistics, because a counter beside them counts a retried task twice.
 * The first rejections are kept in the order of the data, whatever the order of arrival.
 */
public final class RowAccount implements Serializable {
  private static final long serialVersionUID = 1L;

  /** How many rejections are kept for the report. */
  public static final int SHOWN = 20;

  private long used;
  private long missingDropped;
  private long zeroWeight;
  private long rejected;
  private final ArrayList<Rejection> first = new ArrayList<>();

  /** Counts rows that go into the computation. */
  public void addUsed(long rows) {
    used += rows;
  }

  /** Counts a row left out because a value is missing. */
  public void addMissingDropped() {
    missingDropped++;
  }

  /** Counts a row of weight zero. */
  public void addZeroWeight() {
    zeroWeight++;
  }

  /** Counts a rejected row and keeps it when it is among the first. */
  public void addRejected(Rejection rejection) {
    rejected++;
    if (first.size() < SHOWN) {
      first.add(rejection);
    }
  }

  /** Adds the counts of rows that follow these; {@code other} is not modified. */
  public void merge(RowAccount other) {
    if (other == this) {
      throw new IllegalArgumentException("account merged with itself");
    }
    used += other.used;
    missingDropped += other.missingDropped;
    zeroWeight += other.zeroWeight;
    rejected += other.rejected;
    for (Rejection rejection : other.first) {
      if (first.size() < SHOWN) {
        first.add(rejection);
      }
    }
  }

  /** Rows read: all of them, blank lines and headers apart. */
  public long read() {
    return used + missingDropped + zeroWeight + rejected;
  }

  /** Rows that went into the computation. */
  public long used() {
    return used;
  }

  /** Rows left out because a value is missing. */
  public long missingDropped() {
    return missingDropped;
  }

  /** Rows of weight zero. */
  public long zeroWeight() {
    return zeroWeight;
  }

  /** Rows that could not be read. */
  public long rejected() {
    return rejected;
  }

  /** The first rejections, in the order of the data. */
  public List<Rejection> rejections() {
    return List.copyOf(first);
  }
}
