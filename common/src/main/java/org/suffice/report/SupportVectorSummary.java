package org.suffice.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.suffice.model.Json;
import org.suffice.model.SupportVectorModel;
import org.suffice.read.Text;
import org.suffice.solve.SupportVectorFit;

/** The summary of support vector machines: a table for a terminal, and the same as JSON. */
public final class SupportVectorSummary implements ModelSummary {
  /** So many pairs, classes or weights are printed; the JSON has them all. */
  private static final int SHOWN = 20;

  private final SupportVectorModel model;
  private final SupportVectorFit fit;
  private final SupportVectorView view;

  /** Summarises a model. */
  public SupportVectorSummary(SupportVectorModel model) {
    this.model = model;
    this.fit = model.fit();
    this.view = new SupportVectorView(model);
  }

  @Override
  public String text() {
    StringBuilder out = new StringBuilder();
    out.append(
        String.format(
            Locale.ROOT,
            "Support vector machine%s of %s on %s%s%n%s; %s%n%n",
            fit.pairs().size() == 1 ? "" : "s",
            Text.clean(model.schema().label()),
            SummaryText.columns(model.schema()),
            model.scale() == null ? "" : ", z scores",
            view.kernel(),
            view.cost()));
    appendClasses(out);
    appendPairs(out);
    if (!view.isKernelMachine() && fit.pairs().size() == 1) {
      appendWeights(out);
    }
    appendGrid(out);
    out.append(
        String.format(
            Locale.ROOT,
            "%nn = %,d rows, %,d support vectors; dual objective %s%nsolver %s%n",
            Arrays.stream(fit.classRows()).sum(),
            fit.supportVectors(),
            Figures.six(fit.solution().objective()),
            view.ending()));
    SummaryText.appendWarnings(out, model.record());
    return out.toString();
  }

  private void appendClasses(StringBuilder out) {
    int width = SummaryText.width(model.classes(), 5);
    out.append(
        String.format(
            Locale.ROOT, "%s %12s %16s%n", Figures.pad("class", width), "rows", "support vectors"));
    for (int k = 0; k < Math.min(SHOWN, fit.numClasses()); k++) {
      out.append(
          String.format(
              Locale.ROOT,
              "%s %,12d %,16d%n",
              Figures.pad(Text.clean(model.classes().get(k)), width),
              fit.classRows()[k],
              fit.classSupportVectors()[k]));
    }
    appendMore(out, fit.numClasses());
  }

  private static void appendMore(StringBuilder out, int all) {
    if (all > SHOWN) {
      out.append(String.format(Locale.ROOT, "… %,d more: describe --json%n", all - SHOWN));
    }
  }

  private void appendPairs(StringBuilder out) {
    int width = SummaryText.width(fit.pairs().stream().map(view::nameOf).toList(), 5);
    out.append(
        String.format(
            Locale.ROOT,
            "%n%s %10s %10s %10s %13s %10s %10s%n",
            Figures.pad("pair", width),
            "vectors",
            "at C",
            "margin",
            "objective",
            "gap",
            "rho"));
    for (SupportVectorFit.Pair pair : fit.pairs().stream().limit(SHOWN).toList()) {
      out.append(
          String.format(
              Locale.ROOT,
              "%s %,10d %,10d %10s %13s %10s %10s%n",
              Figures.pad(view.nameOf(pair), width),
              pair.supportVectors()[0] + pair.supportVectors()[1],
              pair.bounded(),
              Figures.four(pair.margin()),
              Figures.six(pair.objective()),
              Figures.four(pair.dualityGap()),
              Figures.four(pair.rho())));
    }
    appendMore(out, fit.pairs().size());
  }

  private void appendGrid(StringBuilder out) {
    if (fit.grid().isEmpty()) {
      return;
    }
    out.append(String.format(Locale.ROOT, "%n%10s %10s %10s%n", "C", "gamma", "accuracy"));
    for (SupportVectorFit.GridPoint point : fit.grid()) {
      boolean chosen = point.c() == fit.c() && point.gamma() == fit.kernel().gamma();
      out.append(
          String.format(
              Locale.ROOT,
              "%10s %10s %10s%s%n",
              Figures.four(point.c()),
              Figures.four(point.gamma()),
              Figures.percent(Math.rint(1e6 * point.accuracy()) / 1e6),
              chosen ? "  chosen" : ""));
    }
  }

  private void appendWeights(StringBuilder out) {
    List<String> names = model.encoder().names();
    int width = SummaryText.width(names, 5);
    out.append(String.format(Locale.ROOT, "%n%s %13s%n", Figures.pad("", width), "weight"));
    for (int j = 0; j < Math.min(SHOWN, names.size()); j++) {
      out.append(
          String.format(
              Locale.ROOT,
              "%s %13s%n",
              Figures.pad(Text.clean(names.get(j)), width),
              Figures.six(fit.weights()[j])));
    }
    appendMore(out, names.size());
  }

  /** The summary with unrounded numbers under the names of the command line's contract. */
  @Override
  public ObjectNode json() {
    List<String> names = model.encoder().names();
    ObjectNode json =
        SummaryJson.of(model, Arrays.stream(fit.classRows()).sum(), names, fit.solution());
    json.put("label", model.schema().label());
    json.put("kernel", fit.kernel().kind().name().toLowerCase(Locale.ROOT));
    json.set("gamma", Json.number(fit.kernel().gamma()));
    json.set("coef0", Json.number(fit.kernel().coef0()));
    json.put("degree", fit.kernel().degree());
    json.set("C", Json.number(fit.c()));
    json.put("margin", Double.isInfinite(fit.c()) ? "hard" : "soft");
    json.put("loss", fit.squaredHinge() ? "squared-hinge" : "hinge");
    json.put("standardized", model.scale() != null);
    ObjectNode rows = json.putObject("classRows");
    ObjectNode vectors = json.putObject("classSupportVectors");
    for (int k = 0; k < fit.numClasses(); k++) {
      rows.put(model.classes().get(k), fit.classRows()[k]);
      vectors.put(model.classes().get(k), fit.classSupportVectors()[k]);
    }
    json.put("supportVectors", fit.supportVectors());
    json.set("objective", Json.number(fit.solution().objective()));
    ArrayNode pairs = json.putArray("pairs");
    for (int p = 0; p < fit.pairs().size(); p++) {
      put(pairs.addObject(), p, names);
    }
    if (!fit.grid().isEmpty()) {
      ArrayNode grid = json.putArray("grid");
      for (SupportVectorFit.GridPoint point : fit.grid()) {
        ObjectNode node = grid.addObject();
        node.set("C", Json.number(point.c()));
        node.set("gamma", Json.number(point.gamma()));
        node.set("accuracy", Json.number(point.accuracy()));
      }
    }
    SummaryJson.putRecord(json, model.record());
    return json;
  }

  private void put(ObjectNode node, int p, List<String> names) {
    SupportVectorFit.Pair pair = fit.pairs().get(p);
    ArrayNode classes = node.putArray("classes");
    Arrays.stream(view.classesOf(pair)).forEach(classes::add);
    node.put("positive", model.classes().get(pair.positive()));
    node.set("rho", Json.number(pair.rho()));
    node.put("supportVectors", pair.supportVectors()[0] + pair.supportVectors()[1]);
    ObjectNode perClass = node.putObject("classSupportVectors");
    perClass.put(model.classes().get(pair.positive()), pair.supportVectors()[0]);
    perClass.put(model.classes().get(pair.negative()), pair.supportVectors()[1]);
    node.put("bounded", pair.bounded());
    node.set("objective", Json.number(pair.objective()));
    node.set("dualityGap", Json.number(pair.dualityGap()));
    node.set("violation", Json.number(pair.violation()));
    node.set("margin", Json.number(pair.margin()));
    if (!view.isKernelMachine()) {
      SummaryJson.putAll(node.putObject("weights"), names, fit.weights(), p * names.size());
    }
    if (pair.scaling() != null) {
      ObjectNode platt = node.putObject("platt");
      platt.set("a", Json.number(pair.scaling().a()));
      platt.set("b", Json.number(pair.scaling().b()));
    }
  }
}
