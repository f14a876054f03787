package org.suffice.pass;

/**
 * An order of n rows drawn anew for every epoch, without a table: a permutation of 0 … n−1 keyed by
 * seed and epoch. It is a Feistel network of four rounds (Luby and Rackoff, "How to construct
 * pseudorandom permutations from pseudorandom functions", SIAM J. Comput. 17, 1988) over the next
 * power of two, walked along its cycle until it falls below n (Black and Rogaway, "Ciphers with
 * arbitrary finite domains", CT-RSA 2002), which takes less than two steps in the mean.
 *
 * <p>Which rows make a mini-batch thus depends on seed, epoch, n and the order of the rows in the
 * data, never on partitions.
 */
public final class EpochOrder {
  private static final int ROUNDS = 4;

  private final long rows;
  private final int lowBits;
  private final int highBits;
  private final long lowMask;
  private final long highMask;
  private final long[] keys = new long[ROUNDS];

  /**
   * The order of an epoch.
   *
   * @param rows n, at least 1 and at most 2⁶²
   */
  public EpochOrder(long seed, long epoch, long rows) {
    if (rows < 1 || rows > 1L << 62) {
      throw new IllegalArgumentException("expected 1 … 2^62 rows, found " + rows);
    }
    this.rows = rows;
    int bits = Math.max(2, Long.SIZE - Long.numberOfLeadingZeros(rows - 1));
    lowBits = bits / 2;
    highBits = bits - lowBits;
    lowMask = (1L << lowBits) - 1;
    highMask = (1L << highBits) - 1;
    long key = mix(mix(seed) ^ epoch);
    for (int r = 0; r < ROUNDS; r++) {
      key = mix(key + r);
      keys[r] = key;
    }
  }

  /** The number n of rows. */
  public long rows() {
    return rows;
  }

  /** Where in the order of the epoch the row at a position of the data stands. */
  public long place(long position) {
    check(position);
    long x = position;
    do {
      x = forward(x);
    } while (x >= rows);
    return x;
  }

  /** The position in the data of the row at a place in the order of the epoch. */
  public long position(long place) {
    check(place);
    long x = place;
    do {
      x = backward(x);
    } while (x >= rows);
    return x;
  }

  private void check(long index) {
    if (index < 0 || index >= rows) {
      throw new IllegalArgumentException("expected a row of " + rows + ", found " + index);
    }
  }

  private long forward(long x) {
    long low = x & lowMask;
    long high = x >>> lowBits;
    for (int r = 0; r < ROUNDS; r += 2) {
      low ^= mix(high ^ keys[r]) & lowMask;
      high ^= mix(low ^ keys[r + 1]) & highMask;
    }
    return high << lowBits | low;
  }

  private long backward(long x) {
    long low = x & lowMask;
    long high = x >>> lowBits;
    for (int r = ROUNDS - 2; r >= 0; r -= 2) {
      high ^= mix(low ^ keys[r + 1]) & highMask;
      low ^= mix(high ^ keys[r]) & lowMask;
    }
    return high << lowBits | low;
  }

  /** A mixing of 64 bits: Stafford's variant 13 of the finalizer of MurmurHash3. */
  private static long mix(long x) {
    long z = x + 0x9e3779b97f4a7c15L;
    z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
    z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
    return z ^ z >>> 31;
  }
}
