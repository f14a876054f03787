package org.suffice.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.suffice.Tolerance;
import org.suffice.block.Block;
import org.suffice.block.DenseBlock;
import org.suffice.network.GoldenNetworks;
import org.suffice.network.Network;
import org.suffice.network.Networks.Pair;
import org.suffice.network.StepRule;
import org.suffice.read.Column;
import org.suffice.read.Schema;
import org.suffice.solve.NetworkFit;
import org.suffice.solve.TrainedNetwork;

/** Whole runs over all rows against those of extended precision, NumPy, R and scikit-learn. */
class NetworkGoldenTest {
  /** What rounding has grown to after 1,000 steps; NumPy's doubles agree to 13 digits. */
  private static final Tolerance COSTS =
      Tolerance.relative(1e-9, "rounding of a thousand steps, far from chaos");

  private static NetworkRuns rows(JsonNode json, String name) {
    if (json.path("dataset").asText().startsWith("XOR")) {
      Schema schema = numbers("y", "a", "b");
      double[] x = {0, 0, 0, 1, 1, 0, 1, 1};
      return NetworkRuns.of(schema, x, new double[] {0, 1, 1, 0});
    }
    if (json.path("classes").isNull()) {
      List<Double> x = new ArrayList<>();
      List<Double> y = new ArrayList<>();
      Golden golden = Golden.of(name);
      for (Block block : golden.blocks()) {
        DenseBlock dense = (DenseBlock) block;
        for (int i = 0; i < dense.numRows(); i++) {
          y.add(dense.labels()[i]);
          for (int j = 0; j < dense.numFeatures(); j++) {
            x.add(dense.values()[i * dense.numFeatures() + j]);
          }
        }
      }
      return NetworkRuns.of(golden.schema(), plain(x), plain(y));
    }
    ClassGolden golden = ClassGolden.of(name);
    return NetworkRuns.of(
        golden.schema().withClasses(golden.classes()), golden.x(), golden.labels());
  }

  private static double[] plain(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static Schema numbers(String label, String... features) {
    return new Schema(
        List.of(features).stream().map(Column::numeric).toList(), label, Optional.empty());
  }

  private static Pair pair(String text, int outputs) {
    String loss =
        text.contains("softmax")
            ? "ce_softmax"
            : text.contains("sigmoid") ? "bce_sigmoid" : "half_mse_identity";
    return GoldenNetworks.pair(loss, outputs);
  }

  private static TrainedNetwork start(JsonNode json, NetworkRuns rows, Network network) {
    double[] parameters =
        GoldenNetworks.parameters(network, json.path("initial_W"), json.path("initial_b"));
    TrainedNetwork start =
        rows.start(network, parameters, network.loss() == org.suffice.network.Loss.SQUARED_ERROR);
    if (json.path("preprocessing").isNull()) {
      java.util.Arrays.fill(start.shift(), 0);
      java.util.Arrays.fill(start.scale(), 1);
    }
    return start;
  }

  @ParameterizedTest
  @ValueSource(strings = {"iris", "iris_l2_momentum", "swiss", "swiss_adam", "wine", "xor"})
  void costsAndWeights(String data) {
    String name = "mlp_training__" + data;
    JsonNode json = GoldenNetworks.read(name);
    NetworkRuns rows = rows(json, name);
    JsonNode layers = json.path("layers");
    Pair pair = pair(json.path("output_and_loss").asText(), layers.path(layers.size() - 1).asInt());
    Network network =
        GoldenNetworks.network(
            layers, GoldenNetworks.activation(json.path("hidden_activation")), pair);
    int last = json.path("iterations").path(json.path("iterations").size() - 1).asInt();
    String optimizer = json.path("optimizer").asText();
    StepRule rule =
        switch (optimizer) {
          case "gd" -> StepRule.SGD;
          case "momentum" -> StepRule.MOMENTUM;
          case "adam" -> StepRule.ADAM;
          default -> throw new AssertionError(optimizer);
        };
    int[] hidden = new int[layers.size() - 2];
    for (int l = 0; l < hidden.length; l++) {
      hidden[l] = layers.path(l + 1).asInt();
    }
    NeuralNetwork trainer =
        NetworkRuns.trainer(
            network.activations().get(0),
            NetworkRuns.descent(
                rule, json.path("learning_rate").asDouble(), NetworkDescent.ALL, last),
            hidden);
    if (data.equals("xor")) {
      NetworkShape s = trainer.shape();
      trainer =
          NetworkRuns.with(
              trainer,
              new NetworkShape(
                  s.hidden(),
                  s.activations(),
                  Optional.of(network.output()),
                  Optional.of(network.loss()),
                  true,
                  0.01,
                  s.start()));
    }
    // The file's λ multiplies the mean, ours the sum.
    trainer = NetworkRuns.with(trainer, json.path("lambda").asDouble() * rows.labels().length);
    TrainedNetwork trained =
        rows.fit(
            trainer,
            Optional.of(start(json, rows, network)),
            Checkpoints.NONE,
            NeuralNetwork.Listener.NONE);
    NetworkFit fit = trained.fit();
    assertEquals(last, fit.history().size());
    int compared = 0;
    for (int i = 0; i < json.path("iterations").size(); i++) {
      int iteration = json.path("iterations").path(i).asInt();
      double cost =
          iteration < last ? fit.history().get(iteration).loss() : fit.solution().objective();
      COSTS.check(name + " " + iteration, json.path("costs").path(i).asDouble(), cost);
      compared++;
    }
    assertEquals(json.path("costs").size(), compared);
    Tolerance.absolute(1e-8, "weights below 10, moved a thousand times")
        .check(
            name,
            GoldenNetworks.parameters(network, json.path("final_W"), json.path("final_b")),
            fit.parameters());
  }
}
