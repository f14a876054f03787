package org.suffice.neighbour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way to find neighbours against one that sorts all rows. */
class NeighbourSearchTest {
  private static final double[] POWERS = {1, 1.5, 2, 2.5, 3, 4, 40, Double.POSITIVE_INFINITY};

  /** Rows, queries, and what is asked of them. */
  private record Case(
      int d, double[] rows, double[] queries, double p, int k, boolean ties, boolean leaveOneOut) {
    int n() {
      return rows.length / d;
    }

    int m() {
      return queries.length / d;
    }
  }

  /** A neighbour as the naive twin finds it. */
  private record Near(double distance, long id) {}

  private static double naive(double p, double[] a, int i, double[] b, int j, int d) {
    double largest = 0;
    for (int l = 0; l < d; l++) {
      largest = Math.max(largest, Math.abs(a[i * d + l] - b[j * d + l]));
    }
    if (Double.isInfinite(p) || largest == 0) {
      return largest;
    }
    double sum = 0;
    for (int l = 0; l < d; l++) {
      sum += Math.pow(Math.abs(a[i * d + l] - b[j * d + l]) / largest, p);
    }
    return largest * Math.pow(sum, 1 / p);
  }

  /**
   * All rows of a query, nearest first. Distances are those of the metric, which the test of its
   * own compares with the plain formula; what is naive here is that all are sorted.
   */
  private static List<Near> sorted(Case of, int query) {
    Minkowski metric = Minkowski.of(of.p);
    List<Near> all = new ArrayList<>();
    for (int r = 0; r < of.n(); r++) {
      if (!of.leaveOneOut || r != query) {
        double distance = metric.distance(of.queries, query * of.d, of.rows, r * of.d, of.d);
        all.add(new Near(distance, r));
      }
    }
    all.sort(Comparator.comparingDouble(Near::distance).thenComparingLong(Near::id));
    int size = Math.min(of.k, all.size());
    while (of.ties && size < all.size() && all.get(size).distance == all.get(of.k - 1).distance) {
      size++;
    }
    return all.subList(0, size);
  }

  /** The neighbours by an algorithm, the rows cut into so many parts that are searched shuffled. */
  private static void check(Case of, Index.Algorithm algorithm, int parts, long seed) {
    List<Integer> order = new ArrayList<>(IntStream.range(0, of.n()).boxed().toList());
    Collections.shuffle(order, new Random(seed));
    List<Candidates> found = new ArrayList<>();
    long[] groups = of.leaveOneOut ? IntStream.range(0, of.m()).asLongStream().toArray() : null;
    Queries queries = new Queries(of.m(), of.d, of.queries, groups);
    for (int part = 0; part < parts; part++) {
      List<Integer> own = order.subList(of.n() * part / parts, of.n() * (part + 1) / parts);
      double[] values = new double[own.size() * of.d];
      double[] payload = new double[own.size()];
      for (int i = 0; i < own.size(); i++) {
        System.arraycopy(of.rows, own.get(i) * of.d, values, i * of.d, of.d);
        payload[i] = -own.get(i);
      }
      long[] ids = own.stream().mapToLong(Integer::longValue).toArray();
      Rows rows = new Rows(own.size(), of.d, values, ids, ids, payload, 1);
      Candidates candidates = new Candidates(of.m(), of.k, of.ties, 1);
      Index.of(algorithm, Minkowski.of(of.p), rows).search(queries, 0, of.m(), candidates);
      found.add(candidates);
    }
    Candidates merged = found.get(0).fresh();
    found.forEach(merged::merge);
    Neighbours near = new Neighbours();
    for (int q = 0; q < of.m(); q++) {
      merged.copy(q, near);
      List<Near> expected = sorted(of, q);
      String what = algorithm + " d=" + of.d + " p=" + of.p + " parts=" + parts + " query " + q;
      assertEquals(expected.size(), near.size(), what);
      for (int i = 0; i < expected.size(); i++) {
        assertEquals(expected.get(i).distance, near.distance(i), 0, what + " distance " + i);
        assertEquals(expected.get(i).id, near.id(i), what + " id " + i);
        assertEquals(-expected.get(i).id, near.payload(i, 0), 0, what + " payload " + i);
      }
    }
  }

  private static void checkAll(Case of) {
    for (Index.Algorithm algorithm : List.of(Index.Algorithm.BRUTE, Index.Algorithm.KD_TREE)) {
      check(of, algorithm, 1, 1);
      check(of, algorithm, 7, 2);
    }
  }

  /** Values of a few whole numbers: exact ties everywhere, and equal rows. */
  private static double[] whole(Random random, int count, int levels) {
    return random.ints(count, 0, levels).asDoubleStream().toArray();
  }

  private static double[] normal(Random random, int count) {
    return IntStream.range(0, count).mapToDouble(i -> random.nextGaussian()).toArray();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 7, 8, 9, 63, 65, 300})
  void manyTiesAndDuplicates(int d) {
    Random random = new Random(d);
    int n = d > 60 ? 100 : 300;
    for (double p : POWERS) {
      if (d < 60 || p == 1 || p == 2 || p == 3 || Double.isInfinite(p)) {
        double[] rows = whole(random, n * d, d > 8 ? 2 : 4);
        double[] queries = whole(random, 10 * d, d > 8 ? 2 : 4);
        checkAll(new Case(d, rows, queries, p, 5, false, false));
        checkAll(new Case(d, rows, queries, p, 5, true, false));
        checkAll(new Case(d, rows, Arrays.copyOf(rows, 20 * d), p, 3, true, true));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 8, 64, 300})
  void normalValues(int d) {
    Random random = new Random(100 + d);
    for (double p : POWERS) {
      double[] rows = normal(random, (d > 60 ? 150 : 600) * d);
      checkAll(new Case(d, rows, normal(random, 6 * d), p, 10, false, false));
    }
  }

  /** Single precision cannot tell such rows apart, double precision by products hardly can. */
  @ParameterizedTest
  @ValueSource(doubles = {1e3, 1e6, 1e9, 1e12, 1e15})
  void farFromZeroAndFromEachOther(double far) {
    Random random = new Random(7);
    int d = 6;
    double[] rows = normal(random, 1000 * d);
    for (int i = 0; i < 1000; i++) {
      rows[i * d + i % d] += i % 2 == 0 ? far : -far;
    }
    double[] queries = Arrays.copyOfRange(rows, 30 * d, 80 * d);
    for (int i = 0; i < queries.length; i++) {
      queries[i] += 0.25 * random.nextGaussian();
    }
    checkAll(new Case(d, rows, queries, 2, 10, false, false));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-310, 1e-200, 1e-30, 1e30, 1e155, 1e200, 1e300})
  void anyScale(double scale) {
    Random random = new Random(8);
    for (double p : POWERS) {
      double[] rows = normal(random, 400 * 5);
      double[] queries = normal(random, 10 * 5);
      for (int i = 0; i < rows.length; i++) {
        rows[i] *= scale;
      }
      for (int i = 0; i < queries.length; i++) {
        queries[i] *= scale;
      }
      checkAll(new Case(5, rows, queries, p, 4, false, false));
    }
  }

  /** Queries that are nowhere near the rows. */
  @ParameterizedTest
  @ValueSource(doubles = {1e10, 1e20, 1e160, 1e300})
  void queriesFarAway(double far) {
    Random random = new Random(9);
    double[] queries = normal(random, 10 * 9);
    for (int i = 0; i < queries.length; i++) {
      queries[i] *= far;
    }
    checkAll(new Case(9, whole(random, 300 * 9, 50), queries, 2, 4, true, false));
  }

  @Test
  void fewerRowsThanNeighbours() {
    checkAll(new Case(2, new double[] {0, 0, 3, 4}, new double[] {0, 0}, 2, 5, true, false));
  }

  @Test
  void distancesAreThoseOfTheFormula() {
    Random random = new Random(10);
    for (double p : POWERS) {
      for (int d : new int[] {1, 2, 13, 300}) {
        double[] a = normal(random, d);
        double[] b = normal(random, d);
        double expected = naive(p, a, 0, b, 0, d);
        // d terms and a root, each rounded once or twice.
        assertEquals(
            expected, Minkowski.of(p).distance(a, 0, b, 0, d), expected * (d + 8) * 0x1p-52);
      }
    }
  }

  @Test
  void belowOneIsNoMetric() {
    assertThrows(IllegalArgumentException.class, () -> Minkowski.of(0.99));
    assertThrows(IllegalArgumentException.class, () -> Minkowski.of(Double.NaN));
  }

  @Test
  void allCoresFindTheSame() {
    Random random = new Random(11);
    int d = 12;
    double[] values = whole(random, 2000 * d, 3);
    long[] ids = IntStream.range(0, 2000).asLongStream().toArray();
    Rows rows = new Rows(2000, d, values, ids, null, new double[2000], 1);
    Index index = Index.of(Index.Algorithm.BRUTE, Minkowski.of(2), rows);
    Queries queries = new Queries(500, d, whole(random, 500 * d, 3), null);
    Candidates alone = new Candidates(500, 7, true, 1);
    Candidates together = new Candidates(500, 7, true, 1);
    ReferenceSet set = new ReferenceSet(List.of(index));
    set.search(queries, alone, false);
    set.search(queries, together, true);
    Neighbours a = new Neighbours();
    Neighbours b = new Neighbours();
    boolean tied = false;
    for (int q = 0; q < 500; q++) {
      alone.copy(q, a);
      together.copy(q, b);
      tied |= a.size() > 7;
      assertEquals(a.size(), b.size());
      assertTrue(Arrays.equals(a.ids, 0, a.size(), b.ids, 0, b.size()));
      assertTrue(Arrays.equals(a.distances, 0, a.size(), b.distances, 0, b.size()));
    }
    assertTrue(tied);
  }
}
