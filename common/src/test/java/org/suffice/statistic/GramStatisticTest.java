package org.suffice.statistic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.suffice.Failure;
import org.suffice.Tolerance;
import org.suffice.block.DenseBlock;
import org.suffice.block.SparseBlock;
import org.suffice.read.RowAccount;

/** The Gram statistic against {@link NaiveGram}, at the sizes where blocked code goes wrong. */
class GramStatisticTest {
  private static final int[] ROWS = {1, 2, 7, 8, 9, 63, 64, 65, 1500};
  private static final int[] FEATURES = {1, 2, 7, 8, 9, 63, 64, 65};

  /** What the columns look like. */
  enum Columns {
    /** Normal variates, the columns' scales from a thousandth to a thousand. */
    SCALED,
    /** Whole numbers near 10⁹ that differ from row to row. */
    OFFSET,
    /** Every other column is one number. */
    CONSTANT
  }

  private static double[] values(Columns kind, int n, int d, Random random) {
    double[] x = new double[n * d];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < d; j++) {
        x[i * d + j] =
            switch (kind) {
              case SCALED -> random.nextGaussian() * Math.pow(10, j % 7 - 3);
              case OFFSET -> 1e9 + i + (j == 0 ? 0 : random.nextInt(100 * j));
              case CONSTANT -> j % 2 == 0 ? 0.1 * (j + 1) : random.nextGaussian();
            };
      }
    }
    return x;
  }

  private static double[] positive(int n, Random random) {
    return random.doubles(n, 0.01, 10).toArray();
  }

  private static GramStatistic dense(int d, double[] x, double[] y, double[] w) {
    GramStatistic gram = new GramStatistic(d);
    gram.add(DenseBlock.of(d, x, y, w));
    return gram;
  }

  private static void assertEqual(String what, NaiveGram naive, GramStatistic gram) {
    int p = gram.numFeatures() + 1;
    double share = 4 * Tolerance.ULP;
    Tolerance.relative(1e-13, "a sum of at most 1,500 positive terms")
        .check(what + " Σω", naive.sumWeights(), gram.sumWeights());
    for (int i = 0; i < p; i++) {
      double spread = Math.sqrt(naive.product(i, i) / naive.sumWeights());
      Tolerance.absolute(
              share * naive.largest(i) + 1500 * Tolerance.ULP * spread,
              "rounded once, after a sum of differences")
          .check(what + " mean " + i, naive.mean(i), gram.mean(i));
      for (int j = 0; j <= i; j++) {
        Tolerance.absolute(naive.bound(i, j), "see NaiveGram")
            .check(
                what + " product " + i + "," + j, naive.product(i, j), gram.centredProduct(i, j));
        assertEquals(gram.centredProduct(i, j), gram.centredProduct(j, i));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Columns.class)
  void equalsItsNaiveTwin(Columns kind) {
    for (boolean weighted : new boolean[] {false, true}) {
      for (int n : ROWS) {
        for (int d : FEATURES) {
          Random random = new Random(31L * n + d);
          double[] x = values(kind, n, d, random);
          double[] y = random.doubles(n, 5, 6).toArray();
          double[] w = weighted ? positive(n, random) : null;
          String what = kind + " n=" + n + " d=" + d + (weighted ? " weighted" : "");
          GramStatistic gram = dense(d, x, y, w);
          assertEqual(what, new NaiveGram(d, x, y, w), gram);
          assertEquals(n, gram.rows(), what);
          double logs = w == null ? 0 : Arrays.stream(w).map(Math::log).sum();
          Tolerance.absolute(1e-12 * n, "n logarithms below 5")
              .check(what, logs, gram.sumLogWeights());
        }
      }
    }
  }

  /** The twin itself, against exact arithmetic: (Σω·Σωxy − Σωx·Σωy) / Σω. */
  @Test
  void naiveTwinIsExact() {
    int n = 65;
    int d = 2;
    Random random = new Random(3);
    double[] x = values(Columns.OFFSET, n, d, random);
    double[] y = random.doubles(n).toArray();
    double[] w = positive(n, random);
    NaiveGram naive = new NaiveGram(d, x, y, w);
    for (int a = 0; a <= d; a++) {
      for (int b = 0; b <= d; b++) {
        BigDecimal weight = BigDecimal.ZERO;
        BigDecimal sumA = BigDecimal.ZERO;
        BigDecimal sumB = BigDecimal.ZERO;
        BigDecimal product = BigDecimal.ZERO;
        for (int i = 0; i < n; i++) {
          BigDecimal wi = new BigDecimal(w[i]);
          BigDecimal wa = wi.multiply(new BigDecimal(a < d ? x[i * d + a] : y[i]));
          BigDecimal vb = new BigDecimal(b < d ? x[i * d + b] : y[i]);
          weight = weight.add(wi);
          sumA = sumA.add(wa);
          sumB = sumB.add(wi.multiply(vb));
          product = product.add(wa.multiply(vb));
        }
        BigDecimal exact =
            product.subtract(sumA.multiply(sumB).divide(weight, new MathContext(60)));
        Tolerance.relative(1e-14, "32 digits, of which an offset of 10⁹ costs 18 at most")
            .check("twin " + a + "," + b, exact.doubleValue(), naive.product(a, b));
      }
    }
  }

  /** A time stamp as a feature: blocks of every size, merged, keep nine digits of its spread. */
  @ParameterizedTest
  @ValueSource(ints = {1, 7, 64, 1500})
  void largeOffsetsKeepNineDigitsOfTheVariance(int blockRows) {
    int n = 1500;
    double[] labels = IntStream.range(0, n).mapToDouble(i -> 3.0 * i).toArray();
    GramStatistic gram = new GramStatistic(1);
    for (int from = 0; from < n; from += blockRows) {
      int to = Math.min(n, from + blockRows);
      double[] x = IntStream.range(from, to).mapToDouble(i -> 1e9 + i).toArray();
      double[] y = Arrays.copyOfRange(labels, from, to);
      gram.merge(dense(1, x, y, null));
    }
    double exact = n * ((double) n * n - 1) / 12;
    Tolerance nine = Tolerance.digits(9, "a mean of 10⁹ is rounded at 10⁻⁷, the spread is 433");
    nine.check("variance", exact, gram.centredProduct(0, 0));
    nine.check("covariance", 3 * exact, gram.centredProduct(0, 1));
    nine.check("label", 9 * exact, gram.centredProduct(1, 1));
  }

  /** Not nearly zero: a constant column must not look like one with a coefficient. */
  @Test
  void constantColumnsHaveExactlyNoSpread() {
    int d = 4;
    Random random = new Random(11);
    for (boolean weighted : new boolean[] {false, true}) {
      GramStatistic gram = new GramStatistic(d);
      for (int n : ROWS) {
        double[] x = new double[n * d];
        for (int i = 0; i < n; i++) {
          x[i * d] = 0.1;
          x[i * d + 1] = -1e9 / 3;
          x[i * d + 2] = random.nextGaussian();
          x[i * d + 3] = 1e-300;
        }
        double[] w = weighted ? positive(n, random) : null;
        gram.merge(dense(d, x, random.doubles(n).toArray(), w));
      }
      for (int constant : new int[] {0, 1, 3}) {
        for (int j = 0; j <= d; j++) {
          assertEquals(0, gram.centredProduct(constant, j), "column " + constant + " with " + j);
        }
      }
      assertEquals(0.1, gram.mean(0));
      assertEquals(-1e9 / 3, gram.mean(1));
    }
  }

  /** Rows of which a share is not zero; the same rows as dense arrays beside them. */
  private record Rows(SparseBlock sparse, double[] x) {
    static Rows of(int n, int d, double share, double[] y, double[] w, Random random) {
      double[] x = new double[n * d];
      for (int at = 0; at < x.length; at++) {
        x[at] = random.nextDouble() < share ? random.nextGaussian() + 1 : 0;
      }
      return of(n, d, x, y, w);
    }

    static Rows of(int n, int d, double[] x, double[] y, double[] w) {
      int entries = (int) Arrays.stream(x).filter(v -> v != 0).count();
      int[] starts = new int[n + 1];
      int[] indices = new int[entries];
      double[] values = new double[entries];
      int e = 0;
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < d; j++) {
          if (x[i * d + j] != 0) {
            indices[e] = j;
            values[e++] = x[i * d + j];
          }
        }
        starts[i + 1] = e;
      }
      RowAccount account = new RowAccount();
      account.addUsed(n);
      return new Rows(
          new SparseBlock(n, d, starts, indices, values, y, w, 0, new long[n], account), x);
    }
  }

  private static void assertSparseEqualsDense(
      String what, Rows rows, int d, double[] y, double[] w) {
    GramStatistic sparse = new GramStatistic(d);
    sparse.add(rows.sparse());
    GramStatistic dense = dense(d, rows.x(), y, w);
    NaiveGram naive = new NaiveGram(d, rows.x(), y, w);
    assertEquals(dense.rows(), sparse.rows());
    Tolerance.relative(1e-14, "the same sum").check(what, dense.sumWeights(), sparse.sumWeights());
    Tolerance.absolute(1e-12, "the same sum")
        .check(what, dense.sumLogWeights(), sparse.sumLogWeights());
    for (int i = 0; i <= d; i++) {
      Tolerance.absolute(1e-13 * (1 + naive.largest(i)), "a sum of a thousand terms")
          .check(what + " mean " + i, dense.mean(i), sparse.mean(i));
      for (int j = 0; j <= i; j++) {
        double lengths = Math.sqrt(naive.product(i, i) * naive.product(j, j));
        Tolerance.absolute(1e-12 * lengths, "twelve digits of the lengths of the two columns")
            .check(
                what + " " + i + "," + j, dense.centredProduct(i, j), sparse.centredProduct(i, j));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.01, 0.05, 0.09, 0.11, 0.5, 1})
  void sparseEqualsDense(double share) {
    for (boolean weighted : new boolean[] {false, true}) {
      for (int n : new int[] {1, 2, 65, 1500}) {
        for (int d : new int[] {1, 9, 65}) {
          Random random = new Random(7L * n + d);
          double[] y = random.doubles(n, 100, 101).toArray();
          double[] w = weighted ? positive(n, random) : null;
          Rows rows = Rows.of(n, d, share, y, w, random);
          assertSparseEqualsDense("share " + share + " n=" + n + " d=" + d, rows, d, y, w);
        }
      }
    }
  }

  /** A few columns present in every row, far from zero, among many that are nearly empty. */
  @ParameterizedTest
  @ValueSource(doubles = {0, 1e3, 1e6, 1e9})
  void sparseColumnsOfLargeMeanKeepTheirDigits(double offset) {
    int n = 1500;
    int d = 60;
    Random random = new Random(5);
    double[] x = new double[n * d];
    for (int i = 0; i < n; i++) {
      x[i * d] = offset + i + 1;
      x[i * d + 1 + random.nextInt(d - 1)] = 1;
    }
    double[] y = random.doubles(n).toArray();
    Rows rows = Rows.of(n, d, x, y, null);
    GramStatistic gram = new GramStatistic(d);
    gram.add(rows.sparse());
    double exact = n * ((double) n * n - 1) / 12;
    Tolerance.digits(9, "as for dense rows").check("variance", exact, gram.centredProduct(0, 0));
  }

  /** The bias column that many LIBSVM files carry, when it is not a small whole number. */
  @Test
  void sparseConstantColumnsHaveExactlyNoSpread() {
    int n = 1500;
    int d = 60;
    Random random = new Random(5);
    double[] x = new double[n * d];
    for (int i = 0; i < n; i++) {
      x[i * d] = 0.1;
      x[i * d + 1 + random.nextInt(d - 1)] = 1;
    }
    Rows rows = Rows.of(n, d, x, random.doubles(n).toArray(), null);
    GramStatistic gram = new GramStatistic(d);
    gram.add(rows.sparse());
    for (int j = 0; j <= d; j++) {
      assertEquals(0, gram.centredProduct(0, j), "column 0 with " + j);
    }
  }

  @Test
  void productsWithoutInterceptAreThoseOfTheColumnsThemselves() {
    double[] x = {1, 2, 3, 4, 5, 6};
    double[] y = {7, 8, 9};
    GramStatistic gram = dense(2, x, y, new double[] {1, 2, 3});
    Tolerance digits = Tolerance.digits(15, "sums of three small terms");
    digits.check("xx", 1 + 2 * 9 + 3 * 25, gram.product(0, 0));
    digits.check("xz", 2 + 2 * 12 + 3 * 30, gram.product(1, 0));
    digits.check("zy", 14 + 2 * 32 + 3 * 54, gram.product(1, 2));
    digits.check("log", Math.log(2) + Math.log(3), gram.sumLogWeights());
  }

  /** Arrays of a block that is reused are longer than its rows: what lies beyond is not read. */
  @Test
  void arraysMayBeLongerThanTheRows() {
    double nan = Double.NaN;
    RowAccount account = new RowAccount();
    account.addUsed(2);
    DenseBlock longer =
        new DenseBlock(
            2,
            1,
            new double[] {1, 3, nan},
            new double[] {5, 9, nan},
            new double[] {1, 2, nan},
            0,
            new long[3],
            account);
    GramStatistic gram = new GramStatistic(1);
    gram.add(longer);
    GramStatistic exact = dense(1, new double[] {1, 3}, new double[] {5, 9}, new double[] {1, 2});
    assertEquals(exact.centredProduct(0, 1), gram.centredProduct(0, 1));
    assertEquals(exact.mean(0), gram.mean(0));
    assertEquals(exact.sumLogWeights(), gram.sumLogWeights());
  }

  @Test
  void blocksWithoutRowsAreAccountedFor() {
    RowAccount account = new RowAccount();
    account.addMissingDropped();
    GramStatistic gram = new GramStatistic(2);
    gram.add(new DenseBlock(0, 2, new double[0], new double[0], null, 0, new long[0], account));
    assertEquals(0, gram.rows());
    assertEquals(0, gram.sumWeights());
    assertEquals(1, gram.account().missingDropped());
    gram.merge(dense(2, new double[] {1, 2}, new double[] {3}, null));
    assertEquals(1, gram.rows());
    assertEquals(2, gram.mean(1));
  }

  @Test
  void dimensionsMustAgree() {
    GramStatistic gram = new GramStatistic(3);
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> gram.add(DenseBlock.of(2, new double[] {1, 2}, new double[] {3}, null)));
    assertTrue(e.getMessage().contains("expected d=3, found d=2"), e.getMessage());
    assertEquals(0, gram.account().read(), "a refused block is not counted");
  }

  @Test
  void squaresBeyondTheRangeOfADoubleAreRefusedByName() {
    GramStatistic gram = dense(1, new double[] {1e200, -1e200}, new double[] {1, 2}, null);
    Failure failure =
        assertThrows(Failure.class, () -> gram.requireFinite(List.of("height", "weight")));
    assertEquals(Failure.Kind.DATA, failure.kind());
    assertTrue(failure.getMessage().contains("height"), failure.getMessage());
    dense(1, new double[] {1e150, -1e150}, new double[] {1, 2}, null)
        .requireFinite(List.of("height", "weight"));
  }
}
