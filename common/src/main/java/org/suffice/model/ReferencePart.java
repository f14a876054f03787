package org.suffice.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.suffice.Failure;

/**
 * One file with rows of training, as the manifest of a model has it.
 *
 * @param file its name
 * @param rows how many it holds
 * @param firstRow what is added to the positions in it: that of the first row of its split
 * @param bytes its length
 * @param sha256 its hash
 * @param folds the names that its folds are numbers of, where a column names folds
 */
public record ReferencePart(
    String file, long rows, long firstRow, long bytes, String sha256, List<String> folds)
    implements Serializable {
  /** Copies the list. */
  public ReferencePart {
    folds = new ArrayList<>(folds); // serializable for sure
  }

  /** The same part, its split beginning at a row of the data. */
  public ReferencePart from(long row) {
    return new ReferencePart(file, rows, row, bytes, sha256, folds);
  }

  ObjectNode json() {
    ObjectNode json = Json.object();
    json.put("file", file);
    json.put("rows", rows);
    json.put("firstRow", firstRow);
    json.put("bytes", bytes);
    json.put("sha256", sha256);
    if (!folds.isEmpty()) {
      ArrayNode names = json.putArray("folds");
      folds.forEach(names::add);
    }
    return json;
  }

  static ReferencePart of(JsonNode json) {
    String file = json.path("file").asText();
    if (!file.matches("part-[0-9]+-[0-9]+[.]safetensors")) {
      throw Failure.data("a part of a model has no such name: " + org.suffice.read.Text.show(file));
    }
    List<String> folds = new ArrayList<>();
    json.path("folds").forEach(name -> folds.add(name.asText()));
    return new ReferencePart(
        file,
        json.path("rows").asLong(),
        json.path("firstRow").asLong(),
        json.path("bytes").asLong(),
        json.path("sha256").asText(),
        folds);
  }
}
