package org.suffice.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.suffice.Failure;
import org.suffice.model.LinearModel;
import org.suffice.model.TrainingRecord;
import org.suffice.pass.Blocks;
import org.suffice.read.FeatureEncoder;
import org.suffice.read.Schema;
import org.suffice.read.Text;
import org.suffice.solve.LeastSquares;
import org.suffice.solve.LeastSquaresFit;
import org.suffice.statistic.GramStatistic;

/**
 * Least squares of a label on features: one pass for the Gram statistic, then a closed form.
 *
 * @param intercept whether a constant is fitted
 * @param level of the confidence intervals
 */
public record LinearRegression(boolean intercept, double level) {
  /** Above this the last digits of a coefficient are in doubt. */
  private static final double ILL_CONDITIONED = 1e5;

  /** Checks the level. */
  public LinearRegression {
    if (!(level > 0 && level < 1)) {
      throw Failure.usage("inference.level must lie between 0 and 1, found " + level);
    }
  }

  /** What a fit left to say, besides the model: the statistic with its account of rows. */
  public record Result(LinearModel model, GramStatistic statistic) {}

  /** Passes over the data once. */
  public GramStatistic reduce(Blocks blocks, int numFeatures) {
    requireMemory(numFeatures);
    return blocks.pass(new GramStatistic(numFeatures));
  }

  /** Refuses a Gram matrix that the heap cannot hold, before the data are read. */
  private static void requireMemory(int numFeatures) {
    long needed = 4 * GramStatistic.bytes(numFeatures);
    long heap = Runtime.getRuntime().maxMemory();
    if (needed > heap || numFeatures > 46_000) {
      throw Failure.usage(
          String.format(
              Locale.ROOT,
              "%,d features need a matrix of %,d MiB, four at a time while merging; the heap has"
                  + " %,d MiB: leave columns out with data.ignore, or give the driver more memory",
              numFeatures,
              GramStatistic.bytes(numFeatures) >> 20,
              heap >> 20));
    }
  }

  /**
   * Solves a statistic.
   *
   * @param encoder of the rows that were reduced, with its indicators of missing values
   * @throws Failure when there are no rows, or fewer than coefficients
   */
  public LinearModel solve(GramStatistic reduced, Schema schema, FeatureEncoder encoder) {
    if (reduced.rows() == 0) {
      String why =
          reduced.account().zeroWeight() > 0
                  && reduced.account().zeroWeight() == reduced.account().read()
              ? "the sum of the weights is 0"
              : "no rows to train on";
      throw Failure.data(why + leftOut(reduced));
    }
    double[] means = new double[encoder.numFeatures()];
    GramStatistic gram = reduced.withMeansForMissing(indicators(reduced, encoder), means);
    List<String> names = new ArrayList<>(encoder.names());
    names.add(schema.label());
    gram.requireFinite(names);
    int[] columns = identifiable(gram, encoder);
    int coefficients = columns.length + (intercept ? 1 : 0);
    if (gram.rows() < coefficients) {
      throw Failure.data(
          "n="
              + gram.rows()
              + " rows < p="
              + coefficients
              + " coefficients"
              + leftOut(gram)
              + ": least squares has no unique answer; give more rows or leave columns out with"
              + " data.ignore");
    }
    LeastSquaresFit fit = LeastSquares.solve(gram, columns, intercept, level);
    LinearModel model = new LinearModel(schema, columns, fit, means, TrainingRecord.EMPTY);
    return model.withRecord(
        new TrainingRecord(
            java.util.Map.of(), java.util.Map.of(), warnings(model), java.util.Map.of()));
  }

  /** For each feature the slot that says where it is missing, or -1. */
  private static int[] indicators(GramStatistic gram, FeatureEncoder encoder) {
    int[] indicators = new int[encoder.numFeatures()];
    for (int c = 0; c < encoder.numColumns(); c++) {
      int indicator = encoder.indicatorSlot(c);
      if (indicator >= 0 && gram.mean(indicator) >= 1) {
        throw Failure.data(
            "column "
                + Text.show(encoder.columnName(c))
                + " has no value in any row; leave it out with data.ignore");
      }
      for (int slot = encoder.firstSlot(c);
          slot < encoder.firstSlot(c) + encoder.numSlots(c);
          slot++) {
        indicators[slot] = indicator;
      }
    }
    return indicators;
  }

  private static String leftOut(GramStatistic gram) {
    long left = gram.account().read() - gram.rows();
    return left == 0 ? "" : " (" + left + " of " + gram.account().read() + " rows were left out)";
  }

  /**
   * The slots to fit: every numeric column and part of a date, and the levels that occur but for
   * the first of them, which is the reference. Without intercept the first categorical column keeps
   * all its levels, for they are then identifiable: the coding that R gives.
   */
  private int[] identifiable(GramStatistic gram, FeatureEncoder encoder) {
    List<Integer> columns = new ArrayList<>();
    boolean constantSpanned = intercept;
    for (int c = 0; c < encoder.numColumns(); c++) {
      int first = encoder.firstSlot(c);
      if (!encoder.isCategorical(c)) {
        for (int slot = first; slot < first + encoder.numSlots(c); slot++) {
          columns.add(slot);
        }
        continue;
      }
      boolean skipReference = constantSpanned;
      for (int slot = first; slot < first + encoder.numSlots(c); slot++) {
        boolean occurs = gram.mean(slot) > 0;
        if (occurs && skipReference) {
          skipReference = false;
        } else if (occurs) {
          columns.add(slot);
        }
      }
      constantSpanned = true;
    }
    return columns.stream().mapToInt(Integer::intValue).toArray();
  }

  private static List<String> warnings(LinearModel model) {
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
    } else if (fit.rss() <= 1e-14 * fit.tss()) {
      warnings.add(
          "the fit is essentially perfect: the residuals are rounding, and so are the errors");
    }
    if (fit.conditionNumber() > ILL_CONDITIONED) {
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
