package org.suffice.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.suffice.Failure;
import org.suffice.model.LogisticModel;
import org.suffice.read.Column;
import org.suffice.solve.LogisticFit;
import org.suffice.solve.Penalty;
import org.suffice.solve.Solution.Termination;

/** A likelihood without maximum is called that, whatever the solver and however early it stops. */
class LogisticSeparationTest {
  private static LogisticRegression trainer(String solver) {
    return LogisticRows.with(solver, 1e-8, solver.equals("gradient-descent") ? 300 : 0);
  }

  /** Of so many rows the first third is of class k0; b tells them, a is noise. */
  private static LogisticRows complete(int n) {
    Random random = new Random(3);
    double[] labels = new double[n];
    double[] a = new double[n];
    double[] b = new double[n];
    for (int i = 0; i < n; i++) {
      labels[i] = i < n / 3 ? 0 : 1;
      a[i] = (labels[i] == 0 ? -0.1 : 0.1) + (labels[i] - 0.5) * random.nextDouble();
      b[i] = random.nextGaussian();
    }
    return LogisticRows.of(labels, b, a);
  }

  private static String warning(LogisticModel model) {
    return model.record().warnings().stream()
        .filter(text -> text.contains("the classes are separated"))
        .findFirst()
        .orElseThrow(() -> new AssertionError(model.record().warnings()));
  }

  private static void assertSeparated(LogisticModel model, String... parts) {
    assertEquals(Termination.SEPARATED, model.fit().solution().termination());
    for (String part : parts) {
      assertTrue(warning(model).contains(part), warning(model));
    }
    assertTrue(Arrays.stream(model.fit().standardErrors()).allMatch(Double::isNaN));
  }

  @ParameterizedTest
  @ValueSource(strings = {"newton", "trust-region", "lbfgs", "gradient-descent"})
  void oneColumnTellsAllRows(String solver) {
    LogisticRows rows = complete(90);
    assertSeparated(
        rows.train(trainer(solver)),
        "'b'",
        "30 of 30 rows of class 'k0', 60 of 60 rows of class 'k1' from the others, ",
        "Set penalty.type=ridge");
    Failure failure =
        assertThrows(Failure.class, () -> rows.train(LogisticRows.strict(trainer(solver))));
    assertEquals(Failure.Kind.NO_SOLUTION, failure.kind());
    assertTrue(failure.getMessage().contains("separated"), failure.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"newton", "trust-region", "lbfgs", "gradient-descent"})
  void twoColumnsTogetherTellAllRows(String solver) {
    Random random = new Random(5);
    int n = 120;
    double[] a = random.doubles(n, -1, 1).toArray();
    double[] b = random.doubles(n, -1, 1).toArray();
    double[] c = random.doubles(n, -1, 1).toArray();
    double[] y = IntStream.range(0, n).mapToDouble(i -> a[i] > b[i] ? 1 : 0).toArray();
    LogisticModel model = LogisticRows.of(y, a, b, c).train(trainer(solver));
    assertSeparated(model, "'a'", "'b'", "together tell");
  }

  /** A level all of whose rows are of one class, beside a column that overlaps. */
  private static LogisticRows level(int n, int rare, int seed) {
    Random random = new Random(seed);
    double[] x = new double[n * 4];
    double[] y = new double[n];
    for (int i = 0; i < n; i++) {
      int level = i < rare ? 2 : random.nextInt(2);
      x[i * 4 + level] = 1;
      x[i * 4 + 3] = random.nextGaussian();
      y[i] = level == 2 || random.nextDouble() < 1 / (1 + Math.exp(-x[i * 4 + 3])) ? 1 : 0;
    }
    return new LogisticRows(
        List.of(Column.categorical("g", List.of("l", "m", "z")), Column.numeric("x")),
        x,
        y,
        null,
        LogisticRows.classes(2));
  }

  @ParameterizedTest
  @CsvSource({
    "newton, 1e-8",
    "newton, 1e-2",
    "newton, 1e-12",
    "trust-region, 1e-8",
    "trust-region, 1e-3",
    "lbfgs, 1e-8",
    "lbfgs, 1e-2",
    "lbfgs, 1e-5",
    "gradient-descent, 1e-8"
  })
  void aLevelOfOneClass(String solver, double tolerance) {
    LogisticRegression trainer =
        LogisticRows.with(solver, tolerance, solver.equals("gradient-descent") ? 300 : 0);
    LogisticModel model = level(300, 7, 11).train(trainer);
    assertSeparated(
        model, "'g=z' alone tells 7 of ", " rows of class 'k1' from the others without error");
  }

  /** The gradient of one row in very many is below any tolerance long before it is sure. */
  @ParameterizedTest
  @ValueSource(strings = {"newton", "lbfgs"})
  void oneRowOfMany(String solver) {
    LogisticModel model = level(60_000, 1, 13).train(LogisticRows.with(solver, 1e-6, 0));
    assertSeparated(model, "'g=z' alone tells 1 of ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"newton", "trust-region", "lbfgs"})
  void oneClassOfThree(String solver) {
    Random random = new Random(7);
    int n = 150;
    double[] y = IntStream.range(0, n).mapToDouble(i -> i % 3).toArray();
    double[] a =
        IntStream.range(0, n)
            .mapToDouble(i -> y[i] == 2 ? 5 + random.nextDouble() : random.nextDouble())
            .toArray();
    double[] b = IntStream.range(0, n).mapToDouble(i -> random.nextGaussian() + y[i]).toArray();
    assertSeparated(
        LogisticRows.of(y, a, b).train(trainer(solver)), "'a'", "50 of 50 rows of class 'k2'");
  }

  /** With nearly as many columns as rows any labels are separated. */
  @ParameterizedTest
  @ValueSource(ints = {38, 39})
  void nearlyAsManyColumnsAsRows(int d) {
    Random random = new Random(1);
    double[] y = IntStream.range(0, 40).mapToDouble(i -> i % 2).toArray();
    double[][] columns = new double[d][];
    Arrays.setAll(columns, j -> random.doubles(40).toArray());
    assertSeparated(LogisticRows.of(y, columns).train(trainer("auto")), "more columns");
  }

  @Test
  void moreColumnsThanRowsIsRefused() {
    Random random = new Random(1);
    double[][] columns = new double[10][];
    Arrays.setAll(columns, j -> random.doubles(10).toArray());
    double[] y = IntStream.range(0, 10).mapToDouble(i -> i % 2).toArray();
    Failure failure =
        assertThrows(Failure.class, () -> LogisticRows.of(y, columns).train(trainer("auto")));
    assertEquals(Failure.Kind.DATA, failure.kind());
    assertTrue(failure.getMessage().startsWith("n=10 rows < p=11 coefficients"));
  }

  /** Without intercept the classes may still be on two sides of 0. */
  @Test
  void separatedThroughTheOrigin() {
    LogisticRegression trainer = LogisticRows.withoutIntercept(trainer("newton"));
    LogisticModel model = complete(90).train(trainer);
    assertSeparated(model, "'b'");
    // One row on the other side of 0, whatever a constant could do.
    double[] a = {1, 2, 3, 4, -1, 5};
    double[] y = {0, 0, 0, 1, 1, 1};
    LogisticFit fit = LogisticRows.of(y, a).fit(trainer);
    assertEquals(Termination.CONVERGED, fit.solution().termination());
  }

  /**
   * Two overlapping classes and an outlier of whose class there is no doubt: a fitted probability
   * of 1 is no separation.
   */
  @ParameterizedTest
  @ValueSource(strings = {"newton", "trust-region", "lbfgs"})
  void sureRowsAreNotSeparated(String solver) {
    LogisticRows drawn = LogisticRows.drawn(2, 400, 2, 2, 1.5);
    double[] b = drawn.column(1);
    int outlier = IntStream.range(0, 400).filter(i -> drawn.labels()[i] == 1).findFirst().orElse(0);
    b[outlier] = 60 * Math.signum(drawn.fit(LogisticRows.plain()).coefficients()[2]);
    LogisticRows rows = LogisticRows.of(drawn.labels(), drawn.column(0), b);
    LogisticModel model = rows.train(trainer(solver));
    double[] w = model.rawParameters();
    assertTrue(Math.abs(w[1] * b[outlier] + w[2]) > 30, Arrays.toString(w));
    assertEquals(Termination.CONVERGED, model.fit().solution().termination());
    assertEquals(List.of(), model.record().warnings());
  }

  /**
   * Random classes of few rows and strong signal, nearly separated or separated: never an alarm
   * where no line separates them, which in one dimension is seen by looking at the ranges.
   */
  @Test
  void neitherFalseAlarmNorSilence() {
    int separated = 0;
    for (int seed = 0; seed < 1000; seed++) {
      Random random = new Random(seed);
      int n = 12 + random.nextInt(20);
      double[] a = random.doubles(n, -1, 1).toArray();
      double strength = Math.exp(4 * random.nextDouble());
      double[] y =
          Arrays.stream(a)
              .map(v -> random.nextDouble() < 1 / (1 + Math.exp(-strength * v)) ? 1 : 0)
              .toArray();
      if (Arrays.stream(y).distinct().count() < 2) {
        continue;
      }
      double[] range = new double[4]; // least and most of both classes
      Arrays.fill(range, Double.NaN);
      for (int i = 0; i < n; i++) {
        int k = 2 * (int) y[i];
        range[k] = Double.isNaN(range[k]) ? a[i] : Math.min(range[k], a[i]);
        range[k + 1] = Double.isNaN(range[k + 1]) ? a[i] : Math.max(range[k + 1], a[i]);
      }
      boolean truth = range[1] < range[2] || range[3] < range[0];
      separated += truth ? 1 : 0;
      String solver = List.of("newton", "lbfgs", "trust-region").get(seed % 3);
      LogisticFit fit = LogisticRows.of(y, a).fit(trainer(solver));
      Termination end = fit.solution().termination();
      assertEquals(truth, end == Termination.SEPARATED, "seed " + seed + " " + solver);
      if (!truth) {
        assertEquals(Termination.CONVERGED, end, "seed " + seed + " " + solver);
      }
    }
    assertTrue(separated > 100 && separated < 900, "both happen: " + separated);
  }

  /** A level without a row of one class of three, whose rows overlap in the other two. */
  @ParameterizedTest
  @ValueSource(strings = {"newton", "trust-region", "lbfgs"})
  void aLevelThatLacksOneClassOfThree(String solver) {
    Random random = new Random(17);
    int n = 200;
    double[] a = IntStream.range(0, n).mapToDouble(i -> i < 40 ? 1 : 0).toArray();
    double[] b = random.doubles(n).toArray();
    double[] y = IntStream.range(0, n).mapToDouble(i -> i < 40 ? i % 2 : i % 3).toArray();
    assertSeparated(
        LogisticRows.of(y, a, b).train(trainer(solver)),
        "'a' alone tells 20 of ",
        " rows of class 'k1' from another class without error");
  }

  /**
   * Five classes told apart in several directions, along some of which all is gained before the
   * others have begun: the data Assay of the R package nlme, dilut by Block, sample and logDens.
   * Linear programming (SciPy's linprog, HiGHS) finds a direction in which no class loses to
   * another in any row.
   */
  @ParameterizedTest
  @ValueSource(strings = {"newton", "trust-region", "lbfgs"})
  void severalDirectionsOneAfterTheOther(String solver) {
    double[] density = {
      -0.23319389, -0.05657035, 0.21107097, 0.34642257, 0.59387918, -0.09871597, 0.13190507,
      0.28292076, 0.59387918, 0.58834207, -0.0661398, 0.14323417, 0.37569295, 0.5670169,
      0.67549225, 0.06391333, 0.26773443, 0.47747564, 0.64027369, 0.58053824, -0.19601488,
      -0.0429075, 0.15357909, 0.43696378, 0.5080217, -0.07688104, 0.12927234, 0.36116485,
      0.5630385, 0.62165118, -0.13238919, 0.09984533, 0.23507212, 0.43437645, 0.48180867,
      -0.10536052, 0.09075436, 0.27459683, 0.47000363, 0.55732746, -0.03149067, 0.15100287,
      0.37569295, 0.49225424, 0.5229518, -0.01409892, 0.19309663, 0.39204209, 0.5229518,
      0.55503388, -0.216913, -0.04499737, 0.18979357, 0.39608795, 0.54754321, -0.14156356,
      0.09984533, 0.34074879, 0.4916428, 0.60922195
    };
    double[][] columns = new double[7][60];
    double[] y = new double[60];
    for (int i = 0; i < 60; i++) {
      columns[0][i] = density[i];
      columns[1][i] = i / 30;
      int sample = i / 5 % 6;
      if (sample > 0) {
        columns[1 + sample][i] = 1;
      }
      y[i] = i % 5;
    }
    assertSeparated(
        LogisticRows.of(y, columns).train(trainer(solver)), "from another class without error");
  }

  /**
   * Three classes in one dimension are separated where a point leaves every class on one side, and
   * not all on the same.
   */
  @Test
  void neitherFalseAlarmNorSilenceOfThreeClasses() {
    int separated = 0;
    int all = 0;
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      int n = 15 + random.nextInt(20);
      double[] a = random.doubles(n, -1, 1).toArray();
      double[] strength = {
        Math.exp(4.5 * random.nextDouble()), Math.exp(4.5 * random.nextDouble())
      };
      double[] y = new double[n];
      double[] least = new double[3];
      double[] most = new double[3];
      Arrays.fill(least, Double.POSITIVE_INFINITY);
      Arrays.fill(most, Double.NEGATIVE_INFINITY);
      for (int i = 0; i < n; i++) {
        boolean first = random.nextDouble() > 1 / (1 + Math.exp(-strength[0] * (a[i] + 0.4)));
        boolean second = random.nextDouble() > 1 / (1 + Math.exp(-strength[1] * (a[i] - 0.4)));
        y[i] = first ? 0 : second ? 1 : 2;
        least[(int) y[i]] = Math.min(least[(int) y[i]], a[i]);
        most[(int) y[i]] = Math.max(most[(int) y[i]], a[i]);
      }
      if (Arrays.stream(y).distinct().count() < 3) {
        continue;
      }
      boolean truth =
          Arrays.stream(most)
              .anyMatch(
                  point ->
                      Arrays.stream(least).anyMatch(v -> v > point)
                          && IntStream.range(0, 3)
                              .allMatch(k -> most[k] <= point || least[k] > point));
      separated += truth ? 1 : 0;
      all++;
      String solver = List.of("newton", "lbfgs", "trust-region").get(seed % 3);
      Termination end = LogisticRows.of(y, a).fit(trainer(solver)).solution().termination();
      assertEquals(
          truth ? Termination.SEPARATED : Termination.CONVERGED,
          end,
          "seed " + seed + " " + solver);
    }
    assertTrue(separated > all / 10 && separated < all * 9 / 10, separated + " of " + all);
  }

  // ------------------------------------------------------------ with a penalty

  private static PenaltyPlan ridge(double lambda, Map<String, Double> factors) {
    return new PenaltyPlan(
        Penalty.of(Penalty.Type.RIDGE, Penalty.Convention.SUFFICE),
        new double[] {lambda},
        100,
        Double.NaN,
        false,
        factors,
        false,
        false);
  }

  @Test
  void aPenaltyHasAMinimumWhereItHoldsWhatSeparates() {
    LogisticRows rows = complete(90);
    LogisticRegression trainer = trainer("auto");
    assertEquals(
        Termination.CONVERGED,
        rows.fit(LogisticRows.penalised(trainer, ridge(1, Map.of()))).solution().termination());
    assertEquals(
        Termination.CONVERGED,
        rows.fit(LogisticRows.penalised(trainer, ridge(1, Map.of("a", 0.0))))
            .solution()
            .termination());
    LogisticModel held = rows.train(LogisticRows.penalised(trainer, ridge(1, Map.of("b", 0.0))));
    assertEquals(Termination.SEPARATED, held.fit().solution().termination());
    assertTrue(warning(held).contains("'b' alone tells"), warning(held));
    LogisticModel none = rows.train(LogisticRows.penalised(trainer, ridge(0, Map.of())));
    assertEquals(Termination.SEPARATED, none.fit().solution().termination());
    assertTrue(warning(none).contains("λ=0"), warning(none));
    assertNotEquals(
        Termination.CONVERGED, none.fit().path().steps().get(0).solution().termination());
  }

  @Test
  void withoutPenaltyNoAlarmWhereClassesOverlap() {
    LogisticRows rows = LogisticRows.drawn(4, 200, 3, 3, 1);
    LogisticModel model =
        rows.train(LogisticRows.penalised(trainer("auto"), ridge(0, Map.of("a", 0.0))));
    assertEquals(Termination.CONVERGED, model.fit().solution().termination());
    assertFalse(model.record().warnings().stream().anyMatch(w -> w.contains("separated")));
  }
}
