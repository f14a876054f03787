package org.suffice.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.suffice.model.LogisticModel;
import org.suffice.pass.Blocks;
import org.suffice.pass.MappedBlocks;
import org.suffice.solve.LogisticFit;
import org.suffice.solve.LogisticObjective;
import org.suffice.solve.LogisticPath;
import org.suffice.solve.Minimiser;
import org.suffice.solve.Minimiser.Minimum;
import org.suffice.solve.Penalty;
import org.suffice.solve.Separation;
import org.suffice.solve.Solution;
import org.suffice.solve.Solution.Termination;
import org.suffice.solve.SolverState;
import org.suffice.statistic.ColumnMoments;
import org.suffice.statistic.FoldSelection;
import org.suffice.statistic.LogisticPoint;
import org.suffice.statistic.LogisticStatistic;
import org.suffice.statistic.StatisticList;

/**
 * A logistic regression with a penalty: the path of λ, each from the minimum of the one before, and
 * with folds the log loss of rows left out, which chooses one.
 */
final class PenalisedLikelihood {
  private final LogisticFitting fitting;
  private final LogisticProblem whole;
  private final LogisticPenalty penalty;
  private final Penalty form;
  private final Optional<Folds> folds;
  private final LogisticRegression.Look look;

  /** The fit of the columns that the penalty does not hold, once it is known. */
  private Minimum freeMinimum;

  /** The minimum at the first λ of a path of its own; null for the model of constants. */
  private double[] firstOfPath;

  private String solverName;
  private int unconverged;

  PenalisedLikelihood(LogisticFitting fitting, LogisticProblem whole) {
    this.fitting = fitting;
    this.whole = whole;
    LogisticRegression trainer = fitting.trainer();
    form = trainer.penalty().get().penalty();
    folds = trainer.folds();
    look = fitting.look();
    penalty = fitting.penalty(whole);
  }

  LogisticFit fit(Optional<LogisticModel> start) {
    double[] given = lambdas();
    List<Minimum> path = path("all", whole, penalty, given, start);
    double[][] errors = new double[look.folds().size()][];
    for (int f = 0; f < errors.length; f++) {
      errors[f] = foldErrors(f, given);
    }
    warnOfUnconverged(given.length);
    CrossValidatedErrors curve = CrossValidatedErrors.of(errors, given.length);
    Inference inference = fitting.inference(whole, allColumns());
    List<LogisticPath.Step> steps = steps(given, path, curve, inference);
    boolean crossed = errors.length > 0;
    boolean one = folds.map(Folds::oneStandardError).orElse(false);
    int chosen = crossed ? (one ? curve.simplest() : curve.least()) : 0;
    LogisticPath summary =
        new LogisticPath(
            form,
            steps.get(chosen).lambda(),
            whole.sumWeights(),
            !crossed
                ? "given"
                : "cross-validation, " + (one ? "one standard error" : "least error"),
            crossed ? steps.get(curve.least()).lambda() : Double.NaN,
            crossed ? steps.get(curve.simplest()).lambda() : Double.NaN,
            steps);
    return inference.fit(
        fitting.classRows(),
        path.get(chosen).theta(),
        null,
        steps.get(chosen).logLikelihood(),
        List.of(),
        solverName,
        fitting.passes(),
        steps.get(chosen).solution(),
        summary);
  }

  private int[] allColumns() {
    return IntStream.range(0, fitting.columns().length).toArray();
  }

  private List<LogisticPath.Step> steps(
      double[] given, List<Minimum> path, CrossValidatedErrors curve, Inference inference) {
    boolean[] separated = separated(path, given);
    List<LogisticPath.Step> steps = new ArrayList<>();
    for (int i = 0; i < given.length; i++) {
      Minimum minimum = path.get(i);
      Penalty.Strength strength = penalty.ours(given[i]);
      Solution solution = minimum.solution();
      double squares = penalty.ofSquares(minimum.theta(), strength);
      steps.add(
          new LogisticPath.Step(
              strength.lambda(),
              given[i],
              inference.reported(minimum.theta()),
              -(minimum.last().value() - squares),
              separated[i] ? solution.with(Termination.SEPARATED) : solution,
              curve.mean(i),
              curve.standardError(i)));
    }
    return steps;
  }

  /**
   * The λ without a minimum: where no penalty holds some columns, these alone may separate the
   * classes, and where λ is 0 all may.
   */
  private boolean[] separated(List<Minimum> path, double[] given) {
    boolean[] separated = new boolean[given.length];
    int[] free = penalty.free();
    if (free.length > 0) {
      LogisticProblem problem = freeProblem();
      Separation separation =
          Separation.of(problem.objective(), freeMinimum(), fitting.largest(problem));
      if (separation != null) {
        Arrays.fill(separated, true);
        fitting.warn(fitting.separated(separation, free));
      }
    }
    for (int i = 0; i < given.length; i++) {
      if (!separated[i] && penalty.ours(given[i]).lambda() == 0) {
        Separation separation =
            Separation.of(whole.objective(), path.get(i), fitting.largest(whole));
        if (separation != null) {
          separated[i] = true;
          fitting.warn("without penalty, λ=0, " + fitting.separated(separation, allColumns()));
        }
      }
    }
    return separated;
  }

  private void warnOfUnconverged(int lambdas) {
    if (unconverged > 0) {
      fitting.warn(
          unconverged
              + " of the "
              + (long) lambdas * look.folds().size()
              + " fits of the cross-validation have not converged: its errors are not those of"
              + " optima; raise solver.max-iterations");
    }
  }

  // ------------------------------------------------------------ λ

  private double[] lambdas() {
    if (!penalty.isPathOfItsOwn()) {
      return penalty.given();
    }
    LogisticObjective objective = penalty.objectiveOfNone();
    double[] theta = whole.nullModel();
    if (penalty.free().length > 0) {
      theta = withoutPenalised(penalty.free());
      firstOfPath = theta;
    }
    double[] gradient = objective.evaluate(theta, false).gradient();
    fitting.count(objective);
    return penalty.pathFrom(penalty.largest(gradient), fitting.numRows());
  }

  /** The parameters when every penalised coefficient is 0: those of the others alone. */
  private double[] withoutPenalised(int[] free) {
    LogisticPoint smaller = freeProblem().layout();
    double[] found = freeMinimum().theta();
    int columns = fitting.columns().length;
    int from = smaller.numCoefficients();
    int to = whole.layout().numCoefficients();
    double[] theta = whole.nullModel();
    for (int r = 0; r < whole.layout().numFunctions(); r++) {
      for (int i = 0; i < free.length; i++) {
        theta[r * to + free[i]] = found[r * from + i];
      }
      if (to > columns) {
        theta[r * to + columns] = found[r * from + free.length];
      }
    }
    return theta;
  }

  private LogisticProblem freeProblem() {
    return fitting.problem(Arrays.stream(penalty.free()).map(j -> fitting.columns()[j]).toArray());
  }

  /** The fit of those columns alone. */
  private Minimum freeMinimum() {
    if (freeMinimum == null) {
      LogisticProblem problem = freeProblem();
      LogisticObjective objective = problem.objective();
      Minimiser solver = fitting.solver(problem, objective, null);
      freeMinimum = fitting.solve("free", solver, objective, problem.nullModel());
      fitting.count(objective);
    }
    return freeMinimum;
  }

  // ------------------------------------------------------------ paths

  private List<Minimum> path(
      String stage,
      LogisticProblem problem,
      LogisticPenalty held,
      double[] given,
      Optional<LogisticModel> start) {
    List<Minimum> path = new ArrayList<>();
    double[] theta = null;
    for (int i = 0; i < given.length; i++) {
      Penalty.Strength strength = held.ours(given[i]);
      LogisticObjective objective = held.objective(strength);
      Minimiser solver = fitting.solver(problem, objective, held.absolutes(strength));
      solverName = solver.name();
      double[] from = theta;
      if (i == 0) {
        boolean known = problem == whole && start.isEmpty() && firstOfPath != null;
        from = known ? firstOfPath : fitting.start(problem, start, allColumns(), solver);
      }
      Minimum minimum = solveOneOfMany(stage + " " + (i + 1), solver, objective, from);
      path.add(minimum);
      theta = minimum.theta();
      fitting.count(objective);
    }
    return path;
  }

  /** Of a solution that is one of many, only the parameters and values are kept. */
  private Minimum solveOneOfMany(
      String stage, Minimiser solver, LogisticObjective objective, double[] from) {
    Checkpoints checkpoints = fitting.checkpoints();
    Optional<Minimum> found = checkpoints.find(stage).flatMap(SolverState::solution);
    if (found.isPresent()) {
      return found.get();
    }
    Minimum minimum = fitting.solve(stage, solver, objective, from);
    checkpoints.keep(stage, SolverState.finished(minimum));
    return minimum.withoutDerivatives();
  }

  /** The mean log loss of the rows of a fold at each λ, trained on all others. */
  private double[] foldErrors(int fold, double[] given) {
    String name = look.folds().get(fold);
    FoldSelection others = new FoldSelection(folds.get().rule(), name, false);
    ColumnMoments moments = look.training().get(fold);
    Blocks rows = fitting.rows();
    LogisticProblem training = fitting.problem(MappedBlocks.of(rows, others), moments);
    List<Minimum> path =
        path("fold " + name, training, fitting.penalty(training), given, Optional.empty());
    for (Minimum minimum : path) {
      Termination end = minimum.solution().termination();
      unconverged += end == Termination.CONVERGED || end == Termination.SINGULAR ? 0 : 1;
    }
    FoldSelection own = new FoldSelection(folds.get().rule(), name, true);
    List<LogisticStatistic> losses =
        training
            .over(MappedBlocks.of(rows, own))
            .pass(
                new StatisticList<>(
                    path.stream()
                        .map(minimum -> training.layout().at(minimum.theta()))
                        .map(point -> LogisticStatistic.loss(point.withoutClassWeights()))
                        .toList()))
            .parts();
    fitting.countPass();
    double weight = look.all().sumWeights() - moments.sumWeights();
    return losses.stream().mapToDouble(each -> each.loss() / weight).toArray();
  }
}
