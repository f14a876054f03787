package org.suffice.jobs.faults;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.suffice.Failure;
import org.suffice.jobs.retrain.Lease;
import org.suffice.jobs.retrain.Lines;
import org.suffice.jobs.retrain.ModelStore;
import org.suffice.model.Json;

/** A process that publishes to a store, one step at a time as it is told. */
final class Publisher implements AutoCloseable {
  private final Process process;
  private final BufferedWriter to;
  private final BufferedReader from;

  private Publisher(Process process) {
    this.process = process;
    to = process.outputWriter(StandardCharsets.UTF_8);
    from = process.inputReader(StandardCharsets.UTF_8);
  }

  /** Starts one. */
  static Publisher start(String store, Path log) throws IOException {
    return new Publisher(
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx128m",
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("java.class.path"),
                    Publisher.class.getName(),
                    store))
            .redirectError(log.toFile())
            .directory(new File("").getAbsoluteFile())
            .start());
  }

  /** Tells it what to do, without waiting for it. */
  void tell(String step) throws IOException {
    to.write(step + "\n");
    to.flush();
  }

  /** What it answers to the step that it was told first and did not answer yet. */
  String answer() throws IOException {
    String line = from.readLine();
    if (line == null) {
      throw new AssertionError("the process ended");
    }
    return line;
  }

  /** Tells and waits. */
  String ask(String step) throws IOException {
    tell(step);
    return answer();
  }

  @Override
  public void close() throws IOException {
    to.close();
    process.destroyForcibly();
  }

  /** The other process. */
  public static void main(String[] args) throws IOException {
    ModelStore store = ModelStore.at(args[0]);
    Lease lease = null;
    BufferedReader steps =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = steps.readLine(); line != null; line = steps.readLine()) {
      String[] words = line.split(" ");
      String answer;
      try {
        if (words[0].equals("take") || words[0].equals("round")) {
          lease = store.lock(Duration.ofHours(1));
        }
        answer = step(store, lease, words);
      } catch (Failure e) {
        answer = e.kind() + " " + e.getMessage();
      }
      System.out.println(answer);
    }
    System.exit(0);
  }

  private static String step(ModelStore store, Lease lease, String[] words) {
    switch (words[0]) {
      case "take":
        return "taken";
      case "prepare":
        Lines.write(store.candidate(lease), Double.parseDouble(words[1]));
        return "prepared";
      case "publish":
        return store.publish(lease, store.candidate(lease), Json.object()).name();
      case "round":
        Lines.write(store.candidate(lease), Double.parseDouble(words[1]));
        return store.publish(lease, store.candidate(lease), Json.object()).name();
      case "give":
        if (lease != null) {
          lease.close();
        }
        return "given";
      default:
        throw new IllegalArgumentException(words[0]);
    }
  }
}
