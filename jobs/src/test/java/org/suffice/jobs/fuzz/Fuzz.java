package org.suffice.jobs.fuzz;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs a fuzzer for a while: {@code Fuzz csv|libsvm|model|all [seconds [seed]]}. Input i is made
 * from seed + i, so that {@code Fuzz csv 0 SEED} runs one input again. Exit code 1 on a finding.
 */
public final class Fuzz {
  private static final long HANG_SECONDS = 30;
  private static final long MINIMIZE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Target target;
  private final String name;
  private final long nanos;
  private volatile long seed;
  private volatile long started;
  private volatile long executions;
  private volatile Input input;
  private volatile String finding;

  private Fuzz(String name, Target target, double seconds, long seed) {
    this.name = name;
    this.target = target;
    this.nanos = (long) (seconds * 1e9);
    this.seed = seed;
  }

  /** Runs from a command line. */
  public static void main(String[] args) throws Exception {
    String names = args.length > 0 ? args[0] : "all";
    double seconds = args.length > 1 ? Double.parseDouble(args[1]) : 600;
    long seed = args.length > 2 ? Long.parseLong(args[2]) : System.nanoTime() & 0xffff_ffff_ffffL;
    Path scratch = Files.createTempDirectory("fuzz");
    int findings = 0;
    try {
      for (String name : names.equals("all") ? Target.NAMES : List.of(names)) {
        long from = System.nanoTime();
        System.out.printf("%s: %.0f s from seed %d%n", name, seconds, seed);
        try {
          long executions = run(name, scratch, seconds, seed);
          double rate = executions / ((System.nanoTime() - from) / 1e9);
          System.out.printf(
              Locale.ROOT, "%s: %,d inputs, %.0f a second, no finding%n", name, executions, rate);
        } catch (AssertionError e) {
          findings++;
          System.out.println(e.getMessage());
        }
      }
    } finally {
      delete(scratch);
    }
    System.exit(findings > 0 ? 1 : 0);
  }

  private static void delete(Path directory) throws java.io.IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
        Files.delete(file);
      }
    }
  }

  /**
   * Runs one fuzzer.
   *
   * @param scratch a directory for its files
   * @return the number of inputs
   * @throws AssertionError on the first finding: seed, input and stack
   */
  static long run(String name, Path scratch, double seconds, long seed) throws Exception {
    Fuzz fuzz = new Fuzz(name, Target.named(name, scratch), seconds, seed);
    return fuzz.run();
  }

  private long run() throws InterruptedException {
    started = System.nanoTime();
    Thread worker = new Thread(this::loop, "fuzz-" + name);
    worker.setDaemon(true);
    worker.start();
    while (worker.isAlive()) {
      worker.join(100);
      if (System.nanoTime() - started > TimeUnit.SECONDS.toNanos(HANG_SECONDS)) {
        StringBuilder stack = new StringBuilder("no end after " + HANG_SECONDS + " s\n");
        for (StackTraceElement frame : worker.getStackTrace()) {
          stack.append("\tat ").append(frame).append('\n');
        }
        throw new AssertionError(report(seed, input, stack.toString()));
      }
    }
    if (finding != null) {
      throw new AssertionError(finding);
    }
    return executions;
  }

  private void loop() {
    long end = System.nanoTime() + nanos;
    do {
      input = null;
      try {
        input = target.make(new SplittableRandom(seed));
        input.check();
      } catch (Throwable e) { // any other than what check() expects, errors too, is a finding
        finding = report(seed, input, trace(e));
        Input smallest = input == null ? null : smallest(input, e);
        if (smallest != input) {
          finding = report(seed, smallest, trace(thrown(smallest)));
        }
        return;
      }
      executions++;
      seed++;
      started = System.nanoTime();
    } while (System.nanoTime() < end);
  }

  /** Greedy: takes the first smaller input that fails alike, until there is none. */
  private Input smallest(Input found, Throwable e) {
    long end = System.nanoTime() + MINIMIZE_NANOS;
    String signature = signature(e);
    Input smallest = found;
    boolean shrunk = true;
    while (shrunk) {
      shrunk = false;
      for (Input smaller : smallest.smaller()) {
        started = System.nanoTime();
        if (started > end) {
          return smallest;
        }
        if (signature.equals(signature(thrown(smaller)))) {
          smallest = smaller;
          shrunk = true;
          break;
        }
      }
    }
    return smallest;
  }

  private static Throwable thrown(Input input) {
    try {
      input.check();
      return null;
    } catch (Throwable e) {
      return e;
    }
  }

  /** What two failures have in common when they have one cause: type, place, start of message. */
  private static String signature(Throwable e) {
    if (e == null) {
      return "";
    }
    String message = e.getMessage() == null ? "" : e.getMessage().replaceAll("(?s)[:\\d].*", "");
    String place = e.getStackTrace().length == 0 ? "" : e.getStackTrace()[0].toString();
    return e.getClass() + message + (e instanceof AssertionError ? "" : place);
  }

  private static String trace(Throwable e) {
    StringWriter text = new StringWriter();
    if (e != null) {
      e.printStackTrace(new PrintWriter(text, true));
    }
    return text.toString();
  }

  private String report(long atSeed, Input at, String stack) {
    return String.format(
        Locale.ROOT,
        "%s: FINDING at seed %d (again: scripts/fuzz %s 0 %d)%n%s%n%s",
        name,
        atSeed,
        name,
        atSeed,
        at == null ? "no input was made" : at.show(),
        stack);
  }
}
