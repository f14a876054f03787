package org.suffice.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.suffice.Failure;
import org.suffice.read.Column;
import org.suffice.read.FeatureEncoder;
import org.suffice.read.Schema;
import org.suffice.read.Text;
import org.suffice.statistic.ExactMoments;
import org.suffice.statistic.GramStatistic;

/**
 * Which slots of the rows are features of the model. Levels that no row has are forgotten, so that
 * a model depends on the rows that are in it and not on where they came from; which of the levels
 * that are left are fitted depends on the intercept and on the penalty.
 */
final class FittedSlots {
  private static final String CONSTANT = "(Intercept)";

  private final int[] kept;
  private final int[] indicators;
  private final int[] labels;
  private final Schema schema;
  private final FeatureEncoder encoder;
  private final IntToDoubleFunction keptMean;

  /**
   * The slots that occur.
   *
   * @param schema of the rows
   * @param rows the layout of the rows, with indicators of missing values
   * @param meanOf the mean of each slot of the rows
   * @throws Failure when a column has no value in any row, or two features have one name
   */
  FittedSlots(Schema schema, FeatureEncoder rows, IntToDoubleFunction meanOf) {
    requireValues(rows, meanOf);
    this.kept = occurring(rows, meanOf);
    this.schema = schema.withFeatures(pruned(schema.features(), rows, meanOf));
    this.encoder = FeatureEncoder.ofFeatures(this.schema);
    requireDistinctNames(encoder);
    this.indicators = Arrays.stream(kept).map(rows::indicatorOfSlot).toArray();
    this.labels = new int[rows.numLabels()];
    Arrays.setAll(labels, t -> t == 0 ? rows.width() : rows.labelSlot(t));
    this.keptMean = slot -> meanOf.applyAsDouble(kept[slot]);
  }

  /** The schema without the levels that no row has. */
  Schema schema() {
    return schema;
  }

  /** The layout of the d features of the model. */
  FeatureEncoder encoder() {
    return encoder;
  }

  /** The number d of features of the model. */
  int numFeatures() {
    return kept.length;
  }

  /** The slot of the rows that a feature of the model has. */
  int slot(int feature) {
    return kept[feature];
  }

  /** The slot of the rows that says that a feature of the model is missing, or -1. */
  int indicator(int feature) {
    return indicators[feature];
  }

  /**
   * Refuses a feature whose name is that of the constant, which stands beside it in every table.
   *
   * @param intercept whether a constant is fitted
   * @throws Failure when a feature has its name
   */
  void requireNameOfConstant(boolean intercept) {
    int slot = encoder.names().indexOf(CONSTANT);
    if (intercept && slot >= 0) {
      throw Failure.data(
          encoder.originOf(slot)
              + " has the name of the constant: leave it out with data.ignore, rename it, or set"
              + " intercept=false");
    }
  }

  /**
   * Everything that is reported has the name of its feature as its key: of two with one name, one
   * would be lost.
   */
  private static void requireDistinctNames(FeatureEncoder encoder) {
    Map<String, Integer> slots = new HashMap<>();
    List<String> names = encoder.names();
    for (int slot = 0; slot < names.size(); slot++) {
      Integer other = slots.put(names.get(slot), slot);
      if (other != null) {
        throw Failure.data(
            encoder.originOf(other)
                + " and "
                + encoder.originOf(slot)
                + " both give the name "
                + Text.show(names.get(slot))
                + ": rename a column, or leave one out with data.ignore");
      }
    }
  }

  /**
   * The moments of the features of the model and, after them, of the labels.
   *
   * @param fill what stands for missing values, or null for the means of the others
   */
  ExactMoments select(ExactMoments all, double[] fill) {
    return all.select(kept, indicators, labels, fill);
  }

  /** The same in doubles. */
  GramStatistic select(GramStatistic all, double[] fill) {
    return all.select(kept, indicators, labels, fill);
  }

  /**
   * The slots to fit: every number, and the levels but for the first of each column, which is the
   * reference. Without intercept the first categorical column keeps all its levels, for they are
   * then identifiable: the coding that R gives. Interactions, beside the columns themselves, leave
   * out every product with a reference level, and pairs of levels that no row has.
   */
  int[] identifiable(boolean intercept) {
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
        if (!reference && !isUnseenPair(slot)) {
          columns.add(slot);
        }
      }
    }
    return columns.stream().mapToInt(Integer::intValue).toArray();
  }

  /** Whether a slot is that of two levels that no row has together. */
  private boolean isUnseenPair(int slot) {
    return encoder.levelsOf(slot).size() == 2 && keptMean.applyAsDouble(slot) == 0;
  }

  /**
   * The slots of a penalised fit: all of them, for a penalty makes every level identifiable; where
   * no slot of a column or interaction is penalised, those of a fit without penalty.
   */
  int[] penalised(PenaltyPlan plan, boolean intercept) {
    double[] factors = factors(plan);
    boolean[] kept = new boolean[numFeatures()];
    for (int j : identifiable(intercept)) {
      kept[j] = true;
    }
    for (int c = 0; c < encoder.numColumns(); c++) {
      keepPenalised(encoder.firstSlot(c), encoder.numSlots(c), factors, kept);
    }
    for (int i = 0; i < encoder.numInteractions(); i++) {
      keepPenalised(encoder.interactionSlot(i), encoder.numInteractionSlots(i), factors, kept);
    }
    int[] columns =
        IntStream.range(0, numFeatures()).filter(j -> kept[j] && !isUnseenPair(j)).toArray();
    if (columns.length == 0) {
      throw Failure.usage("there are no features to penalise; set penalty.type=none");
    }
    return columns;
  }

  private static void keepPenalised(int first, int count, double[] factors, boolean[] kept) {
    if (IntStream.range(first, first + count).anyMatch(j -> factors[j] > 0)) {
      Arrays.fill(kept, first, first + count, true);
    }
  }

  /** The penalty factor of each of some features. */
  double[] factors(PenaltyPlan plan, int[] columns) {
    double[] factors = factors(plan);
    return Arrays.stream(columns).mapToDouble(j -> factors[j]).toArray();
  }

  /** Of every feature: its own factor, else that of its column, else 1. */
  private double[] factors(PenaltyPlan plan) {
    List<String> names = encoder.names();
    Set<String> known = new HashSet<>(names);
    double[] factors = new double[names.size()];
    for (int c = 0; c < encoder.numColumns(); c++) {
      int first = encoder.firstSlot(c);
      setFactor(plan, encoder.columnName(c), first, encoder.numSlots(c), factors, known);
    }
    for (int i = 0; i < encoder.numInteractions(); i++) {
      int first = encoder.interactionSlot(i);
      int count = encoder.numInteractionSlots(i);
      setFactor(plan, encoder.interactionName(i), first, count, factors, known);
    }
    for (int j = 0; j < factors.length; j++) {
      factors[j] = plan.factors().getOrDefault(names.get(j), factors[j]);
    }
    for (String name : plan.factors().keySet()) {
      if (!known.contains(name)) {
        throw Failure.usage(
            "penalty.factors: there is no feature or column "
                + Text.show(name)
                + Text.suggest(name, names));
      }
    }
    return factors;
  }

  /** The slots of a column or interaction have its factor. */
  private static void setFactor(
      PenaltyPlan plan, String name, int first, int count, double[] factors, Set<String> known) {
    Arrays.fill(factors, first, first + count, plan.factors().getOrDefault(name, 1.0));
    if (count > 0) {
      known.add(name);
    }
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
}
