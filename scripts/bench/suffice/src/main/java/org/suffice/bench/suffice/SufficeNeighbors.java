package org.suffice.bench.suffice;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.suffice.bench.Rows;
import org.suffice.bench.Side;
import org.suffice.linalg.NativeLibraries;
import org.suffice.neighbour.Candidates;
import org.suffice.neighbour.Index;
import org.suffice.neighbour.Minkowski;
import org.suffice.neighbour.Neighbours;
import org.suffice.neighbour.Queries;
import org.suffice.neighbour.ReferenceSet;

/**
 * Suffice's search for the neighbours of queries among rows in memory.
 *
 * <pre>
 * ROWS QUERIES FEATURES SEED KIND P K brute|kd_tree   the queries are the rows that follow
 * </pre>
 *
 * <p>It uses the cores of the common pool. The answer is how far the k-th neighbour of each query
 * is.
 */
public final class SufficeNeighbors {
  private static final int BLOCK = 2048;

  private SufficeNeighbors() {}

  /** Runs it. */
  public static void main(String[] args) throws java.io.IOException {
    int rows = Integer.parseInt(args[0]);
    int m = Integer.parseInt(args[1]);
    Rows data = Rows.of(args[2], args[3], args[4]);
    int d = data.numFeatures();
    Minkowski metric =
        Minkowski.of(args[5].equals("inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(args[5]));
    int k = Integer.parseInt(args[6]);
    Index.Algorithm algorithm = Index.Algorithm.valueOf(args[7].toUpperCase(java.util.Locale.ROOT));
    int size = algorithm == Index.Algorithm.BRUTE ? BLOCK : rows;
    List<Index> indexes = new ArrayList<>();
    for (int from = 0; from < rows; from += size) {
      int to = Math.min(rows, from + size);
      indexes.add(
          Index.of(
              algorithm,
              metric,
              new org.suffice.neighbour.Rows(
                  to - from,
                  d,
                  values(data, from, to),
                  LongStream.range(from, to).toArray(),
                  null,
                  new double[2 * (to - from)],
                  2)));
    }
    ReferenceSet set = new ReferenceSet(indexes);
    Queries queries = new Queries(m, d, values(data, rows, rows + m), null);
    Side.serve(
        new Side() {
          @Override
          public String description() {
            return NativeLibraries.description();
          }

          @Override
          public double[] run() {
            Candidates found = new Candidates(m, k, false, 2);
            set.search(queries, found, true);
            Neighbours near = new Neighbours();
            double[] answer = new double[m];
            for (int q = 0; q < m; q++) {
              found.copy(q, near);
              answer[q] = near.distance(k - 1);
            }
            return answer;
          }
        });
  }

  private static double[] values(Rows data, int from, int to) {
    int d = data.numFeatures();
    double[] values = new double[(to - from) * d];
    for (int i = from; i < to; i++) {
      data.fill(i, values, (i - from) * d);
    }
    return values;
  }
}
