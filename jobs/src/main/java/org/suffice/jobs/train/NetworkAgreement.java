package org.suffice.jobs.train;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.suffice.Failure;
import org.suffice.jobs.read.DataSet;
import org.suffice.model.NetworkModel;
import org.suffice.network.Loss;
import org.suffice.network.Network;
import org.suffice.network.Network.Targets;
import org.suffice.network.Output;
import org.suffice.read.Text;
import org.suffice.statistic.NetworkMoments;
import org.suffice.train.ClassWeights;
import org.suffice.train.NeuralNetwork;

/** Whether data, settings and a model to go on from can be those of one network. */
final class NetworkAgreement {
  /** Vectors of all parameters that a run holds at a time: those of an optimiser, sums merged. */
  private static final int VECTORS = 24;

  /** Rows that a thread takes through the network at a time, and what each unit has for them. */
  private static final double ROWS_OF_A_THREAD = 256;

  private static final double UNIT_VALUES = 3;

  private final DataSet data;
  private final Network network;

  /**
   * Finds the network that the settings make of the data.
   *
   * @throws Failure where there is none
   */
  NetworkAgreement(NeuralNetwork trainer, DataSet data) {
    this.data = data;
    int classes = data.schema().classes().size();
    if (classes == 0 && !trainer.classWeights().equals(ClassWeights.NONE)) {
      throw Failure.usage(
          "class-weights: the label is a number and has no classes; set task=classification if its"
              + " values are names");
    }
    if (classes == 1) { // the pass tells what else is wrong, the training that one is too few
      network = null;
      return;
    }
    network =
        trainer
            .shape()
            .network(data.encoder().numFeatures(), classes, data.schema().labels().size());
  }

  /**
   * Refuses parameters that the heap cannot hold, before the data are read.
   *
   * @throws Failure that says how many there would be
   */
  static void requireMemory(NeuralNetwork trainer, int features, int classes, int labels) {
    double parameters = 0;
    double inputs = features;
    double allUnits = features;
    for (int units : trainer.shape().hidden()) {
      parameters += (inputs + 1) * units;
      allUnits += units;
      inputs = units;
    }
    int outputs = classes == 0 ? labels : classes == 2 ? 1 : classes;
    parameters += (inputs + 1) * outputs;
    allUnits += outputs;
    double rowsAtWork = ROWS_OF_A_THREAD * Runtime.getRuntime().availableProcessors();
    double bytes = 8 * (VECTORS * parameters + UNIT_VALUES * rowsAtWork * allUnits);
    long heap = Runtime.getRuntime().maxMemory();
    if (bytes > heap || parameters > Integer.MAX_VALUE / 2) {
      throw Failure.usage(
          String.format(
              Locale.ROOT,
              "%,d features, hidden layers of %s and %,d classes make %,.0f parameters; these and"
                  + " the units of the rows at work need %,.0f MiB; the heap has %,d MiB: take smaller layers, give the driver more"
                  + " memory, or leave columns out with data.ignore",
              features,
              trainer.shape().hidden(),
              classes,
              parameters,
              bytes / (1 << 20),
              heap >> 20));
    }
  }

  /**
   * Refuses targets that the output cannot be.
   *
   * @throws Failure that names the row
   */
  void requireTargets(NetworkMoments look) {
    if (network == null
        || network.targets() == Targets.CLASS
        || network.output() != Output.SIGMOID) {
      return;
    }
    int labels = data.schema().labels().size();
    for (int t = 0; t < labels; t++) {
      NetworkMoments.Extreme least = look.least(t);
      NetworkMoments.Extreme greatest = look.greatest(t);
      if (least != null && least.value() < 0) {
        throw outside(t, least);
      }
      if (greatest != null && greatest.value() > 1) {
        throw outside(t, greatest);
      }
      NetworkMoments.Extreme share = look.notBinary(t);
      if (labels > 1 && network.loss() == Loss.CROSS_ENTROPY && share != null) {
        throw Failure.data(
            located(t, share)
                + "; several labels with network.loss=cross-entropy are 0 or 1 each: set"
                + " squared-error to learn shares");
      }
    }
  }

  private Failure outside(int target, NetworkMoments.Extreme row) {
    return Failure.data(
        located(target, row)
            + "; a sigmoid gives 0 to 1: scale the label, or set network.output=identity");
  }

  private String located(int target, NetworkMoments.Extreme row) {
    return data.input().place(row.file(), row.rowId())
        + ": the label "
        + Text.show(data.schema().labels().get(target))
        + " is "
        + row.value();
  }

  /**
   * Refuses a model of another shape, or of other inputs or labels.
   *
   * @throws Failure that names what differs
   */
  void requireSameShape(NetworkModel start) {
    Network other = start.network();
    List<String> known = start.encoder().names();
    List<String> found = data.encoder().names();
    if (!known.equals(found)) {
      throw differs("features", first(known, found), first(found, known));
    }
    if (!start.schema().labels().equals(data.schema().labels())) {
      throw differs(
          "labels",
          Text.show(String.join(",", start.schema().labels())),
          Text.show(String.join(",", data.schema().labels())));
    }
    if (!start.schema().classes().equals(data.schema().classes())) {
      throw differs(
          "classes",
          first(start.schema().classes(), data.schema().classes()),
          first(data.schema().classes(), start.schema().classes()));
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
