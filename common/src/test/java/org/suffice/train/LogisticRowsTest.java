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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.suffice.Failure;
import org.suffice.model.LogisticModel;
import org.suffice.pass.LocalBlocks;
import org.suffice.read.Column;
import org.suffice.read.FeatureEncoder;
import org.suffice.read.Fourier;
import org.suffice.read.Interaction;
import org.suffice.read.Schema;
import org.suffice.solve.IterationListener;
import org.suffice.solve.LogisticFit;
import org.suffice.solve.Solution.Termination;

/** What rows count for: their weights, their classes, what is missing in them, their units. */
class LogisticRowsTest {
  private static final LogisticRows TWO = LogisticRows.drawn(21, 160, 3, 2, 0.8);
  private static final LogisticRows THREE = LogisticRows.drawn(22, 240, 2, 3, 0.8);

  private static void assertSameFit(LogisticFit expected, LogisticFit actual) {
    assertEquals(Termination.CONVERGED, actual.solution().termination());
    // A tolerance of 1e-10 on the mean gradient, squared by Newton's last step.
    assertArrayEquals(expected.coefficients(), actual.coefficients(), 1e-9);
    assertArrayEquals(expected.standardErrors(), actual.standardErrors(), 1e-9);
    assertEquals(1, actual.deviance() / expected.deviance(), 1e-12);
    assertEquals(1, actual.nullDeviance() / expected.nullDeviance(), 1e-12);
  }

  @Test
  void weightsAreRepeatedRows() {
    for (LogisticRows rows : List.of(TWO, THREE)) {
      Random random = new Random(1);
      double[] weights = new double[rows.numRows()];
      List<Integer> repeated = new ArrayList<>();
      for (int i = 0; i < weights.length; i++) {
        weights[i] = 1 + random.nextInt(3);
        for (int k = 0; k < weights[i]; k++) {
          repeated.add(i);
        }
      }
      LogisticRows more = rows.rows(repeated.stream().mapToInt(Integer::intValue).toArray());
      LogisticFit expected = more.fit(LogisticRows.plain());
      LogisticFit actual = rows.weighted(weights).fit(LogisticRows.plain());
      assertSameFit(expected, actual);
      assertEquals(expected.aic(), actual.aic(), 1e-8);
      assertArrayEquals(expected.weights(), actual.weights(), 1e-12);
      assertFalse(Arrays.equals(expected.rows(), actual.rows()), "rows are not weights");
    }
  }

  @Test
  void rowsOfWeightZeroAreAbsentButForTheirCount() {
    double[] weights =
        IntStream.range(0, TWO.numRows()).mapToDouble(i -> i % 4 > 0 ? 1 : 0).toArray();
    double[] x = TWO.x().clone();
    for (int i = 0; i < TWO.numRows(); i += 4) {
      x[i * 3] = 1e6; // what weighs nothing may be anything
    }
    LogisticRows zeros = new LogisticRows(TWO.columns(), x, TWO.labels(), weights, TWO.classes());
    int[] left = IntStream.range(0, TWO.numRows()).filter(i -> i % 4 > 0).toArray();
    assertSameFit(TWO.rows(left).fit(LogisticRows.plain()), zeros.fit(LogisticRows.plain()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"newton", "lbfgs"})
  void weightsOfClassesAreWeightsOfTheirRows(String solver) {
    LogisticRegression plain = LogisticRows.plain(solver);
    for (LogisticRows rows : List.of(TWO, THREE)) {
      double[] own = new Random(5).doubles(rows.numRows(), 0.5, 2).toArray();
      int c = rows.classes().size();
      double[] sums = new double[c];
      for (int i = 0; i < own.length; i++) {
        sums[(int) rows.labels()[i]] += own[i];
      }
      double total = Arrays.stream(sums).sum();
      double[] balanced = new double[own.length];
      double[] given = new double[own.length];
      for (int i = 0; i < own.length; i++) {
        int k = (int) rows.labels()[i];
        balanced[i] = own[i] * total / (c * sums[k]);
        given[i] = own[i] * (k == 1 ? 3.5 : 1);
      }
      LogisticRows weighted = rows.weighted(own);
      assertSameFit(
          rows.weighted(balanced).fit(plain),
          weighted.fit(LogisticRows.classWeighted(plain, ClassWeights.BALANCED)));
      assertSameFit(
          rows.weighted(given).fit(plain),
          weighted.fit(LogisticRows.classWeighted(plain, ClassWeights.of(Map.of("k1", 3.5)))));
      LogisticRegression ridge = LogisticRows.penalised(plain, LogisticGoldenTest.ridge(2));
      assertArrayEquals(
          rows.weighted(balanced).fit(ridge).coefficients(),
          weighted.fit(LogisticRows.classWeighted(ridge, ClassWeights.BALANCED)).coefficients(),
          1e-8);
    }
  }

  @Test
  void weightsOfAnUnknownClass() {
    LogisticRegression trainer =
        LogisticRows.classWeighted(LogisticRows.plain(), ClassWeights.of(Map.of("k11", 2.0)));
    Failure failure = assertThrows(Failure.class, () -> TWO.fit(trainer));
    assertEquals(Failure.Kind.USAGE, failure.kind());
    assertTrue(
        failure.getMessage().startsWith("class-weights: there is no class 'k11'"),
        failure.getMessage());
  }

  /** A class of which no row is left, first, last or between, is as if it had never been named. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void classesWithoutRowsAreForgotten(boolean sparse) {
    for (int absent = 0; absent < 4; absent++) {
      int gone = absent;
      List<String> names = new ArrayList<>(List.of("p", "q", "r"));
      names.add(absent, List.of("o", "p2", "q2", "s").get(absent));
      double[] shifted = Arrays.stream(THREE.labels()).map(k -> k >= gone ? k + 1 : k).toArray();
      LogisticRows four =
          new LogisticRows(THREE.columns(), THREE.x(), shifted, null, List.copyOf(names));
      LogisticModel model =
          four.train(
              LogisticRows.plain(),
              sparse,
              Optional.empty(),
              Checkpoints.NONE,
              IterationListener.NONE);
      assertEquals(List.of("p", "q", "r"), model.classes());
      assertSameFit(THREE.fit(LogisticRows.plain()), model.fit());
    }
  }

  @Test
  void oneClassIsRefused() {
    LogisticRows one =
        new LogisticRows(TWO.columns(), TWO.x(), new double[160], null, TWO.classes());
    Failure failure = assertThrows(Failure.class, () -> one.fit(LogisticRows.plain()));
    assertEquals("every row has class 'k0': there is nothing to tell apart", failure.getMessage());
    assertEquals(Failure.Kind.DATA, failure.kind());
  }

  // ------------------------------------------------------------ units

  /** x as (x − mean)/sd, made by hand. */
  private static LogisticRows scores(LogisticRows rows, boolean centred) {
    double[][] columns = new double[rows.width()][];
    for (int j = 0; j < columns.length; j++) {
      double[] x = rows.column(j);
      double mean = Arrays.stream(x).average().orElseThrow();
      double sd = Math.sqrt(Arrays.stream(x).map(v -> (v - mean) * (v - mean)).sum() / x.length);
      columns[j] = Arrays.stream(x).map(v -> (v - (centred ? mean : 0)) / sd).toArray();
    }
    LogisticRows scores = LogisticRows.of(rows.labels(), columns);
    return new LogisticRows(
        scores.columns(), scores.x(), rows.labels(), rows.weights(), rows.classes());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void coefficientsOfScores(boolean intercept) {
    for (LogisticRows rows : List.of(TWO, THREE)) {
      for (String solver : List.of("newton", "lbfgs")) {
        LogisticRegression raw = LogisticRows.plain(solver);
        raw = intercept ? raw : LogisticRows.withoutIntercept(raw);
        LogisticRegression ridge = LogisticRows.penalised(raw, LogisticGoldenTest.ridge(3));
        LogisticModel scored = rows.train(LogisticRows.standardized(raw));
        assertSameFit(scores(rows, intercept).fit(raw), scored.fit());
        assertArrayEquals(rows.probabilities(rows.train(raw)), rows.probabilities(scored), 1e-9);
        assertArrayEquals(
            scores(rows, intercept).fit(ridge).coefficients(),
            rows.fit(LogisticRows.standardized(ridge)).coefficients(),
            1e-9);
      }
    }
  }

  /** Without intercept a constant column is one: it has no deviation and stays in its own units. */
  @ParameterizedTest
  @ValueSource(strings = {"newton", "lbfgs", "ridge"})
  void scoresOfAConstant(String how) {
    LogisticRows rows = TWO.with(i -> 4);
    LogisticRegression plain = LogisticRows.plain(how.equals("ridge") ? "auto" : how);
    LogisticRegression trainer =
        LogisticRows.withoutIntercept(
            how.equals("ridge")
                ? LogisticRows.penalised(plain, LogisticGoldenTest.ridge(1e-9))
                : plain);
    LogisticModel model = rows.train(LogisticRows.standardized(trainer));
    assertTrue(Arrays.stream(model.fit().coefficients()).allMatch(Double::isFinite));
    double[] expected = TWO.probabilities(TWO.train(plain));
    assertArrayEquals(expected, rows.probabilities(model), 1e-8);
    // With an intercept it has no coefficient, and nothing is said in NaN but that.
    LogisticModel with = rows.train(LogisticRows.standardized(plain));
    assertArrayEquals(expected, rows.probabilities(with), 1e-8);
    LogisticFit held =
        rows.fit(
            LogisticRows.standardized(LogisticRows.penalised(plain, LogisticGoldenTest.ridge(1))));
    assertEquals(0, held.coefficients()[4], 1e-12);
  }

  @Test
  void interceptAlone() {
    LogisticRows none =
        new LogisticRows(List.of(), new double[0], THREE.labels(), null, THREE.classes());
    LogisticFit fit = none.fit(LogisticRows.plain());
    double[] counts = new double[3];
    Arrays.stream(THREE.labels()).forEach(k -> counts[(int) k]++);
    assertEquals(Math.log(counts[1] / counts[0]), fit.coefficients()[0], 1e-12);
    assertEquals(Math.log(counts[2] / counts[0]), fit.coefficients()[1], 1e-12);
    assertEquals(Math.sqrt(1 / counts[1] + 1 / counts[0]), fit.standardErrors()[0], 1e-9);
    assertEquals(fit.nullDeviance(), fit.deviance(), 1e-9);
    LogisticRegression nothing = LogisticRows.withoutIntercept(LogisticRows.plain());
    Failure failure = assertThrows(Failure.class, () -> none.fit(nothing));
    assertTrue(failure.getMessage().contains("nothing to fit"), failure.getMessage());
  }

  // ------------------------------------------------------------ text

  private static LogisticModel train(TestRows rows, List<String> classes, LogisticRegression t) {
    Schema schema = rows.schema();
    FeatureEncoder encoder = FeatureEncoder.ofRows(schema, rows.gaps());
    LocalBlocks blocks = rows.blocks(2, 2);
    return t.fit(
        blocks,
        t.look(blocks, encoder, classes.size()),
        schema.withClasses(classes),
        encoder,
        Optional.empty(),
        Checkpoints.NONE,
        IterationListener.NONE);
  }

  /** Labels 0 and 1 are the positions of the classes. */
  private static TestRows text(boolean gaps) {
    Random random = new Random(31);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      double t = 10 * random.nextDouble();
      double x = random.nextGaussian();
      String g = List.of("u", "v", "w").get(random.nextInt(3));
      int y = random.nextDouble() < 1 / (1 + Math.exp(-x - (g.equals("w") ? 1 : 0))) ? 1 : 0;
      boolean missing = gaps && i % 7 == 3;
      lines.add(
          (missing ? "" : Double.toString(x))
              + ","
              + (gaps && i % 11 == 5 ? "" : g)
              + ","
              + t
              + ","
              + y);
    }
    return TestRows.of(
        List.of("x", "g", "t", "y"),
        lines,
        "y",
        Column.numeric("x"),
        Column.categorical("g", List.of("u", "v", "w")),
        Column.numeric("t"));
  }

  /** The numbers of features written out as columns of their own. */
  private static LogisticRows byHand(TestRows rows, double[]... columns) {
    double[] y = IntStream.of(rows.all()).mapToDouble(i -> rows.number(i, "y")).toArray();
    return LogisticRows.of(y, columns);
  }

  private static double[] values(TestRows rows, java.util.function.IntToDoubleFunction value) {
    return IntStream.of(rows.all()).mapToDouble(value).toArray();
  }

  private static double[] numbers(TestRows rows, String column) {
    double mean =
        IntStream.of(rows.all())
            .filter(i -> !rows.cell(i, column).isEmpty())
            .mapToDouble(i -> rows.number(i, column))
            .average()
            .orElseThrow();
    return values(rows, i -> rows.cell(i, column).isEmpty() ? mean : rows.number(i, column));
  }

  private static double[] level(TestRows rows, String level) {
    double share =
        IntStream.of(rows.all())
            .filter(i -> !rows.cell(i, "g").isEmpty())
            .mapToDouble(i -> rows.cell(i, "g").equals(level) ? 1 : 0)
            .average()
            .orElseThrow();
    return values(
        rows, i -> rows.cell(i, "g").isEmpty() ? share : rows.cell(i, "g").equals(level) ? 1 : 0);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void missingValuesAreMeans(boolean standardize) {
    TestRows rows = text(true).gaps("x", "g");
    LogisticRegression trainer = LogisticRows.plain();
    trainer = standardize ? LogisticRows.standardized(trainer) : trainer;
    LogisticModel model = train(rows, LogisticRows.classes(2), trainer);
    LogisticRows hand =
        byHand(rows, numbers(rows, "x"), level(rows, "v"), level(rows, "w"), numbers(rows, "t"));
    assertEquals(List.of("x", "g=v", "g=w", "t"), model.names());
    assertSameFit(hand.fit(trainer), model.fit());
    assertArrayEquals(
        new double[] {numbers(rows, "x")[3], level(rows, "w")[5]},
        new double[] {model.featureMeans()[0], model.featureMeans()[3]},
        1e-14);
  }

  @Test
  void basesAndInteractions() {
    TestRows plain = text(false);
    Schema schema =
        new Schema(
            List.of(
                Column.powers("x", 3),
                Column.categorical("g", List.of("u", "v", "w")),
                Column.basis("t", 0, Optional.of(new Fourier(2, 10)))),
            List.of("y"),
            Optional.empty(),
            List.of(new Interaction("x", "g")));
    TestRows rows = plain.with(schema);
    LogisticModel model = train(rows, LogisticRows.classes(2), LogisticRows.plain());
    double[] x = numbers(rows, "x");
    double[] t = numbers(rows, "t");
    double[] v = level(rows, "v");
    double[] w = level(rows, "w");
    LogisticRows hand =
        byHand(
            rows,
            x,
            values(rows, i -> x[i] * x[i]),
            values(rows, i -> x[i] * x[i] * x[i]),
            v,
            w,
            values(rows, i -> Math.sin(2 * Math.PI * t[i] / 10)),
            values(rows, i -> Math.cos(2 * Math.PI * t[i] / 10)),
            values(rows, i -> Math.sin(4 * Math.PI * t[i] / 10)),
            values(rows, i -> Math.cos(4 * Math.PI * t[i] / 10)),
            values(rows, i -> x[i] * v[i]),
            values(rows, i -> x[i] * w[i]));
    assertEquals(11, model.names().size(), model.names().toString());
    assertEquals("x:g=w", model.names().get(10));
    assertSameFit(hand.fit(LogisticRows.plain()), model.fit());
  }

  @Test
  void sparseRowsAreDenseRows() {
    Random random = new Random(12);
    double[] x = new double[200 * 40];
    double[] y = new double[200];
    for (int i = 0; i < 200; i++) {
      for (int e = 0; e < 1 + random.nextInt(2); e++) {
        x[i * 40 + random.nextInt(40)] = random.nextDouble() + 0.5;
      }
      y[i] = random.nextInt(3);
    }
    List<Column> columns = new ArrayList<>();
    for (int j = 0; j < 40; j++) {
      columns.add(Column.numeric(LogisticRows.name(j)));
    }
    LogisticRows rows = new LogisticRows(columns, x, y, null, LogisticRows.classes(3));
    for (String solver : List.of("newton", "lbfgs", "trust-region")) {
      LogisticRegression trainer =
          LogisticRows.penalised(LogisticRows.plain(solver), LogisticGoldenTest.ridge(0.5));
      LogisticModel sparse =
          rows.train(trainer, true, Optional.empty(), Checkpoints.NONE, IterationListener.NONE);
      assertEquals(Termination.CONVERGED, sparse.fit().solution().termination());
      assertArrayEquals(
          rows.fit(trainer).coefficients(), sparse.fit().coefficients(), 1e-7, solver);
    }
  }

  @Test
  void probabilitiesOfExtremeRowsSumToOne() {
    LogisticModel model = THREE.train(LogisticRows.plain());
    double[] far = {1e3, -1e3, 1e5, 1e5, -1e300, 1e300, 0, 0};
    LogisticRows rows =
        new LogisticRows(THREE.columns(), far, new double[4], null, THREE.classes());
    double[] p = rows.probabilities(model);
    for (int i = 0; i < 4; i++) {
      assertEquals(1, p[3 * i] + p[3 * i + 1] + p[3 * i + 2], 1e-15);
      assertTrue(p[3 * i] >= 0 && p[3 * i + 1] >= 0 && p[3 * i + 2] >= 0);
    }
  }
}
