package org.suffice.report;

import java.util.Arrays;
import java.util.Locale;
import org.suffice.model.SupportVectorModel;
import org.suffice.solve.Solution;
import org.suffice.solve.SupportVectorFit;

/**
 * The summary of support vector machines as one self-contained page: no script, nothing fetched,
 * and the same bytes for the same model.
 */
public final class SupportVectorPage {
  /** So many classes or pairs have a row in a table; the JSON has them all. */
  private static final int SHOWN = 200;

  private final SupportVectorModel model;
  private final SupportVectorFit fit;
  private final SupportVectorView view;
  private final Html html = new Html();

  private SupportVectorPage(SupportVectorModel model) {
    this.model = model;
    this.fit = model.fit();
    this.view = new SupportVectorView(model);
  }

  /** The page as HTML. */
  public static String html(SupportVectorModel model) {
    return new SupportVectorPage(model).write();
  }

  private String write() {
    PageParts.open(
        html,
        "Support vector machine" + (fit.pairs().size() == 1 ? "" : "s"),
        model.schema().label(),
        String.format(
            Locale.ROOT,
            "%s · n = %,d rows · %,d classes · %s · %s%s",
            model.algorithm(),
            Arrays.stream(fit.classRows()).sum(),
            fit.numClasses(),
            view.kernel(),
            view.cost(),
            model.scale() == null ? "" : " · z scores"));
    if (fit.solution().termination() != Solution.Termination.CONVERGED) {
      PageParts.writeAlarm(html, "This is no optimum: solver " + view.ending() + ".");
    }
    RecordSections record = new RecordSections(html, model.record());
    writeFigures();
    record.writeWarnings();
    writeClasses();
    writePairs();
    if (!view.isKernelMachine()) {
      writeWeights();
    }
    writeMeaning();
    record.writeAccount();
    record.writeFacts();
    return PageParts.close(html);
  }

  private void writeFigures() {
    html.open("dl", "class", "figures");
    long rows = Arrays.stream(fit.classRows()).sum();
    Target.writeFigure(
        html,
        "Support vectors",
        String.format(Locale.ROOT, "%,d", fit.supportVectors()),
        Figures.percent(Math.rint(1e4 * fit.supportVectors() / rows) / 1e4) + " of the rows");
    Target.writeFigure(
        html,
        "Dual objective",
        Figures.six(fit.solution().objective()),
        fit.pairs().size() == 1
            ? "duality gap " + Figures.four(fit.pairs().get(0).dualityGap())
            : String.format(Locale.ROOT, "sum over %,d pairs", fit.pairs().size()));
    if (fit.pairs().size() == 1) {
      Target.writeFigure(html, "Margin 1/‖w‖", Figures.six(fit.pairs().get(0).margin()));
    }
    Target.writeFigure(
        html,
        "Rounds",
        String.format(Locale.ROOT, "%,d", fit.solution().iterations()),
        String.format(Locale.ROOT, "largest violation %.2g", fit.solution().gradientNorm()));
    html.close();
  }

  private void writeClasses() {
    html.open("section").element("h2", "Classes").open("table", "class", "account");
    Target.writeHead(html, "Class", "Rows", "Support vectors");
    html.open("tbody");
    for (int k = 0; k < Math.min(SHOWN, fit.numClasses()); k++) {
      html.open("tr").open("th", "scope", "row");
      html.element("bdi", Target.shown(model.classes().get(k))).close();
      cell("%,d", fit.classRows()[k]);
      cell("%,d", fit.classSupportVectors()[k]);
      html.close();
    }
    html.close().close();
    PageParts.writeShown(html, SHOWN, fit.numClasses(), "classes");
    html.close();
  }

  private void cell(String format, Object value) {
    html.element("td", String.format(Locale.ROOT, format, value));
  }

  private void writePairs() {
    html.open("section").element("h2", "Machines").open("table");
    html.element(
        "caption",
        "One for each pair of classes: the support vectors, those of them on their bound C, the"
            + " distance of the margin's edge from the boundary.");
    Target.writeHead(
        html,
        "Classes",
        "Vectors",
        "At C",
        "Margin 1/‖w‖",
        "Dual objective",
        "Duality gap",
        "Violation",
        "rho");
    html.open("tbody");
    for (SupportVectorFit.Pair pair : fit.pairs().stream().limit(SHOWN).toList()) {
      String[] names = view.classesOf(pair);
      html.open("tr").open("th", "scope", "row");
      html.element("bdi", Target.shown(names[0])).text(" | ");
      html.element("bdi", Target.shown(names[1])).close();
      cell("%,d", pair.supportVectors()[0] + pair.supportVectors()[1]);
      cell("%,d", pair.bounded());
      cell("%s", Figures.six(pair.margin()));
      cell("%s", Figures.six(pair.objective()));
      cell("%s", Figures.four(pair.dualityGap()));
      cell("%.2g", pair.violation());
      cell("%s", Figures.six(pair.rho()));
      html.close();
    }
    html.close().close();
    PageParts.writeShown(html, SHOWN, fit.pairs().size(), "machines");
    html.close();
  }

  private void writeWeights() {
    int columns = Math.min(SHOWN, model.encoder().numFeatures());
    int d = model.encoder().numFeatures();
    html.open("section").element("h2", "Weights").open("table");
    html.element(
        "caption",
        "w of the linear machine"
            + (fit.pairs().size() == 1 ? "" : " of the first pair")
            + (model.scale() == null ? "." : ", of features as z scores."));
    Target.writeHead(html, "Column", "Weight");
    html.open("tbody");
    for (int j = 0; j < columns; j++) {
      html.open("tr").open("th", "scope", "row");
      html.element("bdi", Target.shown(model.encoder().names().get(j))).close();
      cell("%s", Figures.six(fit.weights()[j]));
      html.close();
    }
    html.close().close();
    PageParts.writeShown(html, SHOWN, d, "columns");
    html.close();
  }

  private void writeMeaning() {
    html.open("section").element("h2", "What the numbers mean");
    html.element(
        "p",
        fit.numClasses() == 2
            ? "A row has the second class where its decision value, Σ αᵢyᵢK(xᵢ, x) − rho over the"
                + " support vectors xᵢ, is above 0, else the first."
            : "Every pair of classes has a machine; a decision value above 0 is a vote for the"
                + " first of the two. The class of most votes wins, the first of equals.");
    html.element(
        "p",
        "Support vectors are the rows on the edge of the margin, within it or on the wrong side;"
            + " the others could be left out of the training without a change. Many of them at C say"
            + " that the classes overlap, or that C is small. The duality gap is the most by which"
            + " the objective can be from its optimum.");
    if (fit.hasProbabilities()) {
      html.element(
          "p",
          "Probabilities are a logistic curve over decision values of rows that were left out"
              + " (Platt). The class of most votes need not be the one of largest probability.");
    }
    html.close();
  }
}
