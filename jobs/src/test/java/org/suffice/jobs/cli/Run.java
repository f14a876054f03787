package org.suffice.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.suffice.model.Json;

/**
 * One command run in this JVM.
 *
 * @param out what went to the standard output
 * @param err what went to the standard error
 */
record Run(int exitCode, String out, String err) {
  /** Runs with a local master of two threads. */
  static Run suffice(Object... words) {
    return with(Map.of("spark.master", "local[2]"), words);
  }

  /** Runs with Spark properties, as spark-submit would set them. */
  static Run with(Map<String, String> properties, Object... words) {
    List<String> args = new ArrayList<>();
    for (Object word : words) {
      args.add(word.toString());
    }
    properties.forEach(System::setProperty);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    try {
      int code =
          Suffice.run(
              args.toArray(String[]::new),
              new PrintStream(out, true, StandardCharsets.UTF_8),
              new PrintStream(err, true, StandardCharsets.UTF_8));
      return new Run(
          code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    } finally {
      properties.keySet().forEach(System::clearProperty);
    }
  }

  /** Fails with the message of the run unless it was good. */
  Run good() {
    assertEquals(0, exitCode, err);
    return this;
  }

  /** The standard output as JSON. */
  JsonNode json() {
    try {
      return Json.parse(good().out.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new AssertionError(out, e);
    }
  }
}
