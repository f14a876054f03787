package org.suffice.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.suffice.model.Json;
import org.suffice.model.LinearModel;
import org.suffice.read.Text;
import org.suffice.solve.LeastSquaresFit;

/** The summary of a linear regression: a table as R prints it, and the same as JSON. */
public final class LinearSummary {
  private final LinearModel model;
  private final LeastSquaresFit fit;

  /** One entry per coefficient, the intercept first where there is one. */
  private final List<String> names;

  /** Summarises a model. */
  public LinearSummary(LinearModel model) {
    this.model = model;
    this.fit = model.fit();
    this.names = new ArrayList<>();
    if (fit.intercept()) {
      names.add("(Intercept)");
    }
    names.addAll(model.names());
  }

  /** The names of the coefficients, the intercept first where there is one. */
  List<String> names() {
    return names;
  }

  /** The table and the figures of the fit, for a terminal. */
  public String text() {
    StringBuilder out = new StringBuilder();
    int width = 11;
    for (String each : names) {
      String name = Text.clean(each);
      width = Math.max(width, name.codePointCount(0, name.length()));
    }
    width = Math.min(width, 40);
    out.append(
        String.format(
            Locale.ROOT,
            "Linear regression of %s on %,d column%s%n%n",
            Text.clean(model.schema().label()),
            model.schema().features().size(),
            model.schema().features().size() == 1 ? "" : "s"));
    String interval = Figures.percent(fit.level()) + " interval";
    out.append(
        String.format(
            Locale.ROOT,
            "%s %13s %12s %9s %9s      %s%n",
            Figures.pad("", width),
            "coefficient",
            "std. error",
            "t value",
            "p value",
            interval));
    for (int i = 0; i < names.size(); i++) {
      out.append(line(i, width)).append('\n');
    }
    out.append("*** p < 0.001, ** p < 0.01, * p < 0.05\n\n");
    out.append(figures());
    for (String warning : model.record().warnings()) {
      out.append("Warning: ").append(Text.escape(warning)).append('\n');
    }
    return out.toString();
  }

  private String line(int i, int width) {
    String name = Figures.pad(Text.clean(names.get(i)), width);
    if (Double.isNaN(fit.coefficients()[i])) {
      return String.format(Locale.ROOT, "%s %13s", name, "aliased");
    }
    return String.format(
        Locale.ROOT,
        "%s %13s %12s %9s %9s %-3s  [%s, %s]",
        name,
        Figures.six(fit.coefficients()[i]),
        Figures.six(fit.standardErrors()[i]),
        Figures.four(fit.tValues()[i]),
        Figures.pValue(fit.pValues()[i]),
        Figures.stars(fit.pValues()[i]),
        Figures.six(fit.lower()[i]),
        Figures.six(fit.upper()[i]));
  }

  private String figures() {
    int tested = fit.rank() - (fit.intercept() ? 1 : 0);
    return String.format(
        Locale.ROOT,
        "n = %,d rows; residual standard error %s on %,d degrees of freedom%n"
            + "R² %s, adjusted R² %s; F %s on %,d and %,d degrees of freedom, p %s%n"
            + "log-likelihood %s, AIC %s, BIC %s; condition number %s%n",
        fit.rows(),
        Figures.six(fit.sigma()),
        fit.degreesOfFreedom(),
        Figures.six(fit.r2()),
        Figures.six(fit.adjustedR2()),
        Figures.six(fit.fStatistic()),
        tested,
        fit.degreesOfFreedom(),
        Figures.pValue(fit.fPValue()),
        Figures.six(fit.logLikelihood()),
        Figures.six(fit.aic()),
        Figures.six(fit.bic()),
        Figures.four(fit.conditionNumber()));
  }

  /** The summary with unrounded numbers under the names of the command line's contract. */
  public ObjectNode json() {
    ObjectNode json = Json.object();
    json.put("algorithm", model.algorithm());
    json.put("rows", fit.rows());
    ArrayNode features = json.putArray("features");
    model.names().forEach(features::add);
    ObjectNode solution = json.putObject("solution");
    solution.put("status", fit.solution().termination().name());
    solution.put("iterations", fit.solution().iterations());
    solution.set("objective", Json.number(fit.solution().objective()));
    solution.set("gradientNorm", Json.number(fit.solution().gradientNorm()));
    ArrayNode warnings = json.putArray("warnings");
    model.record().warnings().forEach(warnings::add);
    json.put("label", model.schema().label());
    json.set("intercept", Json.number(fit.intercept() ? fit.coefficients()[0] : 0));
    ObjectNode coefficients = json.putObject("coefficients");
    for (int i = fit.intercept() ? 1 : 0; i < names.size(); i++) {
      coefficients.set(names.get(i), Json.number(fit.coefficients()[i]));
    }
    putAll(json.putObject("standardErrors"), fit.standardErrors());
    putAll(json.putObject("tValues"), fit.tValues());
    putAll(json.putObject("pValues"), fit.pValues());
    ObjectNode intervals = json.putObject("confidenceIntervals");
    for (int i = 0; i < names.size(); i++) {
      if (Double.isNaN(fit.lower()[i])) {
        intervals.putNull(names.get(i));
      } else {
        ArrayNode ends = intervals.putArray(names.get(i));
        ends.add(fit.lower()[i]).add(fit.upper()[i]);
      }
    }
    json.put("confidenceLevel", fit.level());
    json.set("sigma", Json.number(fit.sigma()));
    json.put("degreesOfFreedom", fit.degreesOfFreedom());
    json.set("rss", Json.number(fit.rss()));
    json.set("r2", Json.number(fit.r2()));
    json.set("adjustedR2", Json.number(fit.adjustedR2()));
    json.set("fStatistic", Json.number(fit.fStatistic()));
    json.set("fPValue", Json.number(fit.fPValue()));
    json.set("logLikelihood", Json.number(fit.logLikelihood()));
    json.set("aic", Json.number(fit.aic()));
    json.set("bic", Json.number(fit.bic()));
    json.put("lambda", 0.0);
    json.set("conditionNumber", Json.number(fit.conditionNumber()));
    ObjectNode columns = json.putObject("columns");
    List<String> all = new ArrayList<>(model.encoder().names());
    all.add(model.schema().label());
    for (int i = 0; i < all.size(); i++) {
      ObjectNode column = columns.putObject(all.get(i));
      column.set("mean", Json.number(model.means()[i]));
      column.set("standardDeviation", Json.number(model.standardDeviations()[i]));
    }
    ObjectNode rows = json.putObject("rowAccount");
    model.record().account().forEach(rows::put);
    ObjectNode options = json.putObject("options");
    model.record().options().forEach(options::put);
    ObjectNode provenance = json.putObject("provenance");
    model.record().provenance().forEach(provenance::put);
    return json;
  }

  private void putAll(ObjectNode object, double[] values) {
    for (int i = 0; i < names.size(); i++) {
      object.set(names.get(i), Json.number(values[i]));
    }
  }
}
