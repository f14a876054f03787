package org.suffice.jobs.retrain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.suffice.Failure;
import org.suffice.model.Json;
import org.suffice.storage.Storage;

/**
 * What every run did, a file each, written once and never changed.
 *
 * @param directory of the files, which need not be there yet
 */
record RunRecords(String directory, Storage storage) {
  private static final String SUFFIX = ".json";
  private static final int MAX_BYTES = 1 << 28;

  /** A JSON file, up to a size that no honest one has. */
  static JsonNode parse(Storage storage, String path) throws IOException {
    try (InputStream in = storage.open(path, 0)) {
      return Json.parse(in.readNBytes(MAX_BYTES));
    }
  }

  /**
   * Leaves the record of a run.
   *
   * @param json modified: the name of the run is added
   * @return whether it was written; false when there is one of that run
   */
  boolean write(String run, ObjectNode json) {
    json.put("run", run);
    try {
      storage.makeDirectories(directory);
      return storage.createWhole(
          directory + "/" + run + SUFFIX, Json.pretty(json).getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw Failure.data("cannot leave a record in " + directory + ": " + StoreFiles.reason(e), e);
    }
  }

  /** All of them, the oldest first. */
  List<ObjectNode> all() {
    List<ObjectNode> records = new ArrayList<>();
    last(
        record -> {
          records.add(record);
          return false;
        });
    Collections.reverse(records);
    return records;
  }

  /** The newest of some kind; of older ones nothing is read. */
  Optional<ObjectNode> last(Predicate<ObjectNode> wanted) {
    try {
      if (storage.find(directory).isEmpty()) {
        return Optional.empty();
      }
      List<Storage.Entry> files = storage.list(directory);
      for (int i = files.size() - 1; i >= 0; i--) {
        String name = files.get(i).name();
        if (name.endsWith(SUFFIX) && !name.startsWith(".")) {
          ObjectNode record = read(files.get(i));
          if (wanted.test(record)) {
            return Optional.of(record);
          }
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      throw Failure.data(
          "cannot read the records in " + directory + ": " + StoreFiles.reason(e), e);
    }
  }

  private ObjectNode read(Storage.Entry file) throws IOException {
    try {
      if (parse(storage, file.path()) instanceof ObjectNode json) {
        return json;
      }
    } catch (JsonProcessingException e) {
      // shown as what it is below
    }
    ObjectNode json = Json.object();
    json.put("run", file.name().substring(0, file.name().length() - SUFFIX.length()));
    json.put("outcome", "unreadable");
    return json;
  }
}
