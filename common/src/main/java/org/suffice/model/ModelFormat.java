package org.suffice.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.suffice.read.Schema;
import org.suffice.solve.DiscriminantFit;

/**
 * How the models of an algorithm are taken apart into arrays and JSON, and put together again.
 *
 * @param <M> the class of the models
 * @param tensors everything that depends on the data alone
 * @param details the part of {@code model.json} that only this algorithm has
 */
record ModelFormat<M extends Model>(
    Class<M> type,
    Function<M, Tensors> tensors,
    Function<M, ObjectNode> details,
    Reader<M> reader) {
  /** Puts a model together. */
  @FunctionalInterface
  interface Reader<M> {
    M read(Schema schema, TrainingRecord record, JsonNode details, Tensors tensors);
  }

  private static final ModelFormat<?> DISCRIMINANTS =
      new ModelFormat<>(
          DiscriminantModel.class,
          DiscriminantModel::tensors,
          DiscriminantModel::details,
          DiscriminantModel::read);

  /** By the name of the algorithm. */
  private static final Map<String, ModelFormat<?>> FORMATS =
      Map.of(
          LogisticModel.ALGORITHM,
          new ModelFormat<>(
              LogisticModel.class,
              LogisticModel::tensors,
              LogisticModel::details,
              LogisticModel::read),
          LinearModel.ALGORITHM,
          new ModelFormat<>(
              LinearModel.class, LinearModel::tensors, LinearModel::details, LinearModel::read),
          DiscriminantFit.Kind.LDA.text(),
          DISCRIMINANTS,
          DiscriminantFit.Kind.QDA.text(),
          DISCRIMINANTS,
          NeighborModel.ALGORITHM,
          new ModelFormat<>(
              NeighborModel.class,
              NeighborModel::tensors,
              NeighborModel::details,
              NeighborModel::read),
          SupportVectorModel.ALGORITHM,
          new ModelFormat<>(
              SupportVectorModel.class,
              SupportVectorModel::tensors,
              SupportVectorModel::details,
              SupportVectorModel::read),
          NetworkModel.ALGORITHM,
          new ModelFormat<>(
              NetworkModel.class,
              NetworkModel::tensors,
              NetworkModel::details,
              NetworkModel::read));

  /** The format of an algorithm, where there is one of that name. */
  static Optional<ModelFormat<?>> of(String algorithm) {
    return Optional.ofNullable(FORMATS.get(algorithm));
  }

  Tensors tensors(Model model) {
    return tensors.apply(type.cast(model));
  }

  ObjectNode details(Model model) {
    return details.apply(type.cast(model));
  }
}
