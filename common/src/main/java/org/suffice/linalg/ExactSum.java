package org.suffice.linalg;

import java.io.Serializable;
import java.math.BigInteger;

/**
 * An exact sum of doubles, and of doubles times powers of two, as one wide fixed-point number: the
 * small superaccumulator of Neal, "Fast exact summation using small and large superaccumulators"
 * (arXiv:1505.05571, 2015), with room for products of five doubles. Nothing is rounded, so the sum
 * is the same in any order and however it is cut into partial sums.
 *
 * <p>Limb i is a multiple of 2^(LOWEST + 32 i). Adding touches two limbs; what they hold beyond 32
 * bits is carried on every 2,000 additions.
 */
public final class ExactSum implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The exponent of the lowest bit: below that of a product of five subnormal numbers, −5,370. */
  private static final int LOWEST = -5632;

  /** As far up: above the product of five of the largest numbers, 5,120, taken 2^63 times. */
  private static final int LIMBS = -2 * LOWEST / 32;

  /** A limb holds 2^11 − 1 addends of 52 bits beside one of 33. */
  private static final int BETWEEN_CARRIES = 2000;

  private static final long FRACTION = (1L << 52) - 1;
  private static final int BIAS = 1075;

  private final long[] limbs = new long[LIMBS];
  private int pending;

  /**
   * Adds x·2^shift.
   *
   * @param x finite; a subnormal number counts as zero, see {@link #significand}
   */
  public void add(double x, int shift) {
    long bits = Double.doubleToRawLongBits(x);
    int biased = (int) (bits >>> 52) & 0x7ff;
    if (biased == 0) {
      return;
    }
    long sign = bits >> 63;
    long magnitude = (bits & FRACTION) | (FRACTION + 1);
    long integer = (magnitude ^ sign) - sign;
    int position = biased + shift - (BIAS + LOWEST);
    int limb = position >> 5;
    int by = position & 31;
    limbs[limb] += (integer << by) & 0xffffffffL;
    limbs[limb + 1] += integer >> (32 - by);
    if (++pending == BETWEEN_CARRIES) {
      carry();
    }
  }

  /**
   * Adds a·b·2^shift exactly, as the rounded product and its error.
   *
   * @param a like b of a size that neither the product nor its error leaves the range of a double
   */
  public void addProduct(double a, double b, int shift) {
    double product = a * b;
    add(product, shift);
    add(Math.fma(a, b, -product), shift);
  }

  /** Adds another sum; {@code other} is not modified but in how it writes the same number. */
  public void add(ExactSum other) {
    carry();
    other.carry();
    for (int i = 0; i < LIMBS; i++) {
      limbs[i] += other.limbs[i];
    }
    carry();
  }

  /** Every limb but the last into [−2^31, 2^31). */
  private void carry() {
    long carry = 0;
    for (int i = 0; i < LIMBS - 1; i++) {
      long limb = limbs[i] + carry;
      if (limb == 0) { // as most are
        limbs[i] = 0;
        carry = 0;
        continue;
      }
      carry = (limb + (1L << 31)) >> 32;
      limbs[i] = limb - (carry << 32);
    }
    limbs[LIMBS - 1] += carry;
    pending = 0;
  }

  /** The sum in units of 2^{@link #unit}. */
  public BigInteger value() {
    carry();
    int lowest = 0;
    while (lowest < LIMBS - 1 && limbs[lowest] == 0) {
      lowest++;
    }
    BigInteger sum = BigInteger.ZERO;
    for (int i = LIMBS - 1; i >= lowest; i--) {
      if (limbs[i] != 0) {
        sum = sum.add(BigInteger.valueOf(limbs[i]).shiftLeft(32 * (i - lowest)));
      }
    }
    return sum.shiftLeft(32 * lowest);
  }

  /** The exponent of the unit of {@link #value}. */
  public static int unit() {
    return LOWEST;
  }

  /** The exponent of {@link #significand}: x = significand(x)·2^exponent(x). */
  public static int exponent(double x) {
    int exponent = Math.getExponent(x);
    return exponent >= Double.MIN_EXPONENT
        ? exponent
        : x == 0 ? 0 : Math.getExponent(x * 0x1p200) - 200;
  }

  /**
   * x without its exponent: a number of size [1, 2), or zero. Products of some of them, and their
   * errors, are in range where those of the numbers themselves are not.
   */
  public static double significand(double x) {
    double normal = Math.abs(x) >= Double.MIN_NORMAL ? x : x * 0x1p200;
    if (normal == 0) {
      return 0;
    }
    long bits = Double.doubleToRawLongBits(normal);
    return Double.longBitsToDouble((bits & (Long.MIN_VALUE | FRACTION)) | (1023L << 52));
  }
}
