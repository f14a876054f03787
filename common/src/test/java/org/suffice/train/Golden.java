package org.suffice.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.suffice.block.Block;
import org.suffice.block.BlockBuilder;
import org.suffice.model.Json;
import org.suffice.pass.LocalBlocks;
import org.suffice.read.Column;
import org.suffice.read.CsvDialect;
import org.suffice.read.CsvPlan;
import org.suffice.read.FeatureEncoder;
import org.suffice.read.LevelSets;
import org.suffice.read.RowPlan;
import org.suffice.read.Schema;

/**
 * One file of golden results with the data it was computed from, read by the project's own reader.
 * A file that is missing fails the test.
 */
final class Golden {
  /** Added to the data where the file names an expression of row weights. */
  private static final String WEIGHT = "(weight)";

  private final String name;
  private final JsonNode json;
  private Schema schema;
  private List<Block> blocks;

  private Golden(String name, JsonNode json) {
    this.name = name;
    this.json = json;
  }

  static Golden of(String name) {
    try {
      Golden golden = new Golden(name, Json.parse(resource("/golden/" + name + ".json")));
      golden.read();
      return golden;
    } catch (IOException e) {
      throw new AssertionError(name, e);
    }
  }

  private static byte[] resource(String path) throws IOException {
    try (InputStream in = Golden.class.getResourceAsStream(path)) {
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

  JsonNode json() {
    return json;
  }

  JsonNode results() {
    return json.path("results");
  }

  /** A number that must be there; null in the file is NaN. */
  static double number(JsonNode node, String what) {
    if (node.isNull()) {
      return Double.NaN;
    }
    if (!node.isNumber()) {
      throw new AssertionError("no number " + what + " in the golden file: " + node);
    }
    return node.doubleValue();
  }

  double number(String field) {
    return number(results().path(field), name + " " + field);
  }

  double[] numbers(String field) {
    JsonNode array = results().path(field);
    if (!array.isArray() || array.isEmpty()) {
      throw new AssertionError("no numbers " + field + " in " + name);
    }
    double[] values = new double[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = number(array.get(i), name + " " + field + "[" + i + "]");
    }
    return values;
  }

  boolean intercept() {
    return json.path("intercept").asBoolean();
  }

  List<String> names() {
    List<String> names = new ArrayList<>();
    results().path("names").forEach(node -> names.add(node.asText()));
    return names;
  }

  Schema schema() {
    return schema;
  }

  FeatureEncoder encoder() {
    return new FeatureEncoder(schema.features());
  }

  List<Block> blocks() {
    return blocks;
  }

  /** The blocks dealt out to a few partitions. */
  LocalBlocks data() {
    List<List<Block>> partitions = new ArrayList<>();
    for (Block block : blocks) {
      partitions.add(List.of(block));
    }
    return LocalBlocks.of(partitions, 2);
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(node -> texts.add(node.asText()));
    return texts;
  }

  private void read() throws IOException {
    String dataset = json.path("dataset").asText();
    byte[] bytes = resource("/golden/data/" + dataset);
    List<String> lines =
        new ArrayList<>(List.of(new String(bytes, StandardCharsets.UTF_8).split("\r?\n")));
    if (json.path("rows").asText().equals("first 8")) {
      lines = lines.subList(0, 9);
    }
    List<String> features = texts(json.path("numeric_features"));
    Set<String> categorical = new LinkedHashSet<>(texts(json.path("categorical_features")));
    for (String feature : texts(json.path("features"))) {
      int equals = feature.indexOf('=');
      if (equals < 0) {
        features.add(feature);
      } else {
        categorical.add(feature.substring(0, equals));
      }
    }
    features.addAll(categorical);
    List<String> known = CsvPlan.headerCells(CsvDialect.DEFAULT, lines.get(0), "rows.csv line 1");
    List<String> derived = new ArrayList<>(features);
    derived.removeAll(known);
    String weights = json.path("weights").asText();
    if (!weights.isEmpty()) {
      derived.add(WEIGHT);
    }
    List<String> columns = new ArrayList<>(known);
    columns.addAll(derived);
    List<String> rows = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      List<String> cells = CsvPlan.headerCells(CsvDialect.DEFAULT, line, "rows.csv line 1");
      Map<String, String> row = new LinkedHashMap<>();
      for (int i = 0; i < known.size(); i++) {
        row.put(known.get(i), cells.get(i));
      }
      StringBuilder longer = new StringBuilder(line);
      for (String column : derived) {
        longer.append(',').append(column.equals(WEIGHT) ? weight(weights, row) : cell(column, row));
      }
      rows.add(longer.toString());
    }
    parse(columns, rows, features, categorical, !weights.isEmpty());
  }

  private static double weight(String expression, Map<String, String> row) {
    boolean inverse = expression.startsWith("1/");
    double value = Double.parseDouble(row.get(inverse ? expression.substring(2) : expression));
    return inverse ? 1 / value : value;
  }

  /** The columns that the rank deficient sets add to the data. */
  private static double cell(String column, Map<String, String> row) {
    return switch (column) {
      case "five" -> 5;
      case "wt_copy" -> Double.parseDouble(row.get("wt"));
      case "disp_plus_hp" ->
          Double.parseDouble(row.get("disp")) + Double.parseDouble(row.get("hp"));
      default -> throw new AssertionError("no column " + column);
    };
  }

  private void parse(
      List<String> columns,
      List<String> rows,
      List<String> features,
      Set<String> categorical,
      boolean weighted) {
    LevelSets levels =
        new LevelSets(CsvDialect.DEFAULT, columns, new HashSet<>(categorical), Set.of(), 1_000);
    for (String row : rows) {
      byte[] bytes = row.getBytes(StandardCharsets.UTF_8);
      levels.add(bytes, 0, bytes.length);
    }
    schema =
        new Schema(
            features.stream()
                .map(
                    feature ->
                        categorical.contains(feature)
                            ? Column.categorical(feature, levels.levels(feature))
                            : Column.numeric(feature))
                .toList(),
            json.path("target").asText(),
            weighted ? Optional.of(WEIGHT) : Optional.empty());
    RowPlan rowPlan = new RowPlan(encoder(), RowPlan.Missing.DROP, RowPlan.UnseenLevel.ERROR, null);
    CsvPlan plan = CsvPlan.of(CsvDialect.DEFAULT, columns, null, schema, rowPlan, true, List.of());
    BlockBuilder builder = new BlockBuilder(plan.newParser(), 0, false);
    blocks = new ArrayList<>();
    long at = 0;
    for (String row : rows) {
      byte[] bytes = row.getBytes(StandardCharsets.UTF_8);
      builder.add(bytes, 0, bytes.length, at, at);
      at += bytes.length + 1;
      if (builder.isFull()) {
        blocks.add(builder.build());
      }
    }
    if (!builder.isEmpty()) {
      blocks.add(builder.build());
    }
    assertEquals(0, blocks.stream().mapToLong(block -> block.account().rejected()).sum(), name);
  }
}
