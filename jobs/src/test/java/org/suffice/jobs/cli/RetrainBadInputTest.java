package org.suffice.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What goes wrong at night: one line that a person can act on in the morning, and the old model.
 */
final class RetrainBadInputTest {
  private static final String ROWS =
      "a,g,y\n1,u,2.1\n2,v,3.9\n3,u,6.2\n4,v,7.8\n5,u,10.1\n6,v,12.2\n7,u,13.8\n8,v,16.3\n";

  @TempDir Path dir;
  private RetrainFixture nights;

  @BeforeEach
  void threeDaysAndAModel() {
    nights = new RetrainFixture(dir, "linear-regression", "y", "retrain.gate.max-worsening=1000");
    for (int d = 0; d < 3; d++) {
      nights.day(d, ROWS.replace("2.1", "2." + d));
    }
    nights.run().good();
  }

  /**
   * The run fails with one line, the old model is in service, and both record and status say so.
   */
  private void assertFails(int exitCode, String message, Run run) {
    assertEquals(exitCode, run.exitCode(), run.err());
    List<String> lines = run.err().lines().filter(line -> line.startsWith("suffice:")).toList();
    assertEquals(1, lines.size(), run.err());
    assertTrue(lines.get(0).contains(message), lines.get(0));
    assertFalse(run.err().contains("\tat "), run.err());
    assertEquals("v000001", nights.current());
    Run.suffice("describe", "--model", nights.store()).good();
    assertEquals("failed", nights.status().path("status").asText());
    assertEquals(exitCode, nights.status().path("exitCode").asInt());
  }

  private void assertRecorded(String message) {
    assertEquals("failed", nights.last().path("outcome").asText());
    assertTrue(nights.last().path("message").asText().contains(message));
    // Nothing of it is left for the next run to stumble over.
    assertEquals(List.of(), Samples.tree(nights.store().resolve("work")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2 | retrain.algorithm=linear-regresion | did you mean 'linear-regression'",
        "2 | retrain.algorithm= | no algorithm: set retrain.algorithm to one of",
        "2 | retrain.windw=3 | did you mean 'retrain.window'",
        "2 | penalty.typo=ridge | did you mean 'penalty.type'",
        "2 | svm.C=1 | unknown key 'svm.C'",
        "2 | retrain.window=0 | retrain.window: expected a number from 1 to 100000, found 0",
        "2 | retrain.hold-out=0 | retrain.hold-out=0 leaves nothing to compare models on",
        "2 | retrain.gate.metric=auc | retrain.gate.metric=auc is not one of predictions of numbers",
        "2 | retrain.gate.metric=rms | expected one of auto, rmse, mae",
        "2 | retrain.gate.minimum=3 | are of a metric: set retrain.gate.metric too",
        "2 | retrain.gate.minimum=some | expected a number or nothing, found 'some'",
        "2 | retrain.gate.level=0.9 | expected a number above 0 and below 0.5, found 0.9",
        "2 | retrain.gate.level=0.001 | cannot show anything at the level 0.001; use 10000 or more",
        "2 | retrain.gate.max-worsening=-1 | expected 0 or more, found -1",
        "2 | data.path=elsewhere | data.path: retraining reads retrain.input",
        "2 | data.label= | data.label is not set",
        "2 | retrain.input= | retrain.input is not set",
        "2 | data.label=z | 'z'",
        "2 | 'data.label=y,a' | retraining compares models of one label, found y, a",
        "3 | retrain.input=nowhere/day=* | no partitions in nowhere/day=*",
        "3 | retrain.evaluation=nowhere.csv | no such file or directory: nowhere.csv",
        "3 | retrain.hold-out=3 | only 3 partitions in"
      })
  void wrongSettingsAreOneLine(int exitCode, String setting, String message) {
    String replicates =
        setting.startsWith("retrain.gate.level") ? "retrain.gate.replicates=500" : setting;
    assertFails(exitCode, message, nights.run(replicates, setting));
  }

  private record Wrong(String what, int exitCode, String message, Change change) {
    interface Change {
      void apply() throws IOException;
    }
  }

  private void day(int day, String csv) {
    nights.day(day, csv);
  }

  private Stream<Wrong> wrong() {
    Path data = dir.resolve("data");
    return Stream.of(
        new Wrong(
            "a column that is gone from one day",
            3,
            "the statistics of the window before and day=2026-08-03 do not go together: column 'g'"
                + " is in the first only; mend the partition, leave it out by retrain.exclude",
            () -> {
              day(2, "a,y\n1,2\n2,4.1\n3,5.9\n");
              day(3, ROWS);
            }),
        new Wrong(
            "numbers that became words",
            3,
            "column 'a' is numeric and categorical",
            () -> {
              day(2, ROWS.replaceAll("(?m)^(\\d)", "n$1"));
              day(3, ROWS);
            }),
        new Wrong(
            "a bad row in the day held out",
            3,
            "day=2026-08-04/part-0.csv line 4, column 'a': 'x'",
            () -> day(3, ROWS.replace("3,u", "x,u"))),
        new Wrong(
            "a bad row in the window",
            3,
            "day=2026-08-03/part-0.csv line 2, column 'y'",
            () -> {
              day(2, ROWS.replace("2.1", "2.1x"));
              day(3, ROWS);
            }),
        new Wrong(
            "a column renamed in the day held out",
            3,
            "the model: column 'g' is not in ",
            () -> day(3, ROWS.replaceFirst("g", "G_"))),
        new Wrong("a day without rows", 3, "no rows", () -> day(3, "a,g,y\n")),
        new Wrong("a day without files", 3, "no data files in", () -> empty(3)),
        new Wrong(
            "a name without an order",
            3,
            "day=yesterday: the name of a partition ends in a date or a number",
            () -> Samples.write(data.resolve("day=yesterday/_SUCCESS"), "")),
        new Wrong(
            "a day that is not in the calendar",
            3,
            "day=2026-02-30: the name of a partition ends in a date or a number",
            () -> Samples.write(data.resolve("day=2026-02-30/_SUCCESS"), "")),
        new Wrong(
            "dates and numbers",
            3,
            "have no order: name all by dates, or all by numbers",
            () -> Samples.write(data.resolve("day=17/_SUCCESS"), "")),
        new Wrong(
            "two names of one time",
            3,
            "'day=2026-08-03' and 'day=2026-08-03T00' are of the same time",
            () -> Samples.write(data.resolve("day=2026-08-03T00/_SUCCESS"), "")),
        new Wrong(
            "a file among the partitions",
            3,
            "is a file: every partition is a directory",
            () -> Samples.write(data.resolve("day=2026-08-09"), ROWS)),
        new Wrong(
            "a job that is not done",
            3,
            "holds the output of a job that did not finish",
            () -> {
              day(3, ROWS);
              Files.delete(nights.partition(3).resolve("_SUCCESS"));
              Files.createDirectories(nights.partition(3).resolve("_temporary"));
            }));
  }

  private void empty(int day) throws IOException {
    Samples.write(nights.partition(day).resolve("_SUCCESS"), "");
  }

  @TestFactory
  Stream<DynamicTest> wrongDataAreOneLine() {
    return wrong()
        .map(
            wrong ->
                DynamicTest.dynamicTest(
                    wrong.what,
                    () -> {
                      deleteDays();
                      for (int d = 0; d < 3; d++) {
                        nights.day(d, ROWS.replace("2.1", "2." + d));
                      }
                      wrong.change.apply();
                      assertFails(
                          wrong.exitCode,
                          wrong.message,
                          nights.run("retrain.require-success=false"));
                      assertRecorded(wrong.message.substring(0, 6));
                    }));
  }

  private void deleteDays() throws IOException {
    List<String> names = Samples.tree(dir.resolve("data"));
    for (int i = names.size() - 1; i >= 0; i--) {
      Files.delete(dir.resolve("data").resolve(names.get(i)));
    }
  }

  /** The day after a failure that was mended, all is as if nothing had been. */
  @Test
  void aMendedPartitionIsReadAndTheRunsGoOn() {
    nights.day(3, ROWS.replace("3,u", "x,u"));
    assertFails(3, "column 'a': 'x'", nights.run());
    nights.day(3, ROWS.replace("10.1", "10.3"));
    nights.run().good();
    assertEquals("v000002", nights.current());
    assertEquals(
        List.of("published", "failed", "published"),
        nights.records().stream().map(record -> record.path("outcome").asText()).toList());
  }

  @Test
  void damagedStatisticsAndModelsAreRefused() throws IOException {
    nights.day(3, ROWS);
    Path statistics = nights.store().resolve("statistics");
    String window =
        Samples.tree(statistics).stream().filter(n -> n.startsWith("window")).findFirst().get();
    damage(statistics.resolve(window).resolve("statistics.safetensors"));
    assertFails(3, "does not match the hash", nights.run("retrain.window=2"));
  }

  @Test
  void aDamagedModelInServiceIsNotComparedWith() throws IOException {
    nights.day(3, ROWS);
    Path model = nights.store().resolve("models/v000001/model.safetensors");
    byte[] bytes = damage(model);
    Run run = nights.run();
    assertEquals(3, run.exitCode());
    assertTrue(run.err().contains("does not match the hash"), run.err());
    bytes[bytes.length - 1] ^= 1;
    Files.write(model, bytes);
    nights.run().good();
  }

  private static byte[] damage(Path file) throws IOException {
    byte[] bytes = Samples.bytes(file);
    bytes[bytes.length - 1] ^= 1;
    Files.write(file, bytes);
    return bytes;
  }

  @Test
  void theStoreIsNoPlaceForAnythingElse() throws IOException {
    Run inside = nights.run("retrain.store=" + nights.partition(0));
    assertEquals(2, inside.exitCode(), inside.err());
    Path file = Samples.write(dir.resolve("file"), "x");
    Run under = nights.run("retrain.store=" + file.resolve("store"));
    assertEquals(3, under.exitCode(), under.err());
    assertEquals(1, under.err().lines().filter(l -> l.startsWith("suffice:")).count());
    Run foreign = nights.run("retrain.store=" + dir.resolve("data"));
    assertEquals(2, foreign.exitCode(), foreign.err());
    Run none = nights.run("retrain.store=");
    assertEquals(2, none.exitCode(), none.err());
    assertTrue(none.err().contains("retrain.store is not set"), none.err());
    Run history = Run.suffice("retrain", "history", "--set", "retrain.store=" + dir.resolve("no"));
    assertEquals(2, history.exitCode(), history.err());
    assertTrue(history.err().contains("there is no store at"), history.err());
    Run bare = Run.suffice("retrain");
    assertEquals(2, bare.exitCode(), bare.err());
    assertTrue(bare.err().contains("give --config FILE"), bare.err());
    assertTrue(Samples.tree(nights.partition(0)).equals(List.of("_SUCCESS", "part-0.csv")));
  }

  /** Names from the data reach console, record and page without what a terminal would obey. */
  @Test
  void hostileNamesAreShownHarmless() {
    String hostile = "\u001b[31mred<script>alert(1)</script>";
    String rows = ROWS.replace("g", hostile);
    for (int d = 0; d < 4; d++) {
      nights.day(d, d == 3 ? rows.replaceAll(",[uv],", ",u,") : rows);
    }
    Run run = nights.run("retrain.store=" + dir.resolve("other"));
    run.good();
    nights.day(4, rows);
    run = nights.run("retrain.store=" + dir.resolve("other"));
    run.good();
    assertFalse((run.out() + run.err()).contains("\u001b"), run.out() + run.err());
    String page = Samples.read(dir.resolve("other/models/v000002/report.html"));
    assertFalse(page.contains("<script>alert"), "script in the page");
  }
}
