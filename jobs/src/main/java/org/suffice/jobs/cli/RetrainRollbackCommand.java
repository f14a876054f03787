package org.suffice.jobs.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.suffice.jobs.retrain.Lease;
import org.suffice.jobs.retrain.ModelStore;
import org.suffice.jobs.retrain.Version;
import org.suffice.model.CurrentPointer;
import org.suffice.model.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code suffice retrain rollback}. */
@Command(
    name = "rollback",
    description =
        "Puts an earlier version in service again; later nights do not bring back this one.")
final class RetrainRollbackCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private CommonOptions common;
  @Mixin private RetrainOptions options;

  @Option(
      names = "--to",
      paramLabel = "VERSION",
      description = "Such as v000041; the one that served before when not given")
  private String to;

  RetrainRollbackCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Instant started = Instant.now();
    Settings settings = options.amongOthers(RetrainKeys.all());
    ModelStore store = RetrainSettings.store(settings);
    return RunStatus.record(
        "retrain rollback",
        store.directory() + "/" + CurrentPointer.NAME,
        started,
        status -> rollback(store, settings, started));
  }

  private void rollback(ModelStore store, Settings settings, Instant started) {
    try (Lease lease = store.lock(RetrainSettings.lease(settings))) {
      Optional<String> from = store.currentName();
      Version version = store.rollback(lease, Optional.ofNullable(to));
      String message = version.name() + from.map(name -> " in place of " + name).orElse("");
      ObjectNode record = Json.object();
      record.put("outcome", "rolled-back");
      record.put("message", message);
      record.put("started", started.toString());
      record.put("finished", Instant.now().toString());
      record.put("version", version.name());
      from.ifPresent(name -> record.put("from", name));
      store.record(lease, record);
      console.out().println("rolled back to " + message);
    }
  }
}
