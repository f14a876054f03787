package org.suffice.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.suffice.Failure;
import org.suffice.read.FeatureEncoder;
import org.suffice.read.RowAccount;
import org.suffice.read.Schema;
import org.suffice.read.Text;
import org.suffice.solve.ClassScatters;
import org.suffice.statistic.ClassGrams;
import org.suffice.statistic.ExactGramStatistic;
import org.suffice.statistic.ExactMoments;
import org.suffice.statistic.GramStatistic;
import org.suffice.statistic.Moments;
import org.suffice.statistic.PlacedRows;

/**
 * A statistic of classes as the features of a model see it, ready to be solved with any priors,
 * shrinkage and mix: classes and levels that no row has are forgotten, means stand for what is
 * missing.
 *
 * @param positions of the classes that have rows, among those that labels may stand for
 * @param names of these classes
 * @param slots the features of the model
 * @param columns those of them that are fitted
 * @param parts the moments of each class
 * @param scatters of the classes
 * @param squared the column of the squares of each fitted one; null without squares
 * @param means of each feature over the rows that have it
 * @param spreads standard deviations of the same
 */
record ClassFeatures(
    int[] positions,
    List<String> names,
    FittedSlots slots,
    int[] columns,
    Moments[] parts,
    ClassScatters scatters,
    int[] squared,
    double[] means,
    double[] spreads) {
  /**
   * Selects the features.
   *
   * @param squares whether the squares of the features are wanted
   * @param schema of the rows
   * @param encoder of the rows that were reduced, with its indicators of missing values
   * @param classes the names of the positions that labels stand for
   * @throws Failure when there are fewer than two classes, no features or no squares
   */
  static ClassFeatures of(
      DiscriminantAnalysis.Reduction reduced,
      boolean squares,
      Schema schema,
      FeatureEncoder encoder,
      List<String> classes) {
    int[] positions =
        reduced.parts().keySet().stream()
            .filter(reduced::hasRows)
            .mapToInt(Integer::intValue)
            .toArray();
    List<String> names = Arrays.stream(positions).mapToObj(classes::get).toList();
    requireClasses(names, reduced);
    ClassGrams<ExactGramStatistic> exact = withSquares(reduced.exact(), squares, encoder);
    Moments[] all = new Moments[positions.length];
    if (exact != null) {
      IntStream.range(0, all.length)
          .parallel()
          .forEach(k -> all[k] = ExactMoments.of(exact.parts().get(positions[k])));
    } else {
      Arrays.setAll(all, k -> reduced.fast().parts().get(positions[k]));
    }
    Moments rows = exact != null ? ExactMoments.of(exact.total()) : reduced.fast().total();
    IntToDoubleFunction meanOf = rows::mean;
    FittedSlots slots = new FittedSlots(schema, encoder, meanOf);
    int[] columns = slots.identifiable(true);
    if (columns.length == 0) {
      throw Failure.usage(
          "there are no features to tell the classes apart; name some in data.features");
    }
    Selection selection = new Selection(slots, encoder.width(), squares);
    Moments total = selection.of(rows, null);
    if (total instanceof GramStatistic gram) {
      requireFinite(gram, slots);
    }
    int d = slots.numFeatures();
    double[] means = IntStream.range(0, d).mapToDouble(total::mean).toArray();
    double[] spreads = IntStream.range(0, d).mapToDouble(total::standardDeviation).toArray();
    Moments[] parts = new Moments[all.length];
    IntStream.range(0, all.length).parallel().forEach(k -> parts[k] = selection.of(all[k], means));
    int[] squared = squares ? Arrays.stream(columns).map(j -> d + j).toArray() : null;
    return new ClassFeatures(
        positions,
        names,
        slots,
        columns,
        parts,
        new ClassScatters(total, List.of(parts), columns),
        squared,
        means,
        spreads);
  }

  /**
   * Where a model of these features finds them in the rows.
   *
   * @param numClasses the number of classes that labels may stand for
   */
  PlacedRows.Layout layout(int numClasses) {
    int d = slots.numFeatures();
    int[] classes = new int[numClasses];
    Arrays.fill(classes, -1);
    IntStream.range(0, positions.length).forEach(k -> classes[positions[k]] = k);
    return new PlacedRows.Layout(
        IntStream.range(0, d).map(slots::slot).toArray(),
        IntStream.range(0, d).map(slots::indicator).toArray(),
        means,
        classes);
  }

  /** Stored sums may hold more than is wanted now, or less. */
  private static ClassGrams<ExactGramStatistic> withSquares(
      ClassGrams<ExactGramStatistic> exact, boolean squares, FeatureEncoder encoder) {
    if (exact == null || exact.hasSquares() == squares) {
      return exact;
    }
    if (squares) {
      throw Failure.usage(
          "discriminant.shrinkage=auto needs statistics that were all summarized with it; summarize"
              + " anew, or give discriminant.shrinkage a number");
    }
    int c = exact.numClasses();
    return ClassGrams.rearranged(
        exact,
        ClassGrams.exact(encoder.width(), encoder.derived(), c, false),
        IntStream.range(0, encoder.width()).toArray(),
        IntStream.range(0, c).toArray());
  }

  /** The fitted features, and behind them their squares where shrinkage is to be found. */
  private static final class Selection {
    private final int[] from;
    private final int[] indicators;
    private final int[] label;
    private final boolean squares;

    Selection(FittedSlots slots, int width, boolean squares) {
      int d = slots.numFeatures();
      this.squares = squares;
      from = new int[squares ? 2 * d : d];
      indicators = new int[from.length];
      for (int j = 0; j < d; j++) {
        from[j] = slots.slot(j);
        indicators[j] = slots.indicator(j);
        if (squares) {
          from[d + j] = width + slots.slot(j);
          indicators[d + j] = slots.indicator(j);
        }
      }
      label = new int[] {squares ? 2 * width : width};
    }

    /**
     * The moments of the features.
     *
     * @param means what stands for missing values; null for the means of the rows that have them
     */
    Moments of(Moments all, double[] means) {
      double[] fill = null;
      if (means != null) {
        fill = Arrays.copyOf(means, from.length);
        for (int j = 0; squares && j < means.length; j++) {
          fill[means.length + j] = means[j] * means[j];
        }
      }
      return all instanceof ExactMoments exact
          ? exact.select(from, indicators, label, fill)
          : ((GramStatistic) all).select(from, indicators, label, fill);
    }
  }

  private static void requireClasses(List<String> names, DiscriminantAnalysis.Reduction reduced) {
    RowAccount account = reduced.account();
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

  private static void requireFinite(GramStatistic gram, FittedSlots slots) {
    List<String> names = new ArrayList<>(slots.encoder().names());
    if (gram.numFeatures() > names.size()) {
      slots.encoder().names().forEach(name -> names.add(name + " squared"));
    }
    names.add("(label)");
    gram.requireFinite(names);
  }
}
