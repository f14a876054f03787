package org.suffice.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Fixed-point numbers in one canonical form. */
class ExactProductsTest {
  private static final long HALF = 1L << (ExactProducts.BITS - 1);

  /** Limbs as they stand between two carries: up to 2^62 and of either sign. */
  private static ExactProducts random(Random random, BigInteger[][] values) {
    ExactProducts products = new ExactProducts(values.length);
    for (int e = 0; e < 40; e++) {
      int i = random.nextInt(values.length);
      int j = random.nextInt(i + 1);
      int window = random.nextInt(30) - 15;
      long limb = random.nextLong() >> (2 + random.nextInt(60));
      products.row(window, i)[j] += limb / 8;
      values[i][j] = values[i][j].add(BigInteger.valueOf(limb / 8).shiftLeft(22 * (window + 20)));
    }
    products.normalise();
    return products;
  }

  private static BigInteger[][] zeros(int p) {
    BigInteger[][] values = new BigInteger[p][p];
    for (BigInteger[] row : values) {
      java.util.Arrays.fill(row, BigInteger.ZERO);
    }
    return values;
  }

  private static void assertValues(String what, BigInteger[][] expected, ExactProducts products) {
    for (int i = 0; i < expected.length; i++) {
      for (int j = 0; j <= i; j++) {
        assertEquals(expected[i][j], products.value(i, j, -20), what);
        assertEquals(expected[i][j], products.value(j, i, -20), what);
      }
    }
    for (int window : products.windowNumbers()) {
      long any = 0;
      for (long digit : products.triangle(window)) {
        assertTrue(digit >= -HALF && digit < HALF, what + " digit " + digit);
        any |= digit;
      }
      assertTrue(any != 0, what + ": window " + window + " is empty");
    }
  }

  @Test
  void sumsAndDifferencesAreThoseOfWholeNumbers() {
    for (long seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      int p = 1 + random.nextInt(4);
      BigInteger[][] a = zeros(p);
      BigInteger[][] b = zeros(p);
      ExactProducts x = random(random, a);
      ExactProducts y = random(random, b);
      assertValues("a", a, x);
      assertValues("b", b, y);
      BigInteger[][] sum = zeros(p);
      BigInteger[][] difference = zeros(p);
      for (int i = 0; i < p; i++) {
        for (int j = 0; j < p; j++) {
          sum[i][j] = a[i][j].add(b[i][j]);
          difference[i][j] = a[i][j].subtract(b[i][j]);
        }
      }
      x.add(y);
      assertValues("sum, seed " + seed, sum, x);
      x.subtract(y);
      assertValues("back, seed " + seed, a, x);
      x.subtract(y);
      assertValues("difference, seed " + seed, difference, x);
      assertValues("other unchanged", b, y);
    }
  }

  /** A carry may run through every window, up or down. */
  @Test
  void carriesRunThrough() {
    ExactProducts products = new ExactProducts(1);
    for (int window = -5; window < 90; window++) {
      products.row(window, 0)[0] = HALF - 1;
    }
    products.row(-5, 0)[0] += 1;
    products.normalise();
    BigInteger sum = BigInteger.ONE;
    for (int window = 0; window < 95; window++) {
      sum = sum.add(BigInteger.valueOf(HALF - 1).shiftLeft(22 * window));
    }
    assertEquals(sum, products.value(0, 0, -5));
    assertEquals(1, products.triangle(90)[0]);
    assertEquals(-HALF, products.triangle(-5)[0]);
    products.row(-5, 0)[0] -= 1;
    products.normalise();
    assertEquals(HALF - 1, products.triangle(89)[0]);
    assertEquals(0, products.triangle(90)[0]);
  }

  @Test
  void bothEndsOfADigit() {
    for (long value : new long[] {HALF, -HALF, HALF - 1, -HALF - 1, 3 * HALF, -3 * HALF}) {
      ExactProducts products = new ExactProducts(1);
      products.row(0, 0)[0] = value;
      products.normalise();
      assertValues(
          "" + value, new BigInteger[][] {{BigInteger.valueOf(value).shiftLeft(440)}}, products);
    }
  }

  @Test
  void zeroLeavesNoTrace() {
    ExactProducts products = new ExactProducts(2);
    products.row(3, 1)[0] = 5;
    products.row(7, 0)[0] = 1;
    products.normalise();
    assertArrayEquals(new int[] {3, 7}, products.windowNumbers());
    ExactProducts other = new ExactProducts(2);
    other.add(products);
    products.subtract(other);
    assertEquals(0, products.windowNumbers().length);
    assertEquals(0, products.lowestWindow());
    assertEquals(BigInteger.ZERO, products.value(1, 0, 0));
    products.normalise();
    assertThrows(IllegalArgumentException.class, () -> products.add(new ExactProducts(3)));
    assertThrows(IllegalArgumentException.class, () -> products.subtract(new ExactProducts(1)));
  }

  @Test
  void trianglesRestoreTheMatrix() {
    BigInteger[][] values = zeros(3);
    ExactProducts products = random(new Random(6), values);
    ExactProducts copy = new ExactProducts(3);
    for (int window : products.windowNumbers()) {
      copy.addTriangle(window, products.triangle(window));
    }
    assertValues("copy", values, copy);
    assertArrayEquals(new long[6], products.triangle(77));
    for (long digit : new long[] {HALF, -HALF - 1, Long.MAX_VALUE}) {
      long[] forged = new long[6];
      forged[4] = digit;
      assertThrows(IllegalArgumentException.class, () -> copy.addTriangle(0, forged));
    }
    assertThrows(IllegalArgumentException.class, () -> copy.addTriangle(0, new long[5]));
    assertValues("copy", values, copy);
  }

  @Test
  void rearrangedMovesCellsAndShearsNothing() {
    BigInteger[][] values = zeros(3);
    ExactProducts products = random(new Random(7), values);
    int[] target = {4, 0, 2};
    ExactProducts moved = products.rearranged(5, target);
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j <= i; j++) {
        assertEquals(values[i][j], moved.value(target[i], target[j], -20));
      }
    }
    assertEquals(BigInteger.ZERO, moved.value(1, 1, -20));
    moved.subtract(moved.rearranged(5, new int[] {0, 1, 2, 3, 4}));
    assertEquals(0, moved.windowNumbers().length);
    assertValues("unchanged", values, products);
  }
}
