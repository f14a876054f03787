package org.suffice.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.suffice.Tolerance;
import org.suffice.block.Block;
import org.suffice.kernel.Kernel;
import org.suffice.model.Json;
import org.suffice.model.SupportVectorModel;
import org.suffice.pass.Blocks;
import org.suffice.pass.LocalBlocks;
import org.suffice.solve.Solution;
import org.suffice.solve.SupportVectorFit;

/** The golden results of support vector machines, every kernel. */
class SupportVectorGoldenTest {
  /** A fit of a golden file. */
  private record Case(String name, JsonNode file, JsonNode fit) {
    @Override
    public String toString() {
      return name + " " + fit.path("kernel").asText() + " C=" + fit.path("C").asText();
    }
  }

  private static JsonNode golden(String name) {
    try (InputStream in =
        SupportVectorGoldenTest.class.getResourceAsStream("/golden/" + name + ".json")) {
      assertNotNull(in, name);
      return Json.parse(in.readAllBytes());
    } catch (IOException e) {
      throw new AssertionError(name, e);
    }
  }

  private static Stream<Case> fits() {
    List<Case> cases = new ArrayList<>();
    for (String name :
        List.of(
            "svm__iris_setosa_versicolor",
            "svm__iris_versicolor_virginica",
            "svm__Pima_tr_standardized",
            "svm__spam_standardized")) {
      JsonNode file = golden(name);
      file.path("fits").forEach(fit -> cases.add(new Case(name, file, fit)));
    }
    return cases.stream();
  }

  private static ClassGolden rows(JsonNode file) {
    List<String> features = new ArrayList<>();
    file.path("features").forEach(node -> features.add(node.asText()));
    ClassGolden all =
        ClassGolden.data(
            file.path("dataset").asText(),
            file.path("target").asText(),
            features.toArray(String[]::new));
    if (!file.has("classes_used")) {
      return all;
    }
    List<String> used = new ArrayList<>();
    file.path("classes_used").forEach(node -> used.add(node.asText()));
    return all.rows(
        IntStream.range(0, all.numRows())
            .filter(i -> used.contains(all.classes().get((int) all.labels()[i])))
            .toArray());
  }

  private static SupportVectorMachine trainer(JsonNode file, JsonNode fit, double tolerance) {
    String kernel = fit.path("kernel").asText();
    return SupportVectors.trainer()
        .kernel(kernel.equals("poly") ? Kernel.Kind.POLYNOMIAL : kind(kernel))
        .gamma(fit.has("gamma") ? fit.path("gamma").doubleValue() : 1)
        .coef0(fit.path("coef0").asDouble())
        .degree(fit.path("degree").asInt(3))
        .c(
            fit.path("hard_margin").asBoolean()
                ? Double.POSITIVE_INFINITY
                : fit.path("C").doubleValue())
        .standardize(file.path("standardized").asBoolean())
        .tolerance(tolerance)
        .build();
  }

  private static Kernel.Kind kind(String name) {
    return Kernel.Kind.valueOf(name.toUpperCase(java.util.Locale.ROOT));
  }

  private static SupportVectorModel train(ClassGolden golden, SupportVectorMachine trainer) {
    Blocks blocks = LocalBlocks.of(List.of(List.of(golden.block())), 1);
    return SupportVectors.train(trainer, blocks, golden);
  }

  @ParameterizedTest
  @MethodSource("fits")
  void equalsGolden(Case golden) {
    ClassGolden rows = rows(golden.file());
    SupportVectorModel model = train(rows, trainer(golden.file(), golden.fit(), 1e-8));
    JsonNode fit = golden.fit();
    SupportVectorFit.Pair pair = model.fit().pairs().get(0);
    assertEquals(Solution.Termination.CONVERGED, model.fit().solution().termination());
    Tolerance.relative(1e-9, "of second order in a violation of 1e-8")
        .check("objective", fit.path("dual_objective").doubleValue(), pair.objective());
    double scale = Math.max(1, Math.abs(fit.path("rho").doubleValue()));
    Tolerance.absolute(1e-7 * scale, "of the size of the violation, free multipliers averaged")
        .check("rho", fit.path("rho").doubleValue(), pair.rho());
    int expected = fit.path("n_support").asInt();
    assertTrue(
        Math.abs(model.fit().supportVectors() - expected) <= Math.max(0, 0.01 * expected),
        model.fit().supportVectors() + " support vectors, expected " + expected);
    // Of equal rows it is open which of them is on its bound.
    assertEquals(
        fit.path("n_bounded").asDouble(),
        pair.bounded(),
        fit.path("duplicate_support_rows").asDouble(),
        "bounded");
    assertTrue(
        pair.dualityGap() < 1e-5 * Math.max(1, pair.objective()), "gap " + pair.dualityGap());
    double[] decisions = model.decisions(rows.block(0, 20));
    double[] first20 = ClassGolden.numbers(fit.path("decision_first20"));
    for (int i = 0; i < first20.length; i++) {
      Tolerance.absolute(1e-6 * scale, "of the size of the violation, over all multipliers")
          .check("decision " + i, first20[i], decisions[i]);
    }
  }

  @Test
  void votesEqualThoseOfLibsvm() {
    for (String name : List.of("svm_multiclass__iris", "svm_multiclass__wine_standardized")) {
      JsonNode file = golden(name);
      ClassGolden rows = rows(file);
      SupportVectorModel model = train(rows, trainer(file, file, 1e-8));
      double[] predictions = new double[rows.numRows()];
      Block block = rows.block();
      model.score(block, predictions);
      double[] expected = ClassGolden.numbers(file.path("results").path("predicted_class_index"));
      Tolerance.absolute(0, "classes").check(name, expected, predictions);
      double[] decisions = model.decisions(rows.block(0, 5));
      Tolerance.absolute(2e-5, "LIBSVM's kernel values are single precision")
          .check(
              name,
              ClassGolden.numbers(file.path("results").path("pair_decisions_first5")),
              decisions);
      assertEquals(
          file.path("results").path("n_support_rows_total_libsvm").asLong(),
          model.fit().supportVectors());
    }
  }
}
