package org.suffice.statistic;

/** A number of some 32 digits as an unevaluated sum of two doubles. */
record DoubleDouble(double high, double low) {
  static final DoubleDouble ZERO = new DoubleDouble(0, 0);

  static DoubleDouble of(double value) {
    return new DoubleDouble(value, 0);
  }

  /** Knuth's sum of two doubles with its rounding error. */
  private static DoubleDouble sum(double a, double b) {
    double s = a + b;
    double t = s - a;
    return new DoubleDouble(s, (a - (s - t)) + (b - t));
  }

  DoubleDouble plus(DoubleDouble other) {
    DoubleDouble s = sum(high, other.high);
    DoubleDouble t = sum(low, other.low);
    DoubleDouble r = sum(s.high, s.low + t.high);
    return sum(r.high, r.low + t.low);
  }

  DoubleDouble minus(DoubleDouble other) {
    return plus(new DoubleDouble(-other.high, -other.low));
  }

  DoubleDouble times(DoubleDouble other) {
    double p = high * other.high;
    double error = Math.fma(high, other.high, -p);
    return sum(p, error + (high * other.low + low * other.high));
  }

  DoubleDouble dividedBy(DoubleDouble other) {
    double first = high / other.high;
    DoubleDouble rest = minus(other.times(of(first)));
    double second = rest.high / other.high;
    rest = rest.minus(other.times(of(second)));
    return sum(first, second).plus(of(rest.high / other.high));
  }

  double value() {
    return high + low;
  }
}
