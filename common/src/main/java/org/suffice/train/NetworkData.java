package org.suffice.train;

import java.util.List;
import java.util.Optional;
import org.suffice.Failure;
import org.suffice.block.NetworkRows;
import org.suffice.network.Network;
import org.suffice.network.Output;
import org.suffice.pass.Blocks;
import org.suffice.pass.MappedBlocks;
import org.suffice.pass.NetworkBlocks;
import org.suffice.read.FeatureEncoder;
import org.suffice.read.Schema;
import org.suffice.solve.TrainedNetwork;
import org.suffice.statistic.ColumnMoments;
import org.suffice.statistic.NetworkMoments;
import org.suffice.statistic.ValidationSplit;

/**
 * The rows of a run as its network takes them. A network that training goes on from brings the
 * meaning of inputs and targets with its parameters.
 *
 * @param network its shape
 * @param inputs what its inputs are
 * @param numbers what targets that are numbers are
 * @param map makes rows of the network of rows of the data
 * @param split which rows are held out
 */
record NetworkData(
    Network network,
    NetworkInputs inputs,
    NetworkTargets.Numbers numbers,
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
    Schema known = known(schema, look);
    NetworkAgreement agreement = new NetworkAgreement(trainer, schema, encoder);
    start.ifPresent(agreement::requireSame);
    agreement.requireTargets(look, NetworkAgreement.RowPlace.BY_NUMBER);
    NetworkInputs inputs =
        start
            .map(from -> NetworkInputs.of(from, encoder))
            .orElseGet(
                () -> NetworkInputs.of(rows, moments, known, encoder, trainer.standardize()));
    List<String> classes = inputs.schema().classes();
    int labels = schema.hasClasses() ? 0 : encoder.numLabels();
    Network network = trainer.shape().network(inputs.slots().length, classes.size(), labels);
    NetworkTargets.Numbers numbers =
        start
            .map(from -> NetworkTargets.Numbers.of(look, from))
            .orElseGet(() -> numbers(trainer, network, look, schema, labels));
    NetworkTargets.Classes outputs =
        NetworkTargets.Classes.of(trainer.classWeights(), moments, schema, classes);
    NetworkRows map =
        new NetworkRows(
            inputs.layout(encoder, labels),
            inputs.scaling(numbers.shift(), numbers.scale()),
            outputs.positions(),
            outputs.weights());
    return new NetworkData(network, inputs, numbers, map, split(trainer));
  }

  private static NetworkTargets.Numbers numbers(
      NeuralNetwork trainer, Network network, NetworkMoments look, Schema schema, int labels) {
    return trainer.standardizeTargets() && network.output() == Output.IDENTITY
        ? NetworkTargets.Numbers.standardized(look, schema, labels)
        : NetworkTargets.Numbers.plain(look, labels);
  }

  /** The schema with the classes that have rows. */
  private static Schema known(Schema schema, NetworkMoments look) {
    if (!schema.hasClasses()) {
      return schema;
    }
    List<String> names = NetworkTargets.names(schema, NetworkTargets.present(look.slots()));
    LogisticRegression.requireClasses(names, look.account());
    return schema.withClasses(names);
  }

  private static ValidationSplit split(NeuralNetwork trainer) {
    return trainer
        .earlyStop()
        .map(stop -> new ValidationSplit(stop.fraction(), trainer.seed()))
        .orElse(ValidationSplit.NONE);
  }

  /** The rows to train on, as the network takes them. */
  Blocks training(Blocks rows) {
    return new NetworkBlocks(MappedBlocks.of(rows, split.training()), map);
  }

  /** The rows held out, as the network takes them. */
  Blocks heldOut(Blocks rows) {
    return new NetworkBlocks(MappedBlocks.of(rows, split.heldOut()), map);
  }
}
