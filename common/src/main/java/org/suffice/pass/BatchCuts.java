package org.suffice.pass;

import java.io.Serializable;

/**
 * How the places of an epoch are cut: batch b has the places [b·B, (b+1)·B), the last of an epoch
 * may be shorter; a batch is cut into chunks of {@link #CHUNK} rows, the last of which may be
 * shorter; and the chunks of a batch into at most {@link #MOST_GROUPS} groups of neighbours. One
 * statistic adds the chunks of a group in their order, and those of the groups are merged in
 * theirs. So the bits of a sum depend on the rows, their order and B alone, not on what does the
 * work: threads, tasks or executors take whole groups.
 *
 * @param rows n, at least 1
 * @param batchSize B, at least 1
 */
public record BatchCuts(long rows, int batchSize) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Rows that go forward and backward at a time. */
  public static final int CHUNK = 128;

  /** Statistics of a batch that are merged. */
  public static final int MOST_GROUPS = 16;

  /** Checks the numbers. */
  public BatchCuts {
    if (rows < 1 || batchSize < 1) {
      throw new IllegalArgumentException(
          "expected rows and a batch size, found " + rows + " and " + batchSize);
    }
  }

  /** The number of batches of an epoch. */
  public long batches() {
    return (rows + batchSize - 1) / batchSize;
  }

  /** The first place of a batch. */
  public long firstPlace(long batch) {
    if (batch < 0 || batch >= batches()) {
      throw new IllegalArgumentException("expected a batch of " + batches() + ", found " + batch);
    }
    return batch * batchSize;
  }

  /** The number of rows of a batch. */
  public int rows(long batch) {
    return (int) Math.min(batchSize, rows - firstPlace(batch));
  }

  /** The number of chunks of a batch. */
  public int chunks(long batch) {
    return (rows(batch) + CHUNK - 1) / CHUNK;
  }

  /** The number of groups of a batch. */
  public int groups(long batch) {
    return Math.min(chunks(batch), MOST_GROUPS);
  }

  /** The first chunk of a group; of the group after the last, the number of chunks. */
  public int firstChunk(long batch, int group) {
    return (int) ((long) chunks(batch) * group / groups(batch));
  }

  /** The group of a row of a batch, given by its place within the batch. */
  public int groupOf(long batch, int place) {
    int chunk = place / CHUNK;
    int group = (int) ((long) chunk * groups(batch) / chunks(batch));
    while (firstChunk(batch, group + 1) <= chunk) {
      group++;
    }
    return group;
  }

  /** The number of rows of a chunk of a batch. */
  public int chunkRows(long batch, int chunk) {
    return Math.min(CHUNK, rows(batch) - chunk * CHUNK);
  }
}
