package org.suffice.network;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.suffice.model.Json;
import org.suffice.network.Network.Targets;
import org.suffice.network.Networks.Pair;

/** Networks as golden files write them. */
public final class GoldenNetworks {
  private static final Map<String, Activation> ACTIVATIONS =
      Map.of(
          "sigmoid", Activation.SIGMOID,
          "tanh", Activation.TANH,
          "relu", Activation.RELU,
          "leaky_relu", Activation.LEAKY_RELU,
          "identity", Activation.IDENTITY);

  private GoldenNetworks() {}

  /** A golden file, which must be there. */
  public static JsonNode read(String name) {
    String path = "/golden/" + name + ".json";
    try (InputStream in = GoldenNetworks.class.getResourceAsStream(path)) {
      assertNotNull(in, "golden file is missing: " + path);
      return Json.parse(in.readAllBytes());
    } catch (IOException e) {
      throw new AssertionError(name, e);
    }
  }

  /** The activation of this name; null where there is none here. */
  public static Activation activation(JsonNode name) {
    return name.isNull() ? Activation.IDENTITY : ACTIVATIONS.get(name.asText());
  }

  /** A network of these layers. */
  public static Network network(JsonNode layers, Activation activation, Pair pair) {
    int[] sizes = new int[layers.size()];
    Arrays.setAll(sizes, l -> layers.path(l).asInt());
    Activation[] each = new Activation[sizes.length - 2];
    Arrays.fill(each, activation);
    return new Network(
        sizes, List.of(each), pair.output(), pair.loss(), pair.targets(), true, 0.01);
  }

  /** The pair of a name of a loss, its labels being numbers but for a softmax; null for none. */
  public static Pair pair(String loss, int outputs) {
    return switch (loss) {
      case "half_mse_identity" ->
          new Pair(Output.IDENTITY, Loss.SQUARED_ERROR, Targets.NUMBERS, outputs);
      case "half_mse_sigmoid" ->
          new Pair(Output.SIGMOID, Loss.SQUARED_ERROR, Targets.NUMBERS, outputs);
      case "bce_sigmoid" -> new Pair(Output.SIGMOID, Loss.CROSS_ENTROPY, Targets.NUMBERS, outputs);
      case "ce_softmax" -> new Pair(Output.SOFTMAX, Loss.CROSS_ENTROPY, Targets.CLASS, outputs);
      default -> null;
    };
  }

  /** Weights and biases of layers as one vector. */
  public static double[] parameters(Network network, JsonNode weights, JsonNode biases) {
    double[] flat = new double[network.numParameters()];
    for (int l = 1; l <= network.numLayers(); l++) {
      double[] w = numbers(weights.path(l - 1));
      double[] b = numbers(biases.path(l - 1));
      System.arraycopy(w, 0, flat, network.weightOffset(l), w.length);
      System.arraycopy(b, 0, flat, network.biasOffset(l), b.length);
    }
    return flat;
  }

  /** The numbers of arrays of arrays, one after the other. */
  public static double[] numbers(JsonNode node) {
    if (node.isNumber()) {
      return new double[] {node.asDouble()};
    }
    double[] all = new double[0];
    for (JsonNode part : node) {
      double[] more = numbers(part);
      int at = all.length;
      all = Arrays.copyOf(all, at + more.length);
      System.arraycopy(more, 0, all, at, more.length);
    }
    return all;
  }
}
