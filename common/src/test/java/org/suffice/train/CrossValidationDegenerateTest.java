package org.suffice.train;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.suffice.train.FoldRuns.plan;
import static org.suffice.train.FoldRuns.rows;
import static org.suffice.train.FoldRuns.rule;
import static org.suffice.train.FoldRuns.trainer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.suffice.Tolerance;
import org.suffice.model.LinearModel;
import org.suffice.read.Column;
import org.suffice.solve.Penalty;
import org.suffice.solve.PenaltyPath;
import org.suffice.statistic.FoldRule;
import org.suffice.train.LinearRegression.Precision;

/** Folds without which the other rows lack a level, a spread or enough rows. */
class CrossValidationDegenerateTest {
  /**
   * A level, and a column that varies, in one fold alone: what it is trained without knows none.
   */
  @ParameterizedTest
  @CsvSource({
    "NONE, false, false",
    "RIDGE, false, false",
    "RIDGE, true, false",
    "RIDGE, false, true",
    "LASSO, false, false",
    "LASSO, true, false",
    "LASSO, true, true"
  })
  void whatOnlyTheRowsLeftOutHaveCountsNothing(
      Penalty.Type type, boolean standardize, boolean free) {
    List<String> lines = new ArrayList<>();
    Random random = new Random(8);
    for (int i = 0; i < 40; i++) {
      boolean first = i < 10;
      lines.add(
          String.format(
              Locale.ROOT,
              "%s,%s,%s,%s,%s",
              random.nextGaussian(),
              first ? random.nextGaussian() : 7,
              first && i % 2 == 0 ? "rare" : i % 3 == 0 ? "p" : "q",
              i / 10,
              i + random.nextGaussian()));
    }
    Column a = Column.numeric("a");
    Column g = Column.categorical("g", List.of("p", "q", "rare"));
    TestRows rows =
        TestRows.of(List.of("a", "b", "g", "fold", "y"), lines, "y", a, Column.numeric("b"), g)
            .keeping("fold");
    Optional<PenaltyPlan> plan =
        type == Penalty.Type.NONE
            ? Optional.empty()
            : Optional.of(plan(type, standardize, free ? Map.of("b", 0.0, "g", 0.0) : Map.of(), 3));
    FoldRule rule = new FoldRule(FoldRule.Kind.COLUMN, 0, 0, 0);
    LinearModel model =
        rows.train(
            trainer(Precision.EXACT, true, false, plan, Optional.of(new Folds(rule, false))));
    // By hand for the first fold: b and the level have no coefficient.
    double[] errors = new double[4];
    for (int f = 0; f < 4; f++) {
      int fold = f;
      int[] training = IntStream.range(0, 40).filter(i -> i / 10 != fold).toArray();
      TestRows others = rows.rows(training);
      if (f == 0 && free) { // alone they would be refused: nothing tells b from the intercept
        others = others.with(others.schema().withFeatures(List.of(a, g)));
      }
      LinearModel trained =
          others.train(
              trainer(
                  Precision.EXACT,
                  true,
                  false,
                  f == 0 && free ? Optional.of(plan(type, standardize, Map.of("g", 0.0), 3)) : plan,
                  Optional.empty()));
      for (int i = 10 * f; i < 10 * f + 10; i++) {
        double error = rows.number(i, "y") - rows.predict(trained, 0, i);
        errors[f] += error * error / 10;
      }
    }
    Tolerance.relative(1e-10, "doubles; the columns are of condition 1e2 at most")
        .check(
            "error",
            Arrays.stream(errors).average().orElseThrow(),
            model.fit().path().steps().get(0).cvError());
  }

  /** One fold larger than the rest: the others have fewer rows than columns. */
  @ParameterizedTest
  @EnumSource(Penalty.Type.class)
  void trainingRowsFewerThanColumns(Penalty.Type type) {
    Random random = new Random(5);
    List<String> names = new ArrayList<>(List.of("fold", "y"));
    IntStream.range(0, 12).forEach(j -> names.add("x" + j));
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      StringBuilder line = new StringBuilder((i < 12 ? "big" : "small") + "," + i);
      random.doubles(12).forEach(x -> line.append(',').append(x));
      lines.add(line.toString());
    }
    TestRows rows =
        TestRows.of(
                names,
                lines,
                "y",
                names.stream().skip(2).map(Column::numeric).toArray(Column[]::new))
            .keeping("fold");
    FoldRule rule = new FoldRule(FoldRule.Kind.COLUMN, 0, 0, 0);
    LinearModel model =
        rows.train(
            trainer(
                Precision.EXACT,
                true,
                false,
                type == Penalty.Type.NONE
                    ? Optional.empty()
                    : Optional.of(plan(type, Penalty.Convention.SUFFICE, false, 0.1, 0.01)),
                Optional.of(new Folds(rule, false))));
    for (PenaltyPath.Step step : model.fit().path().steps()) {
      assertTrue(Double.isFinite(step.cvError()), "error " + step.cvError());
    }
  }
}
