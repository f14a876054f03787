package org.suffice.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.suffice.solve.LeastSquaresFit;
import org.suffice.solve.PenaltyPath;

/** A target fitted by least squares: figures, forest plot, and table with every test. */
final class LeastSquaresSection {
  /** A plot of more lines is not read any more. */
  private static final int PLOTTED = 40;

  /** The customary limit above which a column is said to repeat the others. */
  private static final double HIGH_INFLATION = 10;

  private final Html html;
  private final Target target;
  private final LeastSquaresFit fit;
  private final List<String> names;
  private final int first;

  LeastSquaresSection(Html html, Target target) {
    this.html = html;
    this.target = target;
    fit = target.fit();
    names = target.names();
    first = target.first();
  }

  void writeFigures() {
    int tested = fit.rank() - first;
    html.open("dl", "class", "figures");
    figure(
        "R²",
        Figures.six(fit.r2()),
        fit.intercept() ? "of the variance explained" : "about zero: there is no intercept");
    figure(
        "Adjusted R²",
        Figures.six(fit.adjustedR2()),
        String.format(
            Locale.ROOT,
            "for %,d estimated coefficient%s",
            fit.rank(),
            fit.rank() == 1 ? "" : "s"));
    figure(
        "Residual std. error σ",
        Figures.six(fit.sigma()),
        "on " + Figures.count(fit.degreesOfFreedom()) + " degrees of freedom");
    figure(
        "F statistic",
        Figures.six(fit.fStatistic()),
        "p " + Figures.pValue(fit.fPValue()),
        String.format(
            Locale.ROOT, "on %,d and %s df", tested, Figures.count(fit.degreesOfFreedom())));
    figure("Log-likelihood", Figures.six(fit.logLikelihood()), "under normal errors");
    figure("AIC", Figures.six(fit.aic()), "smaller is better");
    figure("BIC", Figures.six(fit.bic()), "smaller is better");
    figure(
        "Condition number", Figures.four(fit.conditionNumber()), "of the columns at unit length");
    if (fit.path() != null) {
      PenaltyPath.Step step = PathSteps.chosen(fit.path());
      figure(
          "Cross-validated error",
          Figures.six(step.cvError()),
          "mean square on rows left out",
          "± " + Figures.four(step.cvStandardError()) + " standard error");
    }
    html.close();
  }

  private void figure(String name, String value, String... notes) {
    Target.writeFigure(html, name, value, notes);
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
  void writePlot() {
    html.open("section");
    html.element(target.heading(), "Coefficients and their " + target.level() + " intervals");
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
        target.id() + "-forest",
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
            + target.level()
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
    return Figures.interval(fit.lower()[i], fit.upper()[i]);
  }

  void writeTable() {
    boolean inflation = Arrays.stream(fit.inflation()).anyMatch(v -> !Double.isNaN(v));
    boolean high = Arrays.stream(fit.inflation()).anyMatch(v -> v > HIGH_INFLATION);
    String interval = target.level() + " interval";
    html.open("section").element(target.heading(), "Table of coefficients");
    html.open("table", "class", "coefficients");
    String errors =
        fit.covariance() != null && fit.covariance().kind().isRobust()
            ? "; standard errors " + fit.covariance().kind().text()
            : fit.covariance() != null ? "; classical standard errors" : "";
    html.element(
        "caption",
        "*** p < 0.001, ** p < 0.01, * p < 0.05"
            + errors
            + (model().isEmpty() ? "" : "; " + model())
            + (high ? "; ▲ variance inflation above 10" : ""));
    List<String> heads =
        new ArrayList<>(List.of("Name", "Coefficient", "Std. error", "t", "p", interval));
    if (inflation) {
      heads.add("VIF");
    }
    Target.writeHead(html, heads.toArray(String[]::new));
    html.open("tbody");
    for (int i = 0; i < names.size(); i++) {
      writeRow(i, interval, inflation);
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
    html.close();
  }

  private String model() {
    return target.model().scales() == null ? "" : "coefficients of z scores";
  }

  private void writeRow(int i, String interval, boolean inflation) {
    boolean aliased = Double.isNaN(fit.coefficients()[i]);
    html.open("tr").element("th", Target.shown(names.get(i)), "scope", "row");
    String coefficient = aliased ? "aliased" : Figures.six(fit.coefficients()[i]);
    Target.writeCell(html, "coefficient", coefficient);
    Target.writeCell(html, "std. error", Figures.six(fit.standardErrors()[i]));
    Target.writeCell(html, "t", Figures.four(fit.tValues()[i]));
    html.open("td", "data-label", "p").element("span", Figures.pValue(fit.pValues()[i]));
    html.element("span", Figures.stars(fit.pValues()[i]), "class", "stars").close();
    html.element("td", interval(i), "class", "interval", "data-label", interval);
    if (inflation) {
      double factor = fit.inflation()[i];
      html.open("td", "data-label", "VIF");
      html.element("span", Figures.four(factor));
      html.element("span", factor > HIGH_INFLATION ? "▲" : "", "class", "high").close();
    }
    html.close();
  }
}
