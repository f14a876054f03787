package org.suffice.statistic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.suffice.Failure;
import org.suffice.linalg.ExactProducts;

/** The sums have no rounding at all: they equal those of whole numbers without bounds. */
class ExactGramStatisticTest {
  /** No row at all up to two products of BLAS and a bit, one column up to seventy. */
  @ParameterizedTest
  @CsvSource({
    "0, 3", "1, 0", "1, 1", "2, 7", "7, 3", "40, 68", "65, 15", "300, 20", "511, 4", "512, 4",
    "513, 4", "1023, 2", "1024, 2", "1025, 2", "5000, 3"
  })
  void equalsWholeNumbers(int n, int d) {
    for (long seed = 0; seed < (n > 1000 ? 4 : 8); seed++) {
      for (boolean weighted : new boolean[] {false, true}) {
        ExactRows rows = ExactRows.random(n, d, weighted, seed);
        String what = "n=" + n + " d=" + d + " weighted=" + weighted + " seed=" + seed;
        new ExactTwin(d, rows.x(), rows.y(), rows.weights())
            .assertEqual(what, rows.gram().products());
      }
    }
  }

  /**
   * Chunks that want other digits than those before them: what was summed under one plan must not
   * be read under another. Kinds and scales change, columns come and go, rows come in long and
   * short chunks.
   */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void plansThatChangeFromChunkToChunk(boolean weighted) {
    ExactColumns[] kinds =
        Arrays.stream(ExactColumns.values())
            .filter(kind -> !weighted || kind.canBeWeighted())
            .toArray(ExactColumns[]::new);
    for (long seed = 0; seed < 12; seed++) {
      Random random = new Random(seed);
      int d = 1 + random.nextInt(12);
      ExactGramStatistic gram = new ExactGramStatistic(d);
      List<ExactRows> chunks = new ArrayList<>();
      ExactColumns[] chosen = new ExactColumns[d + 1];
      Arrays.fill(chosen, ExactColumns.NORMAL);
      for (int c = 0; c < 90; c++) {
        int scaled = random.nextInt(d);
        int by = random.nextInt(40) - 20;
        if (random.nextInt(3) == 0) {
          chosen[random.nextInt(d + 1)] = kinds[random.nextInt(kinds.length)];
        }
        int n = random.nextInt(20) == 0 ? 600 : 1 + random.nextInt(9);
        ExactRows rows = ExactRows.of(n, weighted, random, chosen);
        for (int i = 0; i < n; i++) {
          if (Math.abs(rows.x()[i * d + scaled]) < 1e280) {
            rows.x()[i * d + scaled] *= Math.scalb(1.0, by);
          }
        }
        chunks.add(rows);
        gram.add(rows.dense());
      }
      ExactRows all = ExactRows.together(chunks);
      new ExactTwin(d, all.x(), all.y(), all.weights())
          .assertEqual("seed " + seed, gram.products());
    }
  }

  /** Sums that stay pending for long, with the largest digits there are, of either sign. */
  @ParameterizedTest
  @ValueSource(doubles = {1, -1})
  void manyChunksOfTheLargestDigits(double sign) {
    double largest = 2 - Math.ulp(1.0);
    int n = 90 * ExactGramBlock.MAX_ROWS + 1;
    double[] x = new double[n];
    double[] y = new double[n];
    Arrays.fill(x, largest);
    Arrays.fill(y, sign * largest);
    ExactRows rows = new ExactRows(1, x, y, null);
    new ExactTwin(1, x, y, null).assertEqual("", rows.gram().products());
  }

  /** Levels that fitted a unit reach below the range of scales when the unit is lowered. */
  @Test
  void unitsAreLoweredToTheEndOfTheRange() {
    Random random = new Random(4);
    List<ExactRows> chunks = new ArrayList<>();
    ExactGramStatistic gram = new ExactGramStatistic(1);
    for (int exponent : new int[] {-600, -760, -800, -850, -900, -930, -936, -700}) {
      for (int c = 0; c < 6; c++) {
        double[] x = new double[8];
        for (int i = 0; i < x.length; i++) {
          x[i] = Math.scalb(1 + random.nextDouble(), exponent - (i == 3 ? 90 : 0));
        }
        chunks.add(new ExactRows(1, x, random.doubles(8).toArray(), null));
        gram.add(chunks.get(chunks.size() - 1).dense());
      }
    }
    ExactRows all = ExactRows.together(chunks);
    new ExactTwin(1, all.x(), all.y(), null).assertEqual("", gram.products());
  }

  /** Blocks with weights among blocks without are rows of weight 1. */
  @Test
  void weightsInSomeBlocksOnly() {
    ExactRows some =
        ExactRows.of(40, true, new Random(1), ExactColumns.NORMAL, ExactColumns.INTEGERS);
    ExactRows none =
        ExactRows.of(40, false, new Random(2), ExactColumns.NORMAL, ExactColumns.INTEGERS);
    double[] ones = new double[40];
    Arrays.fill(ones, 1);
    ExactGramStatistic mixed = none.gram();
    mixed.add(some.dense());
    mixed.add(none.dense());
    ExactGramStatistic weighted = new ExactRows(1, none.x(), none.y(), ones).gram();
    weighted.add(some.dense());
    weighted.add(new ExactRows(1, none.x(), none.y(), ones).dense());
    ExactRows.assertSame("mixed", weighted, mixed);
  }

  /** Reading the sums, or ending a partition, between blocks changes nothing. */
  @Test
  void canBeReadAndGoOn() {
    ExactRows rows = ExactRows.random(700, 5, false, 3);
    ExactGramStatistic gram = new ExactGramStatistic(5);
    for (int i = 0; i < 700; i += 70) {
      gram.add(rows.part(i, i + 70).dense());
      if (i % 140 == 0) {
        gram.products();
      } else {
        gram.finish();
      }
    }
    ExactRows.assertSame("read", rows.gram(), gram);
  }

  /** More columns of digits than are multiplied at a time. */
  @ParameterizedTest
  @CsvSource({"560, 24, false", "430, 10, true"})
  void moreColumnsThanOneProduct(int d, int n, boolean weighted) {
    ExactColumns[] kinds = new ExactColumns[d + 1];
    Arrays.setAll(
        kinds,
        j ->
            j % 7 == 3 ? ExactColumns.INTEGERS : j == 11 ? ExactColumns.WIDE : ExactColumns.NORMAL);
    if (weighted) {
      kinds[11] = ExactColumns.ZERO;
    }
    ExactRows rows = ExactRows.of(n, weighted, new Random(5), kinds);
    new ExactTwin(d, rows.x(), rows.y(), rows.weights()).assertEqual("", rows.gram().products());
  }

  @ParameterizedTest
  @EnumSource
  void everyKindOfColumnBesideEveryOther(ExactColumns kind) {
    ExactColumns[] kinds = ExactColumns.values();
    for (int i = 0; i < 3; i++) {
      ExactColumns other = kinds[(kind.ordinal() + 1 + i * 5) % kinds.length];
      ExactRows rows = ExactRows.of(150, false, new Random(i), kind, other, kind);
      new ExactTwin(2, rows.x(), rows.y(), null)
          .assertEqual(kind + " beside " + other, rows.gram().products());
      if (kind.canBeWeighted() && other.canBeWeighted()) {
        ExactRows weighted = ExactRows.of(150, true, new Random(i), kind, other, kind);
        new ExactTwin(2, weighted.x(), weighted.y(), weighted.weights())
            .assertEqual("weighted " + kind + " beside " + other, weighted.gram().products());
      }
    }
  }

  /** Scales on both sides of where columns leave the products of BLAS. */
  @ParameterizedTest
  @ValueSource(ints = {-1040, -860, -800, -790, -780, -500, 0, 500, 800, 830, 850, 880, 900, 960})
  void everyScaleAndSpread(int exponent) {
    Random random = new Random(exponent);
    for (int spread = 0; spread < 260; spread += 3) {
      int n = 12;
      double[] x = new double[n];
      double[] y = new double[n];
      for (int i = 0; i < n; i++) {
        int by = Math.min(1023, Math.max(-1074, exponent - (i == 5 ? spread : 0)));
        x[i] = Math.scalb(1 + random.nextDouble(), Math.min(by, 1023));
        y[i] = random.nextGaussian();
      }
      new ExactTwin(1, x, y, null)
          .assertEqual(
              "exponent " + exponent + " spread " + spread,
              new ExactRows(1, x, y, null).gram().products());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void sparseRowsAreTheSameAsDense(boolean weighted) {
    for (long seed = 0; seed < 20; seed++) {
      ExactRows rows = ExactRows.random(120, 1 + (int) seed, weighted, seed);
      ExactGramStatistic sparse = new ExactGramStatistic(rows.d());
      sparse.add(rows.sparse());
      ExactRows.assertSame("seed " + seed, rows.gram(), sparse);
    }
  }

  /** Any order of the rows, any cut, any order of the merges: one state, byte for byte. */
  @ParameterizedTest
  @CsvSource({"false, false", "true, false", "false, true", "true, true"})
  void oneFormWhateverTheWay(boolean weighted, boolean powers) {
    int[] power = powers ? new int[] {1, 2, 3, 4, 1, 2} : new int[0];
    for (long seed = 0; seed < 12; seed++) {
      Random random = new Random(seed);
      ExactRows rows =
          powers
              ? ExactRows.of(
                  700,
                  weighted,
                  random,
                  ExactColumns.NORMAL,
                  ExactColumns.ZERO,
                  ExactColumns.ZERO,
                  ExactColumns.ZERO,
                  ExactColumns.TIME,
                  ExactColumns.ZERO,
                  ExactColumns.INTEGERS)
              : ExactRows.random(700, 6, weighted, seed);
      ExactGramStatistic whole = rows.gram(power);
      ExactRows other = rows.shuffled(random);
      List<ExactGramStatistic> parts = new ArrayList<>();
      for (int from = 0; from < other.n(); ) {
        int to = Math.min(other.n(), from + 1 + random.nextInt(120));
        parts.add(other.part(from, to).gram(power));
        from = to;
      }
      while (parts.size() > 1) {
        ExactGramStatistic left = parts.remove(random.nextInt(parts.size()));
        int at = random.nextInt(parts.size());
        parts.set(at, random.nextBoolean() ? left.merge(parts.get(at)) : parts.get(at).merge(left));
      }
      ExactRows.assertSame("seed " + seed, whole, parts.get(0));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatIsTakenAwayWasNeverThere(boolean weighted) {
    for (long seed = 0; seed < 15; seed++) {
      ExactRows rows = ExactRows.random(90, 5, weighted, seed);
      ExactGramStatistic first = rows.part(0, 50).gram();
      ExactGramStatistic second = rows.part(50, 90).gram();
      ExactGramStatistic sum = first.fresh().merge(first).merge(second);
      byte[] before = States.of(second);
      assertSame(sum, sum.subtract(second), "returns this");
      assertArrayEquals(before, States.of(second), "other is not changed");
      ExactRows.assertSame("seed " + seed, first, sum);
      assertEquals(50, sum.account().used());
      assertArrayEquals(States.of(first.fresh()), States.of(sum.subtract(first)), "nothing left");
    }
  }

  private static void assertSame(Object expected, Object actual, String what) {
    assertTrue(expected == actual, what);
  }

  /** What thousands of rows of one value must give. */
  private static void assertConstant(
      String what, ExactProducts products, double x, double w, long n) {
    int unit = products.lowestWindow();
    BigDecimal[] powers = {BigDecimal.ONE, new BigDecimal(x), new BigDecimal(x).pow(2)};
    BigDecimal scale = new BigDecimal(BigInteger.ONE.shiftLeft(Math.abs(22 * unit)));
    int[][] cells = {{0, 0, 0}, {1, 0, 1}, {1, 1, 2}, {2, 0, 1}, {2, 1, 2}, {2, 2, 2}};
    for (int[] cell : cells) {
      BigDecimal expected =
          powers[cell[2]].multiply(new BigDecimal(w)).multiply(BigDecimal.valueOf(n));
      BigDecimal value = new BigDecimal(products.value(cell[0], cell[1], unit));
      BigDecimal left = unit < 0 ? value : value.multiply(scale);
      BigDecimal right = unit < 0 ? expected.multiply(scale) : expected;
      assertEquals(0, left.compareTo(right), what + " cell " + cell[0] + ", " + cell[1]);
    }
  }

  /**
   * ExactRows whose every digit is as large as it gets and of one sign, in products of the largest
   * size, more of them than are summed before a carry.
   */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void largestDigitsOverflowNothing(boolean weighted) {
    int n = 36 * ExactGramBlock.MAX_ROWS - 1;
    double w = weighted ? 0x1.fffffffffffffp-1 : 1;
    double[] values = {
      0x1p21 - 1,
      -(0x1p21 - 1),
      (0x1p21 - 1) * 0x1p22 + (0x1p21 - 1),
      ExactColumns.EVERY_DIGIT,
      0x1p65 - 0x1p43 + 0x1p21,
      0x1p22 - 1, // one bit more than a digit has
      0x1.fffffffffffffp-1,
      0x1.fffffffffffffp43,
      0x1.fffffffffffffp52,
      0x1.fffffffffffffp899,
      0x1.fffffffffffffp1000, // digit by digit in longs
      0x1.fffffffffffffp-790,
    };
    double[] x = new double[n];
    double[] weights = weighted ? new double[n] : null;
    if (weighted) {
      Arrays.fill(weights, w);
    }
    for (double value : values) {
      Arrays.fill(x, value);
      ExactRows rows = new ExactRows(1, x, x, weights);
      assertConstant("value " + value, rows.gram().products(), value, w, n);
    }
  }

  /** One block of so many rows that limbs without a carry would run over. */
  @Test
  void limbsAreCarriedWithinABlock() {
    int n = 2400 * ExactGramBlock.MAX_ROWS;
    double[] y = new double[n];
    Arrays.fill(y, ExactColumns.EVERY_DIGIT);
    ExactProducts products = new ExactRows(0, new double[0], y, null).gram().products();
    BigDecimal expected =
        new BigDecimal(ExactColumns.EVERY_DIGIT).pow(2).multiply(BigDecimal.valueOf(n));
    assertEquals(0, expected.compareTo(ExactRows.decimal(products, 1, 1)));
  }

  /** Four parts a column, of up to eight digits each: the most sums in one window. */
  @Test
  void manyLevelsOfLargestDigits() {
    int n = 3 * ExactGramBlock.MAX_ROWS;
    double[] x = new double[n];
    double[] y = new double[n];
    double[] weights = new double[n];
    for (int i = 0; i < n; i++) {
      x[i] = Math.scalb(ExactColumns.EVERY_DIGIT, -22 * (i % 5));
      y[i] = Math.scalb(ExactColumns.EVERY_DIGIT, -22 * (i % 3));
      weights[i] = i % 2 == 0 ? 0x1.fffffffffffffp0 : 0x1.0000000000001p-1;
    }
    new ExactTwin(1, x, y, weights)
        .assertEqual("weighted", new ExactRows(1, x, y, weights).gram().products());
    new ExactTwin(1, x, y, null).assertEqual("", new ExactRows(1, x, y, null).gram().products());
  }

  @Test
  void thousandsOfMergesCarryInTime() {
    double value = ExactColumns.EVERY_DIGIT;
    double[] x = new double[2048];
    Arrays.fill(x, value);
    ExactGramStatistic part = new ExactRows(1, x, x, null).gram();
    ExactGramStatistic sum = new ExactGramStatistic(1);
    for (int i = 0; i < 5_000; i++) {
      sum.merge(part);
    }
    assertConstant("merged", sum.products(), value, 1, 5_000L * 2048);
    for (int i = 0; i < 20; i++) { // doubled twenty times
      sum.merge(sum.fresh().merge(sum));
    }
    assertConstant("doubled", sum.products(), value, 1, (5_000L * 2048) << 20);
  }

  @Test
  void weightOneIsNoWeight() {
    ExactRows rows = ExactRows.random(100, 4, false, 3);
    double[] ones = new double[100];
    Arrays.fill(ones, 1);
    ExactRows.assertSame("ones", rows.gram(), new ExactRows(4, rows.x(), rows.y(), ones).gram());
  }

  @Test
  void logarithmsOfWeightsAreSummedWithoutRounding() {
    int n = 1000;
    double[] weights = new double[n];
    Random random = new Random(8);
    BigDecimal expected = BigDecimal.ZERO;
    for (int i = 0; i < n; i++) {
      weights[i] = Math.exp(random.nextGaussian() * 50);
      expected = expected.add(new BigDecimal(StrictMath.log(weights[i])));
    }
    double[] y = new double[n];
    ExactGramStatistic gram = new ExactRows(0, y, y, weights).gram();
    assertEquals(0, expected.compareTo(ExactRows.decimal(gram.logWeights(), 0, 0)));
    assertEquals(expected.doubleValue(), gram.sumLogWeights());
    assertEquals(0, new ExactRows(0, y, y, null).gram().sumLogWeights());
  }

  /** A product with a weight that no double holds must not become some other number. */
  @Test
  void productsBeyondADoubleAreRefused() {
    double[] y = {1, 1};
    double[] weights = {1e200, 1};
    for (double x : new double[] {1e200, -1e200}) {
      ExactRows rows = new ExactRows(1, new double[] {1, x}, y, weights);
      assertEquals(1, rows.gram().numFeatures(), "no product is too large");
      Failure failure =
          assertThrows(
              Failure.class, () -> new ExactRows(1, new double[] {x, 1}, y, weights).gram());
      assertEquals(Failure.Kind.DATA, failure.kind());
    }
    assertThrows(
        Failure.class,
        () -> new ExactRows(3, new double[] {1e150, 0, 0, 1, 0, 0}, y, null).gram(1, 2, 3));
  }

  @Test
  void otherDimensionsAreRefused() {
    ExactGramStatistic gram = new ExactGramStatistic(2);
    assertThrows(
        IllegalArgumentException.class, () -> gram.add(ExactRows.random(3, 1, false, 0).dense()));
    assertThrows(IllegalArgumentException.class, () -> gram.subtract(new ExactGramStatistic(3)));
    assertThrows(IllegalArgumentException.class, () -> gram.subtract(gram));
    assertThrows(IllegalArgumentException.class, () -> gram.merge(gram));
    assertEquals(0, gram.rows());
  }

  /** Columns moved to other places are the columns of a wider table with zeros between. */
  @Test
  void rearrangedIsTheWiderTable() {
    ExactRows rows = ExactRows.random(60, 3, true, 4);
    int[] target = {4, 0, 2};
    double[] wide = new double[60 * 5];
    for (int i = 0; i < 60; i++) {
      for (int j = 0; j < 3; j++) {
        wide[i * 5 + target[j]] = rows.x()[i * 3 + j];
      }
    }
    ExactGramStatistic gram = rows.gram();
    byte[] before = States.of(gram);
    ExactGramStatistic moved = gram.rearranged(5, PowerSlots.of(), target);
    ExactRows.assertSame("moved", new ExactRows(5, wide, rows.y(), rows.weights()).gram(), moved);
    assertEquals(60, moved.account().used());
    moved.merge(new ExactRows(5, wide, rows.y(), rows.weights()).gram());
    assertArrayEquals(before, States.of(gram), "nothing is shared");
  }
}
