package org.suffice.jobs.write;

import java.io.IOException;
import org.suffice.storage.Storage;

/** Files of tasks: each is written under the name of its attempt, and renamed when it is whole. */
public final class Attempts {
  private Attempts() {}

  /** Deletes what tasks left that were killed while they wrote. */
  public static void remove(Storage storage, String directory) throws IOException {
    for (Storage.Entry entry : storage.list(directory)) {
      if (entry.name().contains(".attempt-")) {
        storage.delete(entry.path());
      }
    }
  }
}
