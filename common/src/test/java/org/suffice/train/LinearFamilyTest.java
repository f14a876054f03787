package org.suffice.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.suffice.Failure;
import org.suffice.Tolerance;
import org.suffice.model.LinearModel;
import org.suffice.read.Column;
import org.suffice.read.Schema;
import org.suffice.solve.ErrorCovariance;
import org.suffice.solve.LeastSquaresFit;
import org.suffice.solve.Penalty;
import org.suffice.solve.PenaltyPath;
import org.suffice.statistic.FoldRule;
import org.suffice.train.LinearRegression.Precision;

/** Labels, units and penalties of one family: what must not matter does not, what must does. */
class LinearFamilyTest {
  private static final int N = 60;
  private static final List<String> NAMES = List.of("a", "b", "c", "g", "w", "u", "v", "y");
  private static final Column[] FEATURES = {
    Column.numeric("a"),
    Column.numeric("b"),
    Column.numeric("c"),
    Column.categorical("g", List.of("p", "q", "r"))
  };

  private static TestRows rows(boolean gaps) {
    Random random = new Random(77);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < N; i++) {
      double a = random.nextGaussian();
      double b = 1000 + 50 * random.nextGaussian();
      double c = 0.01 * random.nextGaussian();
      int g = random.nextInt(3);
      String[] cells = {
        String.valueOf(a),
        String.valueOf(b),
        String.valueOf(c),
        List.of("p", "q", "r").get(g),
        String.valueOf(0.25 + random.nextDouble()),
        String.valueOf(a - b + random.nextGaussian()),
        String.valueOf(g * a + random.nextGaussian()),
        String.valueOf(7 + 2 * a + 0.01 * b - 100 * c + g + random.nextGaussian())
      };
      if (gaps && random.nextInt(2) == 0) {
        cells[random.nextInt(4)] = "";
      }
      lines.add(String.join(",", cells));
    }
    return TestRows.of(NAMES, lines, "y", FEATURES);
  }

  /** A plan to start from. */
  private static final class Plan {
    private final Penalty.Type type;
    private Penalty.Convention convention = Penalty.Convention.SUFFICE;
    private double[] lambdas = {};
    private int count = 100;
    private double floor = Double.NaN;
    private boolean standardize;
    private Map<String, Double> factors = Map.of();
    private boolean nonNegative;
    private boolean refit;

    Plan(Penalty.Type type) {
      this.type = type;
    }

    Plan lambdas(double... values) {
      lambdas = values;
      return this;
    }

    Plan convention(Penalty.Convention value) {
      convention = value;
      return this;
    }

    Plan path(int steps, double last) {
      count = steps;
      floor = last;
      return this;
    }

    Plan standardize() {
      standardize = true;
      return this;
    }

    Plan factors(Map<String, Double> values) {
      factors = values;
      return this;
    }

    Plan nonNegative() {
      nonNegative = true;
      return this;
    }

    Plan refit() {
      refit = true;
      return this;
    }

    LinearRegression trainer() {
      return trainer(Precision.EXACT, true, false, Optional.empty());
    }

    LinearRegression trainer(
        Precision precision, boolean intercept, boolean scores, Optional<Folds> folds) {
      Optional<PenaltyPlan> plan =
          type == Penalty.Type.NONE
              ? Optional.empty()
              : Optional.of(
                  new PenaltyPlan(
                      new Penalty(type, convention, 0.5),
                      lambdas,
                      count,
                      floor,
                      standardize,
                      factors,
                      nonNegative,
                      refit));
      return new LinearRegression(
          intercept, 0.95, precision, scores, ErrorCovariance.Kind.CLASSICAL, plan, folds);
    }
  }

  private static Plan ridge() {
    return new Plan(Penalty.Type.RIDGE);
  }

  private static Plan lasso() {
    return new Plan(Penalty.Type.LASSO);
  }

  private static final Optional<Folds> FOLDS = Optional.of(new Folds(FoldRule.ofRows(5, 2), true));

  static Stream<LinearRegression> trainers() {
    List<LinearRegression> all = new ArrayList<>();
    for (Precision precision : Precision.values()) {
      Plan none = new Plan(Penalty.Type.NONE);
      all.add(none.trainer(precision, true, false, Optional.empty()));
      all.add(none.trainer(precision, false, true, FOLDS));
      all.add(lasso().lambdas(3).trainer(precision, true, false, Optional.empty()));
      all.add(lasso().refit().trainer(precision, true, false, FOLDS));
      all.add(ridge().lambdas(3, 1).trainer(precision, true, true, FOLDS));
    }
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("trainers")
  void everyLabelHasTheFitThatItHasAlone(LinearRegression trainer) {
    boolean bySameProducts = trainer.precision() == Precision.EXACT;
    for (boolean gaps : new boolean[] {false, true}) {
      TestRows rows = rows(gaps).weighted("w");
      rows = gaps ? rows.gaps("a", "b", "c", "g") : rows;
      List<String> labels = List.of("y", "u", "v");
      LinearModel joint = rows.with(labelled(rows.schema(), labels)).train(trainer);
      for (int t = 0; t < 3; t++) {
        LinearModel alone =
            rows.with(labelled(rows.schema(), List.of(labels.get(t)))).train(trainer);
        same(alone.fit(), joint.fits().get(t), bySameProducts);
      }
    }
  }

  private static Schema labelled(Schema schema, List<String> labels) {
    return new Schema(schema.features(), labels, schema.weight(), schema.interactions());
  }

  private static void same(LeastSquaresFit alone, LeastSquaresFit joint, boolean bits) {
    Tolerance rounding =
        Tolerance.relative(1e-7, "dsyrk adds in another order, columns of condition 1e3");
    for (double[][] pair :
        new double[][][] {
          {alone.coefficients(), joint.coefficients()},
          {alone.standardErrors(), joint.standardErrors()},
          {alone.pValues(), joint.pValues()},
          {alone.upper(), joint.upper()},
          {{alone.rss()}, {joint.rss()}},
          {{alone.r2()}, {joint.r2()}},
        }) {
      if (bits) {
        assertArrayEquals(pair[0], pair[1]);
      } else {
        for (int i = 0; i < pair[0].length; i++) {
          if (pair[0][i] == 0) {
            assertEquals(0, pair[1][i]);
          } else {
            rounding.check("figure " + i, pair[0][i], pair[1][i]);
          }
        }
      }
    }
    assertEquals(alone.path() == null, joint.path() == null);
    if (alone.path() == null || !bits) {
      return;
    }
    assertEquals(alone.path().lambda(), joint.path().lambda());
    assertEquals(alone.path().lambdaMin(), joint.path().lambdaMin());
    for (int i = 0; i < alone.path().steps().size(); i++) {
      PenaltyPath.Step expected = alone.path().steps().get(i);
      PenaltyPath.Step step = joint.path().steps().get(i);
      assertArrayEquals(expected.coefficients(), step.coefficients());
      assertEquals(expected.cvError(), step.cvError());
      assertEquals(expected.cvStandardError(), step.cvStandardError());
    }
  }

  /** The columns themselves as z scores, or as x/sd, with weighted means and deviations. */
  private static TestRows scored(TestRows rows, boolean intercept) {
    String[] columns = {"a", "b", "c", "g=p", "g=q", "g=r"};
    double[][] values = new double[columns.length][N];
    for (int j = 0; j < columns.length; j++) {
      double weights = 0;
      double sum = 0;
      double squares = 0;
      for (int i = 0; i < N; i++) {
        double w = rows.number(i, "w");
        values[j][i] =
            j < 3
                ? rows.number(i, columns[j])
                : ("g=" + rows.cell(i, "g")).equals(columns[j]) ? 1 : 0;
        weights += w;
        sum += w * values[j][i];
      }
      double mean = sum / weights;
      for (int i = 0; i < N; i++) {
        squares += rows.number(i, "w") * (values[j][i] - mean) * (values[j][i] - mean);
      }
      for (int i = 0; i < N; i++) {
        values[j][i] = (values[j][i] - (intercept ? mean : 0)) / Math.sqrt(squares / weights);
      }
    }
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < N; i++) {
      StringBuilder line = new StringBuilder(rows.cell(i, "w") + "," + rows.cell(i, "y"));
      for (double[] column : values) {
        line.append(',').append(column[i]);
      }
      lines.add(line.toString());
    }
    List<String> names = new ArrayList<>(List.of("w", "y"));
    Stream.of(columns).map(name -> name.replace('=', '_')).forEach(names::add);
    return TestRows.of(
            names, lines, "y", names.stream().skip(2).map(Column::numeric).toArray(Column[]::new))
        .weighted("w");
  }

  @ParameterizedTest
  @CsvSource({
    "NONE,        true,  EXACT",
    "NONE,        false, EXACT",
    "NONE,        true,  FAST",
    "RIDGE,       true,  EXACT",
    "RIDGE,       false, FAST",
    "LASSO,       true,  EXACT",
    "LASSO,       false, EXACT",
    "ELASTIC_NET, true,  FAST"
  })
  void scoresAreFittedAsIfTheColumnsWereScores(
      Penalty.Type type, boolean intercept, Precision precision) {
    TestRows rows = rows(false).weighted("w");
    Plan plan = new Plan(type).lambdas(2);
    LinearModel model = rows.train(plan.trainer(precision, intercept, true, Optional.empty()));
    TestRows byHand = scored(rows, intercept);
    if (type == Penalty.Type.NONE) { // without the reference level
      byHand =
          byHand.with(
              byHand
                  .schema()
                  .withFeatures(
                      byHand.schema().features().stream()
                          .filter(c -> !(intercept && c.name().equals("g_p")))
                          .toList()));
    }
    LeastSquaresFit expected =
        byHand.train(plan.trainer(precision, intercept, false, Optional.empty())).fit();
    Tolerance tolerance =
        Tolerance.relative(1e-9, "scores are rounded, and their columns of condition 1e2");
    for (int j = 0; j < expected.coefficients().length; j++) {
      double w = expected.coefficients()[j];
      if (w == 0) {
        assertEquals(0, model.fit().coefficients()[j]);
      } else {
        tolerance.check("coefficient " + j, w, model.fit().coefficients()[j]);
        tolerance.check(
            "error " + j, expected.standardErrors()[j], model.fit().standardErrors()[j]);
        tolerance.check("t " + j, expected.tValues()[j], model.fit().tValues()[j]);
        tolerance.check("upper " + j, expected.upper()[j], model.fit().upper()[j]);
      }
    }
    tolerance.check("rss", expected.rss(), model.fit().rss());
    if (type == Penalty.Type.NONE) {
      LinearModel raw = rows.train(plan.trainer(precision, intercept, false, Optional.empty()));
      for (int i = 0; i < N; i++) {
        tolerance.check("ŷ " + i, rows.predict(raw, 0, i), rows.predict(model, 0, i));
      }
    }
    double rss = 0;
    for (int i = 0; i < N; i++) {
      double error = rows.number(i, "y") - rows.predict(model, 0, i);
      rss += rows.number(i, "w") * error * error;
    }
    tolerance.check("rss of the predictions", model.fit().rss(), rss);
  }

  private static double coefficient(LinearModel model, String name) {
    int at = model.names().indexOf(name);
    assertTrue(at >= 0, name + " is not among " + model.names());
    return model.fit().coefficients()[at + (model.fit().intercept() ? 1 : 0)];
  }

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

  private static TestRows wide(int n, int d) {
    Random random = new Random(3);
    List<String> names = new ArrayList<>(List.of("y"));
    IntStream.range(0, d).forEach(j -> names.add("x" + j));
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      StringBuilder line = new StringBuilder(String.valueOf(random.nextGaussian()));
      random.doubles(d).forEach(x -> line.append(',').append(x));
      lines.add(line.toString());
    }
    return TestRows.of(
        names, lines, "y", names.stream().skip(1).map(Column::numeric).toArray(Column[]::new));
  }

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
