package org.suffice.solve;

import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.apache.commons.statistics.distribution.FDistribution;
import org.suffice.linalg.DoubleDouble;

/** Tests whether classes differ at all: in their means, in their covariances. */
final class DiscriminantTests {
  private DiscriminantTests() {}

  private static double logDeterminant(
      ClassScatters rows, int k, Scatter scatter, DoubleDouble freedom) {
    int d = rows.numColumns();
    double[] floors = new double[d];
    for (int j = 0; j < d; j++) {
      floors[j] = k < 0 ? rows.floor(j) : rows.classes[k].floor(j);
    }
    try {
      return scatter.factor(k, floors).logDeterminant() - d * StrictMath.log(freedom.value());
    } catch (SingularCovarianceException e) {
      return Double.NaN;
    }
  }

  static DiscriminantFit.Wilks wilks(ClassScatters rows) {
    int c = rows.classes.length;
    int d = rows.numColumns();
    double n = rows.total.weight().value();
    double q = c - 1;
    double p = d;
    double within = logDeterminant(rows, -1, rows.pooled, DoubleDouble.of(1));
    double all = logDeterminant(rows, -1, rows.total.scatter(), DoubleDouble.of(1));
    double logLambda = Math.min(0, within - all);
    double products = p * p + q * q - 5;
    double s = products > 0 ? Math.sqrt((p * p * q * q - 4) / products) : 1;
    double numerator = p * q;
    double denominator = s * (n - 1 - (p + c) / 2) - numerator / 2 + 1;
    if (Double.isNaN(logLambda) || !(denominator > 0)) {
      return DiscriminantFit.Wilks.UNDEFINED;
    }
    // F = (1 − Λ^{1/s})/Λ^{1/s} · df2/df1
    double f = StrictMath.expm1(-logLambda / s) * denominator / numerator;
    double pValue = FDistribution.of(numerator, denominator).survivalProbability(f);
    return new DiscriminantFit.Wilks(StrictMath.exp(logLambda), f, numerator, denominator, pValue);
  }

  static DiscriminantFit.Box box(ClassScatters rows) {
    int c = rows.classes.length;
    int d = rows.numColumns();
    double freedom = rows.freedom().value();
    double m = freedom * logDeterminant(rows, -1, rows.pooled, rows.freedom());
    double inverses = -1 / freedom;
    double[] logs = new double[c];
    for (int k = 0; k < c; k++) {
      if (!(rows.freedom(k).value() > 0) || rows.classes[k].rows() <= d) {
        return DiscriminantFit.Box.UNDEFINED;
      }
    }
    IntStream.range(0, c)
        .parallel()
        .forEach(k -> logs[k] = logDeterminant(rows, k, rows.scatters[k], rows.freedom(k)));
    for (int k = 0; k < c; k++) {
      m -= rows.freedom(k).value() * logs[k];
      inverses += 1 / rows.freedom(k).value();
    }
    double p = d;
    double correction = (2 * p * p + 3 * p - 1) / (6 * (p + 1) * (c - 1)) * inverses;
    double chiSquare = (1 - correction) * m;
    double degrees = p * (p + 1) * (c - 1) / 2;
    if (Double.isNaN(m)) {
      return DiscriminantFit.Box.UNDEFINED;
    }
    double pValue =
        chiSquare > 0 ? ChiSquaredDistribution.of(degrees).survivalProbability(chiSquare) : 1;
    return new DiscriminantFit.Box(m, chiSquare, degrees, pValue);
  }
}
