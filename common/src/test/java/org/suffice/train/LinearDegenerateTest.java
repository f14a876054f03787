package org.suffice.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.suffice.train.LinearRuns.FEATURES;
import static org.suffice.train.LinearRuns.FOLDS;
import static org.suffice.train.LinearRuns.NAMES;
import static org.suffice.train.LinearRuns.coefficient;
import static org.suffice.train.LinearRuns.lasso;
import static org.suffice.train.LinearRuns.ridge;
import static org.suffice.train.LinearRuns.rows;
import static org.suffice.train.LinearRuns.wide;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.suffice.Failure;
import org.suffice.Tolerance;
import org.suffice.model.LinearModel;
import org.suffice.read.Column;
import org.suffice.solve.Penalty;
import org.suffice.solve.PenaltyPath;
import org.suffice.train.LinearRegression.Precision;
import org.suffice.train.LinearRuns.Plan;

/** Penalised fits of what least squares has no answer for. */
class LinearDegenerateTest {
  @ParameterizedTest
  @CsvSource({"RIDGE, EXACT", "RIDGE, FAST", "LASSO, EXACT", "LASSO, FAST", "ELASTIC_NET, EXACT"})
  void fewerRowsThanColumnsAreEnough(Penalty.Type type, Precision precision) {
    TestRows rows = wide(12, 40);
    LinearModel model =
        rows.train(new Plan(type).trainer(precision, true, false, Optional.empty()));
    PenaltyPath path = model.fit().path();
    assertEquals(100, path.steps().size());
    double last = path.steps().get(99).lambda() / path.steps().get(0).lambda();
    double floor = type == Penalty.Type.RIDGE ? 1e-4 : 1e-2;
    Tolerance.relative(1e-12, "powers").check("floor", floor, last);
    for (PenaltyPath.Step step : path.steps()) {
      assertTrue(step.effectiveDegreesOfFreedom() <= 12 + 1e-9, step.toString());
      assertTrue(Double.isFinite(step.rss()) && step.rss() >= 0);
    }
    // ½rss' + penalty' = 0 in every direction: Xᵀr = λw for ridge.
    PenaltyPath.Step step = path.steps().get(50);
    if (type == Penalty.Type.RIDGE) {
      double scale = path.steps().get(0).lambda();
      for (int j = 0; j < 40; j++) {
        double pull = 0;
        for (int i = 0; i < 12; i++) {
          double residual = rows.number(i, "y") - step.intercept();
          for (int k = 0; k < 40; k++) {
            residual -= step.coefficients()[k] * rows.number(i, "x" + k);
          }
          pull += residual * rows.number(i, "x" + j);
        }
        assertEquals(step.lambda() * step.coefficients()[j], pull, 1e-12 * scale);
      }
    }
  }

  /** λ = 0 penalises nothing: dependent columns are then named as such, and λ as the reason. */
  @Test
  void aRidgeOfZeroOnDependentColumnsSaysSo() {
    Failure failure =
        assertThrows(Failure.class, () -> rows(false).train(ridge().lambdas(0, 1).trainer()));
    assertEquals(Failure.Kind.NO_SOLUTION, failure.kind());
    assertTrue(failure.getMessage().contains("'g=r'"), failure.getMessage());
    assertTrue(failure.getMessage().contains("λ = 0"), failure.getMessage());
    assertFalse(failure.getMessage().contains("or penalise it"), failure.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "RIDGE, true",
    "RIDGE, false",
    "LASSO, true",
    "LASSO, false",
    "ELASTIC_NET, true",
    "ELASTIC_NET, false"
  })
  void aLabelOfZerosHasNoCoefficients(Penalty.Type type, boolean wide) {
    TestRows rows = wide ? wide(6, 9) : wide(30, 3);
    List<String> lines =
        rows.lines().stream().map(line -> "0" + line.substring(line.indexOf(','))).toList();
    TestRows zeros =
        TestRows.of(rows.names(), lines, "y", rows.schema().features().toArray(Column[]::new));
    for (double[] lambdas : new double[][] {{}, {1}}) {
      for (boolean scores : new boolean[] {false, true}) {
        LinearModel model =
            zeros.train(
                new Plan(type).lambdas(lambdas).trainer(Precision.EXACT, true, scores, FOLDS));
        assertTrue(Arrays.stream(model.fit().coefficients()).allMatch(w -> w == 0));
        assertTrue(Double.isNaN(model.fit().r2()));
        assertEquals(0, model.fit().rss());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "RIDGE, true, EXACT",
    "RIDGE, false, FAST",
    "LASSO, true, FAST",
    "LASSO, false, EXACT",
    "ELASTIC_NET, true, EXACT"
  })
  void aConstantColumnHasNoCoefficient(
      Penalty.Type type, boolean standardize, Precision precision) {
    List<String> names = new ArrayList<>(NAMES);
    names.add("five");
    List<String> lines = rows(false).lines().stream().map(line -> line + ",5.1").toList();
    TestRows rows =
        TestRows.of(names, lines, "y", Column.numeric("five"), Column.numeric("a"), FEATURES[3]);
    Plan plan = new Plan(type).lambdas(2, 1);
    if (standardize) {
      plan.standardize();
    }
    for (boolean scores : new boolean[] {false, true}) {
      LinearModel model = rows.train(plan.trainer(precision, true, scores, FOLDS));
      assertEquals(0, coefficient(model, "five"));
      LinearModel without =
          rows.with(rows.schema().withFeatures(List.of(FEATURES[0], FEATURES[3])))
              .train(plan.trainer(precision, true, scores, FOLDS));
      Tolerance.relative(1e-10, "another order of columns")
          .check("a", coefficient(without, "a"), coefficient(model, "a"));
    }
  }

  @Test
  void glmnetOfAConstantLabelIsRefusedInOneLine() {
    TestRows rows = wide(10, 2);
    List<String> lines =
        rows.lines().stream().map(line -> "4" + line.substring(line.indexOf(','))).toList();
    TestRows constant =
        TestRows.of(rows.names(), lines, "y", rows.schema().features().toArray(Column[]::new));
    Failure failure =
        assertThrows(
            Failure.class,
            () ->
                constant.train(ridge().convention(Penalty.Convention.GLMNET).lambdas(1).trainer()));
    assertEquals(Failure.Kind.DATA, failure.kind());
    // A lasso does not divide.
    constant.train(lasso().convention(Penalty.Convention.GLMNET).lambdas(1).trainer());
    constant.train(lasso().convention(Penalty.Convention.GLMNET).trainer());
  }
}
