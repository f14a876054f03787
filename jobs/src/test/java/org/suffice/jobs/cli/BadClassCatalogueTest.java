package org.suffice.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rows 55 to 62 of the catalogue of bad inputs, which concern labels that are classes. */
final class BadClassCatalogueTest {
  @TempDir Path dir;

  private Path model;
  private int files;

  @BeforeEach
  void name() {
    model = dir.resolve("model");
  }

  /** Two columns about the origin, and a label. */
  private Path rows(int n, IntFunction<String> label) {
    Random random = new Random(5);
    StringBuilder text = new StringBuilder("x,z,y\n");
    for (int i = 0; i < n; i++) {
      text.append(random.nextGaussian() + i % 2).append(',').append(random.nextGaussian());
      text.append(',').append(label.apply(i)).append('\n');
    }
    return Samples.write(dir.resolve("rows" + files++ + ".csv"), text.toString());
  }

  private Run train(String algorithm, Path data, Object... more) {
    List<Object> words =
        new ArrayList<>(
            List.of("train", algorithm, "--data", data, "--label", "y", "--model", model));
    words.addAll(List.of("--overwrite"));
    words.addAll(List.of(more));
    return Run.suffice(words.toArray());
  }

  private void refused(Run run, int code, String message) {
    assertEquals(code, run.exitCode(), run.err());
    List<String> lines = run.err().lines().filter(line -> line.startsWith("suffice: ")).toList();
    assertEquals(1, lines.size(), run.err());
    assertTrue(Pattern.compile(message).matcher(lines.get(0)).find(), lines.get(0));
    assertFalse(run.err().contains("\tat "), "a stack trace");
    assertFalse(Files.exists(model));
  }

  private JsonNode describe() {
    return Run.suffice("describe", "--model", model, "--json").good().json();
  }

  private void warns(String message) {
    String warnings = describe().path("warnings").toString();
    assertTrue(Pattern.compile(message).matcher(warnings).find(), warnings);
  }

  @ParameterizedTest
  @ValueSource(strings = {"lda", "qda"})
  void row55OneClass(String algorithm) {
    refused(train(algorithm, rows(20, i -> "a")), 3, "one class, 'a', in all rows");
  }

  @Test
  void row56AClassOfOneRow() {
    Path data = rows(41, i -> i == 7 ? "rare" : i % 2 == 0 ? "a" : "b");
    refused(train("qda", data), 4, "class 'rare' has 1 row, fewer than 2: .*discriminant.mix");
    train("lda", data).good();
    warns("class 'rare' has one row: nothing tells how its rows vary");
    train("qda", data, "--set", "discriminant.mix=0.5").good();
    warns("class 'rare' has one row");
    train("lda", rows(40, i -> i < 3 ? "rare" + i : i % 2 == 0 ? "a" : "b")).good();
    warns("class 'rare0' and 2 others have one row");
  }

  @ParameterizedTest
  @CsvSource({"-1,1", "1,2", "yes,no", "0.0,1.0", "0,1000000", "0,2"})
  void rows57And59AnyTwoTextsAreTwoClasses(String first, String second) {
    train("lda", rows(30, i -> i % 2 == 0 ? first : second)).good();
    JsonNode classes = describe().path("classes");
    assertEquals(2, classes.size());
    assertEquals(
        first.compareTo(second) < 0 ? first : second, classes.get(0).asText(), "in byte order");
  }

  /** Labels that have been measured: few or many, a regression is what they are for. */
  @Test
  void rows58And60NumbersThatAreNoClasses() {
    Random random = new Random(3);
    refused(
        train("lda", rows(1500, i -> String.valueOf(random.nextDouble()))),
        3,
        "more than 1000 classes, all of them numbers: .*train a regression.*data.max-levels");
    refused(train("qda", rows(60, i -> String.valueOf(random.nextDouble()))), 3, "'y'.*regression");
  }

  @Test
  void row61OneOfTwentyThousand() {
    Path data = rows(20_000, i -> i % 5000 == 4999 ? "b" : "a");
    train("lda", data).good();
    warns("class 'b' has 4 of 20,000 rows: a model that never predicts it looks accurate");
    Run run = Run.suffice("evaluate", "--model", model, "--data", data).good();
    JsonNode json = run.json();
    assertEquals(0, json.path("classes").path("b").path("recall").asDouble());
    assertTrue(json.path("metrics").path("auc").asDouble() > 0);
    assertTrue(json.path("metrics").path("logLoss").asDouble() > 0);
    train("lda", rows(2000, i -> i % 900 == 899 ? "b" : "a")).good();
    assertEquals(0, describe().path("warnings").size(), "not yet rare");
  }

  @Test
  void row62AClassThatTrainingDidNotSee() {
    train("lda", rows(40, i -> i % 2 == 0 ? "a" : "b")).good();
    Path data = rows(10, i -> i == 3 ? "c" : "a");
    Run run = Run.suffice("evaluate", "--model", model, "--data", data);
    JsonNode json = run.good().json();
    assertTrue(
        run.err().contains("1 row has a class that was not in training: counted as wrong"),
        run.err());
    assertEquals(10, json.path("rows").asInt());
    int wrong = 0;
    for (JsonNode count : json.path("confusion").path("(not in training)")) {
      wrong += count.asInt();
    }
    assertEquals(1, wrong);
    int right = json.path("confusion").path("a").path("a").asInt();
    assertEquals(right / 10.0, json.path("metrics").path("accuracy").asDouble());
    assertTrue(json.path("metrics").path("logLoss").asDouble() > 0, "of the nine others");
  }
}
