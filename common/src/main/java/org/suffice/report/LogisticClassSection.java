package org.suffice.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.suffice.solve.LogisticFit;

/** The coefficients of one class: forest plot of odds ratios, and table with every test. */
final class LogisticClassSection {
  /** A plot of more lines is not read any more. */
  private static final int PLOTTED = 40;

  private final Html html;
  private final LogisticView view;
  private final LogisticFit fit;
  private final int function;
  private final int offset;
  private final boolean tests;

  LogisticClassSection(Html html, LogisticView view, int function) {
    this.html = html;
    this.view = view;
    this.function = function;
    fit = view.fit();
    offset = view.offset(function);
    tests = view.hasErrors();
  }

  void write() {
    html.open("section", "class", "target", "id", "class-" + (function + 1));
    html.open("h2").element("bdi", Target.shown(view.nameOf(function))).text(" against ");
    html.element("bdi", Target.shown(view.against())).close();
    if (tests) {
      writePlot();
    }
    writeTable();
    html.close();
  }

  private String level() {
    return Figures.percent(fit.level()) + " interval";
  }

  /** The coefficients but the constant whose odds ratio can be drawn, the largest |z| first. */
  private List<Integer> plottable() {
    return IntStream.range(offset + view.first(), offset + view.names().size())
        .filter(
            i ->
                Double.isFinite(fit.zValues()[i])
                    && view.lowerOdds(i) > 0
                    && Double.isFinite(view.upperOdds(i)))
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -Math.abs(fit.zValues()[i]))) // stable
        .toList();
  }

  private void writePlot() {
    html.element("h3", "Odds ratios and their " + Figures.percent(fit.level()) + " intervals");
    List<Integer> plottable = plottable();
    if (plottable.isEmpty()) {
      html.element(
          "p",
          view.columns().isEmpty()
              ? "There is nothing to draw: the model has no coefficient but the constant."
              : "There is nothing to draw: no odds ratio has an interval within the range of"
                  + " numbers.",
          "class",
          "muted");
      return;
    }
    List<Integer> shown = plottable.subList(0, Math.min(PLOTTED, plottable.size()));
    List<ForestPlot.Line> lines = new ArrayList<>();
    for (int i : shown) {
      lines.add(
          new ForestPlot.Line(
              name(i), view.oddsRatio(i), view.lowerOdds(i), view.upperOdds(i), tip(i)));
    }
    html.open("figure");
    ForestPlot.ofRatios(lines)
        .write(
            html,
            "class-" + (function + 1) + "-forest",
            "Forest plot of the odds ratios of " + view.nameOf(function),
            String.format(
                Locale.ROOT,
                "%,d odds ratio%s from the largest |z| to the smallest; the first is %s with %s."
                    + " The table of coefficients holds the same numbers.",
                lines.size(),
                lines.size() == 1 ? "" : "s",
                lines.get(0).name(),
                Figures.four(lines.get(0).estimate())),
            "odds ratio, exp(coefficient)");
    html.open("figcaption");
    html.text(
        "The factor by which the odds change for one more of the column, on a logarithmic axis:"
            + " the mark is the estimate, the bar its interval; filled where the interval leaves"
            + " out 1. ");
    if (shown.size() < plottable.size()) {
      html.text(
          String.format(
              Locale.ROOT,
              "The %,d largest |z| of %,d are drawn; the table holds all. ",
              shown.size(),
              plottable.size()));
    }
    int undefined = view.columns().size() - plottable.size();
    if (undefined > 0) {
      html.text(
          String.format(Locale.ROOT, "Not drawn, for want of a finite interval: %,d. ", undefined));
    }
    html.close().close();
  }

  private String name(int i) {
    return view.names().get(i - offset);
  }

  private String tip(int i) {
    return name(i)
        + ": "
        + Figures.six(view.oddsRatio(i))
        + " "
        + Figures.interval(view.lowerOdds(i), view.upperOdds(i))
        + ", z "
        + Figures.four(fit.zValues()[i]);
  }

  private void writeTable() {
    html.element("h3", "Table of coefficients").open("table", "class", "coefficients");
    html.element("caption", caption());
    List<String> heads = new ArrayList<>(List.of("Name", "Coefficient"));
    if (tests) {
      heads.addAll(List.of("Std. error", "z", "p", level()));
    }
    heads.add("Odds ratio");
    if (tests) {
      heads.add(level());
    }
    Target.writeHead(html, heads.toArray(String[]::new));
    html.open("tbody");
    List<String> zeros = new ArrayList<>();
    for (int i = offset; i < offset + view.names().size(); i++) {
      if (view.isPenalised() && i >= offset + view.first() && fit.coefficients()[i] == 0) {
        zeros.add(Target.shown(name(i)));
      } else {
        writeRow(i);
      }
    }
    html.close().close();
    if (!zeros.isEmpty()) {
      PenalisedSection.writeZeros(html, zeros);
    }
  }

  private String caption() {
    String scores = view.model().scales() == null ? "" : "Coefficients of z scores. ";
    return tests
        ? scores + CoefficientTable.STARS
        : scores
            + (view.isPenalised()
                ? "A penalty leaves no z, p or interval that would mean what they mean without"
                    + " one."
                : "There are no standard errors: the coefficients are not those of an optimum, or"
                    + " are too many.");
  }

  private void writeRow(int i) {
    double w = fit.coefficients()[i];
    boolean constant = i < offset + view.first();
    html.open("tr").element("th", Target.shown(name(i)), "scope", "row");
    Target.writeCell(html, "coefficient", Double.isNaN(w) ? "aliased" : Figures.six(w));
    if (tests) {
      double p = fit.pValues()[i];
      Target.writeCell(html, "std. error", Figures.six(fit.standardErrors()[i]));
      Target.writeCell(html, "z", Figures.four(fit.zValues()[i]));
      html.open("td", "data-label", "p").element("span", Figures.pValue(p));
      html.element("span", Figures.stars(p), "class", "stars").close();
      writeInterval(Figures.interval(fit.lower()[i], fit.upper()[i]));
    }
    Target.writeCell(html, "odds ratio", constant ? Target.DASH : Figures.six(view.oddsRatio(i)));
    if (tests) {
      writeInterval(
          constant ? Target.DASH : Figures.interval(view.lowerOdds(i), view.upperOdds(i)));
    }
    html.close();
  }

  private void writeInterval(String interval) {
    html.element("td", interval, "class", "interval", "data-label", level());
  }
}
