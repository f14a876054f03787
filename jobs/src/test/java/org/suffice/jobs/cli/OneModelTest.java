package org.suffice.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.suffice.jobs.read.ParquetFiles;
import org.suffice.model.Json;

/**
 * One table, one model: whatever the format, the cut into 1 to 64 partitions, the order of the rows
 * and the BLAS.
 *
 * <p>The models are compared by the SHA-256 of {@code model.safetensors}, names apart: the file
 * holds arrays alone, by place, and no name of a column. The columns of CSV and Parquet are called
 * f1, f2, … all the same, as LIBSVM numbers them, so that {@code model.json} agrees as well.
 */
final class OneModelTest {
  private static final int ROWS = 4200;
  private static final int FEATURES = 7;
  private static final int[] PARTITIONS = {1, 2, 5, 17, 64};
  private static final List<String> FORMATS =
      List.of("csv", "dense.libsvm", "sparse.libsvm", "parquet");
  private static final List<String> ORDERS = List.of("sorted", "shuffled");

  @TempDir Path dir;

  /** Rows of columns that plain sums would round each in its own way; the label is last. */
  private static List<double[]> rows(Random random) {
    List<double[]> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      double[] row = {
        random.nextGaussian(),
        1.7e12 + 60_000.0 * i,
        random.nextInt(10) == 0 ? random.nextGaussian() : 0,
        random.nextGaussian() * Math.pow(10, random.nextInt(60) - 30),
        random.nextInt(3),
        random.nextBoolean() ? 0.1 : 1e100,
        random.nextInt(1000) / 8.0,
        0
      };
      row[FEATURES] = 3 * row[0] - 2e-9 * row[1] + row[2] + random.nextGaussian();
      rows.add(row);
    }
    return rows;
  }

  private static String text(List<double[]> rows, String format) {
    StringBuilder text = new StringBuilder();
    for (int j = 1; format.equals("csv") && j <= FEATURES; j++) {
      text.append('f').append(j).append(j < FEATURES ? "," : ",label\n");
    }
    for (double[] row : rows) {
      if (format.equals("csv")) {
        for (int j = 0; j <= FEATURES; j++) {
          text.append(row[j]).append(j < FEATURES ? ',' : '\n');
        }
        continue;
      }
      text.append(row[FEATURES]);
      for (int j = 0; j < FEATURES; j++) {
        if (row[j] != 0 || format.startsWith("dense")) {
          text.append(' ').append(j + 1).append(':').append(row[j]);
        }
      }
      text.append('\n');
    }
    return text.toString();
  }

  private static Path file(Path dir, String order, String format, int partitions) {
    return dir.resolve(order + (format.equals("parquet") ? partitions : "") + "." + format);
  }

  private static void write(Path dir, String order, List<double[]> rows) {
    StringBuilder schema = new StringBuilder();
    for (int j = 1; j <= FEATURES; j++) {
      schema.append("required double f").append(j).append("; ");
    }
    schema.append("required double label;");
    for (String format : FORMATS.subList(0, 3)) {
      Samples.write(file(dir, order, format, 0), text(rows, format));
    }
    for (int partitions : PARTITIONS) { // each row group is one
      ParquetFiles.write(
          file(dir, order, "parquet", partitions),
          schema.toString(),
          ParquetFiles.Layout.SIMPLE.withGroups((ROWS + partitions - 1) / partitions),
          ROWS,
          (group, i) -> {
            for (int j = 0; j <= FEATURES; j++) {
              group.add(j, rows.get(i)[j]);
            }
          });
    }
  }

  /** Trains on a file cut into so many partitions; the name of the BLAS and the hash. */
  private static List<String> train(Path dir, String order, String format, int partitions)
      throws IOException {
    Path file = file(dir, order, format, partitions);
    Path model = dir.resolve("model-" + ProcessHandle.current().pid());
    long bytes = (Files.size(file) + partitions - 1) / partitions;
    Run.suffice(
            "train",
            "linear-regression",
            "--data",
            file,
            "--label",
            "label",
            "--set",
            "data.split-bytes=" + Math.max(4096, bytes), // Parquet is cut by row groups anyway
            "--model",
            model,
            "--overwrite")
        .good();
    JsonNode facts = Json.parse(Files.readAllBytes(model.resolve("model.json"))).get("provenance");
    assertEquals(partitions, facts.get("partitions").asInt(), order + " " + format);
    byte[] arrays = Files.readAllBytes(model.resolve("model.safetensors"));
    return List.of(facts.get("blas").asText(), sha256(arrays));
  }

  /** The hash of the arrays by order, format and number of partitions; and the BLAS. */
  private static TreeMap<String, String> hashes(Path dir) throws IOException {
    TreeMap<String, String> hashes = new TreeMap<>();
    for (String order : ORDERS) {
      for (String format : FORMATS) {
        for (int partitions : PARTITIONS) {
          List<String> trained = train(dir, order, format, partitions);
          hashes.put("blas", trained.get(0));
          hashes.put(order + " " + format + " " + partitions, trained.get(1));
        }
      }
    }
    return hashes;
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /** In a JVM of its own, for a JVM chooses its BLAS once. */
  public static void main(String[] arguments) throws IOException {
    hashes(Path.of(arguments[0])).forEach((name, hash) -> System.out.println(name + "=" + hash));
  }

  private TreeMap<String, String> hashesInPureJava() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-Xmx512m",
                "-Dsuffice.blas=java",
                "-cp",
                System.getProperty("java.class.path"),
                OneModelTest.class.getName(),
                dir.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), output);
    assertEquals(0, process.exitValue(), output);
    TreeMap<String, String> hashes = new TreeMap<>();
    output.lines().forEach(l -> hashes.put(l.replaceAll("=.*", ""), l.replaceAll("^.*=", "")));
    return hashes;
  }

  @Test
  void oneHash() throws Exception {
    long seed = new Random().nextLong();
    List<double[]> rows = rows(new Random(seed));
    write(dir, "sorted", rows);
    Collections.shuffle(rows, new Random(seed));
    write(dir, "shuffled", rows);

    TreeMap<String, String> hashes = hashes(dir);
    TreeMap<String, String> java = hashesInPureJava();
    String blas = hashes.remove("blas");
    assertNotEquals(blas, java.remove("blas"), "two BLAS are compared");
    assertEquals(ORDERS.size() * FORMATS.size() * PARTITIONS.length, hashes.size());
    assertEquals(1, new TreeSet<>(hashes.values()).size(), "seed " + seed + ": " + hashes);
    assertEquals(hashes, java, "seed " + seed);

    // A hash that did not see one value in 29,400 move by a millionth would prove nothing.
    rows.get(17)[0] += 1e-6;
    Path other = dir.resolve("other");
    write(other, "shuffled", rows);
    assertNotEquals(
        hashes.get("shuffled csv 1"), train(other, "shuffled", "csv", 1).get(1), "seed " + seed);
  }
}
