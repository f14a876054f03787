package org.suffice.linalg;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;

/**
 * An unevaluated sum of two doubles, some 106 bits: Dekker, "A floating-point technique for
 * extending the available precision", Numer. Math. 18 (1971); error-free product by fused
 * multiply-add.
 *
 * @param hi the sum rounded to double
 * @param lo the rest, at most half an ulp of hi
 */
public record DoubleDouble(double hi, double lo) {
  /** Zero. */
  public static final DoubleDouble ZERO = new DoubleDouble(0, 0);

  /** The exact sum of two doubles. Knuth's TwoSum. */
  public static DoubleDouble sum(double a, double b) {
    double s = a + b;
    double t = s - a;
    return new DoubleDouble(s, (a - (s - t)) + (b - t));
  }

  /** The double itself. */
  public static DoubleDouble of(double value) {
    return new DoubleDouble(value, 0);
  }

  /** The quotient of two integers times a power of two, correct to some 2^−104. */
  public static DoubleDouble ratio(BigInteger numerator, BigInteger denominator, int exponent) {
    if (numerator.signum() == 0) {
      return ZERO;
    }
    // The quotient as an integer of at least 110 bits.
    int shift = Math.max(0, 112 + denominator.bitLength() - numerator.bitLength());
    BigInteger quotient = numerator.shiftLeft(shift).divide(denominator);
    return scaled(quotient, exponent - shift);
  }

  /** An integer times a power of two, rounded. */
  private static DoubleDouble scaled(BigInteger integer, int exponent) {
    int cut = Math.max(0, integer.bitLength() - 1000);
    BigInteger kept = integer.shiftRight(cut);
    double high = kept.doubleValue();
    double low = kept.subtract(new BigDecimal(high).toBigInteger()).doubleValue();
    int by = exponent + cut;
    return new DoubleDouble(Math.scalb(high, by), Math.scalb(low, by));
  }

  /** this + other. */
  public DoubleDouble plus(DoubleDouble other) {
    DoubleDouble s = sum(hi, other.hi);
    DoubleDouble t = sum(lo, other.lo);
    DoubleDouble u = quick(s.hi, s.lo + t.hi);
    return quick(u.hi, u.lo + t.lo);
  }

  /** this − other. */
  public DoubleDouble minus(DoubleDouble other) {
    return plus(other.negated());
  }

  /** −this. */
  public DoubleDouble negated() {
    return new DoubleDouble(-hi, -lo);
  }

  /** this · other. */
  public DoubleDouble times(DoubleDouble other) {
    double p = hi * other.hi;
    double e = Math.fma(hi, other.hi, -p) + (hi * other.lo + lo * other.hi);
    return quick(p, e);
  }

  /** this / other. */
  public DoubleDouble over(DoubleDouble other) {
    double q = hi / other.hi;
    DoubleDouble rest = minus(other.times(of(q)));
    double r = rest.hi / other.hi;
    rest = rest.minus(other.times(of(r)));
    DoubleDouble quotient = quick(q, r);
    return quotient.plus(of(rest.hi / other.hi));
  }

  /** √this. */
  public DoubleDouble squareRoot() {
    if (hi <= 0) {
      return ZERO;
    }
    double root = Math.sqrt(hi);
    DoubleDouble rest = minus(of(root).times(of(root)));
    return quick(root, rest.hi / (2 * root));
  }

  /** this · 2^exponent, exactly while no bit is lost to underflow. */
  public DoubleDouble scaleBy(int exponent) {
    return new DoubleDouble(Math.scalb(hi, exponent), Math.scalb(lo, exponent));
  }

  /** Dekker's FastTwoSum: |a| is at least |b|. */
  private static DoubleDouble quick(double a, double b) {
    double s = a + b;
    return new DoubleDouble(s, b - (s - a));
  }

  /** The nearest double. */
  public double value() {
    return hi + lo;
  }

  /** The exact value, for tests and messages. */
  public BigDecimal toBigDecimal() {
    return new BigDecimal(hi).add(new BigDecimal(lo), MathContext.UNLIMITED);
  }
}
