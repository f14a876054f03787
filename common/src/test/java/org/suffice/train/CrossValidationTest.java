package org.suffice.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.suffice.train.FoldRuns.N;
import static org.suffice.train.FoldRuns.folds;
import static org.suffice.train.FoldRuns.plan;
import static org.suffice.train.FoldRuns.rows;
import static org.suffice.train.FoldRuns.rule;
import static org.suffice.train.FoldRuns.trainer;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.suffice.Tolerance;
import org.suffice.model.LinearModel;
import org.suffice.solve.LeastSquaresFit;
import org.suffice.solve.Penalty;
import org.suffice.solve.PenaltyPath;
import org.suffice.statistic.FoldRule;
import org.suffice.train.LinearRegression.Precision;

/**
 * Errors of a cross-validation, which one pass gives, beside those of the slow way: for each fold a
 * training from scratch on the other rows, and the squares of what it misses on the fold by.
 */
class CrossValidationTest {
  /** The mean over folds and its standard error, by training anew for each fold. */
  private static double[] slowly(
      TestRows rows, List<int[]> folds, LinearRegression plain, int target, boolean weighted) {
    double[] errors = new double[folds.size()];
    for (int f = 0; f < errors.length; f++) {
      Set<Integer> left = new HashSet<>();
      Arrays.stream(folds.get(f)).forEach(left::add);
      LinearModel model =
          rows.rows(IntStream.range(0, N).filter(i -> !left.contains(i)).toArray()).train(plain);
      double sum = 0;
      double weights = 0;
      for (int i : folds.get(f)) {
        double weight = weighted ? rows.number(i, "w") : 1;
        double error =
            rows.number(i, rows.schema().labels().get(target)) - rows.predict(model, target, i);
        sum += weight * error * error;
        weights += weight;
      }
      errors[f] = sum / weights;
    }
    double mean = Arrays.stream(errors).average().orElseThrow();
    double squares = Arrays.stream(errors).map(e -> (e - mean) * (e - mean)).sum();
    return new double[] {mean, Math.sqrt(squares / (errors.length - 1) / errors.length)};
  }

  @ParameterizedTest
  @CsvSource({
    // type, convention, precision, folds, weights, gaps, intercept, penalty.standardize, scores
    "RIDGE,       SUFFICE, EXACT, rows, false, false, true,  false, false",
    "RIDGE,       GLMNET,  FAST,  fold, true,  true,  true,  true,  false",
    "RIDGE,       SKLEARN, EXACT, team, true,  true,  false, false, true",
    "LASSO,       SUFFICE, FAST,  team, false, true,  true,  true,  false",
    "LASSO,       SKLEARN, EXACT, fold, true,  true,  true,  false, false",
    "LASSO,       GLMNET,  EXACT, rows, false, false, false, true,  false",
    "ELASTIC_NET, SUFFICE, EXACT, fold, true,  false, true,  false, true",
    "ELASTIC_NET, SKLEARN, FAST,  rows, true,  false, false, false, false",
    "ELASTIC_NET, GLMNET,  EXACT, team, true,  true,  true,  false, false",
    "NONE,        SUFFICE, EXACT, rows, true,  true,  true,  false, true",
    "NONE,        SUFFICE, FAST,  fold, false, true,  false, false, false",
    "NONE,        SUFFICE, EXACT, team, false, false, true,  false, false",
  })
  void errorsAreThoseOfTrainingAnewForEachFold(
      Penalty.Type type,
      Penalty.Convention convention,
      Precision precision,
      String by,
      boolean weighted,
      boolean gaps,
      boolean intercept,
      boolean standardize,
      boolean scores) {
    TestRows rows = rows(gaps);
    rows = weighted ? rows.weighted("w") : rows;
    rows = gaps ? rows.gaps("a", "b", "g") : rows;
    rows = by.equals("rows") ? rows : rows.keeping(by);
    double unit = convention == Penalty.Convention.SUFFICE ? 200 : 1;
    unit = convention == Penalty.Convention.SKLEARN && type == Penalty.Type.RIDGE ? 30 : unit;
    double smallest = type == Penalty.Type.RIDGE ? unit / 1e6 : 0; // of all levels λ must choose
    double[] lambdas = {unit, unit / 10, smallest, unit * 20, unit / 1000};
    boolean penalised = type != Penalty.Type.NONE;
    Optional<Folds> folds = Optional.of(new Folds(rule(by), false));
    Optional<PenaltyPlan> plan =
        penalised ? Optional.of(plan(type, convention, standardize, lambdas)) : Optional.empty();
    PenaltyPath path = rows.train(trainer(precision, intercept, scores, plan, folds)).fit().path();

    assertEquals(penalised ? lambdas.length : 1, path.steps().size());
    List<int[]> parts = folds(rows, rule(by));
    Tolerance tolerance =
        Tolerance.relative(
            1e-10, "the acceptance of the issue; the columns are of condition 1e2 at most");
    double least = Double.POSITIVE_INFINITY;
    for (PenaltyPath.Step step : path.steps()) {
      LinearRegression plain =
          trainer(
              precision,
              intercept,
              scores,
              plan.map(p -> plan(type, convention, standardize, step.given())),
              Optional.empty());
      double[] expected = slowly(rows, parts, plain, 0, weighted);
      tolerance.check("error at " + step.given(), expected[0], step.cvError());
      tolerance.check("its deviation at " + step.given(), expected[1], step.cvStandardError());
      least = Math.min(least, step.cvError());
    }
    checkChoice(path, least);
  }

  private static void checkChoice(PenaltyPath path, double least) {
    List<PenaltyPath.Step> steps = path.steps();
    PenaltyPath.Step best =
        steps.stream().filter(s -> s.cvError() == least).findFirst().orElseThrow();
    assertEquals(best.lambda(), path.lambdaMin());
    assertEquals(
        steps.stream()
            .filter(s -> s.cvError() <= least + best.cvStandardError())
            .mapToDouble(PenaltyPath.Step::lambda)
            .max()
            .orElseThrow(),
        path.lambda1se());
    assertEquals(path.lambdaMin(), path.lambda());
    for (int i = 1; i < steps.size(); i++) {
      assertTrue(steps.get(i).lambda() < steps.get(i - 1).lambda(), "descending");
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Penalty.Type.class,
      names = {"RIDGE", "LASSO", "ELASTIC_NET"})
  void theLargestLambdaWithinOneStandardErrorIsTakenWhereThatIsAsked(Penalty.Type type) {
    TestRows rows = rows(false).keeping("fold");
    PenaltyPlan plan = plan(type, Penalty.Convention.SUFFICE, true);
    LinearModel least = rows.train(trainer(plan, Optional.of(new Folds(rule("fold"), false))));
    LinearModel simple = rows.train(trainer(plan, Optional.of(new Folds(rule("fold"), true))));

    PenaltyPath path = simple.fit().path();
    assertEquals(100, path.steps().size());
    assertTrue(path.lambda1se() > path.lambdaMin(), "else nothing is shown");
    assertEquals(path.lambda1se(), path.lambda());
    assertEquals(least.fit().path().lambda(), path.lambdaMin());
    PenaltyPath.Step chosen =
        path.steps().stream().filter(s -> s.lambda() == path.lambda1se()).findFirst().orElseThrow();
    LeastSquaresFit fit = simple.fit();
    assertEquals(chosen.intercept(), fit.coefficients()[0]);
    for (int j = 1; j < fit.coefficients().length; j++) {
      assertEquals(chosen.coefficients()[j - 1], fit.coefficients()[j]);
    }
    assertEquals(chosen.rss(), fit.rss());
  }

  /** Ten folds and a hundred λ of three labels. */
  @ParameterizedTest
  @EnumSource
  void oneLookAtTheDataIsEnough(Precision precision) {
    TestRows rows = rows(true).gaps("a", "b", "g");
    rows =
        rows.with(
            new org.suffice.read.Schema(
                rows.schema().features(), List.of("y", "z", "w"), Optional.empty()));
    LinearRegression trainer =
        trainer(
            precision,
            true,
            false,
            Optional.of(plan(Penalty.Type.LASSO, Penalty.Convention.SUFFICE, false)),
            Optional.of(new Folds(FoldRule.ofRows(10, 1), false)));
    CountedBlocks blocks = new CountedBlocks(rows.blocks(5, 2));
    LinearModel model = rows.solve(trainer, trainer.reduce(blocks, rows.encoder()));
    assertEquals(1, blocks.passes);
    for (LeastSquaresFit fit : model.fits()) {
      assertEquals(100, fit.path().steps().size());
      assertTrue(fit.path().steps().stream().allMatch(step -> step.cvError() > 0));
    }
  }

  @Test
  void pathsOfZScoresAreThoseOfTheFit() {
    TestRows rows = rows(false);
    LinearModel model =
        rows.train(
            trainer(
                Precision.EXACT,
                true,
                true,
                Optional.empty(),
                Optional.of(new Folds(FoldRule.ofRows(5, 1), false))));
    PenaltyPath.Step step = model.fit().path().steps().get(0);
    assertEquals(model.fit().coefficients()[0], step.intercept());
    for (int j = 0; j < step.coefficients().length; j++) {
      assertEquals(model.fit().coefficients()[j + 1], step.coefficients()[j]);
    }
  }
}
