package org.suffice.statistic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.suffice.block.Block;
import org.suffice.block.DenseBlock;
import org.suffice.block.SparseBlock;
import org.suffice.linalg.ExactProducts;
import org.suffice.read.RowAccount;

/** n rows of columns of several kinds. */
record ExactRows(int d, double[] x, double[] y, double[] weights) {
  static ExactRows random(int n, int d, boolean weighted, long seed) {
    Random random = new Random(seed);
    ExactColumns[] kinds = ExactColumns.values();
    if (weighted) {
      kinds = Arrays.stream(kinds).filter(ExactColumns::canBeWeighted).toArray(ExactColumns[]::new);
    }
    ExactColumns[] chosen = new ExactColumns[d + 1];
    for (int j = 0; j <= d; j++) {
      chosen[j] = kinds[random.nextInt(kinds.length)];
    }
    return of(n, weighted, random, chosen);
  }

  /** The last kind is that of the label. */
  static ExactRows of(int n, boolean weighted, Random random, ExactColumns... kinds) {
    int d = kinds.length - 1;
    double[] x = new double[n * d];
    double[] y = new double[n];
    double[] weights = weighted ? new double[n] : null;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < d; j++) {
        x[i * d + j] = kinds[j].next(random, i);
      }
      y[i] = kinds[d].next(random, i);
      if (weighted) {
        weights[i] = i % 7 == 3 ? 1 : Math.pow(10, -3 * random.nextDouble());
      }
    }
    return new ExactRows(d, x, y, weights);
  }

  static ExactRows together(List<ExactRows> parts) {
    int n = parts.stream().mapToInt(ExactRows::n).sum();
    int d = parts.get(0).d;
    ExactRows all =
        new ExactRows(
            d,
            new double[n * d],
            new double[n],
            parts.get(0).weights == null ? null : new double[n]);
    int at = 0;
    for (ExactRows part : parts) {
      System.arraycopy(part.x, 0, all.x, at * d, part.x.length);
      System.arraycopy(part.y, 0, all.y, at, part.n());
      if (all.weights != null) {
        System.arraycopy(part.weights, 0, all.weights, at, part.n());
      }
      at += part.n();
    }
    return all;
  }

  int n() {
    return y.length;
  }

  ExactRows part(int from, int to) {
    return new ExactRows(
        d,
        Arrays.copyOfRange(x, from * d, to * d),
        Arrays.copyOfRange(y, from, to),
        weights == null ? null : Arrays.copyOfRange(weights, from, to));
  }

  ExactRows shuffled(Random random) {
    List<Integer> order = new ArrayList<>(IntStream.range(0, n()).boxed().toList());
    Collections.shuffle(order, random);
    double[] newX = new double[x.length];
    double[] newY = new double[n()];
    double[] newWeights = weights == null ? null : new double[n()];
    for (int i = 0; i < n(); i++) {
      int from = order.get(i);
      System.arraycopy(x, from * d, newX, i * d, d);
      newY[i] = y[from];
      if (weights != null) {
        newWeights[i] = weights[from];
      }
    }
    return new ExactRows(d, newX, newY, newWeights);
  }

  Block dense() {
    return DenseBlock.of(d, x, y, weights);
  }

  Block sparse() {
    int[] starts = new int[n() + 1];
    int[] indices = new int[x.length];
    double[] values = new double[x.length];
    int e = 0;
    for (int i = 0; i < n(); i++) {
      for (int j = 0; j < d; j++) {
        if (x[i * d + j] != 0 || j % 5 == 4) { // some zeros are written out
          indices[e] = j;
          values[e++] = x[i * d + j];
        }
      }
      starts[i + 1] = e;
    }
    RowAccount account = new RowAccount();
    account.addUsed(n());
    return new SparseBlock(n(), d, starts, indices, values, y, weights, 0, new long[n()], account);
  }

  ExactGramStatistic gram(int... powers) {
    ExactGramStatistic gram = new ExactGramStatistic(d, PowerSlots.of(powers));
    gram.add(dense());
    return gram;
  }

  /** Every sum is the same. */
  static void assertSame(String what, ExactGramStatistic a, ExactGramStatistic b) {
    assertEquals(a.rows(), b.rows(), what);
    assertArrayEquals(States.of(a.products()), States.of(b.products()), what);
    assertArrayEquals(States.of(a.logWeights()), States.of(b.logWeights()), what);
  }

  /** A sum, without rounding. */
  static BigDecimal decimal(ExactProducts products, int i, int j) {
    int exponent = ExactProducts.BITS * products.lowestWindow();
    BigDecimal value = new BigDecimal(products.value(i, j, products.lowestWindow()));
    BigDecimal power = new BigDecimal(BigInteger.ONE.shiftLeft(Math.abs(exponent)));
    return exponent < 0 ? value.divide(power) : value.multiply(power);
  }
}
