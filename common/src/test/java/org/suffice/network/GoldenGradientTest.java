package org.suffice.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.suffice.Tolerance;
import org.suffice.network.Network.Targets;
import org.suffice.network.Networks.Pair;
import org.suffice.network.Networks.Rows;

/** Outputs, costs and gradients against those of 50 digits, in every case that exists here. */
class GoldenGradientTest {
  /** Inputs are small whole hundredths: a few hundred roundings, some of them of differences. */
  private static final Tolerance CLOSE =
      Tolerance.absolute(
          1e-12, "values below 10 of sums of a hundred products; 1e-10 is asked for");

  @Test
  void agree() {
    int compared = 0;
    for (JsonNode json : GoldenNetworks.read("mlp_gradients").path("cases")) {
      Activation activation = GoldenNetworks.activation(json.path("hidden_activation"));
      int outputs = json.path("layers").path(json.path("layers").size() - 1).asInt();
      Pair pair = GoldenNetworks.pair(json.path("loss").asText(), outputs);
      if (activation != null && pair != null) {
        compare(json, GoldenNetworks.network(json.path("layers"), activation, pair));
        compared++;
      }
    }
    assertEquals(18, compared);
  }

  private static void compare(JsonNode json, Network network) {
    double[] x = GoldenNetworks.numbers(json.path("X"));
    double[] t = GoldenNetworks.numbers(json.path("T"));
    int n = json.path("X").size();
    int d = network.numInputs();
    int k = network.numOutputs();
    Rows rows = rows(network, n, x, t);
    double[] parameters = GoldenNetworks.parameters(network, json.path("W"), json.path("b"));
    double lambda = json.path("lambda").asDouble();

    double[] outputs = new double[n * k];
    network.predict(n, x, d, parameters, new Workspace(network, 2), outputs);
    double[] gradient = new double[parameters.length];
    double cost = Networks.gradient(network, parameters, rows, gradient) / n;
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] /= n;
    }
    cost += lambda / 2 * network.squaredWeights(parameters);
    network.addWeights(lambda, parameters, gradient);

    String what = json.path("layers") + " " + json.path("hidden_activation") + json.path("loss");
    CLOSE.check(what, GoldenNetworks.numbers(json.path("output")), outputs);
    CLOSE.check(what, json.path("cost").asDouble(), cost);
    CLOSE.check(
        what, GoldenNetworks.parameters(network, json.path("dW"), json.path("db")), gradient);
  }

  private static Rows rows(Network network, int n, double[] x, double[] t) {
    int d = network.numInputs();
    int k = network.numOutputs();
    int width = network.rowWidth();
    double[] values = new double[n * width];
    double[] labels = new double[n];
    for (int i = 0; i < n; i++) {
      System.arraycopy(x, i * d, values, i * width, d);
      for (int j = 0; j < k; j++) {
        double target = t[i * k + j];
        if (network.targets() == Targets.CLASS) {
          labels[i] += j * target;
        } else if (j == 0) {
          labels[i] = target;
        } else {
          values[i * width + d + j - 1] = target;
        }
      }
    }
    return new Rows(values, labels, null);
  }
}
