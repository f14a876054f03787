package org.suffice.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A night decides the same, for the same reasons, wherever it is computed. */
final class RetrainDeterminismTest {
  private static final int DAYS = 5;

  @TempDir Path dir;

  @ParameterizedTest
  @CsvSource({
    "linear-regression, price, bootstrap",
    "logistic-regression, cut, t",
    "knn, cut, bootstrap"
  })
  void everyExecutorComesToTheSame(String algorithm, String label, String test) {
    List<String> lines = Samples.lines(Samples.diamonds(DAYS * 400));
    for (int d = 0; d < DAYS; d++) {
      int day = d;
      String csv =
          IntStream.range(1, lines.size())
              .filter(i -> i % DAYS == day)
              .mapToObj(lines::get)
              .collect(Collectors.joining("\n", lines.get(0) + "\n", "\n"));
      new RetrainFixture(dir, algorithm, label).day(d, csv);
    }
    JsonNode first = null;
    byte[] arrays = null;
    for (String where : List.of("local[1]", "local[4]", "cluster")) {
      boolean spark = where.equals("cluster");
      Path store = dir.resolve("store-" + where);
      RetrainFixture nights =
          new RetrainFixture(
              dir,
              algorithm,
              label,
              "retrain.store=" + store,
              "retrain.window=2",
              "retrain.gate.test=" + test,
              "retrain.gate.max-worsening=100",
              "retrain.gate.policy=better",
              "data.split-bytes=8192",
              "execution=" + (spark ? "cluster" : "driver"));
      Map<String, String> master = Map.of("spark.master", spark ? "local[2]" : where);
      nights.run(master, "retrain.exclude=[\"day=2026-08-05\"]").good();
      assertTrue(List.of(0, 5).contains(nights.run(master).exitCode()));
      JsonNode record = RetrainFixture.last(store);
      JsonNode figures = record.path("gate").path("test");
      assertEquals(400, figures.path("rows").asInt(), record.toString());
      if (first == null) {
        first = record;
        arrays = Samples.bytes(store.resolve("models/v000001/model.safetensors"));
      }
      List<String> differing = new ArrayList<>();
      for (String part : List.of("key", "evaluation", "gate", "drift", "profile", "outcome")) {
        if (!first.path(part).equals(record.path(part)) || record.path(part).isMissingNode()) {
          differing.add(where + " " + part);
        }
      }
      assertEquals(List.of(), differing);
      assertArrayEquals(
          arrays, Samples.bytes(store.resolve("models/v000001/model.safetensors")), where);
    }
  }
}
