package org.suffice.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.suffice.Failure;
import org.suffice.block.Block;
import org.suffice.model.Json;
import org.suffice.model.LogisticModel;
import org.suffice.solve.LogisticFit;
import org.suffice.solve.LogisticPath;
import org.suffice.solve.Penalty;
import org.suffice.solve.Solution.Termination;
import org.suffice.statistic.FoldRule;
import org.suffice.statistic.FoldSelection;

/**
 * Penalties: their optima by the conditions of Karush, Kuhn and Tucker, paths, cross-validation.
 */
class LogisticPenaltyTest {
  private static final LogisticRows TWO = LogisticRows.drawn(41, 150, 4, 2, 0.6);
  private static final LogisticRows THREE = LogisticRows.drawn(42, 180, 3, 3, 0.6);
  private static final LogisticRows FOUR = LogisticRows.drawn(43, 200, 3, 4, 0.6);

  private static PenaltyPlan plan(
      Penalty.Type type,
      double ratio,
      boolean standardize,
      Map<String, Double> factors,
      double... lambdas) {
    return plan(type, Penalty.Convention.SUFFICE, ratio, standardize, factors, lambdas);
  }

  private static PenaltyPlan plan(
      Penalty.Type type,
      Penalty.Convention convention,
      double ratio,
      boolean standardize,
      Map<String, Double> factors,
      double... lambdas) {
    return new PenaltyPlan(
        new Penalty(type, convention, ratio, Penalty.Family.LOG_LOSS),
        lambdas,
        12,
        Double.NaN,
        standardize,
        factors,
        false,
        false);
  }

  private static LogisticRegression trainer(String solver, PenaltyPlan plan) {
    return LogisticRows.penalised(LogisticRows.plain(solver), plan);
  }

  private static LogisticRegression folded(
      String solver, PenaltyPlan plan, int folds, boolean one) {
    return LogisticRows.folded(
        LogisticRows.plain(solver), plan, new Folds(FoldRule.ofRows(folds, 7), one));
  }

  /** Of one column. */
  private static double deviation(double[] x) {
    double mean = Arrays.stream(x).average().orElseThrow();
    return Math.sqrt(Arrays.stream(x).map(v -> (v - mean) * (v - mean)).sum() / x.length);
  }

  /**
   * The conditions at every λ, from probabilities and sums in the open: the derivative of the loss
   * is opposite to that of the penalty, or within its range where a coefficient is 0.
   */
  private static void assertOptimal(
      LogisticRows rows, PenaltyPlan plan, LogisticRegression trainer, LogisticPath.Step step) {
    int d = rows.width();
    int c = rows.classes().size();
    int k = c == 2 ? 1 : c;
    int p = d + 1;
    double[] w = step.coefficients();
    double rho = plan.penalty().l1Ratio();
    for (int r = 0; r < k; r++) {
      double[] gradient = new double[p];
      for (int i = 0; i < rows.numRows(); i++) {
        double[] eta = new double[c];
        for (int s = 0; s < k; s++) {
          eta[s + c - k == c ? s : s + (c == 2 ? 1 : 0)] = w[s * p];
          for (int j = 0; j < d; j++) {
            eta[s + (c == 2 ? 1 : 0)] += w[s * p + 1 + j] * rows.x()[i * d + j];
          }
        }
        double sum = Arrays.stream(eta).map(Math::exp).sum();
        int of = r + (c == 2 ? 1 : 0);
        double residual = Math.exp(eta[of]) / sum - (rows.labels()[i] == of ? 1 : 0);
        gradient[0] += residual;
        for (int j = 0; j < d; j++) {
          gradient[1 + j] += residual * rows.x()[i * d + j];
        }
      }
      double tolerance = 1e-7 * rows.numRows();
      assertEquals(0, gradient[0], tolerance, "constant");
      for (int j = 0; j < d; j++) {
        double factor = plan.factors().getOrDefault(LogisticRows.name(j), 1.0);
        double unit = plan.standardize() ? deviation(rows.column(j)) : 1;
        double own = w[r * p + 1 + j];
        double absolute = step.lambda() * factor * rho / 2 * unit;
        double smooth = gradient[1 + j] + step.lambda() * factor * (1 - rho) * unit * unit * own;
        if (own == 0 && absolute > 0) {
          assertTrue(Math.abs(smooth) <= absolute + tolerance, j + ": " + smooth);
        } else {
          assertEquals(-Math.signum(own) * absolute, smooth, tolerance, "column " + j);
        }
      }
    }
    if (k > 1) {
      assertEquals(0, IntStream.range(0, k).mapToDouble(r -> w[r * p]).sum(), 1e-9, "constants");
    }
  }

  static Stream<PenaltyPlan> plans() {
    return Stream.of(
        plan(Penalty.Type.RIDGE, 0, false, Map.of()),
        plan(Penalty.Type.LASSO, 1, false, Map.of()),
        plan(Penalty.Type.LASSO, 1, true, Map.of()),
        plan(Penalty.Type.ELASTIC_NET, 0.5, false, Map.of()),
        plan(Penalty.Type.ELASTIC_NET, 0.5, true, Map.of("b", 2.5)),
        plan(Penalty.Type.LASSO, 1, false, Map.of("a", 0.0, "c", 3.0)),
        plan(Penalty.Type.RIDGE, 0, true, Map.of("a", 0.0)));
  }

  @ParameterizedTest
  @MethodSource("plans")
  void everyPenaltyOfAPathIsAtItsOptimum(PenaltyPlan plan) {
    for (LogisticRows rows : List.of(TWO, THREE, FOUR)) {
      boolean smooth = plan.penalty().type() == Penalty.Type.RIDGE;
      List<String> solvers =
          smooth ? List.of("newton", "lbfgs") : List.of("proximal-newton", "owlqn");
      double[] objectives = null;
      for (String solver : solvers) {
        LogisticRegression trainer = folded(solver, plan, 3, false);
        LogisticFit fit = rows.fit(trainer);
        assertEquals(12, fit.path().steps().size());
        for (LogisticPath.Step step : fit.path().steps()) {
          assertEquals(Termination.CONVERGED, step.solution().termination(), solver);
          assertOptimal(rows, plan, trainer, step);
        }
        double[] found =
            fit.path().steps().stream().mapToDouble(s -> s.solution().objective()).toArray();
        if (objectives != null) {
          assertArrayEquals(objectives, found, 1e-7 * objectives[0]);
        }
        objectives = found;
      }
    }
  }

  /** The first λ is the least at which nothing is left, and so for what is not penalised. */
  @ParameterizedTest
  @CsvSource({"LASSO, 1, SUFFICE", "ELASTIC_NET, 0.5, SKLEARN", "LASSO, 1, GLMNET"})
  void aPathBeginsWithNothing(Penalty.Type type, double ratio, Penalty.Convention convention) {
    for (LogisticRows rows : List.of(TWO, THREE)) {
      for (Map<String, Double> factors : List.of(Map.<String, Double>of(), Map.of("b", 0.0))) {
        PenaltyPlan plan = plan(type, convention, ratio, false, factors);
        LogisticFit fit = rows.fit(folded("auto", plan, 3, false));
        int p = rows.width() + 1;
        for (int i = 0; i < 2; i++) {
          double[] w = fit.path().steps().get(i).coefficients();
          long held =
              IntStream.range(0, w.length)
                  .filter(at -> at % p > 0 && (factors.isEmpty() || at % p != 2) && w[at] != 0)
                  .count();
          assertEquals(i == 0, held == 0, i + " " + factors + Arrays.toString(w));
        }
      }
    }
  }

  /** The errors are those of fits made by hand, one for each fold and λ. */
  @ParameterizedTest
  @CsvSource({"LASSO, false", "RIDGE, true", "ELASTIC_NET, true"})
  void crossValidationIsRefitting(Penalty.Type type, boolean standardize) {
    double[] lambdas = {40, 12, 4, 1, 0.2};
    int folds = 4;
    for (LogisticRows rows : List.of(TWO, THREE)) {
      PenaltyPlan plan = plan(type, 0.5, standardize, Map.of(), lambdas);
      LogisticFit least = rows.fit(folded("auto", plan, folds, false));
      int[] fold = folds(rows, folds);
      double[] means = new double[lambdas.length];
      double[] errors = new double[lambdas.length];
      for (int l = 0; l < lambdas.length; l++) {
        double[] each = new double[folds];
        for (int f = 0; f < folds; f++) {
          int own = f;
          int[] in = IntStream.range(0, fold.length).filter(i -> fold[i] != own).toArray();
          int[] out = IntStream.range(0, fold.length).filter(i -> fold[i] == own).toArray();
          LogisticRows left = rows.rows(out);
          PenaltyPlan one = plan(type, 0.5, standardize, Map.of(), lambdas[l]);
          double[] p = left.probabilities(rows.rows(in).train(trainer("auto", one)));
          int c = rows.classes().size();
          for (int i = 0; i < out.length; i++) {
            each[f] -= Math.log(p[i * c + (int) left.labels()[i]]) / out.length;
          }
        }
        double mean = Arrays.stream(each).average().orElseThrow();
        means[l] = mean;
        errors[l] =
            Math.sqrt(
                Arrays.stream(each).map(e -> (e - mean) * (e - mean)).sum() / (folds - 1) / folds);
        assertEquals(mean, least.path().steps().get(l).cvError(), 1e-8);
        assertEquals(errors[l], least.path().steps().get(l).cvStandardError(), 1e-8);
      }
      int best = IntStream.range(0, 5).reduce(0, (a, b) -> means[b] < means[a] ? b : a);
      assertEquals(lambdas[best], least.path().lambda());
      int simplest =
          IntStream.range(0, 5)
              .filter(l -> means[l] <= means[best] + errors[best])
              .findFirst()
              .orElseThrow();
      LogisticFit one = rows.fit(folded("auto", plan, folds, true));
      assertEquals(lambdas[simplest], one.path().lambda());
      assertArrayEquals(
          rows.fit(trainer("auto", plan(type, 0.5, standardize, Map.of(), lambdas[simplest])))
              .coefficients(),
          one.coefficients(),
          1e-7);
    }
  }

  /** The fold of each row, seen by a statistic of folds that counts one row at a time. */
  private static int[] folds(LogisticRows rows, int folds) {
    int[] fold = new int[rows.numRows()];
    FoldRule rule = FoldRule.ofRows(folds, 7);
    Block block = rows.block();
    for (int f = 0; f < folds; f++) {
      String name = String.format(Locale.ROOT, "%04d", f + 1);
      double[] weights = new FoldSelection(rule, name, true).mapper().apply(block).weights();
      for (int i = 0; i < fold.length; i++) {
        fold[i] = weights[i] > 0 ? f : fold[i];
      }
    }
    return fold;
  }

  @Test
  void aClassInOneFoldAlone() {
    double[] labels = TWO.labels().clone();
    labels[17] = 2;
    LogisticRows rows =
        new LogisticRows(TWO.columns(), TWO.x(), labels, null, LogisticRows.classes(3));
    PenaltyPlan plan = plan(Penalty.Type.RIDGE, 0, false, Map.of(), 1, 2);
    Failure failure = assertThrows(Failure.class, () -> rows.fit(folded("auto", plan, 5, false)));
    assertEquals(Failure.Kind.DATA, failure.kind());
    assertTrue(
        failure.getMessage().startsWith("cross-validation: all rows of class 'k2' are in one fold"),
        failure.getMessage());
  }

  /** Weights of classes change what is fitted, not what an error is. */
  @Test
  void errorsOfFoldsAreThoseOfRowsAsTheyAre() {
    PenaltyPlan plan = plan(Penalty.Type.RIDGE, 0, false, Map.of(), 2, 1);
    LogisticRegression trainer = folded("auto", plan, 3, false);
    double before = TWO.fit(trainer).path().steps().get(1).cvError();
    // The same factor for both classes is a weaker penalty, and the errors stay means of rows.
    LogisticRegression twice =
        LogisticRows.classWeighted(
            folded("auto", plan(Penalty.Type.RIDGE, 0, false, Map.of(), 4, 2), 3, false),
            ClassWeights.of(Map.of("k0", 2.0, "k1", 2.0)));
    assertEquals(before, TWO.fit(twice).path().steps().get(1).cvError(), 1e-9);
  }

  @Test
  void foldsThatHaveNotConvergedAreSaid() {
    PenaltyPlan plan = plan(Penalty.Type.RIDGE, 0, false, Map.of(), 1, 0.1);
    LogisticRegression trainer =
        LogisticRows.folded(
            LogisticRows.with("lbfgs", 1e-12, 2), plan, new Folds(FoldRule.ofRows(3, 7), false));
    LogisticModel model = TWO.train(trainer);
    assertTrue(
        model.record().warnings().stream()
            .anyMatch(w -> w.startsWith("6 of the 6 fits of the cross-validation have not")),
        model.record().warnings().toString());
  }

  /** With as many classes above as below there is a range of minima: always the same of them. */
  @ParameterizedTest
  @ValueSource(strings = {"proximal-newton", "owlqn"})
  void oneOfManyMinima(String solver) {
    LogisticRegression trainer = trainer(solver, plan(Penalty.Type.LASSO, 1, false, Map.of(), 1.5));
    double[] first = FOUR.fit(trainer).coefficients();
    for (int repeat = 0; repeat < 3; repeat++) {
      assertArrayEquals(first, FOUR.fit(trainer).coefficients());
    }
  }

  @Test
  void anAbsoluteValueNeedsItsSolver() {
    for (String solver : List.of("newton", "lbfgs", "trust-region")) {
      Failure failure =
          assertThrows(
              Failure.class,
              () -> TWO.fit(trainer(solver, plan(Penalty.Type.LASSO, 1, false, Map.of(), 1))));
      assertEquals(Failure.Kind.USAGE, failure.kind());
      assertTrue(failure.getMessage().startsWith("solver.name=" + solver), failure.getMessage());
    }
  }

  // ------------------------------------------------------------ scikit-learn

  static Stream<JsonNode> sklearn() throws IOException {
    try (InputStream in =
        LogisticPenaltyTest.class.getResourceAsStream("/golden/logistic__sklearn.json")) {
      List<JsonNode> cases = new ArrayList<>();
      Json.parse(in.readAllBytes()).path("cases").forEach(cases::add);
      return cases.stream();
    }
  }

  private static LogisticRows rows(JsonNode json) {
    double[][] columns = new double[json.path("x").get(0).size()][json.path("x").size()];
    for (int i = 0; i < json.path("x").size(); i++) {
      for (int j = 0; j < columns.length; j++) {
        columns[j][i] = json.path("x").get(i).get(j).doubleValue();
      }
    }
    return LogisticRows.of(ClassGolden.numbers(json.path("y")), columns);
  }

  @ParameterizedTest(name = "{index}")
  @MethodSource("sklearn")
  void whatScikitLearnFinds(JsonNode json) {
    Penalty.Type type = Penalty.Type.valueOf(json.path("penalty").asText());
    double ratio = json.path("l1_ratio").doubleValue();
    double c = json.path("C").doubleValue();
    LogisticRows rows = rows(json);
    PenaltyPlan plan = plan(type, Penalty.Convention.SKLEARN, ratio, false, Map.of(), c);
    LogisticRegression trainer = trainer("auto", plan);
    trainer = json.path("intercept").asBoolean() ? trainer : LogisticRows.withoutIntercept(trainer);
    trainer =
        json.path("balanced").asBoolean()
            ? LogisticRows.classWeighted(trainer, ClassWeights.BALANCED)
            : trainer;
    LogisticModel model = rows.train(trainer);
    double[] expected = ClassGolden.numbers(json.path("coefficients"));
    double[] constants = ClassGolden.numbers(json.path("constants"));
    double[] raw = model.rawParameters();
    int d = rows.width();
    for (int r = 0; r < raw.length / (d + 1); r++) {
      for (int j = 0; j < d; j++) {
        // saga was run to 1e-12 and means it less.
        assertEquals(expected[r * d + j], raw[r * (d + 1) + j], 2e-6, "w " + r + " " + j);
      }
      assertEquals(constants[r], raw[r * (d + 1) + d], 2e-6, "b " + r);
    }
    assertEquals(c, model.fit().path().steps().get(0).given());
    // The same in glmnet's convention and in ours.
    for (Penalty.Convention other :
        List.of(Penalty.Convention.GLMNET, Penalty.Convention.SUFFICE)) {
      Penalty.Strength strength =
          plan.penalty()
              .fromSuffice(
                  plan.penalty().toSuffice(c, model.fit().path().sumWeights(), 1),
                  other,
                  model.fit().path().sumWeights(),
                  1);
      LogisticRegression again =
          LogisticRows.penalised(
              trainer, plan(type, other, strength.l1Ratio(), false, Map.of(), strength.lambda()));
      assertArrayEquals(raw, rows.train(again).rawParameters(), 1e-8, other.toString());
    }
  }
}
