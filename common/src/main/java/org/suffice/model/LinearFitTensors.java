package org.suffice.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import org.suffice.Failure;
import org.suffice.read.Text;
import org.suffice.solve.ErrorCovariance;
import org.suffice.solve.LeastSquaresFit;
import org.suffice.solve.Penalty;
import org.suffice.solve.PenaltyPath;
import org.suffice.solve.Solution;

/** A fit as arrays and as the words that go with them. */
final class LinearFitTensors {
  private static final String[] SCALARS = {
    "rss",
    "tss",
    "sigma",
    "r2",
    "adjustedR2",
    "fStatistic",
    "fPValue",
    "logLikelihood",
    "aic",
    "bic",
    "conditionNumber",
    "level",
    "degreesOfFreedom"
  };

  private LinearFitTensors() {}

  /** Adds the arrays of a fit under a prefix. */
  static void put(Tensors tensors, String prefix, LeastSquaresFit fit) {
    int k = fit.coefficients().length;
    tensors
        .put(prefix + "coefficients", fit.coefficients(), k)
        .put(prefix + "standardErrors", fit.standardErrors(), k)
        .put(prefix + "tValues", fit.tValues(), k)
        .put(prefix + "pValues", fit.pValues(), k)
        .put(prefix + "confidenceLower", fit.lower(), k)
        .put(prefix + "confidenceUpper", fit.upper(), k)
        .put(prefix + "inflation", fit.inflation(), k)
        .put(prefix + "intercept", new long[] {fit.intercept() ? 1 : 0}, 1)
        .put(prefix + "counts", new long[] {fit.rows(), fit.rank()}, 2);
    double[] scalars = {
      fit.rss(), fit.tss(), fit.sigma(), fit.r2(), fit.adjustedR2(), fit.fStatistic(),
      fit.fPValue(), fit.logLikelihood(), fit.aic(), fit.bic(), fit.conditionNumber(), fit.level(),
      fit.degreesOfFreedom()
    };
    for (int i = 0; i < SCALARS.length; i++) {
      tensors.put(prefix + SCALARS[i], scalars[i]);
    }
    Solution solution = fit.solution();
    tensors
        .put(prefix + "objective", solution.objective())
        .put(prefix + "gradientNorm", solution.gradientNorm());
    int columns = k - (fit.intercept() ? 1 : 0);
    for (LeastSquaresFit.AliasedColumn column : fit.aliased()) {
      double[] combination = Arrays.copyOf(column.coefficients(), columns + 1);
      combination[columns] = column.constant();
      tensors.put(prefix + "aliased." + column.column(), combination, combination.length);
    }
    if (fit.covariance() != null) {
      double[] factor = fit.covariance().factor();
      long m = Math.round(Math.sqrt(factor.length));
      tensors
          .put(prefix + "covarianceFactor", factor, m, m)
          .put(prefix + "sumWeights", fit.covariance().sumWeights());
    }
    if (fit.path() != null) {
      put(tensors, prefix + "path.", fit.path(), columns);
    }
  }

  private static void put(Tensors tensors, String prefix, PenaltyPath path, int columns) {
    List<PenaltyPath.Step> steps = path.steps();
    int m = steps.size();
    double[] coefficients = new double[m * columns];
    long[] iterations = new long[m];
    for (int i = 0; i < m; i++) {
      System.arraycopy(steps.get(i).coefficients(), 0, coefficients, i * columns, columns);
      iterations[i] = steps.get(i).solution().iterations();
    }
    tensors
        .put(prefix + "coefficients", coefficients, m, columns)
        .put(prefix + "iterations", iterations, m)
        .put(prefix + "chosen", path.lambda())
        .put(prefix + "chosenDegreesOfFreedom", path.effectiveDegreesOfFreedom())
        .put(prefix + "sumWeights", path.sumWeights())
        .put(prefix + "labelDeviation", path.labelDeviation())
        .put(prefix + "lambdaMin", path.lambdaMin())
        .put(prefix + "lambda1se", path.lambda1se());
    put(tensors, prefix + "lambda", steps, PenaltyPath.Step::lambda);
    put(tensors, prefix + "given", steps, PenaltyPath.Step::given);
    put(tensors, prefix + "intercept", steps, PenaltyPath.Step::intercept);
    put(tensors, prefix + "degreesOfFreedom", steps, PenaltyPath.Step::effectiveDegreesOfFreedom);
    put(tensors, prefix + "rss", steps, PenaltyPath.Step::rss);
    put(tensors, prefix + "gcv", steps, PenaltyPath.Step::gcv);
    put(tensors, prefix + "dualityGap", steps, PenaltyPath.Step::dualityGap);
    put(tensors, prefix + "objective", steps, step -> step.solution().objective());
    put(tensors, prefix + "gradientNorm", steps, step -> step.solution().gradientNorm());
    put(tensors, prefix + "cvError", steps, PenaltyPath.Step::cvError);
    put(tensors, prefix + "cvStandardError", steps, PenaltyPath.Step::cvStandardError);
  }

  private static void put(
      Tensors tensors,
      String name,
      List<PenaltyPath.Step> steps,
      ToDoubleFunction<PenaltyPath.Step> value) {
    tensors.put(name, steps.stream().mapToDouble(value).toArray(), steps.size());
  }

  /** The words that go with the arrays. */
  static ObjectNode details(LeastSquaresFit fit) {
    ObjectNode details = Json.object();
    details.put("status", fit.solution().termination().name());
    details.put("iterations", fit.solution().iterations());
    ArrayNode aliased = details.putArray("aliased");
    fit.aliased().forEach(column -> aliased.add(column.column()));
    if (fit.covariance() != null) {
      details.put("covariance", fit.covariance().kind().name());
    }
    if (fit.path() != null) {
      ObjectNode path = details.putObject("path");
      Penalty penalty = fit.path().penalty();
      path.put("type", penalty.type().name());
      path.put("convention", penalty.convention().name());
      path.put("l1Ratio", penalty.l1Ratio());
      path.put("chosenBy", fit.path().chosenBy());
      ArrayNode statuses = path.putArray("status");
      fit.path().steps().forEach(step -> statuses.add(step.solution().termination().name()));
    }
    return details;
  }

  /**
   * Reads a fit back.
   *
   * @param columns how many were fitted
   * @throws Failure when arrays and words do not fit together
   */
  static LeastSquaresFit read(JsonNode details, Tensors t, String prefix, int columns) {
    List<LeastSquaresFit.AliasedColumn> aliased = new ArrayList<>();
    for (JsonNode node : details.path("aliased")) {
      int column = Objects.checkIndex(node.asInt(-1), columns);
      double[] combination = t.doubles(prefix + "aliased." + column, columns + 1);
      aliased.add(
          new LeastSquaresFit.AliasedColumn(
              column, combination[columns], Arrays.copyOf(combination, column)));
    }
    boolean intercept = t.longs(prefix + "intercept")[0] == 1;
    int k = columns + (intercept ? 1 : 0);
    long[] counts = t.longs(prefix + "counts");
    double[] s = Arrays.stream(SCALARS).mapToDouble(name -> t.scalar(prefix + name)).toArray();
    double[] coefficients = t.doubles(prefix + "coefficients", k);
    for (int i = intercept ? 1 : 0; i < k; i++) {
      int column = i - (intercept ? 1 : 0);
      if (Double.isNaN(coefficients[i])
          != aliased.stream().anyMatch(other -> other.column() == column)) {
        throw Failure.data("coefficient " + column + " and what is aliased do not fit together");
      }
    }
    return new LeastSquaresFit(
        intercept,
        counts[0],
        Math.toIntExact(counts[1]),
        s[12],
        s[0],
        s[1],
        s[2],
        s[3],
        s[4],
        s[5],
        s[6],
        s[7],
        s[8],
        s[9],
        s[10],
        s[11],
        coefficients,
        t.doubles(prefix + "standardErrors", k),
        t.doubles(prefix + "tValues", k),
        t.doubles(prefix + "pValues", k),
        t.doubles(prefix + "confidenceLower", k),
        t.doubles(prefix + "confidenceUpper", k),
        List.copyOf(aliased),
        new Solution(
            Solution.Termination.valueOf(details.path("status").asText()),
            details.path("iterations").asInt(),
            t.scalar(prefix + "objective"),
            t.scalar(prefix + "gradientNorm")),
        t.doubles(prefix + "inflation", k),
        covariance(details, t, prefix, k - aliased.size()),
        path(details.path("path"), t, prefix + "path.", columns));
  }

  private static ErrorCovariance covariance(
      JsonNode details, Tensors t, String prefix, int estimable) {
    if (!details.has("covariance")) {
      return null;
    }
    return new ErrorCovariance(
        ErrorCovariance.Kind.valueOf(details.path("covariance").asText()),
        t.scalar(prefix + "sumWeights"),
        t.doubles(prefix + "covarianceFactor", Math.multiplyExact(estimable, estimable)));
  }

  private static PenaltyPath path(JsonNode details, Tensors t, String prefix, int columns) {
    if (details.isMissingNode()) {
      return null;
    }
    double[] lambda = t.doubles(prefix + "lambda");
    int m = lambda.length;
    double[] coefficients = t.doubles(prefix + "coefficients", Math.multiplyExact(m, columns));
    long[] iterations = t.longs(prefix + "iterations");
    JsonNode statuses = details.path("status");
    if (iterations.length != m || statuses.size() != m) {
      throw Failure.data(
          "the path of penalties has " + m + " steps, but " + statuses.size() + " results");
    }
    String[] names = {
      "given",
      "intercept",
      "degreesOfFreedom",
      "rss",
      "gcv",
      "dualityGap",
      "objective",
      "gradientNorm",
      "cvError",
      "cvStandardError"
    };
    double[][] values = new double[names.length][];
    for (int v = 0; v < names.length; v++) {
      values[v] = t.doubles(prefix + names[v], m);
    }
    List<PenaltyPath.Step> steps = new ArrayList<>();
    for (int i = 0; i < m; i++) {
      steps.add(
          new PenaltyPath.Step(
              lambda[i],
              values[0][i],
              values[1][i],
              Arrays.copyOfRange(coefficients, i * columns, (i + 1) * columns),
              values[2][i],
              values[3][i],
              values[4][i],
              values[5][i],
              new Solution(
                  Solution.Termination.valueOf(statuses.path(i).asText()),
                  Math.toIntExact(iterations[i]),
                  values[6][i],
                  values[7][i]),
              values[8][i],
              values[9][i]));
    }
    double l1Ratio = details.path("l1Ratio").asDouble();
    if (!(l1Ratio >= 0 && l1Ratio <= 1)) {
      throw Failure.data("the ratio of norms must lie from 0 to 1, found " + l1Ratio);
    }
    return new PenaltyPath(
        new Penalty(
            Penalty.Type.valueOf(details.path("type").asText()),
            Penalty.Convention.valueOf(details.path("convention").asText()),
            l1Ratio),
        t.scalar(prefix + "chosen"),
        t.scalar(prefix + "chosenDegreesOfFreedom"),
        t.scalar(prefix + "sumWeights"),
        t.scalar(prefix + "labelDeviation"),
        Text.clean(details.path("chosenBy").asText()),
        t.scalar(prefix + "lambdaMin"),
        t.scalar(prefix + "lambda1se"),
        List.copyOf(steps));
  }
}
