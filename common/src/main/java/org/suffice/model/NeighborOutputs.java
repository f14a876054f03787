package org.suffice.model;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.suffice.block.Block;
import org.suffice.neighbour.Candidates;
import org.suffice.neighbour.Index;
import org.suffice.neighbour.Minkowski;
import org.suffice.neighbour.Neighbours;
import org.suffice.neighbour.Queries;
import org.suffice.pass.BlockSource;
import org.suffice.pass.Blocks;
import org.suffice.statistic.NeighborLayout;

/**
 * What the nearest rows of training say of queries, and which these are where that is asked for.
 * Rows that fit in memory are held there, one copy in each process; others are searched for some
 * blocks of queries at a time, see {@link SearchOutputs}.
 */
final class NeighborOutputs implements SearchOutputs {
  private static final long serialVersionUID = 1L;

  /**
   * Everything that a search needs.
   *
   * @param k how many neighbours vote
   */
  record Plan(
      ReferenceParts parts,
      ReferenceScaling scaling,
      Minkowski metric,
      Index.Algorithm algorithm,
      NeighborVotes votes,
      int k)
      implements Serializable {
    NeighborLayout layout() {
      return parts.layout(NeighborLayout.Groups.NONE);
    }

    NeighborSearch inMemory(boolean parallel) {
      String key = parts.directory() + ' ' + parts.parts().hashCode() + ' ' + metric + parallel;
      return NeighborSearch.Cache.of(
          key,
          () ->
              NeighborSearch.inMemory(
                  parts.sources(layout(), scaling, null), metric, algorithm, layout(), parallel));
    }

    Queries queries(Block block) {
      Queries queries = layout().queries(block);
      for (int i = 0; i < queries.size(); i++) {
        scaling.applyInPlace(queries.values(), i * queries.features());
      }
      return queries;
    }
  }

  private final Plan plan;
  private final List<String> classes;
  private final ArrayList<String> labels;
  private final ArrayList<String> names;
  private final boolean parallel;
  private final boolean listed;
  private final int width;
  private transient volatile NeighborSearch memory;

  NeighborOutputs(
      Plan plan, List<String> classes, List<String> labels, boolean parallel, boolean listed) {
    this.plan = plan;
    this.classes = List.copyOf(classes);
    this.labels = new ArrayList<>(labels);
    this.parallel = parallel;
    this.listed = listed;
    names = new ArrayList<>();
    if (!classes.isEmpty()) {
      names.addAll(Outputs.withProbabilities(classes));
    } else {
      labels.forEach(label -> names.add(labels.size() == 1 ? "prediction" : "prediction_" + label));
    }
    for (int i = 1; listed && i <= plan.k(); i++) {
      names.add("neighbour_" + i);
    }
    for (int i = 1; listed && i <= plan.k(); i++) {
      names.add("distance_" + i);
    }
    width = names.size();
  }

  @Override
  public List<String> names() {
    return List.copyOf(names);
  }

  @Override
  public List<String> classes() {
    return classes;
  }

  @Override
  public boolean isWhole(int output) {
    int first = plan.votes().width();
    return output >= first && output < first + plan.k();
  }

  @Override
  public void compute(Block block, double[] out) {
    if (memory == null) {
      memory = plan.inMemory(parallel);
    }
    Queries queries = plan.queries(block);
    Candidates found = memory.search(queries, plan.k(), plan.votes().ties());
    Neighbours near = new Neighbours();
    for (int i = 0; i < queries.size(); i++) {
      put(found, i, near, out, i * width);
    }
  }

  private void put(Candidates found, int query, Neighbours near, double[] out, int at) {
    found.copy(query, near);
    plan.votes().vote(near, plan.k(), out, at);
    int first = at + plan.votes().width();
    for (int i = 0; listed && i < plan.k(); i++) {
      out[first + i] = near.id(i);
      out[first + plan.k() + i] = near.distance(i);
    }
  }

  @Override
  public SearchOutputs onAllCores(boolean all) {
    return all == parallel ? this : new NeighborOutputs(plan, classes, labels, all, listed);
  }

  @Override
  public long bytesInMemory() {
    return plan.parts().bytesInMemory();
  }

  @Override
  public List<BlockSource> rows() {
    return plan.parts().sources(plan.layout(), plan.scaling(), null);
  }

  @Override
  public long bytesPerQuery() {
    return 2L
        * (8L * plan.parts().features()
            + Candidates.bytes(1, plan.k(), plan.layout().payloadWidth())
            + 8L * width);
  }

  @Override
  public Outputs found(Blocks rows, List<Block> blocks) {
    NeighborSearch search =
        NeighborSearch.byPass(rows, plan.metric(), plan.algorithm(), plan.layout());
    Queries queries = Queries.joined(blocks.stream().map(plan::queries).toList());
    Candidates found = search.search(queries, plan.k(), plan.votes().ties());
    Map<Block, Integer> firsts = new IdentityHashMap<>();
    int first = 0;
    for (Block block : blocks) {
      firsts.put(block, first);
      first += block.numRows();
    }
    return new Found(found, firsts);
  }

  /** The answers for some blocks, and for no others. */
  private final class Found implements Outputs {
    private static final long serialVersionUID = 1L;

    private final transient Candidates found;
    private final transient Map<Block, Integer> firsts;

    Found(Candidates found, Map<Block, Integer> firsts) {
      this.found = found;
      this.firsts = firsts;
    }

    @Override
    public List<String> names() {
      return NeighborOutputs.this.names();
    }

    @Override
    public List<String> classes() {
      return classes;
    }

    @Override
    public boolean isWhole(int output) {
      return NeighborOutputs.this.isWhole(output);
    }

    @Override
    public void compute(Block block, double[] out) {
      Neighbours near = new Neighbours();
      int first = firsts.get(block);
      for (int i = 0; i < block.numRows(); i++) {
        put(found, first + i, near, out, i * width);
      }
    }
  }
}
