package org.suffice.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.suffice.Failure;
import org.suffice.block.NetworkRows;
import org.suffice.network.Network;
import org.suffice.network.Output;
import org.suffice.pass.Blocks;
import org.suffice.pass.MappedBlocks;
import org.suffice.read.FeatureEncoder;
import org.suffice.read.Schema;
import org.suffice.read.Text;
import org.suffice.solve.TrainedNetwork;
import org.suffice.statistic.ColumnMoments;
import org.suffice.statistic.NetworkMoments;
import org.suffice.statistic.ValidationSplit;

/**
 * The rows of a run as its network takes them, and what its inputs and targets mean. A network that
 * training goes on from brings the meaning with its parameters.
 *
 * @param network its shape
 * @param schema of the model
 * @param means for each input what stands for a missing value
 * @param shift for each input what is subtracted
 * @param scale for each input what it is divided by
 * @param targetShift for each output that is a number what is subtracted of its target
 * @param targetScale for each what it is divided by
 * @param centre for each the mean of the targets, so shifted and scaled
 * @param map makes rows of the network of rows of the data
 * @param split which rows are held out
 */
record NetworkData(
    Network network,
    Schema schema,
    double[] means,
    double[] shift,
    double[] scale,
    double[] targetShift,
    double[] targetScale,
    double[] centre,
    NetworkRows map,
    ValidationSplit split) {

  /** What is known before the first step. */
  static NetworkData of(
      NeuralNetwork trainer,
      Blocks rows,
      NetworkMoments look,
      Schema schema,
      FeatureEncoder encoder,
      Optional<TrainedNetwork> start) {
    ColumnMoments moments = look.slots();
    if (moments.rows() == 0) {
      throw Failure.data("no rows to train on");
    }
    int[] present = present(moments);
    List<String> names = Arrays.stream(present).mapToObj(schema.classes()::get).toList();
    if (schema.hasClasses()) {
      LogisticRegression.requireClasses(names, look.account());
    }
    ValidationSplit split =
        trainer
            .earlyStop()
            .map(stop -> new ValidationSplit(stop.fraction(), trainer.seed()))
            .orElse(ValidationSplit.NONE);
    Inputs inputs =
        start
            .map(from -> Inputs.of(from, encoder))
            .orElseGet(() -> Inputs.of(trainer, rows, moments, schema, encoder, names));
    List<String> classes = inputs.schema.classes();
    int labels = schema.hasClasses() ? 0 : encoder.numLabels();
    Network network = trainer.shape().network(inputs.slots.length, classes.size(), labels);
    start.ifPresent(from -> requireSame(network, from.fit().network()));
    double[] targetShift = new double[labels];
    double[] targetScale = new double[labels];
    Arrays.fill(targetScale, 1);
    if (start.isPresent()) {
      System.arraycopy(start.get().targetShift(), 0, targetShift, 0, labels);
      System.arraycopy(start.get().targetScale(), 0, targetScale, 0, labels);
    } else if (trainer.standardizeTargets() && network.output() == Output.IDENTITY) {
      standardizeTargets(look, schema, targetShift, targetScale);
    }
    requireReachable(network, look, schema);
    double[] centre =
        IntStream.range(0, labels)
            .mapToDouble(t -> (look.labelMean(t) - targetShift[t]) / targetScale[t])
            .toArray();
    double[] positions = positions(schema, present, classes);
    double[] factors = factors(trainer, moments, names, present, positions, classes.size());
    NetworkRows map =
        new NetworkRows(
            inputs.layout(encoder, labels),
            inputs.scaling(targetShift, targetScale),
            schema.hasClasses() ? positions : null,
            factors);
    return new NetworkData(
        network,
        inputs.schema,
        inputs.means,
        inputs.shift,
        inputs.scale,
        targetShift,
        targetScale,
        centre,
        map,
        split);
  }

  /** Which slots of the data are inputs, and what is made of them. */
  private record Inputs(
      Schema schema,
      int[] slots,
      int[] indicators,
      double[] means,
      double[] shift,
      double[] scale) {
    /** As the data are. */
    static Inputs of(
        NeuralNetwork trainer,
        Blocks rows,
        ColumnMoments moments,
        Schema schema,
        FeatureEncoder encoder,
        List<String> names) {
      Schema known = schema.hasClasses() ? schema.withClasses(names) : schema;
      FittedSlots slots = new FittedSlots(known, encoder, moments::mean);
      int d = slots.numFeatures();
      if (d == 0) {
        throw Failure.usage("there are no features for a network to see; see data.features");
      }
      LogisticProblem.Features features =
          LogisticProblem.Features.of(rows, moments, slots, encoder.width());
      double[] shift = new double[d];
      double[] scale = new double[d];
      Arrays.fill(scale, 1);
      for (int j = 0; trainer.standardize() && j < d; j++) {
        double deviation = Math.sqrt(features.squares()[j] / moments.sumWeights());
        shift[j] = features.means()[j];
        scale[j] = deviation > 0 ? deviation : 1; // a constant says nothing: it becomes 0
      }
      return new Inputs(
          slots.schema(),
          IntStream.range(0, d).map(slots::slot).toArray(),
          IntStream.range(0, d).map(slots::indicator).toArray(),
          features.means(),
          shift,
          scale);
    }

    /** As a network has them already. */
    static Inputs of(TrainedNetwork start, FeatureEncoder encoder) {
      List<String> found = encoder.names();
      List<String> wanted = FeatureEncoder.ofFeatures(start.schema()).names();
      int[] slots = wanted.stream().mapToInt(found::indexOf).toArray();
      int[] indicators =
          IntStream.of(slots).map(slot -> slot < 0 ? -1 : encoder.indicatorOfSlot(slot)).toArray();
      return new Inputs(
          start.schema(), slots, indicators, start.means(), start.shift(), start.scale());
    }

    NetworkRows.Layout layout(FeatureEncoder encoder, int labels) {
      int d = slots.length;
      int columns = d + Math.max(0, labels - 1);
      int[] all = Arrays.copyOf(slots, columns);
      int[] missing = Arrays.copyOf(indicators, columns);
      for (int t = 1; t < labels; t++) {
        all[d + t - 1] = encoder.labelSlot(t);
        missing[d + t - 1] = -1;
      }
      return new NetworkRows.Layout(encoder.width(), all, missing, Arrays.copyOf(means, columns));
    }

    NetworkRows.Scaling scaling(double[] targetShift, double[] targetScale) {
      int d = slots.length;
      int more = Math.max(0, targetShift.length - 1);
      double[] shifts = Arrays.copyOf(shift, d + more);
      double[] scales = Arrays.copyOf(scale, d + more);
      if (more > 0) {
        System.arraycopy(targetShift, 1, shifts, d, more);
        System.arraycopy(targetScale, 1, scales, d, more);
      }
      boolean shifted = Arrays.stream(shifts).anyMatch(value -> value != 0);
      boolean scaled = Arrays.stream(scales).anyMatch(value -> value != 1);
      return new NetworkRows.Scaling(
          shifted ? shifts : null,
          scaled ? scales : null,
          targetShift.length == 0 ? 0 : targetShift[0],
          targetScale.length == 0 ? 1 : targetScale[0]);
    }
  }

  private static int[] present(ColumnMoments moments) {
    long[] rows = moments.classRows();
    return IntStream.range(0, rows.length).filter(k -> rows[k] > 0).toArray();
  }

  /** For each class of the data its position among those of the model. */
  private static double[] positions(Schema schema, int[] present, List<String> classes) {
    double[] positions = new double[schema.classes().size()];
    Arrays.fill(positions, -1);
    for (int k : present) {
      String name = schema.classes().get(k);
      positions[k] = classes.indexOf(name);
      if (positions[k] < 0) {
        throw Failure.usage(
            "the network to go on from knows no class " + Text.show(name) + "; train anew");
      }
    }
    return positions;
  }

  private static double[] factors(
      NeuralNetwork trainer,
      ColumnMoments moments,
      List<String> names,
      int[] present,
      double[] positions,
      int numClasses) {
    if (names.isEmpty()) {
      if (trainer.classWeights().balanced() || !trainer.classWeights().given().isEmpty()) {
        throw Failure.usage("class-weights are for classes; the labels are numbers");
      }
      return null;
    }
    double[] weights = moments.classWeights();
    double[] own = Arrays.stream(present).mapToDouble(k -> weights[k]).toArray();
    double[] found = trainer.classWeights().of(names, own);
    if (found == null) {
      return null;
    }
    double[] factors = new double[numClasses];
    Arrays.fill(factors, 1);
    for (int i = 0; i < present.length; i++) {
      factors[(int) positions[present[i]]] = found[i];
    }
    return factors;
  }

  private static void standardizeTargets(
      NetworkMoments look, Schema schema, double[] shift, double[] scale) {
    for (int t = 0; t < shift.length; t++) {
      double square = look.labelSquares(t);
      double mean = look.labelMean(t);
      if (!Double.isFinite(square) || !Double.isFinite(mean)) {
        throw Failure.data(
            "label "
                + Text.show(schema.labels().get(t))
                + ": its values are so large that their squares leave the range of a double;"
                + " divide it by a power of ten");
      }
      double deviation = Math.sqrt(square / look.slots().sumWeights());
      shift[t] = mean;
      scale[t] = deviation > 0 ? deviation : 1;
    }
  }

  /** A sigmoid says numbers between 0 and 1. */
  private static void requireReachable(Network network, NetworkMoments look, Schema schema) {
    if (network.output() != Output.SIGMOID || network.targets() == Network.Targets.CLASS) {
      return;
    }
    for (int t = 0; t < network.numOutputs(); t++) {
      double least = look.least(t).value();
      double greatest = look.greatest(t).value();
      if (!(least >= 0 && greatest <= 1)) {
        throw Failure.data(
            "label "
                + Text.show(schema.labels().get(t))
                + " has values from "
                + least
                + " to "
                + greatest
                + ": the outputs of network.output=sigmoid lie between 0 and 1; set identity, or"
                + " divide the label");
      }
    }
  }

  private static void requireSame(Network wanted, Network found) {
    List<String> differences = new ArrayList<>();
    if (!Arrays.equals(wanted.sizes(), found.sizes())) {
      differences.add(
          "layers " + Arrays.toString(found.sizes()) + ", not " + Arrays.toString(wanted.sizes()));
    }
    if (!wanted.activations().equals(found.activations())) {
      differences.add("activations " + found.activations() + ", not " + wanted.activations());
    }
    if (wanted.output() != found.output() || wanted.loss() != found.loss()) {
      differences.add(
          found.output().key()
              + " with "
              + found.loss().key()
              + ", not "
              + wanted.output().key()
              + " with "
              + wanted.loss().key());
    }
    if (wanted.hasBias() != found.hasBias() || wanted.leakySlope() != found.leakySlope()) {
      differences.add("other biases or another leaky slope");
    }
    if (!differences.isEmpty()) {
      throw Failure.usage(
          "the network to go on from has " + String.join("; ", differences) + ": set the same");
    }
  }

  /** The rows to train on, as the network takes them. */
  Blocks training(Blocks rows) {
    return MappedBlocks.of(MappedBlocks.of(rows, split.training()), map);
  }

  /** The rows held out, as the network takes them. */
  Blocks heldOut(Blocks rows) {
    return MappedBlocks.of(MappedBlocks.of(rows, split.heldOut()), map);
  }
}
