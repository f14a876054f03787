package org.suffice.statistic;

import java.util.Arrays;
import org.suffice.read.DerivedSlots;

/** Derived slots of powers, for tests. */
public final class PowerSlots {
  private PowerSlots() {}

  /**
   * Powers of numbers.
   *
   * @param powers for each of the first features the power of a number that it holds; those of one
   *     number stand side by side, the number itself first
   */
  public static DerivedSlots of(int... powers) {
    int[] left = new int[powers.length];
    int[] right = new int[powers.length];
    Arrays.setAll(left, slot -> powers[slot] > 1 ? slot - 1 : -1);
    Arrays.setAll(right, slot -> powers[slot] > 1 ? slot - powers[slot] + 1 : -1);
    return new DerivedSlots(left, right);
  }
}
