package org.suffice.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.suffice.Failure;
import org.suffice.read.Column;
import org.suffice.read.DatePart;
import org.suffice.read.Schema;
import org.suffice.read.Text;
import org.suffice.storage.Storage;

/**
 * A model on a file system: {@code model.json}, {@code model.safetensors}, {@code report.html} and
 * {@code _SUCCESS}. It is written aside and published by one rename, so that readers see the whole
 * model or none. {@code model.json} holds the SHA-256 of the arrays, {@code _SUCCESS} that of
 * {@code model.json}; readers refuse a directory in which either does not match.
 */
public final class ModelDirectory {
  /** The version of the format that this code writes, and the newest that it reads. */
  public static final int FORMAT_VERSION = 1;

  private static final String JSON = "model.json";
  private static final String ARRAYS = "model.safetensors";
  private static final String REPORT = "report.html";
  private static final String SUCCESS = "_SUCCESS";
  private static final int MAX_BYTES = 1 << 30;

  private ModelDirectory() {}

  /**
   * Checks, before work begins, that a model may be written there.
   *
   * @throws Failure when something is there and may not be replaced
   */
  public static void requireWritable(String directory, boolean overwrite) {
    Storage storage = Storage.of(directory);
    try {
      Optional<Storage.Entry> existing = storage.find(directory);
      if (existing.isEmpty()) {
        return;
      }
      if (!overwrite) {
        throw Failure.usage(directory + " exists; give another --model, or --overwrite");
      }
      boolean ours =
          existing.get().isDirectory() && storage.find(directory + "/" + JSON).isPresent();
      if (!ours) {
        throw Failure.usage(directory + " exists and is not a model; it is not overwritten");
      }
    } catch (IOException e) {
      throw Failure.data("cannot look at " + directory + ": " + e.getMessage(), e);
    }
  }

  /**
   * Publishes a model.
   *
   * @param report the page for people
   * @param overwrite whether a model that is there may be replaced
   * @throws Failure when it cannot be written; nothing is then left behind
   */
  public static void write(String directory, LinearModel model, String report, boolean overwrite) {
    requireWritable(directory, overwrite);
    Storage storage = Storage.of(directory);
    String target = storage.absolute(directory);
    String aside =
        Storage.parent(target)
            + "/."
            + Storage.name(target)
            + ".writing-"
            + ProcessHandle.current().pid();
    List<String> made =
        new ArrayList<>(); // directories above that are not there yet, deepest first
    byte[] arrays = model.tensors().toBytes();
    byte[] json = Json.pretty(describe(model, arrays)).getBytes(StandardCharsets.UTF_8);
    try {
      storage.delete(aside);
      for (String above = Storage.parent(target);
          storage.find(above).isEmpty();
          above = Storage.parent(above)) {
        made.add(above);
      }
      storage.makeDirectories(aside);
      writeFile(storage, aside + "/" + ARRAYS, arrays);
      writeFile(storage, aside + "/" + JSON, json);
      writeFile(storage, aside + "/" + REPORT, report.getBytes(StandardCharsets.UTF_8));
      writeFile(
          storage,
          aside + "/" + SUCCESS,
          (JSON + " sha256 " + sha256(json) + "\n").getBytes(StandardCharsets.US_ASCII));
      publish(storage, aside, target);
    } catch (IOException e) {
      try {
        storage.delete(aside);
        for (String above : made) {
          if (storage.find(above).isPresent() && storage.list(above).isEmpty()) {
            storage.delete(above);
          }
        }
      } catch (IOException left) {
        e.addSuppressed(left);
      }
      throw Failure.data("cannot write the model to " + directory + ": " + e, e);
    }
  }

  /** One rename; an old model is moved out of the way first and put back if the rename fails. */
  private static void publish(Storage storage, String aside, String target) throws IOException {
    if (storage.find(target).isEmpty()) {
      storage.rename(aside, target);
      return;
    }
    String old = aside.replace(".writing-", ".replaced-");
    storage.delete(old);
    storage.rename(target, old);
    try {
      storage.rename(aside, target);
    } catch (IOException e) {
      storage.rename(old, target);
      throw e;
    }
    storage.delete(old);
  }

  private static void writeFile(Storage storage, String path, byte[] bytes) throws IOException {
    try (OutputStream out = storage.create(path)) {
      out.write(bytes);
    }
  }

  private static ObjectNode describe(LinearModel model, byte[] arrays) {
    ObjectNode json = Json.object();
    json.put("format", "suffice-model");
    json.put("formatVersion", FORMAT_VERSION);
    json.put("algorithm", model.algorithm());
    ObjectNode schema = json.putObject("schema");
    ArrayNode features = schema.putArray("features");
    for (Column column : model.schema().features()) {
      ObjectNode node = features.addObject();
      node.put("name", column.name());
      node.put("kind", column.kind().name());
      if (column.kind() == Column.Kind.CATEGORICAL) {
        ArrayNode levels = node.putArray("levels");
        column.levels().forEach(levels::add);
      }
      if (column.degree() > 1) {
        node.put("degree", column.degree());
      }
      if (column.kind() == Column.Kind.DATE) {
        ArrayNode parts = node.putArray("parts");
        column.parts().forEach(part -> parts.add(part.key()));
      }
    }
    schema.put("label", model.schema().label());
    model.schema().weight().ifPresent(name -> schema.put("weight", name));
    json.set("fit", model.details());
    TrainingRecord record = model.record();
    ObjectNode options = json.putObject("options");
    record.options().forEach(options::put);
    ObjectNode rows = json.putObject("rows");
    record.account().forEach(rows::put);
    ArrayNode warnings = json.putArray("warnings");
    record.warnings().forEach(warnings::add);
    ObjectNode provenance = json.putObject("provenance");
    record.provenance().forEach(provenance::put);
    ObjectNode file = json.putObject("arrays");
    file.put("file", ARRAYS);
    file.put("bytes", arrays.length);
    file.put("sha256", sha256(arrays));
    return json;
  }

  /**
   * Reads a model.
   *
   * @throws Failure when there is none, it is not complete, or a hash does not match
   */
  public static LinearModel read(String directory) {
    Storage storage = Storage.of(directory);
    try {
      if (storage.find(directory).isEmpty()) {
        throw Failure.data("there is no model at " + directory);
      }
      if (storage.find(directory + "/" + SUCCESS).isEmpty()) {
        throw Failure.data(directory + " holds no complete model: there is no " + SUCCESS);
      }
      byte[] json = readFile(storage, directory + "/" + JSON);
      String success =
          new String(readFile(storage, directory + "/" + SUCCESS), StandardCharsets.UTF_8).strip();
      if (!success.equals(JSON + " sha256 " + sha256(json))) {
        throw Failure.data(directory + "/" + JSON + " was changed after it was written");
      }
      return parse(storage, directory, Json.parse(json));
    } catch (IOException e) {
      throw Failure.data("cannot read the model at " + directory + ": " + e.getMessage(), e);
    } catch (IllegalArgumentException | IndexOutOfBoundsException | ArithmeticException e) {
      throw Failure.data("the model at " + directory + " is not well-formed: " + e.getMessage(), e);
    }
  }

  private static LinearModel parse(Storage storage, String directory, JsonNode json)
      throws IOException {
    int version = json.path("formatVersion").asInt();
    if (!json.path("format").asText().equals("suffice-model") || version > FORMAT_VERSION) {
      throw Failure.data(
          directory
              + " is not a model that this version reads: format "
              + Text.show(json.path("format").asText())
              + " version "
              + version);
    }
    byte[] arrays = readFile(storage, directory + "/" + ARRAYS);
    if (!sha256(arrays).equals(json.path("arrays").path("sha256").asText())) {
      throw Failure.data(directory + "/" + ARRAYS + " does not match the hash in " + JSON);
    }
    List<Column> features = new ArrayList<>();
    for (JsonNode column : json.path("schema").path("features")) {
      List<String> levels = new ArrayList<>();
      column.path("levels").forEach(level -> levels.add(level.asText()));
      List<DatePart> parts = new ArrayList<>();
      column
          .path("parts")
          .forEach(
              part ->
                  parts.add(
                      DatePart.named(part.asText())
                          .orElseThrow(
                              () ->
                                  Failure.data(
                                      "unknown part of a date: " + Text.show(part.asText())))));
      features.add(
          new Column(
              column.path("name").asText(),
              Column.Kind.valueOf(column.path("kind").asText()),
              levels,
              parts,
              column.path("degree").asInt(1)));
    }
    JsonNode weight = json.path("schema").path("weight");
    Schema schema =
        new Schema(
            features,
            json.path("schema").path("label").asText(),
            weight.isMissingNode() ? Optional.empty() : Optional.of(weight.asText()));
    List<String> warnings = new ArrayList<>();
    json.path("warnings").forEach(warning -> warnings.add(warning.asText()));
    Map<String, Long> rows = new LinkedHashMap<>();
    json.path("rows").properties().forEach(e -> rows.put(e.getKey(), e.getValue().asLong()));
    TrainingRecord record =
        new TrainingRecord(
            texts(json.path("options")), rows, warnings, texts(json.path("provenance")));
    String algorithm = json.path("algorithm").asText();
    if (algorithm.equals(LinearModel.ALGORITHM)) {
      return LinearModel.read(schema, record, json.path("fit"), Tensors.fromBytes(arrays));
    }
    throw Failure.data(directory + ": unknown algorithm " + Text.show(algorithm));
  }

  private static Map<String, String> texts(JsonNode object) {
    Map<String, String> texts = new LinkedHashMap<>();
    object.properties().forEach(e -> texts.put(e.getKey(), e.getValue().asText()));
    return texts;
  }

  private static byte[] readFile(Storage storage, String path) throws IOException {
    Optional<Storage.Entry> entry = storage.find(path);
    if (entry.isEmpty()) {
      throw Failure.data("the model is not complete: there is no " + path);
    }
    if (entry.get().length() > MAX_BYTES) {
      throw Failure.data(
          path + " is larger than a model can be: " + entry.get().length() + " bytes");
    }
    try (InputStream in = storage.open(path, 0)) {
      return in.readNBytes(MAX_BYTES);
    }
  }

  /** The SHA-256 in hexadecimal. */
  public static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
