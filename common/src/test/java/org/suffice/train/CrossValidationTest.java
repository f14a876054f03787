package org.suffice.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.suffice.Tolerance;
import org.suffice.block.Block;
import org.suffice.model.Json;
import org.suffice.model.LinearModel;
import org.suffice.read.Column;
import org.suffice.read.RowAccount;
import org.suffice.solve.ErrorCovariance;
import org.suffice.solve.LeastSquaresFit;
import org.suffice.solve.Penalty;
import org.suffice.solve.PenaltyPath;
import org.suffice.statistic.FoldRule;
import org.suffice.statistic.FoldedStatistic;
import org.suffice.statistic.Statistic;
import org.suffice.train.LinearRegression.Precision;

/**
 * Errors of a cross-validation, which one pass gives, beside those of the slow way: for each fold a
 * training from scratch on the other rows, and the squares of what it misses on the fold by.
 */
class CrossValidationTest {
  private static final List<String> NAMES = List.of("a", "b", "g", "w", "fold", "team", "y", "z");
  private static final int N = 120;

  private static TestRows rows(boolean gaps) {
    Random random = new Random(21);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < N; i++) {
      double a = 3 + random.nextGaussian();
      double b = 40 + 10 * random.nextGaussian();
      int g = random.nextInt(3);
      double y = 100 + 5 * a - 0.4 * b + g + random.nextGaussian() * 3;
      String[] cells = {
        String.valueOf(a),
        String.valueOf(b),
        List.of("p", "q", "r").get(g),
        String.valueOf(0.25 + random.nextDouble()),
        List.of("one", "two", "three", "four").get(Math.min(3, random.nextInt(5))),
        "team " + random.nextInt(12),
        String.valueOf(y),
        String.valueOf(a * a + random.nextGaussian())
      };
      if (gaps && random.nextInt(2) == 0) {
        cells[random.nextInt(3)] = "";
      }
      lines.add(String.join(",", cells));
    }
    return TestRows.of(
        NAMES,
        lines,
        "y",
        Column.numeric("a"),
        Column.numeric("b"),
        Column.categorical("g", List.of("p", "q", "r")));
  }

  /** Which rows a fold has, told by the folds themselves. */
  private static final class RowIds implements Statistic<RowIds> {
    private static final long serialVersionUID = 1L;
    private final ArrayList<Long> ids = new ArrayList<>();

    @Override
    public RowIds fresh() {
      return new RowIds();
    }

    @Override
    public void add(Block block) {
      for (int i = 0; i < block.numRows(); i++) {
        ids.add(block.rowIds()[i]);
      }
    }

    @Override
    public RowIds merge(RowIds other) {
      ids.addAll(other.ids);
      return this;
    }

    @Override
    public RowAccount account() {
      return new RowAccount();
    }

    @Override
    public long sizeInBytes() {
      return 1;
    }
  }

  static List<int[]> folds(TestRows rows, FoldRule rule) {
    List<int[]> folds = new ArrayList<>();
    Set<Long> seen = new HashSet<>();
    FoldedStatistic<RowIds> folded =
        rows.blocks(2, 1).pass(new FoldedStatistic<>(new RowIds(), rule));
    for (RowIds part : folded.parts()) {
      folds.add(part.ids.stream().mapToInt(Long::intValue).toArray());
      part.ids.forEach(id -> assertTrue(seen.add(id), "row " + id + " is in two folds"));
    }
    assertEquals(rows.lines().size(), seen.size());
    if (rule.kind() != FoldRule.Kind.ROW) {
      String column = rule.kind() == FoldRule.Kind.COLUMN ? "fold" : "team";
      Set<String> names = new HashSet<>();
      for (int[] fold : folds) {
        Set<String> own = new HashSet<>();
        IntStream.of(fold).forEach(i -> own.add(rows.cell(i, column)));
        own.forEach(name -> assertTrue(names.add(name), name + " is in two folds"));
      }
    }
    return folds;
  }

  private static FoldRule rule(String by) {
    return switch (by) {
      case "rows" -> FoldRule.ofRows(4, 3);
      case "team" -> new FoldRule(FoldRule.Kind.GROUP, 3, 5, 0);
      default -> new FoldRule(FoldRule.Kind.COLUMN, 0, 0, 0);
    };
  }

  private static LinearRegression trainer(
      Precision precision,
      boolean intercept,
      boolean scores,
      Optional<PenaltyPlan> plan,
      Optional<Folds> folds) {
    return new LinearRegression(
        intercept, 0.95, precision, scores, ErrorCovariance.Kind.CLASSICAL, plan, folds);
  }

  private static PenaltyPlan plan(
      Penalty.Type type, boolean standardize, Map<String, Double> factors, double... lambdas) {
    return new PenaltyPlan(
        new Penalty(type, Penalty.Convention.SUFFICE, 0.3),
        lambdas,
        100,
        Double.NaN,
        standardize,
        factors,
        false,
        false);
  }

  private static PenaltyPlan plan(
      Penalty.Type type, Penalty.Convention convention, boolean standardize, double... lambdas) {
    return new PenaltyPlan(
        new Penalty(type, convention, 0.3),
        lambdas,
        100,
        Double.NaN,
        standardize,
        Map.of(),
        false,
        false);
  }

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

  private static LinearRegression trainer(PenaltyPlan plan, Optional<Folds> folds) {
    return trainer(Precision.EXACT, true, false, Optional.of(plan), folds);
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
    Tolerance.relative(1e-10, "as above")
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

  /** scikit-learn's LassoCV, ElasticNetCV and GridSearchCV with a predefined split. */
  @ParameterizedTest
  @CsvSource({
    "LASSO, lasso, 1e-7",
    "ELASTIC_NET, elastic-net, 1e-7",
    "RIDGE, ridge, 1e-11",
    "NONE, none, 1e-11"
  })
  void errorsAreThoseOfScikitLearn(Penalty.Type type, String name, double bound)
      throws IOException {
    JsonNode golden;
    try (InputStream in =
        CrossValidationTest.class.getResourceAsStream("/golden/crossvalidation__sklearn.json")) {
      golden = Json.parse(in.readAllBytes());
    }
    List<String> names = new ArrayList<>();
    golden.path("columns").forEach(node -> names.add(node.asText()));
    List<String> lines = new ArrayList<>();
    golden.path("lines").forEach(node -> lines.add(node.asText()));
    TestRows rows =
        TestRows.of(
                names,
                lines,
                "y",
                names.stream().skip(2).map(Column::numeric).toArray(Column[]::new))
            .keeping("fold");
    double[] alphas = numbers(golden.path("alphas"));
    FoldRule rule = new FoldRule(FoldRule.Kind.COLUMN, 0, 0, 0);
    LinearModel model =
        rows.train(
            trainer(
                Precision.EXACT,
                true,
                false,
                type == Penalty.Type.NONE
                    ? Optional.empty()
                    : Optional.of(plan(type, Penalty.Convention.SKLEARN, false, alphas)),
                Optional.of(new Folds(rule, false))));
    JsonNode expected = golden.path(name);
    PenaltyPath path = model.fit().path();
    Tolerance tolerance = Tolerance.relative(bound, "see the README of the golden results");
    tolerance.check(
        "mean",
        numbers(expected.path("mean")),
        path.steps().stream().mapToDouble(PenaltyPath.Step::cvError).toArray());
    tolerance.check(
        "standard error",
        numbers(expected.path("standard_error")),
        path.steps().stream().mapToDouble(PenaltyPath.Step::cvStandardError).toArray());
    double chosen =
        path.steps().stream()
            .filter(s -> s.lambda() == path.lambda())
            .findFirst()
            .orElseThrow()
            .given();
    assertEquals(expected.path("alpha").doubleValue(), chosen);
    tolerance.check(
        "intercept", expected.path("intercept").doubleValue(), model.fit().coefficients()[0]);
    double[] w = numbers(expected.path("coefficients"));
    double scale = Arrays.stream(w).map(Math::abs).max().orElseThrow();
    Tolerance ofTheLargest = Tolerance.absolute(bound * scale, "as above, of the largest");
    for (int j = 0; j < w.length; j++) {
      ofTheLargest.check("w" + j, w[j], model.fit().coefficients()[j + 1]);
      assertEquals(w[j] == 0, model.fit().coefficients()[j + 1] == 0);
    }
  }

  private static double[] numbers(JsonNode array) {
    double[] values = new double[array.size()];
    Arrays.setAll(values, i -> array.get(i).doubleValue());
    return values;
  }
}
