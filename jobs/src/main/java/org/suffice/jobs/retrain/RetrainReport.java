package org.suffice.jobs.retrain;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.suffice.read.Text;

/** What a person reads of a run. */
public final class RetrainReport {
  private RetrainReport() {}

  /** The run in a few lines, what was decided last. */
  public static String text(Retraining.Result result) {
    JsonNode record = result.record();
    StringBuilder text = new StringBuilder();
    if (!result.repeated()) {
      inputs(record, text);
      metrics(record.path("evaluation"), text);
      test(record.path("gate"), text);
      drift(record.path("drift"), text);
    }
    return text.append(result.message()).append('\n').toString();
  }

  private static void inputs(JsonNode record, StringBuilder text) {
    List<String> window = new ArrayList<>();
    List<String> heldOut = new ArrayList<>();
    for (JsonNode input : record.path("inputs")) {
      String name = Text.clean(input.path("partition").asText());
      (input.path("use").asText().equals("window") ? window : heldOut).add(name);
    }
    text.append(String.format(Locale.ROOT, "window    %s", range(window)));
    JsonNode sum = record.path("window");
    text.append(String.format(Locale.ROOT, ", %,d rows", sum.path("rows").asLong()));
    if (sum.has("statistics")) {
      text.append(
          String.format(
              Locale.ROOT,
              "; %d summarised, %d added, %d subtracted",
              sum.path("summarized").asInt(),
              sum.path("added").asInt(),
              sum.path("subtracted").asInt()));
    }
    text.append(String.format(Locale.ROOT, "%nheld out  %s", range(heldOut)));
    text.append(
        String.format(
            Locale.ROOT, ", %,d rows%n", record.path("evaluation").path("rows").asLong()));
  }

  private static String range(List<String> names) {
    return names.size() == 1
        ? names.get(0)
        : names.get(0) + " to " + names.get(names.size() - 1) + " (" + names.size() + ")";
  }

  private static void metrics(JsonNode evaluation, StringBuilder text) {
    String champion = "champion";
    String challenger = "challenger";
    text.append(String.format(Locale.ROOT, "%n%-10s %14s %14s%n", "", champion, challenger));
    evaluation
        .path(challenger)
        .properties()
        .forEach(
            each -> {
              JsonNode before = evaluation.path(champion).path(each.getKey());
              if (each.getValue().isNumber() || before.isNumber()) {
                boolean decides = each.getKey().equals(evaluation.path("metric").asText());
                text.append(
                    String.format(
                        Locale.ROOT,
                        "%-10s %14s %14s%s%n",
                        each.getKey(),
                        number(before),
                        number(each.getValue()),
                        decides ? "  decides" : ""));
              }
            });
  }

  private static String number(JsonNode value) {
    return value.isNumber() ? String.format(Locale.ROOT, "%.6g", value.asDouble()) : "-";
  }

  private static void test(JsonNode gate, StringBuilder text) {
    JsonNode test = gate.path("test");
    if (test.isObject()) {
      text.append(
          String.format(
              Locale.ROOT,
              "%s test on %,d rows: gain in %s %s, standard error %s, p %.3g (better), %.3g (worse)%n",
              test.path("name").asText(),
              test.path("rows").asLong(),
              gate.path("loss").asText(),
              number(test.path("difference")),
              number(test.path("standardError")),
              test.path("pBetter").asDouble(),
              test.path("pWorse").asDouble()));
    }
  }

  private static void drift(JsonNode drift, StringBuilder text) {
    var columns = drift.path("populationStability").properties().iterator();
    if (columns.hasNext()) {
      var most = columns.next();
      text.append(
          String.format(
              Locale.ROOT,
              "data moved most in %s, population stability index %.3g",
              Text.clean(most.getKey()),
              most.getValue().asDouble()));
      text.append(String.format("%n"));
    }
    JsonNode first = drift.path("coefficients").path(0);
    if (first.path("standardErrors").isNumber()) {
      text.append(
          String.format(
              Locale.ROOT,
              "coefficients moved most in %s, by %.3g standard errors%n",
              Text.clean(first.path("name").asText()),
              first.path("standardErrors").asDouble()));
    }
  }
}
