package org.suffice.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import org.suffice.model.DiscriminantValidation;
import org.suffice.model.DiscriminantValidation.LeaveOneOut;
import org.suffice.model.DiscriminantValidation.Step;
import org.suffice.model.Json;
import org.suffice.read.Text;

/** What a discriminant analysis knows from rows that were left out of fits: text, JSON, HTML. */
final class LeftOutRows {
  /** Classes beside each other in a table; the JSON has them all. */
  private static final int SHOWN = 8;

  private static final int CELL = 12;
  private static final String FORMAT = "%12s %12s %12s %12s %12s%s%n";

  private final DiscriminantValidation known;
  private final List<String> classes;

  LeftOutRows(DiscriminantValidation known, List<String> classes) {
    this.known = known;
    this.classes = classes;
  }

  /** Tables for a terminal; empty where nothing is known. */
  String text() {
    StringBuilder out = new StringBuilder();
    if (!known.path().isEmpty()) {
      out.append("\ncross-validation: means over folds, on rows left out\n");
      out.append(
          String.format(
              Locale.ROOT, FORMAT, "shrinkage", "mix", "log loss", "std. error", "wrong", ""));
      for (Step step : known.path()) {
        out.append(
            String.format(
                Locale.ROOT,
                FORMAT,
                shrinkage(step),
                Figures.four(step.mix()),
                figure(step.cvError()),
                figure(step.cvStandardError()),
                figure(step.cvMisclassification()),
                note(step)));
      }
    }
    known.leaveOneOut().ifPresent(figures -> append(out, figures));
    return out.toString();
  }

  private static String shrinkage(Step step) {
    return Double.isNaN(step.shrinkage()) ? "auto" : Figures.four(step.shrinkage());
  }

  private static String note(Step step) {
    return step.chosen()
        ? "  this fit"
        : step.problem().isEmpty() ? "" : "  " + Text.escape(step.problem());
  }

  private static String figure(double value) {
    return Double.isFinite(value) ? Figures.four(value) : Target.DASH;
  }

  private void append(StringBuilder out, LeaveOneOut figures) {
    int c = classes.size();
    int shown = Math.min(SHOWN, c);
    out.append("\nleave-one-out: accuracy ").append(figure(figures.accuracy()));
    out.append(", log loss ").append(figure(figures.logLoss()));
    known
        .fixedPriors()
        .ifPresent(fixed -> out.append("; with fixed priors ").append(figure(fixed.accuracy())));
    out.append("\nclass \\ told as");
    for (int k = 0; k < shown; k++) {
      out.append(String.format(Locale.ROOT, " %" + CELL + "s", name(k)));
    }
    out.append(shown < c ? " … " + (c - shown) + " more" : "").append('\n');
    for (int a = 0; a < shown; a++) {
      out.append(String.format(Locale.ROOT, "%-15s", name(a)));
      for (int p = 0; p < shown; p++) {
        out.append(String.format(Locale.ROOT, " %," + CELL + "d", figures.confusion()[a * c + p]));
      }
      out.append('\n');
    }
  }

  private String name(int k) {
    String name = Text.clean(classes.get(k));
    return name.length() <= CELL ? name : name.substring(0, CELL - 1) + "…";
  }

  /** Adds {@code path} and {@code leaveOneOut}, where they are known. */
  void put(ObjectNode json) {
    if (!known.path().isEmpty()) {
      known.putPath(json);
    }
    known
        .leaveOneOut()
        .ifPresent(
            figures -> {
              ObjectNode node = json.putObject("leaveOneOut");
              put(figures, node);
              known.fixedPriors().ifPresent(fixed -> put(fixed, node.putObject("fixedPriors")));
            });
  }

  private void put(LeaveOneOut figures, ObjectNode node) {
    node.set("accuracy", Json.number(figures.accuracy()));
    node.set("logLoss", Json.number(figures.logLoss()));
    ObjectNode confusion = node.putObject("confusion");
    int c = classes.size();
    for (int a = 0; a < c; a++) {
      ObjectNode row = confusion.putObject(classes.get(a));
      for (int p = 0; p < c; p++) {
        row.put(classes.get(p), figures.confusion()[a * c + p]);
      }
    }
  }

  /** Writes sections of a page, where there is something to say. */
  void write(Html html) {
    if (!known.path().isEmpty()) {
      writePath(html);
    }
    known.leaveOneOut().ifPresent(figures -> writeConfusion(html, figures));
  }

  private void writePath(Html html) {
    html.open("section").element("h2", "Cross-validation").open("table");
    html.element(
        "caption",
        "Means over the folds of the errors on the rows left out. The log loss is the mean of −log"
            + " of the probability given to a row's own class.");
    html.open("thead").open("tr");
    for (String head : List.of("Shrinkage", "Mix", "Log loss", "Std. error", "Wrong", "")) {
      html.element("th", head, "scope", "col");
    }
    html.close().close().open("tbody");
    for (Step step : known.path()) {
      html.open("tr").element("th", shrinkage(step), "scope", "row");
      html.element("td", Figures.four(step.mix())).element("td", figure(step.cvError()));
      html.element("td", figure(step.cvStandardError()));
      html.element("td", figure(step.cvMisclassification()));
      html.element("td", note(step).strip()).close();
    }
    html.close().close().close();
  }

  private void writeConfusion(Html html, LeaveOneOut figures) {
    int c = classes.size();
    int shown = Math.min(SHOWN, c);
    html.open("section").element("h2", "Leave-one-out").open("table");
    html.element(
        "caption",
        "Each row as the fit of all others tells it: accuracy "
            + figure(figures.accuracy())
            + ", log loss "
            + figure(figures.logLoss())
            + ". Rows of a class by the class they are taken for"
            + (shown < c ? ", of the first " + shown + " classes." : "."));
    html.open("thead").open("tr").element("th", "Class", "scope", "col");
    for (int k = 0; k < shown; k++) {
      html.open("th", "scope", "col").element("bdi", classes.get(k)).close();
    }
    html.close().close().open("tbody");
    for (int a = 0; a < shown; a++) {
      html.open("tr").open("th", "scope", "row").element("bdi", classes.get(a)).close();
      for (int p = 0; p < shown; p++) {
        html.element("td", String.format(Locale.ROOT, "%,d", figures.confusion()[a * c + p]));
      }
      html.close();
    }
    html.close().close().close();
  }
}
