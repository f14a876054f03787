package org.suffice.model;

import java.lang.ref.SoftReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.suffice.block.Block;
import org.suffice.neighbour.Candidates;
import org.suffice.neighbour.Index;
import org.suffice.neighbour.Minkowski;
import org.suffice.neighbour.Queries;
import org.suffice.neighbour.ReferenceSet;
import org.suffice.neighbour.Rows;
import org.suffice.pass.BlockSource;
import org.suffice.pass.Blocks;
import org.suffice.statistic.NeighborCandidates;
import org.suffice.statistic.NeighborLayout;

/** Finds the neighbours of queries among the rows of training, wherever these are. */
@FunctionalInterface
public interface NeighborSearch {
  /**
   * The k nearest rows of each query.
   *
   * @param ties whether all at the distance of the k-th are found, not only k
   */
  Candidates search(Queries queries, int k, boolean ties);

  /** By one pass over the rows for each call. */
  static NeighborSearch byPass(
      Blocks rows, Minkowski metric, Index.Algorithm algorithm, NeighborLayout layout) {
    Index.Algorithm chosen = Index.choose(algorithm, layout.features());
    return (queries, k, ties) ->
        rows.pass(new NeighborCandidates(metric, chosen, layout, queries, k, ties)).found();
  }

  /**
   * In memory, with an index that is made once.
   *
   * @param parallel whether all cores work on one call, or the calling thread alone
   */
  static NeighborSearch inMemory(
      List<BlockSource> sources,
      Minkowski metric,
      Index.Algorithm algorithm,
      NeighborLayout layout,
      boolean parallel) {
    ReferenceSet rows = load(sources, metric, algorithm, layout);
    return (queries, k, ties) -> {
      Candidates found = new Candidates(queries.size(), k, ties, layout.payloadWidth());
      rows.search(queries, found, parallel);
      return found;
    };
  }

  /** Reads the rows and makes indexes: one tree, or one for every few thousand rows. */
  private static ReferenceSet load(
      List<BlockSource> sources,
      Minkowski metric,
      Index.Algorithm algorithm,
      NeighborLayout layout) {
    Index.Algorithm chosen = Index.choose(algorithm, layout.features());
    List<Rows> blocks = new ArrayList<>();
    for (BlockSource source : sources) {
      try (BlockSource.BlockReader reader = source.open()) {
        for (Block block = reader.next(); block != null; block = reader.next()) {
          blocks.add(layout.rows(block));
        }
      }
    }
    if (chosen == Index.Algorithm.KD_TREE && !blocks.isEmpty()) {
      blocks = List.of(Rows.joined(blocks));
    }
    return new ReferenceSet(
        blocks.parallelStream()
            .map(rows -> Index.of(chosen, metric, rows))
            .collect(Collectors.toList()));
  }

  /** What this process holds in memory, for the tasks that come after the one that loaded it. */
  final class Cache {
    private static final Map<String, SoftReference<NeighborSearch>> SEARCHES =
        new ConcurrentHashMap<>();

    private Cache() {}

    /** The search of a key, made when it is not there. */
    static synchronized NeighborSearch of(
        String key, java.util.function.Supplier<NeighborSearch> make) {
      SoftReference<NeighborSearch> held = SEARCHES.get(key);
      NeighborSearch search = held == null ? null : held.get();
      if (search == null) {
        search = make.get();
        SEARCHES.put(key, new SoftReference<>(search));
      }
      return search;
    }
  }
}
