package org.suffice.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.suffice.Failure;
import org.suffice.model.LogisticModel;
import org.suffice.model.TrainingRecord;
import org.suffice.pass.Blocks;
import org.suffice.read.FeatureEncoder;
import org.suffice.read.RowAccount;
import org.suffice.read.Schema;
import org.suffice.read.Text;
import org.suffice.solve.IterationListener;
import org.suffice.solve.LogisticFit;
import org.suffice.solve.Solution.Termination;
import org.suffice.statistic.ColumnMoments;
import org.suffice.statistic.FoldRule;
import org.suffice.statistic.FoldedStatistic;

/**
 * Logistic regression of two or more classes: passes over the data until the likelihood, less a
 * penalty, is largest. Without penalty the first class is the reference; two classes have one
 * function, that of the second; with a penalty each of more classes has its own.
 *
 * @param intercept whether constants are fitted
 * @param level of the confidence intervals
 * @param standardize whether coefficients are those of z scores, (x − mean)/sd with sd by 1/n;
 *     without intercept x/sd
 * @param classWeights factors of the row weights
 * @param penalty what is penalised; empty for maximum likelihood
 * @param folds of the cross-validation; empty for none
 * @param solver how
 */
public record LogisticRegression(
    boolean intercept,
    double level,
    boolean standardize,
    ClassWeights classWeights,
    Optional<PenaltyPlan> penalty,
    Optional<Folds> folds,
    SolverPlan solver) {
  /** Vectors of all parameters that a run holds at a time: those of L-BFGS, sums being merged. */
  private static final long VECTORS = 40;

  /** Weights are multiplied with squares of values, and these products with each other. */
  private static final double MOST_WEIGHT = 1e100;

  /** Checks what goes together. */
  public LogisticRegression {
    if (!(level > 0 && level < 1)) {
      throw Failure.usage("inference.level must lie between 0 and 1, found " + level);
    }
    if (penalty.isEmpty() && folds.isPresent()) {
      throw Failure.usage(
          "cross-validation chooses penalty.lambda: set penalty.type to ridge, lasso or"
              + " elastic-net too, or leave cross-validation out");
    }
    if (penalty.isPresent() && folds.isEmpty() && penalty.get().lambdas().length != 1) {
      throw Failure.usage(
          "penalty.lambda="
              + (penalty.get().lambdas().length == 0 ? "auto" : "several")
              + " needs cross-validation.folds to choose among them; set that, or give one"
              + " penalty.lambda");
    }
  }

  /**
   * What a first pass finds out.
   *
   * @param all moments of the slots of all rows
   * @param folds the names of the folds; empty without cross-validation
   * @param training for each fold the moments of the rows of the others
   * @param account what became of every row
   */
  public record Look(
      ColumnMoments all, List<String> folds, List<ColumnMoments> training, RowAccount account) {}

  /** Refuses parameters that the heap cannot hold, before the data are read. */
  public void requireMemory(int numFeatures, int numClasses) {
    long heap = Runtime.getRuntime().maxMemory();
    double functions = numClasses == 2 ? 1 : numClasses;
    double needed = 8.0 * VECTORS * functions * numFeatures;
    if (needed > heap) {
      throw Failure.usage(
          String.format(
              Locale.ROOT,
              "%,d classes of %,d features need %,.0f MiB for parameters and their derivatives; the"
                  + " heap has %,d MiB: give the driver more memory, or leave columns out with"
                  + " data.ignore",
              numClasses,
              numFeatures,
              needed / (1 << 20),
              heap >> 20));
    }
  }

  /** Passes over the data once: what must be known before the first iteration. */
  public Look look(Blocks rows, FeatureEncoder encoder, int numClasses) {
    ColumnMoments zero = new ColumnMoments(encoder.width(), numClasses);
    if (folds.isEmpty()) {
      ColumnMoments all = rows.pass(zero);
      return new Look(all, List.of(), List.of(), all.account());
    }
    FoldedStatistic<ColumnMoments> folded =
        rows.pass(new FoldedStatistic<>(zero, folds.get().rule()));
    List<String> names = folded.names();
    if (names.size() == 1) {
      throw Failure.data("cross-validation: all rows are in one fold; at least two must have rows");
    }
    List<ColumnMoments> training = new ArrayList<>();
    for (int f = 0; f < names.size(); f++) {
      training.add(folded.without(f));
    }
    return new Look(folded.total(), names, training, folded.account());
  }

  /**
   * Fits.
   *
   * @param rows passed over many times
   * @param look of the same rows
   * @param schema of the rows, with its classes
   * @param encoder of the rows, with its indicators of missing values
   * @param start a model to start from, if any
   * @param checkpoints where a run that was killed goes on from
   * @param listener told of every iteration
   * @throws Failure when there is one class only, fewer rows than coefficients, or, where that is
   *     strict, no optimum
   */
  public LogisticModel fit(
      Blocks rows,
      Look look,
      Schema schema,
      FeatureEncoder encoder,
      Optional<LogisticModel> start,
      Checkpoints checkpoints,
      IterationListener listener) {
    ColumnMoments moments = look.all();
    if (moments.sumWeights() > MOST_WEIGHT) {
      throw Failure.data(
          "the row weights add up to "
              + moments.sumWeights()
              + ", the squares of which leave the range of a double: divide them by a power of ten");
    }
    int[] present = present(moments);
    List<String> names = Arrays.stream(present).mapToObj(schema.classes()::get).toList();
    requireClasses(names, look.account());
    FittedSlots slots = new FittedSlots(schema.withClasses(names), encoder, moments::mean);
    slots.requireNameOfConstant(intercept);
    int[] columns =
        penalty.isEmpty()
            ? slots.identifiable(intercept)
            : slots.penalised(penalty.get(), intercept);
    LogisticFitting fitting =
        new LogisticFitting(
            this, rows, look, slots, encoder.width(), columns, present, checkpoints, listener);
    LogisticFit fit = fitting.fit(start);
    LogisticProblem.Features features = fitting.features();
    double[] spreads = new double[features.squares().length];
    double[] scales = standardize ? new double[spreads.length] : null;
    for (int j = 0; j < spreads.length; j++) {
      spreads[j] = Math.sqrt(features.squares()[j] / (moments.rows() - 1));
      if (standardize) {
        double scale = Math.sqrt(features.squares()[j] / moments.sumWeights());
        scales[j] = scale > 0 ? scale : 1; // a constant is its own unit where it has a coefficient
      }
    }
    LogisticModel model =
        new LogisticModel(
            slots.schema(), columns, fit, features.means(), spreads, scales, TrainingRecord.EMPTY);
    return model.withRecord(
        new TrainingRecord(
            java.util.Map.of(),
            java.util.Map.of(),
            warnings(fit, fitting, look),
            java.util.Map.of()));
  }

  private static int[] present(ColumnMoments moments) {
    long[] rows = moments.classRows();
    return IntStream.range(0, rows.length).filter(k -> rows[k] > 0).toArray();
  }

  static void requireClasses(List<String> names, RowAccount account) {
    long left = account.read() - account.used();
    String leftOut =
        left == 0 ? "" : " (" + left + " of " + account.read() + " rows were left out)";
    if (names.isEmpty()) {
      boolean weightless = account.zeroWeight() > 0 && account.zeroWeight() == account.read();
      throw Failure.data(
          (weightless ? "the sum of the weights is 0" : "no rows to train on") + leftOut);
    }
    if (names.size() == 1) {
      throw Failure.data(
          "every row has class "
              + Text.show(names.get(0))
              + leftOut
              + ": there is nothing to tell apart");
    }
  }

  private List<String> warnings(LogisticFit fit, LogisticFitting fitting, Look look) {
    List<String> warnings = new ArrayList<>(fitting.warnings());
    Termination end = fit.solution().termination();
    if (end == Termination.MAX_ITERATIONS || end == Termination.STALLED) {
      warnings.add(
          "not converged: "
              + (end == Termination.STALLED
                  ? "no better point was found"
                  : "solver.max-iterations were made")
              + " after "
              + fit.solution().iterations()
              + " iterations, the largest derivative being "
              + String.format(Locale.ROOT, "%.1e", fitting.meanGradient(fit))
              + " a row, not "
              + solver.tolerance());
    }
    if (end == Termination.DIVERGED) {
      warnings.add(
          "diverged after "
              + fit.solution().iterations()
              + " iterations: the loss is above that of the start; lower solver.learning-rate");
    }
    if (end == Termination.SINGULAR) {
      warnings.add(
          "the optimum is not unique: columns depend on each other; leave some out with"
              + " data.ignore, or set penalty.type=ridge");
    }
    folds
        .map(Folds::rule)
        .filter(rule -> rule.kind() != FoldRule.Kind.COLUMN && look.folds().size() < rule.folds())
        .ifPresent(
            rule ->
                warnings.add(
                    "only "
                        + look.folds().size()
                        + " of "
                        + rule.folds()
                        + " folds have rows; take fewer"));
    if (solver.strict() && end != Termination.CONVERGED) {
      throw Failure.noSolution(
          warnings.isEmpty() ? "not converged: " + end : warnings.get(warnings.size() - 1));
    }
    return warnings;
  }
}
