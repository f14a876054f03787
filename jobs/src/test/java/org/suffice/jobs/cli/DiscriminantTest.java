package org.suffice.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Linear and quadratic discriminants from the command line, on Fisher's iris. */
final class DiscriminantTest {
  private static final Path IRIS = Path.of("src/test/resources/golden/data/iris.csv");

  @TempDir Path dir;

  private Run train(String algorithm, Path data, Object... more) {
    List<Object> words =
        new ArrayList<>(
            List.of(
                "train",
                algorithm,
                "--data",
                data,
                "--label",
                "Species",
                "--model",
                dir.resolve("model"),
                "--overwrite"));
    words.addAll(List.of(more));
    return Run.suffice(words.toArray());
  }

  private JsonNode describe() {
    return Run.suffice("describe", "--model", dir.resolve("model"), "--json").good().json();
  }

  private List<String> predict(Object... more) throws IOException {
    List<Object> words =
        new ArrayList<>(
            List.of(
                "predict",
                "--model",
                dir.resolve("model"),
                "--data",
                IRIS,
                "--output",
                dir.resolve("out"),
                "--overwrite"));
    words.addAll(List.of(more));
    Run.suffice(words.toArray()).good();
    return Files.readAllLines(dir.resolve("out/part-00000.csv"));
  }

  /** Three rows are told wrongly by both, as MASS has it. */
  @ParameterizedTest
  @ValueSource(strings = {"lda", "qda"})
  void trainsPredictsAndEvaluates(String algorithm) throws IOException {
    Run run = train(algorithm, IRIS).good();
    assertTrue(run.out().contains("versicolor"), run.out());
    JsonNode json = describe();
    assertEquals(algorithm, json.get("algorithm").asText());
    assertEquals(150, json.get("rows").asLong());
    assertEquals("[\"setosa\",\"versicolor\",\"virginica\"]", json.get("classes").toString());
    assertEquals(1 / 3.0, json.get("priors").get("setosa").asDouble(), 1e-15);
    assertEquals(3.428, json.get("means").get("setosa").get("Sepal.Width").asDouble(), 1e-13);
    assertTrue(json.has(algorithm.equals("lda") ? "covariance" : "covariances"));

    List<String> lines = predict("--keep", "Species");
    assertEquals(
        "row,prediction,probability_setosa,probability_versicolor,probability_virginica,Species",
        lines.get(0));
    int wrong = 0;
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",");
      wrong += cells[1].equals(cells[5]) ? 0 : 1;
      double sum = 0;
      for (int k = 2; k < 5; k++) {
        sum += Double.parseDouble(cells[k]);
      }
      assertEquals(1, sum, 1e-14);
    }
    assertEquals(3, wrong);

    JsonNode figures =
        Run.suffice("evaluate", "--model", dir.resolve("model"), "--data", IRIS).good().json();
    assertEquals(0.98, figures.get("metrics").get("accuracy").asDouble(), 1e-15);
    assertEquals(50, figures.get("confusion").get("setosa").get("setosa").asLong());
    assertTrue(Files.readString(dir.resolve("model/report.html")).contains("virginica"));
  }

  /** In any order, cut anywhere, on Spark's threads: one file of arrays. */
  @ParameterizedTest
  @CsvSource({"lda, 0", "qda, 0", "qda, 0.3", "lda, auto"})
  void oneModelWhateverTheWay(String algorithm, String shrinkage) throws IOException {
    String set = "discriminant.shrinkage=" + shrinkage;
    train(algorithm, IRIS, "--set", set).good();
    byte[] expected = Files.readAllBytes(dir.resolve("model/model.safetensors"));
    List<String> rows = new ArrayList<>(Files.readAllLines(IRIS));
    String header = rows.remove(0);
    Collections.shuffle(rows, new Random(1));
    Path parts = dir.resolve("parts");
    for (int p = 0; p < 8; p++) {
      List<String> part = rows.subList(p * rows.size() / 8, (p + 1) * rows.size() / 8);
      Samples.write(
          parts.resolve("part" + p + ".csv"), header + "\n" + String.join("\n", part) + "\n");
    }
    train(algorithm, parts, "--set", set, "--set", "execution=cluster", "--master", "local[2]")
        .good();
    assertArrayEquals(expected, Files.readAllBytes(dir.resolve("model/model.safetensors")));
  }

  /** In text, JSON and the page; the fold of a row is that of any other cross-validation. */
  @Test
  void shrinkageIsChosenByRowsLeftOut() throws IOException {
    List<Object> words =
        List.of(
            "--set",
            "discriminant.shrinkage=[0, 0.01, 0.9]",
            "--set",
            "discriminant.mix=[0, 1]",
            "--set",
            "cross-validation.folds=5");
    Run run = train("qda", IRIS, words.toArray()).good();
    assertTrue(run.out().contains("cross-validation: means over folds"), run.out());
    JsonNode json = describe();
    JsonNode path = json.get("path");
    assertEquals(6, path.size());
    int chosen = -1;
    for (int i = 0; i < 6; i++) {
      JsonNode step = path.get(i);
      assertTrue(step.get("cvError").asDouble() > 0, step.toString());
      assertTrue(step.get("cvStandardError").asDouble() > 0, step.toString());
      assertTrue(step.get("cvMisclassification").asDouble() > 0, step.toString());
      boolean less =
          chosen < 0 || step.get("cvError").asDouble() < path.get(chosen).get("cvError").asDouble();
      chosen = less ? i : chosen;
    }
    for (int i = 0; i < 6; i++) {
      assertEquals(i == chosen, path.get(i).get("chosen").asBoolean());
    }
    assertEquals(path.get(chosen).get("mix"), json.get("mix"));
    assertEquals(path.get(chosen).get("shrinkage"), json.get("shrinkage").get("setosa"));
    assertTrue(Files.readString(dir.resolve("model/report.html")).contains("Cross-validation"));
  }

  /** As MASS has it, in the files that the numbers of the other tests come from. */
  @ParameterizedTest
  @CsvSource({"lda, 48, 2, 1, 49", "qda, 47, 3, 1, 49"})
  void leaveOneOutIsShown(String algorithm, long right, long wrong, long back, long other)
      throws IOException {
    Run run = train(algorithm, IRIS, "--set", "discriminant.leave-one-out=true").good();
    assertTrue(run.out().contains("leave-one-out: accuracy"), run.out());
    JsonNode json = describe().get("leaveOneOut");
    JsonNode confusion = json.get("confusion");
    assertEquals(50, confusion.get("setosa").get("setosa").asLong());
    assertEquals(right, confusion.get("versicolor").get("versicolor").asLong());
    assertEquals(wrong, confusion.get("versicolor").get("virginica").asLong());
    assertEquals(back, confusion.get("virginica").get("versicolor").asLong());
    assertEquals(other, confusion.get("virginica").get("virginica").asLong());
    assertEquals((50.0 + right + other) / 150, json.get("accuracy").asDouble(), 1e-15);
    assertTrue(json.get("logLoss").asDouble() > 0);
    assertTrue(json.get("fixedPriors").has("confusion"));
    assertTrue(Files.readString(dir.resolve("model/report.html")).contains("Leave-one-out"));
    Run shrunk =
        train(
            algorithm,
            IRIS,
            "--set",
            "discriminant.leave-one-out=true",
            "--set",
            "discriminant.shrinkage=0.1");
    assertEquals(2, shrunk.exitCode());
    assertTrue(shrunk.err().contains("no closed form"), shrunk.err());
  }

  @Test
  void discriminantsAreCoordinates() throws IOException {
    train("lda", IRIS).good();
    List<String> lines = predict("--discriminants");
    assertTrue(lines.get(0).endsWith(",LD1,LD2"), lines.get(0));
    train("qda", IRIS).good();
    Run run =
        Run.suffice(
            "predict",
            "--model",
            dir.resolve("model"),
            "--data",
            IRIS,
            "--output",
            dir.resolve("q"),
            "--discriminants");
    assertEquals(2, run.exitCode());
    assertTrue(run.err().contains("--discriminants is for models of lda, not for qda"), run.err());
  }

  private Path copied(String name) throws IOException {
    List<String> lines = new ArrayList<>();
    for (String line : Files.readAllLines(IRIS)) {
      lines.add(line.split(",")[0] + "," + line);
    }
    lines.set(0, lines.get(0).replaceFirst("^[^,]*", name));
    return Samples.write(dir.resolve("copied.csv"), String.join("\n", lines) + "\n");
  }

  /** A copied column: named with the class where there is one, and no trouble with shrinkage. */
  @ParameterizedTest
  @CsvSource({"lda, ''", "qda, setosa"})
  void aSingularCovarianceNamesTheColumn(String algorithm, String named) throws IOException {
    Path data = copied("again");
    Run run = train(algorithm, data);
    assertEquals(4, run.exitCode());
    assertTrue(run.err().contains("Sepal.Length") || run.err().contains("again"), run.err());
    assertTrue(run.err().contains(named), run.err());
    assertTrue(run.err().contains("discriminant.shrinkage"), run.err());
    assertFalse(Files.exists(dir.resolve("model/_SUCCESS")));
    train(algorithm, data, "--set", "discriminant.shrinkage=auto").good();
    train(algorithm, data, "--set", "discriminant.shrinkage=0.1").good();
  }

  @Test
  void aClassThatTrainingDidNotSeeIsWrong() throws IOException {
    train("lda", IRIS).good();
    List<String> lines = new ArrayList<>(Files.readAllLines(IRIS));
    lines.set(7, lines.get(7).replace("setosa", "sibirica"));
    Path data = Samples.write(dir.resolve("new.csv"), String.join("\n", lines) + "\n");
    Run run = Run.suffice("evaluate", "--model", dir.resolve("model"), "--data", data);
    assertTrue(run.good().err().contains("1 row has a class that was not in training"), run.err());
    JsonNode confusion = run.json().path("confusion");
    assertEquals(1, confusion.path("(not in training)").path("setosa").asInt());
    assertEquals(146 / 150.0, run.json().path("metrics").path("accuracy").asDouble());
  }

  @Test
  void aClassOfOneRowIsNamed() throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(IRIS));
    lines.set(7, lines.get(7).replace("setosa", "sibirica"));
    Path data = Samples.write(dir.resolve("new.csv"), String.join("\n", lines) + "\n");
    train("lda", data).good();
    Run run = train("qda", data);
    assertEquals(4, run.exitCode());
    assertTrue(run.err().contains("'sibirica'"), run.err());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "discriminant.shrinkage=2 | must lie between 0 and 1",
        "discriminant.shrinkage=much | expected auto, a number or a list of numbers",
        "discriminant.priors={setosa=0.5} | must sum to 1",
        "discriminant.priors={setosa=0.5, versicolor=0.3, virgo=0.2} | 'virginica'",
        "discriminant.priors=some | expected empirical, uniform",
        "discriminant.shrinkage=[0, auto] | expected auto, a number or a list of numbers",
        "discriminant.shrinkage=[0, 0.5] | set cross-validation.folds too",
        "cross-validation.folds=1 | expected 0 or a number from 2 to",
        "cross-validation.choose=1se | set cross-validation.folds too",
        "discriminant.mix=0.5 | unknown key",
        "precision=some | expected one of exact, fast",
        "penalty.type=ridge | unknown key",
      })
  void badSettingsAreSaid(String set, String message) {
    Run run = train("lda", IRIS, "--set", set);
    assertEquals(2, run.exitCode(), run.err());
    assertTrue(run.err().contains(message), run.err());
    assertEquals(1, run.err().lines().filter(line -> line.startsWith("suffice:")).count());
  }

  @Test
  void aMeasuredLabelIsNoClass() {
    Run run =
        Run.suffice(
            "train",
            "lda",
            "--data",
            IRIS,
            "--label",
            "Sepal.Length",
            "--model",
            dir.resolve("model"));
    assertEquals(3, run.exitCode(), run.err());
    assertTrue(run.err().contains("Sepal.Length"), run.err());
  }

  @Test
  void intervalsAreForRegressions() {
    train("lda", IRIS).good();
    Run run =
        Run.suffice(
            "predict",
            "--model",
            dir.resolve("model"),
            "--data",
            IRIS,
            "--output",
            dir.resolve("out"),
            "--interval",
            "confidence");
    assertEquals(2, run.exitCode());
    assertTrue(run.err().contains("--interval is for models of linear-regression"), run.err());
  }
}
