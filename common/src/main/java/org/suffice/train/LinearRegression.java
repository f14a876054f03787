package org.suffice.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.suffice.Failure;
import org.suffice.model.LinearModel;
import org.suffice.model.TrainingRecord;
import org.suffice.pass.Blocks;
import org.suffice.read.Column;
import org.suffice.read.FeatureEncoder;
import org.suffice.read.RowAccount;
import org.suffice.read.Schema;
import org.suffice.read.Text;
import org.suffice.solve.DependentColumnsException;
import org.suffice.solve.ErrorCovariance;
import org.suffice.solve.LeastSquares;
import org.suffice.solve.LeastSquaresFit;
import org.suffice.solve.Penalty;
import org.suffice.solve.PenaltyPath;
import org.suffice.solve.RobustErrors;
import org.suffice.solve.Solution;
import org.suffice.statistic.ExactGramStatistic;
import org.suffice.statistic.ExactMoments;
import org.suffice.statistic.FoldRule;
import org.suffice.statistic.FoldedStatistic;
import org.suffice.statistic.GramStatistic;
import org.suffice.statistic.Moments;
import org.suffice.statistic.SandwichMeat;

/**
 * Least squares of one or several labels on features, penalised or not: one pass for the Gram
 * statistic (by fold where it is cross-validated), then a closed form or coordinate descent.
 *
 * @param intercept whether a constant is fitted
 * @param level of the confidence intervals
 * @param precision of the sums
 * @param standardize whether coefficients are those of z scores, (x − mean)/sd with sd by 1/n
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

  /** Labels of such a size, in powers of two, still have sums of squares. */
  private static final int LARGEST_EXPONENT = 470;

  /** Matrices of 8·p² bytes at a time: statistics being merged, one for each of two threads. */
  private static final long FAST_MATRICES = 4;

  /** With exact sums a thread has some five of them in windows, and six that are pending. */
  private static final long EXACT_MATRICES_PER_THREAD = 11;

  /** And the sum of all has five in windows, moments and factor two each in double-double. */
  private static final long EXACT_MATRICES = 10;

  /** Beyond this an array of p² has more places than Java counts. */
  private static final int MOST_FEATURES = 46_000;

  /** Above this the last digits of a coefficient are in doubt in doubles. */
  private static final double ILL_CONDITIONED = 1e5;

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
    long one = GramStatistic.bytes(numFeatures);
    long threads = Runtime.getRuntime().availableProcessors();
    long exactMatrices = EXACT_MATRICES + threads * EXACT_MATRICES_PER_THREAD;
    long parts =
        1
            + folds
                .map(f -> f.rule().kind() == FoldRule.Kind.COLUMN ? 10 : f.rule().folds())
                .orElse(0);
    long needed = (exact ? exactMatrices : FAST_MATRICES) * one * parts;
    long heap = Runtime.getRuntime().maxMemory();
    if (needed > heap || numFeatures > MOST_FEATURES) {
      throw Failure.usage(
          String.format(
              Locale.ROOT,
              "%,d features need %,d MiB for matrices of 8·p² = %,d MiB (at most %,d features with"
                  + " precision=%s); the heap has %,d MiB: leave columns out with data.ignore, give"
                  + " the driver more memory%s",
              numFeatures,
              needed >> 20,
              one >> 20,
              MOST_FEATURES,
              exact ? "exact" : "fast",
              heap >> 20,
              exact ? ", or set precision=fast" : ""));
    }
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
    IntToDoubleFunction meanOf = all == null ? reduced.fast()::mean : all::mean;
    requireValues(encoder, meanOf);
    // Levels that do not occur are forgotten, so that a model depends on the rows that are in it
    // and
    // not on where they came from.
    int[] kept = occurring(encoder, meanOf);
    Schema pruned = schema.withFeatures(pruned(schema.features(), encoder, meanOf));
    FeatureEncoder slots = FeatureEncoder.ofFeatures(pruned);
    int[] indicators = Arrays.stream(kept).map(encoder::indicatorOfSlot).toArray();
    IntToDoubleFunction keptMean = slot -> meanOf.applyAsDouble(kept[slot]);
    int[] columns =
        penalty.isEmpty() ? columns(reduced, slots, keptMean) : penalised(slots, keptMean);
    int[] labels = labelSlots(encoder);
    int d = kept.length;
    Moments moments;
    if (all != null) {
      moments = all.select(kept, indicators, labels, null);
    } else {
      GramStatistic gram = reduced.fast().select(kept, indicators, labels, null);
      List<String> names = new ArrayList<>(slots.names());
      names.addAll(schema.labels());
      gram.requireFinite(names);
      moments = gram;
    }
    double[] means = new double[d + labels.length];
    double[] spreads = new double[d + labels.length];
    Arrays.setAll(means, moments::mean);
    Arrays.setAll(spreads, slot -> spread(moments, slot));
    double[] scales = null;
    if (standardize) {
      double toScores = Math.sqrt((moments.rows() - 1) / moments.totalWeight());
      scales = Arrays.stream(spreads, 0, d).map(spread -> spread * toScores).toArray();
    }
    List<PenalisedRegression.Fold> folded = folds(reduced, kept, indicators, labels);
    List<LeastSquaresFit> fits = new ArrayList<>();
    for (int t = 0; t < labels.length; t++) {
      fits.add(fit(moments, columns, slots, d + t, schema.labels().get(t), folded, scales));
    }
    LinearModel model =
        new LinearModel(pruned, columns, fits, means, spreads, scales, TrainingRecord.EMPTY);
    return model.withRecord(new TrainingRecord(Map.of(), Map.of(), warnings(model), Map.of()));
  }

  /** By label its place in a row of Z = [X y]. */
  private static int[] labelSlots(FeatureEncoder encoder) {
    int[] slots = new int[encoder.numLabels()];
    Arrays.setAll(slots, t -> t == 0 ? encoder.width() : encoder.labelSlot(t));
    return slots;
  }

  /** The standard deviation with n−1. */
  private static double spread(Moments moments, int slot) {
    return moments instanceof ExactMoments exact
        ? exact.standardDeviation(slot)
        : Math.sqrt(moments.centredValue(slot, slot) / (moments.rows() - 1));
  }

  private static List<PenalisedRegression.Fold> folds(
      Reduction reduced, int[] kept, int[] indicators, int[] labels) {
    PenalisedRegression.Fold[] folds = new PenalisedRegression.Fold[reduced.numFolds()];
    IntStream.range(0, folds.length)
        .parallel()
        .forEach(
            f -> {
              if (reduced.exact() == null) {
                FastFold fold = reduced.fastFolds().get(f);
                GramStatistic training = fold.training.select(kept, indicators, labels, null);
                double[] fill =
                    IntStream.range(0, kept.length).mapToDouble(training::mean).toArray();
                folds[f] =
                    new PenalisedRegression.Fold(
                        training, fold.left.select(kept, indicators, labels, fill));
              } else {
                ExactGramStatistic left = reduced.exactFolds().get(f);
                ExactMoments training =
                    ExactMoments.of(reduced.exact().fresh().merge(reduced.exact()).subtract(left))
                        .select(kept, indicators, labels, null);
                double[] fill =
                    IntStream.range(0, kept.length).mapToDouble(training::mean).toArray();
                folds[f] =
                    new PenalisedRegression.Fold(
                        training, ExactMoments.of(left).select(kept, indicators, labels, fill));
              }
            });
    return List.of(folds);
  }

  /**
   * One target.
   *
   * @param slots of the moments
   * @param label of the moments
   */
  private LeastSquaresFit fit(
      Moments moments,
      int[] columns,
      FeatureEncoder slots,
      int label,
      String name,
      List<PenalisedRegression.Fold> folded,
      double[] scales) {
    if (moments instanceof ExactMoments exact
        && Math.abs(exact.exponent(label)) > LARGEST_EXPONENT) {
      throw Failure.data(
          "the squares of column '"
              + name
              + "' leave the range of a double: scale the column by a power of ten");
    }
    PenaltyPlan plan = penalty.orElse(PenaltyPlan.NONE);
    double[] factors = factors(plan, columns, slots);
    PenalisedRegression regression =
        new PenalisedRegression(plan, intercept, columns, factors, label, standardize);
    boolean oneStandardError = folds.isPresent() && folds.get().oneStandardError();
    if (penalty.isEmpty()) {
      LeastSquaresFit fit = leastSquares(moments, columns, label);
      if (!folded.isEmpty()) {
        fit = fit.withPath(regression.crossValidated(fit, folded));
      }
      return scales == null ? fit : scored(fit, moments, columns, scales);
    }
    try {
      LeastSquaresFit fit = regression.fit(moments, folded, oneStandardError, level);
      return plan.refit() ? refitted(fit, moments, columns, label, scales) : fit;
    } catch (DependentColumnsException e) {
      List<String> names = slots.names();
      String others =
          Arrays.stream(e.others())
              .limit(6)
              .mapToObj(i -> Text.show(names.get(columns[i])))
              .collect(Collectors.joining(", "));
      throw Failure.noSolution(
          "column "
              + Text.show(names.get(columns[e.column()]))
              + (others.isEmpty() ? " does not vary" : " is a combination of " + others)
              + " and is not penalised: leave it out with data.ignore, or penalise it");
    }
  }

  private LeastSquaresFit leastSquares(Moments moments, int[] columns, int label) {
    return moments instanceof ExactMoments exact
        ? LeastSquares.solve(exact, columns, label, intercept, level)
        : LeastSquares.solve((GramStatistic) moments, columns, label, intercept, level);
  }

  /** Coefficients, errors and intervals of z scores; those of the columns are in {@code fit}. */
  private static LeastSquaresFit scored(
      LeastSquaresFit fit, Moments moments, int[] columns, double[] scales) {
    int first = fit.intercept() ? 1 : 0;
    double[] w = fit.coefficients().clone();
    double[] errors = fit.standardErrors().clone();
    for (int i = 0; i < columns.length; i++) {
      double scale = scales[columns[i]];
      if (fit.intercept() && !Double.isNaN(w[first + i])) {
        w[0] += w[first + i] * moments.mean(columns[i]);
      }
      w[first + i] *= scale;
      errors[first + i] *= scale;
    }
    if (fit.intercept()) {
      errors[0] = interceptError(fit.covariance());
    }
    return fit.withCoefficients(w).withErrors(fit.covariance(), errors);
  }

  /** The error of ŷ at the means of the columns. */
  private static double interceptError(ErrorCovariance covariance) {
    double[] factor = covariance.factor();
    int m = (int) Math.round(Math.sqrt(factor.length));
    double sum = 0;
    for (int i = 0; i < m; i++) {
      sum += factor[i * m] * factor[i * m];
    }
    return Math.sqrt(sum);
  }

  /** The columns with a coefficient, by least squares; errors after a selection are not known. */
  private LeastSquaresFit refitted(
      LeastSquaresFit fit, Moments moments, int[] columns, int label, double[] scales) {
    int first = intercept ? 1 : 0;
    int[] left =
        IntStream.range(0, columns.length)
            .filter(i -> fit.coefficients()[first + i] != 0)
            .toArray();
    int[] chosen = Arrays.stream(left).map(i -> columns[i]).toArray();
    if (chosen.length + first == 0 || moments.rows() <= chosen.length + first) {
      return fit;
    }
    LeastSquaresFit refit = leastSquares(moments, chosen, label);
    if (scales != null) {
      refit = scored(refit, moments, chosen, scales);
    }
    double[] w = new double[fit.coefficients().length];
    if (intercept) {
      w[0] = refit.coefficients()[0];
    }
    for (int i = 0; i < left.length; i++) {
      double coefficient = refit.coefficients()[first + i];
      w[first + left[i]] = Double.isNaN(coefficient) ? 0 : coefficient;
    }
    return fit.withCoefficients(w).withResiduals(refit.rss(), refit.degreesOfFreedom());
  }

  private static double[] factors(PenaltyPlan plan, int[] columns, FeatureEncoder slots) {
    List<String> names = slots.names();
    double[] factors = new double[columns.length];
    Arrays.fill(factors, 1);
    for (Map.Entry<String, Double> entry : plan.factors().entrySet()) {
      boolean found = false;
      for (int i = 0; i < columns.length; i++) {
        boolean named =
            names.get(columns[i]).equals(entry.getKey())
                || columnName(slots, columns[i]).equals(entry.getKey());
        factors[i] = named ? entry.getValue() : factors[i];
        found |= named;
      }
      if (!found) {
        throw Failure.usage(
            "penalty.factors: there is no feature or column "
                + Text.show(entry.getKey())
                + Text.suggest(entry.getKey(), names));
      }
    }
    return factors;
  }

  /** The input column of a slot; the slot's own name where it comes of several. */
  private static String columnName(FeatureEncoder encoder, int slot) {
    for (int c = 0; c < encoder.numColumns(); c++) {
      if (encoder.firstSlot(c) <= slot && slot < encoder.firstSlot(c) + encoder.numSlots(c)) {
        return encoder.columnName(c);
      }
    }
    return encoder.names().get(slot);
  }

  /**
   * The slots of a penalised fit: all of them, for a penalty makes every level identifiable; of
   * columns that it does not penalise those of a fit without it.
   */
  private int[] penalised(FeatureEncoder slots, IntToDoubleFunction meanOf) {
    int[] all = IntStream.range(0, slots.numFeatures()).toArray();
    double[] factors = factors(penalty.get(), all, slots);
    Set<Integer> plain =
        Arrays.stream(identifiable(slots, meanOf)).boxed().collect(Collectors.toSet());
    int[] columns = Arrays.stream(all).filter(j -> factors[j] > 0 || plain.contains(j)).toArray();
    if (columns.length == 0) {
      throw Failure.usage("there are no features to penalise; set penalty.type=none");
    }
    return columns;
  }

  /**
   * The model with standard errors that allow for errors of unequal variance: a second pass over
   * the same blocks.
   *
   * @param reduced what {@code model} was solved from
   * @param encoder of the rows
   */
  public LinearModel withRobustErrors(
      Blocks blocks, Reduction reduced, FeatureEncoder encoder, LinearModel model) {
    IntToDoubleFunction meanOf =
        reduced.exact() == null ? reduced.fast()::mean : ExactMoments.of(reduced.exact())::mean;
    int[] kept = occurring(encoder, meanOf);
    int[] indicators = Arrays.stream(kept).map(encoder::indicatorOfSlot).toArray();
    int[] labels = labelSlots(encoder);
    double[] means = model.means();
    int[] columns = model.columns();
    List<LeastSquaresFit> fits = new ArrayList<>();
    List<String> warnings = new ArrayList<>(model.record().warnings());
    for (int t = 0; t < labels.length; t++) {
      LeastSquaresFit fit = model.fits().get(t);
      int first = intercept ? 1 : 0;
      int[] active =
          IntStream.range(0, columns.length)
              .filter(i -> !Double.isNaN(fit.coefficients()[first + i]))
              .toArray();
      double[] activeMeans = Arrays.stream(active).mapToDouble(i -> means[columns[i]]).toArray();
      ExactMoments meat = null;
      if (fit.sigma() > 0) {
        SandwichMeat sum =
            blocks.pass(
                new SandwichMeat(
                    residuals(encoder, model, t, kept, indicators, active, activeMeans),
                    new ExactGramStatistic(encoder.width(), encoder.derived())));
        if (sum.rowsOfFullLeverage() > 0) {
          warnings.add(
              errors.text()
                  + ": "
                  + sum.rowsOfFullLeverage()
                  + " rows have leverage 1 and are left out of the standard errors");
        }
        if (sum.gram().products().value(0, 0, sum.gram().products().lowestWindow()).signum() > 0) {
          meat = ExactMoments.of(sum.gram()).select(kept, indicators, labels, means);
        }
      }
      LeastSquaresFit robust = RobustErrors.apply(fit, errors, columns, activeMeans, meat);
      if (standardize) {
        double[] scored = robust.standardErrors().clone();
        for (int i = 0; i < columns.length; i++) {
          scored[first + i] *= model.scales()[columns[i]];
        }
        if (intercept) {
          scored[0] = interceptError(robust.covariance());
        }
        robust = robust.withErrors(robust.covariance(), scored);
      }
      fits.add(robust);
    }
    TrainingRecord record = model.record();
    return model
        .withFits(fits)
        .withRecord(
            new TrainingRecord(record.options(), record.account(), warnings, record.provenance()));
  }

  private SandwichMeat.Fit residuals(
      FeatureEncoder encoder,
      LinearModel model,
      int target,
      int[] kept,
      int[] indicators,
      int[] active,
      double[] activeMeans) {
    double[] weights = new double[encoder.numFeatures()];
    double[] fill = new double[encoder.numFeatures()];
    int[] flags = new int[encoder.numFeatures()];
    Arrays.fill(flags, -1);
    double[] raw = model.rawWeights(target);
    double[] means = model.means();
    for (int j = 0; j < kept.length; j++) {
      weights[kept[j]] = raw[j];
      fill[kept[j]] = means[j];
      flags[kept[j]] = indicators[j];
    }
    LeastSquaresFit fit = model.fits().get(target);
    int first = intercept ? 1 : 0;
    int r = active.length;
    int m = r + first;
    double[] inverse = new double[r * r];
    for (int i = 0; i < r; i++) {
      for (int j = 0; j <= i; j++) {
        inverse[i * r + j] = fit.covariance().factor()[(i + first) * m + j + first] / fit.sigma();
      }
    }
    int power = errors == ErrorCovariance.Kind.HC3 ? 2 : errors == ErrorCovariance.Kind.HC2 ? 1 : 0;
    return new SandwichMeat.Fit(
        model.rawIntercept(target),
        intercept,
        weights,
        Arrays.stream(active).map(i -> kept[model.columns()[i]]).toArray(),
        activeMeans,
        inverse,
        fit.covariance().sumWeights(),
        target == 0 ? -1 : encoder.labelSlot(target),
        fill,
        flags,
        power);
  }

  /** The columns to fit, of which there may not be more than rows. */
  private int[] columns(Reduction reduced, FeatureEncoder encoder, IntToDoubleFunction meanOf) {
    int[] columns = identifiable(encoder, meanOf);
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

  private static void requireValues(FeatureEncoder encoder, IntToDoubleFunction meanOf) {
    for (int c = 0; c < encoder.numColumns(); c++) {
      int indicator = encoder.indicatorSlot(c);
      if (indicator >= 0 && meanOf.applyAsDouble(indicator) >= 1) {
        throw Failure.data(
            "column "
                + Text.show(encoder.columnName(c))
                + " has no value in any row; leave it out with data.ignore");
      }
    }
    for (int i = 0; i < encoder.numInteractions(); i++) {
      int indicator = encoder.interactionIndicator(i);
      if (indicator >= 0 && meanOf.applyAsDouble(indicator) >= 1) {
        throw Failure.data(
            "the columns of the interaction "
                + Text.show(encoder.interactionName(i))
                + " have a value together in no row; leave it out");
      }
    }
  }

  /** The slots but for those of levels that no row has. */
  private static int[] occurring(FeatureEncoder encoder, IntToDoubleFunction meanOf) {
    return IntStream.range(0, encoder.numFeatures())
        .filter(
            slot ->
                encoder.levelsOf(slot).stream()
                    .mapToInt(level -> encoder.firstSlot(level.column()) + level.level())
                    .allMatch(own -> meanOf.applyAsDouble(own) > 0))
        .toArray();
  }

  private static List<Column> pruned(
      List<Column> columns, FeatureEncoder encoder, IntToDoubleFunction meanOf) {
    List<Column> result = new ArrayList<>();
    for (int c = 0; c < columns.size(); c++) {
      Column column = columns.get(c);
      int first = encoder.firstSlot(c);
      if (column.kind() == Column.Kind.CATEGORICAL) {
        column =
            Column.categorical(
                column.name(),
                IntStream.range(0, column.levels().size())
                    .filter(level -> meanOf.applyAsDouble(first + level) > 0)
                    .mapToObj(column.levels()::get)
                    .toList());
      }
      result.add(column);
    }
    return result;
  }

  private static String leftOut(Reduction gram) {
    long left = gram.account().read() - gram.rows();
    return left == 0 ? "" : " (" + left + " of " + gram.account().read() + " rows were left out)";
  }

  /**
   * The slots to fit: every number, and the levels but for the first of each column, which is the
   * reference. Without intercept the first categorical column keeps all its levels, for they are
   * then identifiable: the coding that R gives. Interactions, beside the columns themselves, leave
   * out every product with a reference level, and pairs of levels that no row has.
   */
  private int[] identifiable(FeatureEncoder encoder, IntToDoubleFunction meanOf) {
    List<Integer> columns = new ArrayList<>();
    boolean constantSpanned = intercept;
    for (int c = 0; c < encoder.numColumns(); c++) {
      int first = encoder.firstSlot(c);
      boolean skipReference = encoder.isCategorical(c) && constantSpanned;
      for (int slot = skipReference ? first + 1 : first;
          slot < first + encoder.numSlots(c);
          slot++) {
        columns.add(slot);
      }
      constantSpanned |= encoder.isCategorical(c);
    }
    for (int i = 0; i < encoder.numInteractions(); i++) {
      int first = encoder.interactionSlot(i);
      for (int slot = first; slot < first + encoder.numInteractionSlots(i); slot++) {
        List<FeatureEncoder.Level> levels = encoder.levelsOf(slot);
        boolean reference = levels.stream().anyMatch(level -> level.level() == 0);
        boolean unseenPair = levels.size() == 2 && meanOf.applyAsDouble(slot) == 0;
        if (!reference && !unseenPair) {
          columns.add(slot);
        }
      }
    }
    return columns.stream().mapToInt(Integer::intValue).toArray();
  }

  private List<String> warnings(LinearModel model) {
    List<String> warnings = new ArrayList<>();
    List<String> labels = model.schema().labels();
    for (int t = 0; t < labels.size(); t++) {
      String target = labels.size() == 1 ? "" : "label " + Text.show(labels.get(t)) + ": ";
      for (String warning : warnings(model.fits().get(t), model.names())) {
        if (!warnings.contains(warning)) {
          warnings.add(warning.startsWith("column ") ? warning : target + warning);
        }
      }
    }
    return warnings;
  }

  private List<String> warnings(LeastSquaresFit fit, List<String> names) {
    List<String> warnings = new ArrayList<>();
    if (penalty.isPresent()) {
      addPenaltyWarnings(fit, warnings);
      return warnings;
    }
    for (LeastSquaresFit.AliasedColumn column : fit.aliased()) {
      warnings.add(
          "column "
              + Text.show(names.get(column.column()))
              + " has no coefficient of its own: it equals "
              + combination(column, names));
    }
    if (fit.degreesOfFreedom() == 0) {
      warnings.add("as many coefficients as rows: standard errors are not defined");
    } else if (fit.tss() == 0) {
      warnings.add("the label is constant: R² is not defined");
    } else if (fit.rss() <= (precision == Precision.FAST ? 1e-14 : 1e-27) * fit.tss()) {
      warnings.add(
          "the fit is essentially perfect: the residuals are rounding, and so are the errors");
    }
    if (precision == Precision.FAST && fit.conditionNumber() > ILL_CONDITIONED) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "condition number %.1e: columns are nearly dependent, about %d digits of the"
                  + " coefficients are in doubt",
              fit.conditionNumber(),
              Math.round(2 * Math.log10(fit.conditionNumber()))));
    }
    return warnings;
  }

  private void addPenaltyWarnings(LeastSquaresFit fit, List<String> warnings) {
    PenaltyPath path = fit.path();
    long unfinished =
        path.steps().stream()
            .filter(step -> step.solution().termination() != Solution.Termination.CONVERGED)
            .count();
    if (unfinished > 0) {
      warnings.add(
          "the solver did not converge for " + unfinished + " of " + path.steps().size() + " λ");
    }
    if (path.steps().size() > 1 && fit.path().chosenBy().startsWith("generalized")) {
      warnings.add(
          "λ was chosen by generalized cross-validation; cross-validation.folds=10 chooses it by"
              + " the error on rows left out");
    }
    int last = path.steps().size() - 1;
    if (last > 0
        && path.lambda() == path.steps().get(last).lambda()
        && path.steps().get(last).lambda() > 0
        && penalty.get().lambdas().length == 0) {
      warnings.add(
          "the smallest λ of the path is the best: a lower penalty.path-floor may do better");
    }
    if (penalty.get().penalty().type() == Penalty.Type.RIDGE && !penalty.get().nonNegative()) {
      warnings.add(
          "standard errors are those of a biased estimator: they do not say how far the penalty"
              + " moved the coefficients");
    }
    if (penalty.get().refit()) {
      warnings.add(
          "coefficients are those of least squares on the columns that the penalty left; their"
              + " errors are not given, for they would not know of the selection");
    }
  }

  /** For instance "2 · 'x' + 'z' − 1"; terms that are rounding beside the largest are left out. */
  private static String combination(LeastSquaresFit.AliasedColumn column, List<String> names) {
    double largest = Math.abs(column.constant());
    for (double coefficient : column.coefficients()) {
      largest = Math.max(largest, Math.abs(coefficient));
    }
    StringBuilder text = new StringBuilder();
    int terms = 0;
    for (int i = 0; i < column.coefficients().length; i++) {
      double coefficient = column.coefficients()[i];
      if (Math.abs(coefficient) > 1e-7 * largest) {
        if (terms++ == 6) {
          return text.append(" + …").toString();
        }
        append(text, coefficient, Text.show(names.get(i)));
      }
    }
    if (Math.abs(column.constant()) > 1e-7 * largest || terms == 0) {
      append(text, column.constant(), null);
    }
    return text.toString();
  }

  private static void append(StringBuilder text, double factor, String name) {
    String sign = text.isEmpty() ? (factor < 0 ? "−" : "") : (factor < 0 ? " − " : " + ");
    String size = String.format(Locale.ROOT, "%.6g", Math.abs(factor)).replaceAll("\\.?0+$", "");
    text.append(sign);
    if (name == null) {
      text.append(size);
    } else {
      text.append(size.equals("1") ? "" : size + " · ").append(name);
    }
  }
}
