package org.suffice.jobs.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.suffice.jobs.retrain.ModelStore;
import org.suffice.jobs.retrain.Version;
import org.suffice.model.Json;
import org.suffice.read.Text;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code suffice retrain history}. */
@Command(
    name = "history",
    description = "Shows every run on record and the versions that are kept.")
final class RetrainHistoryCommand implements Callable<Integer> {
  private static final String ROW = "%-24s %-12s %-8s %s%n";

  private final Console console;

  @Mixin private CommonOptions common;
  @Mixin private RetrainOptions options;

  @Option(names = "--json", description = "The records as they are, with the versions, as JSON")
  private boolean json;

  RetrainHistoryCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    ModelStore store = RetrainSettings.existingStore(options.amongOthers(RetrainKeys.all()));
    if (json) {
      console.out().print(Json.pretty(json(store)));
    } else {
      print(store, console.out());
    }
    return 0;
  }

  private static ObjectNode json(ModelStore store) {
    ObjectNode json = Json.object();
    store.current().ifPresent(version -> json.put("current", version.name()));
    ArrayNode versions = json.putArray("versions");
    for (Version version : store.versions()) {
      ObjectNode each = versions.addObject();
      each.put("version", version.name());
      version.parent().ifPresent(parent -> each.put("parent", parent));
      each.put("run", version.run());
      each.put("published", version.published());
      each.put("sha256", version.sha256());
    }
    json.putArray("runs").addAll(store.records());
    return json;
  }

  private static void print(ModelStore store, PrintStream out) {
    List<ObjectNode> records = store.records();
    out.printf(ROW, "run", "outcome", "version", "");
    for (ObjectNode record : records) {
      out.printf(
          ROW,
          text(record.path("run")),
          text(record.path("outcome")),
          text(record.path("version")),
          Text.escape(record.path("message").asText()));
    }
    List<Version> versions = store.versions();
    Optional<Version> current = store.current();
    out.printf(
        Locale.ROOT,
        "%n%d runs; %s%n",
        records.size(),
        current
            .map(
                version ->
                    version.name()
                        + " is in service; kept: "
                        + String.join(" ", versions.stream().map(Version::name).toList()))
            .orElse("no model is in service yet"));
  }

  private static String text(JsonNode field) {
    return Text.clean(field.asText());
  }
}
