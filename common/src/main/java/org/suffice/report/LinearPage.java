package org.suffice.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.suffice.model.LinearModel;
import org.suffice.read.Column;
import org.suffice.solve.LeastSquaresFit;

/**
 * The summary of a linear regression as one self-contained page: no script, nothing fetched, and
 * the same bytes for the same model.
 */
public final class LinearPage {
  /** A plot of more lines is not read any more. */
  private static final int PLOTTED = 40;

  /** Columns, and levels of each, that the note on reference levels names. */
  private static final int NOTED = 12;

  private static final String DASH = "–";

  private final LinearModel model;
  private final LeastSquaresFit fit;
  private final List<String> names;
  private final int first;
  private final String level;
  private final Html html = new Html();

  private LinearPage(LinearModel model) {
    this.model = model;
    this.fit = model.fit();
    this.names = new LinearSummary(model).names();
    this.first = fit.intercept() ? 1 : 0;
    this.level = Figures.percent(fit.level());
  }

  /**
   * The page as HTML.
   *
   * @param model a fit with its record; a figure that is not defined is shown as a dash
   */
  public static String html(LinearModel model) {
    return new LinearPage(model).write();
  }

  private String write() {
    html.open("html", "lang", "en").open("head").empty("meta", "charset", "utf-8");
    html.empty(
        "meta",
        "http-equiv",
        "Content-Security-Policy",
        "content",
        "default-src 'none'; style-src 'unsafe-inline'");
    html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    html.element("title", "Linear regression of " + model.schema().label() + " – Suffice");
    html.style(PageStyle.CSS).close();
    html.open("body").open("main");
    writeHeading();
    writeFigures();
    writeWarnings();
    writePlot();
    writeTable();
    writeMeaning();
    writeAccount();
    writeFacts("Options", "Setting", model.record().options());
    writeFacts("Provenance", "Fact", model.record().provenance());
    return html.close().close().close().toString();
  }

  private void writeHeading() {
    html.open("h1").text("Linear regression of ").element("bdi", model.schema().label()).close();
    int columns = model.schema().features().size();
    html.open("p", "class", "subtitle");
    html.text(
        String.format(
            Locale.ROOT,
            "%s · n = %,d rows · %,d column%s · %,d coefficient%s%s",
            model.algorithm(),
            fit.rows(),
            columns,
            columns == 1 ? "" : "s",
            names.size(),
            names.size() == 1 ? "" : "s",
            fit.intercept() ? ", the intercept included" : ", no intercept"));
    model.schema().weight().ifPresent(w -> html.text(" · weighted by ").element("bdi", w));
    html.text(
        String.format(
            Locale.ROOT,
            " · solver: %s after %,d iteration%s",
            fit.solution().termination().name().toLowerCase(Locale.ROOT).replace('_', ' '),
            fit.solution().iterations(),
            fit.solution().iterations() == 1 ? "" : "s"));
    html.close();
  }

  private void writeFigures() {
    int tested = fit.rank() - first;
    html.open("dl", "class", "figures");
    writeFigure(
        "R²",
        Figures.six(fit.r2()),
        fit.intercept() ? "of the variance explained" : "about zero: there is no intercept");
    writeFigure(
        "Adjusted R²",
        Figures.six(fit.adjustedR2()),
        String.format(
            Locale.ROOT,
            "for %,d estimated coefficient%s",
            fit.rank(),
            fit.rank() == 1 ? "" : "s"));
    writeFigure(
        "Residual std. error σ",
        Figures.six(fit.sigma()),
        "on " + Figures.count(fit.degreesOfFreedom()) + " degrees of freedom");
    writeFigure(
        "F statistic",
        Figures.six(fit.fStatistic()),
        "p " + Figures.pValue(fit.fPValue()),
        String.format(
            Locale.ROOT, "on %,d and %s df", tested, Figures.count(fit.degreesOfFreedom())));
    writeFigure("Log-likelihood", Figures.six(fit.logLikelihood()), "under normal errors");
    writeFigure("AIC", Figures.six(fit.aic()), "smaller is better");
    writeFigure("BIC", Figures.six(fit.bic()), "smaller is better");
    writeFigure(
        "Condition number", Figures.four(fit.conditionNumber()), "of the columns at unit length");
    html.close();
  }

  private void writeFigure(String name, String value, String... notes) {
    html.open("div").element("dt", name).element("dd", value, "class", "value");
    for (String note : notes) {
      html.element("dd", note, "class", "note");
    }
    html.close();
  }

  private void writeWarnings() {
    List<String> warnings = model.record().warnings();
    if (warnings.isEmpty()) {
      return;
    }
    html.open("section", "class", "warnings").element("h2", "Warnings").open("ul");
    warnings.forEach(warning -> html.element("li", warning));
    html.close().close();
  }

  /** The coefficients but the intercept whose test is defined, the largest |t| first. */
  private List<Integer> plottable() {
    return IntStream.range(first, names.size())
        .filter(
            i ->
                fit.standardErrors()[i] > 0
                    && Double.isFinite(fit.tValues()[i])
                    && Double.isFinite(fit.lower()[i] / fit.standardErrors()[i])
                    && Double.isFinite(fit.upper()[i] / fit.standardErrors()[i]))
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -Math.abs(fit.tValues()[i]))) // stable
        .toList();
  }

  /**
   * In units of its own standard error every coefficient has an interval of the same length, so
   * that no unit of a column dwarfs the others.
   */
  private void writePlot() {
    html.open("section").element("h2", "Coefficients and their " + level + " intervals");
    List<Integer> plottable = plottable();
    if (plottable.isEmpty()) {
      html.element(
          "p",
          names.size() == first
              ? "There is nothing to draw: the model has no coefficient but the intercept."
              : "There is nothing to draw: no coefficient has a standard error above zero.",
          "class",
          "muted");
      html.close();
      return;
    }
    List<Integer> shown = plottable.subList(0, Math.min(PLOTTED, plottable.size()));
    List<ForestPlot.Line> lines = new ArrayList<>();
    for (int i : shown) {
      double error = fit.standardErrors()[i];
      lines.add(
          new ForestPlot.Line(
              names.get(i),
              fit.tValues()[i],
              fit.lower()[i] / error,
              fit.upper()[i] / error,
              names.get(i)
                  + ": "
                  + Figures.six(fit.coefficients()[i])
                  + " "
                  + interval(i)
                  + ", t "
                  + Figures.four(fit.tValues()[i])));
    }
    ForestPlot plot = new ForestPlot(lines);
    html.open("figure");
    plot.write(
        html,
        "Forest plot of the coefficients in units of their standard errors",
        String.format(
            Locale.ROOT,
            "%,d coefficient%s from the largest |t| to the smallest: the largest is %s with t = %s."
                + " The table of coefficients holds the same numbers.",
            lines.size(),
            lines.size() == 1 ? "" : "s",
            lines.get(0).name(),
            Figures.four(lines.get(0).estimate())),
        "coefficient ÷ standard error (t)");
    html.open("figcaption");
    html.text(
        "Each coefficient is divided by its own standard error, so that columns of any unit share"
            + " one scale: the mark is t, the bar the "
            + level
            + " interval; filled where the interval leaves out zero. ");
    if (!plot.linear()) {
      html.text("The axis is linear near zero and logarithmic further out. ");
    }
    if (shown.size() < plottable.size()) {
      html.text(
          String.format(
              Locale.ROOT,
              "The %,d largest |t| of %,d are drawn; the table holds all. ",
              shown.size(),
              plottable.size()));
    }
    int undefined = names.size() - first - plottable.size();
    if (undefined > 0) {
      html.text(String.format(Locale.ROOT, "Not drawn, for want of a t value: %,d. ", undefined));
    }
    if (fit.intercept()) {
      html.text("The intercept is in the table only.");
    }
    html.close().close().close();
  }

  private String interval(int i) {
    return Double.isNaN(fit.lower()[i])
        ? DASH
        : "[" + Figures.six(fit.lower()[i]) + ", " + Figures.six(fit.upper()[i]) + "]";
  }

  private void writeTable() {
    html.open("section").element("h2", "Table of coefficients");
    html.open("table", "class", "coefficients");
    html.element("caption", "*** p < 0.001, ** p < 0.01, * p < 0.05");
    html.open("thead").open("tr");
    for (String head : List.of("Name", "Coefficient", "Std. error", "t", "p")) {
      html.element("th", head, "scope", "col");
    }
    html.element("th", level + " interval", "scope", "col").close().close();
    html.open("tbody");
    for (int i = 0; i < names.size(); i++) {
      boolean aliased = Double.isNaN(fit.coefficients()[i]);
      html.open("tr").element("th", named(names.get(i)), "scope", "row");
      html.element("td", aliased ? "aliased" : Figures.six(fit.coefficients()[i]));
      html.element("td", Figures.six(fit.standardErrors()[i]));
      html.element("td", Figures.four(fit.tValues()[i]));
      html.open("td").element("span", Figures.pValue(fit.pValues()[i]));
      html.element("span", Figures.stars(fit.pValues()[i]), "class", "stars").close();
      html.element("td", interval(i)).close();
    }
    html.close().close();
    if (!fit.aliased().isEmpty()) {
      html.element(
          "p",
          "Aliased: the column is a combination of those before it, has no coefficient of its own"
              + " and counts as zero in predictions.",
          "class",
          "muted");
    }
    writeReferences();
    html.close();
  }

  private static String named(String name) {
    return name.isBlank() ? "(no name)" : name;
  }

  /** The levels without a coefficient, which the others of their column are compared with. */
  private void writeReferences() {
    boolean[] fitted = new boolean[model.encoder().numFeatures()];
    for (int slot : model.columns()) {
      fitted[slot] = true;
    }
    List<Column> columns = model.schema().features();
    List<String> notes = new ArrayList<>();
    for (int c = 0; c < columns.size(); c++) {
      if (model.encoder().isCategorical(c)) {
        int start = model.encoder().firstSlot(c);
        List<String> levels = columns.get(c).levels();
        List<String> left =
            IntStream.range(0, levels.size())
                .filter(l -> !fitted[start + l])
                .mapToObj(levels::get)
                .toList();
        if (!left.isEmpty()) {
          notes.add(columns.get(c).name() + " = " + some(left, " or "));
        }
      }
    }
    if (!notes.isEmpty()) {
      html.element(
          "p",
          "Levels without a coefficient, the reference of their column or absent from the rows: "
              + some(notes, "; ")
              + ".",
          "class",
          "muted");
    }
  }

  private static String some(List<String> all, String between) {
    String listed = String.join(between, all.subList(0, Math.min(NOTED, all.size())));
    return all.size() <= NOTED
        ? listed
        : listed + between + String.format(Locale.ROOT, "… (%,d in all)", all.size());
  }

  private void writeMeaning() {
    html.open("section").element("h2", "What the numbers mean");
    html.element(
        "p",
        "A coefficient is the change of the expected label for one unit more of its column, the"
            + " others held fixed; that of column=level compares the level with the reference"
            + " level. Standard errors, t, p and intervals suppose a linear relation and independent"
            + " errors of equal variance"
            + (model.schema().weight().isPresent() ? " (after weighting)" : "")
            + ". p is the chance of a |t| at least as large if the true coefficient were zero; F asks"
            + " the same of all coefficients at once. A small p says that an effect is"
            + " distinguishable from zero, not that it is large or a cause.");
    html.element(
        "p",
        byChance(fit.rank() - first)
            + "σ is the typical distance of the label from the fit, in the label's own unit. AIC and"
            + " BIC compare models of the same label on the same rows. The condition number tells"
            + " how nearly columns repeat each other: above about 1,000 single coefficients are"
            + " hard to tell apart, above 1,000,000 their last digits are in doubt.");
    html.close();
  }

  /** How many of some tests find an effect where there is none. */
  private static String byChance(int tests) {
    if (tests < 2) {
      return "";
    }
    double found = 0.05 * tests;
    return String.format(
        Locale.ROOT,
        "Were all %,d coefficients zero in truth, about %s of them would still show p < 0.05. ",
        tests,
        String.format(Locale.ROOT, found < 1 ? "%.2f" : found < 10 ? "%.1f" : "%,.0f", found));
  }

  private void writeAccount() {
    Map<String, Long> account = model.record().account();
    html.open("section").element("h2", "Rows");
    if (account.isEmpty()) {
      html.element("p", "No account of rows was recorded.", "class", "muted").close();
      return;
    }
    long read = account.getOrDefault("read", 0L);
    long sum = 0;
    html.open("table", "class", "account");
    html.element("caption", "Every row read is counted once below.");
    html.open("thead").open("tr");
    for (String head : List.of("What became of them", "Rows", "Share")) {
      html.element("th", head, "scope", "col");
    }
    html.close().close().open("tbody");
    String[][] parts = {
      {"used", "Used in the fit"},
      {"missingDropped", "+ left out: a value is missing"},
      {"rejected", "+ rejected: could not be read"},
      {"zeroWeight", "+ left out: weight zero"}
    };
    for (String[] part : parts) {
      long rows = account.getOrDefault(part[0], 0L);
      sum += rows;
      writeCount(part[1], rows, read);
    }
    html.close().open("tfoot", "class", "total");
    writeCount("= read", read, read);
    html.close().close();
    if (sum != read) {
      html.element(
          "p",
          String.format(
              Locale.ROOT,
              "The counts do not add up: %,d rows read, %,d accounted for.",
              read,
              sum),
          "class",
          "warnings");
    }
    html.close();
  }

  private void writeCount(String what, long rows, long read) {
    html.open("tr").element("th", what, "scope", "row");
    html.element("td", String.format(Locale.ROOT, "%,d", rows));
    html.element("td", read > 0 ? String.format(Locale.ROOT, "%.2f%%", 100.0 * rows / read) : DASH);
    html.close();
  }

  private void writeFacts(String title, String head, Map<String, String> facts) {
    html.open("section").element("h2", title);
    if (facts.isEmpty()) {
      html.element("p", "None were recorded.", "class", "muted").close();
      return;
    }
    html.open("table", "class", "facts").open("thead").open("tr");
    html.element("th", head, "scope", "col").element("th", "Value", "scope", "col");
    html.close().close().open("tbody");
    // Sorted, for a map may give another order in every run.
    new TreeMap<>(facts)
        .forEach(
            (key, value) ->
                html.open("tr").element("th", key, "scope", "row").element("td", value).close());
    html.close().close().close();
  }
}
