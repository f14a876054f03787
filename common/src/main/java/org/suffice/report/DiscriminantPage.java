package org.suffice.report;

import java.util.List;
import java.util.Locale;
import org.suffice.model.DiscriminantModel;
import org.suffice.solve.DiscriminantFit;

/**
 * The summary of a discriminant analysis as one self-contained page: no script, nothing fetched,
 * and the same bytes for the same model.
 */
public final class DiscriminantPage {
  /** So many columns have their means in the table. */
  private static final int SHOWN_COLUMNS = 12;

  /** So many classes have a row in the table. */
  private static final int SHOWN_CLASSES = 200;

  private final DiscriminantModel model;
  private final DiscriminantFit fit;
  private final Html html = new Html();

  private DiscriminantPage(DiscriminantModel model) {
    this.model = model;
    this.fit = model.fit();
  }

  /** The page as HTML. */
  public static String html(DiscriminantModel model) {
    return new DiscriminantPage(model).write();
  }

  private String write() {
    String method =
        fit.kind() == DiscriminantFit.Kind.LDA
            ? "Linear discriminant analysis"
            : "Quadratic discriminant analysis";
    PageParts.open(
        html,
        method,
        model.schema().label(),
        String.format(
            Locale.ROOT,
            "%s · %,d classes · %,d columns",
            model.algorithm(),
            fit.numClasses(),
            fit.numColumns()));
    RecordSections record = new RecordSections(html, model.record());
    writeFigures();
    record.writeWarnings();
    if (fit.kind() == DiscriminantFit.Kind.LDA) {
      DiscriminantPlot.write(html, model);
    }
    writeClasses();
    if (fit.kind() == DiscriminantFit.Kind.LDA && fit.numColumns() > 1) {
      writeCorrelations();
    }
    new LeftOutRows(model.validation(), model.classes()).write(html);
    writeMeaning();
    record.writeAccount();
    record.writeFacts();
    return PageParts.close(html);
  }

  private void writeFigures() {
    DiscriminantFit.Wilks wilks = fit.wilks();
    DiscriminantFit.Box box = fit.box();
    html.open("dl", "class", "figures");
    Target.writeFigure(
        html,
        "Wilks' Λ",
        Figures.six(wilks.lambda()),
        "F " + Figures.six(wilks.f()) + ", p " + Figures.pValue(wilks.pValue()));
    Target.writeFigure(
        html,
        "Box's M",
        Figures.six(box.m()),
        "χ² " + Figures.six(box.chiSquare()) + ", p " + Figures.pValue(box.pValue()));
    html.close();
  }

  private void writeClasses() {
    List<String> names = model.names();
    int columns = Math.min(names.size(), SHOWN_COLUMNS);
    int classes = Math.min(fit.numClasses(), SHOWN_CLASSES);
    html.open("section").element("h2", "Classes");
    html.open("div", "class", "scroll").open("table", "class", "steps");
    html.open("thead").open("tr");
    html.element("th", "Class", "scope", "col").element("th", "Rows", "scope", "col");
    html.element("th", "Prior", "scope", "col");
    for (int j = 0; j < columns; j++) {
      html.open("th", "scope", "col").text("mean of ").element("bdi", names.get(j)).close();
    }
    html.close().close().open("tbody");
    for (int k = 0; k < classes; k++) {
      html.open("tr").open("th", "scope", "row");
      html.element("bdi", model.classes().get(k)).close();
      html.element("td", String.format(Locale.ROOT, "%,d", fit.rows()[k]));
      html.element("td", Figures.six(fit.priors()[k]));
      for (int j = 0; j < columns; j++) {
        html.element("td", Figures.six(fit.means()[k * names.size() + j]));
      }
      html.close();
    }
    html.close().close().close();
    if (columns < names.size() || classes < fit.numClasses()) {
      html.element(
          "p",
          String.format(
              Locale.ROOT,
              "%,d of %,d classes and %,d of %,d columns are shown; describe --json has all.",
              classes,
              fit.numClasses(),
              columns,
              names.size()),
          "class",
          "muted");
    }
    html.close();
  }

  /** Within classes, shaded by size: blue with each other, orange against each other. */
  private void writeCorrelations() {
    List<String> names = model.names();
    int d = names.size();
    int shown = Math.min(d, SHOWN_COLUMNS);
    double[] covariance = fit.covariances();
    html.open("section").element("h2", "Correlations within classes");
    html.open("div", "class", "scroll").open("table", "class", "shaded");
    html.open("thead").open("tr").element("th", "Column", "scope", "col");
    for (int j = 0; j < shown; j++) {
      html.open("th", "scope", "col").element("bdi", names.get(j)).close();
    }
    html.close().close().open("tbody");
    for (int i = 0; i < shown; i++) {
      html.open("tr").open("th", "scope", "row").element("bdi", names.get(i)).close();
      for (int j = 0; j < shown; j++) {
        double spread = Math.sqrt(covariance[i * d + i]) * Math.sqrt(covariance[j * d + j]);
        double r = i == j ? 1 : covariance[i * d + j] / spread;
        String number = String.format(Locale.ROOT, "%.2f", r).replaceFirst("^-(0\\.00)$", "$1");
        html.element("td", number.replace('-', '−'), "class", shade(i == j ? 0 : r));
      }
      html.close();
    }
    html.close().close().close();
    if (shown < d) {
      html.element(
          "p",
          String.format(Locale.ROOT, "%,d of %,d columns are shown.", shown, d),
          "class",
          "muted");
    }
    html.close();
  }

  /** In tenths of the size. */
  private static String shade(double r) {
    long size = Math.round(10 * Math.min(1, Math.abs(r)));
    return (r < 0 ? "against s" : "with s") + size;
  }

  private void writeMeaning() {
    html.open("section").element("h2", "What the numbers mean");
    html.element(
        "p",
        "A row goes to the class of the largest posterior probability, under normal columns with "
            + (fit.kind() == DiscriminantFit.Kind.LDA
                ? "one covariance for all classes."
                : "a covariance for each class."));
    html.element(
        "p",
        "Wilks' Λ is the share of the spread that the classes do not explain: 0 is full"
            + " separation, 1 none. Box's M tests whether all classes have one covariance; a small p"
            + " speaks for qda, though with many rows it is small for differences that do not matter.");
    html.close();
  }
}
