package org.suffice.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.suffice.Failure;
import org.suffice.model.LinearModel;
import org.suffice.model.TrainingRecord;
import org.suffice.pass.Blocks;
import org.suffice.read.FeatureEncoder;
import org.suffice.read.RowAccount;
import org.suffice.read.Schema;
import org.suffice.solve.ErrorCovariance;
import org.suffice.solve.LeastSquaresFit;
import org.suffice.statistic.ExactGramStatistic;
import org.suffice.statistic.ExactMoments;
import org.suffice.statistic.FoldRule;
import org.suffice.statistic.FoldedStatistic;
import org.suffice.statistic.GramStatistic;
import org.suffice.statistic.Moments;

/**
 * Least squares of one or several labels on features, penalised or not: one pass for the Gram
 * statistic (by fold where it is cross-validated), then a closed form or coordinate descent.
 *
 * @param intercept whether a constant is fitted
 * @param level of the confidence intervals
 * @param precision of the sums
 * @param standardize whether coefficients are those of z scores, (x − mean)/sd with sd by 1/n;
 *     without intercept x/sd, so that a fit without penalty predicts the same
 * @param errors how the covariance of the coefficients is estimated
 * @param penalty what is penalised; empty for least squares
 * @param folds of the cross-validation; empty for none
 */
public record LinearRegression(
    boolean intercept,
    double level,
    Precision precision,
    boolean standardize,
    ErrorCovariance.Kind errors,
    Optional<PenaltyPlan> penalty,
    Optional<Folds> folds) {
  /** How sums are formed. */
  public enum Precision {
    /** Without rounding: the same bits however the data are cut, ordered and merged. */
    EXACT,
    /** In doubles, centred block by block: faster, and good for well-conditioned data. */
    FAST
  }

  /** Matrices of 8·p² bytes at a time: statistics being merged, one for each of two threads. */
  private static final long FAST_MATRICES = 4;

  /** With exact sums a thread has some five of them in windows, and six that are pending. */
  private static final long EXACT_MATRICES_PER_THREAD = 11;

  /** And the sum of all has five in windows, moments and factor two each in double-double. */
  private static final long EXACT_MATRICES = 10;

  /** Checks what goes together. */
  public LinearRegression {
    if (!(level > 0 && level < 1)) {
      throw Failure.usage("inference.level must lie between 0 and 1, found " + level);
    }
    if (errors.isRobust() && penalty.isPresent()) {
      throw Failure.usage(
          "inference.covariance="
              + errors.text()
              + " needs a fit without penalty: set"
              + " inference.covariance=classical or penalty.type=none");
    }
  }

  /** Least squares without any of the rest. */
  public LinearRegression(boolean intercept, double level, Precision precision) {
    this(
        intercept,
        level,
        precision,
        false,
        ErrorCovariance.Kind.CLASSICAL,
        Optional.empty(),
        Optional.empty());
  }

  /**
   * What a pass leaves: one of the two statistics, of all rows and of each fold.
   *
   * @param exact null with fast sums
   * @param fast null with exact sums
   * @param exactFolds empty without cross-validation or with fast sums
   * @param fastFolds for each fold its rows and all others; empty without cross-validation or with
   *     exact sums
   * @param account what became of every row
   */
  public record Reduction(
      ExactGramStatistic exact,
      GramStatistic fast,
      List<ExactGramStatistic> exactFolds,
      List<FastFold> fastFolds,
      RowAccount account) {
    /** Without folds. */
    public Reduction(ExactGramStatistic exact, GramStatistic fast) {
      this(exact, fast, List.of(), List.of(), exact != null ? exact.account() : fast.account());
    }

    long rows() {
      return exact != null ? exact.rows() : fast.rows();
    }

    int numFolds() {
      return exactFolds.size() + fastFolds.size();
    }
  }

  /** A fold in doubles, where nothing can be taken away without losing digits. */
  record FastFold(GramStatistic left, GramStatistic training) {}

  /** Passes over the data once. */
  public Reduction reduce(Blocks blocks, FeatureEncoder encoder) {
    int numFeatures = encoder.width();
    requireMemory(numFeatures);
    if (precision == Precision.EXACT) {
      ExactGramStatistic zero = new ExactGramStatistic(numFeatures, encoder.derived());
      if (folds.isEmpty()) {
        return new Reduction(blocks.pass(zero), null);
      }
      FoldedStatistic<ExactGramStatistic> folded =
          blocks.pass(new FoldedStatistic<>(zero, folds.get().rule()));
      return new Reduction(
          folded.total(), null, requireFolds(folded.parts()), List.of(), folded.account());
    }
    GramStatistic zero = new GramStatistic(numFeatures);
    if (folds.isEmpty()) {
      return new Reduction(null, blocks.pass(zero));
    }
    FoldedStatistic<GramStatistic> folded =
        blocks.pass(new FoldedStatistic<>(zero, folds.get().rule()));
    List<FastFold> fastFolds = new ArrayList<>();
    List<GramStatistic> parts = requireFolds(folded.parts());
    for (int f = 0; f < parts.size(); f++) {
      fastFolds.add(new FastFold(parts.get(f), folded.without(f)));
    }
    return new Reduction(null, folded.total(), List.of(), fastFolds, folded.account());
  }

  private static <S> List<S> requireFolds(List<S> parts) {
    if (parts.size() == 1) {
      throw Failure.data("cross-validation: all rows are in one fold; at least two must have rows");
    }
    return parts;
  }

  /** Refuses a Gram matrix that the heap cannot hold, before the data are read. */
  public void requireMemory(int numFeatures) {
    boolean exact = precision == Precision.EXACT;
    MatrixMemory.require(
        numFeatures,
        1,
        matrices(),
        "",
        (exact ? "precision=exact" : "precision=fast")
            + (folds.isPresent() ? " and cross-validation" : ""),
        (folds.isPresent() ? ", take fewer folds" : "") + (exact ? ", or set precision=fast" : ""));
  }

  /** How many matrices of p² doubles a run holds at a time. */
  private long matrices() {
    long parts =
        1
            + folds
                .map(f -> f.rule().kind() == FoldRule.Kind.COLUMN ? 10 : f.rule().folds())
                .orElse(0);
    long threads = Runtime.getRuntime().availableProcessors();
    return parts
        * (precision == Precision.EXACT
            ? EXACT_MATRICES + threads * EXACT_MATRICES_PER_THREAD
            : FAST_MATRICES);
  }

  /**
   * Solves a statistic.
   *
   * @param encoder of the rows that were reduced, with its indicators of missing values
   * @throws Failure when there are no rows, or fewer than coefficients
   */
  public LinearModel solve(Reduction reduced, Schema schema, FeatureEncoder encoder) {
    if (reduced.rows() == 0) {
      String why =
          reduced.account().zeroWeight() > 0
                  && reduced.account().zeroWeight() == reduced.account().read()
              ? "the sum of the weights is 0"
              : "no rows to train on";
      throw Failure.data(why + leftOut(reduced));
    }
    ExactMoments all = precision == Precision.EXACT ? ExactMoments.of(reduced.exact()) : null;
    FittedSlots slots =
        new FittedSlots(schema, encoder, all == null ? reduced.fast()::mean : all::mean);
    slots.requireNameOfConstant(intercept);
    int[] columns =
        penalty.isEmpty()
            ? requireRows(slots.identifiable(intercept), reduced)
            : slots.penalised(penalty.get(), intercept);
    Moments moments =
        all == null
            ? requireFinite(slots.select(reduced.fast(), null), slots)
            : slots.select(all, null);
    int d = slots.numFeatures();
    List<String> labels = schema.labels();
    double[] means = new double[d + labels.size()];
    double[] spreads = new double[d + labels.size()];
    Arrays.setAll(means, moments::mean);
    Arrays.setAll(spreads, moments::standardDeviation);
    double[] scales = null;
    if (standardize) {
      double toScores = Math.sqrt((moments.rows() - 1) / moments.totalWeight());
      scales = Arrays.stream(spreads, 0, d).map(spread -> spread * toScores).toArray();
    }
    List<PenalisedRegression.Fold> folded = folds(reduced, slots);
    TargetRegression regression = new TargetRegression(this, slots, columns, scales);
    List<LeastSquaresFit> fits = new ArrayList<>();
    for (int t = 0; t < labels.size(); t++) {
      fits.add(regression.fit(moments, d + t, labels.get(t), folded));
    }
    LinearModel model =
        new LinearModel(
            slots.schema(), columns, fits, means, spreads, scales, TrainingRecord.EMPTY);
    List<String> warnings = new ArrayList<>(new LinearWarnings(this).of(model));
    folds
        .map(Folds::rule)
        .filter(rule -> rule.kind() != FoldRule.Kind.COLUMN && reduced.numFolds() < rule.folds())
        .ifPresent(
            rule ->
                warnings.add(
                    "only "
                        + reduced.numFolds()
                        + " of "
                        + rule.folds()
                        + " folds have rows; take fewer"));
    return model.withRecord(new TrainingRecord(Map.of(), Map.of(), warnings, Map.of()));
  }

  private static GramStatistic requireFinite(GramStatistic gram, FittedSlots slots) {
    List<String> names = new ArrayList<>(slots.encoder().names());
    names.addAll(slots.schema().labels());
    gram.requireFinite(names);
    return gram;
  }

  private static List<PenalisedRegression.Fold> folds(Reduction reduced, FittedSlots slots) {
    PenalisedRegression.Fold[] folds = new PenalisedRegression.Fold[reduced.numFolds()];
    IntStream.range(0, folds.length)
        .parallel()
        .forEach(
            f -> {
              if (reduced.exact() == null) {
                FastFold fold = reduced.fastFolds().get(f);
                GramStatistic training = slots.select(fold.training, null);
                double[] fill =
                    IntStream.range(0, slots.numFeatures()).mapToDouble(training::mean).toArray();
                folds[f] = new PenalisedRegression.Fold(training, slots.select(fold.left, fill));
              } else {
                ExactGramStatistic left = reduced.exactFolds().get(f);
                ExactMoments training =
                    slots.select(
                        ExactMoments.of(
                            reduced.exact().fresh().merge(reduced.exact()).subtract(left)),
                        null);
                double[] fill =
                    IntStream.range(0, slots.numFeatures()).mapToDouble(training::mean).toArray();
                folds[f] =
                    new PenalisedRegression.Fold(
                        training, slots.select(ExactMoments.of(left), fill));
              }
            });
    return List.of(folds);
  }

  /**
   * The model with standard errors that allow for errors of unequal variance: a second pass over
   * the same blocks.
   *
   * @param reduced what {@code model} was solved from
   * @param schema of the rows
   * @param encoder of the rows
   */
  public LinearModel withRobustErrors(
      Blocks blocks, Reduction reduced, Schema schema, FeatureEncoder encoder, LinearModel model) {
    IntToDoubleFunction meanOf =
        reduced.exact() == null ? reduced.fast()::mean : ExactMoments.of(reduced.exact())::mean;
    return new RobustPass(errors, new FittedSlots(schema, encoder, meanOf), encoder, model)
        .over(blocks);
  }

  /** The columns to fit, of which there may not be more than rows. */
  private int[] requireRows(int[] columns, Reduction reduced) {
    int coefficients = columns.length + (intercept ? 1 : 0);
    if (coefficients == 0) {
      throw Failure.usage("neither features nor an intercept: there is nothing to fit");
    }
    if (reduced.rows() < coefficients) {
      throw Failure.data(
          "n="
              + reduced.rows()
              + " rows < p="
              + coefficients
              + " coefficients"
              + leftOut(reduced)
              + ": least squares has no unique answer; give more rows or leave columns out with"
              + " data.ignore");
    }
    return columns;
  }

  private static String leftOut(Reduction gram) {
    long left = gram.account().read() - gram.rows();
    return left == 0 ? "" : " (" + left + " of " + gram.account().read() + " rows were left out)";
  }
}
