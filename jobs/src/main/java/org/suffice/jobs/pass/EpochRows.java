package org.suffice.jobs.pass;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.suffice.block.Block;
import org.suffice.block.RowCopies;
import org.suffice.pass.BatchCuts;
import org.suffice.pass.BlockSource;
import org.suffice.pass.EpochOrder;
import org.suffice.statistic.ValidationSplit;

/**
 * Rows on their way from the order of the data to that of an epoch: a partition of the data is cut
 * into one piece for each partition of the epoch, which makes chunks of the pieces it gets, in
 * whatever order these arrive.
 */
final class EpochRows {
  private EpochRows() {}

  /**
   * Rows of one partition of the data that go to one partition of the epoch.
   *
   * @param partition of the epoch
   * @param places of the rows
   */
  record Piece(int partition, long[] places, Block rows) implements Serializable {
    private static final long serialVersionUID = 1L;
  }

  /** The rows of one group of a batch, in chunks. */
  record Group(long batch, int group, ArrayList<Block> chunks) implements Serializable {
    private static final long serialVersionUID = 1L;
  }

  /** The number of rows to train on. */
  static long count(BlockSource source, ValidationSplit split) {
    long count = 0;
    try (BlockSource.BlockReader reader = source.open()) {
      for (Block block = reader.next(); block != null; block = reader.next()) {
        for (int i = 0; i < block.numRows(); i++) {
          count += isTrainedOn(split, block, i) ? 1 : 0;
        }
      }
    }
    return count;
  }

  private static boolean isTrainedOn(ValidationSplit split, Block block, int row) {
    return split.isNone() || !split.isHeldOut(block, row);
  }

  /**
   * Cuts a partition of the data.
   *
   * @param source whose blocks are kept
   * @param first the position of its first row to train on
   */
  static Iterator<Piece> pieces(
      BlockSource source, ValidationSplit split, long first, EpochLayout layout) {
    List<Block> blocks = new ArrayList<>();
    try (BlockSource.BlockReader reader = source.open()) {
      for (Block block = reader.next(); block != null; block = reader.next()) {
        blocks.add(block);
      }
    }
    Placed placed = new Placed(blocks.stream().mapToInt(Block::numRows).sum());
    EpochOrder order = layout.order();
    int[] ends = new int[layout.partitions() + 1];
    for (int b = 0; b < blocks.size(); b++) {
      Block block = blocks.get(b);
      for (int i = 0; i < block.numRows(); i++) {
        if (isTrainedOn(split, block, i)) {
          long place = order.place(first + placed.count);
          placed.add(b, i, place);
          ends[layout.partitionOf(place) + 1]++;
        }
      }
    }
    Arrays.parallelPrefix(ends, Integer::sum);
    int[] sorted = new int[placed.count];
    int[] next = ends.clone();
    for (int i = 0; i < placed.count; i++) {
      sorted[next[layout.partitionOf(placed.places[i])]++] = i;
    }
    return IntStream.range(0, layout.partitions())
        .filter(p -> ends[p] < ends[p + 1])
        .mapToObj(p -> placed.piece(p, blocks, Arrays.copyOfRange(sorted, ends[p], ends[p + 1])))
        .iterator();
  }

  /** Where rows are, and where they go. */
  private static final class Placed {
    private final int[] in;
    private final int[] rows;
    private final long[] places;
    private int count;

    Placed(int capacity) {
      in = new int[capacity];
      rows = new int[capacity];
      places = new long[capacity];
    }

    void add(int block, int row, long place) {
      in[count] = block;
      rows[count] = row;
      places[count++] = place;
    }

    Piece piece(int partition, List<Block> blocks, int[] which) {
      return new Piece(
          partition,
          Arrays.stream(which).mapToLong(i -> places[i]).toArray(),
          RowCopies.gathered(
              blocks,
              Arrays.stream(which).map(i -> in[i]).toArray(),
              Arrays.stream(which).map(i -> rows[i]).toArray()));
    }
  }

  /** Makes groups of all the pieces of a partition of the epoch. */
  static List<Group> groups(List<Piece> pieces, EpochLayout layout) {
    List<Block> blocks = pieces.stream().map(Piece::rows).toList();
    long[] places = pieces.stream().flatMapToLong(piece -> Arrays.stream(piece.places)).toArray();
    Arrays.sort(places);
    int[] in = new int[places.length];
    int[] rows = new int[places.length];
    for (int p = 0; p < pieces.size(); p++) {
      long[] own = pieces.get(p).places;
      for (int i = 0; i < own.length; i++) {
        int rank = Arrays.binarySearch(places, own[i]);
        in[rank] = p;
        rows[rank] = i;
      }
    }
    List<Group> groups = new ArrayList<>();
    BatchCuts cuts = layout.cuts();
    int at = 0;
    while (at < places.length) {
      long batch = layout.batchOf(places[at]);
      int group = layout.groupOf(places[at]);
      ArrayList<Block> chunks = new ArrayList<>();
      for (int c = cuts.firstChunk(batch, group); c < cuts.firstChunk(batch, group + 1); c++) {
        long first = cuts.firstPlace(batch) + (long) c * BatchCuts.CHUNK;
        int end = at + cuts.chunkRows(batch, c);
        requireAll(places, at, end, first);
        chunks.add(
            RowCopies.gathered(
                blocks, Arrays.copyOfRange(in, at, end), Arrays.copyOfRange(rows, at, end)));
        at = end;
      }
      groups.add(new Group(batch, group, chunks));
    }
    return groups;
  }

  /** Rows are only missing, or there twice, when data are not what they were at the first pass. */
  private static void requireAll(long[] places, int from, int to, long first) {
    for (int i = from; i < to; i++) {
      if (i >= places.length || places[i] != first + i - from) {
        throw new IllegalStateException(
            "expected a row at place "
                + (first + i - from)
                + " of the epoch, found "
                + (i >= places.length ? "none" : "that of " + places[i])
                + ": the data have changed");
      }
    }
  }
}
