package org.suffice.report;

import java.util.List;
import java.util.Locale;
import org.suffice.model.NeighborModel;
import org.suffice.model.NeighborOptions;
import org.suffice.model.NeighborPath;
import org.suffice.neighbour.Minkowski;

/**
 * The summary of nearest neighbours as one self-contained page: no script, nothing fetched, and the
 * same bytes for the same model.
 */
public final class NeighborPage {
  /** So many rows a table has. */
  private static final int SHOWN = 200;

  private final NeighborModel model;
  private final NeighborOptions options;
  private final Html html = new Html();

  private NeighborPage(NeighborModel model) {
    this.model = model;
    this.options = model.options();
  }

  /** The page as HTML. */
  public static String html(NeighborModel model) {
    return new NeighborPage(model).write();
  }

  private String write() {
    String labels = String.join(", ", model.schema().labels());
    PageParts.open(
        html,
        "Nearest neighbours",
        labels,
        String.format(
            Locale.ROOT,
            "%s · %,d rows · %,d features",
            model.algorithm(),
            model.rows(),
            model.encoder().numFeatures()));
    RecordSections record = new RecordSections(html, model.record());
    writeFigures();
    record.writeWarnings();
    writePath();
    writeClasses();
    writeScales();
    writeMeaning();
    record.writeAccount();
    record.writeFacts();
    return PageParts.close(html);
  }

  private void writeFigures() {
    html.open("dl", "class", "figures");
    Target.writeFigure(
        html, "k", String.format(Locale.ROOT, "%,d", options.k()), "neighbours decide");
    Target.writeFigure(
        html,
        "p",
        options.metric().toString(),
        options.standardize() ? "of z scores" : "of raw values");
    if (!model.path().steps().isEmpty()) {
      NeighborPath.Step best = model.path().least();
      Target.writeFigure(
          html,
          NeighborSummary.error(model),
          Figures.six(best.cvError()),
          "± " + Figures.six(best.cvStandardError()) + ", " + leftOut());
    }
    html.close();
  }

  private String leftOut() {
    return "rows " + NeighborSummary.leftOut(model.path());
  }

  private void writePath() {
    List<NeighborPath.Step> steps = model.path().steps();
    if (steps.isEmpty()) {
      return;
    }
    html.open("section").element("h2", "How many neighbours");
    new NeighborCurve(model.path(), NeighborSummary.error(model)).write(html, "choice");
    html.open("table");
    Target.writeHead(html, "k", "p", "Error", "Standard error");
    html.open("tbody");
    NeighborPath.Step best = model.path().least();
    for (NeighborPath.Step step : steps.subList(0, Math.min(SHOWN, steps.size()))) {
      html.open("tr");
      html.element(
          "th",
          String.format(Locale.ROOT, "%,d%s", step.k(), step.equals(best) ? " (chosen)" : ""),
          "scope",
          "row");
      html.element("td", Minkowski.of(step.p()).toString());
      html.element("td", Figures.six(step.cvError()));
      html.element("td", Figures.six(step.cvStandardError())).close();
    }
    html.close().close();
    writeMore(steps.size(), "choices");
    html.close();
  }

  private void writeMore(int all, String what) {
    if (all > SHOWN) {
      html.element(
          "p",
          String.format(
              Locale.ROOT, "%,d more %s; describe --json has them all.", all - SHOWN, what),
          "class",
          "muted");
    }
  }

  private void writeClasses() {
    List<String> classes = model.schema().classes();
    if (classes.isEmpty()) {
      return;
    }
    html.open("section").element("h2", "Classes").open("table");
    Target.writeHead(html, "Class", "Rows", "Share");
    html.open("tbody");
    for (int c = 0; c < Math.min(SHOWN, classes.size()); c++) {
      long rows = model.classRows()[c];
      html.open("tr").open("th", "scope", "row").element("bdi", classes.get(c)).close();
      html.element("td", String.format(Locale.ROOT, "%,d", rows));
      html.element("td", String.format(Locale.ROOT, "%.2f%%", 100.0 * rows / model.rows()));
      html.close();
    }
    html.close().close();
    writeMore(classes.size(), "classes");
    html.close();
  }

  private void writeScales() {
    NeighborModel.Columns of = model.columns();
    List<String> names = model.encoder().names();
    html.open("section").element("h2", "Scales of the features").open("table");
    Target.writeHead(html, "Feature", "Mean", "Standard deviation", "Least", "Greatest");
    html.open("tbody");
    for (int j = 0; j < Math.min(SHOWN, names.size()); j++) {
      html.open("tr").open("th", "scope", "row").element("bdi", names.get(j)).close();
      html.element("td", Figures.six(of.means()[j]));
      html.element("td", Figures.six(of.deviations()[j]));
      html.element("td", Figures.six(of.lowest()[j]));
      html.element("td", Figures.six(of.highest()[j])).close();
    }
    html.close().close();
    writeMore(names.size(), "features");
    html.close();
  }

  private void writeMeaning() {
    html.open("section").element("h2", "What the numbers mean");
    html.element(
        "p",
        "The k rows of training nearest to a row decide: a class by their votes, whose shares are"
            + " its probabilities, a number by their mean. Among rows at one distance those that"
            + " come first in the data are nearer; equal votes go to the class that comes first.");
    html.element(
        "p",
        options.standardize()
            ? "Distances are taken after each feature was put on a scale of mean 0 and standard"
                + " deviation 1."
            : "Distances are taken of the features as they are: one of a large scale decides alone."
                + " features.standardize=true puts all on one scale.");
    html.close();
  }
}
