package org.suffice.statistic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Nested;
import org.suffice.block.Block;
import org.suffice.block.DenseBlock;
import org.suffice.neighbour.Candidates;
import org.suffice.neighbour.Index;
import org.suffice.neighbour.Minkowski;
import org.suffice.neighbour.Neighbours;
import org.suffice.neighbour.Queries;

/** The merge contract of candidates, to the bit, on rows with many ties. */
class NeighborCandidatesContractTest {
  private static final int D = 3;

  @Nested
  class Products extends Contract {
    Products() {
      super(2, Index.Algorithm.BRUTE, false);
    }
  }

  @Nested
  class Tiles extends Contract {
    Tiles() {
      super(1, Index.Algorithm.BRUTE, true);
    }
  }

  @Nested
  class Trees extends Contract {
    Trees() {
      super(2, Index.Algorithm.KD_TREE, true);
    }
  }

  abstract static class Contract extends MergeContractTest<NeighborCandidates> {
    private final double p;
    private final Index.Algorithm algorithm;
    private final boolean ties;
    private final double[] values;
    private final double[] labels;

    Contract(double p, Index.Algorithm algorithm, boolean ties) {
      this.p = p;
      this.algorithm = algorithm;
      this.ties = ties;
      Random random = new Random(5);
      values = random.ints((long) ROWS * D, 0, 5).asDoubleStream().toArray();
      labels = random.doubles(ROWS, 1, 2).toArray();
    }

    private NeighborCandidates zero(int k) {
      Random random = new Random(6);
      double[] queries = random.ints(20L * D, 0, 5).asDoubleStream().toArray();
      return new NeighborCandidates(
          Minkowski.of(p),
          algorithm,
          new NeighborLayout(D, 1, NeighborLayout.Groups.NONE),
          new Queries(20, D, queries, null),
          k,
          ties);
    }

    @Override
    NeighborCandidates zero() {
      return zero(6);
    }

    @Override
    Block block(int from, int to) {
      return new DenseBlock(
          to - from,
          D,
          Arrays.copyOfRange(values, from * D, to * D),
          Arrays.copyOfRange(labels, from, to),
          null,
          0,
          LongStream.range(from, to).toArray(),
          account(from, to));
    }

    @Override
    long[] counts(NeighborCandidates statistic) {
      Candidates found = statistic.found();
      Neighbours near = new Neighbours();
      LongStream.Builder counts = LongStream.builder();
      for (int q = 0; q < found.numQueries(); q++) {
        found.copy(q, near);
        counts.add(near.size());
        for (int i = 0; i < near.size(); i++) {
          counts.add(near.id(i));
        }
      }
      return counts.build().toArray();
    }

    @Override
    double[] figures(NeighborCandidates statistic) {
      Candidates found = statistic.found();
      Neighbours near = new Neighbours();
      List<Double> figures = new ArrayList<>();
      for (int q = 0; q < found.numQueries(); q++) {
        found.copy(q, near);
        for (int i = 0; i < near.size(); i++) {
          figures.add(near.distance(i));
          figures.add(near.payload(i, 0));
        }
      }
      return figures.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** Candidates are exact: nothing is added up across rows. */
    @Override
    double[] bounds(NeighborCandidates whole) {
      return new double[figures(whole).length];
    }

    @Override
    Optional<NeighborCandidates> mismatched() {
      return Optional.of(zero(7));
    }
  }
}
