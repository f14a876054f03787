package org.suffice.read;

import java.util.List;
import java.util.Optional;

/**
 * What a model is trained on: its feature columns in order, its label and its weight, by name, so
 * that data to predict may have their columns in another order.
 *
 * @param features the input columns in the order of the training data
 * @param label the name of the column to predict
 * @param weight the name of the column of row weights
 */
public record Schema(List<Column> features, String label, Optional<String> weight) {
  /** Copies the list. */
  public Schema {
    features = List.copyOf(features);
  }

  /** The names of the feature columns. */
  public List<String> featureNames() {
    return features.stream().map(Column::name).toList();
  }

  /** The schema with other feature columns, for instance once their levels are known. */
  public Schema withFeatures(List<Column> columns) {
    return new Schema(columns, label, weight);
  }
}
