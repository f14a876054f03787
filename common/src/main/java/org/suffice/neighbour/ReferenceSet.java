package org.suffice.neighbour;

import java.util.List;
import java.util.stream.IntStream;

/** All rows in memory, indexed once, searched by the cores of this machine. Immutable. */
public final class ReferenceSet {
  /** Queries that one thread takes at a time. */
  private static final int TILE = 64;

  private final List<Index> indexes;

  /** The rows of indexes that are disjoint. */
  public ReferenceSet(List<Index> indexes) {
    this.indexes = List.copyOf(indexes);
  }

  /**
   * Finds the neighbours of every query.
   *
   * @param found where they are put
   * @param parallel whether all cores work on it, or this thread alone
   */
  public void search(Queries queries, Candidates found, boolean parallel) {
    IntStream tiles = IntStream.range(0, (queries.size() + TILE - 1) / TILE);
    (parallel ? tiles.parallel() : tiles)
        .forEach(
            tile -> {
              int from = tile * TILE;
              int to = Math.min(queries.size(), from + TILE);
              for (Index index : indexes) {
                index.search(queries, from, to, found);
              }
            });
  }
}
