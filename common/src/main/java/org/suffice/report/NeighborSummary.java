package org.suffice.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import org.suffice.model.Json;
import org.suffice.model.NeighborModel;
import org.suffice.model.NeighborOptions;
import org.suffice.model.NeighborPath;
import org.suffice.neighbour.Index;
import org.suffice.neighbour.Minkowski;
import org.suffice.read.Text;

/** The summary of nearest neighbours: tables for a terminal, and the same as JSON. */
public final class NeighborSummary implements ModelSummary {
  /** Choices of k and p in the table; the JSON has them all. */
  private static final int SHOWN_STEPS = 20;

  /** Columns in the table of scales. */
  private static final int SHOWN_COLUMNS = 20;

  private final NeighborModel model;
  private final NeighborOptions options;
  private final List<String> names;

  /** Summarises a model. */
  public NeighborSummary(NeighborModel model) {
    this.model = model;
    this.options = model.options();
    this.names = model.encoder().names();
  }

  private boolean classifies() {
    return model.schema().hasClasses();
  }

  /** What a comparison of k and p counts. */
  static String error(NeighborModel model) {
    return model.schema().hasClasses() ? "share of wrong classes" : "mean squared error";
  }

  /** How rows were left out for a comparison. */
  static String leftOut(NeighborPath path) {
    return path.folds() == 0 ? "left out one by one" : "left out in " + path.folds() + " folds";
  }

  @Override
  public String text() {
    StringBuilder out = new StringBuilder();
    out.append(
        String.format(
            Locale.ROOT,
            "Nearest neighbours of %s on %s%n%n",
            String.join(", ", model.schema().labels().stream().map(Text::clean).toList()),
            SummaryText.columns(model.schema())));
    out.append(
        String.format(
            Locale.ROOT,
            "k = %,d, p = %s%s, %s%s%n",
            options.k(),
            options.metric(),
            options.standardize() ? " of z scores" : "",
            options.byDistance() ? "weighted by one over the distance" : "each counting alike",
            options.ties() ? ", with all ties of the last" : ""));
    writeClasses(out);
    writeScales(out);
    writePath(out);
    out.append(
        String.format(
            Locale.ROOT, "%nn = %,d rows; d = %,d features%n", model.rows(), names.size()));
    SummaryText.appendWarnings(out, model.record());
    return out.toString();
  }

  private void writeClasses(StringBuilder out) {
    if (!classifies()) {
      return;
    }
    List<String> classes = model.schema().classes();
    int width = SummaryText.width(classes, 5);
    out.append(String.format(Locale.ROOT, "%n%s %13s%n", Figures.pad("class", width), "rows"));
    for (int c = 0; c < classes.size(); c++) {
      out.append(
          String.format(
              Locale.ROOT,
              "%s %,13d%n",
              Figures.pad(Text.clean(classes.get(c)), width),
              model.classRows()[c]));
    }
  }

  private void writeScales(StringBuilder out) {
    NeighborModel.Columns of = model.columns();
    int width = SummaryText.width(names, 7);
    out.append(
        String.format(
            Locale.ROOT,
            "%n%s %13s %13s %13s %13s%n",
            Figures.pad("feature", width),
            "mean",
            "deviation",
            "least",
            "greatest"));
    for (int j = 0; j < Math.min(names.size(), SHOWN_COLUMNS); j++) {
      out.append(
          String.format(
              Locale.ROOT,
              "%s %13s %13s %13s %13s%n",
              Figures.pad(Text.clean(names.get(j)), width),
              Figures.six(of.means()[j]),
              Figures.six(of.deviations()[j]),
              Figures.six(of.lowest()[j]),
              Figures.six(of.highest()[j])));
    }
    if (names.size() > SHOWN_COLUMNS) {
      out.append(String.format(Locale.ROOT, "… %,d more features%n", names.size() - SHOWN_COLUMNS));
    }
  }

  private void writePath(StringBuilder out) {
    List<NeighborPath.Step> steps = model.path().steps();
    if (steps.isEmpty()) {
      return;
    }
    out.append(
        String.format(
            Locale.ROOT,
            "%n%s of rows %s%n%6s %6s %13s %13s%n",
            error(model),
            leftOut(model.path()),
            "k",
            "p",
            "error",
            "std. error"));
    NeighborPath.Step chosen = model.path().least();
    int shown = 0;
    for (NeighborPath.Step step : steps) {
      boolean best = step.equals(chosen);
      if (shown++ < SHOWN_STEPS || best) {
        out.append(
            String.format(
                Locale.ROOT,
                "%,6d %6s %13s %13s%s%n",
                step.k(),
                Minkowski.of(step.p()),
                Figures.six(step.cvError()),
                Figures.six(step.cvStandardError()),
                best ? " chosen" : ""));
      }
    }
    if (steps.size() > SHOWN_STEPS) {
      out.append(
          String.format(
              Locale.ROOT,
              "… %,d in all: describe --json has them, report.html a picture%n",
              steps.size()));
    }
  }

  /** The summary with unrounded numbers under the names of the command line's contract. */
  @Override
  public ObjectNode json() {
    ObjectNode json = Json.object();
    json.put("algorithm", model.algorithm());
    json.put("rows", model.rows());
    ArrayNode features = json.putArray("features");
    names.forEach(features::add);
    if (classifies()) {
      ArrayNode classes = json.putArray("classes");
      model.schema().classes().forEach(classes::add);
    }
    ObjectNode solution = json.putObject("solution");
    solution.put("status", "CONVERGED"); // there is nothing to iterate
    solution.put("iterations", 1);
    boolean compared = !model.path().steps().isEmpty();
    solution.set("objective", Json.number(compared ? model.path().least().cvError() : Double.NaN));
    solution.put("gradientNorm", 0.0);
    ArrayNode warnings = json.putArray("warnings");
    model.record().warnings().forEach(warnings::add);
    json.put("label", String.join(",", model.schema().labels()));
    json.put("task", classifies() ? "classification" : "regression");
    json.put("k", options.k());
    putPower(json, options.metric().p());
    json.put("weights", options.byDistance() ? "distance" : "uniform");
    json.put("ties", options.ties() ? "all" : "id");
    json.put("standardize", options.standardize());
    json.put(
        "search",
        Index.choose(options.algorithm(), names.size()) == Index.Algorithm.KD_TREE
            ? "kd-tree"
            : "brute");
    if (classifies()) {
      ObjectNode rows = json.putObject("classRows");
      for (int c = 0; c < model.classRows().length; c++) {
        rows.put(model.schema().classes().get(c), model.classRows()[c]);
      }
    }
    putScales(json.putObject("scales"));
    putPath(json);
    ObjectNode account = json.putObject("rowAccount");
    model.record().account().forEach(account::put);
    ObjectNode options = json.putObject("options");
    model.record().options().forEach(options::put);
    ObjectNode provenance = json.putObject("provenance");
    model.record().provenance().forEach(provenance::put);
    return json;
  }

  /** JSON has no infinity. */
  private static void putPower(ObjectNode json, double p) {
    if (Double.isInfinite(p)) {
      json.put("p", "inf");
    } else {
      json.put("p", p);
    }
  }

  private void putScales(ObjectNode scales) {
    NeighborModel.Columns of = model.columns();
    for (int j = 0; j < names.size(); j++) {
      ObjectNode scale = scales.putObject(names.get(j));
      scale.set("mean", Json.number(of.means()[j]));
      scale.set("standardDeviation", Json.number(of.deviations()[j]));
      scale.set("min", Json.number(of.lowest()[j]));
      scale.set("max", Json.number(of.highest()[j]));
    }
  }

  private void putPath(ObjectNode json) {
    if (model.path().steps().isEmpty()) {
      return;
    }
    json.put("crossValidation", model.path().folds() == 0 ? "leave-one-out" : "folds");
    ArrayNode path = json.putArray("path");
    for (NeighborPath.Step step : model.path().steps()) {
      ObjectNode node = path.addObject();
      node.put("k", step.k());
      putPower(node, step.p());
      node.set("cvError", Json.number(step.cvError()));
      node.set("cvStandardError", Json.number(step.cvStandardError()));
    }
  }
}
