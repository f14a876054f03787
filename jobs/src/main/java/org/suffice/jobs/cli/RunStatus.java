package org.suffice.jobs.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.suffice.Failure;
import org.suffice.model.Json;
import org.suffice.storage.Storage;

/**
 * {@code run-status.json} beside an output: what the exit code says, for schedulers that never see
 * it because the driver ran on a cluster.
 */
final class RunStatus {
  private RunStatus() {}

  /**
   * Runs a command and writes its status, whether it succeeds or throws.
   *
   * @param output the model or the directory of predictions; the file stands in its parent
   * @return 0
   */
  static int record(String command, String output, Instant started, Runnable work) {
    try {
      work.run();
    } catch (RuntimeException | Error e) {
      write(command, output, started, Suffice.exitCode(e), Suffice.message(e));
      throw e;
    }
    if (!write(command, output, started, 0, "")) {
      throw Failure.data("cannot write run-status.json beside " + output);
    }
    return 0;
  }

  /**
   * Writes the status of a run.
   *
   * @return whether it could be written
   */
  private static boolean write(
      String command, String output, Instant started, int exitCode, String message) {
    ObjectNode json = Json.object();
    json.put("command", command);
    json.put("status", exitCode == 0 ? "done" : "failed");
    json.put("exitCode", exitCode);
    json.put("message", message);
    json.put("output", output);
    json.put("started", started.toString());
    json.put("finished", Instant.now().toString());
    try {
      Storage storage = Storage.of(output);
      String parent = Storage.parent(storage.absolute(output));
      storage.makeDirectories(parent);
      String aside = parent + "/.run-status.json.writing-" + ProcessHandle.current().pid();
      storage.delete(aside);
      try (OutputStream out = storage.create(aside)) {
        out.write(Json.pretty(json).getBytes(StandardCharsets.UTF_8));
      }
      storage.replace(aside, parent + "/run-status.json");
      return true;
    } catch (IOException | RuntimeException e) {
      return false;
    }
  }
}
