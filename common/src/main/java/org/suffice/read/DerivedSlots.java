package org.suffice.read;

import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Which slots of a row are products of two slots before them: a power of the power before it and
 * the number, an interaction of two numbers. A row holds the double nearest to such a product; an
 * exact statistic forms it anew from the plain values as a pair of doubles.
 */
public final class DerivedSlots implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Every slot is plain. */
  public static final DerivedSlots NONE = new DerivedSlots(new int[0], new int[0]);

  private final int[] left;
  private final int[] right;

  /**
   * Derives slots.
   *
   * @param left for each of the first slots the one whose value, plain or derived, is a factor; -1
   *     where the slot is plain
   * @param right for each of them the other factor, a plain slot
   */
  public DerivedSlots(int[] left, int[] right) {
    this.left = left.clone();
    this.right = right.clone();
    for (int slot = 0; slot < left.length; slot++) {
      boolean plain = left[slot] < 0 && right[slot] < 0;
      boolean earlier =
          left[slot] >= 0 && right[slot] >= 0 && left[slot] < slot && right[slot] < slot;
      if (!plain && !(earlier && left[right[slot]] < 0)) {
        throw new IllegalArgumentException(
            "slot " + slot + " is no product of " + left[slot] + " and " + right[slot]);
      }
    }
  }

  /** The derived slots in ascending order: each after its factors. */
  public int[] slots() {
    return IntStream.range(0, left.length).filter(slot -> left[slot] >= 0).toArray();
  }

  /** A factor of a derived slot, itself plain or derived. */
  public int left(int slot) {
    return left[slot];
  }

  /** The other factor of a derived slot, which is plain. */
  public int right(int slot) {
    return right[slot];
  }

  /** Whether the same slots are the same products. */
  @Override
  public boolean equals(Object object) {
    if (!(object instanceof DerivedSlots other)) {
      return false;
    }
    int[] slots = slots();
    return Arrays.equals(slots, other.slots())
        && IntStream.of(slots)
            .allMatch(s -> left[s] == other.left[s] && right[s] == other.right[s]);
  }

  @Override
  public int hashCode() {
    return IntStream.of(slots()).map(s -> (s * 31 + left[s]) * 31 + right[s]).sum();
  }

  /** For instance "1=0·0, 2=1·0". */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int slot : slots()) {
      text.append(text.isEmpty() ? "" : ", ").append(slot).append('=');
      text.append(left[slot]).append('·').append(right[slot]);
    }
    return text.isEmpty() ? "none" : text.toString();
  }
}
