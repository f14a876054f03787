package org.suffice.read;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * What a model is trained on: its feature columns in order, its labels and its weight, by name, so
 * that data to predict may have their columns in another order.
 *
 * @param features the input columns in the order of the training data
 * @param labels the names of the columns to predict, at least one
 * @param weight the name of the column of row weights
 */
public record Schema(List<Column> features, List<String> labels, Optional<String> weight) {
  /** Copies the lists and checks the labels. */
  public Schema {
    features = List.copyOf(features);
    labels = List.copyOf(labels);
    if (labels.isEmpty() || new HashSet<>(labels).size() < labels.size()) {
      throw new IllegalArgumentException("labels " + labels);
    }
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
    return new Schema(columns, labels, weight);
  }

  /** The schema without weights, for data that have none. */
  public Schema withoutWeight() {
    return new Schema(features, labels, Optional.empty());
  }
}
