package org.suffice.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.suffice.block.Block;
import org.suffice.network.Loss;
import org.suffice.network.Network;
import org.suffice.network.Network.Targets;
import org.suffice.network.Output;
import org.suffice.read.Schema;
import org.suffice.solve.NetworkFit;
import org.suffice.solve.TrainedNetwork;
import org.suffice.statistic.ClassScorer;

/** A feed-forward neural network, with how its inputs are made of rows. */
public final class NetworkModel extends TrainedModel {
  private static final long serialVersionUID = 1L;

  /** The name of the algorithm on the command line. */
  public static final String ALGORITHM = "neural-network";

  private final transient TrainedNetwork trained;
  private final NetworkOutputs outputs;

  /**
   * A model.
   *
   * @param trained the network on the d features of its schema
   */
  public NetworkModel(TrainedNetwork trained, TrainingRecord record) {
    super(trained.schema(), trained.means(), record);
    this.trained = trained;
    Network network = trained.fit().network();
    Schema schema = trained.schema();
    int d = numFeatures();
    int k = network.numOutputs();
    boolean classes = network.targets() == Targets.CLASS;
    boolean fits =
        network.numInputs() == d
            && trained.means().length == d
            && trained.shift().length == d
            && trained.scale().length == d
            && trained.fit().parameters().length == network.numParameters()
            && schema.hasClasses() == classes
            && (classes
                ? schema.classes().size() == Math.max(2, k)
                : schema.labels().size() == k
                    && trained.targetShift().length == k
                    && trained.targetScale().length == k);
    if (!fits) {
      throw new IllegalArgumentException(
          "a network of "
              + network.numInputs()
              + " inputs and "
              + k
              + " outputs does not fit d="
              + d
              + " features and "
              + (classes
                  ? schema.classes().size() + " classes"
                  : schema.labels().size() + " labels"));
    }
    outputs = new NetworkOutputs(trained);
  }

  /** Whether the outputs are several targets of 0 or 1 each. */
  static boolean isMultiLabel(Network network) {
    return network.targets() == Targets.NUMBERS
        && network.numOutputs() > 1
        && network.output() == Output.SIGMOID
        && network.loss() == Loss.CROSS_ENTROPY;
  }

  @Override
  public String algorithm() {
    return ALGORITHM;
  }

  /** The network with what its inputs and targets mean. */
  public TrainedNetwork trained() {
    return trained;
  }

  /** What training found. */
  public NetworkFit fit() {
    return trained.fit();
  }

  /** The shape. */
  public Network network() {
    return fit().network();
  }

  /** Whether the labels are several targets of 0 or 1 each, rather than classes or numbers. */
  public boolean isMultiLabel() {
    return isMultiLabel(network());
  }

  /**
   * One of several targets of 0 or 1 as a question of two classes.
   *
   * @param target the position of the label
   */
  public ClassScorer target(int target) {
    return outputs.target(target);
  }

  /** The same model with another record. */
  public NetworkModel withRecord(TrainingRecord other) {
    return new NetworkModel(trained, other);
  }

  @Override
  public Outputs outputs() {
    return outputs;
  }

  /** The position of the likeliest class, or the first of the numbers. */
  @Override
  public void score(Block block, double[] predictions) {
    outputs.predict(block, predictions);
  }

  /** The arrays of the model: everything that depends on the data alone. */
  Tensors tensors() {
    return NetworkTensors.of(trained);
  }

  /** The part of {@code model.json} that only this algorithm has. */
  ObjectNode details() {
    return NetworkTensors.details(fit());
  }

  static NetworkModel read(Schema schema, TrainingRecord record, JsonNode details, Tensors t) {
    return new NetworkModel(NetworkTensors.read(schema, record, details, t), record);
  }
}
