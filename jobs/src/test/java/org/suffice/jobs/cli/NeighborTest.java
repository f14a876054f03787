package org.suffice.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code train knn} and what follows, through the command line. */
final class NeighborTest {
  @TempDir private Path dir;

  private Path write(String name, String text) {
    return Samples.write(dir.resolve(name), text);
  }

  private static String golden(String name) {
    try (var in = NeighborTest.class.getResourceAsStream("/golden/data/" + name)) {
      return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    } catch (java.io.IOException e) {
      throw new AssertionError(name, e);
    }
  }

  private Run train(Path data, String label, String model, String... settings) {
    List<Object> words =
        new ArrayList<>(
            List.of("train", "knn", "--data", data, "--label", label, "--model", path(model)));
    words.add("--overwrite");
    for (String setting : settings) {
      words.addAll(List.of("--set", setting));
    }
    return Run.suffice(words.toArray());
  }

  private Path path(String name) {
    return dir.resolve(name);
  }

  private List<String> predict(String model, Path data, String... more) {
    List<Object> words =
        new ArrayList<>(
            List.of("predict", "--model", path(model), "--data", data, "--output", path("out")));
    words.add("--overwrite");
    words.addAll(List.of(more));
    Run.suffice(words.toArray()).good();
    return Samples.parts(path("out"));
  }

  private JsonNode describe(String model) {
    return Run.suffice("describe", "--model", path(model), "--json").json();
  }

  private Path iris() {
    return write("iris/iris.csv", golden("iris.csv"));
  }

  /** Whole numbers with many ties, in three columns, and a class. */
  private static String grid(int rows, long seed) {
    Random random = new Random(seed);
    return "a,b,c,class\n"
        + IntStream.range(0, rows)
            .mapToObj(
                i ->
                    random.nextInt(6)
                        + ","
                        + random.nextInt(6)
                        + ","
                        + random.nextInt(6)
                        + ",k"
                        + random.nextInt(3)
                        + "\n")
            .collect(Collectors.joining());
  }

  @Test
  void predictsDescribesAndEvaluates() {
    Run run = train(iris(), "Species", "model", "neighbours.k=3").good();
    assertTrue(run.out().contains("k = 3, p = 2"), run.out());
    assertTrue(run.err().contains("k-d tree"), run.err());
    JsonNode json = describe("model");
    assertEquals(3, json.path("k").asInt());
    assertEquals(2, json.path("p").asDouble());
    assertEquals("uniform", json.path("weights").asText());
    assertEquals("knn", json.path("algorithm").asText());
    assertEquals(150, json.path("rows").asInt());
    assertEquals(50, json.path("classRows").path("setosa").asInt());
    assertEquals(
        5.843333333333334, json.path("scales").path("Sepal.Length").path("mean").asDouble());
    JsonNode figures = Run.suffice("evaluate", "--model", path("model"), "--data", iris()).json();
    assertEquals(0.96, figures.path("metrics").path("accuracy").asDouble(), 1e-12);
    String page = Samples.read(path("model/report.html"));
    assertTrue(page.contains("Scales of the features"), page);
    assertFalse(page.contains("<script"), page);
  }

  /** What is near does not depend on partitions, on the order of files, or on where it is found. */
  @Test
  void theSameWhateverTheCutTheOrderAndThePlace() {
    String all = grid(3000, 1);
    List<String> lines = Samples.lines(all);
    Path queries = write("queries.csv", grid(200, 2));
    write("one/data.csv", all);
    for (int part = 0; part < 3; part++) {
      List<String> own = new ArrayList<>(List.of(lines.get(0)));
      own.addAll(lines.subList(1 + part * 1000, 1 + (part + 1) * 1000));
      write("three/p" + part + ".csv", String.join("\n", own) + "\n");
    }
    for (String ties : List.of("id", "all")) {
      for (String algorithm : List.of("brute", "kd-tree")) {
        List<List<String>> answers = new ArrayList<>();
        for (String[] way :
            new String[][] {
              {"one", "data.split-bytes=16777216", "execution.driver-bytes=0"},
              {"one", "data.split-bytes=4096", "execution.driver-bytes=0"},
              {"three", "data.split-bytes=16777216", "execution.driver-bytes=1"},
              {"three", "data.split-bytes=4096", "execution.driver-bytes=1"}
            }) {
          train(
                  path(way[0]),
                  "class",
                  "model",
                  way[1],
                  "neighbours.ties=" + ties,
                  "neighbours.algorithm=" + algorithm,
                  "neighbours.k=4")
              .good();
          answers.add(predict("model", queries, "--neighbours", "--set", way[2]));
        }
        assertEquals(200, answers.get(0).size());
        for (List<String> answer : answers) {
          assertEquals(answers.get(0), answer, ties + " " + algorithm);
        }
      }
    }
  }

  /** The rows of one model are the rows of another, wherever they were computed. */
  @Test
  void sparkGivesTheSame() {
    Path data = write("rows/data.csv", grid(600, 3));
    Path queries = write("queries.csv", grid(50, 4));
    train(data, "class", "model", "data.split-bytes=4096").good();
    List<String> local = predict("model", queries, "--neighbours");
    train(data, "class", "model", "data.split-bytes=4096", "execution=cluster").good();
    assertEquals(local, predict("model", queries, "--neighbours", "--set", "execution=cluster"));
    assertEquals(
        local,
        predict(
            "model",
            queries,
            "--neighbours",
            "--set",
            "execution=cluster",
            "--set",
            "execution.driver-bytes=1"));
  }

  /** Every k at once is every k on its own, row by row. */
  @ParameterizedTest
  @CsvSource({"iris/iris.csv,Species,0", "iris/iris.csv,Species,1"})
  void leaveOneOutIsThatOfANaiveTwin(String name, String label, long driverBytes) {
    iris();
    train(
            path(name),
            label,
            "model",
            "neighbours.k-max=12",
            "neighbours.p=[1, 2]",
            "execution.driver-bytes=" + driverBytes)
        .good();
    List<List<String>> rows = Samples.cells(golden("iris.csv"));
    List<List<String>> data = rows.subList(1, rows.size());
    int target = rows.get(0).indexOf(label);
    JsonNode path = describe("model").path("path");
    assertEquals(24, path.size());
    double least = 1;
    int best = 0;
    for (int i = 0; i < path.size(); i++) {
      JsonNode step = path.get(i);
      double error = naiveError(data, target, step.path("k").asInt(), step.path("p").asInt());
      assertEquals(error, step.path("cvError").asDouble(), 1e-14, step.toString());
      // Of shares: the root of e(1 − e)/(n − 1).
      assertEquals(
          Math.sqrt(error * (1 - error) / (data.size() - 1)),
          step.path("cvStandardError").asDouble(),
          1e-14);
      if (error < least) {
        least = error;
        best = i;
      }
    }
    assertEquals(path.get(best).path("k").asInt(), describe("model").path("k").asInt());
    assertEquals(path.get(best).path("p").asDouble(), describe("model").path("p").asDouble());
  }

  private static double naiveError(List<List<String>> data, int target, int k, int p) {
    List<String> classes = data.stream().map(row -> row.get(target)).distinct().sorted().toList();
    int wrong = 0;
    for (int i = 0; i < data.size(); i++) {
      int self = i;
      List<Integer> others =
          IntStream.range(0, data.size())
              .filter(j -> j != self)
              .boxed()
              .sorted(Comparator.comparingDouble(j -> distance(data, target, self, j, p)))
              .toList();
      int[] votes = new int[classes.size()];
      others.subList(0, k).forEach(j -> votes[classes.indexOf(data.get(j).get(target))]++);
      int most = Arrays.stream(votes).max().orElseThrow();
      int winner =
          IntStream.range(0, votes.length).filter(c -> votes[c] == most).findFirst().orElseThrow();
      wrong += classes.get(winner).equals(data.get(i).get(target)) ? 0 : 1;
    }
    return (double) wrong / data.size();
  }

  private static double distance(List<List<String>> data, int target, int i, int j, int p) {
    double sum = 0;
    for (int c = 0; c < data.get(i).size(); c++) {
      if (c != target) {
        double x = Double.parseDouble(data.get(i).get(c)) - Double.parseDouble(data.get(j).get(c));
        sum += p == 1 ? Math.abs(x) : x * x;
      }
    }
    return p == 1 ? sum : Math.sqrt(sum);
  }

  @Test
  void foldsOfAColumnAreLeftOut() {
    String text = "x,y,fold\n0,1,a\n1,2,a\n10,3,b\n11,5,b\n20,8,c\n21,13,c\n";
    train(
            write("folds.csv", text),
            "y",
            "model",
            "cross-validation.fold-column=fold",
            "neighbours.k-max=2")
        .good();
    JsonNode path = describe("model").path("path");
    // k = 1: 0 and 1 take 3 of x=10; 10 takes 2 of 1, 11 takes 8 of 20; 20 and 21 take 5 of 11.
    double a = (4 + 1) / 2.0;
    double b = (1 + 9) / 2.0;
    double c = (9 + 64) / 2.0;
    assertEquals((a + b + c) / 3, path.get(0).path("cvError").asDouble(), 1e-12);
    // k = 2: 3 and 5 for a; 10: 2 and (0:1 at 10, 20:8 at 10, the first) 1; 11: 8, then 1:2, 21:13.
    assertEquals(2, path.size());
    assertEquals(List.of("x"), features(describe("model")));
  }

  private static List<String> features(JsonNode json) {
    List<String> names = new ArrayList<>();
    json.path("features").forEach(name -> names.add(name.asText()));
    return names;
  }

  @Test
  void severalTargetsWeightsAndDistances() {
    String text = "x,u,v,w\n0,1,10,1\n1,2,20,3\n4,5,50,1\n";
    Path data = write("targets.csv", text);
    train(data, "u,v", "model", "data.weight=w", "neighbours.k=2", "neighbours.weights=distance")
        .good();
    Path queries = write("queries.csv", "x\n0.25\n1\n");
    List<String> rows = predict("model", queries);
    // Weights 1/0.25 and 3/0.75: 4 and 4. At 1 the match alone counts.
    assertEquals(List.of("0,1.5,15.0", "1,2.0,20.0"), rows);
    JsonNode figures = Run.suffice("evaluate", "--model", path("model"), "--data", data).json();
    assertEquals(0, figures.path("targets").path("v").path("metrics").path("rmse").asDouble());
  }

  @Test
  void standardizedFeaturesAndMeansForMissingValues() {
    String text = "x,big,y\n0,1000,1\n1,,2\n2,5000,3\n";
    Path data = write("missing.csv", text);
    train(data, "y", "model", "features.standardize=true", "data.missing=mean", "neighbours.k=1")
        .good();
    JsonNode scale = describe("model").path("scales").path("big");
    assertEquals(3000, scale.path("mean").asDouble());
    assertEquals(2000, scale.path("standardDeviation").asDouble());
    Path queries = write("queries.csv", "x,big\n0.9,3100\n,100\n");
    List<String> rows = predict("model", queries, "--neighbours");
    double sd = Math.sqrt(2.0 / 3);
    assertEquals("0,2.0,1,", rows.get(0).substring(0, 8));
    assertEquals(
        Math.hypot(0.1 / sd, 100 / 2000.0), Double.parseDouble(rows.get(0).substring(8)), 1e-15);
    assertEquals("1,1.0,0,", rows.get(1).substring(0, 8));
  }

  @Test
  void scalesFarApartAreWarnedOf() {
    Path data = write("apart.csv", "x,big,y\n0,0,1\n1,100000,2\n2,5,3\n");
    Run apart = train(data, "y", "model", "neighbours.k=1").good();
    assertTrue(apart.out().contains("features.standardize=true"), apart.out());
    Run same = train(data, "y", "model", "neighbours.k=1", "features.standardize=true").good();
    assertFalse(same.out().contains("Warning"), same.out());
  }

  @Test
  void categoriesAreOneOfTheirLevels() {
    Path data = write("levels.csv", "g,x,y\nred,0,1\nblue,0,2\ngreen,0,3\n");
    train(data, "y", "model", "neighbours.k=1").good();
    assertEquals(List.of("g=blue", "g=green", "g=red", "x"), features(describe("model")));
    assertEquals(List.of("0,3.0"), predict("model", write("queries.csv", "g,x\ngreen,0\n")));
  }

  @Test
  void aPartThatWasChangedIsRefused() throws java.io.IOException {
    train(iris(), "Species", "model").good();
    Path part = path("model/parts/part-00000-00000.safetensors");
    byte[] bytes = Files.readAllBytes(part);
    bytes[bytes.length - 3] ^= 1;
    Files.write(part, bytes);
    Run changed =
        Run.suffice("predict", "--model", path("model"), "--data", iris(), "--output", path("out"));
    assertEquals(3, changed.exitCode());
    assertTrue(changed.err().contains("does not match the hash"), changed.err());
    Files.delete(part);
    Run absent =
        Run.suffice("predict", "--model", path("model"), "--data", iris(), "--output", path("out"));
    assertEquals(3, absent.exitCode());
    assertTrue(absent.err().contains("not complete"), absent.err());
    assertFalse(Files.exists(path("out")));
  }

  @Test
  void nothingIsLeftBehindByAFailure() {
    Path bad = write("bad.csv", "x,y\n1,2\nx,3\n");
    assertEquals(3, train(bad, "y", "sub/model").exitCode());
    assertEquals(
        List.of("bad.csv", "sub", "sub/run-status.json"),
        Samples.tree(dir).stream().filter(name -> !name.endsWith("lock")).toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          neighbours.k=151                       | 2 | more than the 150 rows of training
          neighbours.k=0                         | 2 | neighbours.k: expected a number from 1
          neighbours.p=0.5                       | 2 | neighbours.p: expected a number of 1 or more
          neighbours.p=[]                        | 2 | neighbours.p: expected
          neighbours.k-max=150                   | 2 | more than the 149 rows of training that are left
          neighbours.weights=near                | 2 | neighbours.weights
          neighbours.j=3                         | 2 | unknown key
          task=regression                        | 3 | is not a number
          data.features=none                     | 2 | no features
          """)
  void oneLineSaysWhatIsWrong(String setting, int code, String message) {
    Run run = train(iris(), "Species", "model", setting);
    assertEquals(code, run.exitCode(), run.err());
    List<String> lines = run.err().lines().filter(line -> line.startsWith("suffice:")).toList();
    assertEquals(1, lines.size(), run.err());
    assertTrue(lines.get(0).contains(message), lines.get(0));
    assertFalse(Files.exists(path("model")));
    assertEquals(List.of(), Samples.tree(dir).stream().filter(f -> f.contains(".parts-")).toList());
  }

  @Test
  void emptyAndBadDataAreOneLineEach() {
    Run empty = train(write("empty.csv", "x,y\n"), "y", "model");
    assertEquals(3, empty.exitCode());
    assertTrue(empty.err().contains("no rows"), empty.err());
    train(iris(), "Species", "model").good();
    String head = Samples.lines(golden("iris.csv")).get(0);
    String row = Samples.lines(golden("iris.csv")).get(1);
    Run nan =
        Run.suffice(
            "predict",
            "--model",
            path("model"),
            "--data",
            write("nan.csv", head + "\n" + "NaN" + row.substring(row.indexOf(',')) + "\n"),
            "--output",
            path("out"));
    assertEquals(3, nan.exitCode(), nan.err());
    assertTrue(nan.err().contains("nan.csv line 2"), nan.err());
    Run absent =
        Run.suffice(
            "predict",
            "--model",
            path("model"),
            "--data",
            write("absent.csv", "Sepal.Length\n5\n"),
            "--output",
            path("out"));
    assertNotEquals(0, absent.exitCode());
    assertTrue(absent.err().contains("Sepal.Width"), absent.err());
  }
}
