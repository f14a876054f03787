package org.suffice.read;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a model is trained on: its feature columns in order, its labels and its weight, by name, so
 * that data to predict may have their columns in another order.
 *
 * @param features the input columns in the order of the training data
 * @param labels the names of the columns to predict, at least one
 * @param weight the name of the column of row weights
 * @param interactions products of feature columns, which are features too
 * @param classes what the one label may be, in the order of {@link #inOrder}; empty where labels
 *     are numbers
 */
public record Schema(
    List<Column> features,
    List<String> labels,
    Optional<String> weight,
    List<Interaction> interactions,
    List<String> classes) {
  /** The most features that interactions can make. */
  public static final long MOST_PRODUCTS = 1 << 20;

  /** Copies the lists and checks that they go together. */
  public Schema {
    features = List.copyOf(features);
    labels = List.copyOf(labels);
    interactions = List.copyOf(interactions);
    classes = List.copyOf(classes);
    if (labels.isEmpty() || new HashSet<>(labels).size() < labels.size()) {
      throw new IllegalArgumentException("labels " + labels);
    }
    if (!classes.isEmpty() && (labels.size() > 1 || !inOrder(classes).equals(classes))) {
      throw new IllegalArgumentException("classes of " + labels + ": " + classes);
    }
    if (!interactions.isEmpty()) {
      require(features, interactions);
    }
  }

  private static void require(List<Column> features, List<Interaction> interactions) {
    Map<String, Column> columns = new HashMap<>();
    features.forEach(column -> columns.put(column.name(), column));
    long products = 0;
    for (int i = 0; i < interactions.size(); i++) {
      Interaction interaction = interactions.get(i);
      Column first = columns.get(interaction.first());
      Column second = columns.get(interaction.second());
      if (first == null || second == null || !first.hasOwnValues() || !second.hasOwnValues()) {
        throw new IllegalArgumentException(
            "interaction " + interaction.name() + ": not two columns of numbers or levels");
      }
      if (interactions.subList(0, i).stream().anyMatch(interaction::isSamePair)) {
        throw new IllegalArgumentException("interaction " + interaction.name() + " twice");
      }
      products += numProducts(first, second);
    }
    if (products > MOST_PRODUCTS) {
      throw new IllegalArgumentException("interactions make " + products + " features");
    }
  }

  /** The number of features that an interaction of two columns makes. */
  public static long numProducts(Column first, Column second) {
    boolean firstLevels = first.kind() == Column.Kind.CATEGORICAL;
    boolean secondLevels = second.kind() == Column.Kind.CATEGORICAL;
    return (long) (firstLevels ? first.levels().size() : 1)
        * (secondLevels ? second.levels().size() : 1);
  }

  /** Classes as a schema has them: each once, in the byte order of UTF-8. */
  public static List<String> inOrder(Collection<String> classes) {
    TreeMap<byte[], String> sorted = new TreeMap<>(Arrays::compareUnsigned);
    classes.forEach(text -> sorted.put(text.getBytes(StandardCharsets.UTF_8), text));
    return List.copyOf(sorted.values());
  }

  /** A schema whose labels are numbers. */
  public Schema(
      List<Column> features,
      List<String> labels,
      Optional<String> weight,
      List<Interaction> interactions) {
    this(features, labels, weight, interactions, List.of());
  }

  /** A schema without interactions. */
  public Schema(List<Column> features, List<String> labels, Optional<String> weight) {
    this(features, labels, weight, List.of());
  }

  /** A schema with one label. */
  public Schema(List<Column> features, String label, Optional<String> weight) {
    this(features, List.of(label), weight);
  }

  /** The name of the first label, which is the only one of most models. */
  public String label() {
    return labels.get(0);
  }

  /** The names of the feature columns. */
  public List<String> featureNames() {
    return features.stream().map(Column::name).toList();
  }

  /** The schema with other feature columns, for instance once their levels are known. */
  public Schema withFeatures(List<Column> columns) {
    return new Schema(columns, labels, weight, interactions, classes);
  }

  /** The schema without weights, for data that have none. */
  public Schema withoutWeight() {
    return new Schema(features, labels, Optional.empty(), interactions, classes);
  }

  /** The schema with other classes, for instance those that have rows. */
  public Schema withClasses(Collection<String> others) {
    return new Schema(features, labels, weight, interactions, inOrder(others));
  }

  /** Whether the label is one of some classes rather than a number. */
  public boolean hasClasses() {
    return !classes.isEmpty();
  }
}
