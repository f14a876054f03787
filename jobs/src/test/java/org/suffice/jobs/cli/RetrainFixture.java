package org.suffice.jobs.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.suffice.model.Json;

/** A store, partitions by day, and runs on them. */
final class RetrainFixture {
  private static final LocalDate FIRST = LocalDate.of(2026, 8, 1);

  private final Path dir;
  private final List<String> settings = new ArrayList<>();

  RetrainFixture(Path dir, String algorithm, String label, String... more) {
    this.dir = dir;
    settings.add("retrain.store=" + store());
    settings.add("retrain.input=" + dir.resolve("data") + "/day=*");
    settings.add("retrain.algorithm=" + algorithm);
    settings.add("data.label=" + label);
    settings.addAll(List.of(more));
  }

  Path store() {
    return dir.resolve("store");
  }

  static String name(int day) {
    return "day=" + FIRST.plusDays(day);
  }

  Path partition(int day) {
    return dir.resolve("data").resolve(name(day));
  }

  /** Writes a complete partition. */
  RetrainFixture day(int day, String csv) {
    Path part = Samples.write(partition(day).resolve("part-0.csv"), csv);
    try {
      // Files of equal length written within one tick of the clock must still differ.
      Files.setLastModifiedTime(part, FileTime.from(Instant.ofEpochSecond(1_790_000_000L + day)));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    Samples.write(partition(day).resolve("_SUCCESS"), "");
    return this;
  }

  /** One night, with further settings. */
  Run run(String... more) {
    return run(Map.of("spark.master", "local[2]"), more);
  }

  /** Another command on the store. */
  Run command(String name) {
    return Run.suffice("retrain", name, "--set", settings.get(0));
  }

  /** One night told as JSON. */
  JsonNode json() {
    List<Object> words = new ArrayList<>(List.of("retrain", "--json"));
    settings.forEach(setting -> words.addAll(List.of("--set", setting)));
    return Run.suffice(words.toArray()).json();
  }

  /** One night with Spark properties. */
  Run run(Map<String, String> properties, String... more) {
    List<Object> words = new ArrayList<>(List.of("retrain"));
    settings.forEach(setting -> words.addAll(List.of("--set", setting)));
    for (String setting : more) {
      words.addAll(List.of("--set", setting));
    }
    return Run.with(properties, words.toArray());
  }

  /** The records of all runs, the oldest first. */
  List<JsonNode> records() {
    return records(store());
  }

  private static List<JsonNode> records(Path store) {
    List<JsonNode> all = new ArrayList<>();
    for (String name : Samples.tree(store.resolve("runs"))) {
      all.add(json(store.resolve("runs/" + name)));
    }
    return all;
  }

  /** The record of the last run of a store. */
  static JsonNode last(Path store) {
    List<JsonNode> records = records(store);
    return records.get(records.size() - 1);
  }

  /** The record of the last run. */
  JsonNode last() {
    return last(store());
  }

  JsonNode status() {
    return json(store().resolve("run-status.json"));
  }

  /** The version in service. */
  String current() {
    return json(store().resolve("CURRENT")).path("version").asText();
  }

  byte[] arrays(String version) {
    return Samples.bytes(store().resolve("models/" + version + "/model.safetensors"));
  }

  private static JsonNode json(Path file) {
    try {
      return Json.parse(Samples.bytes(file));
    } catch (IOException e) {
      throw new AssertionError(file.toString(), e);
    }
  }
}
