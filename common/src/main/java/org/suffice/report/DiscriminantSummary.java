package org.suffice.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.suffice.model.DiscriminantModel;
import org.suffice.model.Json;
import org.suffice.read.Text;
import org.suffice.solve.DiscriminantFit;

/** The summary of a discriminant analysis: tables for a terminal, and the same as JSON. */
public final class DiscriminantSummary implements ModelSummary {
  /** Classes and directions beside each other in a table; the JSON has them all. */
  private static final int SHOWN = 8;

  private static final int CELL = 13;

  private final DiscriminantModel model;
  private final DiscriminantFit fit;
  private final List<String> names;

  /** Summarises a model. */
  public DiscriminantSummary(DiscriminantModel model) {
    this.model = model;
    this.fit = model.fit();
    this.names = model.names();
  }

  /** The tables, for a terminal. */
  @Override
  public String text() {
    boolean lda = fit.kind() == DiscriminantFit.Kind.LDA;
    int c = fit.numClasses();
    StringBuilder out = new StringBuilder();
    out.append(
        String.format(
            Locale.ROOT,
            "%s discriminant analysis of %s on %s%n%n",
            lda ? "Linear" : "Quadratic",
            Text.clean(model.schema().label()),
            SummaryText.columns(model.schema())));
    int classWidth = SummaryText.width(model.classes(), 5);
    out.append(
        String.format(
            Locale.ROOT,
            "%s %13s %13s%s%n",
            Figures.pad("class", classWidth),
            "rows",
            "prior",
            lda ? "" : String.format(Locale.ROOT, " %13s", "log |Σ|")));
    for (int k = 0; k < c; k++) {
      out.append(
          String.format(
              Locale.ROOT,
              "%s %13s %13s%s%n",
              Figures.pad(Text.clean(model.classes().get(k)), classWidth),
              String.format(Locale.ROOT, "%,d", fit.rows()[k]),
              Figures.six(fit.priors()[k]),
              lda
                  ? ""
                  : String.format(Locale.ROOT, " %13s", Figures.six(fit.logDeterminants()[k]))));
    }
    out.append("\nmeans\n");
    List<String> shown = model.classes().stream().limit(SHOWN).toList();
    table(out, shown, c, (j, k) -> fit.means()[k * fit.numColumns() + j]);
    if (lda && fit.numDiscriminants() > 0) {
      int r = fit.numDiscriminants();
      out.append("\ndirections that tell the classes apart\n");
      List<String> heads =
          IntStream.rangeClosed(1, Math.min(SHOWN, r)).mapToObj(v -> "LD" + v).toList();
      table(out, heads, r, (j, v) -> fit.scaling()[j * r + v]);
      double[] shares = shares();
      out.append(Figures.pad("share", nameWidth()));
      for (int v = 0; v < heads.size(); v++) {
        out.append(String.format(Locale.ROOT, " %" + CELL + "s", Figures.four(shares[v])));
      }
      out.append('\n');
    }
    out.append('\n').append(figures());
    out.append(new LeftOutRows(model.validation(), model.classes()).text());
    SummaryText.appendWarnings(out, model.record());
    return out.toString();
  }

  private interface Cell {
    double of(int row, int column);
  }

  private int nameWidth() {
    return SummaryText.width(names, 5);
  }

  private void table(StringBuilder out, List<String> heads, int all, Cell cell) {
    int width = nameWidth();
    out.append(Figures.pad("", width));
    for (String head : heads) {
      String text = Text.clean(head);
      int length = text.codePointCount(0, text.length());
      String padded = length >= CELL ? Figures.pad(text, CELL) : " ".repeat(CELL - length) + text;
      out.append(' ').append(padded);
    }
    out.append(all > heads.size() ? " … " + (all - heads.size()) + " more" : "").append('\n');
    for (int j = 0; j < names.size(); j++) {
      out.append(Figures.pad(Text.clean(names.get(j)), width));
      for (int k = 0; k < heads.size(); k++) {
        out.append(String.format(Locale.ROOT, " %" + CELL + "s", Figures.six(cell.of(j, k))));
      }
      out.append('\n');
    }
  }

  /** The share of each direction in what lies between the classes. */
  private double[] shares() {
    double[] squares = Arrays.stream(fit.singularValues()).map(s -> s * s).toArray();
    double sum = Arrays.stream(squares).sum();
    return Arrays.stream(squares).map(square -> square / sum).toArray();
  }

  private String figures() {
    StringBuilder out = new StringBuilder();
    out.append(
        String.format(
            Locale.ROOT,
            "n = %,d rows in %,d classes; d = %,d columns",
            fit.totalRows(),
            fit.numClasses(),
            fit.numColumns()));
    double least = Arrays.stream(fit.shrinkage()).min().orElse(0);
    double most = Arrays.stream(fit.shrinkage()).max().orElse(0);
    if (most > 0) {
      out.append("; shrinkage ").append(Figures.four(least));
      out.append(least == most ? "" : " to " + Figures.four(most));
    }
    if (fit.mix() > 0) {
      out.append("; mix ").append(Figures.four(fit.mix()));
    }
    out.append('\n');
    DiscriminantFit.Wilks wilks = fit.wilks();
    if (!Double.isNaN(wilks.lambda())) {
      out.append(
          String.format(
              Locale.ROOT,
              "equal means: Wilks' Λ %s, F %s on %s and %s degrees of freedom, p %s%n",
              Figures.six(wilks.lambda()),
              Figures.six(wilks.f()),
              Figures.count(wilks.numerator()),
              Figures.count(wilks.denominator()),
              Figures.pValue(wilks.pValue())));
    }
    DiscriminantFit.Box box = fit.box();
    if (!Double.isNaN(box.m())) {
      out.append(
          String.format(
              Locale.ROOT,
              "equal covariances: Box's M %s, χ² %s on %s degrees of freedom, p %s%n",
              Figures.six(box.m()),
              Figures.six(box.chiSquare()),
              Figures.count(box.degreesOfFreedom()),
              Figures.pValue(box.pValue())));
    }
    return out.toString();
  }

  /** The summary with unrounded numbers under the names of the command line's contract. */
  @Override
  public ObjectNode json() {
    boolean lda = fit.kind() == DiscriminantFit.Kind.LDA;
    int c = fit.numClasses();
    int d = fit.numColumns();
    ObjectNode json = SummaryJson.of(model, fit.totalRows(), names, fit.solution());
    json.put("label", model.schema().label());
    ObjectNode counts = json.putObject("classRows");
    ObjectNode priors = json.putObject("priors");
    ObjectNode means = json.putObject("means");
    ObjectNode shrinkage = json.putObject("shrinkage");
    for (int k = 0; k < c; k++) {
      String name = model.classes().get(k);
      counts.put(name, fit.rows()[k]);
      priors.put(name, fit.priors()[k]);
      shrinkage.put(name, fit.shrinkage()[k]);
      ObjectNode mean = means.putObject(name);
      for (int j = 0; j < d; j++) {
        mean.set(names.get(j), Json.number(fit.means()[k * d + j]));
      }
    }
    json.put("mix", fit.mix());
    if (lda) {
      putMatrix(json.putArray("covariance"), 0);
      putDirections(json);
    } else {
      ObjectNode covariances = json.putObject("covariances");
      for (int k = 0; k < c; k++) {
        putMatrix(covariances.putArray(model.classes().get(k)), k * d * d);
      }
      json.putArray("discriminants");
    }
    putTests(json);
    new LeftOutRows(model.validation(), model.classes()).put(json);
    SummaryJson.putRecord(json, model.record());
    return json;
  }

  /** Rows and columns in the order of the features. */
  private void putMatrix(ArrayNode matrix, int offset) {
    int d = fit.numColumns();
    for (int i = 0; i < d; i++) {
      ArrayNode row = matrix.addArray();
      for (int j = 0; j < d; j++) {
        row.add(Json.number(fit.covariances()[offset + i * d + j]));
      }
    }
  }

  private void putDirections(ObjectNode json) {
    ArrayNode all = json.putArray("discriminants");
    int r = fit.numDiscriminants();
    double[] shares = shares();
    for (int v = 0; v < r; v++) {
      ObjectNode node = all.addObject();
      node.put("name", "LD" + (v + 1));
      node.set("singularValue", Json.number(fit.singularValues()[v]));
      node.set("share", Json.number(shares[v]));
      ObjectNode coefficients = node.putObject("coefficients");
      for (int j = 0; j < names.size(); j++) {
        coefficients.set(names.get(j), Json.number(fit.scaling()[j * r + v]));
      }
    }
  }

  private void putTests(ObjectNode json) {
    DiscriminantFit.Wilks wilks = fit.wilks();
    ObjectNode node = json.putObject("wilks");
    node.set("lambda", Json.number(wilks.lambda()));
    node.set("fStatistic", Json.number(wilks.f()));
    node.set("numeratorDegreesOfFreedom", Json.number(wilks.numerator()));
    node.set("denominatorDegreesOfFreedom", Json.number(wilks.denominator()));
    node.set("pValue", Json.number(wilks.pValue()));
    DiscriminantFit.Box box = fit.box();
    ObjectNode boxNode = json.putObject("boxM");
    boxNode.set("m", Json.number(box.m()));
    boxNode.set("chiSquare", Json.number(box.chiSquare()));
    boxNode.set("degreesOfFreedom", Json.number(box.degreesOfFreedom()));
    boxNode.set("pValue", Json.number(box.pValue()));
  }
}
