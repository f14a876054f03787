package org.suffice.jobs.retrain;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.suffice.Failure;
import org.suffice.read.Text;
import org.suffice.storage.Storage;

/**
 * The right of one run to change a store, for a time that a thread prolongs while the run lives.
 * Leases are numbered, and the highest number counts: it is taken by creating the file of the next
 * number, in which exactly one of several processes succeeds. That is allowed once the one before
 * was given back, ended, or is of a process of this machine that is no more. A lease ends {@code
 * seconds} after its file was last written by the clock of the file system, so that the clocks of
 * hosts may differ.
 */
public final class Lease implements AutoCloseable {
  private static final int MAX_BYTES = 1 << 16;

  private final String store;
  private final Storage storage;
  private final LeaseRecord record;
  private final Optional<LeaseRecord> cutOff;
  private final ScheduledExecutorService renewals;
  private final Thread atEnd = new Thread(this::giveBack, "give back the lease");

  /** Until when it surely holds, by {@link System#nanoTime}. */
  private volatile long heldUntil;

  private volatile boolean over;

  private Lease(
      String store, Storage storage, LeaseRecord record, Optional<LeaseRecord> cutOff, long taken) {
    this.store = store;
    this.storage = storage;
    this.record = record;
    this.cutOff = cutOff;
    this.heldUntil = taken + TimeUnit.SECONDS.toNanos(record.seconds());
    renewals =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "lease");
              thread.setDaemon(true);
              return thread;
            });
    long third = Math.max(1, TimeUnit.SECONDS.toMillis(record.seconds()) / 3);
    renewals.scheduleWithFixedDelay(this::renew, third, third, TimeUnit.MILLISECONDS);
    Runtime.getRuntime().addShutdownHook(atEnd);
  }

  /**
   * Takes the lease of a store.
   *
   * @param store the absolute path of its directory
   * @param duration after which another run may take over when this one does not renew
   * @throws Failure BUSY when another run holds it
   */
  static Lease acquire(String store, Duration duration) {
    Storage storage = Storage.of(store);
    try {
      storage.makeDirectories(leases(store));
      OptionalLong last = highest(storage, store);
      Optional<LeaseRecord> before =
          last.isPresent()
              ? thatIsOver(storage, store, last.getAsLong(), duration)
              : Optional.empty();
      long number = last.orElse(0) + 1;
      LeaseRecord record = LeaseRecord.ofThisProcess(number, duration);
      long taken = System.nanoTime();
      // A file of this number may be gone again if others have gone on meanwhile.
      if (!storage.createWhole(file(store, number), record.json())
          || highest(storage, store).orElse(0) != number) {
        throw takenJustNow(store);
      }
      Lease lease =
          new Lease(store, storage, record, before.filter(each -> !each.released()), taken);
      try {
        lease.begin();
      } catch (IOException | RuntimeException e) {
        lease.close();
        throw e;
      }
      return lease;
    } catch (IOException e) {
      throw Failure.data("cannot take the lease of " + store + ": " + StoreFiles.reason(e), e);
    }
  }

  private static String leases(String store) {
    return store + "/leases";
  }

  private static String file(String store, long number) {
    return leases(store) + "/" + LeaseRecord.name(number) + ".json";
  }

  private static String work(String store) {
    return store + "/work";
  }

  private static OptionalLong highest(Storage storage, String store) throws IOException {
    return storage.list(leases(store)).stream()
        .map(Storage.Entry::name)
        .filter(name -> name.matches("\\d{6,18}\\.json"))
        .mapToLong(name -> Long.parseLong(name.substring(0, name.length() - 5)))
        .max();
  }

  private static Optional<LeaseRecord> read(Storage storage, String path) throws IOException {
    try (InputStream in = storage.open(path, 0)) {
      return LeaseRecord.of(in.readNBytes(MAX_BYTES));
    }
  }

  private static Failure takenJustNow(String store) {
    return Failure.busy("another run took the lease of " + store + " just now");
  }

  /** The lease before, where it can be read; fails when it is not over. */
  private static Optional<LeaseRecord> thatIsOver(
      Storage storage, String store, long number, Duration duration) throws IOException {
    try {
      Optional<LeaseRecord> before = read(storage, file(store, number));
      requireOver(storage, store, number, before, duration);
      return before;
    } catch (IOException e) {
      if (highest(storage, store).orElse(0) != number) { // whoever took the next removed it
        throw takenJustNow(store);
      }
      throw e;
    }
  }

  private static void requireOver(
      Storage storage, String store, long number, Optional<LeaseRecord> before, Duration duration)
      throws IOException {
    if (before.isPresent() && (before.get().released() || before.get().isOfDeadProcess())) {
      return;
    }
    // A file that nobody understands ends as one of ours would.
    long seconds = before.map(LeaseRecord::seconds).orElse(duration.toSeconds());
    long left = written(storage, file(store, number)) + 1000 * seconds - now(storage, store);
    if (left > 0) {
      throw Failure.busy(
          before
              .map(
                  owner ->
                      "another run, process "
                          + owner.pid()
                          + " on "
                          + Text.clean(owner.host())
                          + ", holds the lease of "
                          + store
                          + " since "
                          + owner.since()
                          + "; it ends in "
                          + (left + 999) / 1000
                          + " s unless it is renewed")
              .orElse("the lease of " + store + " is held by an unknown run"));
    }
  }

  private static long written(Storage storage, String path) throws IOException {
    return storage.find(path).map(Storage.Entry::modified).orElse(Long.MAX_VALUE / 2);
  }

  /** Milliseconds since 1970 by the clock that gives files their times. */
  private static long now(Storage storage, String store) throws IOException {
    String probe = Storage.aside(leases(store) + "/clock");
    try {
      storage.create(probe).close();
      return written(storage, probe);
    } finally {
      storage.delete(probe);
    }
  }

  /** Makes a place to work in, and takes away that of every run before. */
  private void begin() throws IOException {
    storage.makeDirectories(work());
    for (Storage.Entry other : storage.list(work(store))) {
      if (!other.name().equals(LeaseRecord.name(record.number()))) {
        String gone = work() + "/before-" + other.name();
        storage.rename(other.path(), gone); // one step, unlike deleting many files
        storage.delete(gone);
      }
    }
    for (Storage.Entry file : storage.list(store)) {
      if (file.name().startsWith(".run-status.json.")) { // of a process that was killed
        storage.delete(file.path());
      }
    }
    for (Storage.Entry file : storage.list(leases(store))) {
      if (file.path().compareTo(file(store, record.number())) < 0 && !file.name().startsWith(".")) {
        storage.delete(file.path());
      }
    }
  }

  /** The name of the run: when it began, and the number of its lease. */
  public String run() {
    return record.run();
  }

  /** The run before, where it neither finished nor gave its lease back. */
  Optional<LeaseRecord> cutOff() {
    return cutOff;
  }

  /** A directory in the store for what this run has not finished; gone when the lease is over. */
  public String work() {
    return work(store) + "/" + LeaseRecord.name(record.number());
  }

  /**
   * Checks that the lease is still held.
   *
   * @throws Failure BUSY when it is not: this run was suspended, or cut off from the store, for
   *     longer than it lasts
   */
  public void requireHeld() {
    boolean held;
    try {
      held =
          !over
              && System.nanoTime() - heldUntil < 0
              && highest(storage, store).orElse(0) == record.number();
    } catch (IOException e) {
      throw Failure.data("cannot look at the lease of " + store + ": " + StoreFiles.reason(e), e);
    }
    if (!held) {
      throw Failure.busy(
          "this run lost the lease of " + store + ", which it did not renew in time; run again");
    }
  }

  private void renew() {
    try {
      long from = System.nanoTime();
      if (highest(storage, store).orElse(0) != record.number()) {
        over = true;
        renewals.shutdown();
        return;
      }
      rewrite(record.renewed(), work());
      heldUntil = from + TimeUnit.SECONDS.toNanos(record.seconds());
    } catch (IOException | RuntimeException e) {
      // Tried again until the lease has ended, which is told when it is needed.
      return;
    }
  }

  private void rewrite(LeaseRecord text, String directory) throws IOException {
    String aside = directory + "/lease";
    storage.delete(aside);
    try (OutputStream out = storage.create(aside)) {
      out.write(text.json());
    }
    storage.replace(aside, file(store, record.number()));
  }

  /** Gives the lease back, with all that is unfinished removed. */
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(atEnd);
    } catch (IllegalStateException e) { // the process is about to end
      return;
    }
    giveBack();
  }

  private void giveBack() {
    boolean lost = over;
    over = true;
    renewals.shutdownNow();
    try {
      if (lost || highest(storage, store).orElse(0) != record.number()) {
        return;
      }
      // Moved first: at the end of the process the run may still be trying to publish from there.
      String gone = work(store) + "/over-" + LeaseRecord.name(record.number());
      storage.rename(work(), gone);
      rewrite(record.givenBack(), gone);
      storage.delete(gone);
    } catch (IOException | RuntimeException e) {
      // Then it ends by itself; what the run did stays as it is.
      return;
    }
  }
}
