package org.suffice.jobs.retrain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.suffice.Failure;
import org.suffice.jobs.pass.Engine;
import org.suffice.jobs.read.Input;
import org.suffice.jobs.train.Provenance;
import org.suffice.model.Json;
import org.suffice.model.Model;
import org.suffice.model.ModelDirectory;
import org.suffice.read.Text;

/**
 * One run: finds what is new, brings the statistics of the window up to date or trains on its rows,
 * compares the new model with the one in service, puts it in its place or keeps the old one, and
 * leaves a record.
 */
public final class Retraining {
  /** How a run ended, where it did not fail. */
  public enum Outcome {
    /** A new version is in service. */
    PUBLISHED(0),
    /** A run with the same data and settings has been: nothing was done. */
    UNCHANGED(0),
    /** The gate kept the old model. */
    KEPT(5);

    private final int exitCode;

    Outcome(int exitCode) {
      this.exitCode = exitCode;
    }

    /** The exit code of the command line. */
    public int exitCode() {
      return exitCode;
    }

    /** The name in records. */
    public String text() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * What a run did.
   *
   * @param outcome how it ended
   * @param message in one line
   * @param record what it left on record, or an earlier run that did the same
   * @param repeated whether an earlier run did the same, so that there was nothing to do
   */
  public record Result(Outcome outcome, String message, ObjectNode record, boolean repeated) {}

  /** Outcomes of runs that came as far as the gate. */
  private static final Set<String> COMPARED = Set.of(Outcome.PUBLISHED.text(), Outcome.KEPT.text());

  private final RetrainPlan plan;
  private final Trainer trainer;
  private final ModelStore store;
  private final Provenance provenance;
  private final Function<Input, Engine> engines;
  private final Lineage lineage;

  /**
   * A run.
   *
   * @param engines give an engine for data of some size
   */
  public Retraining(
      RetrainPlan plan,
      Trainer trainer,
      ModelStore store,
      Provenance provenance,
      Function<Input, Engine> engines) {
    this.plan = plan;
    this.trainer = trainer;
    this.store = store;
    this.provenance = provenance;
    this.engines = engines;
    this.lineage = new Lineage(plan, provenance);
  }

  /**
   * Runs.
   *
   * @throws Failure of kind BUSY when another run holds the lease; of any when this one cannot go
   *     on: the model in service is then as it was, and the failure is on record
   */
  public Result run() {
    try (Lease lease = store.lock(plan.lease())) {
      try {
        Result result = run(lease);
        if (!result.repeated()) {
          store.record(lease, result.record());
        }
        return result;
      } catch (RuntimeException e) {
        requireHeldDespite(lease, e);
        recordFailure(lease, e);
        throw e;
      }
    }
  }

  /** Whatever failed first in a run that lost its lease, that is the reason: others work here. */
  private static void requireHeldDespite(Lease lease, RuntimeException e) {
    try {
      lease.requireHeld();
    } catch (Failure lost) {
      if (lost.kind() != Failure.Kind.BUSY) {
        return; // the store cannot be reached at all: the first failure tells more
      }
      lost.addSuppressed(e);
      throw lost;
    }
  }

  private void recordFailure(Lease lease, RuntimeException e) {
    if (e instanceof Failure failure && failure.kind() == Failure.Kind.BUSY) {
      return; // the store is another run's now
    }
    try {
      store.record(lease, lineage.failed(String.valueOf(e.getMessage())));
    } catch (RuntimeException unwritten) { // the first failure is the one to tell
      e.addSuppressed(unwritten);
    }
  }

  private Result run(Lease lease) {
    Selection selection = Selection.of(plan, store.directory());
    String key = selection.key(settings());
    Optional<Result> before = alreadyDone(key);
    if (before.isPresent()) {
      return before.get();
    }
    Optional<Version> current = store.current();
    lineage.of(
        key,
        selection,
        store.lastRecord(record -> COMPARED.contains(record.path("outcome").asText())),
        current.flatMap(this::recordOf));
    current.ifPresent(lineage::against);
    Optional<Model> champion = current.map(any -> ModelDirectory.read(store.directory()));
    String candidate = store.candidate(lease);
    Comparison comparison;
    Model challenger;
    try (Engine engine = engines.apply(largest(selection))) {
      challenger = train(lease, engine, selection, champion, candidate);
      lineage.timed("train");
      comparison = compare(engine, selection, champion, challenger);
      lineage.timed("compare");
    } catch (Failure e) {
      requireUnchangedDespite(selection, e);
      throw e;
    }
    selection.requireUnchanged(plan);
    Gate.Decision decision = decide(comparison, current, candidate);
    lineage.compared(comparison, decision, drift(champion, challenger, comparison), challenger);
    return decision.promote()
        ? publish(lease, candidate, key, decision)
        : kept(current, decision.reason());
  }

  /** Data that are bad because they are being written are told to be that. */
  private void requireUnchangedDespite(Selection selection, Failure first) {
    if (first.kind() == Failure.Kind.DATA) {
      try {
        selection.requireUnchanged(plan);
      } catch (Failure changed) {
        changed.addSuppressed(first);
        throw changed;
      }
    }
  }

  /** All settings but those that do not change what a run leads to. */
  private Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>(plan.options());
    settings
        .keySet()
        .removeIf(
            name ->
                name.startsWith("execution")
                    || name.startsWith("retrain.drift")
                    || Set.of("retrain.store", "retrain.lease", "retrain.keep").contains(name));
    return settings;
  }

  /** A run with the same files and settings that came to an end. */
  private Optional<Result> alreadyDone(String key) {
    Optional<Version> current = store.current();
    for (Version version : store.versions()) {
      // Not an older one: a day that was taken back is to be taken out of the model in service.
      boolean served = current.filter(now -> version.number() >= now.number()).isPresent();
      if (served && version.facts().path("key").asText().equals(key)) {
        return Optional.of(unchanged(version));
      }
    }
    String champion = current.map(Version::manifest).orElse("");
    return store
        .lastRecord(record -> COMPARED.contains(record.path("outcome").asText()))
        .filter(record -> record.path("key").asText().equals(key))
        .filter(record -> record.path("outcome").asText().equals(Outcome.KEPT.text()))
        .filter(record -> record.path("champion").path("manifest").asText().equals(champion))
        .map(
            record -> {
              String run = record.path("run").asText();
              String message = "nothing new since run " + run + " kept the old model";
              return repeated(Outcome.KEPT, message, Optional.of(record));
            });
  }

  private Result unchanged(Version published) {
    String current = store.current().map(Version::name).orElse("nothing");
    String message =
        "nothing new since "
            + published.name()
            + " was published"
            + (current.equals(published.name()) ? "" : "; " + current + " is in service");
    return repeated(Outcome.UNCHANGED, message, recordOf(published));
  }

  /** Nothing is done: what is told is what the earlier run did. */
  private static Result repeated(Outcome outcome, String message, Optional<ObjectNode> earlier) {
    ObjectNode record = Json.object();
    record.put("outcome", outcome.text());
    record.put("message", message);
    earlier.ifPresent(each -> record.set("earlier", each));
    return new Result(outcome, message, record, true);
  }

  /** What the run that published a version left on record. */
  private Optional<ObjectNode> recordOf(Version published) {
    return store.lastRecord(record -> record.path("run").asText().equals(published.run()));
  }

  /** The last run that compared models and kept what the data were like. */
  private Optional<ObjectNode> lastProfile() {
    return store.lastRecord(
        record ->
            COMPARED.contains(record.path("outcome").asText())
                && record.path("profile").isObject());
  }

  /** Of what is read tonight the largest input, by which the engine is chosen. */
  private Input largest(Selection selection) {
    Input heldOut = selection.heldOutInput(plan.heldOut().apply(plan.input()));
    List<Input> inputs = new ArrayList<>(List.of(heldOut));
    Optional<Trainer.Statistics> statistics = trainer.statistics();
    if (statistics.isEmpty()) {
      inputs.add(selection.windowInput(plan.data().apply(plan.input())));
    } else {
      selection.window().stream()
          .filter(part -> store.statistics(statisticsName(part, statistics.get())).isEmpty())
          .forEach(part -> inputs.add(part.input()));
    }
    return inputs.stream().max(java.util.Comparator.comparingLong(Input::bytes)).orElse(heldOut);
  }

  private static String statisticsName(Selection.Part part, Trainer.Statistics statistics) {
    return WindowStatistics.name(
        part.name(), part.input().fingerprint() + statistics.fingerprint());
  }

  private Model train(
      Lease lease, Engine engine, Selection selection, Optional<Model> champion, String candidate) {
    Optional<Trainer.Statistics> statistics = trainer.statistics();
    if (statistics.isEmpty()) {
      var settings = plan.data().apply(plan.input());
      return trainer.train(engine, selection.windowInput(settings), settings, champion, candidate);
    }
    Map<String, String> members = new LinkedHashMap<>();
    for (Selection.Part part : selection.window()) {
      String name = statisticsName(part, statistics.get());
      if (store.statistics(name).isEmpty()) {
        summarize(lease, engine, part, name, statistics.get());
      }
      members.put(name, part.name());
    }
    lineage.timed("summarize");
    WindowStatistics.Sum sum = new WindowStatistics(store, lease).of(members);
    lineage.summed(sum);
    Model model = statistics.get().train(sum.directory(), candidate);
    // The partition that leaves next is still needed to be subtracted, so only tonight's stay.
    Set<String> needed = new HashSet<>(members.keySet());
    needed.add(sum.name());
    store.pruneStatistics(lease, needed);
    return model;
  }

  private void summarize(
      Lease lease, Engine engine, Selection.Part part, String name, Trainer.Statistics statistics) {
    String aside = lease.work() + "/" + name;
    try {
      var account =
          statistics.summarize(
              engine, part.input(), plan.data().apply(part.partition().directory()), aside);
      lineage.summarized(part, account);
    } catch (Failure e) {
      throw e.kind() == Failure.Kind.USAGE
          ? Failure.usage("partition " + Text.show(part.name()) + ": " + e.getMessage())
          : e;
    }
    store.keepStatistics(lease, aside, name);
  }

  private Comparison compare(
      Engine engine, Selection selection, Optional<Model> champion, Model challenger) {
    var settings = plan.heldOut().apply(plan.evaluation().orElse(plan.input()));
    return Comparison.of(
        champion,
        challenger,
        new Comparison.Task(
            engine,
            selection.heldOutInput(settings),
            settings,
            plan.gate().metric(),
            plan.gate().seed(),
            plan.memoryBytes()));
  }

  /** What the gate says, unless the model is one that was there before. */
  private Gate.Decision decide(Comparison comparison, Optional<Version> current, String candidate) {
    Gate.Decision decision = plan.gate().decide(comparison);
    if (!decision.promote() || current.isEmpty()) {
      return decision;
    }
    String arrays = ModelDirectory.identity(candidate).sha256();
    for (Version version : store.versions()) {
      // An older one that fits the data again may come back; not one that was rolled back from.
      if (version.number() >= current.get().number() && version.sha256().equals(arrays)) {
        String reason =
            version.name().equals(current.get().name())
                ? "it is the model in service, to the last bit"
                : "it is " + version.name() + " again, which was rolled back from";
        return new Gate.Decision(false, reason, decision.worsening(), decision.test());
      }
    }
    return decision;
  }

  private Drift drift(Optional<Model> champion, Model challenger, Comparison comparison) {
    List<Drift.Moved> data = List.of();
    if (comparison.profile() != null) {
      Profile now = Profile.of(comparison.profile(), challenger);
      data =
          lastProfile()
              .map(record -> Drift.data(Profile.read(record.path("profile")), now))
              .orElse(List.of());
      lineage.profiled(now);
    }
    List<Drift.Change> coefficients =
        champion
            .filter(model -> model.algorithm().equals(challenger.algorithm()))
            .map(model -> Drift.coefficients(model, challenger))
            .orElse(List.of());
    return new Drift(data, coefficients);
  }

  private Result publish(Lease lease, String candidate, String key, Gate.Decision decision) {
    ObjectNode facts = Json.object();
    facts.put("key", key);
    facts.put("algorithm", plan.algorithm());
    Version version = store.publish(lease, candidate, facts);
    List<String> removed = store.prune(lease, plan.keep());
    lineage.timed("publish");
    String message = "published " + version.name() + ": " + decision.reason();
    return new Result(
        Outcome.PUBLISHED, message, lineage.published(version, removed, message), false);
  }

  private Result kept(Optional<Version> current, String reason) {
    String message =
        current
                .map(version -> "kept " + version.name() + ": ")
                .orElse("published nothing, for the first model did not pass: ")
            + reason;
    return new Result(Outcome.KEPT, message, lineage.kept(current, message), false);
  }
}
