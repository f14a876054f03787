package org.suffice.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logistic regression from the command line. */
final class LogisticTest {
  private static final Path IRIS = Path.of("src/test/resources/golden/data/iris.csv");

  @TempDir Path dir;

  private Run train(Path data, String label, Object... more) {
    List<Object> words =
        new ArrayList<>(
            List.of(
                "train",
                "logistic-regression",
                "--data",
                data,
                "--label",
                label,
                "--model",
                dir.resolve("out/model"),
                "--overwrite"));
    words.addAll(List.of(more));
    return Run.suffice(words.toArray());
  }

  private JsonNode describe() {
    return Run.suffice("describe", "--model", dir.resolve("out/model"), "--json").json();
  }

  /** Two overlapping classes of the petals of iris, whose first hundred rows are told apart. */
  private Path overlapping() throws IOException {
    List<String> lines = Files.readAllLines(IRIS);
    List<String> kept = new ArrayList<>(List.of(lines.get(0)));
    kept.addAll(lines.subList(51, 151));
    return Samples.write(dir.resolve("in/two.csv"), String.join("\n", kept) + "\n");
  }

  @Test
  void trainsDescribesPredictsAndEvaluates() throws IOException {
    Path data = overlapping();
    Run run = train(data, "Species").good();
    assertTrue(run.out().contains("virginica against versicolor"), run.out());
    assertFalse(run.err().contains("iteration"), "over in a moment: " + run.err());
    JsonNode json = describe();
    assertEquals("CONVERGED", json.path("solution").path("status").asText());
    // R: glm(Species ~ ., binomial), residual deviance 11.899 on 95 degrees of freedom
    assertEquals(11.899, json.path("deviance").asDouble(), 5e-4);
    assertEquals(-42.638, json.path("intercepts").path("virginica").asDouble(), 5e-4);
    assertTrue(Files.readString(dir.resolve("out/model/report.html")).contains("virginica"));
    Run.suffice(
            "predict",
            "--model",
            dir.resolve("out/model"),
            "--data",
            data,
            "--output",
            dir.resolve("out/p"))
        .good();
    assertEquals(
        "row,prediction,probability_versicolor,probability_virginica",
        Files.readAllLines(dir.resolve("out/p/part-00000.csv")).get(0));
    JsonNode figures =
        Run.suffice("evaluate", "--model", dir.resolve("out/model"), "--data", data).json();
    assertEquals(0.98, figures.path("metrics").path("accuracy").asDouble(), 1e-12);
    assertEquals(
        json.path("deviance").asDouble() / 200,
        figures.path("metrics").path("logLoss").asDouble(),
        1e-12);
  }

  /** A fit goes on from another: at its optimum there is nothing left to do. */
  @Test
  void startsFromAModel() throws IOException {
    Path data = overlapping();
    train(data, "Species").good();
    Run again =
        Run.suffice(
            "train",
            "logistic-regression",
            "--data",
            data,
            "--label",
            "Species",
            "--model",
            dir.resolve("out/again"),
            "--init-model",
            dir.resolve("out/model"));
    again.good();
    JsonNode json = Run.suffice("describe", "--model", dir.resolve("out/again"), "--json").json();
    assertTrue(json.path("solution").path("iterations").asInt() <= 1, json.toString());
  }

  @Test
  void gradientDescentShowsItsCost() throws IOException {
    Run run =
        train(
                overlapping(),
                "Species",
                "--set",
                "solver.name=gradient-descent",
                "--set",
                "solver.max-iterations=200",
                "--set",
                "solver.learning-rate=0.05")
            .good();
    List<String> costs = run.err().lines().filter(line -> line.startsWith("Cost after")).toList();
    assertEquals(3, costs.size(), run.err());
    assertEquals("Cost after iteration 0: 0.693147", costs.get(0));
    JsonNode json = describe();
    assertEquals("MAX_ITERATIONS", json.path("solution").path("status").asText());
    assertEquals(200, json.path("solution").path("iterations").asInt());
    assertEquals(
        String.format("Cost after iteration 200: %.6f", json.path("deviance").asDouble() / 200),
        costs.get(2));
    assertTrue(run.out().contains("NOT CONVERGED"), run.out());
  }

  /** Without solver.strict a model that says so, with it exit code 4 and no model. */
  @Test
  void separationIsSaid() throws IOException {
    List<String> lines = Files.readAllLines(IRIS).subList(0, 101);
    Path data = Samples.write(dir.resolve("in/apart.csv"), String.join("\n", lines) + "\n");
    Run strict = train(data, "Species", "--set", "solver.strict=true");
    assertEquals(4, strict.exitCode(), strict.err());
    assertFalse(Files.exists(dir.resolve("out/model")));
    assertEquals(
        1, strict.err().lines().filter(line -> line.startsWith("suffice:")).count(), strict.err());
    Run run = train(data, "Species").good();
    assertTrue(run.out().contains("CLASSES SEPARATED"), run.out());
    JsonNode json = describe();
    assertEquals("SEPARATED", json.path("solution").path("status").asText());
    assertTrue(json.path("standardErrors").path("versicolor").get("Petal.Length").isNull());
    assertTrue(
        Files.readString(dir.resolve("out/model/report.html")).contains("This is no optimum"));
  }

  @Test
  void penaltiesOfOthers() throws IOException {
    Path data = overlapping();
    train(
            data,
            "Species",
            "--set",
            "penalty.type=ridge",
            "--set",
            "penalty.convention=sklearn",
            "--set",
            "penalty.lambda=0.25")
        .good();
    JsonNode json = describe();
    assertEquals(4, json.path("lambda").asDouble());
    assertEquals(0.25, json.path("penalty").path("sklearn").path("lambda").asDouble());
    assertEquals(0.04, json.path("penalty").path("glmnet").path("lambda").asDouble(), 1e-15);
  }

  /** An automatic path in the convention of C: rising C, falling λ. */
  @Test
  void aPathByItsInverse() throws IOException {
    train(
            overlapping(),
            "Species",
            "--set",
            "penalty.type=lasso",
            "--set",
            "penalty.convention=sklearn",
            "--set",
            "penalty.path-count=5",
            "--set",
            "cross-validation.folds=3")
        .good();
    JsonNode steps = describe().path("path");
    assertEquals(5, steps.size());
    assertEquals(0, steps.get(0).path("nonZero").asInt());
    for (int i = 0; i < 5; i++) {
      double c = steps.get(i).path("given").asDouble();
      assertEquals(2 / c, steps.get(i).path("lambda").asDouble(), 1e-12 / c);
      assertTrue(i == 0 || c > steps.get(i - 1).path("given").asDouble());
    }
  }
}
