package org.suffice.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A process that is one side. Its error output goes to a file of the work directory. */
final class SideProcess implements AutoCloseable {
  /** Seconds and answer of one run. */
  record Outcome(double seconds, double[] answer) {}

  private final String name;
  private final Process process;
  private final BufferedReader out;
  private final Path log;

  SideProcess(String name, List<String> command, Map<String, String> environment, Path log) {
    this.name = name;
    this.log = log;
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
    builder.environment().putAll(environment);
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** The next line meant for us. */
  String read() {
    try {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (line.startsWith(Side.MARK)) {
          return line.substring(Side.MARK.length());
        }
      }
      throw new IllegalStateException(name + " ended without an answer; see " + log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Asks for one run. */
  Outcome run() {
    try {
      process.getOutputStream().write("run\n".getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
    } catch (IOException e) {
      throw new IllegalStateException(name + " is gone; see " + log, e);
    }
    return outcome(read());
  }

  static Outcome outcome(String line) {
    double[] numbers = Arrays.stream(line.split(" ")).mapToDouble(Double::parseDouble).toArray();
    return new Outcome(numbers[0], Arrays.copyOfRange(numbers, 1, numbers.length));
  }

  /** All that it prints until it ends. */
  String readAll() {
    StringBuilder text = new StringBuilder();
    try {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        text.append(line).append('\n');
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /** Waits for the end of a process that needs no more asking. */
  void requireSuccess() {
    try {
      int code = process.waitFor();
      if (code != 0) {
        throw new IllegalStateException(name + " ended with code " + code + "; see " + log);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
