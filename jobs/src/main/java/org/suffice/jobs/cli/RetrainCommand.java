package org.suffice.jobs.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.suffice.Failure;
import org.suffice.jobs.read.DataSettings;
import org.suffice.jobs.retrain.ModelStore;
import org.suffice.jobs.retrain.RetrainPlan;
import org.suffice.jobs.retrain.RetrainReport;
import org.suffice.jobs.retrain.Retraining;
import org.suffice.jobs.retrain.Trainer;
import org.suffice.jobs.train.Provenance;
import org.suffice.model.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code suffice retrain}: what a scheduler starts every night. */
@Command(
    name = "retrain",
    description =
        "Trains on new data, compares with the model in service, publishes or keeps the old one."
            + " Exit codes: 0 published, or nothing to do; 5 the old model was kept; 6 another run"
            + " is at work.",
    subcommands = {RetrainHistoryCommand.class, RetrainRollbackCommand.class},
    footerHeading =
        "%nSettings (in a file for --config, or --set KEY=VALUE), beside those of suffice train"
            + " ALGORITHM:%n")
final class RetrainCommand implements Callable<Integer>, KeyedCommand {
  private final Console console;

  @Mixin private CommonOptions common;
  @Mixin private RetrainOptions options;

  @Option(names = "--json", description = "Print the record of the run as JSON")
  private boolean json;

  RetrainCommand(Console console) {
    this.console = console;
  }

  @Override
  public List<Key> keys() {
    return RetrainKeys.all();
  }

  @Override
  public Integer call() {
    Instant started = Instant.now();
    if (options.config == null && options.set.isEmpty()) {
      throw Failure.usage("no settings: give --config FILE; conf/retrain.conf is one to copy");
    }
    ModelStore store = RetrainSettings.store(options.amongOthers(RetrainKeys.store()));
    return RunStatus.record(
        "retrain", store.directory() + "/CURRENT", started, status -> run(store, started, status));
  }

  private void run(ModelStore store, Instant started, RunStatus status) {
    Settings settings = options.settings();
    RetrainAlgorithm algorithm = RetrainAlgorithm.named(settings.text("retrain.algorithm"));
    RetrainPlan plan = RetrainSettings.plan(options, settings, algorithm);
    Provenance provenance = new Provenance(Suffice.Version.text(), started);
    DataSettings data = plan.data().apply(plan.input());
    Settings own = options.amongOthers(algorithm.keys());
    Trainer trainer =
        algorithm.trainer(own, data, provenance, console, settings.flag("retrain.warm-start"));
    LinearRegressionSettings.loadBlas();
    Retraining.Result result =
        new Retraining(
                plan,
                trainer,
                store,
                provenance,
                input -> Engines.choose("retrain", own, input, console.progress()))
            .run();
    status.ended(result.outcome().exitCode(), result.outcome().text(), result.message());
    List<String> warnings = new ArrayList<>();
    result.record().path("warnings").forEach(warning -> warnings.add(warning.asText()));
    if (!result.repeated()) {
      Messages.warn(console, warnings);
    }
    console.out().print(json ? Json.pretty(result.record()) : RetrainReport.text(result));
  }
}
