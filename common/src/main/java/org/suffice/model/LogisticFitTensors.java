package org.suffice.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.suffice.Failure;
import org.suffice.read.Text;
import org.suffice.solve.LeastSquaresFit.AliasedColumn;
import org.suffice.solve.LogisticFit;
import org.suffice.solve.LogisticPath;
import org.suffice.solve.Penalty;
import org.suffice.solve.Solution;

/** A logistic fit as arrays and as the words that go with them. */
final class LogisticFitTensors {
  private LogisticFitTensors() {}

  /** Adds the arrays of a fit. */
  static void put(Tensors tensors, LogisticFit fit) {
    int k = fit.numFunctions();
    int p = fit.numParameters();
    tensors
        .put("layout", new long[] {fit.intercept() ? 1 : 0, fit.reference() ? 1 : 0}, 2)
        .put("rows", fit.rows(), fit.numClasses())
        .put("weights", fit.weights(), fit.numClasses())
        .put("coefficients", fit.coefficients(), k, p)
        .put("standardErrors", fit.standardErrors(), k, p)
        .put("zValues", fit.zValues(), k, p)
        .put("pValues", fit.pValues(), k, p)
        .put("confidenceLower", fit.lower(), k, p)
        .put("confidenceUpper", fit.upper(), k, p)
        .put("level", fit.level())
        .put("logLikelihood", fit.logLikelihood())
        .put("nullLogLikelihood", fit.nullLogLikelihood())
        .put("parameters", new long[] {fit.parameters()}, 1)
        .put("objective", fit.solution().objective())
        .put("gradientNorm", fit.solution().gradientNorm());
    if (fit.covariance().length > 0) {
      tensors.put("covariance", fit.covariance(), (long) k * p, (long) k * p);
    }
    int columns = p - (fit.intercept() ? 1 : 0);
    for (AliasedColumn column : fit.aliased()) {
      double[] combination = Arrays.copyOf(column.coefficients(), columns + 1);
      combination[columns] = column.constant();
      tensors.put("aliased." + column.column(), combination, combination.length);
    }
    if (fit.path() != null) {
      put(tensors, fit.path(), k * p);
    }
  }

  private static void put(Tensors tensors, LogisticPath path, int size) {
    List<LogisticPath.Step> steps = path.steps();
    int m = steps.size();
    double[] coefficients = new double[m * size];
    double[] figures = new double[m * FIGURES];
    long[] iterations = new long[m];
    for (int i = 0; i < m; i++) {
      LogisticPath.Step step = steps.get(i);
      System.arraycopy(step.coefficients(), 0, coefficients, i * size, size);
      iterations[i] = step.solution().iterations();
      double[] of = {
        step.lambda(),
        step.given(),
        step.logLikelihood(),
        step.solution().objective(),
        step.solution().gradientNorm(),
        step.cvError(),
        step.cvStandardError()
      };
      System.arraycopy(of, 0, figures, i * FIGURES, FIGURES);
    }
    tensors
        .put("path.coefficients", coefficients, m, size)
        .put("path.figures", figures, m, FIGURES)
        .put("path.iterations", iterations, m)
        .put("path.chosen", path.lambda())
        .put("path.sumWeights", path.sumWeights())
        .put("path.lambdaMin", path.lambdaMin())
        .put("path.lambda1se", path.lambda1se());
  }

  private static final int FIGURES = 7;

  /** The words that go with the arrays. */
  static ObjectNode details(LogisticFit fit) {
    ObjectNode details = Json.object();
    details.put("status", fit.solution().termination().name());
    details.put("iterations", fit.solution().iterations());
    details.put("solver", fit.solver());
    details.put("passes", fit.passes());
    ArrayNode aliased = details.putArray("aliased");
    fit.aliased().forEach(column -> aliased.add(column.column()));
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
  static LogisticFit read(JsonNode details, Tensors t, int numClasses, int columns) {
    long[] layout = t.longs("layout");
    long[] parameters = t.longs("parameters");
    long[] rows = t.longs("rows");
    if (layout.length != 2
        || parameters.length != 1
        || rows.length != numClasses
        || numClasses < 2) {
      throw Failure.data("expected counts of " + numClasses + " classes, found " + rows.length);
    }
    boolean intercept = layout[0] == 1;
    boolean reference = layout[1] == 1;
    int k = reference ? numClasses - 1 : numClasses;
    int size = Math.multiplyExact(k, columns + (intercept ? 1 : 0));
    List<AliasedColumn> aliased = new ArrayList<>();
    for (JsonNode node : details.path("aliased")) {
      int column = Objects.checkIndex(node.asInt(-1), columns);
      double[] combination = t.doubles("aliased." + column, columns + 1);
      aliased.add(
          new AliasedColumn(column, combination[columns], Arrays.copyOf(combination, column)));
    }
    return new LogisticFit(
        intercept,
        reference,
        rows,
        t.doubles("weights", numClasses),
        t.doubles("coefficients", size),
        t.doubles("standardErrors", size),
        t.doubles("zValues", size),
        t.doubles("pValues", size),
        t.doubles("confidenceLower", size),
        t.doubles("confidenceUpper", size),
        t.scalar("level"),
        t.scalar("logLikelihood"),
        t.scalar("nullLogLikelihood"),
        Math.toIntExact(parameters[0]),
        t.has("covariance")
            ? t.doubles("covariance", Math.multiplyExact(size, size))
            : new double[0],
        List.copyOf(aliased),
        Text.clean(details.path("solver").asText()),
        details.path("passes").asInt(),
        new Solution(
            Solution.Termination.valueOf(details.path("status").asText()),
            details.path("iterations").asInt(),
            t.scalar("objective"),
            t.scalar("gradientNorm")),
        path(details.path("path"), t, size));
  }

  private static LogisticPath path(JsonNode details, Tensors t, int size) {
    if (details.isMissingNode()) {
      return null;
    }
    long[] iterations = t.longs("path.iterations");
    int m = iterations.length;
    double[] coefficients = t.doubles("path.coefficients", Math.multiplyExact(m, size));
    double[] figures = t.doubles("path.figures", Math.multiplyExact(m, FIGURES));
    JsonNode statuses = details.path("status");
    if (statuses.size() != m) {
      throw Failure.data(
          "the path of penalties has " + m + " steps, but " + statuses.size() + " results");
    }
    List<LogisticPath.Step> steps = new ArrayList<>();
    for (int i = 0; i < m; i++) {
      int at = i * FIGURES;
      steps.add(
          new LogisticPath.Step(
              figures[at],
              figures[at + 1],
              Arrays.copyOfRange(coefficients, i * size, (i + 1) * size),
              figures[at + 2],
              new Solution(
                  Solution.Termination.valueOf(statuses.path(i).asText()),
                  Math.toIntExact(iterations[i]),
                  figures[at + 3],
                  figures[at + 4]),
              figures[at + 5],
              figures[at + 6]));
    }
    double l1Ratio = details.path("l1Ratio").asDouble();
    if (!(l1Ratio >= 0 && l1Ratio <= 1)) {
      throw Failure.data("the ratio of norms must lie from 0 to 1, found " + l1Ratio);
    }
    return new LogisticPath(
        new Penalty(
            Penalty.Type.valueOf(details.path("type").asText()),
            Penalty.Convention.valueOf(details.path("convention").asText()),
            l1Ratio,
            Penalty.Family.LOG_LOSS),
        t.scalar("path.chosen"),
        t.scalar("path.sumWeights"),
        Text.clean(details.path("chosenBy").asText()),
        t.scalar("path.lambdaMin"),
        t.scalar("path.lambda1se"),
        List.copyOf(steps));
  }
}
