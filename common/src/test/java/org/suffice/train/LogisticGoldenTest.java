package org.suffice.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.suffice.model.LogisticModel;
import org.suffice.pass.Blocks;
import org.suffice.solve.IterationListener;
import org.suffice.solve.LogisticFit;
import org.suffice.solve.Penalty;
import org.suffice.solve.Solution.Termination;

/**
 * Logistic regressions against results of extended precision, themselves compared with R's glm,
 * nnet and glmnet, scikit-learn and statsmodels (see the README of the golden files).
 */
class LogisticGoldenTest {
  static LogisticModel fit(ClassGolden golden, LogisticRegression trainer) {
    return fit(golden, trainer, IterationListener.NONE);
  }

  static LogisticModel fit(
      ClassGolden golden, LogisticRegression trainer, IterationListener listener) {
    Blocks rows = golden.data();
    LogisticRegression.Look look = trainer.look(rows, golden.encoder(), golden.classes().size());
    return trainer.fit(
        rows,
        look,
        golden.schema().withClasses(golden.classes()),
        golden.encoder(),
        Optional.empty(),
        Checkpoints.NONE,
        listener);
  }

  static LogisticRegression trainer(String solver, boolean standardize, PenaltyPlan penalty) {
    return new LogisticRegression(
        true,
        0.95,
        standardize,
        ClassWeights.NONE,
        Optional.ofNullable(penalty),
        Optional.empty(),
        new SolverPlan(solver, 1e-12, 0, 0.1, false));
  }

  static PenaltyPlan ridge(double lambda) {
    return new PenaltyPlan(
        Penalty.of(Penalty.Type.RIDGE, Penalty.Convention.SUFFICE),
        new double[] {lambda},
        100,
        Double.NaN,
        false,
        java.util.Map.of(),
        false,
        false);
  }

  /** Relative to each value, and to the largest where one is negligible beside it. */
  private static void assertClose(double[] expected, double[] actual, double tolerance, String of) {
    assertEquals(expected.length, actual.length, of);
    double largest = 0;
    for (double value : expected) {
      largest = Math.max(largest, Math.abs(value));
    }
    for (int i = 0; i < expected.length; i++) {
      double unit = Math.max(Math.abs(expected[i]), 1e-9 * largest);
      assertEquals(expected[i], actual[i], tolerance * unit, of + " " + i);
    }
  }

  // R's own golden values have some 13 digits of the errors; a tolerance of 1e-12 on the mean
  // gradient leaves about as many of the coefficients.
  @ParameterizedTest
  @ValueSource(strings = {"Pima_te_glu", "Pima_tr", "biopsy", "infert", "mtcars_am", "skin"})
  void maximumLikelihoodOfTwoClasses(String data) {
    ClassGolden golden = ClassGolden.of("logistic_mle__" + data);
    LogisticFit fit = fit(golden, trainer("auto", false, null)).fit();
    JsonNode results = golden.results();
    assertEquals(Termination.CONVERGED, fit.solution().termination());
    assertClose(ClassGolden.numbers(results.path("coef")), fit.coefficients(), 1e-9, "w");
    assertClose(ClassGolden.numbers(results.path("se")), fit.standardErrors(), 1e-9, "errors");
    assertClose(ClassGolden.numbers(results.path("z")), fit.zValues(), 1e-9, "z");
    assertEquals(1, fit.deviance() / results.path("deviance").asDouble(), 1e-12);
    assertEquals(1, fit.nullDeviance() / results.path("null_deviance").asDouble(), 1e-12);
    assertEquals(1, fit.aic() / results.path("aic").asDouble(), 1e-12);
  }

  @ParameterizedTest
  @ValueSource(strings = {"newton", "trust-region", "lbfgs"})
  void everySolverFindsTheSameMaximum(String solver) {
    ClassGolden golden = ClassGolden.of("logistic_mle__Pima_tr");
    LogisticFit fit = fit(golden, trainer(solver, false, null)).fit();
    assertEquals(solver, fit.solver());
    JsonNode results = golden.results();
    assertClose(ClassGolden.numbers(results.path("coef")), fit.coefficients(), 1e-8, "w");
    assertClose(ClassGolden.numbers(results.path("se")), fit.standardErrors(), 1e-8, "errors");
  }

  @TestFactory
  Stream<DynamicTest> ridgeOfTwoClasses() {
    return Stream.of(
            "Pima_te_glu",
            "Pima_tr",
            "Pima_tr_standardized",
            "biopsy",
            "infert",
            "iris_setosa_versicolor",
            "mtcars_am")
        .map(data -> ClassGolden.of("logistic_l2__" + data))
        .flatMap(LogisticGoldenTest::eachPenalty);
  }

  @TestFactory
  Stream<DynamicTest> ridgeOfSeveralClasses() {
    return Stream.of("Chile", "iris", "iris_standardized", "wine_standardized")
        .map(data -> ClassGolden.of("softmax_l2__" + data))
        .flatMap(LogisticGoldenTest::eachPenalty);
  }

  private static Stream<DynamicTest> eachPenalty(ClassGolden golden) {
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonNode expected : golden.json().path("fits")) {
      double lambda = expected.path("lambda").asDouble();
      tests.add(
          DynamicTest.dynamicTest(
              golden.name() + " λ=" + lambda,
              () -> {
                boolean standardize = golden.json().path("standardized").asBoolean();
                LogisticFit fit = fit(golden, trainer("auto", standardize, ridge(lambda))).fit();
                double[] constants = ClassGolden.numbers(expected.path("intercept"));
                double[] w = ClassGolden.numbers(expected.path("coef"));
                int k = fit.numFunctions();
                int d = golden.features().size();
                double[] all = new double[k * (d + 1)];
                for (int r = 0; r < k; r++) {
                  all[r * (d + 1)] = constants[r];
                  System.arraycopy(w, r * d, all, r * (d + 1) + 1, d);
                }
                assertClose(all, fit.coefficients(), 1e-8, "w");
                double loss = expected.path("objective").asDouble();
                assertEquals(1, fit.solution().objective() / loss, 1e-10, "objective");
              }));
    }
    assertTrue(!tests.isEmpty());
    return tests.stream();
  }

  @ParameterizedTest
  @ValueSource(strings = {"newton", "lbfgs"})
  void maximumLikelihoodOfSeveralClasses(String solver) {
    ClassGolden golden = ClassGolden.of("multinomial_mle__Chile");
    LogisticFit fit = fit(golden, trainer(solver, true, null)).fit();
    JsonNode results = golden.results();
    assertClose(ClassGolden.numbers(results.path("coef")), fit.coefficients(), 1e-8, "w");
    assertClose(ClassGolden.numbers(results.path("se")), fit.standardErrors(), 1e-8, "errors");
    assertEquals(1, fit.deviance() / results.path("deviance").asDouble(), 1e-12);
  }

  // Note 004 §1 with its gradient divided by the number of rows, not of features.
  @ParameterizedTest
  @ValueSource(strings = {"Pima_tr_standardized", "mtcars_am"})
  void descentOfTheNotes(String data) {
    ClassGolden golden = ClassGolden.of("logistic_gd__" + data);
    double[] costs = ClassGolden.numbers(golden.json().path("costs"));
    List<Double> found = new ArrayList<>();
    LogisticRegression trainer =
        new LogisticRegression(
            true,
            0.95,
            true,
            ClassWeights.NONE,
            Optional.empty(),
            Optional.empty(),
            new SolverPlan(
                "gradient-descent",
                1e-15,
                100 * (costs.length - 1),
                golden.json().path("learning_rate").asDouble(),
                false));
    LogisticFit fit =
        fit(
                golden,
                trainer,
                (state, value, norm) -> {
                  if (state.iteration() % 100 == 0) {
                    found.add(value);
                  }
                })
            .fit();
    assertEquals(Termination.MAX_ITERATIONS, fit.solution().termination());
    assertClose(costs, found.stream().mapToDouble(Double::doubleValue).toArray(), 1e-12, "costs");
    double[] w = new double[golden.features().size() + 1];
    w[0] = golden.json().path("final_intercept").asDouble();
    double[] slopes = ClassGolden.numbers(golden.json().path("final_coef"));
    System.arraycopy(slopes, 0, w, 1, slopes.length);
    assertClose(w, fit.coefficients(), 1e-11, "w");
  }
}
