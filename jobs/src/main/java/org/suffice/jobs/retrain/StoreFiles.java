package org.suffice.jobs.retrain;

import java.io.IOException;
import java.util.List;
import org.suffice.Failure;
import org.suffice.read.Text;
import org.suffice.storage.Storage;

/**
 * Listing and changing the files of a store, with words for what fails.
 *
 * @param directory of the store, absolute
 */
record StoreFiles(String directory, Storage storage) {
  /** A change of a store. */
  @FunctionalInterface
  interface Change<T> {
    T apply() throws IOException;
  }

  /** An exception of a file system as one line: those of a server carry its whole trace. */
  static String reason(IOException e) {
    return Text.escape(e.toString().lines().findFirst().orElse(""));
  }

  Failure cannot(String what, IOException e) {
    return Failure.data("cannot " + what + " the store " + directory + ": " + reason(e), e);
  }

  /** Makes a change; where it fails because another run took over, that is said. */
  <T> T change(Lease lease, String what, Change<T> change) {
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

  /** The names in a directory of the store, sorted; none where it is not there. */
  List<String> members(String inside) {
    String path = directory + "/" + inside;
    try {
      return storage.find(path).isEmpty()
          ? List.of()
          : storage.list(path).stream().map(Storage.Entry::name).toList();
    } catch (IOException e) {
      throw cannot("list the " + inside + " of", e);
    }
  }

  /** Removes a directory in one step, as others see it. */
  void remove(Lease lease, String path) throws IOException {
    String gone = lease.work() + "/removed-" + Storage.name(path);
    storage.delete(gone);
    lease.requireHeld();
    storage.rename(path, gone);
    storage.delete(gone);
  }
}
