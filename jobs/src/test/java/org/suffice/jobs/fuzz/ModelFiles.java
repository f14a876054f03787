package org.suffice.jobs.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.suffice.block.DenseBlock;
import org.suffice.jobs.cli.TestSettings;
import org.suffice.model.Json;
import org.suffice.model.LinearModel;
import org.suffice.model.ModelDirectory;
import org.suffice.read.CsvDialect;
import org.suffice.read.CsvPlan;
import org.suffice.read.FeatureEncoder;
import org.suffice.read.Row;
import org.suffice.read.RowParser;
import org.suffice.read.RowPlan;
import org.suffice.report.LinearPage;
import org.suffice.report.LinearSummary;

/**
 * The files of a model, read and, when they are taken for a model, used in every way: a model that
 * is not refused must work.
 */
record ModelFiles(Path directory, byte[] json, byte[] arrays, byte[] success) implements Input {
  /** The same with the hashes that belong to the bytes. */
  ModelFiles rehashed() {
    byte[] hashed = json;
    try {
      JsonNode root = Json.parse(json);
      if (root instanceof ObjectNode object && object.get("arrays") instanceof ObjectNode file) {
        file.put("sha256", ModelDirectory.sha256(arrays));
        hashed = Json.compact(root).getBytes(StandardCharsets.UTF_8);
      }
    } catch (IOException e) {
      hashed = json; // no JSON any more, but what stands there has a hash too
    }
    String line = "model.json sha256 " + ModelDirectory.sha256(hashed) + "\n";
    return new ModelFiles(directory, hashed, arrays, line.getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public void check() throws Exception {
    Files.createDirectories(directory);
    Files.write(directory.resolve("model.json"), json);
    Files.write(directory.resolve("model.safetensors"), arrays);
    Files.write(directory.resolve("_SUCCESS"), success);
    List<LinearModel> read = new ArrayList<>();
    ReadRows.failure(() -> read.add(ModelDirectory.read(directory.toString(), LinearModel.class)));
    if (!read.isEmpty()) {
      checkArrays();
      use(read.get(0));
    }
  }

  /** Arrays lie inside the file, each in a place of its own, and are as large as they say. */
  private void checkArrays() throws IOException {
    ByteBuffer in = ByteBuffer.wrap(arrays).order(ByteOrder.LITTLE_ENDIAN);
    byte[] header = new byte[Math.toIntExact(in.getLong())];
    in.get(header);
    long claimed = 0;
    for (Map.Entry<String, JsonNode> field : Json.parse(header).properties()) {
      if (field.getKey().equals("__metadata__")) {
        continue;
      }
      BigInteger bytes = BigInteger.valueOf(8);
      for (JsonNode extent : field.getValue().path("shape")) {
        bytes =
            bytes.multiply(
                (extent.isNumber() ? extent.decimalValue() : BigDecimal.ZERO).toBigInteger());
      }
      JsonNode offsets = field.getValue().path("data_offsets");
      long length = offsets.path(1).asLong() - offsets.path(0).asLong();
      if (!bytes.equals(BigInteger.valueOf(length))) {
        throw new AssertionError("shape of " + bytes + " bytes taken for " + length);
      }
      claimed += length;
    }
    if (claimed > in.remaining()) {
      throw new AssertionError("arrays overlap: " + claimed + " bytes of " + in.remaining());
    }
  }

  private static void use(LinearModel model) {
    String text = new LinearSummary(model).text();
    for (int i = 0; i < text.length(); i++) {
      if (Character.isISOControl(text.charAt(i)) && text.charAt(i) != '\n') {
        throw new AssertionError(
            String.format("control character in the summary: U+%04x", (int) text.charAt(i)));
      }
    }
    Json.pretty(new LinearSummary(model).json());
    if (LinearPage.html(model).contains("<script>")) {
      throw new AssertionError("a script in the page");
    }
    FeatureEncoder encoder = model.encoder();
    int d = encoder.numFeatures();
    model.predict(new double[d]);
    model.score(DenseBlock.of(d, new double[2 * d], new double[2], null), new double[2]);
    Map<String, String> row = new HashMap<>();
    List<String> names = new ArrayList<>(model.schema().featureNames());
    names.forEach(name -> row.put(name, "1"));
    ReadRows.failure(() -> model.predict(row));
    names.add(model.schema().label());
    ReadRows.failure(() -> parse(model, names));
    ReadRows.failure(() -> TestSettings.data(withPath(model.record().options())));
  }

  private static Map<String, String> withPath(Map<String, String> options) {
    Map<String, String> all = new HashMap<>(options);
    all.put("data.path", "rows.csv");
    return all;
  }

  private static void parse(LinearModel model, List<String> names) {
    RowPlan rows =
        new RowPlan(
            model.encoder(), RowPlan.Missing.MEAN, RowPlan.UnseenLevel.OTHER, model.featureMeans());
    RowParser parser =
        CsvPlan.of(CsvDialect.DEFAULT, names, null, model.schema(), rows, false, List.of())
            .newParser();
    Row row = new Row();
    row.values = new double[parser.numFeatures()];
    for (String cell : List.of("1", "", "2026-11-22", "red")) {
      byte[] line = (cell + ("," + cell).repeat(names.size() - 1)).getBytes(StandardCharsets.UTF_8);
      parser.parse(line, 0, line.length, row);
    }
  }

  @Override
  public String show() {
    return "model.json "
        + Mutator.show(json)
        + "\nmodel.safetensors "
        + Mutator.show(Arrays.copyOf(arrays, Math.min(arrays.length, 4000)))
        + "\n_SUCCESS "
        + Mutator.show(success);
  }
}
