package org.suffice.jobs.retrain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.suffice.model.Json;
import org.suffice.model.Model;
import org.suffice.read.Text;
import org.suffice.report.ModelSummary;
import org.suffice.solve.PopulationStability;

/**
 * What moved since the run before: the data by their population stability, the coefficients in
 * standard errors.
 *
 * @param data by column, the largest index first
 * @param coefficients those that moved most first
 */
record Drift(List<Moved> data, List<Change> coefficients) {
  /** Nothing to compare with. */
  static final Drift NONE = new Drift(List.of(), List.of());

  private static final int SHOWN = 20;
  private static final int TOLD = 5;

  /** How far a column moved. */
  record Moved(String column, PopulationStability stability) {}

  /**
   * How a coefficient changed.
   *
   * @param name with its class in front where there are several
   * @param standardErrors the change in standard errors of the new one; NaN where it has none
   */
  record Change(String name, double before, double now, double standardErrors) {}

  /** Compares the data of two runs. */
  static List<Moved> data(Profile before, Profile now) {
    List<Moved> all = new ArrayList<>();
    now.columns()
        .forEach(
            (name, column) ->
                Optional.ofNullable(before.columns().get(name))
                    .flatMap(column::since)
                    .ifPresent(index -> all.add(new Moved(name, index))));
    all.sort(Comparator.comparingDouble((Moved each) -> -each.stability.index()));
    return all;
  }

  /** Compares the coefficients of two models of one algorithm; none where it has none. */
  static List<Change> coefficients(Model before, Model now) {
    JsonNode old = ModelSummary.of(before).json();
    JsonNode recent = ModelSummary.of(now).json();
    if (isSeparated(old) || isSeparated(recent)) {
      return List.of(); // there are no finite estimates to compare
    }
    Map<String, Double> first = flat(old, "coefficients", "intercept", "intercepts");
    Map<String, Double> second = flat(recent, "coefficients", "intercept", "intercepts");
    Map<String, Double> errors = flat(recent, "standardErrors", "", "");
    List<Change> all = new ArrayList<>();
    second.forEach(
        (name, value) -> {
          Double was = first.get(name);
          if (was != null) {
            double error = errors.getOrDefault(name, Double.NaN);
            double moved = value - was == 0 ? 0 : (value - was) / error;
            all.add(new Change(name, was, value, error > 0 ? moved : Double.NaN));
          }
        });
    all.sort(
        Comparator.comparingDouble(
                (Change each) ->
                    Double.isNaN(each.standardErrors) ? 0 : -Math.abs(each.standardErrors))
            .thenComparingDouble(each -> -Math.abs((each.now - each.before) / each.before)));
    return all;
  }

  private static boolean isSeparated(JsonNode summary) {
    return summary.path("solution").path("status").asText().equals("SEPARATED");
  }

  /** Numbers by name, or by class and name; the constant under its usual name. */
  private static Map<String, Double> flat(
      JsonNode summary, String key, String constant, String constants) {
    Map<String, Double> all = new LinkedHashMap<>();
    put(all, "", summary.path(key));
    if (summary.path(constant).isNumber()) {
      all.put("(Intercept)", summary.path(constant).asDouble());
    }
    summary
        .path(constants)
        .properties()
        .forEach(
            each -> {
              if (each.getValue().isNumber()) {
                all.put(each.getKey() + " (Intercept)", each.getValue().asDouble());
              }
            });
    return all;
  }

  private static void put(Map<String, Double> all, String prefix, JsonNode json) {
    json.properties()
        .forEach(
            each -> {
              if (each.getValue().isNumber()) {
                all.put(prefix + each.getKey(), each.getValue().asDouble());
              } else if (each.getValue().isObject()) {
                put(all, each.getKey() + " ", each.getValue());
              }
            });
  }

  /** What is worth a person's attention. */
  List<String> warnings(DriftLimits limits) {
    List<String> all = new ArrayList<>();
    data.stream()
        .filter(each -> each.stability.isBeyond(limits.stability()))
        .forEach(
            each ->
                all.add(
                    String.format(
                        Locale.ROOT,
                        "the data moved: column %s has a population stability index of %.3g since"
                            + " the run before (limit %s)",
                        Text.show(each.column),
                        each.stability.index(),
                        limits.stability())));
    List<Change> beyond =
        coefficients.stream()
            .filter(each -> Math.abs(each.standardErrors) > limits.standardErrors())
            .toList();
    beyond.stream()
        .limit(TOLD)
        .forEach(
            each ->
                all.add(
                    String.format(
                        Locale.ROOT,
                        "the coefficient of %s moved from %.6g to %.6g, by %.3g standard errors",
                        Text.show(each.name),
                        each.before,
                        each.now,
                        Math.abs(each.standardErrors))));
    if (beyond.size() > TOLD) {
      all.add(beyond.size() - TOLD + " more coefficients moved as far");
    }
    return all;
  }

  /** The moves among the figures of a run: all columns, the coefficients that moved most. */
  ObjectNode json() {
    ObjectNode json = Json.object();
    ObjectNode stability = json.putObject("populationStability");
    data.forEach(each -> stability.set(each.column, Json.number(each.stability.index())));
    ArrayNode changes = json.putArray("coefficients");
    coefficients.stream()
        .limit(SHOWN)
        .forEach(
            each -> {
              ObjectNode change = changes.addObject();
              change.put("name", each.name);
              change.set("before", Json.number(each.before));
              change.set("now", Json.number(each.now));
              change.set("standardErrors", Json.number(each.standardErrors));
            });
    return json;
  }
}
