package org.suffice.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.suffice.model.Json;
import org.suffice.read.Text;
import org.suffice.statistic.ClassificationMetrics;

/** What {@code evaluate} says of several targets of 0 or 1: means over them, and each of them. */
public final class MultiLabelSummary {
  /** So many targets are printed. */
  private static final int SHOWN = 20;

  private static final int WIDTH = 30;
  private static final List<String> CLASSES = List.of("0", "1");

  private final List<ClassificationMetrics> metrics;
  private final List<String> labels;

  /**
   * Summarises metrics.
   *
   * @param metrics of the classes 0 and 1 of each target
   * @param labels the names of the targets
   */
  public MultiLabelSummary(List<ClassificationMetrics> metrics, List<String> labels) {
    if (labels.size() != metrics.size()) {
      throw new IllegalArgumentException(
          "expected " + labels.size() + " targets, found " + metrics.size());
    }
    this.metrics = List.copyOf(metrics);
    this.labels = List.copyOf(labels);
  }

  /**
   * Adds {@code metrics} with the means over the targets, and under {@code targets} those of each.
   * What is not defined, or infinite, is null.
   */
  public void put(ObjectNode json) {
    ObjectNode values = json.putObject("metrics");
    double accuracy = mean(ClassificationMetrics::accuracy);
    values.set("accuracy", Json.number(accuracy));
    values.set("hammingLoss", Json.number(1 - accuracy));
    values.set("logLoss", Json.number(mean(ClassificationMetrics::logLoss)));
    values.set("auc", Json.number(mean(ClassificationMetrics::auc)));
    values.set("macroF1", Json.number(mean(each -> each.classes()[1].f1())));
    ObjectNode targets = json.putObject("targets");
    for (int t = 0; t < labels.size(); t++) {
      new ClassificationSummary(metrics.get(t), CLASSES).put(targets.putObject(labels.get(t)));
    }
  }

  /** The mean over the targets for which a figure is defined; NaN where it is for none. */
  private double mean(ToDoubleFunction<ClassificationMetrics> figure) {
    return metrics.stream()
        .mapToDouble(figure)
        .filter(value -> !Double.isNaN(value))
        .average()
        .orElse(Double.NaN);
  }

  /** What keeps a figure from being what it looks like, one line each. */
  public List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    for (int t = 0; t < labels.size(); t++) {
      String name = Text.show(labels.get(t));
      long others = metrics.get(t).unknown();
      if (others > 0) {
        warnings.add(
            name
                + ": "
                + others
                + (others == 1 ? " row is" : " rows are")
                + " neither 0 nor 1: counted as wrong, without part in logLoss and auc");
      }
      if (metrics.get(t).undefined() > 0) {
        warnings.add(
            name
                + ": a score is no number in "
                + metrics.get(t).undefined()
                + " of the rows, so that neither logLoss nor auc is defined");
      }
    }
    return warnings;
  }

  /** The figures of the targets, for a terminal. */
  public String text() {
    StringBuilder out = new StringBuilder();
    int width = 6;
    for (String label : labels) {
      width = Math.max(width, Math.min(WIDTH, Text.clean(label).length()));
    }
    out.append(
        String.format(
            Locale.ROOT,
            "%s  %9s  %9s  %9s  %9s  %9s%n",
            Figures.pad("target", width),
            "accuracy",
            "precision",
            "recall",
            "f1",
            "ones"));
    for (int t = 0; t < Math.min(SHOWN, labels.size()); t++) {
      ClassificationMetrics.OfClass one = metrics.get(t).classes()[1];
      out.append(
          String.format(
              Locale.ROOT,
              "%s  %9s  %9s  %9s  %9s  %,9d%n",
              Figures.pad(Text.clean(labels.get(t)), width),
              Figures.four(metrics.get(t).accuracy()),
              Figures.four(one.precision()),
              Figures.four(one.recall()),
              Figures.four(one.f1()),
              one.support()));
    }
    if (labels.size() > SHOWN) {
      out.append(String.format(Locale.ROOT, "… %,d targets in all%n", labels.size()));
    }
    return out.toString();
  }
}
