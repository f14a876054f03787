package org.suffice.jobs.retrain;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.suffice.Failure;
import org.suffice.model.CurrentPointer;
import org.suffice.read.Text;
import org.suffice.storage.Storage;

/** Where a store may be. */
final class StorePlace {
  /** Whose renames are copies: neither atomic nor exclusive. */
  private static final Set<String> WITHOUT_RENAME =
      Set.of("s3", "s3a", "s3n", "gs", "oss", "obs", "cosn", "swift", "wasb", "wasbs", "http");

  private static final String LEASES = "leases";

  private static final Set<String> OURS =
      Set.of(
          CurrentPointer.MODELS,
          CurrentPointer.NAME,
          LEASES,
          "work",
          "runs",
          "statistics",
          "run-status.json");

  private StorePlace() {}

  /**
   * The absolute path of a store that is there or may be made.
   *
   * @throws Failure when something else is there, or its file system cannot move directories in one
   *     step
   */
  static String checked(String directory) {
    Storage storage = Storage.of(directory);
    String absolute = storage.absolute(directory);
    String scheme = absolute.contains(":/") ? absolute.substring(0, absolute.indexOf(':')) : "";
    if (WITHOUT_RENAME.contains(scheme.toLowerCase(Locale.ROOT))) {
      throw Failure.usage(
          "retrain.store "
              + directory
              + ": the renames of "
              + scheme
              + " are copies; a store needs a file system with atomic renames, such as HDFS");
    }
    if (absolute.equals(Storage.parent(absolute))
        || absolute.equals(System.getProperty("user.home"))) {
      throw Failure.usage("retrain.store " + directory + " cannot be a store; name a directory");
    }
    try {
      requireOurs(storage, absolute);
    } catch (IOException e) {
      throw Failure.data("cannot look at the store " + directory + ": " + ModelStore.reason(e), e);
    }
    return absolute;
  }

  private static void requireOurs(Storage storage, String directory) throws IOException {
    Optional<Storage.Entry> there = storage.find(directory);
    if (there.isPresent() && !there.get().isDirectory()) {
      throw Failure.usage("retrain.store " + directory + " is a file");
    }
    if (there.isEmpty() || storage.find(directory + "/" + LEASES).isPresent()) {
      return;
    }
    for (Storage.Entry member : storage.list(directory)) {
      if (!OURS.contains(member.name()) && !member.name().startsWith(".")) {
        throw Failure.usage(
            "retrain.store "
                + directory
                + " is not a store of models: it holds "
                + Text.show(member.name()));
      }
    }
  }
}
