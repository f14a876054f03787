package org.suffice.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Input, stores and settings of somebody who means harm. */
final class RetrainSecurityTest {
  private static final String ESCAPE = "\u001b[31mred\u001b[0m";
  private static final String SCRIPT = "<script>alert(1)</script>";
  private static final String IMAGE = "x\"\"><img src=x onerror=alert(2)>";
  private static final String FORMULA = "=HYPERLINK(\"\"http://x\"\")";
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}&&[^\\n]]");

  @TempDir Path dir;

  private static String rows(long seed, String... names) {
    Random random = new Random(seed);
    StringBuilder csv = new StringBuilder();
    for (String name : names) {
      csv.append('"').append(name).append("\",");
    }
    csv.append("y\n");
    for (int i = 0; i < 60; i++) {
      double sum = 0;
      for (int j = 0; j < names.length; j++) {
        double x = Math.rint(1000 * random.nextGaussian()) / 1000;
        csv.append(x).append(',');
        sum += x;
      }
      csv.append(sum + Math.rint(1000 * random.nextGaussian()) / 1000).append('\n');
    }
    return csv.toString();
  }

  private RetrainFixture nights(String... names) {
    RetrainFixture nights =
        new RetrainFixture(dir, "linear-regression", "y", "retrain.gate.test=none");
    for (int d = 0; d < 4; d++) {
      nights.day(d, rows(d, names));
    }
    return nights;
  }

  private static void assertNoControlCharacters(String text) {
    assertFalse(CONTROL.matcher(text).find(), text);
  }

  private Run history() {
    return Run.suffice("retrain", "history", "--set", "retrain.store=" + dir.resolve("store"));
  }

  @Test
  void hostileNamesOfColumnsAreOnlyText() throws IOException {
    RetrainFixture nights = nights("a", ESCAPE, SCRIPT, IMAGE, FORMULA, "a b\tforged: line");
    Run first = nights.run().good();
    Run second = nights.day(4, rows(9, "a", ESCAPE, SCRIPT, IMAGE, FORMULA, "other")).run();
    for (Run run : List.of(first, second, history().good())) {
      assertNoControlCharacters(run.out());
      assertNoControlCharacters(run.err());
      assertFalse(run.out().contains("\nforged"), run.out());
      assertFalse(run.err().contains("\nforged"), run.err());
    }
    assertEquals(3, second.exitCode() | 1, second.err()); // the columns changed: 2 or 3
    for (String name : Samples.tree(nights.store().resolve("models"))) {
      assertTrue(name.matches("v000001(/[A-Za-z_.]+)?"), name);
    }
    String page = Files.readString(nights.store().resolve("models/v000001/report.html"));
    assertFalse(page.contains(SCRIPT), "escaped");
    assertFalse(page.contains("<img"), "escaped");
    assertFalse(page.contains("\u001b"), "escaped");
    for (String file : Samples.tree(nights.store())) {
      if (file.endsWith(".json")) {
        assertNoControlCharacters(Files.readString(nights.store().resolve(file)));
      }
    }
  }

  @Test
  void hostileNamesOfPartitionsAreNeverPaths() {
    RetrainFixture nights = nights("a");
    for (String name : List.of("day=" + ESCAPE, "day=2026-08-01\n2026", "day=..", "day=%2e%2e")) {
      Samples.write(dir.resolve("data").resolve(name).resolve("part.csv"), rows(1, "a"));
      Samples.write(dir.resolve("data").resolve(name).resolve("_SUCCESS"), "");
    }
    Run run = nights.run();
    assertNoControlCharacters(run.out());
    assertNoControlCharacters(run.err());
    assertTrue(run.exitCode() == 0 || run.exitCode() == 2 || run.exitCode() == 3, run.err());
    for (String name : Samples.tree(nights.store())) {
      assertFalse(name.contains("\u001b") || name.contains(".."), name);
    }
  }

  @Test
  void aForgedRecordIsShownAsWhatItIs() {
    RetrainFixture nights = nights("a");
    nights.run().good();
    Samples.write(
        nights.store().resolve("runs/99990101T000000Z-000009.json"),
        "{\"run\":\"x\\u001b[2J\",\"outcome\":\"published\\nforged\",\"version\":\"v9\\r\","
            + "\"message\":\"all is well\\n\\u001b[31mnot\"}");
    Samples.write(nights.store().resolve("runs/99990101T000000Z-000010.json"), "[".repeat(10_000));
    Run history = history().good();
    assertNoControlCharacters(history.out());
    assertFalse(history.out().contains("\nforged"), history.out());
    assertTrue(history.out().contains("unreadable"), history.out());
    nights.day(4, rows(4, "a")).run().good(); // they do not stop the next night
    assertEquals("v000002", nights.current());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../../etc",
        "v000001/../../..",
        "/etc",
        "v000001\u0000",
        "..",
        "file:///etc",
        "v1"
      })
  void noVersionLeadsOutOfTheStore(String version) {
    RetrainFixture nights = nights("a");
    nights.run().good();
    Run rollback =
        Run.suffice(
            "retrain", "rollback", "--set", "retrain.store=" + nights.store(), "--to", version);
    assertEquals(2, rollback.exitCode(), rollback.err());
    Path current = nights.store().resolve("CURRENT");
    String text = Samples.read(current);
    Samples.write(
        current, text.replace("\"v000001\"", "\"" + version.replace("\u0000", "\\u0000") + "\""));
    Run describe = Run.suffice("describe", "--model", nights.store());
    assertEquals(3, describe.exitCode(), describe.err());
    assertTrue(describe.err().contains("CURRENT"), describe.err());
    assertNoControlCharacters(describe.err());
  }

  /** A pointer or record that would fill the memory is cut off before it is parsed. */
  @Test
  void aPointerOfAnySizeIsRefused() {
    RetrainFixture nights = nights("a");
    nights.run().good();
    for (String text : List.of("[".repeat(1 << 20), "{\"a\":\"" + "x".repeat(1 << 22) + "\"}")) {
      Samples.write(nights.store().resolve("CURRENT"), text);
      Run describe = Run.suffice("describe", "--model", nights.store());
      assertEquals(3, describe.exitCode(), describe.err());
      assertEquals(1, describe.err().lines().count(), describe.err());
      assertTrue(describe.err().length() < 1000, "short");
    }
  }

  @Test
  void secretsOfSparkAndHadoopStayOutOfEverythingThatIsWritten() throws IOException {
    String canary = "c4n4ry-9d1f";
    RetrainFixture nights = nights("a");
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("spark.master", "local[2]");
    properties.put("spark.hadoop.fs.s3a.secret.key", canary);
    properties.put("spark.authenticate.secret", canary);
    List<Object> words = new java.util.ArrayList<>(List.of("retrain"));
    for (String setting :
        List.of(
            "retrain.store=" + nights.store(),
            "retrain.input=" + dir.resolve("data") + "/day=*",
            "retrain.algorithm=linear-regression",
            "data.label=y",
            "execution=cluster")) {
      words.addAll(List.of("--set", setting));
    }
    Run run = Run.with(properties, words.toArray()).good();
    assertFalse((run.out() + run.err()).contains(canary), "in what is printed");
    assertFalse(history().good().out().contains(canary), "in the history");
    try (Stream<Path> files = Files.walk(dir)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        assertFalse(text.contains(canary), file.toString());
      }
    }
  }

  /** What the settings for Spark that come with the project promise. */
  @Test
  void sparkIsSetToTellAndToTakeLittle() throws IOException {
    Map<String, String> settings = new LinkedHashMap<>();
    for (String line : Files.readAllLines(Path.of("../conf/spark-defaults.conf"))) {
      if (!line.isBlank() && !line.startsWith("#")) {
        String[] words = line.split("\\s+", 2);
        settings.put(words[0], words[1]);
      }
    }
    assertEquals("false", settings.get("spark.ui.killEnabled"));
    assertEquals("false", settings.get("spark.master.rest.enabled"));
    assertEquals("zstd", settings.get("spark.io.compression.codec"));
    assertEquals("true", settings.get("spark.worker.cleanup.enabled"));
    assertEquals("AES/GCM/NoPadding", settings.get("spark.network.crypto.cipher"));
    Pattern redacted = Pattern.compile(settings.get("spark.redaction.regex"));
    for (String name :
        List.of(
            "spark.hadoop.fs.s3a.secret.key",
            "spark.hadoop.fs.s3a.access.key",
            "spark.authenticate.secret",
            "spark.hadoop.fs.azure.account.key.x",
            "javax.net.ssl.trustStorePassword",
            "spark.hadoop.fs.s3a.session.token")) {
      assertTrue(redacted.matcher(name).find(), name);
    }
    for (Map.Entry<String, String> setting : settings.entrySet()) {
      assertFalse(
          setting.getKey().matches("(?i).*(secret|password|token).*"),
          "no secret is kept in it: " + setting.getKey());
    }
  }
}
