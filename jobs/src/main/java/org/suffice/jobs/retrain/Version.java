package org.suffice.jobs.retrain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.suffice.Failure;
import org.suffice.model.CurrentPointer;
import org.suffice.model.Json;
import org.suffice.storage.Storage;

/**
 * A published model of a store.
 *
 * @param name such as v000042
 * @param directory of the model
 * @param parent the version that it took the place of
 * @param run that published it
 * @param published when, as ISO 8601 says it
 * @param sha256 of its arrays
 * @param manifest the SHA-256 of its {@code model.json}
 * @param facts what the run that published it wanted remembered with it
 */
public record Version(
    String name,
    String directory,
    Optional<String> parent,
    String run,
    String published,
    String sha256,
    String manifest,
    ObjectNode facts) {
  private static final String FILE = "version.json";

  /**
   * A version as it is on record.
   *
   * @throws Failure when the record is of another
   */
  static Version read(Storage storage, String name, String directory) throws IOException {
    String path = directory + "/" + FILE;
    JsonNode json = RunRecords.parse(storage, path);
    if (!json.path("version").asText().equals(name)
        || !(json.path("facts") instanceof ObjectNode facts)) {
      throw Failure.data(path + " is not that of " + name);
    }
    return new Version(
        name,
        directory,
        Optional.of(json.path("parent").asText()).filter(CurrentPointer::isVersion),
        json.path("run").asText(),
        json.path("published").asText(),
        json.path("sha256").asText(),
        json.path("manifest").asText(),
        facts);
  }

  /** Leaves the record beside the model, in a directory that is not yet in place. */
  void write(Storage storage, String candidate) throws IOException {
    ObjectNode json = Json.object();
    json.put("version", name);
    parent.ifPresent(before -> json.put("parent", before));
    json.put("run", run);
    json.put("published", published);
    json.put("sha256", sha256);
    json.put("manifest", manifest);
    json.set("facts", facts);
    try (OutputStream out = storage.create(candidate + "/" + FILE)) {
      out.write(Json.pretty(json).getBytes(StandardCharsets.UTF_8));
    }
  }

  /** The number in the name. */
  public long number() {
    return CurrentPointer.number(name);
  }
}
