package org.suffice.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
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
import org.suffice.solve.LeastSquares;
import org.suffice.solve.LeastSquaresFit;
import org.suffice.statistic.ExactGramStatistic;
import org.suffice.statistic.ExactMoments;
import org.suffice.statistic.GramStatistic;

/**
 * Least squares of a label on features: one pass for the Gram statistic, then a closed form.
 *
 * @param intercept whether a constant is fitted
 * @param level of the confidence intervals
 * @param precision of the sums
 */
public record LinearRegression(boolean intercept, double level, Precision precision) {
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

  /** Checks the level. */
  public LinearRegression {
    if (!(level > 0 && level < 1)) {
      throw Failure.usage("inference.level must lie between 0 and 1, found " + level);
    }
  }

  /**
   * What a pass leaves: one of the two statistics.
   *
   * @param exact null with fast sums
   * @param fast null with exact sums
   */
  public record Reduction(ExactGramStatistic exact, GramStatistic fast) {
    /** What became of every row. */
    public RowAccount account() {
      return exact != null ? exact.account() : fast.account();
    }

    long rows() {
      return exact != null ? exact.rows() : fast.rows();
    }
  }

  /** Passes over the data once. */
  public Reduction reduce(Blocks blocks, FeatureEncoder encoder) {
    int numFeatures = encoder.width();
    requireMemory(numFeatures);
    return precision == Precision.EXACT
        ? new Reduction(blocks.pass(new ExactGramStatistic(numFeatures, encoder.derived())), null)
        : new Reduction(null, blocks.pass(new GramStatistic(numFeatures)));
  }

  /** Refuses a Gram matrix that the heap cannot hold, before the data are read. */
  public void requireMemory(int numFeatures) {
    boolean exact = precision == Precision.EXACT;
    long one = GramStatistic.bytes(numFeatures);
    long threads = Runtime.getRuntime().availableProcessors();
    long exactMatrices = EXACT_MATRICES + threads * EXACT_MATRICES_PER_THREAD;
    long needed = (exact ? exactMatrices : FAST_MATRICES) * one;
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
    int[] columns = columns(reduced, slots, slot -> meanOf.applyAsDouble(kept[slot]));
    int d = kept.length;
    double[] means = new double[d + 1];
    double[] spreads = new double[d + 1];
    LeastSquaresFit fit;
    if (all != null) {
      ExactMoments moments = all.select(kept, indicators);
      if (Math.abs(moments.exponent(d)) > LARGEST_EXPONENT) {
        throw Failure.data(
            "the squares of column '"
                + schema.label()
                + "' leave the range of a double: scale the column by a power of ten");
      }
      Arrays.setAll(means, moments::mean);
      Arrays.setAll(spreads, moments::standardDeviation);
      fit = LeastSquares.solve(moments, columns, intercept, level);
    } else {
      GramStatistic gram = reduced.fast().select(kept, indicators);
      List<String> names = new ArrayList<>(slots.names());
      names.add(schema.label());
      gram.requireFinite(names);
      Arrays.setAll(means, gram::mean);
      Arrays.setAll(
          spreads, slot -> Math.sqrt(gram.centredProduct(slot, slot) / (reduced.rows() - 1)));
      fit = LeastSquares.solve(gram, columns, intercept, level);
    }
    LinearModel model = new LinearModel(pruned, columns, fit, means, spreads, TrainingRecord.EMPTY);
    return model.withRecord(new TrainingRecord(Map.of(), Map.of(), warnings(model), Map.of()));
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
    LeastSquaresFit fit = model.fit();
    List<String> names = model.names();
    List<String> warnings = new ArrayList<>();
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
