package org.suffice.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.suffice.model.LogisticModel;
import org.suffice.solve.LogisticFit;
import org.suffice.solve.LogisticPath;
import org.suffice.solve.Penalty;
import org.suffice.solve.Solution;

/** What the reports of a logistic regression ask of it, function by function. */
final class LogisticView {
  private final LogisticModel model;
  private final LogisticFit fit;

  /** One for each parameter of a function, the constant first where there is one. */
  private final List<String> names;

  LogisticView(LogisticModel model) {
    this.model = model;
    fit = model.fit();
    names = new ArrayList<>();
    if (fit.intercept()) {
      names.add("(Intercept)");
    }
    names.addAll(model.names());
  }

  LogisticModel model() {
    return model;
  }

  LogisticFit fit() {
    return fit;
  }

  /** The names of the parameters of a function, the constant first where there is one. */
  List<String> names() {
    return names;
  }

  /** The names of the columns. */
  List<String> columns() {
    return names.subList(first(), names.size());
  }

  /** 1 where the first parameter is the constant, else 0. */
  int first() {
    return fit.intercept() ? 1 : 0;
  }

  /** Where the parameters of a function begin. */
  int offset(int function) {
    return function * fit.numParameters();
  }

  /** The name of the class that a function is of. */
  String nameOf(int function) {
    return model.classes().get(fit.classOf(function));
  }

  /** What a function compares its class with, in words. */
  String against() {
    return fit.reference() ? model.classes().get(0) : "all classes";
  }

  boolean isPenalised() {
    return fit.path() != null && fit.path().penalty().type() != Penalty.Type.NONE;
  }

  /** Whether standard errors are known. */
  boolean hasErrors() {
    for (double error : fit.standardErrors()) {
      if (!Double.isNaN(error)) {
        return true;
      }
    }
    return false;
  }

  /** The method. */
  String title() {
    if (!isPenalised()) {
      return "Logistic regression";
    }
    return switch (fit.path().penalty().type()) {
      case RIDGE -> "Ridge logistic regression";
      case LASSO -> "Lasso logistic regression";
      default -> "Elastic-net logistic regression";
    };
  }

  /** exp(w): the factor of the odds. */
  double oddsRatio(int i) {
    return StrictMath.exp(fit.coefficients()[i]);
  }

  double lowerOdds(int i) {
    return StrictMath.exp(fit.lower()[i]);
  }

  double upperOdds(int i) {
    return StrictMath.exp(fit.upper()[i]);
  }

  /** The columns whose coefficient is exactly zero in every function. */
  List<String> zeros() {
    return IntStream.range(first(), names.size())
        .filter(
            j ->
                IntStream.range(0, fit.numFunctions())
                    .allMatch(r -> fit.coefficients()[offset(r) + j] == 0))
        .mapToObj(names::get)
        .toList();
  }

  /** The positions of the coefficients of a function among those of a step, constants left out. */
  int[] positions(int function) {
    return IntStream.range(offset(function) + first(), offset(function + 1)).toArray();
  }

  /** How many coefficients, constants left out, are not zero. */
  int nonZeros(double[] coefficients) {
    int count = 0;
    for (int r = 0; r < fit.numFunctions(); r++) {
      for (int i : positions(r)) {
        count += coefficients[i] != 0 ? 1 : 0;
      }
    }
    return count;
  }

  static double deviance(LogisticPath.Step step) {
    return -2 * step.logLikelihood();
  }

  /** Why the solver stopped, after how much. */
  String solver() {
    Solution solution = fit.solution();
    return String.format(
        Locale.ROOT,
        "%s: %s after %,d iteration%s, %,d pass%s over the data",
        fit.solver(),
        status(solution.termination()),
        solution.iterations(),
        solution.iterations() == 1 ? "" : "s",
        fit.passes(),
        fit.passes() == 1 ? "" : "es");
  }

  private static String status(Solution.Termination termination) {
    return switch (termination) {
      case CONVERGED -> "converged";
      case MAX_ITERATIONS -> "NOT CONVERGED, stopped by its limit";
      case SINGULAR -> "NO UNIQUE SOLUTION";
      case STALLED -> "NOT CONVERGED, no better point was found";
      case DIVERGED -> "DIVERGED, left the range of numbers";
      case SEPARATED -> "CLASSES SEPARATED, the estimate has no finite optimum: stopped";
      case EARLY_STOPPED -> "stopped where the error on rows held out was least";
    };
  }
}
