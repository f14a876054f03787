package org.suffice.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.suffice.train.LinearRuns.NAMES;
import static org.suffice.train.LinearRuns.coefficient;
import static org.suffice.train.LinearRuns.lasso;
import static org.suffice.train.LinearRuns.ridge;
import static org.suffice.train.LinearRuns.rows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.suffice.Failure;
import org.suffice.Tolerance;
import org.suffice.model.LinearModel;
import org.suffice.read.Column;
import org.suffice.solve.Penalty;
import org.suffice.train.LinearRuns.Plan;

/** Factors of the penalty, by column and by feature. */
class LinearPenaltyFactorTest {
  @Test
  void factorsGoByColumnAndByFeature() {
    TestRows rows = rows(false);
    LinearModel heavy =
        rows.train(lasso().lambdas(0.5).factors(Map.of("g", 1e9, "a", 1e9)).trainer());
    assertEquals(List.of("a", "b", "c", "g=p", "g=q", "g=r"), heavy.names());
    for (String name : List.of("a", "g=p", "g=q", "g=r")) {
      assertEquals(0, coefficient(heavy, name), name);
    }
    assertTrue(coefficient(heavy, "b") != 0);
    LinearModel one = rows.train(lasso().lambdas(0.5).factors(Map.of("g=q", 1e9)).trainer());
    assertEquals(0, coefficient(one, "g=q"));
    assertTrue(coefficient(one, "g=r") != 0 || coefficient(one, "g=p") != 0);

    Failure failure =
        assertThrows(
            Failure.class,
            () -> rows.train(ridge().lambdas(1).factors(Map.of("g=s", 2.0)).trainer()));
    assertEquals(Failure.Kind.USAGE, failure.kind());
    assertTrue(failure.getMessage().contains("'g=s'"), failure.getMessage());
    assertTrue(failure.getMessage().contains("'g=p'"), failure.getMessage());
  }

  /** One level is free, the others are not: all are kept, for what they share is penalised. */
  @Test
  void aFreeReferenceLevelIsKept() {
    TestRows rows = rows(false);
    LinearModel model = rows.train(ridge().lambdas(1e9).factors(Map.of("g=p", 0.0)).trainer());
    assertEquals(List.of("a", "b", "c", "g=p", "g=q", "g=r"), model.names());
    assertTrue(Math.abs(coefficient(model, "g=p")) > 1e6 * Math.abs(coefficient(model, "g=q")));
    LinearModel free =
        rows.train(
            ridge().lambdas(1).factors(Map.of("g=p", 0.0, "g=q", 0.0, "g=r", 0.0)).trainer());
    assertEquals(List.of("a", "b", "c", "g=q", "g=r"), free.names());
  }

  /** A factor of a feature is stronger than that of its column, whatever the order of the two. */
  @Test
  void aFeatureHasItsOwnFactorWithinThatOfItsColumn() {
    TestRows rows = rows(false);
    for (String other : List.of("a", "b", "c")) {
      LinearModel model =
          rows.train(
              lasso().lambdas(0.5).factors(Map.of("g", 1e9, "g=r", 0.5, other, 1.0)).trainer());
      assertEquals(0, coefficient(model, "g=p"));
      assertEquals(0, coefficient(model, "g=q"));
      assertTrue(coefficient(model, "g=r") != 0);
    }
  }

  /** Minimum over a few free columns: what is left is the fit of the others on residuals. */
  @ParameterizedTest
  @EnumSource(
      value = Penalty.Type.class,
      names = {"RIDGE", "LASSO", "ELASTIC_NET"})
  void columnsOfFactorZeroAreFittedAsInLeastSquares(Penalty.Type type) {
    TestRows rows = rows(false);
    LinearModel model =
        rows.train(new Plan(type).lambdas(1e12).factors(Map.of("g", 0.0, "b", 0.0)).trainer());
    assertEquals(List.of("a", "b", "c", "g=q", "g=r"), model.names());
    LinearModel plain =
        rows.with(
                rows.schema()
                    .withFeatures(
                        List.of(
                            Column.numeric("b"), Column.categorical("g", List.of("p", "q", "r")))))
            .train(new Plan(Penalty.Type.NONE).trainer());
    Tolerance tolerance = Tolerance.relative(1e-7, "a penalty of 1e12 leaves 1e-10 of a");
    for (String name : plain.names()) {
      tolerance.check(name, coefficient(plain, name), coefficient(model, name));
    }
    tolerance.check("rss", plain.fit().rss(), model.fit().rss());
    // All free: least squares whatever λ.
    LinearModel free =
        rows.train(
            new Plan(type)
                .lambdas(5)
                .factors(Map.of("g", 0.0, "a", 0.0, "b", 0.0, "c", 0.0))
                .trainer());
    LinearModel leastSquares = rows.train(new Plan(Penalty.Type.NONE).trainer());
    assertEquals(leastSquares.names(), free.names());
    Tolerance.relative(1e-9, "columns of condition 1e3, doubles")
        .check("all", leastSquares.fit().coefficients(), free.fit().coefficients());
  }

  @Test
  void freeColumnsThatDependAreNamed() {
    TestRows rows = rows(false);
    List<String> names = new ArrayList<>(NAMES);
    names.add("s");
    List<String> lines =
        rows.lines().stream()
            .map(line -> line + "," + 3 * Double.parseDouble(line.split(",")[0]))
            .toList();
    TestRows more =
        TestRows.of(
            names, lines, "y", Column.numeric("a"), Column.numeric("b"), Column.numeric("s"));
    for (Penalty.Type type : List.of(Penalty.Type.RIDGE, Penalty.Type.LASSO)) {
      Plan plan = new Plan(type).lambdas(1).factors(Map.of("a", 0.0, "s", 0.0));
      Failure failure = assertThrows(Failure.class, () -> more.train(plan.trainer()));
      assertEquals(Failure.Kind.NO_SOLUTION, failure.kind());
      assertTrue(
          failure.getMessage().contains("'s' is a combination of 'a'"), failure.getMessage());
      // One of the two penalised is enough.
      more.train(new Plan(type).lambdas(1).factors(Map.of("a", 0.0)).trainer());
    }
  }
}
