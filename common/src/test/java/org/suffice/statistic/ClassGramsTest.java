package org.suffice.statistic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.suffice.Failure;
import org.suffice.Tolerance;
import org.suffice.block.Block;
import org.suffice.block.DenseBlock;
import org.suffice.read.DerivedSlots;
import org.suffice.read.RowAccount;

/** Rows find their class; what is added can be taken away, moved and stored. */
class ClassGramsTest {
  private static final int D = 3;

  /** Rows whose classes are those given, by turns. */
  private static Block rows(long seed, int n, int... classes) {
    Random random = new Random(seed);
    double[] x = random.doubles((long) n * D, -3, 1000).toArray();
    double[] labels = new double[n];
    Arrays.setAll(labels, i -> classes[i % classes.length]);
    return DenseBlock.of(D, x, labels, null);
  }

  private static ClassGrams<ExactGramStatistic> exact(int classes, Block... blocks) {
    ClassGrams<ExactGramStatistic> grams =
        ClassGrams.exact(D, DerivedSlots.NONE, classes, false).fresh();
    for (Block block : blocks) {
      grams.add(block);
    }
    grams.finish();
    return grams;
  }

  private static void assertSame(
      ClassGrams<ExactGramStatistic> expected, ClassGrams<ExactGramStatistic> actual) {
    assertEquals(expected.parts().keySet(), actual.parts().keySet());
    assertEquals(expected.account().used(), actual.account().used());
    for (int k : expected.parts().keySet()) {
      ExactGramStatistic mine = expected.parts().get(k);
      ExactGramStatistic other = actual.parts().get(k);
      assertEquals(mine.rows(), other.rows());
      assertEquals(mine.account().used(), other.account().used());
      assertArrayEquals(States.of(mine.products()), States.of(other.products()), "class " + k);
    }
  }

  @Test
  void aClassHasTheGramOfItsRows() {
    Block block = rows(1, 5000, 2, 0, 0);
    ClassGrams<ExactGramStatistic> grams = exact(4, block);
    assertEquals(Set.of(0, 2), grams.parts().keySet());
    double[] x = ((DenseBlock) block).values();
    for (int k : grams.parts().keySet()) {
      int[] mine = IntStream.range(0, 5000).filter(i -> block.labels()[i] == k).toArray();
      double[] values = new double[mine.length * D];
      for (int i = 0; i < mine.length; i++) {
        System.arraycopy(x, mine[i] * D, values, i * D, D);
      }
      ExactGramStatistic alone = new ExactGramStatistic(D);
      alone.add(DenseBlock.of(D, values, new double[mine.length], null));
      assertArrayEquals(States.of(alone.products()), States.of(grams.parts().get(k).products()));
    }
    assertEquals(5000, grams.total().rows());
  }

  @Test
  void whatIsTakenAwayWasNeverThere() {
    Block first = rows(1, 700, 0, 1);
    Block second = rows(2, 300, 1, 2); // all rows of class 2 go
    assertSame(exact(3, first), ClassGrams.subtract(exact(3, first, second), exact(3, second)));
    ClassGrams<ExactGramStatistic> grams = exact(3, first);
    assertThrows(IllegalArgumentException.class, () -> ClassGrams.subtract(grams, grams));
  }

  @Test
  void classesAndFeaturesMove() {
    Block block = rows(3, 100, 0, 1);
    int[] slots = {2, 0, 4};
    ClassGrams<ExactGramStatistic> zero = ClassGrams.exact(5, DerivedSlots.NONE, 4, false);
    ClassGrams<ExactGramStatistic> moved =
        ClassGrams.rearranged(exact(2, block), zero, slots, new int[] {3, 1});
    double[] x = new double[500];
    double[] labels = new double[100];
    for (int i = 0; i < 100; i++) {
      for (int j = 0; j < D; j++) {
        x[i * 5 + slots[j]] = ((DenseBlock) block).values()[i * D + j];
      }
      labels[i] = block.labels()[i] == 0 ? 3 : 1;
    }
    ClassGrams<ExactGramStatistic> expected = zero.fresh();
    expected.add(DenseBlock.of(5, x, labels, null));
    assertSame(expected, moved);
  }

  @Test
  void storedPartsMakeTheSameStatistic() {
    ClassGrams<ExactGramStatistic> grams = exact(3, rows(4, 50, 0, 2));
    TreeMap<Integer, ExactGramStatistic> parts = new TreeMap<>();
    grams
        .parts()
        .forEach(
            (k, part) ->
                parts.put(
                    k,
                    ExactGramStatistic.of(
                        D,
                        DerivedSlots.NONE,
                        part.products(),
                        part.logWeights(),
                        part.rows(),
                        part.account())));
    assertSame(grams, ClassGrams.of(grams.fresh(), parts, RowAccount.of(50, 0, 0, 0)));
    parts.put(3, grams.parts().get(0));
    assertThrows(
        IllegalArgumentException.class,
        () -> ClassGrams.of(grams.fresh(), parts, RowAccount.of(50, 0, 0, 0)));
  }

  @Test
  void squaresStandBehindTheValues() {
    double[] x = {1e8 + 1, 3, 0.1, -7, 2, 1e-9};
    ClassGrams<ExactGramStatistic> grams = ClassGrams.exact(D, DerivedSlots.NONE, 1, true);
    grams.add(DenseBlock.of(D, x, new double[2], null));
    ExactMoments moments = ExactMoments.of(grams.parts().get(0));
    BigDecimal sum = new BigDecimal(1e8 + 1).pow(2).add(BigDecimal.valueOf(49));
    assertEquals(sum.divide(BigDecimal.valueOf(2)).doubleValue(), moments.mean(D));
    Failure failure =
        assertThrows(
            Failure.class,
            () -> grams.add(DenseBlock.of(D, new double[] {1, 1e200, 1}, new double[1], null)));
    assertTrue(failure.getMessage().contains("1.0E200"), failure.getMessage());
  }

  @Test
  void aLabelThatIsNoClassIsRefused() {
    for (double label : List.of(-1.0, 0.5, 2.0, Double.NaN)) {
      Block block = DenseBlock.of(D, new double[D], new double[] {label}, null);
      String message =
          assertThrows(IllegalArgumentException.class, () -> exact(2, block)).getMessage();
      assertTrue(message.contains("c=2") && message.contains("" + label), message);
    }
  }

  @Test
  void aThousandClassesOfFewRows() {
    int classes = 1000;
    int[] turns = IntStream.range(0, classes).toArray();
    Block block = rows(5, 20_000, turns);
    ClassGrams<GramStatistic> fast = ClassGrams.fast(D, classes, false);
    fast.add(block);
    ClassGrams<ExactGramStatistic> exact = exact(classes, block);
    assertEquals(classes, exact.parts().size());
    assertEquals(classes * new ExactGramStatistic(D).sizeInBytes(), exact.sizeInBytes());
    for (int k = 0; k < classes; k++) {
      ExactMoments moments = ExactMoments.of(exact.parts().get(k));
      assertEquals(20, moments.rows());
      Tolerance.digits(13, "20 rows")
          .check("spread", moments.centredValue(1, 0), fast.parts().get(k).centredValue(1, 0));
    }
  }

  /** The classes share what adding needs: none may leave a trace in the sums of another. */
  @Test
  void classesOfAllScalesGiveWhatEachGivesAlone() {
    double[] scales = {1, 0x1p40, 1e-280, 3e-5};
    Random random = new Random(11);
    ClassGrams<ExactGramStatistic> grams = ClassGrams.exact(D, DerivedSlots.NONE, 4, true).fresh();
    ClassGrams<?>[] alone = new ClassGrams<?>[4];
    Arrays.setAll(alone, k -> grams.fresh());
    for (int b = 0; b < 12; b++) {
      int n = 900;
      double[] x = new double[n * D];
      double[] labels = new double[n];
      double[] weights = new double[n];
      for (int i = 0; i < n; i++) {
        labels[i] = b < 3 ? i % 2 : i % 4;
        weights[i] = b % 5 == 4 && i % 4 != 1 ? 1 + random.nextInt(3) : 1;
        for (int j = 0; j < D; j++) {
          double value = scales[(int) labels[i]] * random.nextGaussian();
          x[i * D + j] = j == 0 ? Math.rint(value) : value;
        }
      }
      grams.add(DenseBlock.of(D, x, labels, weights));
      if (b == 7) {
        grams.finish(); // rows may still come
      }
      for (int k = 0; k < 4; k++) {
        int own = k;
        int[] rows = IntStream.range(0, n).filter(i -> labels[i] == own).toArray();
        double[] xk = new double[rows.length * D];
        for (int i = 0; i < rows.length; i++) {
          System.arraycopy(x, rows[i] * D, xk, i * D, D);
        }
        double[] labelsK = Arrays.stream(rows).mapToDouble(i -> own).toArray();
        double[] weightsK = Arrays.stream(rows).mapToDouble(i -> weights[i]).toArray();
        alone[k].add(DenseBlock.of(D, xk, labelsK, weightsK));
      }
    }
    grams.finish();
    for (int k = 0; k < 4; k++) {
      ExactGramStatistic expected = (ExactGramStatistic) alone[k].parts().get(k);
      assertArrayEquals(
          States.of(expected.products()), States.of(grams.parts().get(k).products()), "class " + k);
    }
  }
}
