package org.suffice.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.suffice.Failure;
import org.suffice.network.Activation;
import org.suffice.network.Loss;
import org.suffice.network.Network;
import org.suffice.network.Output;
import org.suffice.read.FeatureEncoder;
import org.suffice.read.Schema;
import org.suffice.read.Text;
import org.suffice.solve.NetworkFit;
import org.suffice.solve.Solution;
import org.suffice.solve.TrainedNetwork;

/** A network as arrays, a matrix of weights for each layer, and as the words that go with them. */
final class NetworkTensors {
  /** Number, rate, loss, loss and metric of the rows held out. */
  private static final int EPOCH_VALUES = 5;

  private NetworkTensors() {}

  /** The arrays. */
  static Tensors of(TrainedNetwork trained) {
    NetworkFit fit = trained.fit();
    Network network = fit.network();
    int d = network.numInputs();
    int k = trained.targetShift().length;
    Tensors tensors =
        new Tensors()
            .put("featureMeans", trained.means(), d)
            .put("shift", trained.shift(), d)
            .put("scale", trained.scale(), d)
            .put("targetShift", trained.targetShift(), k)
            .put("targetScale", trained.targetScale(), k)
            .put("leakySlope", network.leakySlope())
            .put("history", history(fit), fit.history().size(), EPOCH_VALUES)
            .put("rows", new long[] {fit.rows(), fit.heldOut(), fit.bestEpoch()}, 3)
            .put(
                "solution",
                new double[] {
                  fit.solution().objective(),
                  fit.solution().gradientNorm(),
                  fit.sumWeights(),
                  fit.lambda()
                },
                4);
    for (int l = 1; l <= network.numLayers(); l++) {
      int weights = network.weightOffset(l);
      int biases = network.biasOffset(l);
      tensors.put(
          "layer" + l + ".weights",
          Arrays.copyOfRange(fit.parameters(), weights, biases),
          network.size(l - 1),
          network.size(l));
      if (network.hasBias()) {
        tensors.put(
            "layer" + l + ".biases",
            Arrays.copyOfRange(fit.parameters(), biases, biases + network.size(l)),
            network.size(l));
      }
    }
    return tensors;
  }

  private static double[] history(NetworkFit fit) {
    return fit.history().stream()
        .flatMapToDouble(
            epoch ->
                Arrays.stream(
                    new double[] {
                      epoch.number(),
                      epoch.learningRate(),
                      epoch.loss(),
                      epoch.validationLoss(),
                      epoch.validationMetric()
                    }))
        .toArray();
  }

  /** The words. */
  static ObjectNode details(NetworkFit fit) {
    ObjectNode details = Json.object();
    ArrayNode layers = details.putArray("layers");
    Arrays.stream(fit.network().sizes()).forEach(layers::add);
    ArrayNode activations = details.putArray("activations");
    fit.network().activations().forEach(each -> activations.add(each.key()));
    details.put("output", fit.network().output().key());
    details.put("loss", fit.network().loss().key());
    details.put("bias", fit.network().hasBias());
    details.put("optimizer", fit.optimizer());
    details.put("status", fit.solution().termination().name());
    details.put("iterations", fit.solution().iterations());
    return details;
  }

  /**
   * Reads a network back.
   *
   * @throws Failure when arrays and words do not fit together
   */
  static TrainedNetwork read(Schema schema, TrainingRecord record, JsonNode details, Tensors t) {
    Network network = network(schema, details, t.scalar("leakySlope"));
    double[] parameters = parameters(network, t);
    int k = schema.hasClasses() ? 0 : network.numOutputs();
    int d = FeatureEncoder.ofFeatures(schema).numFeatures();
    long[] rows = t.longs("rows");
    double[] solution = t.doubles("solution", 4);
    if (rows.length != 3 || network.numInputs() != d) {
      throw Failure.data(
          "a network of " + network.numInputs() + " inputs does not fit d=" + d + " features");
    }
    NetworkFit fit =
        new NetworkFit(
            network,
            parameters,
            Text.clean(details.path("optimizer").asText()),
            history(t.doubles("history")),
            Math.toIntExact(rows[2]),
            rows[0],
            rows[1],
            solution[2],
            solution[3],
            new Solution(
                named(Solution.Termination.values(), Enum::name, details.path("status")),
                details.path("iterations").asInt(),
                solution[0],
                solution[1]));
    return new TrainedNetwork(
        schema,
        t.doubles("featureMeans", d),
        t.doubles("shift", d),
        scales(t.doubles("scale", d)),
        t.doubles("targetShift", k),
        scales(t.doubles("targetScale", k)),
        fit,
        record.warnings());
  }

  /** Scales that can be divided by. */
  private static double[] scales(double[] scales) {
    for (double scale : scales) {
      if (!(scale > 0) || Double.isInfinite(1 / scale)) {
        throw Failure.data("expected a scale above 0, found " + scale);
      }
    }
    return scales;
  }

  private static Network network(Schema schema, JsonNode details, double leakySlope) {
    List<Integer> sizes = new ArrayList<>();
    details.path("layers").forEach(size -> sizes.add(size.asInt()));
    List<Activation> activations = new ArrayList<>();
    details
        .path("activations")
        .forEach(each -> activations.add(named(Activation.values(), Activation::key, each)));
    try {
      return new Network(
          sizes.stream().mapToInt(Integer::intValue).toArray(),
          activations,
          named(Output.values(), Output::key, details.path("output")),
          named(Loss.values(), Loss::key, details.path("loss")),
          schema.hasClasses() ? Network.Targets.CLASS : Network.Targets.NUMBERS,
          details.path("bias").asBoolean(),
          leakySlope);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw Failure.data("the layers of the network: " + e.getMessage(), e);
    }
  }

  private static <E> E named(E[] all, Function<E, String> name, JsonNode text) {
    return Arrays.stream(all)
        .filter(each -> name.apply(each).equals(text.asText()))
        .findFirst()
        .orElseThrow(() -> Failure.data("a network: unknown word " + Text.show(text.asText())));
  }

  private static double[] parameters(Network network, Tensors t) {
    // The arrays are read before anything of the size that the words claim is made.
    List<double[]> parts = new ArrayList<>();
    for (int l = 1; l <= network.numLayers(); l++) {
      int biases = network.biasOffset(l);
      parts.add(t.doubles("layer" + l + ".weights", biases - network.weightOffset(l)));
      if (network.hasBias()) {
        parts.add(t.doubles("layer" + l + ".biases", network.size(l)));
      }
    }
    double[] parameters = new double[network.numParameters()];
    int at = 0;
    for (double[] part : parts) {
      System.arraycopy(part, 0, parameters, at, part.length);
      at += part.length;
    }
    return parameters;
  }

  private static List<NetworkFit.Epoch> history(double[] values) {
    List<NetworkFit.Epoch> history = new ArrayList<>();
    for (int at = 0; at + EPOCH_VALUES <= values.length; at += EPOCH_VALUES) {
      history.add(
          new NetworkFit.Epoch(
              (int) values[at], values[at + 1], values[at + 2], values[at + 3], values[at + 4]));
    }
    return history;
  }
}
