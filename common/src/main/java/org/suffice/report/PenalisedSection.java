package org.suffice.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.suffice.solve.LeastSquaresFit;
import org.suffice.solve.PenaltyPath;
import org.suffice.solve.Solution;

/** A target fitted with a penalty: figures, the path to the fit, its error, and what is left. */
final class PenalisedSection {
  private final Html html;
  private final Target target;
  private final LeastSquaresFit fit;
  private final PenaltyPath path;
  private final PenaltyPath.Step chosen;

  PenalisedSection(Html html, Target target) {
    this.html = html;
    this.target = target;
    fit = target.fit();
    path = fit.path();
    chosen = PathSteps.chosen(path);
  }

  void writeFigures() {
    html.open("dl", "class", "figures");
    figure(
        "R²",
        Figures.six(fit.r2()),
        fit.intercept()
            ? "of the variance explained, on the rows of the fit"
            : "about zero: there is no intercept");
    figure("λ", Figures.six(path.lambda()), LambdaWords.notes(path));
    figure(
        "Non-zero coefficients",
        String.format(Locale.ROOT, "%,d", nonZeros()),
        String.format(
            Locale.ROOT,
            "of %,d%s",
            target.columns().size(),
            fit.intercept() ? ", besides the intercept" : ""));
    figure(
        "Effective degrees",
        Figures.six(path.effectiveDegreesOfFreedom()),
        "of freedom spent" + (fit.intercept() ? ", the intercept included" : ""));
    figure(
        "Residual std. error σ",
        Figures.six(fit.sigma()),
        "on " + Figures.count(fit.degreesOfFreedom()) + " degrees of freedom");
    if (PathSteps.isValidated(path)) {
      figure(
          "Cross-validated error",
          Figures.six(chosen.cvError()),
          "mean square on rows left out",
          "± " + Figures.four(chosen.cvStandardError()) + " standard error");
      figure(
          "λ.min",
          Figures.six(path.lambdaMin()),
          "least cross-validated error",
          "λ.1se " + Figures.six(path.lambda1se()));
    }
    figure("GCV", Figures.six(chosen.gcv()), "generalized cross-validation");
    html.close();
  }

  private void figure(String name, String value, String... notes) {
    Target.writeFigure(html, name, value, notes);
  }

  private int nonZeros() {
    return (int)
        IntStream.range(target.first(), target.names().size())
            .filter(i -> fit.coefficients()[i] != 0)
            .count();
  }

  void writePlots() {
    html.open("section").element(target.heading(), "Path of the coefficients");
    if (path.steps().size() < 2 || target.columns().isEmpty()) {
      html.element(
          "p",
          "There is no path to draw: "
              + (target.columns().isEmpty()
                  ? "the model has no coefficient but the intercept."
                  : "one λ was given."),
          "class",
          "muted");
      html.close();
      return;
    }
    new PathPlot(
            path,
            target.columns(),
            IntStream.range(0, target.columns().size()).toArray(),
            target.deviations(),
            "the change of the label for one deviation more")
        .write(html, target.id() + "-path");
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
    html.close();
    html.open("section");
    ErrorCurve curve = ErrorCurve.of(path);
    html.element(
        target.heading(),
        curve != null && curve.validated() ? "Cross-validated error" : "Expected error");
    if (curve == null) {
      html.element("p", "There is nothing to draw: no error is defined.", "class", "muted");
    } else {
      curve.write(html, target.id() + "-error");
    }
    writeSteps();
    html.close();
  }

  private void writeSteps() {
    boolean validated = PathSteps.isValidated(path);
    Map<Integer, List<String>> named = PathSteps.named(path);
    List<Integer> shown = PathSteps.spread(path, LinearSummary.SHOWN_STEPS);
    html.open("div", "class", "scroll").open("table", "class", "steps");
    html.element("caption", PathSteps.caption(path, shown));
    List<String> heads = new ArrayList<>(List.of("λ", "", "Non-zero"));
    if (validated) {
      heads.addAll(List.of("CV error", "± std. error"));
    }
    heads.addAll(List.of("Degrees", "GCV"));
    Target.writeHead(html, heads.toArray(String[]::new));
    html.open("tbody");
    for (int i : shown) {
      PenaltyPath.Step step = path.steps().get(i);
      html.open("tr", "class", step == chosen ? "total" : "");
      html.element("th", Figures.six(step.lambda()), "scope", "row");
      html.element("td", String.join(" = ", named.getOrDefault(i, List.of())), "class", "which");
      html.element("td", String.format(Locale.ROOT, "%,d", PathSteps.nonZeros(step)));
      if (validated) {
        html.element("td", Figures.six(step.cvError()));
        html.element("td", Figures.four(step.cvStandardError()));
      }
      html.element("td", Figures.four(step.effectiveDegreesOfFreedom()));
      html.element("td", Figures.six(step.gcv()));
      html.close();
    }
    html.close().close().close();
  }

  void writeTable() {
    boolean errors = LinearSummary.hasErrors(fit);
    boolean scores = target.model().scales() != null;
    int first = target.first();
    html.open("section").element(target.heading(), "Table of coefficients");
    html.open("table", "class", "coefficients");
    String caption =
        errors
            ? "Standard errors are those of a biased estimator: they tell how far a coefficient"
                + " scatters, not how far it is from the truth. "
            : "";
    caption += scores ? "Coefficients of z scores. " : "";
    if (refitted()) {
      caption += "Fitted anew by least squares on the columns that the penalty left. ";
    }
    caption += "A penalty leaves no t, p or interval that would mean what they mean without one.";
    html.element("caption", caption);
    List<String> heads = new ArrayList<>(List.of("Name", "Coefficient"));
    if (!scores) {
      heads.add("× deviation");
    }
    if (errors) {
      heads.add("Std. error");
    }
    Target.writeHead(html, heads.toArray(String[]::new));
    html.open("tbody");
    double[] deviations = target.deviations();
    List<String> zeros = new ArrayList<>();
    for (int i = 0; i < target.names().size(); i++) {
      double w = fit.coefficients()[i];
      if (w == 0 && i >= first && !errors) {
        zeros.add(Target.shown(target.names().get(i)));
        continue;
      }
      html.open("tr").element("th", Target.shown(target.names().get(i)), "scope", "row");
      Target.writeCell(html, "coefficient", Figures.six(w));
      if (!scores) {
        double scaled = i < first ? Double.NaN : w * deviations[i - first];
        Target.writeCell(html, "× deviation", Figures.four(scaled));
      }
      if (errors) {
        Target.writeCell(html, "std. error", Figures.six(fit.standardErrors()[i]));
      }
      html.close();
    }
    html.close().close();
    if (!zeros.isEmpty()) {
      writeZeros(html, zeros);
    }
    html.close();
  }

  /** Whether the coefficients are not those of the path. */
  private boolean refitted() {
    for (int j = 0; j < target.columns().size(); j++) {
      if (fit.coefficients()[target.first() + j] != chosen.coefficients()[j]) {
        return true;
      }
    }
    return false;
  }

  /** The names of what is exactly zero, folded. */
  static void writeZeros(Html html, List<String> zeros) {
    html.open("details", "class", "zeros");
    html.element(
        "summary",
        String.format(
            Locale.ROOT,
            "%,d coefficient%s exactly zero",
            zeros.size(),
            zeros.size() == 1 ? " is" : "s are"));
    html.open("ul");
    zeros.forEach(name -> html.element("li", name));
    html.close().close();
  }
}
