package org.suffice.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.suffice.Failure;
import org.suffice.read.Column;
import org.suffice.read.DatePart;
import org.suffice.read.Fourier;
import org.suffice.read.Interaction;
import org.suffice.read.Schema;
import org.suffice.read.Text;

/** Schemas and training records as JSON. */
final class SchemaJson {
  /** The highest power of a column that the settings take. */
  private static final int MAX_DEGREE = 99;

  private SchemaJson() {}

  static ObjectNode write(Schema schema) {
    ObjectNode json = Json.object();
    ArrayNode features = json.putArray("features");
    for (Column column : schema.features()) {
      ObjectNode node = features.addObject();
      node.put("name", column.name());
      node.put("kind", column.kind().name());
      if (column.kind() == Column.Kind.CATEGORICAL) {
        ArrayNode levels = node.putArray("levels");
        column.levels().forEach(levels::add);
      }
      if (column.degree() != 1) {
        node.put("degree", column.degree());
      }
      column
          .fourier()
          .ifPresent(
              waves -> {
                ObjectNode fourier = node.putObject("fourier");
                fourier.put("harmonics", waves.harmonics());
                fourier.put("period", waves.period());
              });
      if (column.kind() == Column.Kind.DATE) {
        ArrayNode parts = node.putArray("parts");
        column.parts().forEach(part -> parts.add(part.key()));
      }
    }
    json.put("label", schema.label());
    if (schema.labels().size() > 1) {
      ArrayNode labels = json.putArray("labels");
      schema.labels().forEach(labels::add);
    }
    if (!schema.interactions().isEmpty()) {
      ArrayNode interactions = json.putArray("interactions");
      for (Interaction interaction : schema.interactions()) {
        interactions.addArray().add(interaction.first()).add(interaction.second());
      }
    }
    if (schema.hasClasses()) {
      ArrayNode classes = json.putArray("classes");
      schema.classes().forEach(classes::add);
    }
    schema.weight().ifPresent(name -> json.put("weight", name));
    return json;
  }

  static Schema read(JsonNode json) {
    List<Column> features = new ArrayList<>();
    for (JsonNode column : json.path("features")) {
      List<String> levels = new ArrayList<>();
      column.path("levels").forEach(level -> levels.add(level.asText()));
      List<DatePart> parts = new ArrayList<>();
      for (JsonNode part : column.path("parts")) {
        parts.add(
            DatePart.named(part.asText())
                .orElseThrow(
                    () -> Failure.data("unknown part of a date: " + Text.show(part.asText()))));
      }
      int degree = column.has("degree") ? whole(column, "degree") : 1;
      if (degree > MAX_DEGREE) { // features without number would be named
        throw Failure.data(
            "column " + Text.show(column.path("name").asText()) + " of degree " + degree);
      }
      features.add(
          new Column(
              column.path("name").asText(),
              Column.Kind.valueOf(column.path("kind").asText()),
              levels,
              parts,
              degree,
              column.has("fourier")
                  ? Optional.of(fourier(column.path("fourier")))
                  : Optional.empty()));
    }
    List<String> labels = new ArrayList<>();
    json.path("labels").forEach(label -> labels.add(label.asText()));
    if (labels.isEmpty()) {
      labels.add(json.path("label").asText());
    }
    JsonNode weight = json.path("weight");
    return new Schema(
        features,
        labels,
        weight.isMissingNode() ? Optional.empty() : Optional.of(weight.asText()),
        interactions(json.path("interactions")),
        classes(json));
  }

  private static List<String> classes(JsonNode json) {
    List<String> classes = new ArrayList<>();
    for (JsonNode name : json.path("classes")) {
      if (!name.isTextual()) {
        throw Failure.data("a class is no text: " + Text.show(name.toString()));
      }
      classes.add(name.textValue());
    }
    if (json.has("classes") && classes.isEmpty()) {
      throw Failure.data("the classes are no list: " + Text.show(json.path("classes").toString()));
    }
    return classes;
  }

  private static Fourier fourier(JsonNode json) {
    JsonNode period = json.path("period");
    if (!period.isNumber()) {
      throw Failure.data("the period of a column is no number: " + Text.show(period.toString()));
    }
    return new Fourier(whole(json, "harmonics"), period.doubleValue());
  }

  private static int whole(JsonNode json, String name) {
    JsonNode value = json.path(name);
    if (!value.isInt()) {
      throw Failure.data(
          "the " + name + " of a column is no whole number: " + Text.show(value.toString()));
    }
    return value.intValue();
  }

  private static List<Interaction> interactions(JsonNode json) {
    List<Interaction> interactions = new ArrayList<>();
    for (JsonNode pair : json) {
      if (pair.size() != 2 || !pair.path(0).isTextual() || !pair.path(1).isTextual()) {
        throw Failure.data("an interaction is no pair of names: " + Text.show(pair.toString()));
      }
      interactions.add(new Interaction(pair.path(0).textValue(), pair.path(1).textValue()));
    }
    return interactions;
  }

  static void write(TrainingRecord record, ObjectNode json) {
    ObjectNode options = json.putObject("options");
    record.options().forEach(options::put);
    ObjectNode rows = json.putObject("rows");
    record.account().forEach(rows::put);
    ArrayNode warnings = json.putArray("warnings");
    record.warnings().forEach(warnings::add);
    ObjectNode provenance = json.putObject("provenance");
    record.provenance().forEach(provenance::put);
  }

  static TrainingRecord readRecord(JsonNode json) {
    List<String> warnings = new ArrayList<>();
    json.path("warnings").forEach(warning -> warnings.add(warning.asText()));
    Map<String, Long> rows = new LinkedHashMap<>();
    json.path("rows").properties().forEach(e -> rows.put(e.getKey(), e.getValue().asLong()));
    return new TrainingRecord(
        texts(json.path("options")), rows, warnings, texts(json.path("provenance")));
  }

  private static Map<String, String> texts(JsonNode object) {
    Map<String, String> texts = new LinkedHashMap<>();
    object.properties().forEach(e -> texts.put(e.getKey(), e.getValue().asText()));
    return texts;
  }
}
