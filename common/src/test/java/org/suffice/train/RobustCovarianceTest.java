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
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.commons.statistics.distribution.TDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.suffice.Failure;
import org.suffice.Tolerance;
import org.suffice.block.DenseBlock;
import org.suffice.model.Json;
import org.suffice.model.LinearModel;
import org.suffice.model.LinearModel.IntervalKind;
import org.suffice.model.Outputs;
import org.suffice.read.Column;
import org.suffice.read.Schema;
import org.suffice.solve.ErrorCovariance.Kind;
import org.suffice.solve.LeastSquaresFit;
import org.suffice.solve.Penalty;
import org.suffice.train.LinearRegression.Precision;

/** Standard errors of White and his followers, and the intervals of predictions. */
class RobustCovarianceTest {
  private static final Tolerance EXACT =
      Tolerance.relative(1e-11, "residuals and leverages in doubles, columns of condition 1e3");

  private static JsonNode golden(String name) {
    try (InputStream in = RobustCovarianceTest.class.getResourceAsStream("/golden/" + name)) {
      return Json.parse(in.readAllBytes());
    } catch (IOException e) {
      throw new AssertionError(name, e);
    }
  }

  private static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }

  private static double[] numbers(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false)
        .mapToDouble(JsonNode::doubleValue)
        .toArray();
  }

  private static LinearRegression trainer(Precision precision, boolean intercept, Kind kind) {
    return new LinearRegression(
        intercept, 0.95, precision, false, kind, Optional.empty(), Optional.empty());
  }

  /** The table of a case, with columns that depend on others where it has some. */
  private static TestRows rows(JsonNode golden) {
    List<String> names = new ArrayList<>(texts(golden.path("columns")));
    List<String> lines = texts(golden.path("lines"));
    List<String> categorical = texts(golden.path("categorical"));
    List<Column> features = new ArrayList<>();
    for (String name : texts(golden.path("features"))) {
      int at = names.indexOf(name);
      features.add(
          categorical.contains(name)
              ? Column.categorical(
                  name,
                  List.copyOf(
                      new TreeSet<>(lines.stream().map(line -> line.split(",")[at]).toList())))
              : golden.path("powers").has(name)
                  ? Column.powers(name, golden.path("powers").path(name).asInt())
                  : Column.numeric(name));
    }
    if (!golden.path("aliased").isEmpty()) {
      names.addAll(List.of("twice", "five"));
      lines =
          lines.stream()
              .map(l -> l + "," + 2 * Double.parseDouble(l.split(",")[1]) + ",5")
              .toList();
      features.add(1, Column.numeric("twice"));
      features.add(Column.numeric("five"));
    }
    TestRows rows =
        TestRows.of(names, lines, golden.path("label").asText(), features.toArray(Column[]::new));
    return golden.path("weight").isNull() ? rows : rows.weighted(golden.path("weight").asText());
  }

  static Stream<JsonNode> cases() {
    return StreamSupport.stream(golden("robust__cases.json").path("cases").spliterator(), false);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void errorsAreThoseOfTheFormula(JsonNode golden) {
    TestRows rows = rows(golden);
    boolean intercept = golden.path("intercept").asBoolean();
    List<String> names = texts(golden.path("names"));
    for (Precision precision : Precision.values()) {
      Tolerance tolerance =
          precision == Precision.EXACT
              ? EXACT
              : Tolerance.relative(1e-7, "powers to the third in doubles");
      for (Kind kind : Kind.values()) {
        if (!kind.isRobust()) {
          continue;
        }
        LinearModel model = rows.train(trainer(precision, intercept, kind));
        double[] errors = numbers(golden.path("results").path(kind.text()));
        double[] coefficients = numbers(golden.path("results").path("coefficients"));
        LeastSquaresFit fit = model.fit();
        double quantile =
            TDistribution.of(fit.degreesOfFreedom()).inverseCumulativeProbability(0.975);
        List<String> found = new ArrayList<>(model.names());
        if (intercept) {
          found.add(0, "(Intercept)");
        }
        int compared = 0;
        for (int j = 0; j < found.size(); j++) {
          int at = names.indexOf(found.get(j));
          String what = golden.path("name").asText() + " " + kind + " " + found.get(j);
          if (at < 0) {
            assertTrue(Double.isNaN(fit.standardErrors()[j]), what);
            assertTrue(Double.isNaN(fit.upper()[j]), what);
            continue;
          }
          compared++;
          tolerance.check(what, errors[at], fit.standardErrors()[j]);
          tolerance.check(what, coefficients[at] / errors[at], fit.tValues()[j]);
          tolerance.check(
              what + " half the interval",
              quantile * errors[at],
              (fit.upper()[j] - fit.lower()[j]) / 2);
        }
        assertEquals(names.size(), compared);
        int full = golden.path("results").path("full_leverage").asInt();
        long said =
            model.record().warnings().stream().filter(w -> w.contains("leverage 1")).count();
        boolean counts = kind == Kind.HC2 || kind == Kind.HC3;
        assertEquals(full > 0 && counts ? 1 : 0, said, model.record().warnings().toString());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"HC0", "HC3"})
  void scoresHaveTheErrorsOfColumnsThatAreScores(Kind kind) {
    JsonNode swiss = cases().findFirst().orElseThrow();
    TestRows rows = rows(swiss);
    List<String> names = texts(swiss.path("columns"));
    int n = rows.lines().size();
    double[][] columns = new double[names.size()][n];
    for (int c = 0; c < columns.length; c++) {
      String name = names.get(c);
      double[] x = IntStream.range(0, n).mapToDouble(i -> rows.number(i, name)).toArray();
      double mean = Arrays.stream(x).average().orElseThrow();
      double sd = Math.sqrt(Arrays.stream(x).map(v -> (v - mean) * (v - mean)).sum() / n);
      columns[c] = c == 0 ? x : Arrays.stream(x).map(v -> (v - mean) / sd).toArray();
    }
    List<String> lines =
        IntStream.range(0, n)
            .mapToObj(
                i ->
                    String.join(
                        ",", Arrays.stream(columns).map(c -> String.valueOf(c[i])).toList()))
            .toList();
    LeastSquaresFit expected =
        TestRows.of(
                names,
                lines,
                rows.schema().label(),
                rows.schema().features().toArray(Column[]::new))
            .train(trainer(Precision.EXACT, true, kind))
            .fit();
    LeastSquaresFit fit =
        rows.train(
                new LinearRegression(
                    true, 0.95, Precision.EXACT, true, kind, Optional.empty(), Optional.empty()))
            .fit();
    EXACT.check("coefficients", expected.coefficients(), fit.coefficients());
    EXACT.check("errors", expected.standardErrors(), fit.standardErrors());
    EXACT.check("upper", expected.upper(), fit.upper());
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"HC1", "HC2"})
  void everyLabelHasItsOwnErrors(Kind kind) {
    TestRows rows = rows(cases().skip(1).findFirst().orElseThrow());
    List<String> labels = List.of("Fertility", "Infant.Mortality");
    Schema schema = rows.schema();
    List<Column> features = schema.features().subList(0, 2);
    LinearModel joint =
        rows.with(new Schema(features, labels, schema.weight()))
            .train(trainer(Precision.EXACT, true, kind));
    for (int t = 0; t < 2; t++) {
      LeastSquaresFit alone =
          rows.with(new Schema(features, List.of(labels.get(t)), schema.weight()))
              .train(trainer(Precision.EXACT, true, kind))
              .fit();
      assertArrayEquals(alone.standardErrors(), joint.fits().get(t).standardErrors());
      assertArrayEquals(alone.pValues(), joint.fits().get(t).pValues());
    }
  }

  /** Missing values: as if the means had been in the file. */
  @Test
  void meansThatStandForMissingValuesCountInResidualsAndLeverages() {
    Random random = new Random(6);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      double x = random.nextGaussian();
      String g = random.nextInt(4) == 0 ? "" : List.of("p", "q").get(random.nextInt(2));
      lines.add(
          (random.nextInt(3) == 0 && !g.isEmpty() ? "" : x)
              + ","
              + g
              + ","
              + (x + random.nextGaussian() * x));
    }
    TestRows rows =
        TestRows.of(
                List.of("x", "g", "y"),
                lines,
                "y",
                Column.numeric("x"),
                Column.categorical("g", List.of("p", "q")))
            .gaps("x", "g");
    LinearModel model = rows.train(trainer(Precision.EXACT, true, Kind.HC3));
    double[] means = model.means();
    List<String> filled = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      String x = rows.cell(i, "x");
      String g = rows.cell(i, "g");
      filled.add(
          (x.isEmpty() ? means[0] : x)
              + ","
              + (g.isEmpty() ? means[2] : g.equals("q") ? 1 : 0)
              + ","
              + rows.cell(i, "y"));
    }
    LinearModel byHand =
        TestRows.of(List.of("x", "q", "y"), filled, "y", Column.numeric("x"), Column.numeric("q"))
            .train(trainer(Precision.EXACT, true, Kind.HC3));
    EXACT.check("errors", byHand.fit().standardErrors(), model.fit().standardErrors());
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void aPerfectFitHasNoErrors(Kind kind) {
    List<String> lines = IntStream.range(0, 9).mapToObj(i -> i + "," + (3 * i + 1)).toList();
    LeastSquaresFit fit =
        TestRows.of(List.of("x", "y"), lines, "y", Column.numeric("x"))
            .train(trainer(Precision.EXACT, true, kind))
            .fit();
    assertArrayEquals(new double[] {1, 3}, fit.coefficients());
    assertArrayEquals(new double[2], fit.standardErrors());
    assertArrayEquals(fit.coefficients(), fit.lower());
    assertArrayEquals(fit.coefficients(), fit.upper());
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void asManyCoefficientsAsRowsHaveUnknownErrors(Kind kind) {
    LeastSquaresFit fit =
        TestRows.of(List.of("x", "y"), List.of("1,2", "2,5"), "y", Column.numeric("x"))
            .train(trainer(Precision.EXACT, true, kind))
            .fit();
    assertEquals(0, fit.degreesOfFreedom());
    for (int j = 0; j < 2; j++) {
      assertTrue(Double.isNaN(fit.standardErrors()[j]), kind + " " + fit.standardErrors()[j]);
      assertTrue(Double.isNaN(fit.lower()[j]));
      assertTrue(Double.isNaN(fit.pValues()[j]));
    }
  }

  private static double[] interval(
      LinearModel model, IntervalKind kind, double level, double... x) {
    Outputs outputs = model.outputs(kind, level);
    assertEquals(List.of("prediction", "lower", "upper"), outputs.names());
    double[] out = new double[3];
    outputs.compute(DenseBlock.of(x.length, x, new double[1], null), out);
    return out;
  }

  /** The example of R's manual: predict(lm(dist ~ speed), data.frame(speed = 10)). */
  @Test
  void intervalsAreThoseOfTextbooks() {
    TestRows cars = rows(cases().skip(3).findFirst().orElseThrow());
    LinearModel model = cars.train(trainer(Precision.EXACT, true, Kind.CLASSICAL));
    Tolerance digits = Tolerance.relative(3e-7, "R 4.2.2 prints seven digits");
    digits.check(
        "confidence",
        new double[] {21.74499, 15.46192, 28.02807},
        interval(model, IntervalKind.CONFIDENCE, 0.95, 10));
    digits.check(
        "prediction",
        new double[] {21.74499, -9.809601, 53.29959},
        interval(model, IntervalKind.PREDICTION, 0.95, 10));
  }

  /**
   * ŷ ± t·√(xᵀVx), V from the errors of fits in which x is the origin: there ŷ is the intercept.
   */
  @ParameterizedTest
  @CsvSource({"CLASSICAL, true", "HC0, true", "HC3, true", "CLASSICAL, false", "HC2, false"})
  void theIntervalOfAMeanIsThatOfTheInterceptAtThatPlace(Kind kind, boolean standardize) {
    TestRows rows = rows(cases().findFirst().orElseThrow());
    LinearModel model =
        rows.train(
            new LinearRegression(
                true,
                0.95,
                Precision.EXACT,
                standardize,
                kind,
                Optional.empty(),
                Optional.empty()));
    double[] x = {30, 12.5, 40, 77.25, 19};
    List<String> shifted =
        rows.lines().stream()
            .map(
                line -> {
                  String[] cells = line.split(",");
                  for (int j = 0; j < x.length; j++) {
                    cells[j + 1] = String.valueOf(Double.parseDouble(cells[j + 1]) - x[j]);
                  }
                  return String.join(",", cells);
                })
            .toList();
    LeastSquaresFit there =
        TestRows.of(
                rows.names(),
                shifted,
                rows.schema().label(),
                rows.schema().features().toArray(Column[]::new))
            .train(trainer(Precision.EXACT, true, kind))
            .fit();
    double[] found = interval(model, IntervalKind.CONFIDENCE, 0.95, x);
    EXACT.check("fit", there.coefficients()[0], found[0]);
    EXACT.check("lower", there.lower()[0], found[1]);
    EXACT.check("upper", there.upper()[0], found[2]);
    double[] wide = interval(model, IntervalKind.CONFIDENCE, 0.99, x);
    assertTrue(wide[2] > found[2] && wide[1] < found[1] && wide[0] == found[0]);
    if (kind == Kind.CLASSICAL) {
      double t = TDistribution.of(41).inverseCumulativeProbability(0.95);
      double variance = Math.pow(there.standardErrors()[0], 2) + Math.pow(there.sigma(), 2);
      double[] one = interval(model, IntervalKind.PREDICTION, 0.9, x);
      EXACT.check("one row", there.coefficients()[0] + t * Math.sqrt(variance), one[2]);
    }
  }

  private static void refused(LinearModel model, IntervalKind kind, double level, String word) {
    Failure failure = assertThrows(Failure.class, () -> model.outputs(kind, level));
    assertEquals(Failure.Kind.USAGE, failure.kind());
    assertTrue(failure.getMessage().contains(word), failure.getMessage());
    model.outputs(IntervalKind.NONE, level); // and without it, it is fine
  }

  @Test
  void intervalsThatDoNotCoverAreRefused() {
    TestRows cars = rows(cases().skip(3).findFirst().orElseThrow());
    LinearModel plain = cars.train(trainer(Precision.EXACT, true, Kind.CLASSICAL));
    for (double level : new double[] {0, 1, 2, -0.5, Double.NaN}) {
      refused(plain, IntervalKind.CONFIDENCE, level, "--level");
    }
    for (Penalty.Type type : List.of(Penalty.Type.RIDGE, Penalty.Type.LASSO)) {
      PenaltyPlan plan =
          new PenaltyPlan(
              Penalty.of(type, Penalty.Convention.SUFFICE),
              new double[] {1},
              1,
              Double.NaN,
              false,
              Map.of(),
              false,
              type == Penalty.Type.LASSO);
      LinearModel penalised =
          cars.train(
              new LinearRegression(
                  true,
                  0.95,
                  Precision.EXACT,
                  false,
                  Kind.CLASSICAL,
                  Optional.of(plan),
                  Optional.empty()));
      refused(penalised, IntervalKind.CONFIDENCE, 0.9, "penalised");
      refused(penalised, IntervalKind.PREDICTION, 0.9, "penalised");
    }
    LinearModel weighted =
        rows(cases().skip(1).findFirst().orElseThrow())
            .train(trainer(Precision.EXACT, true, Kind.CLASSICAL));
    refused(weighted, IntervalKind.PREDICTION, 0.9, "weight");
    weighted.outputs(IntervalKind.CONFIDENCE, 0.9);
    LinearModel robust = cars.train(trainer(Precision.EXACT, true, Kind.HC3));
    refused(robust, IntervalKind.PREDICTION, 0.9, "HC3");
    LinearModel full = cars.rows(0, 5).train(trainer(Precision.EXACT, true, Kind.CLASSICAL));
    refused(full, IntervalKind.CONFIDENCE, 0.9, "as many coefficients as rows");
  }

  @Test
  void robustErrorsOfAPenalisedFitAreRefused() {
    PenaltyPlan plan =
        new PenaltyPlan(
            Penalty.of(Penalty.Type.RIDGE, Penalty.Convention.SUFFICE),
            new double[] {1},
            1,
            Double.NaN,
            false,
            Map.of(),
            false,
            false);
    Failure failure =
        assertThrows(
            Failure.class,
            () ->
                new LinearRegression(
                    true,
                    0.95,
                    Precision.EXACT,
                    false,
                    Kind.HC1,
                    Optional.of(plan),
                    Optional.empty()));
    assertEquals(Failure.Kind.USAGE, failure.kind());
  }

  /** Two looks at the data: one for the fit, one for the residuals of every label. */
  @Test
  void residualsTakeOnePassMore() {
    TestRows cars = rows(cases().skip(3).findFirst().orElseThrow());
    LinearRegression trainer = trainer(Precision.EXACT, true, Kind.HC3);
    CountedBlocks blocks = new CountedBlocks(cars.blocks(4, 2));
    LinearRegression.Reduction reduced = trainer.reduce(blocks, cars.encoder());
    LinearModel model = cars.solve(trainer, reduced);
    assertEquals(1, blocks.passes);
    trainer.withRobustErrors(blocks, reduced, cars.schema(), cars.encoder(), model);
    assertEquals(2, blocks.passes);
  }

  @Test
  void residualsOfSeveralLabelsTakeOnePassTogether() {
    TestRows rows = rows(cases().skip(1).findFirst().orElseThrow());
    List<Column> features = rows.schema().features().subList(0, 2);
    List<String> labels = List.of("Fertility", "Infant.Mortality");
    TestRows both = rows.with(new Schema(features, labels, rows.schema().weight()));
    LinearRegression trainer = trainer(Precision.EXACT, true, Kind.HC3);
    CountedBlocks blocks = new CountedBlocks(both.blocks(4, 2));
    LinearRegression.Reduction reduced = trainer.reduce(blocks, both.encoder());
    LinearModel model = both.solve(trainer, reduced);
    trainer.withRobustErrors(blocks, reduced, both.schema(), both.encoder(), model);
    assertEquals(2, blocks.passes);
  }
}
