package org.suffice.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sides that take turns, warm in processes that stay or cold in processes of their own. */
abstract class Bench {
  final Report report = new Report();
  final Machine machine = new Machine();
  final Setting setting;
  final int runs;

  Bench(Setting setting, int runs) {
    this.setting = setting;
    this.runs = runs;
  }

  /** What {@code scripts/bench/run} set. */
  static Setting setting() {
    return new Setting(
        Path.of(property("root")),
        Path.of(property("work")),
        property("java"),
        List.of(property("modules").strip().split("\\s+")),
        property("heap"),
        Integer.parseInt(property("threads")),
        Integer.parseInt(property("features")),
        Long.parseLong(property("seed")),
        "");
  }

  /**
   * The BLAS that Suffice brings, for all sides: its description, and its file where it is a file.
   */
  static List<String> blas(Setting setting) {
    String name = "suffice blas";
    try (SideProcess process =
        new SideProcess(name, setting.suffice("blas"), setting.environment(), log(setting, name))) {
      String description = process.read();
      return List.of(description, process.read().strip());
    }
  }

  static String property(String name) {
    String value = System.getProperty("bench." + name);
    if (value == null) {
      throw new IllegalStateException("bench." + name + " is not set: start scripts/bench/run");
    }
    return value;
  }

  SideProcess start(String name, List<String> command) {
    return new SideProcess(name, command, setting.environment(), log(name));
  }

  Path log(String name) {
    return log(setting, name);
  }

  private static Path log(Setting setting, String name) {
    return setting.work().resolve(name.replaceAll("[^A-Za-z0-9]+", "-") + ".log");
  }

  void header(String title, String blas) {
    report.line("# " + title);
    report.line("");
    report.line("| | |");
    report.line("|---|---|");
    report.line("| CPU | %s |", Machine.cpu());
    report.line("| cores | %d, of which %d used |", cores(), setting.threads());
    report.line("| JVM | %s |", Machine.jvm());
    report.line("| system | %s |", Machine.system());
    report.line("| Spark of both sides | %s |", property("spark"));
    if (!blas.isEmpty()) {
      report.line("| BLAS of both sides | %s |", blas);
    }
    report.line("| heap of each process | %s |", setting.heap());
    report.line("| commit | %s |", property("commit"));
    report.line("| date | %s |", LocalDate.now(ZoneOffset.UTC));
    report.line("");
    report.line("Written by `scripts/bench/run`. Sides take turns, one run each a round.");
  }

  static int cores() {
    return Runtime.getRuntime().availableProcessors();
  }

  /** All sides once a round, all with one answer. */
  List<Times> takeTurns(Map<String, Supplier<SideProcess>> starts, int warmUp, String what) {
    return takeTurns(starts, warmUp, name -> Agreement.on(what));
  }

  /** All sides once a round; the first rounds, one of which is for agreement, are not recorded. */
  List<Times> takeTurns(
      Map<String, Supplier<SideProcess>> starts,
      int warmUp,
      Function<String, Agreement> agreements) {
    Map<String, SideProcess> sides = new LinkedHashMap<>();
    try {
      starts.forEach((name, start) -> sides.put(name, start.get()));
      sides.forEach((name, side) -> report.line("- %s: %s", name, side.read()));
      Map<String, double[]> answers = new LinkedHashMap<>();
      sides.forEach((name, side) -> answers.put(name, comparable(name, side.run().answer())));
      agree(answers, agreements);
      List<Times> times = sides.keySet().stream().map(Times::new).toList();
      for (int round = -warmUp + 1; round < runs; round++) {
        machine.sample();
        int index = 0;
        for (SideProcess side : sides.values()) {
          double seconds = side.run().seconds();
          if (round >= 0) {
            times.get(index).add(seconds);
          }
          index++;
        }
      }
      return times;
    } finally {
      sides.values().forEach(SideProcess::close);
    }
  }

  /** What of an answer sides must agree on. */
  double[] comparable(String name, double[] answer) {
    return answer;
  }

  /**
   * The first run of each side, not timed: all that answer the same question, if they answer, agree
   * with the first of them.
   */
  private void agree(Map<String, double[]> answers, Function<String, Agreement> agreements) {
    Map<String, double[]> expected = new LinkedHashMap<>();
    Map<Agreement, Double> worst = new LinkedHashMap<>();
    answers.forEach(
        (name, answer) -> {
          if (answer.length > 0) {
            Agreement agreement = agreements.apply(name);
            double[] first = expected.putIfAbsent(agreement.what(), answer);
            if (first != null) {
              worst.merge(agreement, agreement.require(name, first, answer), Math::max);
            }
          }
        });
    worst.forEach((agreement, difference) -> report.line("- %s", agreement.met(difference)));
  }

  /** One cold run: a process from its start to its answer. */
  interface Cold {
    SideProcess.Outcome run();
  }

  /** Each side a process of its own each round. */
  List<Times> takeColdTurns(Map<String, Cold> sides, String what) {
    return takeColdTurns(sides, name -> Agreement.on(what));
  }

  /** The same, with what each side must agree on. */
  List<Times> takeColdTurns(Map<String, Cold> sides, Function<String, Agreement> agreements) {
    // Unrecorded: files come into the page cache, scripts/suffice builds and makes its archive.
    Map<String, double[]> answers = new LinkedHashMap<>();
    sides.forEach((name, side) -> answers.put(name, side.run().answer()));
    agree(answers, agreements);
    List<Times> times = sides.keySet().stream().map(Times::new).toList();
    for (int round = 0; round < runs; round++) {
      int index = 0;
      for (Cold side : sides.values()) {
        machine.sample();
        times.get(index++).add(side.run().seconds());
      }
    }
    return times;
  }

  /** Whether a comparison is asked for: all are, or those whose title has a word. */
  static boolean isWanted(String title) {
    return title.toLowerCase(Locale.ROOT).contains(property("only").toLowerCase(Locale.ROOT));
  }

  /** From process start to the line with the answer; what follows is not counted. */
  SideProcess.Outcome answer(String name, List<String> command, Map<String, String> environment) {
    long start = System.nanoTime();
    try (SideProcess process = new SideProcess(name, command, environment, log(name))) {
      double[] answer = SideProcess.outcome(process.read()).answer();
      double seconds = (System.nanoTime() - start) * 1e-9;
      process.readAll();
      process.requireSuccess();
      return new SideProcess.Outcome(seconds, answer);
    }
  }

  /**
   * The ratios that have targets, where the first side is fast and the second exact: of both to
   * MLlib's fastest way, of exact to fast.
   */
  void compare(List<Times> times, String fastTarget, String exactTarget, String both) {
    Times fast = times.get(0);
    Times exact = times.get(1);
    times.stream()
        .filter(side -> side.name.startsWith("MLlib"))
        .min((a, b) -> Double.compare(a.median(), b.median()))
        .ifPresent(
            peer -> {
              report.line("- %s takes %s times fast%s", peer.name, fast.ratio(peer), fastTarget);
              report.line("- %s takes %s times exact%s", peer.name, exact.ratio(peer), exactTarget);
            });
    report.line("- exact takes %s times fast%s", fast.ratio(exact), both);
    report.line("");
  }

  /** Intercept and coefficients of a linear regression, as describe tells them. */
  double[] described(String launcher, Path model) {
    String json;
    List<String> command = List.of(launcher, "describe", "--model", model.toString(), "--json");
    try (SideProcess process = start("suffice describe", command)) {
      json = process.readAll();
      process.requireSuccess();
    }
    double[] answer = new double[setting.features() + 1];
    answer[0] = number(json, 0, "intercept");
    int coefficients = json.indexOf("\"coefficients\"");
    for (int j = 0; j < setting.features(); j++) {
      answer[j + 1] = number(json, coefficients, Rows.name(j));
    }
    return answer;
  }

  private static double number(String json, int from, String name) {
    Matcher matcher = Pattern.compile("\"" + name + "\"\\s*:\\s*([-+.0-9eE]+)").matcher(json);
    if (from < 0 || !matcher.find(from)) {
      throw new IllegalStateException("describe --json has no " + name);
    }
    return Double.parseDouble(matcher.group(1));
  }

  /** Writes all that was reported. */
  void finish(Path output) throws IOException {
    report.line("");
    report.line("Other processes during the run: %s.", machine.foreignLoad());
    Files.writeString(output, report.text());
  }
}
