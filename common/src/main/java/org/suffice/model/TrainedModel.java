package org.suffice.model;

import java.util.Arrays;
import java.util.List;
import org.suffice.block.DenseBlock;
import org.suffice.read.FeatureEncoder;
import org.suffice.read.Schema;

/**
 * What models of every algorithm have: the columns of training, where each goes among the d
 * features, and what the run left on record. Only the encoder goes along to where rows are scored.
 */
abstract class TrainedModel implements Model {
  private static final long serialVersionUID = 1L;

  private final transient Schema schema;
  private final FeatureEncoder encoder;
  private final transient double[] featureMeans;
  private final transient TrainingRecord record;

  /**
   * What every model has.
   *
   * @param means of each of the d features over the rows that have it, others behind them not read
   * @throws IllegalArgumentException when there are fewer than d
   */
  TrainedModel(Schema schema, double[] means, TrainingRecord record) {
    this.schema = schema;
    this.encoder = FeatureEncoder.ofFeatures(schema);
    this.record = record;
    if (means.length < encoder.numFeatures()) {
      throw new IllegalArgumentException(
          "expected " + encoder.numFeatures() + " means, found " + means.length);
    }
    this.featureMeans = Arrays.copyOf(means, encoder.numFeatures());
  }

  @Override
  public final Schema schema() {
    return schema;
  }

  @Override
  public final FeatureEncoder encoder() {
    return encoder;
  }

  @Override
  public final TrainingRecord record() {
    return record;
  }

  @Override
  public final double[] featureMeans() {
    return featureMeans.clone();
  }

  /** The number d of features. */
  final int numFeatures() {
    return encoder.numFeatures();
  }

  /** The names of some slots of the encoder. */
  final List<String> names(int[] slots) {
    List<String> all = encoder.names();
    return Arrays.stream(slots).mapToObj(all::get).toList();
  }

  @Override
  public double predict(double[] features) {
    int d = numFeatures();
    if (features.length != d) {
      throw new IllegalArgumentException("expected " + d + " features, found " + features.length);
    }
    double[] prediction = new double[1];
    score(DenseBlock.of(d, features, new double[1], null), prediction);
    return prediction[0];
  }
}
