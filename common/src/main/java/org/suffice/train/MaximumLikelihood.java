package org.suffice.train;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.suffice.Failure;
import org.suffice.model.LogisticModel;
import org.suffice.solve.GradientDescent;
import org.suffice.solve.LeastSquaresFit.AliasedColumn;
import org.suffice.solve.LogisticFit;
import org.suffice.solve.LogisticObjective;
import org.suffice.solve.Minimiser;
import org.suffice.solve.Separation;
import org.suffice.solve.Solution;
import org.suffice.solve.Solution.Termination;

/** A logistic regression without penalty: dependent columns left out, separation, inference. */
final class MaximumLikelihood {
  private final LogisticFitting fitting;
  private LogisticProblem problem;
  private LogisticObjective objective;
  private List<AliasedColumn> aliased = List.of();
  private int[] estimable;

  MaximumLikelihood(LogisticFitting fitting, LogisticProblem whole) {
    this.fitting = fitting;
    problem = whole;
    objective = whole.objective();
    estimable = IntStream.range(0, fitting.columns().length).toArray();
  }

  LogisticFit fit(Optional<LogisticModel> start) {
    requireRows();
    if (objective.size() == 0) {
      throw Failure.usage("neither features nor an intercept: there is nothing to fit");
    }
    boolean checked = objective.size() <= Separation.MOST_PARAMETERS;
    if (checked) {
      leaveOutDependent();
    } else {
      fitting.warn(
          "more than "
              + Separation.MOST_PARAMETERS
              + " parameters: columns are not checked for dependence on each other, and there are"
              + " no standard errors");
    }
    Minimiser solver = fitting.solver(problem, objective, null);
    double[] from = fitting.start(problem, start, estimable, solver);
    double first = Double.POSITIVE_INFINITY;
    if (solver instanceof GradientDescent) {
      first =
          objective.evaluate(from, false).value(); // where descent begins, so no pass of its own
    }
    Minimiser.Minimum minimum = fitting.solve("fit", solver, objective, from);
    Solution solution = minimum.solution();
    if (solution.objective() > first) { // a step too long makes descent climb
      solution = solution.with(Termination.DIVERGED);
    }
    Separation separation = Separation.of(objective, minimum, fitting.largest(problem));
    if (separation != null) {
      solution = solution.with(Termination.SEPARATED);
      fitting.warn(fitting.separated(separation, estimable));
    }
    double[] covariance = null;
    if (solution.termination() == Termination.CONVERGED && checked) {
      covariance = Inference.inverse(objective.evaluate(minimum.theta(), true).hessian());
    }
    fitting.count(objective);
    return fitting
        .inference(problem, estimable)
        .fit(
            fitting.classRows(),
            minimum.theta(),
            covariance,
            -minimum.last().value(),
            aliased,
            solver.name(),
            fitting.passes(),
            solution,
            null);
  }

  private void requireRows() {
    // More rows than coefficients of one function may still do with fewer than all functions have.
    int coefficients = problem.layout().numCoefficients();
    if (fitting.numRows() < coefficients) {
      throw Failure.data(
          "n="
              + fitting.numRows()
              + " rows < p="
              + coefficients
              + " coefficients of a class: the likelihood has no maximum, or none of its own; set"
              + " penalty.type=ridge or lasso, or leave columns out with data.ignore");
    }
  }

  private void leaveOutDependent() {
    LogisticObjective comparable = fitting.comparable(objective);
    DependentColumns dependent = DependentColumns.of(comparable, problem.nullModel());
    if (comparable != objective) {
      fitting.count(comparable);
    }
    if (dependent.isEmpty()) {
      return;
    }
    aliased = dependent.aliased(problem.means(), problem.layout().intercept());
    estimable = dependent.others();
    for (AliasedColumn column : aliased) {
      fitting.warn(LinearWarnings.ofAliased(column, fitting.columnNames()));
    }
    fitting.count(objective);
    int[] kept = Arrays.stream(estimable).map(i -> fitting.columns()[i]).toArray();
    problem = fitting.problem(kept);
    objective = problem.objective();
  }
}
