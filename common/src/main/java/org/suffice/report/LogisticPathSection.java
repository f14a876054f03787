package org.suffice.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.suffice.solve.LogisticPath;
import org.suffice.solve.Solution;

/** The path of penalties: how coefficients grow as λ falls, and the error on rows left out. */
final class LogisticPathSection {
  private static final String MEANING = "the change of the log odds for one deviation more";

  private final Html html;
  private final LogisticView view;
  private final LogisticPath path;
  private final int functions;

  /**
   * A section.
   *
   * @param functions so many classes have their paths drawn
   */
  LogisticPathSection(Html html, LogisticView view, int functions) {
    this.html = html;
    this.view = view;
    this.functions = functions;
    path = view.fit().path();
  }

  void write() {
    html.open("section").element("h2", "Path of the coefficients");
    if (path.steps().size() < 2 || view.columns().isEmpty()) {
      html.element(
          "p",
          "There is no path to draw: "
              + (view.columns().isEmpty()
                  ? "the model has no coefficient but constants."
                  : "one λ was given."),
          "class",
          "muted");
      html.close();
      return;
    }
    for (int r = 0; r < functions; r++) {
      if (view.fit().numFunctions() > 1) {
        html.open("h3").element("bdi", Target.shown(view.nameOf(r))).close();
      }
      new PathPlot(path, view.columns(), view.positions(r), deviations(), MEANING)
          .write(html, "path-" + (r + 1));
    }
    writeUnfinished();
    html.close();
    ErrorCurve curve = ErrorCurve.of(path);
    html.open("section").element("h2", "Cross-validated error");
    if (curve == null) {
      html.element("p", "There was no cross-validation.", "class", "muted");
    } else {
      curve.write(html, "error");
    }
    writeSteps();
    html.close();
  }

  private void writeUnfinished() {
    long unfinished =
        path.steps().stream()
            .filter(s -> s.solution().termination() != Solution.Termination.CONVERGED)
            .count();
    if (unfinished > 0) {
      html.element(
          "p",
          String.format(
              Locale.ROOT,
              "The solver did not converge at %,d of the %,d λ.",
              unfinished,
              path.steps().size()),
          "class",
          "warnings");
    }
  }

  /** What coefficients are multiplied by so that all share one unit. */
  private double[] deviations() {
    double[] deviations = new double[view.columns().size()];
    if (view.model().scales() != null) {
      Arrays.fill(deviations, 1);
      return deviations;
    }
    double[] all = view.model().standardDeviations();
    int[] slots = view.model().columns();
    Arrays.setAll(deviations, j -> Double.isFinite(all[slots[j]]) ? all[slots[j]] : 0);
    return deviations;
  }

  private void writeSteps() {
    boolean validated = PathSteps.isValidated(path);
    Map<Integer, List<String>> named = PathSteps.named(path);
    List<Integer> shown = PathSteps.spread(path, LinearSummary.SHOWN_STEPS);
    html.open("div", "class", "scroll").open("table", "class", "steps");
    html.element("caption", PathSteps.caption(path, shown));
    List<String> heads = new ArrayList<>(List.of("λ", "", "Non-zero", "Deviance"));
    if (validated) {
      heads.addAll(List.of("CV log loss", "± std. error"));
    }
    Target.writeHead(html, heads.toArray(String[]::new));
    html.open("tbody");
    for (int i : shown) {
      LogisticPath.Step step = path.steps().get(i);
      html.open("tr", "class", step.lambda() == path.lambda() ? "total" : "");
      html.element("th", Figures.six(step.lambda()), "scope", "row");
      html.element("td", String.join(" = ", named.getOrDefault(i, List.of())), "class", "which");
      html.element("td", String.format(Locale.ROOT, "%,d", view.nonZeros(step.coefficients())));
      html.element("td", Figures.six(LogisticView.deviance(step)));
      if (validated) {
        html.element("td", Figures.six(step.cvError()));
        html.element("td", Figures.four(step.cvStandardError()));
      }
      html.close();
    }
    html.close().close().close();
  }
}
