package org.suffice.jobs.retrain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.suffice.Failure;
import org.suffice.model.CurrentPointer;
import org.suffice.model.Json;
import org.suffice.model.ModelDirectory;
import org.suffice.read.Text;
import org.suffice.storage.Storage;

/**
 * A directory of numbered models of which one is in service, with what led to them; see the package
 * for its layout. Reading needs no lease, changing does. Every change is one step: whoever is
 * killed, readers see the store before or after it.
 */
public final class ModelStore {
  private static final String STATISTICS = "statistics";

  private final String directory;
  private final Storage storage;
  private final RunRecords records;

  private ModelStore(String directory, Storage storage) {
    this.directory = directory;
    this.storage = storage;
    this.records = new RunRecords(directory + "/runs", storage);
  }

  /**
   * The store in a directory, which need not be there yet.
   *
   * @throws Failure when it cannot be one: something else is there, or its file system cannot move
   *     directories in one step
   */
  public static ModelStore at(String directory) {
    String absolute = StorePlace.checked(directory);
    return new ModelStore(absolute, Storage.of(absolute));
  }

  private Failure cannot(String what, IOException e) {
    return Failure.data("cannot " + what + " the store " + directory + ": " + reason(e), e);
  }

  /** An exception of a file system as one line: those of a server carry its whole trace. */
  static String reason(IOException e) {
    return Text.escape(e.toString().lines().findFirst().orElse(""));
  }

  /** A change of a store. */
  @FunctionalInterface
  private interface Change<T> {
    T apply() throws IOException;
  }

  /** Makes a change; where it fails because another run took over, that is said. */
  private <T> T change(Lease lease, String what, Change<T> change) {
    lease.requireHeld();
    try {
      return change.apply();
    } catch (IOException e) {
      lease.requireHeld();
      throw cannot(what, e);
    } catch (Failure e) {
      lease.requireHeld();
      throw e;
    }
  }

  /** Its absolute path. */
  public String directory() {
    return directory;
  }

  /**
   * Takes the right to change the store. Of a run that was cut off it leaves a record.
   *
   * @param duration after which another run may take over when this one does not renew
   * @throws Failure BUSY when another run holds it
   */
  public Lease lock(Duration duration) {
    Lease lease = Lease.acquire(directory, duration);
    try {
      lease.cutOff().ifPresent(this::recordCutOff);
      return lease;
    } catch (RuntimeException e) {
      lease.close();
      throw e;
    }
  }

  private void recordCutOff(LeaseRecord run) {
    Optional<CurrentPointer> published =
        pointerIfReadable().filter(current -> current.run().equals(run.run()));
    ObjectNode json = Json.object();
    json.put("outcome", published.isPresent() ? "published" : "failed");
    json.put("started", run.since().toString());
    published.ifPresent(current -> json.put("version", current.version()));
    json.put("message", "the run was cut off: process " + run.pid() + " on " + run.host());
    records.write(run.run(), json);
  }

  // ---- versions ------------------------------------------------------------------------------

  /** The version in service, if there is one yet. */
  public Optional<Version> current() {
    return CurrentPointer.find(directory).map(CurrentPointer::version).map(this::version);
  }

  /** The name of the version in service, where there is one and the store can tell. */
  public Optional<String> currentName() {
    return pointerIfReadable().map(CurrentPointer::version);
  }

  /** Every version that was put in service and is kept, the oldest first. */
  public List<Version> versions() {
    long newest = CurrentPointer.find(directory).map(CurrentPointer::newest).orElse(0L);
    return names().stream()
        .filter(name -> CurrentPointer.number(name) <= newest)
        .map(this::version)
        .toList();
  }

  /** The names of all versions, the oldest first, those of runs that were cut off included. */
  private List<String> names() {
    return members(CurrentPointer.MODELS).stream()
        .filter(CurrentPointer::isVersion)
        .sorted(Comparator.comparing(CurrentPointer::number))
        .toList();
  }

  /** The names in a directory of the store, sorted; none where it is not there. */
  private List<String> members(String inside) {
    String path = directory + "/" + inside;
    try {
      return storage.find(path).isEmpty()
          ? List.of()
          : storage.list(path).stream().map(Storage.Entry::name).toList();
    } catch (IOException e) {
      throw cannot("list the " + inside + " of", e);
    }
  }

  /**
   * A version by its name.
   *
   * @throws Failure when there is none of that name
   */
  public Version version(String name) {
    if (!CurrentPointer.isVersion(name) || !names().contains(name)) {
      throw Failure.usage(
          "there is no version "
              + Text.show(name)
              + " in "
              + directory
              + Text.suggest(name, names()));
    }
    try {
      return Version.read(storage, name, directory(name));
    } catch (IOException e) {
      throw cannot("read " + name + " of", e);
    }
  }

  private String models() {
    return directory + "/" + CurrentPointer.MODELS;
  }

  private String directory(String version) {
    return models() + "/" + version;
  }

  /** Where a run writes the model that it may publish: not there yet. */
  public String candidate(Lease lease) {
    return lease.work() + "/candidate";
  }

  /**
   * Publishes a model as the next version and puts it in service.
   *
   * @param candidate a complete model in the directory of work, moved
   * @param facts to remember with the version
   */
  public Version publish(Lease lease, String candidate, ObjectNode facts) {
    return change(lease, "publish to", () -> moveInPlace(lease, candidate, facts));
  }

  private Version moveInPlace(Lease lease, String candidate, ObjectNode facts) throws IOException {
    Optional<CurrentPointer> before = CurrentPointer.find(directory);
    ModelDirectory.Identity identity = ModelDirectory.identity(candidate);
    discardNeverServed(lease, before);
    long number = before.map(CurrentPointer::newest).orElse(0L) + 1;
    Version version =
        new Version(
            CurrentPointer.version(number),
            directory(CurrentPointer.version(number)),
            before.map(CurrentPointer::version),
            lease.run(),
            Instant.now().toString(),
            identity.sha256(),
            identity.manifest(),
            facts);
    version.write(storage, candidate);
    storage.makeDirectories(models());
    lease.requireHeld();
    storage.rename(candidate, version.directory());
    putInService(lease, version, number);
    return version;
  }

  private void putInService(Lease lease, Version version, long newest) throws IOException {
    new CurrentPointer(
            version.name(),
            version.sha256(),
            version.manifest(),
            newest,
            Instant.now().toString(),
            lease.run())
        .write(directory, lease.work() + "/" + CurrentPointer.NAME, lease::requireHeld);
  }

  /** Removes what a run moved in place before it was cut off: the pointer never led there. */
  private void discardNeverServed(Lease lease, Optional<CurrentPointer> current)
      throws IOException {
    List<String> names = names();
    if (current.isEmpty() && (names.size() > 1 || !Set.of("v000001").containsAll(names))) {
      throw Failure.data(
          directory
              + " holds models and no "
              + CurrentPointer.NAME
              + ", which says which is in service; retrain rollback --to a version mends it");
    }
    long newest = current.map(CurrentPointer::newest).orElse(0L);
    for (String name : names) {
      if (CurrentPointer.number(name) > newest) {
        remove(lease, directory(name));
      }
    }
  }

  /** Removes a directory in one step, as others see it. */
  private void remove(Lease lease, String path) throws IOException {
    String gone = lease.work() + "/removed-" + Storage.name(path);
    storage.delete(gone);
    lease.requireHeld();
    storage.rename(path, gone);
    storage.delete(gone);
  }

  /**
   * Puts an earlier version in service again.
   *
   * @param to its name; without, the version that the present one took the place of
   * @throws Failure when there is none, or it is not as it was published
   */
  public Version rollback(Lease lease, Optional<String> to) {
    Version version = version(to.orElseGet(this::servedBefore));
    if (!ModelDirectory.identity(version.directory()).manifest().equals(version.manifest())) {
      throw Failure.data(version.directory() + " is not the model that was published");
    }
    return change(
        lease,
        "roll back",
        () -> {
          putInService(lease, version, newest());
          return version;
        });
  }

  private String servedBefore() {
    Version now =
        current()
            .orElseThrow(() -> Failure.usage("no model of " + directory + " is in service yet"));
    String parent =
        now.parent()
            .orElseThrow(
                () -> Failure.usage(now.name() + " is the first version; none served before it"));
    if (!names().contains(parent)) {
      throw Failure.usage(
          parent
              + ", which served before "
              + now.name()
              + ", is not kept; give --to one of "
              + String.join(", ", names()));
    }
    return parent;
  }

  /** Without a pointer that can be read, that of the last version there is. */
  private long newest() {
    List<String> names = names();
    return pointerIfReadable()
        .map(CurrentPointer::newest)
        .orElse(CurrentPointer.number(names.get(names.size() - 1)));
  }

  private Optional<CurrentPointer> pointerIfReadable() {
    try {
      return CurrentPointer.find(directory);
    } catch (Failure e) {
      return Optional.empty();
    }
  }

  /**
   * Removes old versions, never the one in service nor the one before it.
   *
   * @param keep how many of the newest stay
   * @return the names of those removed
   */
  public List<String> prune(Lease lease, int keep) {
    List<String> names = names();
    Set<String> kept = new HashSet<>(names.subList(Math.max(0, names.size() - keep), names.size()));
    current()
        .ifPresent(
            version -> {
              kept.add(version.name());
              version.parent().ifPresent(kept::add);
            });
    return change(
        lease,
        "remove old versions from",
        () -> {
          List<String> removed = new ArrayList<>();
          for (String name : names) {
            if (!kept.contains(name)) {
              remove(lease, directory(name));
              removed.add(name);
            }
          }
          return removed;
        });
  }

  // ---- statistics ----------------------------------------------------------------------------

  /** Where statistics of a name are, if they are there. */
  public Optional<String> statistics(String name) {
    String path = statisticsPath(name);
    try {
      return storage.find(path).map(entry -> path);
    } catch (IOException e) {
      throw cannot("look at", e);
    }
  }

  private String statisticsPath(String name) {
    if (!name.matches("[A-Za-z0-9_=][A-Za-z0-9_=.%+-]{0,250}")) {
      throw new IllegalArgumentException("not a name of a directory: " + Text.show(name));
    }
    return directory + "/" + STATISTICS + "/" + name;
  }

  /** The names of all statistics, sorted. */
  public List<String> statisticsNames() {
    return members(STATISTICS);
  }

  /**
   * Keeps statistics under a name.
   *
   * @param from a complete directory in the directory of work, moved
   * @return where they are
   */
  public String keepStatistics(Lease lease, String from, String name) {
    String path = statisticsPath(name);
    return change(
        lease,
        "keep statistics in",
        () -> {
          storage.makeDirectories(directory + "/" + STATISTICS);
          storage.rename(from, path);
          return path;
        });
  }

  /** Removes statistics that are not among these. */
  public void pruneStatistics(Lease lease, Set<String> keep) {
    change(
        lease,
        "remove statistics from",
        () -> {
          for (String name : statisticsNames()) {
            if (!keep.contains(name)) {
              remove(lease, statisticsPath(name));
            }
          }
          return keep;
        });
  }

  // ---- records -------------------------------------------------------------------------------

  /**
   * Leaves the record of a run, once.
   *
   * @param json modified: the name of the run is added
   * @return whether it was written; false when there is one of that run
   */
  public boolean record(Lease lease, ObjectNode json) {
    return records.write(lease.run(), json);
  }

  /** The records of all runs, the oldest first; of one that cannot be read only its name. */
  public List<ObjectNode> records() {
    return records.all();
  }

  /** The newest record of some kind; of older ones nothing is read. */
  public Optional<ObjectNode> lastRecord(Predicate<ObjectNode> wanted) {
    return records.last(wanted);
  }
}
