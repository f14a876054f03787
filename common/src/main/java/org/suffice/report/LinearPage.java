package org.suffice.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.suffice.model.LinearModel;
import org.suffice.solve.LeastSquaresFit;
import org.suffice.solve.Penalty;

/**
 * The summary of a linear regression as one self-contained page: no script, nothing fetched, and
 * the same bytes for the same model. Each target has a section; what concerns the run stands once.
 */
public final class LinearPage {
  /** Targets that the title names. */
  private static final int TITLED = 4;

  private final LinearModel model;
  private final List<Target> targets;
  private final Html html = new Html();

  private LinearPage(LinearModel model) {
    this.model = model;
    List<String> labels = model.schema().labels();
    List<String> names = new LinearSummary(model).names();
    String heading = labels.size() == 1 ? "h2" : "h3";
    targets =
        IntStream.range(0, labels.size())
            .mapToObj(
                t ->
                    new Target(
                        model,
                        labels.get(t),
                        model.fits().get(t),
                        names,
                        "target-" + (t + 1),
                        heading))
            .toList();
  }

  /**
   * The page as HTML.
   *
   * @param model fits with their record; a figure that is not defined is shown as a dash
   */
  public static String html(LinearModel model) {
    return new LinearPage(model).write();
  }

  private String write() {
    html.openPage(method() + " of " + String.join(", ", titled()));
    RecordSections record = new RecordSections(html, model.record());
    writeHeading();
    if (targets.size() == 1) {
      writeFigures(targets.get(0));
      record.writeWarnings();
      writeDetails(targets.get(0));
    } else {
      record.writeWarnings();
      writeContents();
      targets.forEach(this::writeSection);
    }
    new LinearMeaning(html, model).write();
    record.writeAccount();
    record.writeFacts();
    return PageParts.close(html);
  }

  private String method() {
    LeastSquaresFit fit = model.fit();
    Penalty penalty = fit.path() == null ? null : fit.path().penalty();
    return penalty == null ? "Linear regression" : LinearSummary.title(penalty);
  }

  /** The first labels, and how many more there are. */
  private List<String> titled() {
    List<String> labels = model.schema().labels();
    if (labels.size() <= TITLED) {
      return labels;
    }
    List<String> titled = new ArrayList<>(labels.subList(0, TITLED - 1));
    titled.add(String.format(Locale.ROOT, "%,d more", labels.size() - titled.size()));
    return titled;
  }

  private void writeHeading() {
    html.open("h1").text(method() + " of ");
    List<String> titled = titled();
    for (int i = 0; i < titled.size(); i++) {
      html.text(i == 0 ? "" : ", ").element("bdi", titled.get(i));
    }
    html.close();
    Target first = targets.get(0);
    int columns = model.schema().features().size();
    int coefficients = first.names().size();
    html.open("p", "class", "subtitle");
    html.text(
        String.format(
            Locale.ROOT,
            "%s · n = %,d rows · %,d column%s · %,d coefficient%s%s",
            model.algorithm(),
            first.fit().rows(),
            columns,
            columns == 1 ? "" : "s",
            coefficients,
            coefficients == 1 ? "" : "s",
            first.fit().intercept() ? ", the intercept included" : ", no intercept"));
    if (targets.size() > 1) {
      html.text(String.format(Locale.ROOT, " for each of %,d targets", targets.size()));
    }
    if (model.scales() != null) {
      html.text(" · coefficients of z scores");
    }
    model.schema().weight().ifPresent(w -> html.text(" · weighted by ").element("bdi", w));
    if (targets.size() == 1) {
      html.text(" · " + solver(first.fit()));
    }
    html.close();
  }

  private static String solver(LeastSquaresFit fit) {
    int iterations = fit.solution().iterations();
    return String.format(
        Locale.ROOT,
        "solver: %s after %,d iteration%s",
        fit.solution().termination().name().toLowerCase(Locale.ROOT).replace('_', ' '),
        iterations,
        iterations == 1 ? "" : "s");
  }

  private void writeContents() {
    boolean penalised = targets.stream().anyMatch(t -> LinearSummary.isPenalised(t.fit()));
    html.open("nav", "aria-label", "Targets").open("table", "class", "contents");
    List<String> heads = new ArrayList<>(List.of("Target", "R²", "σ"));
    heads.addAll(penalised ? List.of("λ", "Non-zero") : List.of("F", "p"));
    Target.writeHead(html, heads.toArray(String[]::new));
    html.open("tbody");
    for (Target target : targets) {
      LeastSquaresFit fit = target.fit();
      html.open("tr").open("th", "scope", "row");
      html.element("a", Target.shown(target.label()), "href", "#" + target.id()).close();
      html.element("td", Figures.four(fit.r2()));
      html.element("td", Figures.four(fit.sigma()));
      if (!penalised) {
        html.element("td", Figures.four(fit.fStatistic()));
        html.element("td", Figures.pValue(fit.fPValue()));
      } else {
        double lambda = fit.path() == null ? Double.NaN : fit.path().lambda();
        long zeros =
            IntStream.range(target.first(), target.names().size())
                .filter(i -> fit.coefficients()[i] == 0)
                .count();
        html.element("td", Figures.four(lambda));
        html.element("td", String.format(Locale.ROOT, "%,d", target.columns().size() - zeros));
      }
      html.close();
    }
    html.close().close().close();
  }

  private void writeSection(Target target) {
    html.open("section", "class", "target", "id", target.id());
    html.open("h2").element("bdi", Target.shown(target.label())).close();
    html.element("p", solver(target.fit()), "class", "subtitle");
    writeFigures(target);
    writeDetails(target);
    html.close();
  }

  private void writeFigures(Target target) {
    if (LinearSummary.isPenalised(target.fit())) {
      new PenalisedSection(html, target).writeFigures();
    } else {
      new LeastSquaresSection(html, target).writeFigures();
    }
  }

  private void writeDetails(Target target) {
    if (LinearSummary.isPenalised(target.fit())) {
      PenalisedSection section = new PenalisedSection(html, target);
      section.writePlots();
      section.writeTable();
    } else {
      LeastSquaresSection section = new LeastSquaresSection(html, target);
      section.writePlot();
      section.writeTable();
    }
  }
}
