package org.suffice.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Neural networks from the command line: bad input in one line, labels of every kind, starts. */
final class NetworkCommandTest {
  @TempDir Path dir;

  /**
   * Columns a, b, numbers u, between 0 and 1, and v, targets p and q of 0 and 1, and the class y.
   */
  private static String good() {
    Random random = new Random(8);
    StringBuilder text = new StringBuilder("a,b,u,v,p,q,y\n");
    for (int i = 0; i < 120; i++) {
      double a = random.nextGaussian();
      double b = random.nextGaussian();
      text.append(a).append(',').append(b).append(',').append(1 / (1 + Math.exp(-a * b)));
      text.append(',').append(300 + 40 * (Math.tanh(a) - b));
      text.append(',').append(a > 0 ? 1 : 0).append(',').append(a * b > 0 ? 1 : 0);
      text.append(',').append(b > 0.5 ? "high" : b > -0.5 ? "mid" : "low").append('\n');
    }
    return text.toString();
  }

  private Path csv(String text) {
    return Samples.write(dir.resolve("in/x.csv"), text);
  }

  private Run train(Path data, String label, String... sets) {
    List<Object> words =
        new ArrayList<>(
            List.of("train", "neural-network", "--data", data, "--model", dir.resolve("m")));
    words.addAll(List.of("--label", label, "--set", "optimizer.epochs=20"));
    for (String set : sets) {
      words.addAll(set.startsWith("--") ? Arrays.asList(set.split("=", 2)) : List.of("--set", set));
    }
    return Run.suffice(words.toArray());
  }

  /** Features are a and b. */
  private Run trainOn(String label, String... sets) {
    List<String> all = new ArrayList<>(List.of(sets));
    all.add(0, "data.features=[a, b]");
    return train(csv(good()), label, all.toArray(String[]::new));
  }

  private void assertLine(int code, String part, Run run) {
    assertEquals(code, run.exitCode(), run.err());
    // On a slow machine epochs show before.
    assertEquals(
        1, run.err().lines().filter(line -> !line.startsWith("epoch ")).count(), run.err());
    assertTrue(run.err().contains(part), run.err());
    assertFalse(run.err().contains("internal"), run.err());
    assertFalse(Files.exists(dir.resolve("m")));
  }

  private JsonNode describe() {
    return Run.suffice("describe", "--model", dir.resolve("m"), "--json").json();
  }

  private JsonNode evaluate(Path data) {
    return Run.suffice("evaluate", "--model", dir.resolve("m"), "--data", data).json();
  }

  private List<String> predict(Path data) {
    Path out = dir.resolve("p");
    Run.suffice(
            "predict", "--model", dir.resolve("m"), "--data", data, "--output", out, "--overwrite")
        .good();
    return Samples.parts(out);
  }

  // ------------------------------------------------------------ bad input

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "y | optimizer.learning-rate=0 | 2 | optimizer.learning-rate must be above 0",
        "y | optimizer.learning-rate=fast | 2 | optimizer.learning-rate: expected auto or a number",
        "y | network.hidden=[-5] | 2 | network.hidden: expected whole numbers from 1",
        "y | network.hidden=[10, 0] | 2 | network.hidden: expected whole numbers from 1",
        "y | network.hidden=[1.5] | 2 | network.hidden: expected whole numbers from 1",
        "y | network.activation=rely | 2 | found 'rely'; did you mean 'relu'",
        "y | network.activation=[relu, tanh] | 2 | network.activation: expected one for all or one",
        "y | network.output=identity | 2 | network.output=identity is for numbers",
        "u | network.output=softmax,task=regression | 2 | network.output=softmax needs one label",
        "y | network.output=softmax,network.loss=squared-error | 2 | does not go with",
        "u | class-weights=balanced | 2 | class-weights: the label is a number",
        "y | class-weights={maybe=2} | 2 | class-weights: there is no class 'maybe'",
        "y | early-stop.fraction=1 | 2 | early-stop.fraction must lie between 0 and 1",
        "y | early-stop.fraction=0.1,early-stop.patience=0 | 2 | early-stop.patience: expected",
        "y | penalty.lambda=-1 | 2 | penalty.lambda must be at least 0",
        "y | optimizer.batch-size=0 | 2 | optimizer.batch-size: expected auto, all or a whole",
        "y | optimizer.epochs=0 | 2 | optimizer.epochs: expected a number from 1",
        "y | optimizer.momentum=1 | 2 | optimizer.momentum must be at least 0 and below 1",
        "y | optimizer.schedule=step,optimizer.decay=2 | 2 | optimizer.decay: expected a number",
        "y | optimizer.precision=float | 2 | optimizer.precision: expected one of double",
        "y | network.hidden=[9000000, 9000000] | 2 | take smaller layers",
        "y | optimizer.local-steps=5 | 2 | optimizer.local-steps is for optimizer.sync=average",
        "y | optimizer.sync=average,optimizer.name=lbfgs | 2 | does not go with optimizer.name=lbfgs",
        "y | optimizer.sync=average,optimizer.batch-size=all | 2 | set optimizer.batch-size",
        "p,u | task=classification | 2 | a classifier has one label, found 2",
        "y | task=regression | 3 | is not a number",
        "y | early-stop.fraction=0.0001 | 3 | holds out none of them",
        "v | network.output=sigmoid | 3 | a sigmoid gives 0 to 1: scale the label",
        "p,v | network.loss=cross-entropy | 3 | a sigmoid gives 0 to 1: scale the label",
      })
  void badSettings(String label, String sets, int code, String message) {
    String[] each = sets.split(",(?=[a-z-]+[.=])");
    assertLine(code, message, trainOn(label, each));
  }

  @Test
  void badData() {
    String text = good();
    assertLine(
        3,
        "has one class, 'low', in all rows",
        train(csv(text.replaceAll("high|mid", "low")), "y"));
    String nan = text.replaceFirst("\n[^,]*,", "\nNaN,");
    assertLine(3, "line 2, column 'a': 'NaN' is not a number", train(csv(nan), "y"));
    assertLine(3, "no rows in ", train(csv("a,y\n"), "y"));
  }

  /** The row is named: file and line. */
  @Test
  void aLabelOutsideTheOutputIsNamedWithItsRow() {
    Run run = train(csv("a,u\n1,0.5\n2,0.25\n3,1.5\n4,0\n"), "u", "network.output=sigmoid");
    assertLine(3, "x.csv line 4: the label 'u' is 1.5;", run);
    String text = "a,u,v\n1,0,1\n2,1,1\n3,0,0.25\n4,0,0\n";
    run = train(csv(text), "u,v", "network.loss=cross-entropy");
    assertLine(3, "x.csv line 4: the label 'v' is 0.25; several labels", run);
  }

  @Test
  void explodingLossLeavesNoModelWhereNothingWasLearnt() {
    assertLine(
        4,
        "lower optimizer.learning-rate",
        trainOn("u", "optimizer.name=sgd", "optimizer.learning-rate=1e200"));
  }

  /** What two columns share climbs while their difference is learnt: what was good is kept. */
  @Test
  void aDivergedRunSaysSoAndKeepsGoodWeights() {
    Random random = new Random(8);
    StringBuilder text = new StringBuilder("a,b,y\n");
    for (int i = 0; i < 200; i++) {
      double both = random.nextGaussian();
      double a = both + 0.3 * random.nextGaussian();
      double b = both + 0.3 * random.nextGaussian();
      text.append(a).append(',').append(b).append(',').append(a - b).append('\n');
    }
    Run run =
        train(
            csv(text.toString()),
            "y",
            "optimizer.name=sgd",
            "optimizer.learning-rate=1.1",
            "network.hidden=[]",
            "optimizer.epochs=400",
            "optimizer.batch-size=all");
    assertEquals(0, run.exitCode(), run.err());
    JsonNode json = describe();
    assertEquals("DIVERGED", json.get("solution").get("status").asText());
    assertTrue(json.get("warnings").toString().contains("diverged"));
    assertTrue(json.get("solution").get("objective").isNumber());
    assertTrue(evaluate(dir.resolve("in/x.csv")).get("metrics").get("rmse").isNumber());
  }

  // ------------------------------------------------------------ labels of every kind

  @Test
  void classesByName() {
    trainOn("y", "optimizer.learning-rate=0.05").good();
    JsonNode json = describe();
    assertEquals("[\"high\",\"low\",\"mid\"]", json.get("classes").toString());
    assertEquals("[2,100,3]", json.get("layers").toString());
    assertEquals("softmax", json.get("output").asText());
    JsonNode metrics = evaluate(dir.resolve("in/x.csv")).get("metrics");
    assertTrue(metrics.get("accuracy").asDouble() > 0.95, metrics.toString());
    List<String> rows = predict(dir.resolve("in/x.csv"));
    String[] cells = rows.get(0).split(",");
    assertEquals(5, cells.length);
    double sum = 0;
    for (int k = 2; k < 5; k++) {
      sum += Double.parseDouble(cells[k]);
    }
    assertEquals(1, sum, 1e-12);
  }

  /** A number with a loss of classes is a class. */
  @Test
  void crossEntropyMakesClassesOfNumbers() {
    trainOn("q", "network.loss=cross-entropy", "optimizer.learning-rate=0.05").good();
    assertEquals("[\"0\",\"1\"]", describe().get("classes").toString());
    assertEquals("[2,100,1]", describe().get("layers").toString());
    JsonNode metrics = evaluate(dir.resolve("in/x.csv")).get("metrics");
    assertTrue(metrics.get("auc").asDouble() > 0.97, metrics.toString());
  }

  @Test
  void severalTargetsOfZeroAndOne() {
    trainOn("p,q", "network.loss=cross-entropy", "optimizer.learning-rate=0.05").good();
    JsonNode json = describe();
    assertEquals("[2,100,2]", json.get("layers").toString());
    assertEquals("sigmoid", json.get("output").asText());
    assertFalse(json.has("classes"));
    Path data = dir.resolve("in/x.csv");
    Run run = Run.suffice("evaluate", "--model", dir.resolve("m"), "--data", data).good();
    JsonNode found = run.json();
    assertEquals(120, found.get("rows").asInt());
    double p = found.get("targets").get("p").get("metrics").get("accuracy").asDouble();
    double q = found.get("targets").get("q").get("metrics").get("accuracy").asDouble();
    assertTrue(p > 0.95 && q > 0.9, found.toString());
    assertEquals((p + q) / 2, found.get("metrics").get("accuracy").asDouble(), 1e-15);
    assertEquals(1 - (p + q) / 2, found.get("metrics").get("hammingLoss").asDouble(), 1e-15);
    assertTrue(run.err().contains("target"), run.err());
    List<String> rows = predict(data);
    List<List<String>> actual = Samples.cells(good());
    int right = 0;
    for (int i = 0; i < 120; i++) {
      String[] cells = rows.get(i).split(",");
      assertEquals(Double.parseDouble(cells[4]) > 0.5 ? "1" : "0", cells[2]);
      right += cells[1].equals(actual.get(i + 1).get(4)) ? 1 : 0;
    }
    assertEquals(p, right / 120.0, 1e-15);
  }

  @Test
  void severalNumbersInTheirUnits() {
    trainOn("u,v", "optimizer.learning-rate=0.02").good();
    JsonNode json = evaluate(dir.resolve("in/x.csv"));
    assertTrue(json.get("targets").get("v").get("metrics").get("r2").asDouble() > 0.95);
    assertTrue(json.get("targets").get("u").get("metrics").get("r2").asDouble() > 0.8);
    assertTrue(describe().get("targets").get("v").get("standardDeviation").asDouble() > 20);
  }

  // ------------------------------------------------------------ going on

  @Test
  void aModelGoesOnFromAnother() {
    trainOn("y", "network.hidden=[7]", "network.activation=tanh").good();
    double before = describe().get("solution").get("objective").asDouble();
    Path first = dir.resolve("first");
    assertTrue(dir.resolve("m").toFile().renameTo(first.toFile()));
    trainOn("y", "--init-model=" + first).good();
    JsonNode json = describe();
    assertEquals("[2,7,3]", json.get("layers").toString());
    assertEquals("[\"tanh\"]", json.get("activations").toString());
    assertTrue(json.get("history").get(0).get("loss").asDouble() < before + 0.05);
    assertTrue(json.get("solution").get("objective").asDouble() < before);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "y | network.hidden=[8] | its layers and those of this run differ: [2, 7, 3] against [2, 8",
        "y | network.hidden=[7, 7] | its layers and those of this run differ",
        "y | network.activation=relu | its network.activation and those of this run differ",
        "y | network.bias=false | its network.bias and those of this run differ",
        "y | data.features=[a] | its features and those of this run differ: 2 with 'b' against 1",
        "u | task=regression | its labels and those of this run differ",
      })
  void aModelOfAnotherShapeIsRefused(String label, String set, String message) {
    trainOn("y", "network.hidden=[7]", "network.activation=tanh").good();
    Path first = dir.resolve("first");
    assertTrue(dir.resolve("m").toFile().renameTo(first.toFile()));
    assertLine(2, message, trainOn(label, set, "--init-model=" + first));
  }

  @Test
  void otherClassesOrAnotherAlgorithmAreRefused() {
    trainOn("y").good();
    Path first = dir.resolve("first");
    assertTrue(dir.resolve("m").toFile().renameTo(first.toFile()));
    Path data = csv(good().replace("mid", "middle"));
    assertLine(
        2,
        "its classes and those of this run differ: 3 with 'mid' against 3 with 'middle'",
        train(data, "y", "data.features=[a, b]", "--init-model=" + first));
    Path lda = dir.resolve("lda");
    Run.suffice("train", "lda", "--data", data, "--label", "y", "--model", lda).good();
    assertLine(2, "lda", train(data, "y", "--init-model=" + lda));
  }

  // ------------------------------------------------------------ ready configurations

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hidden-tanh",
        "hidden-sigmoid",
        "squared-error-of-sigmoid",
        "regression-without-bias",
        "one-against-others"
      })
  void readyConfigurationsLearn(String name) {
    boolean numbers = name.startsWith("regression");
    String label = numbers ? "v" : name.startsWith("one") ? "y" : "p";
    trainOn(label, "--config=../conf/networks/" + name + ".conf", "optimizer.epochs=300").good();
    JsonNode json = describe();
    JsonNode metrics = evaluate(dir.resolve("in/x.csv")).get("metrics");
    assertTrue(metrics.get(numbers ? "r2" : "accuracy").asDouble() > 0.9, metrics.toString());
    assertEquals("sgd", json.get("optimizer").asText());
    assertEquals(!name.contains("regression") && !name.contains("squared"), bias(json));
    if (name.startsWith("one")) {
      assertEquals("[2,25,3]", json.get("layers").toString());
      assertEquals("sigmoid", json.get("output").asText());
    }
    if (name.startsWith("squared")) {
      assertEquals("[2,1]", json.get("layers").toString());
      assertEquals("squared-error", json.get("loss").asText());
    }
  }

  private static boolean bias(JsonNode json) {
    return json.get("bias").asBoolean();
  }
}
