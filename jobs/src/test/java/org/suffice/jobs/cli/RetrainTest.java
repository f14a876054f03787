package org.suffice.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The nightly run as a scheduler sees it. */
final class RetrainTest {
  private static final int ROWS = 80;

  /** Publishes whatever comes. */
  private static final String[] ANYTHING = {
    "retrain.gate.max-worsening=100", "retrain.gate.test=none"
  };

  @TempDir Path dir;

  /** y = intercept + slope·a + 2·[g = v] + noise, and a class by the sign of y − 3. */
  private static String rows(long seed, double slope, String levels) {
    Random random = new Random(seed);
    StringBuilder csv = new StringBuilder("a,b,g,y,c\n");
    for (int i = 0; i < ROWS; i++) {
      double a = random.nextGaussian();
      double b = random.nextGaussian();
      char g = levels.charAt(i % levels.length());
      double y = 3 + slope * a + (g == 'v' ? 2 : 0) + random.nextGaussian();
      csv.append(
          String.format(Locale.ROOT, "%.6f,%.6f,%s,%.6f,%s%n", a, b, g, y, y > 3 ? "high" : "low"));
    }
    return csv.toString().replace("\r", "");
  }

  private static String rows(long seed) {
    return rows(seed, 1.5, "uv");
  }

  private RetrainFixture nights(String algorithm, String label, String... more) {
    String other = label.equals("y") ? "c" : "y";
    String[] settings = Arrays.copyOf(more, more.length + 2);
    settings[more.length] = "data.ignore=[" + other + "]";
    settings[more.length + 1] = "retrain.window=3";
    return new RetrainFixture(dir, algorithm, label, settings);
  }

  private RetrainFixture regression(int days, String... more) {
    RetrainFixture nights = nights("linear-regression", "y", more);
    for (int d = 0; d < days; d++) {
      nights.day(d, rows(d));
    }
    return nights;
  }

  private static String warnings(JsonNode record) {
    return record.path("warnings").toString();
  }

  @Test
  void whatAnyAlgorithmTrainsIsPublishedAndServed() {
    for (String algorithm : List.of("linear-regression", "logistic-regression", "lda", "qda")) {
      String label = algorithm.startsWith("linear") ? "y" : "c";
      RetrainFixture nights =
          new RetrainFixture(
              dir,
              algorithm,
              label,
              "retrain.store=" + dir.resolve("store-" + algorithm),
              "data.ignore=[" + (label.equals("y") ? "c" : "y") + "]");
      for (int d = 0; d < 3; d++) {
        nights.day(d, rows(d));
      }
      Run run = nights.run().good();
      assertTrue(run.out().contains("published v000001"), run.out());
      JsonNode model =
          Run.suffice("describe", "--model", dir.resolve("store-" + algorithm), "--json").json();
      assertEquals(algorithm, model.path("algorithm").asText());
      assertEquals(2 * ROWS, model.path("rows").asInt());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"knn", "svm"})
  void modelsWithoutStatisticsTrainOnTheWindow(String algorithm) {
    RetrainFixture nights = nights(algorithm, "c");
    for (int d = 0; d < 5; d++) {
      nights.day(d, rows(d));
    }
    nights.run().good();
    JsonNode record = nights.last();
    assertEquals(3 * ROWS, record.path("window").path("rows").asInt());
    assertEquals("accuracy", record.path("evaluation").path("metric").asText());
    assertFalse(record.path("window").has("summarized"));
    nights.day(5, rows(5)).run(ANYTHING).good();
    assertEquals("v000002", nights.current());
    Run.suffice(
            "predict",
            "--model",
            nights.store(),
            "--data",
            nights.partition(5),
            "--output",
            dir.resolve("p"))
        .good();
  }

  @Test
  void aRecordHoldsWhatLedToTheModel() {
    RetrainFixture nights = regression(5);
    nights.run().good();
    nights.day(5, rows(5)).run().good();
    JsonNode record = nights.last();
    assertEquals("published", record.path("outcome").asText());
    assertEquals("v000002", record.path("version").asText());
    assertEquals("v000001", record.path("parent").asText());
    assertEquals(4, record.path("inputs").size());
    JsonNode newest = record.path("inputs").get(2);
    assertEquals(RetrainFixture.name(4), newest.path("partition").asText());
    assertEquals("window", newest.path("use").asText());
    assertEquals(ROWS, newest.path("rows").asInt());
    assertEquals(1, newest.path("files").asInt());
    assertEquals(rows(4).length(), newest.path("bytes").asInt());
    assertEquals("held-out", record.path("inputs").get(3).path("use").asText());
    JsonNode window = record.path("window");
    assertEquals(
        List.of(1, 1, 1),
        List.of(
            window.path("summarized").asInt(),
            window.path("added").asInt(),
            window.path("subtracted").asInt()));
    assertEquals(ROWS, record.path("evaluation").path("rows").asInt());
    assertEquals("rmse", record.path("evaluation").path("metric").asText());
    assertEquals("bootstrap", record.path("gate").path("test").path("name").asText());
    assertEquals("y", record.path("settings").path("data.label").asText());
    assertTrue(record.path("drift").path("populationStability").has("g"));
    assertTrue(record.path("drift").path("populationStability").has("(prediction)"));
    assertEquals(4, record.path("drift").path("coefficients").size()); // constant, a, b, g=v
    JsonNode moved = record.path("drift").path("coefficients").get(0);
    JsonNode errors =
        Run.suffice("describe", "--model", nights.store(), "--json").json().path("standardErrors");
    assertEquals(
        (moved.path("now").asDouble() - moved.path("before").asDouble())
            / errors.path(moved.path("name").asText()).asDouble(),
        moved.path("standardErrors").asDouble());
    for (String column : List.of("a", "(label)", "(prediction)")) {
      assertEquals(9, record.path("profile").path(column).path("edges").size(), column);
    }
    JsonNode levels = record.path("profile").path("g").path("levels");
    assertEquals(
        List.of(ROWS / 2, ROWS / 2), List.of(levels.path("u").asInt(), levels.path("v").asInt()));
    assertEquals(64, record.path("hashes").path("arrays").asText().length());
    assertEquals("published", nights.status().path("status").asText());
  }

  /** The figures of a run are those of evaluate on the same rows. */
  @ParameterizedTest
  @ValueSource(strings = {"linear-regression", "logistic-regression", "lda", "knn"})
  void bothModelsAreEvaluatedAsEvaluateDoes(String algorithm) {
    RetrainFixture nights = nights(algorithm, algorithm.startsWith("linear") ? "y" : "c", ANYTHING);
    for (int d = 0; d < 5; d++) {
      nights.day(d, rows(d));
    }
    nights.run().good();
    nights.day(5, rows(5)).run("data.split-bytes=4096").good(); // two splits, of 1 % more
    JsonNode evaluation = nights.last().path("evaluation");
    assertEquals(ROWS, evaluation.path("rows").asInt());
    for (String side : List.of("champion", "challenger")) {
      String version = side.equals("champion") ? "v000001" : "v000002";
      JsonNode expected =
          Run.suffice(
                  "evaluate",
                  "--model",
                  nights.store().resolve("models/" + version),
                  "--data",
                  nights.partition(5))
              .json()
              .path("metrics");
      expected
          .properties()
          .forEach(
              metric ->
                  assertEquals(
                      metric.getValue(),
                      evaluation.path(side).path(metric.getKey()),
                      side + " " + metric.getKey()));
      assertTrue(expected.size() > 2, expected.toString());
    }
  }

  @Test
  void aRunOnTheSameDataDoesNothingTwice() {
    RetrainFixture nights = regression(5);
    nights.run().good();
    List<String> before = Samples.tree(nights.store().resolve("models"));
    Run again = nights.run().good();
    assertTrue(again.out().startsWith("nothing new since v000001"), again.out());
    assertEquals("unchanged", nights.status().path("status").asText());
    assertEquals(before, Samples.tree(nights.store().resolve("models")));
    assertEquals(1, nights.records().size());
    // Where it computes and how many versions are kept changes nothing of the result.
    nights.run("execution=driver", "retrain.keep=5").good();
    assertEquals(1, nights.records().size());
    // Another setting does.
    nights.run("penalty.type=ridge", "penalty.lambda=1").good();
    assertEquals("v000002", nights.current());
  }

  @Test
  void aModelThatIsWorseIsNotPublished() {
    RetrainFixture nights = regression(5);
    nights.run().good();
    byte[] before = nights.arrays("v000001");
    // Three days of another world come into the window; the day held out is as before.
    for (int d = 5; d < 8; d++) {
      nights.day(d, rows(d, -1.5, "uv"));
    }
    nights.day(8, rows(8));
    Run kept = nights.run();
    assertEquals(5, kept.exitCode(), kept.err());
    assertTrue(kept.out().contains("kept v000001"), kept.out());
    assertEquals("v000001", nights.current());
    assertArrayEquals(before, nights.arrays("v000001"));
    assertEquals("kept", nights.last().path("outcome").asText());
    assertEquals("kept", nights.status().path("status").asText());
    assertEquals(5, nights.status().path("exitCode").asInt());
    assertTrue(warnings(nights.last()).contains("the coefficient of 'a' moved"));
    // The same again says the same, without a second record.
    int records = nights.records().size();
    assertEquals(5, nights.run().exitCode());
    assertEquals(records, nights.records().size());
    // The statistics of the window are kept: nothing is read twice when it goes on.
    nights.day(9, rows(9)).run(ANYTHING).good();
    assertEquals(1, nights.last().path("window").path("summarized").asInt());
  }

  @Test
  void absoluteThresholdsHoldForTheFirstModelToo() {
    RetrainFixture nights = regression(3, "retrain.gate.metric=r2");
    Run refused = nights.run("retrain.gate.minimum=0.99");
    assertEquals(5, refused.exitCode(), refused.err());
    assertTrue(refused.out().contains("is below the minimum 0.99"), refused.out());
    assertFalse(Files.exists(nights.store().resolve("CURRENT")));
    nights.run("retrain.gate.minimum=0.5").good();
    assertEquals("v000001", nights.current());
  }

  @Test
  void aPartitionThatChangedIsReadAnewAndOneThatIsGoneIsTakenOut() throws IOException {
    RetrainFixture nights = regression(5);
    nights.run().good();
    nights.day(2, rows(77)).day(5, rows(5));
    nights.run(ANYTHING).good();
    JsonNode record = nights.last();
    assertTrue(warnings(record).contains("'day=2026-08-03' changed since the run before"));
    assertEquals(2, record.path("window").path("summarized").asInt());
    assertSameAsRefit(nights, 2, 3, 4);
    for (String file : Samples.tree(nights.partition(3))) {
      Files.delete(nights.partition(3).resolve(file));
    }
    Files.delete(nights.partition(3));
    nights.run(ANYTHING).good();
    record = nights.last();
    assertTrue(warnings(record).contains("'day=2026-08-04' is gone since the run before"));
    assertTrue(warnings(record).contains("gap in the partitions between 'day=2026-08-03' and"));
    assertSameAsRefit(nights, 1, 2, 4);
  }

  private void assertSameAsRefit(RetrainFixture nights, int... days) {
    StringBuilder csv = new StringBuilder("a,b,g,y,c\n");
    for (int d : days) {
      String rows = Samples.read(nights.partition(d).resolve("part-0.csv"));
      csv.append(rows.substring(rows.indexOf('\n') + 1));
    }
    Path window = Samples.write(dir.resolve("window.csv"), csv.toString());
    Path model = dir.resolve("refit-" + nights.current());
    Run.suffice(
            "train",
            "linear-regression",
            "--data",
            window,
            "--label",
            "y",
            "--model",
            model,
            "--set",
            "data.ignore=[c]")
        .good();
    assertArrayEquals(
        Samples.bytes(model.resolve("model.safetensors")), nights.arrays(nights.current()));
  }

  @Test
  void levelsComeAndGoWithTheirDays() {
    RetrainFixture nights = nights("linear-regression", "y", ANYTHING);
    for (int d = 0; d < 3; d++) {
      nights.day(d, rows(d, 1.5, "uv"));
    }
    nights.day(3, rows(3, 1.5, "uvw"));
    nights.run().good(); // the level w is held out: neither model knows it, and the run goes on
    assertTrue(warnings(nights.last()).contains("level"), warnings(nights.last()));
    for (int d = 4; d < 9; d++) {
      nights.day(d, rows(d, 1.5, "uv"));
      nights.run().good();
      assertSameAsRefit(nights, Math.max(0, d - 3), d - 2, d - 1);
    }
    String features =
        Run.suffice("describe", "--model", nights.store(), "--json")
            .json()
            .get("features")
            .toString();
    assertFalse(features.contains("g=w"), features);
    // Nor does the sum that is carried on from night to night keep it.
    String window =
        Samples.tree(nights.store().resolve("statistics")).stream()
            .filter(name -> name.matches("window[^/]*/statistics.json"))
            .map(name -> Samples.read(nights.store().resolve("statistics").resolve(name)))
            .findFirst()
            .orElseThrow();
    assertTrue(window.contains("\"v\"") && !window.contains("\"w\""), window);
  }

  @Test
  void aPartitionCountsOnceItIsComplete() throws IOException {
    RetrainFixture nights = regression(4);
    Files.delete(nights.partition(3).resolve("_SUCCESS"));
    nights.run().good();
    assertEquals(2 * ROWS, nights.last().path("window").path("rows").asInt());
    assertTrue(warnings(nights.last()).contains("'day=2026-08-04' has no _SUCCESS yet"));
    nights.run("retrain.require-success=false").good();
    assertEquals(3 * ROWS, nights.last().path("window").path("rows").asInt());
    nights.run("retrain.require-success=false", "retrain.exclude=[\"day=2026-08-02\"]").good();
    assertEquals(2 * ROWS, nights.last().path("window").path("rows").asInt());
  }

  @Test
  void fixedRowsCanBeComparedOn() {
    RetrainFixture nights = regression(4);
    Path fixed = Samples.write(dir.resolve("fixed.csv"), rows(99));
    nights.run("retrain.evaluation=" + fixed).good();
    JsonNode record = nights.last();
    assertEquals(3 * ROWS, record.path("window").path("rows").asInt());
    assertEquals("evaluation", record.path("inputs").get(3).path("use").asText());
    assertTrue(record.path("inputs").get(2).path("partition").asText().endsWith("04"));
  }

  @Test
  void aChampionThatCannotBeComparedWithIsReplaced() {
    RetrainFixture nights = nights("linear-regression", "y", "data.features=[a, g]");
    for (int d = 0; d < 3; d++) {
      nights.day(d, rows(d));
    }
    nights.run().good();
    // The column g is no longer delivered, and nobody uses it any more.
    for (int d = 0; d < 4; d++) {
      nights.day(d, Samples.columns(rows(d), List.of("a", "b", "y", "c")));
    }
    nights.run("data.features=[a, b]").good();
    assertEquals("v000002", nights.current());
    String told = warnings(nights.last());
    assertTrue(told.contains("the model in service cannot be compared with"), told);
  }

  @Test
  void logisticRegressionStartsFromTheModelInService() {
    RetrainFixture nights = nights("logistic-regression", "c", ANYTHING);
    for (int d = 0; d < 4; d++) {
      nights.day(d, rows(d));
    }
    nights.run().good();
    nights.day(4, rows(4)).run().good();
    int warm = iterations(nights);
    nights.day(5, rows(5)).run("retrain.warm-start=false").good();
    assertTrue(warm < iterations(nights), warm + " iterations from a start");
    // A class more: the start is of no use, and the run goes on.
    nights.day(5, rows(5).replaceFirst("high", "other")).day(6, rows(6));
    Run run = nights.run().good();
    assertTrue(run.err().contains("the training starts anew: its classes"), run.err());
  }

  @Test
  void aNetworkGoesOnFromTheModelInService() {
    RetrainFixture nights =
        nights(
            "neural-network",
            "c",
            "network.hidden=[4]",
            "optimizer.epochs=3",
            "retrain.gate.max-worsening=100",
            "retrain.gate.test=none");
    for (int d = 0; d < 4; d++) {
      nights.day(d, rows(d));
    }
    nights.run().good();
    assertEquals("logLoss", nights.last().path("evaluation").path("metric").asText());
    nights.day(4, rows(4)).run().good();
    double warm = nights.last().path("evaluation").path("challenger").path("logLoss").asDouble();
    nights.run("retrain.warm-start=false").good();
    double cold = nights.last().path("evaluation").path("challenger").path("logLoss").asDouble();
    assertTrue(warm < cold, warm + " going on, " + cold + " from nothing");
    Run other = nights.run("network.hidden=[3]").good();
    assertTrue(other.err().contains("the training starts anew: its layers"), other.err());
  }

  /** The newest day is taken back: what is held out now the model in service has seen. */
  @Test
  void aComparisonThatIsUnfairIsTold() throws IOException {
    RetrainFixture nights = regression(5);
    nights.run().good();
    nights.day(5, rows(5)).run(ANYTHING).good();
    for (String file : List.of("_SUCCESS", "part-0.csv")) {
      Files.delete(nights.partition(5).resolve(file));
    }
    Files.delete(nights.partition(5));
    nights.run("retrain.gate.max-worsening=99", "retrain.gate.test=none").good();
    String told = warnings(nights.last());
    assertTrue(told.contains("was trained on partition 'day=2026-08-05'"), told);
  }

  /** A day that is withdrawn leaves the model in service, though such a model was there before. */
  @Test
  void aDayTakenBackIsTakenOutOfTheModel() throws IOException {
    RetrainFixture nights = regression(5, ANYTHING);
    nights.run().good();
    nights.day(5, rows(5)).run().good();
    byte[] first = nights.arrays("v000001");
    for (String file : List.of("_SUCCESS", "part-0.csv")) {
      Files.delete(nights.partition(5).resolve(file));
    }
    Files.delete(nights.partition(5));
    nights.run().good();
    assertEquals("v000003", nights.current());
    assertArrayEquals(first, nights.arrays("v000003"));
  }

  /** What a gate said of one champion does not hold for another. */
  @Test
  void aVerdictIsOfOneChampion() {
    RetrainFixture nights = regression(5);
    nights.run().good();
    nights.day(5, rows(5)).run(ANYTHING).good();
    nights.day(6, rows(6));
    String[] never = {
      "retrain.gate.policy=better",
      "retrain.gate.test=none",
      "retrain.gate.maximum=0.01",
      "retrain.gate.metric=rmse"
    };
    assertEquals(5, nights.run(never).exitCode());
    int records = nights.records().size();
    assertEquals(5, nights.run(never).exitCode());
    assertEquals(records, nights.records().size());
    nights.command("rollback").good();
    assertEquals("v000001", nights.current());
    assertEquals(5, nights.run(never).exitCode());
    assertEquals(records + 2, nights.records().size()); // of the rollback and of the run
    assertEquals("v000001", nights.last().path("champion").path("version").asText());
  }

  /** What was rolled back from does not come back by itself. */
  @Test
  void aVersionRolledBackFromIsNotPublishedAgain() {
    RetrainFixture nights = regression(5, ANYTHING);
    nights.run().good();
    nights.day(5, rows(5)).run().good();
    nights.command("rollback").good();
    Run again = nights.run().good();
    assertTrue(again.out().contains("v000002 was published; v000001 is in service"), again.out());
    Run other = nights.run("retrain.gate.seed=2");
    assertEquals(5, other.exitCode(), other.err());
    assertTrue(other.out().contains("it is v000002 again, which was rolled back"), other.out());
    assertEquals("v000001", nights.current());
  }

  @Test
  void nothingToDoIsToldAsJsonToo() {
    RetrainFixture nights = regression(5);
    nights.run().good();
    JsonNode again = nights.json();
    assertEquals("unchanged", again.path("outcome").asText());
    assertEquals("published", again.path("earlier").path("outcome").asText());
    assertEquals("v000001", again.path("earlier").path("version").asText());
  }

  /** Losses are of the rows that both models know: one that knows fewer classes gains nothing. */
  @Test
  void aNewClassIsNoGainForWhoDoesNotKnowIt() {
    RetrainFixture nights = nights("lda", "c", ANYTHING);
    for (int d = 0; d < 4; d++) {
      nights.day(d, rows(d));
    }
    nights.run().good();
    String three = rows(4).replaceAll("(?m)high$(?=\\R.*high$)", "new");
    int fresh = three.split("new", -1).length - 1;
    assertTrue(fresh > 5, three);
    nights.day(4, three).run().good(); // held out: neither knows the class
    assertEquals(ROWS - fresh, nights.last().path("evaluation").path("rows").asInt());
    String told = warnings(nights.last());
    assertTrue(told.contains(fresh + " of the model in service, " + fresh + " of the new"), told);
    nights.day(5, three.replace("u", "v")).run().good(); // the new model knows it now
    assertEquals(ROWS - fresh, nights.last().path("evaluation").path("rows").asInt());
    told = warnings(nights.last());
    assertTrue(told.contains(fresh + " of the model in service, 0 of the new one"), told);
    assertTrue(told.contains(fresh + " are left out of all figures"), told);
    nights.day(6, three).run("retrain.gate.metric=accuracy").good();
    assertEquals(ROWS, nights.last().path("evaluation").path("rows").asInt());
  }

  private static int iterations(RetrainFixture nights) {
    return Run.suffice("describe", "--model", nights.store(), "--json")
        .json()
        .path("solution")
        .path("iterations")
        .asInt();
  }

  @Test
  void dataThatMovedAreTold() {
    RetrainFixture nights = regression(4, "retrain.gate.test=none");
    nights.run().good();
    nights.day(4, rows(4, 1.5, "uvvvvvvv")).run(ANYTHING).good();
    String told = warnings(nights.last());
    assertTrue(told.contains("the data moved: column 'g'"), told);
    assertFalse(told.contains("column 'b'"), told);
    JsonNode moved = nights.last().path("drift").path("populationStability");
    assertEquals("g", moved.fieldNames().next());
  }
}
