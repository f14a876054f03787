package org.suffice.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.suffice.model.LinearModel;
import org.suffice.model.TrainingRecord;
import org.suffice.read.Column;
import org.suffice.read.FeatureEncoder;
import org.suffice.read.Schema;
import org.suffice.solve.ErrorCovariance;
import org.suffice.solve.LeastSquaresFit;
import org.suffice.solve.PenaltyPath;
import org.suffice.solve.Solution;

/** Fits with chosen figures: a page is tested on what it shows, not on how that was computed. */
final class LinearFits {
  static final double QUANTILE = 1.96;

  private LinearFits() {}

  /** A model with an intercept, of numeric columns with the given t values; NaN is aliased. */
  static LinearModel ofTValues(List<String> names, double[] t, TrainingRecord record) {
    List<Column> columns = names.stream().map(Column::numeric).toList();
    double[] errors = new double[t.length + 1];
    double[] all = new double[t.length + 1];
    all[0] = 12.5;
    System.arraycopy(t, 0, all, 1, t.length);
    for (int i = 0; i < all.length; i++) {
      // Units far apart, as those of real columns are.
      errors[i] = Double.isNaN(all[i]) ? Double.NaN : 0.37 * Math.pow(10, i % 7 - 3);
    }
    Schema schema = new Schema(columns, "price", Optional.empty());
    return model(schema, slots(t.length), true, all, errors, record);
  }

  static int[] slots(int count) {
    int[] slots = new int[count];
    Arrays.setAll(slots, i -> i);
    return slots;
  }

  static LinearModel model(
      Schema schema,
      int[] columns,
      boolean intercept,
      double[] t,
      double[] errors,
      TrainingRecord record) {
    int k = t.length;
    double[] coefficients = new double[k];
    double[] p = new double[k];
    double[] lower = new double[k];
    double[] upper = new double[k];
    List<LeastSquaresFit.AliasedColumn> aliased = new ArrayList<>();
    for (int i = 0; i < k; i++) {
      coefficients[i] = t[i] * errors[i];
      p[i] = Double.isNaN(t[i]) ? t[i] : Math.min(1, 2 * Math.exp(-t[i] * t[i] / 2 - 0.3));
      lower[i] = coefficients[i] - QUANTILE * errors[i];
      upper[i] = coefficients[i] + QUANTILE * errors[i];
      if (Double.isNaN(t[i])) {
        int column = i - (intercept ? 1 : 0);
        aliased.add(new LeastSquaresFit.AliasedColumn(column, 0, new double[column]));
      }
    }
    int rank = k - aliased.size();
    LeastSquaresFit fit =
        new LeastSquaresFit(
            intercept,
            96_214,
            rank,
            96_214 - rank,
            5_123.75,
            61_034.5,
            0.230769,
            0.916051,
            0.916047,
            262_480.4,
            0,
            4_517.211,
            -9_022.42,
            -8_965.57,
            41.73,
            0.95,
            coefficients,
            errors,
            t,
            p,
            lower,
            upper,
            List.copyOf(aliased),
            new Solution(Solution.Termination.CONVERGED, 1, 2_561.875, 1e-13));
    return model(schema, columns, fit, record);
  }

  /** A model of as many coefficients as rows: no error, no test and no criterion is defined. */
  static LinearModel undefined(TrainingRecord record) {
    double nan = Double.NaN;
    double[] none = {nan, nan};
    LeastSquaresFit fit =
        new LeastSquaresFit(
            true,
            2,
            2,
            0,
            0,
            2,
            nan,
            1,
            nan,
            nan,
            nan,
            nan,
            nan,
            nan,
            Double.POSITIVE_INFINITY,
            0.9,
            new double[] {1, 2},
            none,
            none,
            none,
            none,
            none,
            List.of(),
            new Solution(Solution.Termination.CONVERGED, 1, 0, 0));
    Schema schema = new Schema(List.of(Column.numeric("x")), "y", Optional.empty());
    return model(schema, new int[] {0}, fit, record);
  }

  private static LinearModel model(
      Schema schema, int[] columns, LeastSquaresFit fit, TrainingRecord record) {
    double[] figures = new double[new FeatureEncoder(schema.features()).numFeatures() + 1];
    return new LinearModel(schema, columns, fit, figures, figures, record);
  }

  /** The same fit with inflation factors, the intercept's included, and a kind of errors. */
  static LeastSquaresFit with(
      LeastSquaresFit fit, double[] inflation, ErrorCovariance.Kind kind, PenaltyPath path) {
    return new LeastSquaresFit(
        fit.intercept(),
        fit.rows(),
        fit.rank(),
        fit.degreesOfFreedom(),
        fit.rss(),
        fit.tss(),
        fit.sigma(),
        fit.r2(),
        fit.adjustedR2(),
        fit.fStatistic(),
        fit.fPValue(),
        fit.logLikelihood(),
        fit.aic(),
        fit.bic(),
        fit.conditionNumber(),
        fit.level(),
        fit.coefficients(),
        fit.standardErrors(),
        fit.tValues(),
        fit.pValues(),
        fit.lower(),
        fit.upper(),
        fit.aliased(),
        fit.solution(),
        inflation,
        new ErrorCovariance(kind, 1, new double[0]),
        path);
  }
}
