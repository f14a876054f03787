package org.suffice.train;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.suffice.block.Block;
import org.suffice.block.DenseBlock;
import org.suffice.model.Json;
import org.suffice.pass.LocalBlocks;
import org.suffice.read.Column;
import org.suffice.read.CsvDialect;
import org.suffice.read.CsvPlan;
import org.suffice.read.FeatureEncoder;
import org.suffice.read.Schema;

/**
 * Golden results of classes with the data they were computed from: numbers, and a label that is one
 * of the classes of the file. Rows with an empty field are left out.
 */
record ClassGolden(
    String name,
    JsonNode json,
    List<String> features,
    List<String> classes,
    double[] x,
    double[] labels) {
  private static final int ROWS = 1000;

  static ClassGolden of(String name) {
    try {
      JsonNode json = Json.parse(resource("/golden/" + name + ".json"));
      List<String> features = texts(json.path("features"));
      return read(
          name, json, json.path("dataset").asText(), json.path("target").asText(), features);
    } catch (IOException e) {
      throw new AssertionError(name, e);
    }
  }

  /** Data without results. */
  static ClassGolden data(String file, String target, String... features) {
    try {
      return read(file, null, file, target, List.of(features));
    } catch (IOException e) {
      throw new AssertionError(file, e);
    }
  }

  private static ClassGolden read(
      String name, JsonNode json, String file, String target, List<String> features)
      throws IOException {
    String[] lines =
        new String(resource("/golden/data/" + file), StandardCharsets.UTF_8).split("\r?\n");
    List<String> header = CsvPlan.headerCells(CsvDialect.DEFAULT, lines[0], "rows.csv line 1");
    List<double[]> rows = new ArrayList<>();
    List<String> labels = new ArrayList<>();
    List<String> named = json != null && json.has("classes") ? texts(json.path("classes")) : null;
    for (int i = 1; i < lines.length; i++) {
      List<String> cells = CsvPlan.headerCells(CsvDialect.DEFAULT, lines[i], "rows.csv line 1");
      String label = cells.get(header.indexOf(target));
      if (features.stream().noneMatch(f -> isMissing(cells.get(header.indexOf(f))))
          && !isMissing(label)
          && (named == null || named.contains(label))) {
        rows.add(
            features.stream().mapToDouble(f -> number(cells.get(header.indexOf(f)))).toArray());
        labels.add(label);
      }
    }
    List<String> classes = named != null ? named : labels.stream().distinct().sorted().toList();
    return new ClassGolden(
        name,
        json,
        features,
        classes,
        rows.stream().flatMapToDouble(Arrays::stream).toArray(),
        labels.stream().mapToDouble(classes::indexOf).toArray());
  }

  private static boolean isMissing(String cell) {
    return cell.isEmpty() || cell.equals("NA");
  }

  /** Yes and No are 1 and 0 in the golden results. */
  private static double number(String cell) {
    return cell.equals("Yes") ? 1 : cell.equals("No") ? 0 : Double.parseDouble(cell);
  }

  private static byte[] resource(String path) throws IOException {
    try (InputStream in = ClassGolden.class.getResourceAsStream(path)) {
      assertNotNull(in, "golden file is missing: " + path);
      byte[] bytes = in.readAllBytes();
      if (!path.endsWith(".gz")) {
        return bytes;
      }
      try (InputStream unzipped = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
        return unzipped.readAllBytes();
      }
    }
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(node -> texts.add(node.asText()));
    return texts;
  }

  int numRows() {
    return labels.length;
  }

  JsonNode results() {
    return json.path("results");
  }

  /** The numbers of nested arrays, row after row. */
  static double[] numbers(JsonNode array) {
    if (array.isNumber()) {
      return new double[] {array.doubleValue()};
    }
    if (!array.isArray() || array.isEmpty()) {
      throw new AssertionError("no numbers: " + array);
    }
    List<double[]> parts = new ArrayList<>();
    array.forEach(node -> parts.add(numbers(node)));
    return parts.stream().flatMapToDouble(Arrays::stream).toArray();
  }

  Schema schema() {
    return new Schema(features.stream().map(Column::numeric).toList(), "class", Optional.empty());
  }

  FeatureEncoder encoder() {
    return new FeatureEncoder(schema().features());
  }

  /** The same data with another column, and without those results. */
  ClassGolden with(String feature, double[] values) {
    int d = features.size();
    double[] wider = new double[numRows() * (d + 1)];
    for (int i = 0; i < numRows(); i++) {
      System.arraycopy(x, i * d, wider, i * (d + 1), d);
      wider[i * (d + 1) + d] = values[i];
    }
    List<String> names = new ArrayList<>(features);
    names.add(feature);
    return new ClassGolden(name, null, List.copyOf(names), classes, wider, labels);
  }

  /** Some of the rows. */
  ClassGolden rows(int... which) {
    int d = features.size();
    double[] some = new double[which.length * d];
    for (int i = 0; i < which.length; i++) {
      System.arraycopy(x, which[i] * d, some, i * d, d);
    }
    return new ClassGolden(
        name,
        null,
        features,
        classes,
        some,
        Arrays.stream(which).mapToDouble(i -> labels[i]).toArray());
  }

  double[] column(String feature) {
    int d = features.size();
    int j = features.indexOf(feature);
    double[] values = new double[numRows()];
    Arrays.setAll(values, i -> x[i * d + j]);
    return values;
  }

  Block block(int from, int to) {
    int d = features.size();
    return DenseBlock.of(
        d, Arrays.copyOfRange(x, from * d, to * d), Arrays.copyOfRange(labels, from, to), null);
  }

  Block block() {
    return block(0, numRows());
  }

  LocalBlocks data() {
    List<List<Block>> partitions = new ArrayList<>();
    for (int from = 0; from < numRows(); from += ROWS) {
      partitions.add(List.of(block(from, Math.min(numRows(), from + ROWS))));
    }
    return LocalBlocks.of(partitions, 2);
  }
}
