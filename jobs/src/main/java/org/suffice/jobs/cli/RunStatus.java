package org.suffice.jobs.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.function.Consumer;
import org.suffice.Failure;
import org.suffice.model.Json;
import org.suffice.storage.Storage;

/**
 * {@code run-status.json} beside an output: what the exit code says, for schedulers that never see
 * it because the driver ran on a cluster.
 */
final class RunStatus {
  private final String command;
  private final String output;
  private final Instant started;
  private String input;
  private int exitCode;
  private String outcome = "done";
  private String message = "";

  private RunStatus(String command, String output, Instant started) {
    this.command = command;
    this.output = output;
    this.started = started;
  }

  /**
   * Says what the run reads, once that is known.
   *
   * @throws Failure when the output lies in it: the next run would then read it as data
   */
  void reads(String path) {
    input = path;
    if (Storage.overlap(absolute(output), absolute(path))) {
      throw Failure.usage(output + " and the data " + path + " overlap; write somewhere else");
    }
  }

  /** Says how a run ended that was neither a failure nor plainly done. */
  void ended(int code, String how, String why) {
    exitCode = code;
    outcome = how;
    message = why;
  }

  private static String absolute(String path) {
    return Storage.of(path).absolute(path);
  }

  /**
   * Runs a command and writes its status, whether it succeeds or throws.
   *
   * @param output what the command writes; the file stands in its parent
   * @return 0, or the code that the work ended with
   */
  static int record(String command, String output, Instant started, Consumer<RunStatus> work) {
    RunStatus status = new RunStatus(command, output, started);
    try {
      work.accept(status);
    } catch (Throwable e) { // of any kind: Scala throws checked exceptions undeclared
      status.ended(Suffice.exitCode(e), "failed", Suffice.message(e));
      status.write();
      throw e;
    }
    if (!status.write()) {
      throw Failure.data("cannot write run-status.json beside " + output);
    }
    return status.exitCode;
  }

  /** Writes the file, unless it would lie among the data. Returns whether it could be written. */
  private boolean write() {
    ObjectNode json = Json.object();
    json.put("command", command);
    json.put("status", outcome);
    json.put("exitCode", exitCode);
    json.put("message", message);
    json.put("output", output);
    json.put("started", started.toString());
    json.put("finished", Instant.now().toString());
    try {
      Storage storage = Storage.of(output);
      String parent = Storage.parent(storage.absolute(output));
      if (input != null && (parent + "/").startsWith(absolute(input) + "/")) {
        return false;
      }
      storage.makeDirectories(parent);
      String aside = parent + "/.run-status.json.writing-" + ProcessHandle.current().pid();
      storage.delete(aside);
      try {
        try (OutputStream out = storage.create(aside)) {
          out.write(Json.pretty(json).getBytes(StandardCharsets.UTF_8));
        }
        storage.replace(aside, parent + "/run-status.json");
      } catch (IOException | RuntimeException e) {
        storage.delete(aside); // a full disk
        throw e;
      }
      return true;
    } catch (IOException | RuntimeException e) {
      return false;
    }
  }
}
