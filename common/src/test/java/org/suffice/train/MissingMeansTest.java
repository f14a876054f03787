package org.suffice.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.suffice.Failure;
import org.suffice.Tolerance;
import org.suffice.block.Block;
import org.suffice.block.BlockBuilder;
import org.suffice.block.DenseBlock;
import org.suffice.model.LinearModel;
import org.suffice.pass.LocalBlocks;
import org.suffice.read.Column;
import org.suffice.read.CsvDialect;
import org.suffice.read.CsvPlan;
import org.suffice.read.DatePart;
import org.suffice.read.FeatureEncoder;
import org.suffice.read.RowPlan;
import org.suffice.read.Schema;
import org.suffice.solve.LeastSquares;
import org.suffice.solve.LeastSquaresFit;
import org.suffice.statistic.ExactGramStatistic;
import org.suffice.statistic.ExactMoments;
import org.suffice.train.LinearRegression.Precision;

/** Means for missing values, learnt in the one pass: the same as filling them in and fitting. */
class MissingMeansTest {
  private static final List<Column> COLUMNS =
      List.of(
          Column.numeric("a"),
          Column.categorical("c", List.of("p", "q", "r")),
          Column.powers("x", 3),
          Column.date("t", List.of(DatePart.HOUR, DatePart.DAY)),
          Column.numeric("full"));
  private static final Set<String> GAPS = Set.of("a", "c", "x", "t");
  private static final int N = 400;

  /** Lines of CSV, every sixth cell of the columns with gaps empty. */
  private static List<String> lines(boolean weighted, double offset) {
    Random random = new Random(9);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < N; i++) {
      String[] cells = {
        String.valueOf(offset + random.nextGaussian()),
        List.of("p", "q", "r").get(random.nextInt(3)),
        String.valueOf(random.nextGaussian() + 2),
        String.format("2026-01-%02dT%02d:30", 1 + random.nextInt(28), random.nextInt(24)),
        String.valueOf(random.nextInt(50)),
        weighted ? String.valueOf(0.25 + random.nextDouble()) : "1",
        String.valueOf(random.nextGaussian() * 5 + i % 3)
      };
      for (int c = 0; c < 4; c++) {
        if (random.nextInt(6) == 0) {
          cells[c] = "";
        }
      }
      lines.add(String.join(",", cells));
    }
    return lines;
  }

  private static List<Block> read(List<String> lines, FeatureEncoder encoder) {
    RowPlan plan = new RowPlan(encoder, RowPlan.Missing.MEAN, RowPlan.UnseenLevel.ERROR, null);
    BlockBuilder builder =
        new BlockBuilder(
            CsvPlan.of(
                    CsvDialect.DEFAULT,
                    List.of("a", "c", "x", "t", "full", "w", "y"),
                    null,
                    schema(),
                    plan,
                    true,
                    List.of())
                .newParser(),
            0,
            false);
    List<Block> blocks = new ArrayList<>();
    for (String line : lines) {
      byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
      builder.add(bytes, 0, bytes.length, 0, 0);
      if (blocks.isEmpty() && builder.isFull()) {
        blocks.add(builder.build());
      }
    }
    blocks.add(builder.build());
    assertEquals(N, blocks.stream().mapToInt(Block::numRows).sum());
    return blocks;
  }

  private static Schema schema() {
    return new Schema(COLUMNS, "y", Optional.of("w"));
  }

  @ParameterizedTest
  @CsvSource({
    "false, EXACT, 0, true",
    "true, EXACT, 1000, true",
    "false, EXACT, 1000, false",
    "true, FAST, 10, true",
    "false, FAST, 0, false"
  })
  void sameAsFilledInByHand(
      boolean weighted, Precision precision, double offset, boolean intercept) {
    FeatureEncoder encoder = new FeatureEncoder(COLUMNS, GAPS);
    List<Block> blocks = read(lines(weighted, offset), encoder);
    LinearRegression regression = new LinearRegression(intercept, 0.95, precision);
    LinearModel model =
        regression.solve(
            regression.reduce(LocalBlocks.of(List.of(blocks), 1), encoder), schema(), encoder);

    // By hand: the weighted mean of the rows that have a value, in many digits, put into the rest.
    int d = encoder.numFeatures();
    int width = encoder.width();
    double[] x = new double[N * d];
    double[] y = new double[N];
    double[] w = new double[N];
    int at = 0;
    for (Block block : blocks) {
      for (int i = 0; i < block.numRows(); i++, at++) {
        System.arraycopy(((DenseBlock) block).values(), i * width, x, at * d, d);
        y[at] = block.labels()[i];
        w[at] = block.weights() == null ? 1 : block.weights()[i];
      }
    }
    double[] means = new double[d];
    for (int c = 0; c < encoder.numColumns(); c++) {
      for (int slot = encoder.firstSlot(c);
          slot < encoder.firstSlot(c) + encoder.numSlots(c);
          slot++) {
        BigDecimal sum = BigDecimal.ZERO;
        BigDecimal weight = BigDecimal.ZERO;
        List<Integer> gaps = new ArrayList<>();
        at = 0;
        for (Block block : blocks) {
          for (int i = 0; i < block.numRows(); i++, at++) {
            int indicator = encoder.indicatorSlot(c);
            if (indicator >= 0 && ((DenseBlock) block).values()[i * width + indicator] == 1) {
              gaps.add(at);
            } else {
              weight = weight.add(new BigDecimal(w[at]));
              sum = sum.add(new BigDecimal(w[at]).multiply(new BigDecimal(x[at * d + slot])));
            }
          }
        }
        assertEquals(c < 4, !gaps.isEmpty());
        means[slot] = sum.divide(weight, MathContext.DECIMAL128).doubleValue();
        for (int row : gaps) {
          x[row * d + slot] = means[slot];
        }
      }
    }
    ExactGramStatistic filled = new ExactGramStatistic(d);
    filled.add(DenseBlock.of(d, x, y, w));
    ExactMoments moments = ExactMoments.of(filled);
    LeastSquaresFit expected = LeastSquares.solve(moments, model.columns(), intercept, 0.95);

    boolean exact = precision == Precision.EXACT;
    Tolerance tolerance =
        exact
            ? Tolerance.relative(1e-13, "by hand the means are rounded to doubles")
            : Tolerance.relative(1e-9, "plain doubles, columns of condition 1e4");
    tolerance.check("means", means, model.featureMeans());
    tolerance.check("coefficients", expected.coefficients(), model.fit().coefficients());
    tolerance.check("errors", expected.standardErrors(), model.fit().standardErrors());
    tolerance.check("rss", expected.rss(), model.fit().rss());
    tolerance.check("tss", expected.tss(), model.fit().tss());
    double[] spreads = IntStream.range(0, d + 1).mapToDouble(moments::standardDeviation).toArray();
    tolerance.check("deviations", spreads, model.standardDeviations());
    assertEquals(N, model.fit().rows());
  }

  /** Far from zero the zeros of the missing values make a spread that must cancel. */
  @Test
  void timesWithGaps() {
    int n = 300;
    double[] given = new double[n * 2];
    double[] y = new double[n];
    Random random = new Random(2);
    BigDecimal sum = BigDecimal.ZERO;
    int there = 0;
    for (int i = 0; i < n; i++) {
      if (i % 10 == 4) {
        given[2 * i + 1] = 1;
      } else {
        given[2 * i] = 1.7e12 + 60_000.0 * i;
        sum = sum.add(new BigDecimal(given[2 * i]));
        there++;
      }
      y[i] = i + random.nextGaussian();
    }
    List<Column> columns = List.of(Column.numeric("t"));
    FeatureEncoder encoder = new FeatureEncoder(columns, Set.of("t"));
    Schema schema = new Schema(columns, "y", Optional.empty());
    LinearRegression regression = new LinearRegression(true, 0.95, Precision.EXACT);
    LinearModel model =
        regression.solve(
            regression.reduce(
                LocalBlocks.of(List.of(List.of(DenseBlock.of(2, given, y, null))), 1), encoder),
            schema,
            encoder);
    // Shifted by the mean, whose decimals a double at 1.7e12 would lose.
    double[] shifted = new double[n];
    BigDecimal mean = sum.divide(BigDecimal.valueOf(there), MathContext.DECIMAL128);
    for (int i = 0; i < n; i++) {
      shifted[i] = i % 10 == 4 ? 0 : new BigDecimal(given[2 * i]).subtract(mean).doubleValue();
    }
    ExactGramStatistic gram = new ExactGramStatistic(1);
    gram.add(DenseBlock.of(1, shifted, y, null));
    LeastSquaresFit expected = LeastSquares.solve(ExactMoments.of(gram), new int[] {0}, true, 0.95);
    Tolerance tolerance = Tolerance.relative(1e-13, "differences to the mean are rounded");
    tolerance.check("slope", expected.coefficients()[1], model.fit().coefficients()[1]);
    tolerance.check("error", expected.standardErrors()[1], model.fit().standardErrors()[1]);
    tolerance.check("mean", mean.doubleValue(), model.means()[0]);
  }

  @Test
  void columnWithoutAnyValueIsRefused() {
    List<Column> columns = List.of(Column.numeric("a"), Column.numeric("b"));
    FeatureEncoder encoder = new FeatureEncoder(columns, Set.of("b"));
    double[] x = {1, 0, 1, 2, 0, 1, 4, 0, 1};
    for (Precision precision : Precision.values()) {
      LinearRegression regression = new LinearRegression(true, 0.95, precision);
      LinearRegression.Reduction reduction =
          regression.reduce(
              LocalBlocks.of(
                  List.of(List.of(DenseBlock.of(3, x, new double[] {1, 2, 4}, null))), 1),
              encoder);
      Failure failure =
          assertThrows(
              Failure.class,
              () ->
                  regression.solve(reduction, new Schema(columns, "y", Optional.empty()), encoder));
      assertEquals(Failure.Kind.DATA, failure.kind());
      assertTrue(failure.getMessage().contains("'b' has no value"), failure.getMessage());
    }
  }

  /** Levels that no row has are forgotten, with their slots and means. */
  @Test
  void levelsWithoutRowsArePruned() {
    List<Column> columns =
        List.of(Column.categorical("c", List.of("a", "b", "d", "e")), Column.numeric("x"));
    FeatureEncoder encoder = new FeatureEncoder(columns);
    double[] x = {0, 1, 0, 0, 1, 0, 1, 0, 0, 2, 0, 0, 0, 1, 3, 0, 0, 0, 1, 5};
    double[] y = {1, 2, 4, 6.5};
    for (Precision precision : Precision.values()) {
      LinearRegression regression = new LinearRegression(true, 0.95, precision);
      LinearModel model =
          regression.solve(
              regression.reduce(
                  LocalBlocks.of(List.of(List.of(DenseBlock.of(5, x, y, null))), 1), encoder),
              new Schema(columns, "y", Optional.empty()),
              encoder);
      assertEquals(List.of("b", "e"), model.schema().features().get(0).levels());
      assertEquals(List.of("c=e", "x"), model.names());
      assertEquals(3, model.encoder().numFeatures());
      Tolerance.relative(1e-15, "sums of small whole numbers")
          .check("means", new double[] {0.5, 0.5, 2.75, 3.375}, model.means());
      assertEquals(4, model.standardDeviations().length);
      assertTrue(Arrays.stream(model.standardDeviations()).allMatch(sd -> sd > 0));
    }
  }
}
