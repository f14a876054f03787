package org.suffice.report;

import java.util.Locale;
import org.suffice.model.LogisticModel;
import org.suffice.solve.LogisticFit;
import org.suffice.solve.Solution;

/**
 * The summary of a logistic regression as one self-contained page: no script, nothing fetched, and
 * the same bytes for the same model. Each class with coefficients has a section.
 */
public final class LogisticPage {
  /** So many classes have sections of their own; the JSON has them all. */
  private static final int SHOWN_FUNCTIONS = 12;

  /** So many classes have a row in the table of counts. */
  private static final int SHOWN_CLASSES = 200;

  private final LogisticModel model;
  private final LogisticFit fit;
  private final LogisticView view;
  private final Html html = new Html();

  private LogisticPage(LogisticModel model) {
    this.model = model;
    fit = model.fit();
    view = new LogisticView(model);
  }

  /**
   * The page as HTML.
   *
   * @param model a fit with its record; a figure that is not defined is shown as a dash
   */
  public static String html(LogisticModel model) {
    return new LogisticPage(model).write();
  }

  private String write() {
    html.openPage(view.title() + " of " + model.schema().label());
    RecordSections record = new RecordSections(html, model.record());
    writeHeading();
    writeFigures();
    record.writeWarnings();
    writeClasses();
    if (view.isPenalised()) {
      new LogisticPathSection(html, view, shownFunctions()).write();
    }
    for (int r = 0; r < shownFunctions(); r++) {
      new LogisticClassSection(html, view, r).write();
    }
    PageParts.writeShown(html, shownFunctions(), fit.numFunctions(), "classes");
    new LogisticMeaning(html, view).write();
    record.writeAccount();
    record.writeFacts();
    return PageParts.close(html);
  }

  private int shownFunctions() {
    return Math.min(fit.numFunctions(), SHOWN_FUNCTIONS);
  }

  private void writeHeading() {
    int columns = model.schema().features().size();
    html.open("h1").text(view.title() + " of ").element("bdi", model.schema().label()).close();
    html.open("p", "class", "subtitle");
    html.text(
        String.format(
            Locale.ROOT,
            "%s · n = %,d rows · %,d classes · %,d column%s · %,d coefficient%s for each of %,d"
                + " class%s%s",
            model.algorithm(),
            fit.totalRows(),
            fit.numClasses(),
            columns,
            columns == 1 ? "" : "s",
            view.names().size(),
            view.names().size() == 1 ? "" : "s",
            fit.numFunctions(),
            fit.numFunctions() == 1 ? "" : "es",
            fit.intercept() ? ", the constant included" : ", no constant"));
    if (model.scales() != null) {
      html.text(" · coefficients of z scores");
    }
    model.schema().weight().ifPresent(w -> html.text(" · weighted by ").element("bdi", w));
    html.text(" · solver " + view.solver());
    html.close();
    if (fit.solution().termination() != Solution.Termination.CONVERGED) {
      PageParts.writeAlarm(html, "This is no optimum: solver " + view.solver() + ".");
    }
  }

  private void writeFigures() {
    html.open("dl", "class", "figures");
    figure(
        "Residual deviance",
        Figures.six(fit.deviance()),
        "null deviance " + Figures.six(fit.nullDeviance()));
    figure("Pseudo-R²", Figures.six(fit.pseudoR2()), "of McFadden: 1 − log L ÷ log L₀");
    figure("Log-likelihood", Figures.six(fit.logLikelihood()));
    figure(
        "AIC",
        Figures.six(fit.aic()),
        String.format(Locale.ROOT, "%,d parameters; smaller is better", fit.parameters()));
    figure("BIC", Figures.six(fit.bic()), "smaller is better");
    if (view.isPenalised()) {
      figure("λ", Figures.six(fit.path().lambda()), LambdaWords.notes(fit.path()));
      figure(
          "Non-zero coefficients",
          String.format(Locale.ROOT, "%,d", view.nonZeros(fit.coefficients())),
          String.format(
              Locale.ROOT,
              "of %,d%s",
              fit.numFunctions() * view.columns().size(),
              fit.intercept() ? ", besides the constants" : ""));
    }
    html.close();
  }

  private void figure(String name, String value, String... notes) {
    Target.writeFigure(html, name, value, notes);
  }

  private void writeClasses() {
    int shown = Math.min(fit.numClasses(), SHOWN_CLASSES);
    double sum = 0;
    for (double weight : fit.weights()) {
      sum += weight;
    }
    html.open("section").element("h2", "Classes").open("table", "class", "account");
    html.element("caption", "The share is that of the weights, those of the classes included.");
    Target.writeHead(html, "Class", "Rows", "Share");
    html.open("tbody");
    for (int k = 0; k < shown; k++) {
      html.open("tr").open("th", "scope", "row");
      html.element("bdi", Target.shown(model.classes().get(k)));
      html.text(fit.reference() && k == 0 ? " (reference)" : "").close();
      html.element("td", String.format(Locale.ROOT, "%,d", fit.rows()[k]));
      html.element("td", Figures.percent(fit.weights()[k] / sum)).close();
    }
    html.close().close();
    PageParts.writeShown(html, shown, fit.numClasses(), "classes");
    html.close();
  }
}
