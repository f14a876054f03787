package org.suffice.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.suffice.model.Json;
import org.suffice.model.Model;
import org.suffice.model.TrainingRecord;
import org.suffice.solve.Solution;

/** What the JSON of every model has, under the names of the command line's contract. */
final class SummaryJson {
  private SummaryJson() {}

  /**
   * The head: algorithm, rows, features, classes where there are any, solution and warnings.
   *
   * @param features names of the fitted columns
   */
  static ObjectNode of(Model model, long rows, List<String> features, Solution solution) {
    ObjectNode json = Json.object();
    json.put("algorithm", model.algorithm());
    json.put("rows", rows);
    ArrayNode names = json.putArray("features");
    features.forEach(names::add);
    if (!model.outputs().classes().isEmpty()) {
      ArrayNode classes = json.putArray("classes");
      model.outputs().classes().forEach(classes::add);
    }
    json.set("solution", solution(solution));
    ArrayNode warnings = json.putArray("warnings");
    model.record().warnings().forEach(warnings::add);
    return json;
  }

  /**
   * Adds numbers under names.
   *
   * @param values of which those from an offset on are taken; what is not finite is null
   */
  static void putAll(ObjectNode json, List<String> names, double[] values, int offset) {
    for (int i = 0; i < names.size(); i++) {
      json.set(names.get(i), Json.number(values[offset + i]));
    }
  }

  /** Adds intervals under names; null where they are not defined. */
  static void putIntervals(
      ObjectNode json, List<String> names, double[] lower, double[] upper, int offset) {
    for (int i = 0; i < names.size(); i++) {
      json.set(names.get(i), interval(lower[offset + i], upper[offset + i]));
    }
  }

  /** Both ends, of which one may be infinite and null; null where the interval is not defined. */
  static JsonNode interval(double lower, double upper) {
    if (Double.isNaN(lower) || Double.isNaN(upper)) {
      return NullNode.instance;
    }
    return JsonNodeFactory.instance.arrayNode().add(Json.number(lower)).add(Json.number(upper));
  }

  /** Adds mean and standard deviation of columns. */
  static void putColumns(ObjectNode json, List<String> names, double[] means, double[] deviations) {
    ObjectNode columns = json.putObject("columns");
    for (int i = 0; i < names.size(); i++) {
      ObjectNode column = columns.putObject(names.get(i));
      column.set("mean", Json.number(means[i]));
      column.set("standardDeviation", Json.number(deviations[i]));
    }
  }

  /** How a solver ended. */
  static ObjectNode solution(Solution solution) {
    ObjectNode json = Json.object();
    json.put("status", solution.termination().name());
    json.put("iterations", solution.iterations());
    json.set("objective", Json.number(solution.objective()));
    json.set("gradientNorm", Json.number(solution.gradientNorm()));
    return json;
  }

  /** The tail: what the run left on record. */
  static void putRecord(ObjectNode json, TrainingRecord record) {
    ObjectNode rows = json.putObject("rowAccount");
    record.account().forEach(rows::put);
    ObjectNode options = json.putObject("options");
    record.options().forEach(options::put);
    ObjectNode provenance = json.putObject("provenance");
    record.provenance().forEach(provenance::put);
  }
}
