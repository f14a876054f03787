package org.suffice.train;

import java.util.Arrays;
import java.util.List;
import org.suffice.Failure;
import org.suffice.network.Loss;
import org.suffice.network.Network;
import org.suffice.network.Network.Targets;
import org.suffice.network.Output;
import org.suffice.read.FeatureEncoder;
import org.suffice.read.Schema;
import org.suffice.read.Text;
import org.suffice.solve.TrainedNetwork;
import org.suffice.statistic.NetworkMoments;

/**
 * Whether data, settings and a network to go on from can be those of one network. {@link
 * NeuralNetwork#fit} asks before the first step; who reads the data may ask before that, as soon as
 * their schema is known.
 */
public final class NetworkAgreement {
  private final Schema schema;
  private final List<String> features;
  private final Network network;

  /** Names a row, for messages. */
  @FunctionalInterface
  public interface RowPlace {
    /** By the numbers that blocks carry, where nothing is known of files. */
    RowPlace BY_NUMBER = (file, rowId) -> "file " + file + ", row id " + rowId;

    /**
     * The place of a row, to begin a message with.
     *
     * @param file the position of its file among the sorted input files
     * @param rowId what stands for the row in its file, see {@link org.suffice.block.Block#rowIds}
     */
    String of(int file, long rowId);
  }

  /**
   * Finds the network that the settings make of the data.
   *
   * @param trainer the settings
   * @param schema of the rows, with its classes
   * @param encoder of the rows
   * @throws Failure where there is none
   */
  public NetworkAgreement(NeuralNetwork trainer, Schema schema, FeatureEncoder encoder) {
    this.schema = schema;
    this.features = encoder.names();
    int classes = schema.classes().size();
    if (classes == 0 && !trainer.classWeights().equals(ClassWeights.NONE)) {
      throw Failure.usage(
          "class-weights: the label is a number and has no classes; set task=classification if its"
              + " values are names");
    }
    // Of one class the pass tells what else is wrong, the training that it is too few.
    this.network =
        classes == 1
            ? null
            : trainer.shape().network(features.size(), classes, schema.labels().size());
  }

  /**
   * Refuses targets that the output cannot be.
   *
   * @param look of the same rows
   * @param place names the row of a message
   * @throws Failure that names the row
   */
  public void requireTargets(NetworkMoments look, RowPlace place) {
    if (network == null
        || network.targets() == Targets.CLASS
        || network.output() != Output.SIGMOID) {
      return;
    }
    int labels = schema.labels().size();
    for (int t = 0; t < labels; t++) {
      NetworkMoments.Extreme least = look.least(t);
      NetworkMoments.Extreme greatest = look.greatest(t);
      if (least != null && !(least.value() >= 0)) {
        throw outside(t, least, place);
      }
      if (greatest != null && !(greatest.value() <= 1)) {
        throw outside(t, greatest, place);
      }
      NetworkMoments.Extreme share = look.notBinary(t);
      if (labels > 1 && network.loss() == Loss.CROSS_ENTROPY && share != null) {
        throw Failure.data(
            located(t, share, place)
                + "; several labels with network.loss=cross-entropy are 0 or 1 each: set"
                + " squared-error to learn shares");
      }
    }
  }

  private Failure outside(int target, NetworkMoments.Extreme row, RowPlace place) {
    return Failure.data(
        located(target, row, place)
            + "; a sigmoid gives 0 to 1: scale the label, or set network.output=identity");
  }

  private String located(int target, NetworkMoments.Extreme row, RowPlace place) {
    return place.of(row.file(), row.rowId())
        + ": the label "
        + Text.show(schema.labels().get(target))
        + " is "
        + row.value();
  }

  /**
   * Refuses a network of another shape, or of other inputs, labels or classes.
   *
   * @param start the network to go on from
   * @throws Failure that names what differs
   */
  public void requireSame(TrainedNetwork start) {
    Network other = start.fit().network();
    List<String> known = FeatureEncoder.ofFeatures(start.schema()).names();
    if (!known.equals(features)) {
      throw differs("features", first(known, features), first(features, known));
    }
    if (!start.schema().labels().equals(schema.labels())) {
      throw differs(
          "labels",
          Text.show(String.join(",", start.schema().labels())),
          Text.show(String.join(",", schema.labels())));
    }
    if (!start.schema().classes().equals(schema.classes())) {
      throw differs(
          "classes",
          first(start.schema().classes(), schema.classes()),
          first(schema.classes(), start.schema().classes()));
    }
    if (network == null) {
      return;
    }
    requireSame("layers", Arrays.toString(other.sizes()), Arrays.toString(network.sizes()));
    requireSame(
        "network.activation", other.activations().toString(), network.activations().toString());
    requireSame("network.output", other.output().key(), network.output().key());
    requireSame("network.loss", other.loss().key(), network.loss().key());
    requireSame("network.bias", other.hasBias(), network.hasBias());
    requireSame("network.leaky-slope", other.leakySlope(), network.leakySlope());
  }

  private static void requireSame(String what, Object known, Object found) {
    if (!known.equals(found)) {
      throw differs(what, known.toString(), found.toString());
    }
  }

  private static Failure differs(String what, String known, String found) {
    return Failure.usage(
        "--init-model: its "
            + what
            + " and those of this run differ: "
            + known
            + " against "
            + found
            + "; train without --init-model, or on what it was trained on");
  }

  /** How many names there are, and the first that the others lack. */
  private static String first(List<String> names, List<String> others) {
    return names.size()
        + names.stream()
            .filter(name -> !others.contains(name))
            .findFirst()
            .map(name -> " with " + Text.show(name))
            .orElse(" in their order");
  }
}
