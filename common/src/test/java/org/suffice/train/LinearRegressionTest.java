package org.suffice.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.suffice.Failure;
import org.suffice.Tolerance;
import org.suffice.block.Block;
import org.suffice.block.DenseBlock;
import org.suffice.model.LinearModel;
import org.suffice.pass.LocalBlocks;
import org.suffice.read.Column;
import org.suffice.read.FeatureEncoder;
import org.suffice.read.RowAccount;
import org.suffice.read.Schema;
import org.suffice.solve.LeastSquaresFit;
import org.suffice.train.LinearRegression.Precision;

/** What the trainer adds to the solver: reference levels, refusals, warnings. */
class LinearRegressionTest {
  private static LinearRegression with(Precision precision) {
    return new LinearRegression(true, 0.95, precision);
  }

  private static LinearRegression without(Precision precision) {
    return new LinearRegression(false, 0.95, precision);
  }

  private static Schema schema(Column... columns) {
    return new Schema(List.of(columns), "y", Optional.empty());
  }

  private static LinearModel solve(
      LinearRegression regression, Schema schema, int d, double[] x, double[] y) {
    FeatureEncoder encoder = new FeatureEncoder(schema.features());
    assertEquals(d, encoder.numFeatures());
    return regression.solve(
        regression.reduce(
            LocalBlocks.of(List.of(List.of(DenseBlock.of(d, x, y, null))), 1), encoder),
        schema,
        encoder);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1, -0.5, 95, Double.NaN})
  void levelLiesBetweenZeroAndOne(double level) {
    Failure failure =
        assertThrows(Failure.class, () -> new LinearRegression(true, level, Precision.EXACT));
    assertEquals(Failure.Kind.USAGE, failure.kind());
    assertTrue(failure.getMessage().contains("inference.level"), failure.getMessage());
  }

  @ParameterizedTest
  @EnumSource
  void firstLevelThatOccursIsTheReference(Precision precision) {
    Schema schema = schema(Column.categorical("c", List.of("a", "b", "d")), Column.numeric("x"));
    // Level a does not occur.
    double[] x = {0, 1, 0, 1, 0, 1, 0, 2, 0, 0, 1, 3, 0, 0, 1, 5};
    double[] y = {1, 2, 4, 6.5};
    assertEquals(List.of("c=d", "x"), solve(with(precision), schema, 4, x, y).names());
    assertEquals(List.of("c=b", "c=d", "x"), solve(without(precision), schema, 4, x, y).names());
  }

  @ParameterizedTest
  @EnumSource
  void onlyTheFirstCategoryKeepsAllLevelsWithoutIntercept(Precision precision) {
    Schema schema =
        schema(
            Column.categorical("c", List.of("a", "b")), Column.categorical("e", List.of("u", "v")));
    double[] x = {1, 0, 1, 0, 1, 0, 0, 1, 0, 1, 1, 0, 0, 1, 0, 1, 1, 0, 1, 0};
    double[] y = {1, 2, 4, 7, 1.5};
    assertEquals(List.of("c=a", "c=b", "e=v"), solve(without(precision), schema, 4, x, y).names());
    assertEquals(List.of("c=b", "e=v"), solve(with(precision), schema, 4, x, y).names());
  }

  @ParameterizedTest
  @EnumSource
  void noRowsAreRefused(Precision precision) {
    RowAccount account = new RowAccount();
    account.addMissingDropped();
    Schema schema = schema(Column.numeric("x"));
    FeatureEncoder encoder = new FeatureEncoder(schema.features());
    double[] none = {};
    Block block = new DenseBlock(0, 1, none, none, null, 0, new long[0], account);
    LinearRegression.Reduction reduction =
        with(precision).reduce(LocalBlocks.of(List.of(List.of(block)), 1), encoder);
    Failure failure =
        assertThrows(Failure.class, () -> with(precision).solve(reduction, schema, encoder));
    assertEquals(Failure.Kind.DATA, failure.kind());
    assertTrue(failure.getMessage().contains("no rows"), failure.getMessage());
    assertTrue(failure.getMessage().contains("1 of 1"), failure.getMessage());
  }

  @ParameterizedTest
  @EnumSource
  void fewerRowsThanCoefficientsAreRefused(Precision precision) {
    Schema schema = schema(Column.numeric("x"), Column.numeric("z"));
    double[] x = {1, 2, 3, 4};
    double[] y = {1, 2};
    Failure failure = assertThrows(Failure.class, () -> solve(with(precision), schema, 2, x, y));
    assertEquals(Failure.Kind.DATA, failure.kind());
    assertTrue(failure.getMessage().contains("n=2 rows < p=3"), failure.getMessage());
    assertEquals(2, solve(without(precision), schema, 2, x, y).fit().rank(), "enough for two");
  }

  @Test
  void squaresBeyondADoubleAreRefusedInDoubles() {
    Schema schema = schema(Column.numeric("x"));
    double[] y = {1, 2};
    double[] x = {1e200, 2e200};
    Failure failure =
        assertThrows(Failure.class, () -> solve(with(Precision.FAST), schema, 1, x, y));
    assertEquals(Failure.Kind.DATA, failure.kind());
    assertTrue(failure.getMessage().contains("'x'"), failure.getMessage());
  }

  @Test
  void squaresBeyondADoubleAreRightWhereTheyAreExact() {
    Schema schema = schema(Column.numeric("x"));
    for (double scale : new double[] {1e200, 1e-200, 1e300, 1e-300}) {
      double[] x = {scale, 2 * scale, 4 * scale};
      double[] y = {1, 2, 4};
      double slope = solve(with(Precision.EXACT), schema, 1, x, y).fit().coefficients()[1];
      assertEquals(1, slope * scale, 1e-14, "scale " + scale);
    }
  }

  /** A unit that is a power of two changes exponents and nothing else. */
  @ParameterizedTest
  @CsvSource({"0, 900", "0, -900", "400, 700", "-400, 500", "460, 300", "-460, -500"})
  void unitsDoNotMatterToExactSums(int label, int feature) {
    Schema schema = schema(Column.numeric("x"), Column.numeric("z"));
    double[] x = {1, 5, 2, 3, 4, 2.5, 3, 1, 8, 2};
    double[] y = {1, 2, 2.5, 4, 5.25};
    LeastSquaresFit plain = solve(with(Precision.EXACT), schema, 2, x, y).fit();
    double[] otherX = x.clone();
    double[] otherY = y.clone();
    for (int i = 0; i < 5; i++) {
      otherX[2 * i] = Math.scalb(x[2 * i], feature);
      otherY[i] = Math.scalb(y[i], label);
    }
    LinearModel model = solve(with(Precision.EXACT), schema, 2, otherX, otherY);
    LeastSquaresFit other = model.fit();
    int[] by = {label, label - feature, label};
    for (int j = 0; j < 3; j++) {
      assertEquals(Math.scalb(plain.coefficients()[j], by[j]), other.coefficients()[j]);
      assertEquals(Math.scalb(plain.standardErrors()[j], by[j]), other.standardErrors()[j]);
      assertEquals(plain.tValues()[j], other.tValues()[j]);
      assertEquals(plain.pValues()[j], other.pValues()[j]);
    }
    assertEquals(Math.scalb(plain.rss(), 2 * label), other.rss());
    assertEquals(plain.r2(), other.r2());
    assertEquals(plain.conditionNumber(), other.conditionNumber());
    assertEquals(List.of(), model.record().warnings());
  }

  /** Two columns that differ in the twelfth digit, and two that differ by rounding alone. */
  @Test
  void nearlyDependentColumnsAreToldFromDependentOnes() {
    Schema schema = schema(Column.numeric("x"), Column.numeric("z"));
    int n = 40;
    double[] near = new double[2 * n];
    double[] same = new double[2 * n];
    double[] y = new double[n];
    Random random = new Random(6);
    for (int i = 0; i < n; i++) {
      double x = random.nextInt(1000);
      double difference = random.nextInt(1000) * 0x1p-40;
      near[2 * i] = x;
      near[2 * i + 1] = x + difference;
      same[2 * i] = x;
      same[2 * i + 1] = 0.1 * x + 0.3;
      y[i] = 3 * x + 0x1p40 * difference + 7;
    }
    LeastSquaresFit fit = solve(with(Precision.EXACT), schema, 2, near, y).fit();
    Tolerance.digits(6, "of 32 digits the condition of 1e12 costs 24")
        .check("coefficients", new double[] {7, 3 - 0x1p40, 0x1p40}, fit.coefficients());
    assertEquals(1, solve(with(Precision.EXACT), schema, 2, same, y).fit().aliased().size());
  }

  /** A residual that is a millionth of a millionth of the label, which no sum of doubles holds. */
  @Test
  void tinyResidualsAreNotZero() {
    Schema schema = schema(Column.numeric("x"));
    int n = 1000;
    double[] x = new double[n];
    double[] y = new double[n];
    for (int i = 0; i < n; i++) {
      x[i] = i;
      y[i] = 0x1p30 * i + (i % 4 == 0 || i % 4 == 3 ? 1 : -1); // noise without trend
    }
    LeastSquaresFit fit = solve(with(Precision.EXACT), schema, 1, x, y).fit();
    Tolerance.digits(6, "RSS is 1e-23 of TSS, of 32 digits nine are left")
        .check("rss", n, fit.rss());
    Tolerance.digits(15, "rounded once").check("slope", 0x1p30, fit.coefficients()[1]);
  }

  /** Where RSS is no double there is no inference: refused rather than wrong. */
  @ParameterizedTest
  @ValueSource(doubles = {1e200, 1e300, 1e-200, 1e-300})
  void labelsWithoutASumOfSquaresAreRefused(double scale) {
    Schema schema = schema(Column.numeric("x"));
    double[] y = {scale, 2 * scale, 2.5 * scale, 4 * scale};
    double[] x = {1, 2, 4, 3};
    Failure failure =
        assertThrows(Failure.class, () -> solve(with(Precision.EXACT), schema, 1, x, y));
    assertEquals(Failure.Kind.DATA, failure.kind());
    assertTrue(failure.getMessage().contains("'y'"), failure.getMessage());
  }

  @ParameterizedTest
  @EnumSource
  void matrixThatTheHeapCannotHoldIsRefusedBeforeTheDataAreRead(Precision precision) {
    List<Column> columns =
        IntStream.range(0, 60_000).mapToObj(j -> Column.numeric("x" + j)).toList();
    FeatureEncoder wide = new FeatureEncoder(columns);
    Failure failure =
        assertThrows(
            Failure.class,
            () ->
                with(precision)
                    .reduce(
                        new LocalBlocks(
                            List.of(
                                () -> {
                                  throw new AssertionError("opened");
                                }),
                            1,
                            org.suffice.pass.Progress.NONE),
                        wide));
    assertEquals(Failure.Kind.USAGE, failure.kind());
    assertTrue(failure.getMessage().contains("60,000"), failure.getMessage());
  }

  private static String onlyWarning(LinearModel model) {
    assertEquals(1, model.record().warnings().size(), model.record().warnings().toString());
    return model.record().warnings().get(0);
  }

  @ParameterizedTest
  @EnumSource
  void wellSpreadDataGiveNoWarning(Precision precision) {
    double[] x = {1, 2, 4, 3};
    double[] y = {1, 2, 2.5, 4};
    assertTrue(
        solve(with(precision), schema(Column.numeric("x")), 1, x, y).record().warnings().isEmpty());
  }

  @ParameterizedTest
  @EnumSource
  void dependentColumnsAreNamed(Precision precision) {
    Schema schema = schema(Column.numeric("x"), Column.numeric("z"), Column.numeric("s"));
    double[] x = new double[30];
    double[] y = new double[10];
    Random random = new Random(4);
    for (int i = 0; i < 10; i++) {
      x[3 * i] = random.nextInt(100);
      x[3 * i + 1] = random.nextInt(100);
      x[3 * i + 2] = 2 * x[3 * i] - x[3 * i + 1] + 7;
      y[i] = random.nextDouble();
    }
    String warning = onlyWarning(solve(with(precision), schema, 3, x, y));
    assertTrue(warning.contains("'s'"), warning);
    assertTrue(warning.endsWith("it equals 2 · 'x' − 'z' + 7"), warning);
  }

  @ParameterizedTest
  @EnumSource
  void constantColumnIsNamed(Precision precision) {
    Schema schema = schema(Column.numeric("x"), Column.numeric("five"));
    double[] x = {1, 5, 2, 5, 4, 5, 3, 5};
    String warning = onlyWarning(solve(with(precision), schema, 2, x, new double[] {1, 2, 2.5, 4}));
    assertTrue(warning.endsWith("it equals 5"), warning);
  }

  @ParameterizedTest
  @EnumSource
  void exactFitAndConstantLabelAndFullRankAreSaid(Precision precision) {
    Schema schema = schema(Column.numeric("x"));
    double[] x = {1, 2, 3, 4};
    String exact = onlyWarning(solve(with(precision), schema, 1, x, new double[] {3, 5, 7, 9}));
    assertTrue(exact.contains("essentially perfect"), exact);
    String constant = onlyWarning(solve(with(precision), schema, 1, x, new double[] {3, 3, 3, 3}));
    assertTrue(constant.contains("label is constant"), constant);
    String full =
        onlyWarning(solve(with(precision), schema, 1, new double[] {1, 2}, new double[] {3, 7}));
    assertTrue(full.contains("as many coefficients as rows"), full);
  }

  @ParameterizedTest
  @EnumSource
  void illConditionedColumnsAreSaid(Precision precision) {
    Schema schema = schema(Column.numeric("t"));
    double[] x = new double[100];
    double[] y = new double[100];
    Random random = new Random(4);
    for (int i = 0; i < 100; i++) {
      x[i] = 1.7e9 + i;
      y[i] = i + random.nextGaussian();
    }
    LinearModel model = solve(with(precision), schema, 1, x, y);
    if (precision == Precision.FAST) {
      String warning = onlyWarning(model);
      assertTrue(warning.contains("condition number"), warning);
    } else {
      assertEquals(List.of(), model.record().warnings(), "32 digits do not care");
    }
    assertEquals(2, model.fit().rank(), "a time stamp is a column like any other");
    Tolerance.relative(0.02, "one hundred points with a noise of 1 on a slope of 1")
        .check("slope", 1, model.fit().coefficients()[1]);
  }
}
