package org.suffice.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.suffice.train.LinearRuns.FEATURES;
import static org.suffice.train.LinearRuns.N;
import static org.suffice.train.LinearRuns.NAMES;
import static org.suffice.train.LinearRuns.coefficient;
import static org.suffice.train.LinearRuns.lasso;
import static org.suffice.train.LinearRuns.rows;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.suffice.Tolerance;
import org.suffice.model.LinearModel;
import org.suffice.read.Column;
import org.suffice.solve.Penalty;
import org.suffice.solve.PenaltyPath;
import org.suffice.train.LinearRuns.Plan;

/** What may be asked of a penalised fit: units, signs, a refit, and the λ that are tried. */
class LinearPenaltyOptionsTest {
  @ParameterizedTest
  @EnumSource(
      value = Penalty.Type.class,
      names = {"RIDGE", "LASSO", "ELASTIC_NET"})
  void theUnitOfAColumnDoesNotMatterWherePenaltiesAreStandardised(Penalty.Type type) {
    TestRows rows = rows(false);
    List<String> lines =
        rows.lines().stream()
            .map(
                line -> {
                  String[] cells = line.split(",");
                  cells[1] = String.valueOf(Double.parseDouble(cells[1]) * 1024);
                  return String.join(",", cells);
                })
            .toList();
    TestRows other = TestRows.of(NAMES, lines, "y", FEATURES);
    Plan plan = new Plan(type).lambdas(4).standardize();
    LinearModel one = rows.train(plan.trainer());
    LinearModel two = other.train(plan.trainer());
    Tolerance tolerance = Tolerance.relative(1e-9, "columns of condition 1e3, doubles");
    for (String name : one.names()) {
      double w = coefficient(one, name);
      if (w == 0) {
        assertEquals(0, coefficient(two, name));
      } else {
        tolerance.check(name, w, coefficient(two, name) * (name.equals("b") ? 1024 : 1));
      }
    }
    double plain = coefficient(rows.train(new Plan(type).lambdas(4).trainer()), "c");
    assertTrue(plain != coefficient(one, "c"), "c is small: its coefficient must be penalised");
  }

  @ParameterizedTest
  @EnumSource(
      value = Penalty.Type.class,
      names = {"RIDGE", "LASSO", "ELASTIC_NET"})
  void coefficientsAreNotNegativeWhereThatIsAsked(Penalty.Type type) {
    TestRows rows = rows(false);
    LinearModel model = rows.train(new Plan(type).lambdas(0.1, 0).nonNegative().trainer());
    for (PenaltyPath.Step step : model.fit().path().steps()) {
      assertTrue(Arrays.stream(step.coefficients()).allMatch(w -> w >= 0));
      assertTrue(Arrays.stream(step.coefficients()).anyMatch(w -> w > 0));
      assertEquals(0, step.coefficients()[2], "y falls in c");
    }
  }

  @Test
  void aRefitIsLeastSquaresOfTheColumnsLeft() {
    TestRows rows = rows(false);
    LinearModel refit = rows.train(lasso().lambdas(60).refit().trainer());
    LinearModel lasso = rows.train(lasso().lambdas(60).trainer());
    List<String> left =
        lasso.names().stream().filter(name -> coefficient(lasso, name) != 0).toList();
    assertFalse(left.isEmpty());
    assertTrue(left.size() < 6, left.toString());
    assertTrue(left.stream().allMatch(name -> name.length() == 1), left + " are numbers");
    LinearModel plain =
        rows.with(rows.schema().withFeatures(left.stream().map(Column::numeric).toList()))
            .train(new Plan(Penalty.Type.NONE).trainer());
    for (String name : lasso.names()) {
      assertEquals(
          left.contains(name) ? coefficient(plain, name) : 0, coefficient(refit, name), name);
    }
    assertEquals(plain.fit().coefficients()[0], refit.fit().coefficients()[0]);
    assertEquals(plain.fit().rss(), refit.fit().rss());
    assertEquals(plain.fit().sigma(), refit.fit().sigma());
    assertEquals(plain.fit().degreesOfFreedom(), refit.fit().degreesOfFreedom());
    assertTrue(Double.isNaN(refit.fit().standardErrors()[0]));
  }

  @ParameterizedTest
  @EnumSource(
      value = Penalty.Type.class,
      names = {"RIDGE", "LASSO", "ELASTIC_NET"})
  void givenLambdasAreSortedAndSingle(Penalty.Type type) {
    TestRows rows =
        rows(false)
            .with(
                rows(false).schema().withFeatures(List.of(FEATURES[0], FEATURES[1], FEATURES[2])));
    LinearModel model = rows.train(new Plan(type).lambdas(1, 0, 5, 1, 0, 5, 2).trainer());
    List<PenaltyPath.Step> steps = model.fit().path().steps();
    assertEquals(List.of(5.0, 2.0, 1.0, 0.0), steps.stream().map(s -> s.given()).toList());
    LinearModel plain = rows.train(new Plan(Penalty.Type.NONE).trainer());
    Tolerance.relative(1e-8, "columns of condition 1e3, doubles")
        .check(
            "at λ = 0",
            Arrays.copyOfRange(plain.fit().coefficients(), 1, 4),
            steps.get(3).coefficients());
    for (PenaltyPath.Step step : steps) {
      LinearModel alone = rows.train(new Plan(type).lambdas(step.given()).trainer());
      Tolerance.relative(1e-9, "another start").check("rss", alone.fit().rss(), step.rss());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "LASSO, SUFFICE",
    "LASSO, SKLEARN",
    "LASSO, GLMNET",
    "ELASTIC_NET, SUFFICE",
    "ELASTIC_NET, SKLEARN",
    "ELASTIC_NET, GLMNET"
  })
  void pathsBeginWhereEveryCoefficientIsZero(Penalty.Type type, Penalty.Convention convention) {
    for (int seed = 0; seed < 20; seed++) {
      int shift = seed;
      TestRows all = rows(false);
      TestRows rows = all.rows(IntStream.range(shift, N).toArray());
      LinearModel model = rows.train(new Plan(type).convention(convention).path(7, 1e-3).trainer());
      List<PenaltyPath.Step> steps = model.fit().path().steps();
      assertEquals(7, steps.size());
      assertTrue(
          Arrays.stream(steps.get(0).coefficients()).allMatch(w -> w == 0),
          "rows from " + seed + ": " + Arrays.toString(steps.get(0).coefficients()));
      assertTrue(Arrays.stream(steps.get(1).coefficients()).anyMatch(w -> w != 0));
      Tolerance.relative(1e-12, "powers")
          .check("floor", 1e-3, steps.get(6).lambda() / steps.get(0).lambda());
      // And not far above: a little less lets one in.
      LinearModel less =
          rows.train(
              new Plan(type)
                  .convention(convention)
                  .lambdas(steps.get(0).given() * (1 - 1e-9))
                  .trainer());
      assertTrue(
          Arrays.stream(less.fit().path().steps().get(0).coefficients()).anyMatch(w -> w != 0));
    }
  }
}
