package org.suffice.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.suffice.model.NeighborVotes;
import org.suffice.neighbour.Candidates;
import org.suffice.neighbour.Index;
import org.suffice.neighbour.Minkowski;
import org.suffice.neighbour.Neighbours;
import org.suffice.neighbour.Queries;
import org.suffice.neighbour.Rows;

/**
 * Neighbours, distances and predictions against a computation in whole numbers of the decimals of
 * the files. Where these tie and doubles do not, the order of neighbours is not compared.
 */
class NeighborGoldenTest {
  private static final int MOST = 15;

  /** Digits of a sum of up to 13 rounded squares and a root; the files have 12 digits and more. */
  private static final double TOLERANCE = 1e-12;

  /** The rows to predict, as the files say in words. */
  private static final Map<String, IntPredicate> TESTS =
      Map.of(
          "knn__iris", row -> row % 2 == 1,
          "knn__wine", row -> row % 3 == 0,
          "knn__Vowel", row -> row % 5 == 0,
          "knn_regression__quakes", row -> row % 10 == 0);

  @ParameterizedTest
  @ValueSource(strings = {"knn__iris", "knn__wine", "knn__Vowel", "knn_regression__quakes"})
  void neighboursAndPredictions(String name) {
    boolean regression = name.contains("regression");
    ClassGolden golden = ClassGolden.of(name);
    ClassGolden data =
        regression
            ? ClassGolden.data(
                golden.json().path("dataset").asText(),
                golden.json().path("target").asText(),
                golden.features().toArray(String[]::new))
            : golden;
    int d = data.features().size();
    int[] tests = IntStream.range(0, data.numRows()).filter(TESTS.get(name)).toArray();
    int[] trains = IntStream.range(0, data.numRows()).filter(TESTS.get(name).negate()).toArray();
    assertEquals(golden.json().path("n_test").asInt(), tests.length);
    assertEquals(golden.json().path("n_train").asInt(), trains.length);
    double[] labels =
        IntStream.of(trains)
            .mapToDouble(i -> label(data, i, regression))
            .flatMap(label -> java.util.stream.DoubleStream.of(label, 1))
            .toArray();
    long[] ids = IntStream.of(trains).asLongStream().toArray();
    Rows rows = new Rows(trains.length, d, values(data, trains), ids, null, labels, 2);
    Queries queries = new Queries(tests.length, d, values(data, tests), null);
    assertTrue(golden.results().size() >= 3);
    for (Map.Entry<String, JsonNode> entry : golden.results().properties()) {
      String power = entry.getKey().substring(2);
      double p = power.equals("inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(power);
      for (Index.Algorithm algorithm : List.of(Index.Algorithm.BRUTE, Index.Algorithm.KD_TREE)) {
        Candidates found = new Candidates(tests.length, MOST, false, 2);
        Index.of(algorithm, Minkowski.of(p), rows).search(queries, 0, tests.length, found);
        String what = name + " p=" + power + " " + algorithm;
        checkNeighbours(what, entry.getValue().path("neighbours_first10"), tests, found);
        int classes = regression ? 0 : data.classes().size();
        for (Map.Entry<String, JsonNode> by : entry.getValue().path("predictions").properties()) {
          int k = Integer.parseInt(by.getKey());
          checkPredictions(what + " k=" + k, by.getValue(), k, classes, found);
        }
      }
    }
  }

  private static double label(ClassGolden data, int row, boolean regression) {
    double position = data.labels()[row];
    return regression ? Double.parseDouble(data.classes().get((int) position)) : position;
  }

  private static double[] values(ClassGolden data, int[] rows) {
    int d = data.features().size();
    return IntStream.of(rows)
        .flatMap(row -> IntStream.range(row * d, row * d + d))
        .mapToDouble(at -> data.x()[at])
        .toArray();
  }

  private static void checkNeighbours(
      String what, JsonNode expected, int[] tests, Candidates found) {
    assertEquals(10, expected.size());
    Neighbours near = new Neighbours();
    int compared = 0;
    for (int q = 0; q < expected.size(); q++) {
      JsonNode query = expected.get(q);
      assertEquals(tests[q], query.path("query_row").asInt());
      found.copy(q, near);
      double[] distances = ClassGolden.numbers(query.path("distances"));
      for (int i = 0; i < MOST; i++) {
        assertEquals(distances[i], near.distance(i), TOLERANCE * distances[i], what);
        boolean tied =
            (i > 0 && distances[i - 1] == distances[i])
                || i == MOST - 1
                || distances[i + 1] == distances[i];
        if (!tied) {
          assertEquals(query.path("train_rows").get(i).asLong(), near.id(i), what + " query " + q);
          compared++;
        }
      }
    }
    assertTrue(compared > 5, what + ": only " + compared + " neighbours are no ties");
  }

  private static void checkPredictions(
      String what, JsonNode expected, int k, int classes, Candidates found) {
    Set<Integer> ties = new HashSet<>();
    expected.path("boundary_tie_test_positions").forEach(node -> ties.add(node.asInt()));
    expected.path("vote_tie_test_positions").forEach(node -> ties.add(node.asInt()));
    compare(
        what + " uniform",
        new NeighborVotes(classes, 1, false, false),
        expected.path(classes > 0 ? "predicted_class_index" : "uniform"),
        k,
        ties,
        found);
    if (expected.has("inverse_distance")) {
      compare(
          what + " by distance",
          new NeighborVotes(0, 1, true, false),
          expected.path("inverse_distance"),
          k,
          ties,
          found);
    }
  }

  private static void compare(
      String what,
      NeighborVotes votes,
      JsonNode expected,
      int k,
      Set<Integer> ties,
      Candidates found) {
    double[] out = new double[votes.width()];
    Neighbours near = new Neighbours();
    assertEquals(found.numQueries(), expected.size(), what);
    for (int q = 0; q < expected.size(); q++) {
      if (!ties.contains(q)) {
        found.copy(q, near);
        votes.vote(near, k, out, 0);
        double value = expected.get(q).doubleValue();
        assertEquals(value, out[0], TOLERANCE * Math.abs(value), what + " query " + q);
      }
    }
  }
}
