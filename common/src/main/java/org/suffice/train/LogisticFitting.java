package org.suffice.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.suffice.Failure;
import org.suffice.model.LogisticModel;
import org.suffice.pass.Blocks;
import org.suffice.read.Text;
import org.suffice.solve.IterationListener;
import org.suffice.solve.LogisticFit;
import org.suffice.solve.LogisticObjective;
import org.suffice.solve.Minimiser;
import org.suffice.solve.Separation;
import org.suffice.solve.SolverState;
import org.suffice.statistic.ColumnMoments;
import org.suffice.train.LogisticProblem.Seen;

/** One run of a logistic regression: the fit of all rows and, with folds, those that choose λ. */
final class LogisticFitting {
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
    start.ifPresent(
        model -> warnings.addAll(StartingPoint.warnings(model, slots.encoder().names())));
    return trainer.penalty().isEmpty()
        ? new MaximumLikelihood(this, whole).fit(start)
        : new PenalisedLikelihood(this, whole).fit(start);
  }

  LogisticRegression trainer() {
    return trainer;
  }

  Blocks rows() {
    return rows;
  }

  LogisticRegression.Look look() {
    return look;
  }

  Checkpoints checkpoints() {
    return checkpoints;
  }

  /** Which features are fitted. */
  int[] columns() {
    return columns;
  }

  List<String> columnNames() {
    List<String> all = slots.encoder().names();
    return Arrays.stream(columns).mapToObj(all::get).toList();
  }

  long numRows() {
    return look.all().rows();
  }

  /** Rows of each class that has some. */
  long[] classRows() {
    long[] all = look.all().classRows();
    return Arrays.stream(present).mapToLong(k -> all[k]).toArray();
  }

  /** A bound of what each coefficient of a problem of these rows is multiplied with. */
  double[] largest(LogisticProblem problem) {
    return problem.largest(numRows());
  }

  void warn(String warning) {
    warnings.add(warning);
  }

  /** Counts the passes of an objective that is done with. */
  void count(LogisticObjective objective) {
    passes += objective.passes();
  }

  void countPass() {
    passes++;
  }

  int passes() {
    return passes;
  }

  // ------------------------------------------------------------ problems

  /** Columns as a solver sees them may differ in scale, if it asks for that: these do not. */
  LogisticObjective comparable(LogisticObjective objective) {
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

  /** That of some columns of all rows. */
  LogisticProblem problem(int[] fitted) {
    return problem(rows, look.all(), fitted);
  }

  /** That of all columns of some rows. */
  LogisticProblem problem(Blocks of, ColumnMoments moments) {
    return problem(of, moments, columns);
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

  /** What the penalty is in a problem of all columns. */
  LogisticPenalty penalty(LogisticProblem problem) {
    return new LogisticPenalty(trainer.penalty().get(), factors, problem, trainer.standardize());
  }

  /**
   * Makes a fit of parameters.
   *
   * @param estimable which of the columns the problem has
   */
  Inference inference(LogisticProblem problem, int[] estimable) {
    return new Inference(trainer, problem, estimable, columns.length);
  }

  /**
   * Says what separates the classes.
   *
   * @param estimable for each column of the separation which of the fitted ones it is
   */
  String separated(Separation separation, int[] estimable) {
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
        + (separation.complete() || classes.size() == 2
            ? " from the others"
            : " from another class")
        + (separation.complete() ? "" : " without error")
        + ", and the likelihood has no maximum; the coefficients are where the solver stopped."
        + " Set penalty.type=ridge, or leave columns out with data.ignore";
  }

  // ------------------------------------------------------------ solutions

  /** Where a solver starts. */
  double[] start(
      LogisticProblem problem, Optional<LogisticModel> model, int[] fitted, Minimiser solver) {
    if (model.isPresent()) {
      return StartingPoint.of(model.get(), slots, columns, fitted, problem);
    }
    return solver.name().equals("gradient-descent")
        ? new double[problem.layout().theta().length] // as note 004 §1 starts
        : problem.nullModel();
  }

  /** The solver of an objective, with the weights of absolute values if there are any. */
  Minimiser solver(LogisticProblem problem, LogisticObjective objective, double[] l1) {
    return SolverChoice.of(
        trainer.solver(),
        problem.layout().numFunctions(),
        objective.size(),
        l1,
        () -> problem.preconditioner(objective));
  }

  /**
   * Solves, from where a run with the same settings was broken off if one was.
   *
   * @param stage distinguishes the problems of a run
   */
  Minimiser.Minimum solve(
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
