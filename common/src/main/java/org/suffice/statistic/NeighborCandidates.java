package org.suffice.statistic;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.suffice.block.Block;
import org.suffice.neighbour.Candidates;
import org.suffice.neighbour.Index;
import org.suffice.neighbour.Minkowski;
import org.suffice.neighbour.Queries;
import org.suffice.neighbour.Rows;
import org.suffice.read.RowAccount;

/**
 * The nearest rows of each of some queries: every partition keeps its k candidates, and merging
 * keeps the k nearest of both. Candidates are ordered by (distance, row id), so that neither the
 * cut nor the order of the rows changes anything.
 */
public final class NeighborCandidates implements Statistic<NeighborCandidates> {
  private static final long serialVersionUID = 1L;

  /** Rows in one tree: more make it better, and larger. */
  private static final long TREE_BYTES = 64L << 20;

  private final Minkowski metric;
  private final Index.Algorithm algorithm;
  private final NeighborLayout layout;
  private final Candidates found;
  private final RowAccount account = new RowAccount();

  /** Null on the way back from where rows were added: it is known there. */
  private Queries queries;

  /** Rows that are to stand in one tree. */
  private transient List<Rows> waiting;

  private transient long waitingBytes;
  private transient boolean finished;

  /**
   * No rows yet.
   *
   * @param algorithm how candidates are found, not AUTO; the answer is the same
   * @param queries shared, not copied
   * @param k how many are kept of each query
   * @param keepsTies whether further rows at the distance of the k-th are kept too
   */
  public NeighborCandidates(
      Minkowski metric,
      Index.Algorithm algorithm,
      NeighborLayout layout,
      Queries queries,
      int k,
      boolean keepsTies) {
    this(
        metric,
        algorithm,
        layout,
        queries,
        new Candidates(queries.size(), k, keepsTies, layout.payloadWidth()));
  }

  private NeighborCandidates(
      Minkowski metric,
      Index.Algorithm algorithm,
      NeighborLayout layout,
      Queries queries,
      Candidates found) {
    if (queries.features() != layout.features()) {
      throw new IllegalArgumentException(
          "expected queries of " + layout.features() + " values, found " + queries.features());
    }
    this.metric = metric;
    this.algorithm = algorithm;
    this.layout = layout;
    this.queries = queries;
    this.found = found;
  }

  @Override
  public NeighborCandidates fresh() {
    return new NeighborCandidates(metric, algorithm, layout, queries, found.fresh());
  }

  @Override
  public void add(Block block) {
    if (queries == null) {
      throw new IllegalStateException("the queries stayed where the rows were added");
    }
    account.merge(block.account());
    if (block.numRows() == 0) {
      return;
    }
    Rows rows = layout.rows(block);
    if (algorithm != Index.Algorithm.KD_TREE) {
      search(rows);
      return;
    }
    if (waiting == null) {
      waiting = new ArrayList<>();
    }
    waiting.add(rows);
    waitingBytes += rows.bytes();
    if (waitingBytes > TREE_BYTES) {
      settle();
    }
  }

  private void search(Rows rows) {
    Index.of(algorithm, metric, rows).search(queries, 0, queries.size(), found);
  }

  private void settle() {
    if (waiting != null) {
      List<Rows> all = waiting;
      waiting = null;
      waitingBytes = 0;
      search(Rows.joined(all));
    }
  }

  @Override
  public void finish() {
    settle();
    finished = true;
  }

  private void writeObject(ObjectOutputStream out) throws IOException {
    settle();
    Queries kept = queries;
    if (finished) {
      queries = null;
    }
    out.defaultWriteObject();
    queries = kept;
  }

  @Override
  public NeighborCandidates merge(NeighborCandidates other) {
    if (other == this) {
      throw new IllegalArgumentException("candidates merged with themselves");
    }
    if (!metric.equals(other.metric) || !layout.equals(other.layout)) {
      throw new IllegalArgumentException(
          "candidates: expected p="
              + metric
              + " and "
              + layout
              + ", found p="
              + other.metric
              + " and "
              + other.layout);
    }
    settle();
    other.settle();
    found.merge(other.found);
    account.merge(other.account);
    return this;
  }

  @Override
  public RowAccount account() {
    return account;
  }

  @Override
  public long sizeInBytes() {
    return 1024 + Candidates.bytes(found.numQueries(), found.k(), found.payloadWidth());
  }

  /** The nearest rows of each query. */
  public Candidates found() {
    settle();
    return found;
  }
}
