package org.suffice.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.suffice.Failure;
import org.suffice.read.Text;
import org.suffice.storage.Storage;

/**
 * Which version of a store of models is in service: the file {@code CURRENT}, replaced in one step,
 * so that readers see the old model or the new one. It names the version and the hashes of what was
 * published, so that a version that was changed or exchanged since is refused.
 *
 * @param version a number as {@code v000042}
 * @param sha256 of the arrays: equal for equal fits
 * @param manifest the SHA-256 of {@code model.json}, which holds the hash of everything else
 * @param newest the highest number that was ever in service; no later one is given twice
 * @param published when, as ISO 8601 says it
 * @param run by which run
 */
public record CurrentPointer(
    String version, String sha256, String manifest, long newest, String published, String run) {
  /** The name of the file in a store. */
  public static final String NAME = "CURRENT";

  /** The directory of the versions in a store. */
  public static final String MODELS = "models";

  private static final String FORMAT = "suffice-current";
  private static final int FORMAT_VERSION = 1;
  private static final int MAX_BYTES = 1 << 16;

  /** Checks that nothing in it can lead outside of the store. */
  public CurrentPointer {
    number(version);
    if (!sha256.matches("[0-9a-f]{64}") || !manifest.matches("[0-9a-f]{64}") || newest < 1) {
      throw new IllegalArgumentException("expected two hashes and a number");
    }
  }

  /** The name of a version. */
  public static String version(long number) {
    return String.format(java.util.Locale.ROOT, "v%06d", number);
  }

  /**
   * The number of a version.
   *
   * @throws IllegalArgumentException when this is not a name of a version
   */
  public static long number(String version) {
    if (!isVersion(version)) {
      throw new IllegalArgumentException("expected a version as v000042, found " + version);
    }
    return Long.parseLong(version.substring(1));
  }

  /** Whether this names a version as {@link #version(long)} does. */
  public static boolean isVersion(String name) {
    return name.matches("v(\\d{6}|[1-9]\\d{6,17})") && !name.equals("v000000");
  }

  /**
   * The pointer of a store; empty where the directory has none and so is no store, or has no model
   * yet.
   *
   * @throws Failure when there is one that cannot be read
   */
  public static Optional<CurrentPointer> find(String store) {
    String path = store + "/" + NAME;
    Storage storage = Storage.of(store);
    try {
      Optional<Storage.Entry> entry = storage.find(path);
      if (entry.isEmpty() || entry.get().isDirectory()) {
        return Optional.empty();
      }
      byte[] bytes;
      try (InputStream in = storage.open(path, 0)) {
        bytes = in.readNBytes(MAX_BYTES);
      }
      return Optional.of(of(Json.parse(bytes)));
    } catch (IOException | IllegalArgumentException e) {
      if (isFile(storage, store)) {
        throw Failure.data(store + " is a file, and a model is a directory: give that", e);
      }
      throw Failure.data(
          "cannot read which model is in service from "
              + path
              + ": "
              + Text.escape(String.valueOf(e.getMessage()).lines().findFirst().orElse(""))
              + "; retrain rollback --to a version mends it",
          e);
    }
  }

  private static boolean isFile(Storage storage, String path) {
    try {
      return storage.find(path).map(entry -> !entry.isDirectory()).orElse(false);
    } catch (IOException e) {
      return false;
    }
  }

  private static CurrentPointer of(JsonNode json) {
    if (!json.path("format").asText().equals(FORMAT)
        || json.path("formatVersion").asInt() != FORMAT_VERSION) {
      throw new IllegalArgumentException("it is not a pointer that this version reads");
    }
    return new CurrentPointer(
        json.path("version").asText(),
        json.path("sha256").asText(),
        json.path("manifest").asText(),
        json.path("newest").asLong(),
        json.path("published").asText(),
        json.path("run").asText());
  }

  /** Where the model is. */
  public String directory(String store) {
    return store + "/" + MODELS + "/" + version;
  }

  /**
   * Puts the version in service, in one step.
   *
   * @param aside a file of the same file system to write first; the step fails when it is gone
   * @param check what must still hold when all is written, else it throws
   */
  public void write(String store, String aside, Runnable check) throws IOException {
    ObjectNode json = Json.object();
    json.put("format", FORMAT);
    json.put("formatVersion", FORMAT_VERSION);
    json.put("version", version);
    json.put("sha256", sha256);
    json.put("manifest", manifest);
    json.put("newest", newest);
    json.put("published", published);
    json.put("run", run);
    Storage storage = Storage.of(store);
    storage.delete(aside);
    try (OutputStream out = storage.create(aside)) {
      out.write(Json.pretty(json).getBytes(StandardCharsets.UTF_8));
    }
    check.run();
    storage.replace(aside, store + "/" + NAME);
  }
}
