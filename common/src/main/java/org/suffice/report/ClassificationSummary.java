package org.suffice.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.suffice.model.Json;
import org.suffice.read.Text;
import org.suffice.statistic.ClassificationMetrics;

/** What {@code evaluate} says of predicted classes: a table of the classes, and JSON. */
public final class ClassificationSummary {
  /** With more classes than this, pairs of classes that no row has are left out of the JSON. */
  private static final int FEW_CLASSES = 100;

  /** So many classes are printed. */
  private static final int SHOWN = 20;

  private static final int WIDTH = 30;

  /** What stands for the classes that training did not see. */
  private static final String OTHERS = "(not in training)";

  private final ClassificationMetrics metrics;
  private final List<String> names;

  /**
   * Summarises metrics.
   *
   * @param names of the classes, by position
   */
  public ClassificationSummary(ClassificationMetrics metrics, List<String> names) {
    if (names.size() != metrics.numClasses()) {
      throw new IllegalArgumentException(
          "expected " + metrics.numClasses() + " classes, found " + names.size());
    }
    this.metrics = metrics;
    this.names = List.copyOf(names);
  }

  /**
   * Adds {@code metrics}, {@code confusion} and {@code classes}; where rows have weights, {@code
   * weightedConfusion} too. What is not defined, or infinite, is null.
   */
  public void put(ObjectNode json) {
    ObjectNode values = json.putObject("metrics");
    values.set("accuracy", Json.number(metrics.accuracy()));
    values.set("logLoss", Json.number(metrics.logLoss()));
    if (names.size() == 2) {
      values.set("auc", Json.number(metrics.auc()));
    }
    values.set("macroF1", Json.number(metrics.macroF1()));
    ObjectNode counts = json.putObject("confusion");
    ObjectNode weights = metrics.isWeighted() ? json.putObject("weightedConfusion") : null;
    for (int a = 0; a < names.size(); a++) {
      putRow(counts.putObject(names.get(a)), a, false);
      if (weights != null) {
        putRow(weights.putObject(names.get(a)), a, true);
      }
    }
    if (metrics.unknown() > 0) {
      putRow(counts.putObject(OTHERS), names.size(), false);
      if (weights != null) {
        putRow(weights.putObject(OTHERS), names.size(), true);
      }
    }
    ObjectNode classes = json.putObject("classes");
    ClassificationMetrics.OfClass[] all = metrics.classes();
    for (int k = 0; k < all.length; k++) {
      ObjectNode one = classes.putObject(names.get(k));
      one.set("precision", Json.number(all[k].precision()));
      one.set("recall", Json.number(all[k].recall()));
      one.set("f1", Json.number(all[k].f1()));
      one.put("support", all[k].support());
      if (weights != null) {
        one.put("weight", all[k].weight());
      }
    }
  }

  private void putRow(ObjectNode row, int actual, boolean weights) {
    for (int p = 0; p < names.size(); p++) {
      long count = metrics.confusion(actual, p);
      if (count == 0 && names.size() > FEW_CLASSES) {
        continue;
      }
      if (weights) {
        row.put(names.get(p), metrics.confusionWeight(actual, p));
      } else {
        row.put(names.get(p), count);
      }
    }
  }

  /** What keeps a figure from being what it looks like, one line each. */
  public List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    if (metrics.unknown() > 0) {
      warnings.add(
          rows(metrics.unknown())
              + " a class that was not in training: counted as wrong, without part in logLoss and"
              + " auc");
    }
    if (metrics.undefined() > 0) {
      warnings.add(
          rows(metrics.undefined())
              + " a score that is no number, so that neither logLoss nor auc is defined");
    }
    if (metrics.impossible() > 0) {
      warnings.add(
          rows(metrics.impossible())
              + " probability 0 for the class of the label, so that logLoss is infinite");
    }
    if (metrics.aucError() > 0) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "auc is from scores of more than %,d rows, rounded to ten bits: within %.1g",
              ClassificationMetrics.LIMIT,
              metrics.aucError()));
    }
    return warnings;
  }

  private static String rows(long count) {
    return count + (count == 1 ? " row has" : " rows have");
  }

  /** The figures of the classes, for a terminal; where rows have weights, those of each too. */
  public String text() {
    StringBuilder out = new StringBuilder();
    int width = 5;
    for (String name : names) {
      width = Math.max(width, shown(name).length());
    }
    boolean weighted = metrics.isWeighted();
    String format = "%-" + width + "s  %9s  %9s  %9s  %9s" + (weighted ? "  %9s%n" : "%n");
    out.append(
        String.format(Locale.ROOT, format, "class", "precision", "recall", "f1", "rows", "weight"));
    ClassificationMetrics.OfClass[] all = metrics.classes();
    for (int k = 0; k < Math.min(all.length, SHOWN); k++) {
      out.append(
          String.format(
              Locale.ROOT,
              format,
              shown(names.get(k)),
              figure(all[k].precision()),
              figure(all[k].recall()),
              figure(all[k].f1()),
              String.format(Locale.ROOT, "%,d", all[k].support()),
              Figures.six(all[k].weight())));
    }
    if (all.length > SHOWN) {
      out.append(String.format(Locale.ROOT, "… %,d classes in all%n", all.length));
    }
    if (weighted) {
      out.append(
          String.format(
              Locale.ROOT,
              "metrics are of the weights; in the JSON confusion counts rows, weightedConfusion"
                  + " adds weights%n"));
    }
    return out.toString();
  }

  private static String shown(String name) {
    String clean = Text.clean(name);
    return clean.length() <= WIDTH ? clean : clean.substring(0, WIDTH - 1) + "…";
  }

  private static String figure(double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.4f", value);
  }
}
