package org.suffice.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EpochOrderTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8, 9, 63, 64, 65, 1000, 4096, 4097})
  void isAPermutationWithItsInverse(int rows) {
    EpochOrder order = new EpochOrder(42, 3, rows);
    boolean[] seen = new boolean[rows];
    for (int position = 0; position < rows; position++) {
      long place = order.place(position);
      assertFalse(seen[(int) place], "place " + place + " twice");
      seen[(int) place] = true;
      assertEquals(position, order.position(place));
    }
  }

  /** The inverse holds where no table could: each of many rows of the largest data. */
  @Test
  void ofMoreRowsThanAnArrayHolds() {
    long rows = (1L << 40) + 12_345;
    EpochOrder order = new EpochOrder(1, 0, rows);
    for (long position = 0; position < rows; position += rows / 1000) {
      long place = order.place(position);
      assertTrue(place >= 0 && place < rows);
      assertEquals(position, order.position(place));
    }
  }

  @Test
  void dependsOnSeedAndEpoch() {
    int same = 0;
    EpochOrder first = new EpochOrder(1, 0, 1000);
    EpochOrder nextEpoch = new EpochOrder(1, 1, 1000);
    EpochOrder otherSeed = new EpochOrder(2, 0, 1000);
    for (int i = 0; i < 1000; i++) {
      same += first.place(i) == nextEpoch.place(i) ? 1 : 0;
      same += first.place(i) == otherSeed.place(i) ? 1 : 0;
    }
    assertTrue(same < 20, same + " of 2000 rows stay; 2 are expected of chance");
  }

  /** Every row comes to every tenth of the epoch about equally often: χ² on 9 degrees. */
  @Test
  void placesAreUniform() {
    int[] counts = new int[10];
    for (int epoch = 0; epoch < 10_000; epoch++) {
      counts[(int) (new EpochOrder(7, epoch, 1000).place(123) / 100)]++;
    }
    double chi = 0;
    for (int count : counts) {
      chi += (count - 1000.0) * (count - 1000.0) / 1000;
    }
    assertTrue(chi < 33.7, "χ² " + chi + ": once in 10,000 by chance"); // its 0.9999 quantile
  }

  /** Neighbours do not stay together: their distance is that of a random pair. */
  @Test
  void neighboursPart() {
    EpochOrder order = new EpochOrder(5, 0, 10_000);
    double sum = 0;
    for (int i = 0; i + 1 < 10_000; i++) {
      sum += Math.abs(order.place(i) - order.place(i + 1));
    }
    // A third of n, with a standard deviation of 0.0024 n over 9,999 nearly independent pairs.
    assertEquals(1.0 / 3, sum / 9999 / 10_000, 0.012);
  }

  @Test
  void refusesRowsThatAreNone() {
    assertThrows(IllegalArgumentException.class, () -> new EpochOrder(1, 0, 0));
    EpochOrder order = new EpochOrder(1, 0, 10);
    assertThrows(IllegalArgumentException.class, () -> order.place(10));
    assertThrows(IllegalArgumentException.class, () -> order.position(-1));
  }
}
