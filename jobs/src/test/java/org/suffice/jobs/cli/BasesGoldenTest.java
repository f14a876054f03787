package org.suffice.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.suffice.model.Json;

/** Powers, sines and cosines through the command line, against results of exact arithmetic. */
final class BasesGoldenTest {
  /** What is promised; an exact fit gives some fourteen digits. */
  private static final double TOLERANCE = 1e-12;

  @TempDir Path dir;

  private static byte[] resource(String name) {
    try (InputStream in = BasesGoldenTest.class.getResourceAsStream("/golden/" + name)) {
      assertNotNull(in, "golden file is missing: " + name);
      return in.readAllBytes();
    } catch (IOException e) {
      throw new AssertionError(name, e);
    }
  }

  private static JsonNode golden(String name) {
    try {
      return Json.parse(resource(name + ".json"));
    } catch (IOException e) {
      throw new AssertionError(name, e);
    }
  }

  private JsonNode fit(JsonNode golden, String basis) {
    String dataset = golden.get("dataset").asText();
    Path data = Samples.write(dir.resolve(dataset), resource("data/" + dataset));
    Path model = dir.resolve("model");
    Run.suffice(
            "train",
            "linear-regression",
            "--data",
            data,
            "--label",
            golden.get("target").asText(),
            "--set",
            "features.basis=" + basis,
            "--model",
            model,
            "--overwrite")
        .good();
    return Run.suffice("describe", "--model", model, "--json").json();
  }

  private static void assertFits(JsonNode fit, Map<String, String> names, JsonNode json) {
    for (int i = 0; i < fit.get("names").size(); i++) {
      String name = names.get(fit.get("names").get(i).asText());
      double coefficient =
          name.equals("(Intercept)")
              ? json.get("intercept").asDouble()
              : json.get("coefficients").get(name).asDouble();
      assertClose(fit.get("coef").get(i), coefficient, name);
      assertClose(fit.get("se").get(i), json.get("standardErrors").get(name).asDouble(), name);
      assertClose(fit.get("t").get(i), json.get("tValues").get(name).asDouble(), "t " + name);
    }
    String[] files = {"sigma", "r2", "adj_r2", "F", "loglik", "aic", "bic"};
    String[] ours = {"sigma", "r2", "adjustedR2", "fStatistic", "logLikelihood", "aic", "bic"};
    for (int i = 0; i < files.length; i++) {
      assertClose(fit.get(files[i]), json.get(ours[i]).asDouble(), ours[i]);
    }
    assertEquals(fit.get("df_residual").asLong(), json.get("degreesOfFreedom").asLong());
  }

  private static void assertClose(JsonNode expected, double actual, String what) {
    assertTrue(expected.isNumber(), what);
    double right = expected.doubleValue();
    assertEquals(right, actual, TOLERANCE * Math.abs(right), what);
  }

  @ParameterizedTest
  @ValueSource(strings = {"polynomial__cars", "polynomial__faithful", "polynomial__women"})
  void powersFit(String name) {
    JsonNode golden = golden(name);
    String x = golden.get("x").asText();
    for (JsonNode fit : golden.get("fits")) {
      int degree = fit.get("degree").asInt();
      Map<String, String> names = new HashMap<>(Map.of("(Intercept)", "(Intercept)", "x^1", x));
      for (int k = 2; k <= degree; k++) {
        names.put("x^" + k, x + "^" + k);
      }
      JsonNode json = fit(golden, "[{column=" + x + ", type=powers, degree=" + degree + "}]");
      assertFits(fit, names, json);
      assertEquals(degree, json.get("features").size());
    }
  }

  @Test
  void sinesAndCosinesFit() {
    JsonNode golden = golden("fourier__nottem");
    for (JsonNode fit : golden.get("fits")) {
      int harmonics = fit.get("K").asInt();
      boolean trend = fit.get("trend").asBoolean();
      Map<String, String> names = new HashMap<>(Map.of("(Intercept)", "(Intercept)", "x", "t"));
      for (int h = 1; h <= harmonics; h++) {
        names.put("sin" + h, "sin(" + h + "*t)");
        names.put("cos" + h, "cos(" + h + "*t)");
      }
      JsonNode json =
          fit(
              golden,
              String.format(
                  "[{column=t, type=fourier, harmonics=%d, period=%s, keep=%b}]",
                  harmonics, fit.get("period").asText(), trend));
      assertFits(fit, names, json);
      assertEquals(2 * harmonics + (trend ? 1 : 0), json.get("features").size());
      if (harmonics == 6) { // zero on whole numbers, exactly
        assertTrue(json.get("coefficients").get("sin(6*t)").isNull());
        assertTrue(json.get("warnings").toString().contains("sin(6*t)"), json.toString());
      }
    }
  }
}
