package org.suffice.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.suffice.Failure;
import org.suffice.model.LogisticModel;
import org.suffice.pass.Blocks;
import org.suffice.pass.MappedBlocks;
import org.suffice.read.Text;
import org.suffice.solve.IterationListener;
import org.suffice.solve.LeastSquaresFit.AliasedColumn;
import org.suffice.solve.LogisticFit;
import org.suffice.solve.LogisticObjective;
import org.suffice.solve.LogisticPath;
import org.suffice.solve.Minimiser;
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
import org.suffice.train.LogisticProblem.Seen;

/** One run of a logistic regression: the fit of all rows and, with folds, those that choose λ. */
final class LogisticFitting {
  /** ρ of a ridge path's first λ, at which a lasso of that share would have no coefficients. */
  private static final double LEAST_RATIO = 0.001;

  private final LogisticRegression trainer;
  private final Blocks rows;
  private final LogisticRegression.Look look;
  private final FittedSlots slots;
  private final int width;
  private final int[] columns;
  private final double[] labels;
  private final int[] present;
  private final Checkpoints checkpoints;
  private final IterationListener listener;
  private final LogisticProblem.Features features;
  private final List<String> warnings = new ArrayList<>();
  private final double[] factors;
  private int passes = 1;
  private int unconverged;
  private Minimiser.Minimum freeMinimum;

  /** The minimum at the first λ of a path of its own; null for the model of constants. */
  private double[] firstOfPath;

  private String solverName;
  private double sumWeights;

  LogisticFitting(
      LogisticRegression trainer,
      Blocks rows,
      LogisticRegression.Look look,
      FittedSlots slots,
      int width,
      int[] columns,
      int[] present,
      Checkpoints checkpoints,
      IterationListener listener) {
    this.trainer = trainer;
    this.rows = rows;
    this.look = look;
    this.slots = slots;
    this.width = width;
    this.columns = columns;
    this.present = present;
    this.checkpoints = checkpoints;
    this.listener = listener;
    int all = look.all().classRows().length;
    labels = present.length == all ? null : new double[all];
    for (int k = 0; labels != null && k < present.length; k++) {
      labels[present[k]] = k;
    }
    features = LogisticProblem.Features.of(rows, look.all(), slots, width);
    factors =
        trainer.penalty().isPresent()
            ? slots.factors(trainer.penalty().get(), columns)
            : new double[columns.length];
  }

  /** Mean and spread of every feature of the model. */
  LogisticProblem.Features features() {
    return features;
  }

  /** What is worth a person's attention. */
  List<String> warnings() {
    return warnings;
  }

  /** The largest derivative for each unit of row weight. */
  double meanGradient(LogisticFit fit) {
    return fit.solution().gradientNorm() / sumWeights;
  }

  LogisticFit fit(Optional<LogisticModel> start) {
    LogisticProblem whole = problem(rows, look.all(), columns);
    sumWeights = whole.sumWeights();
    if (trainer.penalty().isEmpty()) {
      return maximumLikelihood(whole, start);
    }
    return penalised(whole, start);
  }

  /** Columns as a solver sees them may differ in scale, if it asks for that: these do not. */
  private LogisticObjective comparable(LogisticObjective objective) {
    return seen() == Seen.COMPARABLE
        ? objective
        : problem(rows, look.all(), columns, Seen.COMPARABLE).objective();
  }

  /** Gradient descent is that of the coefficients themselves. */
  private Seen seen() {
    if (!trainer.solver().name().equals("gradient-descent")) {
      return Seen.COMPARABLE;
    }
    return trainer.standardize() ? Seen.DEVIATIONS : Seen.PLAIN;
  }

  private LogisticProblem problem(Blocks of, ColumnMoments moments, int[] fitted) {
    return problem(of, moments, fitted, seen());
  }

  private LogisticProblem problem(Blocks of, ColumnMoments moments, int[] fitted, Seen seen) {
    double[] weights = moments.classWeights();
    double[] own = Arrays.stream(present).mapToDouble(k -> weights[k]).toArray();
    List<String> names = slots.schema().classes();
    for (int k = 0; k < own.length; k++) {
      if (!(own[k] > 0)) {
        throw Failure.data(
            "cross-validation: all rows of class "
                + Text.show(names.get(k))
                + " are in one fold, so that what is trained without it does not know the class;"
                + " take fewer folds, or a column that says the folds");
      }
    }
    LogisticProblem.Form form =
        new LogisticProblem.Form(
            trainer.intercept(),
            trainer.penalty().isEmpty() || present.length == 2,
            trainer.classWeights().of(names, own),
            seen);
    return LogisticProblem.of(of, moments, slots, width, fitted, labels, own, form);
  }

  // ------------------------------------------------------------ without penalty

  private LogisticFit maximumLikelihood(LogisticProblem whole, Optional<LogisticModel> start) {
    requireRows();
    LogisticProblem problem = whole;
    List<AliasedColumn> aliased = List.of();
    int[] estimable = IntStream.range(0, columns.length).toArray();
    LogisticObjective objective = problem.objective();
    if (objective.size() == 0) {
      throw Failure.usage("neither features nor an intercept: there is nothing to fit");
    }
    if (objective.size() <= Separation.MOST_PARAMETERS) {
      LogisticObjective comparable = comparable(objective);
      DependentColumns dependent = DependentColumns.of(comparable, problem.nullModel());
      passes += comparable == objective ? 0 : comparable.passes();
      if (!dependent.isEmpty()) {
        aliased = dependent.aliased(whole.means(), trainer.intercept());
        estimable = dependent.others();
        for (AliasedColumn column : aliased) {
          List<String> all = slots.encoder().names();
          List<String> names = Arrays.stream(columns).mapToObj(all::get).toList();
          warnings.add(LinearWarnings.ofAliased(column, names));
        }
        passes += objective.passes();
        int[] kept = Arrays.stream(estimable).map(i -> columns[i]).toArray();
        problem = problem(rows, look.all(), kept);
        objective = problem.objective();
      }
    } else {
      warnings.add(
          "more than "
              + Separation.MOST_PARAMETERS
              + " parameters: columns are not checked for dependence on each other, and there are"
              + " no standard errors");
    }
    Minimiser solver = solver(problem, objective, null);
    solverName = solver.name();
    double[] from = start(problem, start, estimable, solver);
    Minimiser.Minimum minimum = solve("fit", solver, objective, from);
    Solution solution = minimum.solution();
    if (solver.name().equals("gradient-descent")
        && solution.objective() > objective.evaluate(from, false).value()) {
      solution = diverged(solution);
    }
    Separation separation = Separation.of(objective, minimum, problem.largest(look.all().rows()));
    if (separation != null) {
      solution = separated(solution);
      warnings.add(separated(separation, estimable));
    }
    double[] covariance = null;
    if (solution.termination() == Termination.CONVERGED
        && objective.size() <= Separation.MOST_PARAMETERS) {
      covariance = Inference.inverse(objective.evaluate(minimum.theta(), true).hessian());
    }
    passes += objective.passes();
    return new Inference(trainer, problem, estimable, columns.length)
        .fit(
            classRows(),
            minimum.theta(),
            covariance,
            -minimum.last().value(),
            aliased,
            solverName,
            passes,
            solution,
            null);
  }

  /** Descent that has ended higher than it began. */
  private static Solution diverged(Solution solution) {
    return new Solution(
        Termination.DIVERGED, solution.iterations(), solution.objective(), solution.gradientNorm());
  }

  private void requireRows() {
    // More rows than coefficients of one function may still do with fewer than all functions have.
    int coefficients = columns.length + (trainer.intercept() ? 1 : 0);
    if (look.all().rows() < coefficients) {
      throw Failure.data(
          "n="
              + look.all().rows()
              + " rows < p="
              + coefficients
              + " coefficients of a class: the likelihood has no maximum, or none of its own; set"
              + " penalty.type=ridge or lasso, or leave columns out with data.ignore");
    }
  }

  private long[] classRows() {
    long[] all = look.all().classRows();
    return Arrays.stream(present).mapToLong(k -> all[k]).toArray();
  }

  private static Solution separated(Solution solution) {
    return new Solution(
        Termination.SEPARATED,
        solution.iterations(),
        solution.objective(),
        solution.gradientNorm());
  }

  private String separated(Separation separation, int[] estimable) {
    List<String> names = slots.encoder().names();
    String by =
        Arrays.stream(separation.columns())
            .limit(5)
            .mapToObj(j -> Text.show(names.get(columns[estimable[j]])))
            .collect(Collectors.joining(", "));
    int more = separation.columns().length - 5;
    List<String> classes = slots.schema().classes();
    List<String> counts = new ArrayList<>();
    for (int k = 0; k < classes.size(); k++) {
      if (separation.rows()[k] > 0) {
        counts.add(
            separation.rows()[k]
                + " of "
                + classRows()[k]
                + " rows of class "
                + Text.show(classes.get(k)));
      }
    }
    return "the classes are separated: "
        + (by.isEmpty() ? "the intercept" : by)
        + (more > 0 ? " and " + more + " more columns" : "")
        + (separation.columns().length > 1 ? " together tell " : " alone tells ")
        + String.join(", ", counts)
        + (separation.complete() ? " from the others" : " from the others without error")
        + ", and the likelihood has no maximum; the coefficients are where the solver stopped."
        + " Set penalty.type=ridge, or leave columns out with data.ignore";
  }

  // ------------------------------------------------------------ with a penalty

  private LogisticFit penalised(LogisticProblem whole, Optional<LogisticModel> start) {
    double[] given = lambdas(whole);
    List<Minimiser.Minimum> path = path("all", whole, given, start);
    double[][] errors = new double[look.folds().size()][];
    for (int f = 0; f < errors.length; f++) {
      errors[f] = foldErrors(f, given);
    }
    warnOfUnconverged(given.length);
    CrossValidatedErrors curve = CrossValidatedErrors.of(errors, given.length);
    boolean[] separated = separated(whole, path, given);
    boolean crossed = errors.length > 0;
    boolean one = trainer.folds().map(Folds::oneStandardError).orElse(false);
    int chosen = crossed ? (one ? curve.simplest() : curve.least()) : 0;
    int[] all = IntStream.range(0, columns.length).toArray();
    Inference inference = new Inference(trainer, whole, all, columns.length);
    List<LogisticPath.Step> steps = new ArrayList<>();
    for (int i = 0; i < given.length; i++) {
      Minimiser.Minimum minimum = path.get(i);
      steps.add(
          new LogisticPath.Step(
              ours(given[i], whole).lambda(),
              given[i],
              inference.reported(minimum.theta()),
              -loss(whole, minimum.theta(), i, given),
              separated[i] ? separated(minimum.solution()) : minimum.solution(),
              curve.mean(i),
              curve.standardError(i)));
    }
    LogisticPath summary =
        new LogisticPath(
            trainer.penalty().get().penalty(),
            steps.get(chosen).lambda(),
            whole.sumWeights(),
            !crossed
                ? "given"
                : "cross-validation, " + (one ? "one standard error" : "least error"),
            crossed ? steps.get(curve.least()).lambda() : Double.NaN,
            crossed ? steps.get(curve.simplest()).lambda() : Double.NaN,
            steps);
    return inference.fit(
        classRows(),
        path.get(chosen).theta(),
        null,
        steps.get(chosen).logLikelihood(),
        List.of(),
        solverName,
        passes,
        steps.get(chosen).solution(),
        summary);
  }

  /**
   * The λ without a minimum: where no penalty holds some columns, these alone may separate the
   * classes, and where λ is 0 all may.
   */
  private boolean[] separated(LogisticProblem whole, List<Minimiser.Minimum> path, double[] given) {
    boolean[] separated = new boolean[given.length];
    int[] free = free();
    if (free.length > 0) {
      LogisticProblem problem = freeProblem();
      Separation separation =
          Separation.of(problem.objective(), freeMinimum(), problem.largest(look.all().rows()));
      if (separation != null) {
        Arrays.fill(separated, true);
        warnings.add(separated(separation, free));
      }
    }
    for (int i = 0; i < given.length; i++) {
      if (!separated[i] && ours(given[i], whole).lambda() == 0) {
        Separation separation =
            Separation.of(whole.objective(), path.get(i), whole.largest(look.all().rows()));
        if (separation != null) {
          separated[i] = true;
          warnings.add(
              "without penalty, λ=0, "
                  + separated(separation, IntStream.range(0, columns.length).toArray()));
        }
      }
    }
    return separated;
  }

  private void warnOfUnconverged(int lambdas) {
    if (unconverged > 0) {
      warnings.add(
          unconverged
              + " of the "
              + (long) lambdas * look.folds().size()
              + " fits of the cross-validation have not converged: its errors are not those of"
              + " optima; raise solver.max-iterations");
    }
  }

  /** The negative log-likelihood at the end of a λ: what was minimised less its square part. */
  private double loss(LogisticProblem problem, double[] theta, int i, double[] given) {
    double[] squares = squares(problem, ours(given[i], problem));
    double value = lastValues.get(i);
    int q = problem.layout().numCoefficients();
    double penalty = 0;
    for (int t = 0; t < theta.length; t++) {
      penalty += squares[t % q] * theta[t] * theta[t];
    }
    return value - penalty / 2;
  }

  private final List<Double> lastValues = new ArrayList<>();

  /** The λ in the convention they are given in, descending. */
  private double[] lambdas(LogisticProblem problem) {
    PenaltyPlan plan = trainer.penalty().get();
    if (plan.lambdas().length > 0) {
      return Arrays.stream(plan.lambdas())
          .boxed()
          .sorted(Comparator.comparingDouble((Double each) -> -ours(each, problem).lambda()))
          .mapToDouble(Double::doubleValue)
          .distinct()
          .toArray();
    }
    double first = largestLambda(problem);
    double floor = plan.pathFloor();
    if (Double.isNaN(floor)) {
      floor = look.all().rows() < columns.length ? 1e-2 : 1e-4;
      if (plan.penalty().type() == Penalty.Type.RIDGE) {
        floor *= floor; // the first λ is a thousand times that of a lasso
      }
    }
    double[] given = new double[plan.pathCount()];
    for (int i = 0; i < given.length; i++) {
      double share = given.length == 1 ? 0 : (double) i / (given.length - 1);
      given[i] = given(first * StrictMath.pow(floor, share), problem);
    }
    return given;
  }

  /** λ_max = 2 max|g_j|/(ρ f_j): the least at which no penalised coefficient differs from 0. */
  private double largestLambda(LogisticProblem problem) {
    LogisticObjective objective = problem.objective(new double[columns.length + 1], held());
    double[] theta = problem.nullModel();
    if (free().length > 0) {
      theta = withoutPenalised(problem, free());
      firstOfPath = theta;
    }
    double[] gradient = objective.evaluate(theta, false).gradient();
    passes += objective.passes();
    double ratio = Math.max(LEAST_RATIO, ours(1, problem).l1Ratio());
    double[] units = units(problem);
    int q = problem.layout().numCoefficients();
    double largest = 0;
    for (int i = 0; i < gradient.length; i++) {
      int j = i % q;
      if (j < columns.length && factors[j] > 0) {
        largest = Math.max(largest, Math.abs(gradient[i]) / (units[j] * factors[j]));
      }
    }
    return largest == 0 ? 1 : 2 * largest / ratio;
  }

  /** The parameters when every penalised coefficient is 0: those of the others alone. */
  private double[] withoutPenalised(LogisticProblem problem, int[] free) {
    LogisticPoint smaller = freeProblem().layout();
    double[] found = freeMinimum().theta();
    int from = smaller.numCoefficients();
    int to = problem.layout().numCoefficients();
    double[] theta = problem.nullModel();
    for (int r = 0; r < problem.layout().numFunctions(); r++) {
      for (int i = 0; i < free.length; i++) {
        theta[r * to + free[i]] = found[r * from + i];
      }
      if (to > columns.length) {
        theta[r * to + columns.length] = found[r * from + free.length];
      }
    }
    return theta;
  }

  /** The columns that the penalty does not hold. */
  private int[] free() {
    return IntStream.range(0, columns.length).filter(j -> factors[j] == 0).toArray();
  }

  private LogisticProblem freeProblem() {
    return problem(rows, look.all(), Arrays.stream(free()).map(j -> columns[j]).toArray());
  }

  /** The fit of those columns alone. */
  private Minimiser.Minimum freeMinimum() {
    if (freeMinimum == null) {
      LogisticProblem problem = freeProblem();
      LogisticObjective objective = problem.objective();
      Minimiser solver = solver(problem, objective, null);
      freeMinimum = solve("free", solver, objective, problem.nullModel());
      passes += objective.passes();
    }
    return freeMinimum;
  }

  private Penalty.Strength ours(double given, LogisticProblem problem) {
    return trainer.penalty().get().penalty().toSuffice(given, problem.sumWeights(), 1);
  }

  private double given(double lambda, LogisticProblem problem) {
    return trainer.penalty().get().penalty().given(lambda, problem.sumWeights(), 1);
  }

  /** What a parameter is multiplied by to be the coefficient that is penalised. */
  private double[] units(LogisticProblem problem) {
    boolean deviations = trainer.standardize() || trainer.penalty().get().standardize();
    double[] units = new double[columns.length];
    for (int j = 0; j < units.length; j++) {
      double own = deviations && problem.deviations()[j] > 0 ? problem.deviations()[j] : 1;
      units[j] = own / problem.layout().scale()[j];
    }
    return units;
  }

  private double[] squares(LogisticProblem problem, Penalty.Strength strength) {
    double[] units = units(problem);
    double[] squares = new double[columns.length + 1];
    for (int j = 0; j < units.length; j++) {
      squares[j] = strength.lambda() * (1 - strength.l1Ratio()) * factors[j] * units[j] * units[j];
    }
    return squares;
  }

  /** For each parameter of a function whether the penalty holds it; the constant is free. */
  private boolean[] held() {
    boolean[] held = new boolean[columns.length + 1];
    for (int j = 0; j < columns.length; j++) {
      held[j] = factors[j] > 0;
    }
    return held;
  }

  /** Weights of |θ| for every parameter; null where there are none. */
  private double[] absolutes(LogisticProblem problem, Penalty.Strength strength) {
    if (strength.l1Ratio() == 0 || strength.lambda() == 0) {
      return null;
    }
    double[] units = units(problem);
    int q = problem.layout().numCoefficients();
    double[] weights = new double[problem.layout().theta().length];
    for (int i = 0; i < weights.length; i++) {
      int j = i % q;
      weights[i] =
          j < columns.length
              ? strength.lambda() * strength.l1Ratio() / 2 * factors[j] * units[j]
              : 0;
    }
    return weights;
  }

  private List<Minimiser.Minimum> path(
      String stage, LogisticProblem problem, double[] given, Optional<LogisticModel> start) {
    int[] all = IntStream.range(0, columns.length).toArray();
    List<Minimiser.Minimum> path = new ArrayList<>();
    double[] theta = null;
    boolean whole = stage.equals("all");
    for (int i = 0; i < given.length; i++) {
      Penalty.Strength strength = ours(given[i], problem);
      LogisticObjective objective =
          strength.lambda() == 0
              ? problem.objective()
              : problem.objective(squares(problem, strength), held());
      Minimiser solver = solver(problem, objective, absolutes(problem, strength));
      solverName = solver.name();
      double[] from = theta;
      if (i == 0) {
        boolean known = whole && start.isEmpty() && firstOfPath != null;
        from = known ? firstOfPath : start(problem, start, all, solver);
      }
      Minimiser.Minimum minimum = solveOneOfMany(stage + " " + (i + 1), solver, objective, from);
      path.add(minimum);
      theta = minimum.theta();
      passes += objective.passes();
      if (whole) {
        lastValues.add(minimum.last().value());
      }
    }
    return path;
  }

  /** The mean log loss of the rows of a fold at each λ, trained on all others. */
  private double[] foldErrors(int fold, double[] given) {
    FoldSelection others =
        new FoldSelection(trainer.folds().get().rule(), look.folds().get(fold), false);
    LogisticProblem training =
        problem(MappedBlocks.of(rows, others), look.training().get(fold), columns);
    List<Minimiser.Minimum> path =
        path("fold " + look.folds().get(fold), training, given, Optional.empty());
    for (Minimiser.Minimum minimum : path) {
      Termination end = minimum.solution().termination();
      unconverged += end == Termination.CONVERGED || end == Termination.SINGULAR ? 0 : 1;
    }
    FoldSelection own =
        new FoldSelection(trainer.folds().get().rule(), look.folds().get(fold), true);
    Blocks left = training.over(MappedBlocks.of(rows, own));
    List<LogisticStatistic> losses =
        left.pass(
                new StatisticList<>(
                    path.stream()
                        .map(minimum -> training.layout().at(minimum.theta()))
                        .map(point -> LogisticStatistic.loss(point.withoutClassWeights()))
                        .toList()))
            .parts();
    passes++;
    double weight = look.all().sumWeights() - look.training().get(fold).sumWeights();
    return losses.stream().mapToDouble(each -> each.loss() / weight).toArray();
  }

  // ------------------------------------------------------------ both

  private double[] start(
      LogisticProblem problem, Optional<LogisticModel> model, int[] fitted, Minimiser solver) {
    if (model.isPresent()) {
      return StartingPoint.of(model.get(), slots, columns, fitted, problem);
    }
    return solver.name().equals("gradient-descent")
        ? new double[problem.layout().theta().length] // as note 004 §1 starts
        : problem.nullModel();
  }

  private Minimiser solver(LogisticProblem problem, LogisticObjective objective, double[] l1) {
    return SolverChoice.of(
        trainer.solver(),
        problem.layout().numFunctions(),
        objective.size(),
        l1,
        () -> problem.preconditioner(objective));
  }

  /** The same for a solution of many: once it is found, only the parameters are kept of it. */
  private Minimiser.Minimum solveOneOfMany(
      String stage, Minimiser solver, LogisticObjective objective, double[] from) {
    Optional<Minimiser.Minimum> found = checkpoints.find(stage).flatMap(SolverState::solution);
    if (found.isPresent()) {
      return found.get();
    }
    Minimiser.Minimum minimum = solve(stage, solver, objective, from);
    checkpoints.keep(stage, SolverState.finished(minimum));
    return minimum;
  }

  private Minimiser.Minimum solve(
      String stage, Minimiser solver, LogisticObjective objective, double[] from) {
    SolverState state = checkpoints.find(stage).orElseGet(() -> new SolverState(from));
    return solver.minimise(
        objective,
        state,
        (at, value, norm) -> {
          listener.iterated(at, value / objective.scale(), norm / objective.scale());
          checkpoints.keep(stage, at);
        });
  }
}
