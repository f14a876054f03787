package org.suffice.statistic;

import java.io.Serializable;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The weights of numbers, summed by bucket: a bucket is a sign, a binade and the first ten bits of
 * the fraction. The grid is fixed and the sums are exact, so that any cut of the numbers gives the
 * same counts; the middle of a bucket is within 2^−11 of every normal number in it, relatively.
 *
 * <p>Weights are added as whole numbers in base 2^24, whose digits are longs: room for 2^34 rows. A
 * weight of 1 is one digit, hence a plain count. Memory is 8 kB for each binade and digit that
 * occurs.
 */
final class ResidualCounts implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Bits of the fraction that name a bucket. */
  private static final int FRACTION_BITS = 10;

  /** The largest relative distance of a number from the middle of its bucket. */
  static final double RELATIVE_ERROR = 0x1p-11;

  private static final int SHIFT = 52 - FRACTION_BITS;
  private static final int PAGE = 1 << FRACTION_BITS;
  private static final int PAGES = 1 << 12;

  private static final int DIGIT_BITS = 24;
  private static final long DIGIT = (1L << DIGIT_BITS) - 1;

  /** By the exponent of the digit in base 2^24, pages of a binade each; null where empty. */
  private final TreeMap<Integer, long[][]> digits = new TreeMap<>();

  private final long[][] ones = new long[PAGES][];

  ResidualCounts() {
    digits.put(0, ones);
  }

  /** The bucket of a finite number that is not -0.0. */
  static int bucket(double x) {
    return (int) (Double.doubleToRawLongBits(x) >>> SHIFT);
  }

  /** The end of a bucket that is nearer to zero. */
  static double inner(int bucket) {
    return Double.longBitsToDouble((long) bucket << SHIFT);
  }

  /** The other end. */
  static double outer(int bucket) {
    double end = Double.longBitsToDouble(((long) bucket + 1) << SHIFT);
    return Double.isFinite(end) ? end : Math.copySign(Double.MAX_VALUE, end);
  }

  /** What stands for the numbers of a bucket. */
  static double middle(int bucket) {
    double inner = inner(bucket);
    return inner == 0 ? 0 : inner + (outer(bucket) - inner) / 2;
  }

  void add(double x, double weight) {
    int bucket = bucket(x);
    if (weight == 1) {
      page(ones, bucket)[bucket & (PAGE - 1)]++;
      return;
    }
    long integer = integer(weight);
    int exponent = exponent(weight);
    int digit = Math.floorDiv(exponent, DIGIT_BITS);
    int by = Math.floorMod(exponent, DIGIT_BITS);
    long rest = integer >>> (DIGIT_BITS - by);
    add(bucket, digit, (integer << by) & DIGIT);
    add(bucket, digit + 1, rest & DIGIT);
    add(bucket, digit + 2, rest >>> DIGIT_BITS);
  }

  private void add(int bucket, int digit, long value) {
    if (value != 0) {
      page(digits.computeIfAbsent(digit, d -> new long[PAGES][]), bucket)[bucket & (PAGE - 1)] +=
          value;
    }
  }

  private static long[] page(long[][] pages, int bucket) {
    int page = bucket >>> FRACTION_BITS;
    if (pages[page] == null) {
      pages[page] = new long[PAGE];
    }
    return pages[page];
  }

  /** Adds the counts of others, which are not modified. */
  void add(ResidualCounts other) {
    for (Map.Entry<Integer, long[][]> entry : other.digits.entrySet()) {
      long[][] mine = digits.computeIfAbsent(entry.getKey(), d -> new long[PAGES][]);
      long[][] pages = entry.getValue();
      for (int p = 0; p < PAGES; p++) {
        if (pages[p] != null) {
          long[] sums = page(mine, p << FRACTION_BITS);
          for (int i = 0; i < PAGE; i++) {
            sums[i] += pages[p][i];
          }
        }
      }
    }
  }

  /** The exponent of the last bit of a positive number that is set. */
  static int exponent(double weight) {
    int biased = Math.max(1, (int) (Double.doubleToRawLongBits(weight) >>> 52));
    return biased - 1075 + Long.numberOfTrailingZeros(significand(weight));
  }

  /** A positive number without its exponent: odd. */
  static long integer(double weight) {
    long significand = significand(weight);
    return significand >>> Long.numberOfTrailingZeros(significand);
  }

  private static long significand(double weight) {
    long bits = Double.doubleToRawLongBits(weight);
    long fraction = bits & ((1L << 52) - 1);
    return bits >>> 52 == 0 ? fraction : fraction | 1L << 52;
  }

  /** A positive number in units of 2^unit, unit being at most its {@link #exponent}. */
  static BigInteger inUnits(double weight, int unit) {
    return BigInteger.valueOf(integer(weight)).shiftLeft(exponent(weight) - unit);
  }

  /** The buckets in ascending order of the numbers, with the weights up to and in each. */
  Cumulated cumulated() {
    int lowest = digits.firstKey();
    List<Integer> buckets = new ArrayList<>();
    List<BigInteger> sums = new ArrayList<>();
    BigInteger sum = BigInteger.ZERO;
    for (int k = 0; k < PAGES; k++) { // negative binades, the outermost first, then positive ones
      boolean below = k < PAGES / 2;
      int page = below ? PAGES - 1 - k : k - PAGES / 2;
      TreeMap<Integer, long[]> sumsOfPage = new TreeMap<>(); // by the place of the digit
      digits.forEach(
          (digit, pages) -> {
            if (pages[page] != null) {
              sumsOfPage.put(digit - lowest, pages[page]);
            }
          });
      if (sumsOfPage.isEmpty()) {
        continue;
      }
      int[] places = sumsOfPage.keySet().stream().mapToInt(Integer::intValue).toArray();
      long[][] values = sumsOfPage.values().toArray(long[][]::new);
      for (int i = 0; i < PAGE; i++) {
        int at = below ? PAGE - 1 - i : i;
        BigInteger weight = weight(values, places, at);
        if (weight.signum() != 0) {
          sum = sum.add(weight);
          buckets.add((page << FRACTION_BITS) | at);
          sums.add(sum);
        }
      }
    }
    return new Cumulated(
        buckets.stream().mapToInt(Integer::intValue).toArray(), sums, DIGIT_BITS * lowest);
  }

  private static BigInteger weight(long[][] values, int[] places, int at) {
    BigInteger weight = BigInteger.ZERO;
    for (int d = 0; d < places.length; d++) {
      if (values[d][at] != 0) {
        BigInteger digit = BigInteger.valueOf(values[d][at]);
        weight = weight.add(digit.shiftLeft(DIGIT_BITS * places[d]));
      }
    }
    return weight;
  }

  /**
   * Buckets that are not empty, in ascending order of their numbers.
   *
   * @param sums the weight of each bucket and of all before it, in units of 2^unit
   */
  record Cumulated(int[] buckets, List<BigInteger> sums, int unit) {
    BigInteger total() {
      return sums.get(sums.size() - 1);
    }

    BigInteger before(int index) {
      return index == 0 ? BigInteger.ZERO : sums.get(index - 1);
    }

    /** The first bucket up to which the weight is at least numerator/denominator. */
    int reaching(BigInteger numerator, BigInteger denominator) {
      int low = 0;
      int high = buckets.length - 1;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (sums.get(middle).multiply(denominator).compareTo(numerator) >= 0) {
          high = middle;
        } else {
          low = middle + 1;
        }
      }
      return low;
    }
  }
}
