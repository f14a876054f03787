package org.suffice.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.compress.BZip2Codec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.suffice.model.Json;
import org.suffice.model.ModelDirectory;

/**
 * What a small file may ask of the machine: everything beyond all measure is refused by one line,
 * within 30 seconds, by a JVM with 512 MiB.
 */
class BoundsTest {
  private static final int SECONDS = 30;
  private static final int MIB = 1 << 20;

  @TempDir Path dir;

  private void refused(int code, String message, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(Suffice.class.getName());
    command.addAll(Arrays.asList(arguments));
    Path out = Files.createTempFile(dir, "out", "");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile()).start();
    boolean ended = process.waitFor(SECONDS, TimeUnit.SECONDS);
    process.destroyForcibly().waitFor();
    String text = Files.readString(out, StandardCharsets.UTF_8);
    assertTrue(ended, "not done after " + SECONDS + " s: " + text);
    List<String> lines = text.lines().filter(line -> line.startsWith("suffice: ")).toList();
    assertEquals(1, lines.size(), text);
    assertTrue(Pattern.compile(message).matcher(lines.get(0)).find(), lines.get(0));
    assertTrue(lines.get(0).length() < 1000, lines.get(0));
    assertFalse(text.contains("\tat "), text);
    assertEquals(code, process.exitValue(), text);
  }

  private void refusedToTrain(Path data, String message, String... more) throws Exception {
    List<String> arguments =
        new ArrayList<>(List.of("train", "linear-regression", "--data", data.toString()));
    arguments.addAll(List.of("--label", "y", "--model", dir.resolve("model").toString()));
    arguments.addAll(Arrays.asList(more));
    refused(3, message, arguments.toArray(String[]::new));
    assertFalse(Files.exists(dir.resolve("model")));
  }

  /** A file of a start and so many MiB of a repeated piece, plain or compressed by its name. */
  private Path repeated(String name, String start, String piece, int mebibytes) throws IOException {
    Path file = dir.resolve(name);
    byte[] chunk = piece.repeat(MIB / piece.length()).getBytes(StandardCharsets.UTF_8);
    try (OutputStream out = compressed(name, Files.newOutputStream(file))) {
      out.write(start.getBytes(StandardCharsets.UTF_8));
      for (int i = 0; i < mebibytes; i++) {
        out.write(chunk);
      }
    }
    return file;
  }

  private static OutputStream compressed(String name, OutputStream out) throws IOException {
    if (name.endsWith(".gz")) {
      return new GZIPOutputStream(out, MIB);
    }
    if (name.endsWith(".bz2")) {
      BZip2Codec codec = new BZip2Codec();
      codec.setConf(new Configuration(false));
      return codec.createOutputStream(out);
    }
    return out;
  }

  @Test
  void compressedBombs() throws Exception {
    refusedToTrain(repeated("zeros.csv.gz", "x,y\n", "0", 300), "a line longer than");
    refusedToTrain(repeated("rows.csv.gz", "x,y\n", "1,2\n", 80), "expands more than 1000 times");
    refusedToTrain(repeated("blank.csv.bz2", "x,y\n", "\n", 80), "expands more than 1000 times");
    refusedToTrain(
        repeated("few.csv.gz", "x,y\n", "1,2\n", 50),
        "max-expanded-bytes",
        "--set",
        "data.max-expanded-bytes=1000000");
  }

  @Test
  void giantLines() throws Exception {
    refusedToTrain(repeated("line.csv", "x,y\n", "1", 100), "line\\.csv.*a line longer than");
    refusedToTrain(repeated("line.csv.gz", "x,y\n", "1", 100), "a line longer than");
    refusedToTrain(repeated("header.csv", "", "x,", 100), "a line longer than");
    refusedToTrain(
        repeated("quote.csv", "x,y\n1,\"", "2,3\n", 100),
        "a line longer than.*quote",
        "--set",
        "data.multiline=true");
    refusedToTrain(repeated("line.libsvm", "1 ", "1:1 ", 100), "a line longer than");
  }

  @Test
  void giantIndexes() throws Exception {
    for (String index : List.of("2147483639", "2147483647", "2147483648", "9".repeat(40))) {
      Path file = Files.writeString(dir.resolve("index.libsvm"), "1 1:2\n2 " + index + ":3\n");
      refusedToTrain(file, "index", "--set", "data.max-features=1000000000");
    }
  }

  @Test
  void unsortedIndexesOfOneLongLine() throws Exception {
    StringBuilder line = new StringBuilder("1");
    for (int index = 110_000; index > 0; index--) {
      line.append(' ').append(index).append(":1");
    }
    line.append("\n");
    Path file = Files.writeString(dir.resolve("unsorted.libsvm"), line.toString().repeat(20));
    refused(
        2,
        "110,000 features need",
        "train",
        "linear-regression",
        "--data",
        file.toString(),
        "--model",
        dir.resolve("model").toString(),
        "--set",
        "data.max-line=2000000");
  }

  @Test
  void manyColumns() throws Exception {
    StringBuilder header = new StringBuilder("y");
    for (int i = 1; i < 100_000; i++) {
      header.append(",c").append(i);
    }
    String row = "1" + ",2".repeat(99_999) + "\n";
    Path file = Files.writeString(dir.resolve("wide.csv"), header + "\n" + row);
    refusedToTrain(file, "100,000 columns, more than data.max-columns=10,000");
    refused(
        2,
        "99,999 features need",
        "train",
        "linear-regression",
        "--data",
        file.toString(),
        "--label",
        "y",
        "--model",
        dir.resolve("model").toString(),
        "--set",
        "data.max-columns=1000000");
  }

  @Test
  void manyLevels() throws Exception {
    Path file = dir.resolve("levels.csv");
    try (var out = Files.newBufferedWriter(file)) {
      out.write("id,y\n");
      for (int i = 0; i < 1_000_000; i++) {
        out.write("id" + i + "," + i % 10 + "\n");
      }
    }
    refusedToTrain(file, "'id'.* levels.*data\\.ignore");
    refused(
        2,
        "1,000,000 features need",
        "train",
        "linear-regression",
        "--data",
        file.toString(),
        "--label",
        "y",
        "--model",
        dir.resolve("model").toString(),
        "--set",
        "data.max-levels=10000000");
  }

  /** A model with another {@code model.safetensors}, and the hashes that belong to it. */
  private Path model(String header, long dataBytes) throws IOException {
    Path model = good();
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    try (RandomAccessFile file =
        new RandomAccessFile(model.resolve("model.safetensors").toFile(), "rw")) {
      file.setLength(0);
      file.write(
          ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(json.length).array());
      file.write(json);
      file.setLength(8 + json.length + dataBytes); // a hole, which reads as zeros
    }
    return model;
  }

  private Path good() throws IOException {
    Path rows = Files.writeString(dir.resolve("rows.csv"), "x,y\n1,2\n2,3\n3,5\n4,4\n");
    Path model = dir.resolve("good");
    Run.suffice(
            "train",
            "linear-regression",
            "--data",
            rows,
            "--label",
            "y",
            "--model",
            model,
            "--overwrite")
        .good();
    return model;
  }

  private static void rehash(Path model) throws IOException {
    ObjectNode json = (ObjectNode) Json.parse(Files.readAllBytes(model.resolve("model.json")));
    String arrays = ModelDirectory.sha256(Files.readAllBytes(model.resolve("model.safetensors")));
    ((ObjectNode) json.get("arrays")).put("sha256", arrays);
    write(model, json);
  }

  private static void write(Path model, ObjectNode json) throws IOException {
    byte[] bytes = Json.pretty(json).getBytes(StandardCharsets.UTF_8);
    Files.write(model.resolve("model.json"), bytes);
    Files.writeString(
        model.resolve("_SUCCESS"), "model.json sha256 " + ModelDirectory.sha256(bytes) + "\n");
  }

  private void refusedToDescribe(Path model, String message) throws Exception {
    refused(3, message, "describe", "--model", model.toString());
  }

  @Test
  void arraysLargerThanTheFile() throws Exception {
    String giant = "{\"dtype\":\"F64\",\"shape\":[1000000000],\"data_offsets\":[0,8000000000]}";
    Path model = model("{\"coefficients\":" + giant + "}", 80);
    rehash(model);
    refusedToDescribe(model, "coefficients' does not fit its description");
    // 2^61 doubles are 0 bytes in 64 bits.
    String wrapped = "{\"dtype\":\"F64\",\"shape\":[2305843009213693952],\"data_offsets\":[0,0]}";
    model = model("{\"coefficients\":" + wrapped + "}", 80);
    rehash(model);
    refusedToDescribe(model, "not well-formed|does not fit");
  }

  @Test
  void arraysThatShareTheirBytes() throws Exception {
    int doubles = 2 * MIB;
    StringBuilder header = new StringBuilder("{");
    for (int i = 0; i < 200; i++) {
      header.append(i == 0 ? "" : ",").append("\"a").append(i).append("\":{\"dtype\":\"F64\",");
      header.append("\"shape\":[").append(doubles).append("],\"data_offsets\":[0,");
      header.append(8L * doubles).append("]}");
    }
    Path model = model(header.append('}').toString(), 8L * doubles);
    rehash(model);
    refusedToDescribe(model, "arrays overlap");
  }

  @Test
  void modelFilesLargerThanTheHeap() throws Exception {
    Path model = model("{}", 900L * MIB);
    refusedToDescribe(model, "model\\.safetensors");
    model = model("{}", 2100L * MIB);
    refusedToDescribe(model, "larger than a model can be");
    model = good();
    try (RandomAccessFile file = new RandomAccessFile(model.resolve("model.json").toFile(), "rw")) {
      file.setLength(900L * MIB);
    }
    refusedToDescribe(model, "model\\.json");
  }

  /** The options that a model remembers are read as settings are, and they are not code. */
  @Test
  void optionsThatReachBeyondThemselves() throws Exception {
    Path secret = Files.writeString(dir.resolve("secret.conf"), "value = [\"canary\"]\n");
    List<String> hostile =
        List.of(
            "[NA]\ninclude file(\"" + secret + "\")", "[".repeat(100_000), "{a=".repeat(100_000));
    Path model = good();
    for (String option : hostile) {
      ObjectNode json = (ObjectNode) Json.parse(Files.readAllBytes(model.resolve("model.json")));
      ((ObjectNode) json.get("options")).put("data.missing-values", option);
      write(model, json);
      String data = dir.resolve("rows.csv").toString();
      Run run = Run.suffice("evaluate", "--data", data, "--model", model);
      assertEquals(2, run.exitCode(), run.err());
      assertFalse(run.err().contains("canary"), run.err());
    }
  }
}
