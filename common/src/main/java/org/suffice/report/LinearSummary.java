package org.suffice.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.suffice.model.Json;
import org.suffice.model.LinearModel;
import org.suffice.read.Text;
import org.suffice.solve.ErrorCovariance;
import org.suffice.solve.LeastSquaresFit;
import org.suffice.solve.Penalty;
import org.suffice.solve.PenaltyPath;

/** The summary of a linear regression: a table as R prints it, and the same as JSON. */
public final class LinearSummary implements ModelSummary {
  /** So many λ of a path are printed, evenly spread. */
  static final int SHOWN_STEPS = 12;

  private final LinearModel model;

  /** One entry per coefficient, the intercept first where there is one. */
  private final List<String> names;

  /** Summarises a model. */
  public LinearSummary(LinearModel model) {
    this.model = model;
    this.names = new ArrayList<>();
    if (model.fit().intercept()) {
      names.add("(Intercept)");
    }
    names.addAll(model.names());
  }

  /** The names of the coefficients, the intercept first where there is one. */
  List<String> names() {
    return names;
  }

  /** The tables and the figures of the fits, for a terminal. */
  @Override
  public String text() {
    StringBuilder out = new StringBuilder();
    CoefficientTable table = new CoefficientTable(names);
    List<String> labels = model.schema().labels();
    for (int t = 0; t < labels.size(); t++) {
      append(out, labels.get(t), model.fits().get(t), table);
    }
    SummaryText.appendWarnings(out, model.record());
    return out.toString();
  }

  private void append(
      StringBuilder out, String label, LeastSquaresFit fit, CoefficientTable table) {
    boolean penalised = isPenalised(fit);
    out.append(
        String.format(
            Locale.ROOT,
            "%s of %s on %s%s%n%n",
            penalised ? title(fit.path().penalty()) : "Linear regression",
            Text.clean(label),
            SummaryText.columns(model.schema()),
            model.scales() == null ? "" : "; coefficients of z scores"));
    boolean errors = hasErrors(fit);
    out.append(penalised ? table.head(errors) : table.testHead("t", fit.level()));
    for (int i = 0; i < names.size(); i++) {
      double w = fit.coefficients()[i];
      double error = fit.standardErrors()[i];
      out.append(
          !penalised
              ? table.testLine(
                  i, w, error, fit.tValues()[i], fit.pValues()[i], fit.lower()[i], fit.upper()[i])
              : errors ? table.line(i, w, error) : table.line(i, w));
    }
    if (penalised) {
      out.append('\n').append(penaltyFigures(fit));
    } else {
      out.append(CoefficientTable.STARS);
      ErrorCovariance covariance = fit.covariance();
      if (covariance != null && covariance.kind().isRobust()) {
        out.append("; errors ").append(covariance.kind().text());
      }
      out.append("\n\n").append(figures(fit));
    }
  }

  static boolean isPenalised(LeastSquaresFit fit) {
    return fit.path() != null && fit.path().penalty().type() != Penalty.Type.NONE;
  }

  static String title(Penalty penalty) {
    return switch (penalty.type()) {
      case RIDGE -> "Ridge regression";
      case LASSO -> "Lasso";
      case ELASTIC_NET -> "Elastic net";
      case NONE -> "Linear regression";
    };
  }

  static boolean hasErrors(LeastSquaresFit fit) {
    for (double error : fit.standardErrors()) {
      if (!Double.isNaN(error)) {
        return true;
      }
    }
    return false;
  }

  private static String figures(LeastSquaresFit fit) {
    int tested = fit.rank() - (fit.intercept() ? 1 : 0);
    String validated = "";
    if (fit.path() != null) {
      PenaltyPath.Step step = fit.path().steps().get(0);
      validated =
          String.format(
              Locale.ROOT,
              "cross-validated mean squared error %s, standard error %s%n",
              Figures.six(step.cvError()),
              Figures.four(step.cvStandardError()));
    }
    return String.format(
            Locale.ROOT,
            "n = %,d rows; residual standard error %s on %s degrees of freedom%n"
                + "R² %s, adjusted R² %s; F %s on %,d and %s degrees of freedom, p %s%n"
                + "log-likelihood %s, AIC %s, BIC %s; condition number %s%n",
            fit.rows(),
            Figures.six(fit.sigma()),
            Figures.count(fit.degreesOfFreedom()),
            Figures.six(fit.r2()),
            Figures.six(fit.adjustedR2()),
            Figures.six(fit.fStatistic()),
            tested,
            Figures.count(fit.degreesOfFreedom()),
            Figures.pValue(fit.fPValue()),
            Figures.six(fit.logLikelihood()),
            Figures.six(fit.aic()),
            Figures.six(fit.bic()),
            Figures.four(fit.conditionNumber()))
        + validated;
  }

  private static String penaltyFigures(LeastSquaresFit fit) {
    PenaltyPath path = fit.path();
    StringBuilder out = new StringBuilder();
    out.append(
        String.format(
            Locale.ROOT,
            "n = %,d rows; residual standard error %s; R² %s; effective degrees of freedom %s%n",
            fit.rows(),
            Figures.six(fit.sigma()),
            Figures.six(fit.r2()),
            Figures.six(path.effectiveDegreesOfFreedom())));
    out.append(LambdaWords.line(path));
    if (path.steps().size() > 1) {
      appendPath(out, path);
    }
    return out.toString();
  }

  private static void appendPath(StringBuilder out, PenaltyPath path) {
    boolean validated = PathSteps.isValidated(path);
    out.append(
        String.format(
            Locale.ROOT,
            "%n%13s %9s %9s %12s%s%n",
            "λ",
            "non-zero",
            "degrees",
            "GCV",
            validated ? String.format(Locale.ROOT, " %12s %12s", "CV error", "std. error") : ""));
    for (int i : PathSteps.spread(path, SHOWN_STEPS)) {
      PenaltyPath.Step step = path.steps().get(i);
      out.append(stepLine(step, validated)).append(PathSteps.mark(path, step)).append('\n');
    }
  }

  private static String stepLine(PenaltyPath.Step step, boolean validated) {
    String line =
        String.format(
            Locale.ROOT,
            "%13s %9d %9s %12s",
            Figures.six(step.lambda()),
            PathSteps.nonZeros(step),
            Figures.four(step.effectiveDegreesOfFreedom()),
            Figures.six(step.gcv()));
    return validated
        ? line
            + String.format(
                Locale.ROOT,
                " %12s %12s",
                Figures.six(step.cvError()),
                Figures.four(step.cvStandardError()))
        : line;
  }

  /** The summary with unrounded numbers under the names of the command line's contract. */
  @Override
  public ObjectNode json() {
    List<String> labels = model.schema().labels();
    LeastSquaresFit first = model.fit();
    ObjectNode json = SummaryJson.of(model, first.rows(), model.names(), first.solution());
    if (labels.size() == 1) {
      json.put("label", labels.get(0));
      putFit(json, first);
    } else {
      ArrayNode all = json.putArray("labels");
      labels.forEach(all::add);
      ObjectNode targets = json.putObject("targets");
      for (int t = 0; t < labels.size(); t++) {
        ObjectNode target = targets.putObject(labels.get(t));
        target.set("solution", SummaryJson.solution(model.fits().get(t).solution()));
        putFit(target, model.fits().get(t));
      }
    }
    List<String> all = new ArrayList<>(model.encoder().names());
    all.addAll(labels);
    SummaryJson.putColumns(json, all, model.means(), model.standardDeviations());
    SummaryJson.putRecord(json, model.record());
    return json;
  }

  private void putFit(ObjectNode json, LeastSquaresFit fit) {
    json.set("intercept", Json.number(fit.intercept() ? fit.coefficients()[0] : 0));
    ObjectNode coefficients = json.putObject("coefficients");
    int first = fit.intercept() ? 1 : 0;
    for (int i = first; i < names.size(); i++) {
      coefficients.set(names.get(i), Json.number(fit.coefficients()[i]));
    }
    SummaryJson.putAll(json.putObject("standardErrors"), names, fit.standardErrors(), 0);
    SummaryJson.putAll(json.putObject("tValues"), names, fit.tValues(), 0);
    SummaryJson.putAll(json.putObject("pValues"), names, fit.pValues(), 0);
    SummaryJson.putIntervals(
        json.putObject("confidenceIntervals"), names, fit.lower(), fit.upper(), 0);
    json.put("confidenceLevel", fit.level());
    if (fit.covariance() != null) {
      json.put("covariance", fit.covariance().kind().text());
    }
    ObjectNode inflation = json.putObject("varianceInflationFactors");
    for (int i = first; i < names.size(); i++) {
      inflation.set(names.get(i), Json.number(fit.inflation()[i]));
    }
    json.set("sigma", Json.number(fit.sigma()));
    double freedom = fit.degreesOfFreedom();
    if (freedom == Math.rint(freedom)) {
      json.put("degreesOfFreedom", (long) freedom);
    } else {
      json.put("degreesOfFreedom", freedom);
    }
    json.set("rss", Json.number(fit.rss()));
    json.set("r2", Json.number(fit.r2()));
    json.set("adjustedR2", Json.number(fit.adjustedR2()));
    json.set("fStatistic", Json.number(fit.fStatistic()));
    json.set("fPValue", Json.number(fit.fPValue()));
    json.set("logLikelihood", Json.number(fit.logLikelihood()));
    json.set("aic", Json.number(fit.aic()));
    json.set("bic", Json.number(fit.bic()));
    json.put("lambda", fit.path() == null ? 0.0 : fit.path().lambda());
    json.set("conditionNumber", Json.number(fit.conditionNumber()));
    if (fit.path() != null) {
      putPath(json, fit.path());
    }
  }

  private void putPath(ObjectNode json, PenaltyPath path) {
    json.set("penalty", LambdaWords.json(path));
    json.set("effectiveDegreesOfFreedom", Json.number(path.effectiveDegreesOfFreedom()));
    ArrayNode steps = json.putArray("path");
    List<String> features = model.names();
    for (PenaltyPath.Step step : path.steps()) {
      ObjectNode node = steps.addObject();
      node.set("lambda", Json.number(step.lambda()));
      node.set("givenLambda", Json.number(step.given()));
      node.set("intercept", Json.number(step.intercept()));
      ObjectNode coefficients = node.putObject("coefficients");
      for (int j = 0; j < features.size(); j++) {
        coefficients.set(features.get(j), Json.number(step.coefficients()[j]));
      }
      node.set("effectiveDegreesOfFreedom", Json.number(step.effectiveDegreesOfFreedom()));
      node.set("gcv", Json.number(step.gcv()));
      node.set("dualityGap", Json.number(step.dualityGap()));
      node.put("status", step.solution().termination().name());
      node.set("cvError", Json.number(step.cvError()));
      node.set("cvStandardError", Json.number(step.cvStandardError()));
    }
  }
}
