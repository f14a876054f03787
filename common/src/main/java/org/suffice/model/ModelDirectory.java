package org.suffice.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import org.suffice.Failure;
import org.suffice.read.Schema;
import org.suffice.read.Text;

/**
 * A model on a file system: {@code model.json}, {@code model.safetensors}, {@code report.html} and
 * {@code _SUCCESS}, published whole. Everything that depends on the data alone is in the arrays, so
 * that equal data give an equal file; facts of the run are in the JSON.
 */
public final class ModelDirectory {
  /** The version of the format that this code writes, and the newest that it reads. */
  public static final int FORMAT_VERSION = PublishedDirectory.FORMAT_VERSION;

  private static final PublishedDirectory DIRECTORY =
      new PublishedDirectory("model", "model", "--model");

  private ModelDirectory() {}

  /**
   * Checks, before work begins, that a model may be written there.
   *
   * @throws Failure when something is there and may not be replaced
   */
  public static void requireWritable(String directory, boolean overwrite) {
    DIRECTORY.requireWritable(directory, overwrite);
  }

  /**
   * Publishes a model.
   *
   * @param report the page for people
   * @param overwrite whether a model that is there may be replaced
   * @throws Failure when it cannot be written; nothing is then left behind
   */
  public static void write(String directory, Model model, String report, boolean overwrite) {
    write(directory, model, report, overwrite, Optional.empty());
  }

  /**
   * Publishes a model with files that are written already.
   *
   * @param parts a directory of the same file system, moved into that of the model
   */
  public static void write(
      String directory, Model model, String report, boolean overwrite, Optional<String> parts) {
    ModelFormat<?> format = ModelFormat.of(model.algorithm()).orElseThrow();
    ObjectNode json = Json.object();
    json.put("algorithm", model.algorithm());
    json.set("schema", SchemaJson.write(model.schema()));
    json.set("fit", format.details(model));
    SchemaJson.write(model.record(), json);
    DIRECTORY.write(
        directory, json, format.tensors(model), Map.of("report.html", report), parts, overwrite);
  }

  /**
   * Reads a model of some kind.
   *
   * @throws Failure when there is none or another, it is not complete, or a hash does not match
   */
  public static <M extends Model> M read(String directory, Class<M> kind) {
    Model model = read(directory);
    if (!kind.isInstance(model)) {
      throw Failure.usage(
          "the model in " + directory + " is of another algorithm, " + model.algorithm());
    }
    return kind.cast(model);
  }

  /**
   * Reads a model of any algorithm.
   *
   * @param directory of a model, or of a store of which the version in service is read
   * @throws Failure when there is none, it is not complete, or a hash does not match
   */
  public static Model read(String directory) {
    Optional<CurrentPointer> current = CurrentPointer.find(directory);
    while (current.isPresent()) {
      CurrentPointer pointer = current.get();
      try {
        return readVersion(pointer.directory(directory), Optional.of(pointer.manifest()));
      } catch (Failure e) {
        // Another may have taken its place, and this one been removed, just now.
        current = CurrentPointer.find(directory);
        if (current.equals(Optional.of(pointer))) {
          throw e;
        }
      }
    }
    return readVersion(directory, Optional.empty());
  }

  /**
   * What a model is known by.
   *
   * @param sha256 of its arrays: equal for equal fits
   * @param manifest the SHA-256 of {@code model.json}
   */
  public record Identity(String sha256, String manifest) {}

  /**
   * What the model in a directory is known by.
   *
   * @throws Failure when there is none, it is not complete, or a hash does not match
   */
  public static Identity identity(String directory) {
    return DIRECTORY.read(
        directory,
        content ->
            new Identity(content.json().path("arrays").path("sha256").asText(), content.sha256()));
  }

  private static Model readVersion(String directory, Optional<String> manifest) {
    return DIRECTORY.read(
        directory,
        content -> {
          if (!manifest.orElse(content.sha256()).equals(content.sha256())) {
            throw Failure.data(directory + " is not the model that was put in service");
          }
          JsonNode json = content.json();
          Schema schema = SchemaJson.read(json.path("schema"));
          TrainingRecord record = SchemaJson.readRecord(json);
          String algorithm = json.path("algorithm").asText();
          return ModelFormat.of(algorithm)
              .orElseThrow(
                  () -> Failure.data(directory + ": unknown algorithm " + Text.show(algorithm)))
              .reader()
              .read(schema, record, json.path("fit"), content.tensors())
              .readFrom(directory);
        });
  }

  /** Where parts of a model may be written before it is published, beside its directory. */
  public static String aside(String directory) {
    return PublishedDirectory.aside(directory, "parts");
  }

  /** The SHA-256 in hexadecimal. */
  public static String sha256(byte[] bytes) {
    return PublishedDirectory.sha256(bytes);
  }
}
