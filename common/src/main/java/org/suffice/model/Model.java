package org.suffice.model;

import java.util.Map;
import org.apache.spark.ml.linalg.Vector;
import org.suffice.read.FeatureEncoder;
import org.suffice.read.Schema;
import org.suffice.statistic.Scorer;

/** A trained model: immutable, and all that is needed to predict from raw rows. */
public interface Model extends Scorer {
  /** The name of the algorithm on the command line. */
  String algorithm();

  /** The columns it was trained on. */
  Schema schema();

  /** Where each column goes among the d features. */
  FeatureEncoder encoder();

  /** What the training run left on record. */
  TrainingRecord record();

  /** The mean of each of the d features over the rows that have it: stands for missing values. */
  double[] featureMeans();

  /** What the model says of rows when nothing else is asked for. */
  Outputs outputs();

  /** The same model told the directory it was read from, for data that stay there. */
  default Model readFrom(String directory) {
    return this;
  }

  /**
   * Predicts one row.
   *
   * @param features the d encoded features, see {@link #encoder()}
   * @throws IllegalArgumentException when there are not d
   */
  double predict(double[] features);

  /** Predicts one row given as a vector of d encoded features. */
  default double predict(Vector features) {
    return predict(features.toArray());
  }

  /** Predicts one row given as text by column name. */
  default double predict(Map<String, String> row) {
    return predict(encoder().encode(row));
  }
}
