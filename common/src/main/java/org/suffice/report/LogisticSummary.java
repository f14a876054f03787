package org.suffice.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.suffice.model.Json;
import org.suffice.model.LogisticModel;
import org.suffice.read.Text;
import org.suffice.solve.LogisticFit;
import org.suffice.solve.LogisticPath;

/** The summary of a logistic regression: a table for each class as R prints it, and JSON. */
public final class LogisticSummary implements ModelSummary {
  /** So many classes have their tables printed; the JSON has them all. */
  private static final int SHOWN_CLASSES = 8;

  /** So many classes, or columns without effect, are named. */
  private static final int NAMED = 20;

  private final LogisticModel model;
  private final LogisticFit fit;
  private final LogisticView view;
  private final List<String> names;

  /** Summarises a model. */
  public LogisticSummary(LogisticModel model) {
    this.model = model;
    fit = model.fit();
    view = new LogisticView(model);
    names = view.names();
  }

  /** The tables and the figures of the fit, for a terminal. */
  @Override
  public String text() {
    StringBuilder out = new StringBuilder();
    out.append(
        String.format(
            Locale.ROOT,
            "%s of %s on %s%s%n",
            view.title(),
            Text.clean(model.schema().label()),
            SummaryText.columns(model.schema()),
            model.scales() == null ? "" : "; coefficients of z scores"));
    CoefficientTable table = new CoefficientTable(names);
    int shown = Math.min(fit.numFunctions(), SHOWN_CLASSES);
    for (int r = 0; r < shown; r++) {
      appendFunction(out, table, r);
    }
    if (shown < fit.numFunctions()) {
      out.append(
          String.format(
              Locale.ROOT,
              "%nThe tables of %,d more classes: describe --json%n",
              fit.numFunctions() - shown));
    }
    if (view.hasErrors()) {
      out.append('\n').append(CoefficientTable.STARS).append('\n');
    }
    out.append('\n').append(figures());
    if (view.isPenalised()) {
      appendPenalty(out);
    }
    SummaryText.appendWarnings(out, model.record());
    return out.toString();
  }

  private void appendFunction(StringBuilder out, CoefficientTable table, int r) {
    boolean tests = view.hasErrors();
    int offset = view.offset(r);
    out.append('\n').append(Text.clean(view.nameOf(r)));
    out.append(" against ").append(Text.clean(view.against())).append('\n');
    out.append(tests ? table.testHead("z", fit.level()) : table.head(false));
    for (int i = 0; i < names.size(); i++) {
      int at = offset + i;
      double w = fit.coefficients()[at];
      out.append(
          tests
              ? table.testLine(
                  i,
                  w,
                  fit.standardErrors()[at],
                  fit.zValues()[at],
                  fit.pValues()[at],
                  fit.lower()[at],
                  fit.upper()[at])
              : table.line(i, w));
    }
    if (tests && names.size() > view.first()) {
      out.append(table.intervalHead("odds ratio", fit.level()));
      for (int i = view.first(); i < names.size(); i++) {
        int at = offset + i;
        if (!Double.isNaN(fit.coefficients()[at])) {
          out.append(table.interval(i, view.oddsRatio(at), view.lowerOdds(at), view.upperOdds(at)));
        }
      }
    }
  }

  private String figures() {
    long n = fit.totalRows();
    int free = fit.intercept() ? fit.numClasses() - 1 : 0;
    boolean binary = fit.numClasses() == 2 && !view.isPenalised();
    String counts =
        IntStream.range(0, Math.min(fit.numClasses(), NAMED))
            .mapToObj(
                k ->
                    Text.clean(model.classes().get(k))
                        + String.format(Locale.ROOT, " %,d", fit.rows()[k]))
            .collect(Collectors.joining(", "));
    return String.format(
            Locale.ROOT,
            "n = %,d rows: %s%s%n",
            n,
            counts,
            fit.numClasses() > NAMED
                ? String.format(Locale.ROOT, ", … (%,d classes)", fit.numClasses())
                : "")
        + String.format(
            Locale.ROOT,
            "null deviance %s%s, residual deviance %s%s%n",
            Figures.six(fit.nullDeviance()),
            binary ? String.format(Locale.ROOT, " on %,d", n - free) : "",
            Figures.six(fit.deviance()),
            binary
                ? String.format(Locale.ROOT, " on %,d degrees of freedom", n - fit.parameters())
                : "")
        + String.format(
            Locale.ROOT,
            "pseudo-R² (McFadden) %s; log-likelihood %s, AIC %s, BIC %s%n",
            Figures.six(fit.pseudoR2()),
            Figures.six(fit.logLikelihood()),
            Figures.six(fit.aic()),
            Figures.six(fit.bic()))
        + "solver "
        + view.solver()
        + "\n";
  }

  private void appendPenalty(StringBuilder out) {
    LogisticPath path = fit.path();
    out.append(LambdaWords.line(path));
    List<String> zeros = view.zeros();
    if (!zeros.isEmpty()) {
      out.append(
          String.format(
              Locale.ROOT,
              "zero: %,d of %,d columns: %s%s%n",
              zeros.size(),
              view.columns().size(),
              zeros.stream().limit(NAMED).map(Text::clean).collect(Collectors.joining(", ")),
              zeros.size() > NAMED ? ", …" : ""));
    }
    if (path.steps().size() > 1) {
      appendPath(out, path);
    }
  }

  private void appendPath(StringBuilder out, LogisticPath path) {
    boolean validated = PathSteps.isValidated(path);
    out.append(
        String.format(
            Locale.ROOT,
            "%n%13s %9s %13s%s%n",
            "λ",
            "non-zero",
            "deviance",
            validated
                ? String.format(Locale.ROOT, " %12s %12s", "CV log loss", "std. error")
                : ""));
    for (int i : PathSteps.spread(path, LinearSummary.SHOWN_STEPS)) {
      LogisticPath.Step step = path.steps().get(i);
      out.append(
          String.format(
              Locale.ROOT,
              "%13s %9d %13s",
              Figures.six(step.lambda()),
              view.nonZeros(step.coefficients()),
              Figures.six(LogisticView.deviance(step))));
      if (validated) {
        out.append(
            String.format(
                Locale.ROOT,
                " %12s %12s",
                Figures.six(step.cvError()),
                Figures.four(step.cvStandardError())));
      }
      out.append(PathSteps.mark(path, step)).append('\n');
    }
  }

  /** The summary with unrounded numbers under the names of the command line's contract. */
  @Override
  public ObjectNode json() {
    ObjectNode json = SummaryJson.of(model, fit.totalRows(), model.names(), fit.solution());
    json.put("label", model.schema().label());
    ObjectNode rows = json.putObject("classRows");
    ObjectNode weights = json.putObject("classWeights");
    for (int k = 0; k < fit.numClasses(); k++) {
      rows.put(model.classes().get(k), fit.rows()[k]);
      weights.set(model.classes().get(k), Json.number(fit.weights()[k]));
    }
    if (fit.reference()) {
      json.put("referenceClass", model.classes().get(0));
    } else {
      json.putNull("referenceClass");
    }
    putFunctions(json, fit.coefficients());
    ObjectNode errors = json.putObject("standardErrors");
    ObjectNode z = json.putObject("zValues");
    ObjectNode p = json.putObject("pValues");
    ObjectNode intervals = json.putObject("confidenceIntervals");
    ObjectNode odds = json.putObject("oddsRatios");
    forEachFunction(
        r -> {
          int offset = view.offset(r);
          String name = view.nameOf(r);
          SummaryJson.putAll(errors.putObject(name), names, fit.standardErrors(), offset);
          SummaryJson.putAll(z.putObject(name), names, fit.zValues(), offset);
          SummaryJson.putAll(p.putObject(name), names, fit.pValues(), offset);
          SummaryJson.putIntervals(
              intervals.putObject(name), names, fit.lower(), fit.upper(), offset);
          putOdds(odds.putObject(name), offset);
        });
    json.put("confidenceLevel", fit.level());
    json.set("logLikelihood", Json.number(fit.logLikelihood()));
    json.set("deviance", Json.number(fit.deviance()));
    json.set("nullDeviance", Json.number(fit.nullDeviance()));
    json.set("aic", Json.number(fit.aic()));
    json.set("bic", Json.number(fit.bic()));
    json.set("pseudoR2", Json.number(fit.pseudoR2()));
    json.put("parameters", fit.parameters());
    json.put("lambda", fit.path() == null ? 0.0 : fit.path().lambda());
    json.put("solver", fit.solver());
    json.put("passes", fit.passes());
    if (fit.path() != null) {
      json.set("penalty", LambdaWords.json(fit.path()));
      putPath(json.putArray("path"));
    }
    SummaryJson.putColumns(
        json, model.encoder().names(), model.featureMeans(), model.standardDeviations());
    SummaryJson.putRecord(json, model.record());
    return json;
  }

  private void forEachFunction(IntConsumer consumer) {
    IntStream.range(0, fit.numFunctions()).forEach(consumer);
  }

  /**
   * Adds intercepts and coefficients by class.
   *
   * @param parameters K×p
   */
  private void putFunctions(ObjectNode json, double[] parameters) {
    ObjectNode intercepts = json.putObject("intercepts");
    ObjectNode coefficients = json.putObject("coefficients");
    forEachFunction(
        r -> {
          int offset = view.offset(r);
          intercepts.set(view.nameOf(r), Json.number(fit.intercept() ? parameters[offset] : 0));
          SummaryJson.putAll(
              coefficients.putObject(view.nameOf(r)),
              view.columns(),
              parameters,
              offset + view.first());
        });
  }

  private void putOdds(ObjectNode json, int offset) {
    for (int i = view.first(); i < names.size(); i++) {
      ObjectNode odds = json.putObject(names.get(i));
      int at = offset + i;
      odds.set("value", Json.number(view.oddsRatio(at)));
      odds.set("interval", SummaryJson.interval(view.lowerOdds(at), view.upperOdds(at)));
    }
  }

  private void putPath(ArrayNode steps) {
    for (LogisticPath.Step step : fit.path().steps()) {
      ObjectNode node = steps.addObject();
      node.set("lambda", Json.number(step.lambda()));
      node.set("given", Json.number(step.given()));
      putFunctions(node, step.coefficients());
      node.put("nonZero", view.nonZeros(step.coefficients()));
      node.set("deviance", Json.number(LogisticView.deviance(step)));
      node.set("cvError", Json.number(step.cvError()));
      node.set("cvStandardError", Json.number(step.cvStandardError()));
      node.put("status", step.solution().termination().name());
    }
  }
}
