package org.suffice.jobs.retrain;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.suffice.jobs.read.Input;
import org.suffice.jobs.train.Provenance;
import org.suffice.linalg.NativeLibraries;
import org.suffice.model.Json;
import org.suffice.model.Model;
import org.suffice.read.RowAccount;
import org.suffice.read.Text;

/**
 * What a run leaves on record: of which data, with which settings and versions, what was found and
 * decided. Gathered while it runs, so that a run that fails says as much as it knew.
 */
final class Lineage {
  private final RetrainPlan plan;
  private final Provenance provenance;
  private final ObjectNode json = Json.object();
  private final List<String> warnings = new ArrayList<>();
  private final Map<String, RowAccount> summarized = new HashMap<>();
  private final Map<String, Double> seconds = new LinkedHashMap<>();
  private Instant phase = Instant.now();
  private Selection selection;

  Lineage(RetrainPlan plan, Provenance provenance) {
    this.plan = plan;
    this.provenance = provenance;
  }

  /**
   * What the run is about to do.
   *
   * @param before the record of the last run that came to an end
   * @param served that of the run which published the model in service
   */
  void of(String key, Selection chosen, Optional<ObjectNode> before, Optional<ObjectNode> served) {
    selection = chosen;
    json.put("key", key);
    warnings.addAll(chosen.notes());
    before.ifPresent(this::compareInputs);
    served.ifPresent(this::compareHeldOut);
  }

  /** The version that the new model is compared with. */
  void against(Version champion) {
    ObjectNode known = json.putObject("champion");
    known.put("version", champion.name());
    known.put("manifest", champion.manifest());
  }

  /** Tells of held-out rows that the model in service was trained on. */
  private void compareHeldOut(ObjectNode served) {
    Set<String> trained = new HashSet<>();
    for (var input : served.path("inputs")) {
      if (input.path("use").asText().equals("window")) {
        trained.add(input.path("partition").asText());
      }
    }
    selection.heldOut().stream()
        .filter(part -> trained.contains(part.name()))
        .forEach(
            part ->
                warnings.add(
                    "the model in service was trained on partition "
                        + Text.show(part.name())
                        + ", which is held out now: the comparison favours it"));
  }

  /** Tells of partitions of the run before that changed or are gone. */
  private void compareInputs(ObjectNode before) {
    Map<String, String> known = new HashMap<>();
    selection.parts().forEach(part -> known.put(part.name(), part.input().fingerprint()));
    Partition oldest = selection.window().get(0).partition();
    for (var input : before.path("inputs")) {
      String name = input.path("partition").asText();
      String now = known.get(name);
      if (now != null && !now.equals(input.path("fingerprint").asText())) {
        warnings.add("partition " + Text.show(name) + " changed since the run before: read anew");
      } else if (now == null && isNotOlder(name, oldest)) {
        warnings.add("partition " + Text.show(name) + " is gone since the run before: taken out");
      }
    }
  }

  private static boolean isNotOlder(String name, Partition oldest) {
    List<PartitionKey> keys = new ArrayList<>();
    for (String part : name.split("/", -1)) {
      PartitionKey.of(part).ifPresent(keys::add);
    }
    return keys.size() == oldest.keys().size()
        && keys.get(0).isLike(oldest.keys().get(0))
        && new Partition(name, name, keys).compareTo(oldest) >= 0;
  }

  /** A partition was reduced to statistics. */
  void summarized(Selection.Part part, RowAccount account) {
    summarized.put(part.name(), account);
  }

  /** The statistics of the window are there. */
  void summed(WindowStatistics.Sum sum) {
    ObjectNode window = json.putObject("window");
    window.put("statistics", sum.name());
    window.put("rows", sum.rows());
    window.put("summarized", summarized.size());
    window.put("added", sum.added());
    window.put("subtracted", sum.subtracted());
  }

  /** A stretch of work is over. */
  void timed(String what) {
    Instant now = Instant.now();
    seconds.put(what, Duration.between(phase, now).toMillis() / 1000.0);
    phase = now;
  }

  /** The models were compared and the gate decided. */
  void compared(Comparison comparison, Gate.Decision decision, Drift drift, Model challenger) {
    ObjectNode evaluation = json.putObject("evaluation");
    evaluation.put("rows", comparison.rows());
    evaluation.put("metric", comparison.metric().key());
    comparison.champion().ifPresent(scores -> evaluation.set("champion", scores.json()));
    evaluation.set("challenger", comparison.challenger().json());
    ObjectNode gate = plan.gate().json();
    gate.put("loss", comparison.metric().loss());
    gate.setAll(decision.json());
    json.set("gate", gate);
    json.set("drift", drift.json());
    warnings.addAll(comparison.warnings());
    warnings.addAll(drift.warnings(plan.drift()));
    if (!json.has("window")) {
      json.putObject("window").put("rows", challenger.record().account().get("used"));
    }
    warnings.addAll(challenger.record().warnings());
  }

  /** The distributions of the rows that were compared on. */
  void profiled(Profile profile) {
    json.set("profile", profile.json());
  }

  /** The record of a run that put a version in service. */
  ObjectNode published(Version version, List<String> removed, String message) {
    json.put("version", version.name());
    version.parent().ifPresent(parent -> json.put("parent", parent));
    ObjectNode hashes = json.putObject("hashes");
    hashes.put("arrays", version.sha256());
    hashes.put("model", version.manifest());
    ArrayNode gone = json.putArray("removed");
    removed.forEach(gone::add);
    return finished("published", message);
  }

  /** The record of a run that kept the old version. */
  ObjectNode kept(Optional<Version> current, String message) {
    current.ifPresent(version -> json.put("version", version.name()));
    return finished("kept", message);
  }

  /** The record of a run that could not go on. */
  ObjectNode failed(String message) {
    return finished("failed", message);
  }

  private ObjectNode finished(String outcome, String message) {
    ObjectNode record = Json.object();
    record.put("outcome", outcome);
    record.put("message", Text.escape(message));
    record.put("algorithm", plan.algorithm());
    record.put("started", provenance.started().toString());
    record.put("finished", Instant.now().toString());
    record.setAll(json);
    if (selection != null) {
      record.set("inputs", inputs());
    }
    ObjectNode took = record.putObject("seconds");
    seconds.forEach(took::put);
    ArrayNode told = record.putArray("warnings");
    warnings.forEach(warning -> told.add(Text.escape(warning)));
    ObjectNode software = record.putObject("software");
    software.put("suffice", provenance.version());
    software.put("java", System.getProperty("java.version"));
    if (json.has("window")) { // of a run that came so far BLAS is loaded
      software.put("blas", NativeLibraries.description());
    }
    ObjectNode settings = record.putObject("settings");
    plan.options().forEach(settings::put);
    return record;
  }

  private ArrayNode inputs() {
    ArrayNode inputs = Json.object().putArray("inputs");
    Set<Selection.Part> trained = new HashSet<>(selection.window());
    for (Selection.Part part : selection.parts()) {
      ObjectNode input = put(inputs.addObject(), part.name(), part.input());
      input.put("use", trained.contains(part) ? "window" : "held-out");
      input.put("modified", Instant.ofEpochMilli(part.modified()).toString());
      RowAccount account = summarized.get(part.name());
      if (account != null) {
        input.put("rows", account.used());
        input.put("read", account.read());
      }
    }
    selection
        .evaluation()
        .ifPresent(input -> put(inputs.addObject(), input.path(), input).put("use", "evaluation"));
    return inputs;
  }

  private static ObjectNode put(ObjectNode json, String name, Input input) {
    json.put("partition", name);
    json.put("files", input.numFiles());
    json.put("bytes", input.bytes());
    json.put("fingerprint", input.fingerprint());
    return json;
  }

  /** What a person should know of the run so far. */
  List<String> warnings() {
    return List.copyOf(warnings);
  }
}
