package org.suffice.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.suffice.Failure;
import org.suffice.pass.BlockSource;
import org.suffice.statistic.FoldRule;
import org.suffice.statistic.NeighborLayout;

/**
 * The rows of training as files, which is where they stay: whoever searches them reads them.
 *
 * @param directory that holds the files
 * @param parts in the order of the rows
 * @param features the number d
 * @param labels the number of labels
 */
public record ReferenceParts(String directory, List<ReferencePart> parts, int features, int labels)
    implements Serializable {
  /** The directory of the parts within that of the model. */
  static final String NAME = "parts";

  /** Copies the list. */
  public ReferenceParts {
    parts = new ArrayList<>(parts); // serializable for sure
  }

  /** The same files elsewhere. */
  public ReferenceParts in(String other) {
    return new ReferenceParts(other, parts, features, labels);
  }

  /** The number n of rows. */
  public long rows() {
    return parts.stream().mapToLong(ReferencePart::rows).sum();
  }

  /** About how many bytes the rows take in memory with an index of them. */
  public long bytesInMemory() {
    return rows() * (20L * features + 8L * labels + 64);
  }

  /** Where the parts of a row stand. */
  NeighborLayout layout(NeighborLayout.Groups groups) {
    return new NeighborLayout(features, labels, groups);
  }

  /** The names of the folds of all parts, in order; empty where no column names folds. */
  List<String> foldNames() {
    TreeSet<String> names = new TreeSet<>();
    parts.forEach(part -> names.addAll(part.folds()));
    return List.copyOf(names);
  }

  /**
   * The rows to search.
   *
   * @param folds says the fold of each row where {@code layout} has one, else of no meaning
   */
  List<BlockSource> sources(NeighborLayout layout, ReferenceScaling scaling, FoldRule folds) {
    boolean folded = layout.groups() == NeighborLayout.Groups.FOLD;
    FoldRule rowFolds = folded && folds.kind() == FoldRule.Kind.ROW ? folds : null;
    List<String> names = foldNames();
    List<BlockSource> sources = new ArrayList<>();
    for (ReferencePart part : parts) {
      long[] numbers =
          folded && !part.folds().isEmpty()
              ? part.folds().stream().mapToLong(names::indexOf).toArray()
              : null;
      sources.add(
          new ReferenceSource(
              directory + "/" + part.file(), part, layout, scaling, rowFolds, numbers));
    }
    return sources;
  }

  ObjectNode json() {
    ObjectNode json = Json.object();
    json.put("directory", NAME);
    json.put("features", features);
    json.put("labels", labels);
    ArrayNode all = json.putArray("files");
    parts.forEach(part -> all.add(part.json()));
    return json;
  }

  static ReferenceParts of(JsonNode json) {
    List<ReferencePart> parts = new ArrayList<>();
    json.path("files").forEach(part -> parts.add(ReferencePart.of(part)));
    int features = json.path("features").asInt();
    int labels = json.path("labels").asInt();
    if (parts.isEmpty() || features < 1 || labels < 1) {
      throw Failure.data("the manifest of the rows of training is not well-formed");
    }
    return new ReferenceParts(NAME, parts, features, labels);
  }
}
