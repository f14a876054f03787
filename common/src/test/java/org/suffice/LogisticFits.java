package org.suffice;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.suffice.model.LogisticModel;
import org.suffice.model.TrainingRecord;
import org.suffice.read.Column;
import org.suffice.read.Schema;
import org.suffice.solve.LeastSquaresFit.AliasedColumn;
import org.suffice.solve.LogisticFit;
import org.suffice.solve.LogisticPath;
import org.suffice.solve.Penalty;
import org.suffice.solve.Solution;
import org.suffice.solve.Solution.Termination;

/** Logistic models whose figures are chosen, not fitted. */
public final class LogisticFits {
  /** What the run is said to have left. */
  public static final TrainingRecord RECORD =
      new TrainingRecord(
          Map.of("data.path", "rows.csv"),
          Map.of("read", 40L, "used", 40L),
          List.of("a warning"),
          Map.of("blas", "java"));

  private LogisticFits() {}

  /** A schema of numbers. */
  public static Schema schema(List<String> columns, List<String> classes) {
    return new Schema(columns.stream().map(Column::numeric).toList(), "kind", Optional.empty())
        .withClasses(classes);
  }

  /**
   * A fit with every figure.
   *
   * @param reference whether the first class has no function
   * @param coefficients K×p, the constant of each function first; NaN where aliased
   */
  public static LogisticFit fit(
      boolean reference, int classes, double[] coefficients, LogisticPath path) {
    return fit(reference, classes, coefficients, path, Termination.CONVERGED);
  }

  /** The same with another end. */
  public static LogisticFit fit(
      boolean reference, int classes, double[] coefficients, LogisticPath path, Termination end) {
    int size = coefficients.length;
    int functions = reference ? classes - 1 : classes;
    int p = size / functions;
    boolean tested = path == null && end == Termination.CONVERGED;
    double[] errors = new double[size];
    Arrays.setAll(errors, i -> tested && !Double.isNaN(coefficients[i]) ? 0.5 : Double.NaN);
    long[] rows = new long[classes];
    double[] weights = new double[classes];
    Arrays.setAll(rows, k -> 10 + k);
    Arrays.setAll(weights, k -> 20 + 2 * k);
    List<AliasedColumn> aliased = new ArrayList<>();
    for (int j = 1; j < p; j++) {
      if (Double.isNaN(coefficients[j])) {
        double[] combination = new double[j - 1];
        Arrays.fill(combination, 2);
        aliased.add(new AliasedColumn(j - 1, 0.25, combination));
      }
    }
    return new LogisticFit(
        true,
        reference,
        rows,
        weights,
        coefficients,
        errors,
        map(size, i -> coefficients[i] / errors[i]),
        map(size, i -> errors[i] / 50),
        map(size, i -> coefficients[i] - 2 * errors[i]),
        map(size, i -> coefficients[i] + 2 * errors[i]),
        0.9,
        -8,
        -16,
        size - aliased.size() * functions,
        path == null ? map(size * size, i -> i) : new double[0],
        aliased,
        "newton",
        9,
        new Solution(end, 7, 8.5, 1e-9),
        path);
  }

  private static double[] map(int size, java.util.function.IntToDoubleFunction value) {
    return IntStream.range(0, size).mapToDouble(value).toArray();
  }

  /** A path of some λ, the coefficients of a step shrunken by its position. */
  public static LogisticPath path(
      Penalty.Type type, double[] lambdas, int chosen, boolean validated, double[] coefficients) {
    Penalty penalty = new Penalty(type, Penalty.Convention.SUFFICE, 0.5, Penalty.Family.LOG_LOSS);
    List<LogisticPath.Step> steps = new ArrayList<>();
    for (int i = 0; i < lambdas.length; i++) {
      double share = (double) i / lambdas.length;
      steps.add(
          new LogisticPath.Step(
              lambdas[i],
              lambdas[i],
              i == chosen
                  ? coefficients.clone()
                  : map(coefficients.length, j -> coefficients[j] * share),
              -16 + i,
              new Solution(
                  i == 0 ? Termination.MAX_ITERATIONS : Termination.CONVERGED, 2, 3 + i, 1e-9),
              validated ? 0.7 - 0.1 * i : Double.NaN,
              validated ? 0.01 : Double.NaN));
    }
    return new LogisticPath(
        penalty,
        lambdas[chosen],
        400,
        validated ? "cross-validation, least error" : "given",
        validated ? lambdas[lambdas.length - 1] : Double.NaN,
        validated ? lambdas[0] : Double.NaN,
        steps);
  }

  /** A model of numbers, each of mean 1 and deviation 2. */
  public static LogisticModel model(
      List<String> columns, List<String> classes, LogisticFit fit, double[] scales) {
    double[] means = new double[columns.size()];
    double[] spreads = new double[columns.size()];
    Arrays.fill(means, 1);
    Arrays.fill(spreads, 2);
    return new LogisticModel(
        schema(columns, classes),
        IntStream.range(0, columns.size()).toArray(),
        fit,
        means,
        spreads,
        scales,
        RECORD);
  }
}
