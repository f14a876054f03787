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
  void aClassThatTrainingDidNotSeeIsLocated() throws IOException {
    train("lda", IRIS).good();
    List<String> lines = new ArrayList<>(Files.readAllLines(IRIS));
    lines.set(7, lines.get(7).replace("setosa", "sibirica"));
    Path data = Samples.write(dir.resolve("new.csv"), String.join("\n", lines) + "\n");
    Run run = Run.suffice("evaluate", "--model", dir.resolve("model"), "--data", data);
    assertEquals(3, run.exitCode());
    assertTrue(run.err().contains("new.csv line 8"), run.err());
    assertTrue(run.err().contains("'sibirica' was not in training"), run.err());
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
        "discriminant.shrinkage=much | expected auto or a number",
        "discriminant.priors={setosa=0.5} | must sum to 1",
        "discriminant.priors={setosa=0.5, versicolor=0.3, virgo=0.2} | 'virginica'",
        "discriminant.priors=some | expected empirical, uniform",
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
