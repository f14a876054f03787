package org.suffice.solve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.suffice.Tolerance;

/** The population stability index. */
final class PopulationStabilityTest {
  /** Σ (q − p) ln(q/p) with half a row more in each bin, by R 4.2.2. */
  @Test
  void theIndexIsThatOfItsFormula() {
    PopulationStability moved =
        PopulationStability.of(new long[] {10, 20, 30, 40}, new long[] {40, 30, 20, 10});
    Tolerance.relative(16 * Tolerance.ULP, "four logarithms")
        .check("index", 0.87197685261099034, moved.index());
    // qchisq(0.001, 3, lower.tail = FALSE) · (1/100 + 1/100)
    Tolerance.relative(1e-12, "a quantile").check("chance", 0.32532472392476258, moved.chance());
    assertTrue(moved.isBeyond(0.25));
    assertEquals(0, PopulationStability.of(new long[] {5, 7}, new long[] {5, 7}).index());
  }

  @Test
  void binsThatNobodyHasDoNotCount() {
    PopulationStability two = PopulationStability.of(new long[] {9, 1}, new long[] {1, 9});
    assertEquals(two, PopulationStability.of(new long[] {9, 0, 1, 0}, new long[] {1, 0, 9, 0}));
    assertEquals(0, PopulationStability.of(new long[] {9}, new long[] {4}).index());
    assertEquals(0, PopulationStability.of(new long[] {0, 0}, new long[] {4, 2}).index());
    assertThrows(
        IllegalArgumentException.class,
        () -> PopulationStability.of(new long[] {1, 2}, new long[] {1}));
  }

  /** Samples of one population are beyond chance about once in a thousand times. */
  @Test
  void chanceIsNoMove() {
    Random random = new Random(3);
    int beyond = 0;
    for (int s = 0; s < 4000; s++) {
      long[] before = new long[10];
      long[] now = new long[10];
      for (int i = 0; i < 300; i++) {
        before[random.nextInt(10)]++;
        now[random.nextInt(10)]++;
      }
      PopulationStability same = PopulationStability.of(before, now);
      assertFalse(same.isBeyond(1));
      beyond += same.isBeyond(0) ? 1 : 0;
    }
    assertTrue(beyond >= 1 && beyond <= 14, beyond + " of 4,000");
  }
}
