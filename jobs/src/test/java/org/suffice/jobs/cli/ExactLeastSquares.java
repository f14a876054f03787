package org.suffice.jobs.cli;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.List;

/**
 * The slow, obvious twin of a least squares fit: normal equations over the rational numbers, by
 * Gauss-Jordan elimination. Its only rounding is that of the answer.
 */
final class ExactLeastSquares {
  /** A fraction; need not be in lowest terms but is kept so. */
  private record Fraction(BigInteger over, BigInteger under) {
    static final Fraction ZERO = new Fraction(BigInteger.ZERO, BigInteger.ONE);

    static Fraction of(String decimal) {
      BigDecimal value = new BigDecimal(decimal);
      return value.scale() > 0
          ? new Fraction(value.unscaledValue(), BigInteger.TEN.pow(value.scale())).reduced()
          : new Fraction(value.toBigIntegerExact(), BigInteger.ONE);
    }

    Fraction reduced() {
      BigInteger gcd = over.gcd(under);
      BigInteger by = under.signum() < 0 ? gcd.negate() : gcd;
      return new Fraction(over.divide(by), under.divide(by));
    }

    Fraction plus(Fraction b) {
      return new Fraction(
              over.multiply(b.under).add(b.over.multiply(under)), under.multiply(b.under))
          .reduced();
    }

    Fraction times(Fraction b) {
      return new Fraction(over.multiply(b.over), under.multiply(b.under)).reduced();
    }

    Fraction minus(Fraction b) {
      return plus(new Fraction(b.over.negate(), b.under));
    }

    Fraction by(Fraction b) {
      return times(new Fraction(b.under, b.over));
    }

    double value() {
      return new BigDecimal(over)
          .divide(new BigDecimal(under), MathContext.DECIMAL128)
          .doubleValue();
    }
  }

  private final double[] coefficients;
  private final double[] standardErrors;
  private final double rss;

  /**
   * Fits y = b·x.
   *
   * @param x one list of decimals a row; an intercept is a column of "1"
   * @param w weights, one a row, or null
   */
  ExactLeastSquares(List<List<String>> x, List<String> y, List<String> w) {
    int p = x.get(0).size();
    // [XᵀWX | XᵀWy | I], p × (2p+1)
    Fraction[][] a = new Fraction[p][2 * p + 1];
    for (int i = 0; i < p; i++) {
      java.util.Arrays.fill(a[i], Fraction.ZERO);
      a[i][p + 1 + i] = new Fraction(BigInteger.ONE, BigInteger.ONE);
    }
    Fraction yy = Fraction.ZERO;
    Fraction[] xy = new Fraction[p];
    for (int r = 0; r < x.size(); r++) {
      Fraction label = Fraction.of(y.get(r));
      Fraction weight = Fraction.of(w == null ? "1" : w.get(r));
      for (int i = 0; i < p; i++) {
        Fraction wx = weight.times(Fraction.of(x.get(r).get(i)));
        for (int j = 0; j < p; j++) {
          a[i][j] = a[i][j].plus(wx.times(Fraction.of(x.get(r).get(j))));
        }
        a[i][p] = a[i][p].plus(wx.times(label));
        xy[i] = a[i][p];
      }
      yy = yy.plus(weight.times(label).times(label));
    }
    for (int k = 0; k < p; k++) { // positive definite: no pivot is zero
      Fraction pivot = a[k][k];
      for (int j = 0; j <= 2 * p; j++) {
        a[k][j] = a[k][j].by(pivot);
      }
      for (int i = 0; i < p; i++) {
        Fraction factor = a[i][k];
        if (i != k && factor.over().signum() != 0) {
          for (int j = 0; j <= 2 * p; j++) {
            a[i][j] = a[i][j].minus(factor.times(a[k][j]));
          }
        }
      }
    }
    coefficients = new double[p];
    standardErrors = new double[p];
    Fraction explained = Fraction.ZERO;
    for (int i = 0; i < p; i++) {
      coefficients[i] = a[i][p].value();
      explained = explained.plus(a[i][p].times(xy[i]));
    }
    rss = yy.minus(explained).value();
    double sigma = Math.sqrt(rss / (x.size() - p));
    for (int i = 0; i < p; i++) {
      standardErrors[i] = sigma * Math.sqrt(a[i][p + 1 + i].value());
    }
  }

  double coefficient(int i) {
    return coefficients[i];
  }

  double standardError(int i) {
    return standardErrors[i];
  }

  /** The residual sum of squares. */
  double rss() {
    return rss;
  }
}
