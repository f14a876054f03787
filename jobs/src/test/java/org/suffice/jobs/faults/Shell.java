package org.suffice.jobs.faults;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A command of the repository, run as a user would.
 *
 * @param out what went to the standard output
 * @param err what went to the standard error
 */
record Shell(int exitCode, String out, String err) {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final long MOST_SECONDS = 900;

  /** A command that was started. */
  record Started(Process process, Path out, Path err) {
    /** Waits until it is over. */
    Shell await() throws IOException, InterruptedException {
      if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("still running after " + MOST_SECONDS + " s: " + text(err));
      }
      Shell shell = new Shell(process.exitValue(), text(out), text(err));
      Files.delete(out);
      Files.delete(err);
      return shell;
    }
  }

  private static String text(Path file) throws IOException {
    return Files.readString(file);
  }

  /** Starts a command in the root of the repository. */
  static Started start(Map<String, String> environment, Object... words) throws IOException {
    List<String> command = new ArrayList<>();
    for (Object word : words) {
      command.add(word.toString());
    }
    Path out = Files.createTempFile("out", ".txt");
    Path err = Files.createTempFile("err", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(ROOT.toFile())
            .redirectInput(new File("/dev/null"))
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().put("SUFFICE_MEMORY", "600m");
    builder.environment().putAll(environment);
    return new Started(builder.start(), out, err);
  }

  /** Runs a command to its end. */
  static Shell run(Map<String, String> environment, Object... words)
      throws IOException, InterruptedException {
    return start(environment, words).await();
  }

  /** Fails with what the command said unless it was good. */
  Shell good() {
    return ended(0);
  }

  /** Fails with what the command said unless it ended so. */
  Shell ended(int expected) {
    if (exitCode != expected) {
      throw new AssertionError(
          "exit code " + exitCode + " instead of " + expected + ": " + err + out);
    }
    return this;
  }
}
