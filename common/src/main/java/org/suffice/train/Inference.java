package org.suffice.train;

import java.util.Arrays;
import java.util.List;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.suffice.linalg.Lapack;
import org.suffice.solve.LeastSquaresFit.AliasedColumn;
import org.suffice.solve.LogisticFit;
import org.suffice.solve.LogisticPath;
import org.suffice.solve.Solution;
import org.suffice.statistic.LogisticPoint;

/**
 * From the parameters that a solver sees to those that are reported, with Wald's errors: the
 * inverse of the Hessian, brought to the same units.
 */
final class Inference {
  private final LogisticRegression trainer;
  private final LogisticProblem problem;
  private final int[] estimable;
  private final int columns;

  /** By column of the problem what its parameter is multiplied by. */
  private final double[] units;

  /** By column how much of its parameter goes to the constant. */
  private final double[] toConstant;

  /**
   * An inference.
   *
   * @param estimable the columns of the problem, as positions among all
   * @param columns how many columns are reported
   */
  Inference(LogisticRegression trainer, LogisticProblem problem, int[] estimable, int columns) {
    this.trainer = trainer;
    this.problem = problem;
    this.estimable = estimable;
    this.columns = columns;
    LogisticPoint layout = problem.layout();
    int d = layout.numColumns();
    units = new double[d];
    toConstant = new double[d];
    for (int j = 0; j < d; j++) {
      double deviation = problem.deviations()[j];
      boolean scores = trainer.standardize();
      units[j] = (scores && deviation > 0 ? deviation : 1) / layout.scale()[j];
      double mean = scores ? problem.means()[j] : 0;
      toConstant[j] = (mean - layout.shift()[j]) / layout.scale()[j];
    }
  }

  /** H⁻¹, or null where H is singular. */
  static double[] inverse(double[] hessian) {
    int m = (int) Math.round(Math.sqrt(hessian.length));
    double[] roots = new double[m];
    for (int i = 0; i < m; i++) {
      roots[i] = Math.sqrt(hessian[i * m + i]);
    }
    double[] scaled = new double[m * m];
    for (int i = 0; i < m; i++) {
      for (int j = 0; j <= i; j++) {
        scaled[i * m + j] = hessian[i * m + j] / (roots[i] * roots[j]);
      }
    }
    if (!Lapack.cholesky(m, scaled)) {
      return null;
    }
    Lapack.invertTriangleInPlace(m, scaled);
    // H⁻¹ = R⁻ᵀ(L⁻ᵀL⁻¹)R⁻¹, R being the diagonal of roots.
    double[] inverse = new double[m * m];
    for (int k = 0; k < m; k++) {
      for (int i = 0; i <= k; i++) {
        double left = scaled[k * m + i];
        for (int j = 0; j <= i; j++) {
          inverse[i * m + j] += left * scaled[k * m + j];
        }
      }
    }
    for (int i = 0; i < m; i++) {
      for (int j = 0; j <= i; j++) {
        inverse[i * m + j] /= roots[i] * roots[j];
        inverse[j * m + i] = inverse[i * m + j];
      }
    }
    return inverse;
  }

  /**
   * The reported parameters K×p, the constant first; NaN for aliased columns. Where every class has
   * a function their constants sum to 0.
   */
  double[] reported(double[] theta) {
    LogisticPoint layout = problem.layout();
    int q = layout.numCoefficients();
    int d = layout.numColumns();
    int first = trainer.intercept() ? 1 : 0;
    int p = columns + first;
    double[] result = new double[layout.numFunctions() * p];
    Arrays.fill(result, Double.NaN);
    for (int r = 0; r < layout.numFunctions(); r++) {
      double constant = first == 1 ? theta[r * q + d] : 0;
      for (int j = 0; j < d; j++) {
        result[r * p + first + estimable[j]] = theta[r * q + j] * units[j];
        constant += theta[r * q + j] * toConstant[j];
      }
      if (first == 1) {
        result[r * p] = constant;
      }
    }
    if (first == 1 && !layout.reference()) {
      centreConstants(result, p);
    }
    return result;
  }

  /** Adding one number to all constants changes no probability. */
  private static void centreConstants(double[] parameters, int p) {
    double sum = 0;
    for (int i = 0; i < parameters.length; i += p) {
      sum += parameters[i];
    }
    double mean = sum / (parameters.length / p);
    for (int i = 0; i < parameters.length; i += p) {
      parameters[i] -= mean;
    }
  }

  /**
   * The covariance of the reported parameters.
   *
   * @param conditioned Kq×Kq of those of the solver
   * @return Kp×Kp, rows and columns of aliased parameters 0
   */
  private double[] covariance(double[] conditioned) {
    LogisticPoint layout = problem.layout();
    int q = layout.numCoefficients();
    int first = trainer.intercept() ? 1 : 0;
    int p = columns + first;
    int size = layout.numFunctions() * p;
    int inner = layout.numFunctions() * q;
    double[] half = new double[size * inner];
    for (int c = 0; c < inner; c++) {
      double[] column = new double[inner];
      for (int i = 0; i < inner; i++) {
        column[i] = conditioned[i * inner + c];
      }
      double[] mapped = reported(column);
      for (int i = 0; i < size; i++) {
        half[i * inner + c] = Double.isNaN(mapped[i]) ? 0 : mapped[i];
      }
    }
    double[] result = new double[size * size];
    for (int i = 0; i < size; i++) {
      double[] mapped = reported(Arrays.copyOfRange(half, i * inner, (i + 1) * inner));
      for (int j = 0; j < size; j++) {
        result[i * size + j] = Double.isNaN(mapped[j]) ? 0 : mapped[j];
      }
    }
    return result;
  }

  /**
   * The fit.
   *
   * @param conditioned the covariance of the solver's parameters; null where errors are not known
   */
  LogisticFit fit(
      long[] classRows,
      double[] theta,
      double[] conditioned,
      double logLikelihood,
      List<AliasedColumn> aliased,
      String solver,
      int passes,
      Solution solution,
      LogisticPath path) {
    double[] w = reported(theta);
    double[] covariance = conditioned == null ? new double[0] : covariance(conditioned);
    double[][] figures = new double[5][w.length];
    for (double[] each : figures) {
      Arrays.fill(each, Double.NaN);
    }
    NormalDistribution normal = NormalDistribution.of(0, 1);
    double quantile = normal.inverseSurvivalProbability((1 - trainer.level()) / 2);
    for (int i = 0; i < w.length && conditioned != null; i++) {
      double error = Math.sqrt(covariance[i * w.length + i]);
      if (!Double.isNaN(w[i]) && error > 0) {
        figures[0][i] = error;
        figures[1][i] = w[i] / error;
        figures[2][i] = 2 * normal.survivalProbability(Math.abs(w[i] / error));
        figures[3][i] = w[i] - quantile * error;
        figures[4][i] = w[i] + quantile * error;
      }
    }
    int parameters = 0;
    int first = trainer.intercept() ? 1 : 0;
    int p = columns + first;
    for (int i = 0; i < w.length; i++) {
      boolean constant = first == 1 && i % p == 0;
      parameters += !Double.isNaN(w[i]) && (path == null || constant || w[i] != 0) ? 1 : 0;
    }
    return new LogisticFit(
        trainer.intercept(),
        problem.layout().reference(),
        classRows,
        problem.classWeights(),
        w,
        figures[0],
        figures[1],
        figures[2],
        figures[3],
        figures[4],
        trainer.level(),
        logLikelihood,
        problem.nullLogLikelihood(),
        parameters,
        covariance,
        aliased,
        solver,
        passes,
        solution,
        path);
  }
}
