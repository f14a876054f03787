package org.suffice.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.suffice.model.LogisticModel;
import org.suffice.read.Column;
import org.suffice.read.Schema;
import org.suffice.solve.ErrorCovariance;
import org.suffice.solve.IterationListener;
import org.suffice.solve.LeastSquaresFit.AliasedColumn;
import org.suffice.solve.LogisticFit;
import org.suffice.solve.Solution.Termination;

/** Columns that are combinations of others: left out as least squares leaves them out. */
class LogisticDependenceTest {
  /** Three columns of unlike means and spreads, the first far from 0. */
  private static LogisticRows rows(int classes, double mean) {
    LogisticRows drawn = LogisticRows.drawn(6, 250, 3, classes, 0.7);
    double[] far = drawn.column(0);
    for (int i = 0; i < far.length; i++) {
      far[i] = mean + far[i];
    }
    return LogisticRows.of(drawn.labels(), far, drawn.column(1), drawn.column(2));
  }

  private record Case(String name, Function<LogisticRows, LogisticRows> more) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> cases() {
    return Stream.of(
        new Case("duplicate", rows -> rows.with(i -> rows.column(1)[i])),
        new Case("multiple", rows -> rows.with(i -> -2.5 * rows.column(2)[i])),
        new Case("sum", rows -> rows.with(i -> rows.column(1)[i] + 3 * rows.column(2)[i])),
        new Case("constant", rows -> rows.with(i -> 7)),
        new Case("constant with rounding", rows -> rows.with(i -> 0.1)),
        new Case("zero", rows -> rows.with(i -> 0)),
        new Case("two constants", rows -> rows.with(i -> 2).with(i -> 0.5)),
        new Case("affine", rows -> rows.with(i -> 4 - rows.column(1)[i])),
        new Case(
            "all indicators",
            rows ->
                rows.with(i -> i % 3 == 0 ? 1 : 0)
                    .with(i -> i % 3 == 1 ? 1 : 0)
                    .with(i -> i % 3 == 2 ? 1 : 0)),
        new Case("constant first", rows -> rows.with(i -> 5).select(3, 1, 2, 0)),
        new Case("constants first", rows -> rows.with(i -> 5).with(i -> 3).select(3, 4, 1)));
  }

  /** What least squares of a column of numbers leaves out. */
  private static List<AliasedColumn> leastSquares(LogisticRows rows, boolean intercept) {
    LinearRegression trainer =
        new LinearRegression(
            intercept,
            0.95,
            LinearRegression.Precision.EXACT,
            false,
            ErrorCovariance.Kind.CLASSICAL,
            Optional.empty(),
            Optional.empty());
    return trainer
        .solve(
            trainer.reduce(rows.blocks(), rows.encoder()),
            new Schema(rows.columns(), "y", Optional.empty()),
            rows.encoder())
        .fits()
        .get(0)
        .aliased();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void whatIsLeftOutIsWhatLeastSquaresLeavesOut(Case each) {
    for (int classes = 2; classes <= 3; classes++) {
      for (boolean intercept : new boolean[] {true, false}) {
        for (String solver : List.of("auto", "lbfgs")) {
          // Beside a constant the digits of a far column are lost in doubles, but for a shift.
          double mean = intercept ? 3e7 : 30;
          check(each.more.apply(rows(classes, mean)), intercept, solver);
        }
      }
    }
  }

  private static void check(LogisticRows rows, boolean intercept, String solver) {
    LogisticRegression trainer = LogisticRows.plain(solver);
    trainer = intercept ? trainer : LogisticRows.withoutIntercept(trainer);
    LogisticFit fit = rows.fit(trainer);
    String of = intercept + " " + solver + " " + fit.aliased() + " " + rows.classes();
    List<AliasedColumn> expected = leastSquares(rows, intercept);
    assertEquals(
        expected.stream().map(AliasedColumn::column).toList(),
        fit.aliased().stream().map(AliasedColumn::column).toList(),
        of);
    for (int a = 0; a < expected.size(); a++) {
      AliasedColumn own = fit.aliased().get(a);
      double[] x = rows.column(own.column());
      for (int i = 0; i < x.length; i += 50) {
        double sum = own.constant();
        double size = Math.abs(sum);
        for (int j = 0; j < own.coefficients().length; j++) {
          sum += own.coefficients()[j] * rows.column(j)[i];
          size += Math.abs(own.coefficients()[j] * rows.column(j)[i]);
        }
        // Products of 250 rows in doubles lose some digits where a column is far from 0.
        assertEquals(x[i], sum, 1e-7 * (1 + size), of);
      }
    }
    int[] left =
        IntStream.range(0, rows.width())
            .filter(j -> expected.stream().noneMatch(column -> column.column() == j))
            .toArray();
    LogisticFit without = rows.select(left).fit(trainer);
    assertEquals(Termination.CONVERGED, fit.solution().termination(), of);
    assertEquals(List.of(), without.aliased(), of);
    assertEquals(1, fit.deviance() / without.deviance(), 1e-12, of);
    assertEquals(without.parameters(), fit.parameters(), of);
    int p = fit.numParameters();
    int first = intercept ? 1 : 0;
    for (int r = 0; r < fit.numFunctions(); r++) {
      for (int i = 0; i < left.length; i++) {
        double w = without.coefficients()[r * (left.length + first) + first + i];
        double error = without.standardErrors()[r * (left.length + first) + first + i];
        // Without intercept the first column is nearly a constant: w depends on all its digits.
        double tolerance = 1e-5 * error;
        assertEquals(w, fit.coefficients()[r * p + first + left[i]], tolerance, of + " w");
        assertEquals(error, fit.standardErrors()[r * p + first + left[i]], tolerance, of);
      }
      for (AliasedColumn column : fit.aliased()) {
        assertTrue(Double.isNaN(fit.coefficients()[r * p + first + column.column()]), of);
      }
    }
  }

  /** Without intercept a column far from 0 is not a constant that others are measured by. */
  @ParameterizedTest
  @ValueSource(strings = {"newton", "lbfgs", "trust-region"})
  void aColumnFarFromZero(String solver) {
    LogisticRows far = rows(2, 3e7);
    LogisticRegression trainer = LogisticRows.withoutIntercept(LogisticRows.plain(solver));
    LogisticFit fit = far.fit(trainer);
    assertEquals(List.of(), fit.aliased());
    assertEquals(Termination.CONVERGED, fit.solution().termination());
    // Seen from so far it is the constant of a fit without it.
    LogisticFit constant = far.select(1, 2).fit(LogisticRows.plain(solver));
    assertEquals(constant.coefficients()[1], fit.coefficients()[1], 1e-5);
    assertEquals(constant.coefficients()[0], 3e7 * fit.coefficients()[0], 1e-5);
  }

  /** Every level has a slot; the first is the reference, or without intercept none is. */
  @Test
  void levelsAreNoTrap() {
    Random random = new Random(2);
    int n = 200;
    double[] x = new double[n * 4];
    double[] y = new double[n];
    for (int i = 0; i < n; i++) {
      x[i * 4 + random.nextInt(3)] = 1;
      x[i * 4 + 3] = random.nextGaussian();
      y[i] = random.nextInt(2);
    }
    LogisticRows rows =
        new LogisticRows(
            List.of(Column.categorical("g", List.of("l", "m", "n")), Column.numeric("x")),
            x,
            y,
            null,
            LogisticRows.classes(2));
    LogisticModel with = rows.train(LogisticRows.plain());
    LogisticModel without = rows.train(LogisticRows.withoutIntercept(LogisticRows.plain()));
    assertEquals(List.of("g=m", "g=n", "x"), with.names());
    assertEquals(List.of("g=l", "g=m", "g=n", "x"), without.names());
    assertEquals(1, with.fit().deviance() / without.fit().deviance(), 1e-12);
    assertEquals(with.fit().coefficients()[0], without.fit().coefficients()[0], 1e-9);
    assertEquals(List.of(), without.fit().aliased());
  }

  /** A column of one value makes every row's entry present: sums of sparse rows see it too. */
  @ParameterizedTest
  @ValueSource(doubles = {0.1, 1, 1e-3, 12345.678})
  void aConstantAmongSparseColumns(double value) {
    Random random = new Random(9);
    int n = 300;
    int d = 60;
    double[][] columns = new double[d][n];
    double[] y = new double[n];
    for (int i = 0; i < n; i++) {
      columns[0][i] = value;
      columns[1 + random.nextInt(d - 1)][i] = 1 + random.nextDouble();
      y[i] = random.nextInt(2);
    }
    LogisticRows rows = LogisticRows.of(y, columns);
    PenaltyPlan ridge = LogisticGoldenTest.ridge(1);
    for (LogisticRegression trainer :
        List.of(
            LogisticRows.penalised(LogisticRows.plain(), ridge),
            LogisticRows.withoutIntercept(LogisticRows.penalised(LogisticRows.plain(), ridge)))) {
      LogisticFit sparse =
          rows.train(trainer, true, Optional.empty(), Checkpoints.NONE, IterationListener.NONE)
              .fit();
      LogisticFit dense = rows.fit(trainer);
      assertEquals(Termination.CONVERGED, sparse.solution().termination());
      assertArrayEquals(dense.coefficients(), sparse.coefficients(), 1e-7);
    }
  }

  @Test
  void moreParametersThanAHessianIsFormedFor() {
    int classes = 90;
    LogisticRows rows = LogisticRows.drawn(3, 4600, 50, classes, 0.2);
    LogisticModel model = rows.train(LogisticRows.with("auto", 1e-3, 5));
    assertEquals("lbfgs", model.fit().solver());
    assertTrue(
        model.record().warnings().stream()
            .anyMatch(text -> text.contains("more than 4000 parameters: columns are not checked")),
        model.record().warnings().toString());
  }
}
