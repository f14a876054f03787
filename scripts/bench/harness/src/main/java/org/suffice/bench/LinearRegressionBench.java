package org.suffice.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Linear regression against its peers. All settings are system properties, which {@code
 * scripts/bench/run} gives.
 */
public final class LinearRegressionBench {
  private static final double AGREEMENT = 1e-9;
  private static final int WARM_UP = 5;

  private final Report report = new Report();
  private final Machine machine = new Machine();
  private final Setting setting;
  private final int runs;

  private LinearRegressionBench(Setting setting, int runs) {
    this.setting = setting;
    this.runs = runs;
  }

  /** Runs {@code memory}, {@code csv}, {@code syrk} or {@code all} of them. */
  public static void main(String[] args) throws IOException {
    Setting setting =
        new Setting(
            Path.of(property("root")),
            Path.of(property("work")),
            property("java"),
            List.of(property("modules").strip().split("\\s+")),
            property("heap"),
            Integer.parseInt(property("threads")),
            Integer.parseInt(property("features")),
            Long.parseLong(property("seed")),
            "");
    int runs = Integer.parseInt(property("runs"));
    try {
      new LinearRegressionBench(setting, runs).run(args[0]);
    } catch (IllegalStateException e) {
      System.err.println("bench: " + e.getMessage());
      System.exit(1);
    }
  }

  private static String property(String name) {
    String value = System.getProperty("bench." + name);
    if (value == null) {
      throw new IllegalStateException("bench." + name + " is not set: start scripts/bench/run");
    }
    return value;
  }

  private void run(String what) throws IOException {
    List<String> blas = blas();
    LinearRegressionBench bench = new LinearRegressionBench(setting.withBlas(blas.get(1)), runs);
    bench.header(blas.get(0));
    if (!what.equals("csv")) {
      bench.memory(!what.equals("syrk"));
    }
    if (what.equals("csv") || what.equals("all")) {
      bench.csv();
    }
    bench.report.line("");
    bench.report.line("Other processes during the run: %s.", bench.machine.foreignLoad());
    Files.writeString(Path.of(property("output")), bench.report.text());
  }

  private List<String> blas() {
    try (SideProcess process = start("suffice blas", setting.suffice("blas"))) {
      String description = process.read();
      return List.of(description, process.read().strip());
    }
  }

  private SideProcess start(String name, List<String> command) {
    return new SideProcess(name, command, setting.environment(), log(name));
  }

  private Path log(String name) {
    return setting.work().resolve(name.replaceAll("[^A-Za-z0-9]+", "-") + ".log");
  }

  private void header(String blas) {
    report.line("# Linear regression");
    report.line("");
    report.line("| | |");
    report.line("|---|---|");
    report.line("| CPU | %s |", Machine.cpu());
    report.line("| cores | %d, of which %d used |", cores(), setting.threads());
    report.line("| JVM | %s |", Machine.jvm());
    report.line("| system | %s |", Machine.system());
    report.line("| Spark of both sides | %s |", property("spark"));
    report.line("| BLAS of both sides | %s |", blas);
    report.line("| heap of each process | %s |", setting.heap());
    report.line("| commit | %s |", property("commit"));
    report.line("| date | %s |", LocalDate.now(ZoneOffset.UTC));
    report.line("");
    report.line("Written by `scripts/bench/run`. Sides take turns, one run each a round.");
  }

  private static int cores() {
    return Runtime.getRuntime().availableProcessors();
  }

  // ---- in memory -------------------------------------------------------------------------------

  private void memory(boolean withPeers) {
    String rows = property("rows");
    String threads = String.valueOf(setting.threads());
    String features = String.valueOf(setting.features());
    String seed = String.valueOf(setting.seed());
    Map<String, Supplier<SideProcess>> starts = new LinkedHashMap<>();
    String local = "Suffice, LocalBlocks, precision=";
    suffice(starts, local + "fast", "local", threads, rows, features, seed, "fast");
    suffice(starts, local + "exact", "local", threads, rows, features, seed, "exact");
    if (withPeers && setting.hasMllib()) {
      String name = "MLlib, normal solver, cached Dataset";
      starts.put(
          name,
          () -> start(name, setting.mllib(List.of(), "memory", threads, rows, features, seed)));
    }
    if (withPeers) {
      String name = "Suffice, SparkBlocks on a cached RDD, precision=fast";
      suffice(starts, name, "spark", threads, rows, features, seed, "fast");
    }
    suffice(starts, "plain dsyrk, one block in cache", "syrk", threads, rows, features, seed);
    suffice(starts, "plain dsyrk, all blocks from memory", "stream", threads, rows, features, seed);

    report.line("");
    report.line("## In memory: %,d × %s, warm", Long.parseLong(rows), features);
    report.line("");
    List<Times> times = takeTurns(starts, withPeers && !setting.hasMllib());
    Times fit = times.get(0);
    compare(times, " (target: at least 8)", " (target: at least 1.3)", "");
    Times peak = times.get(times.size() - 2);
    double flops = Double.parseDouble(rows) * setting.features() * (setting.features() + 1);
    report.line(
        "dsyrk of %s columns in cache: %.1f GFLOP/s on %d threads. The fast fit takes %.2f times"
            + " as long: it reaches %.0f %% of that peak; reading all blocks from memory alone"
            + " would allow %.0f %%.",
        features,
        flops / peak.median() * 1e-9,
        setting.threads(),
        fit.median() / peak.median(),
        100 * peak.median() / fit.median(),
        100 * peak.median() / times.get(times.size() - 1).median());
  }

  /** The ratios that have targets: of fast and exact to MLlib's fastest way, of exact to fast. */
  private void compare(List<Times> times, String fastTarget, String exactTarget, String both) {
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

  private void suffice(
      Map<String, Supplier<SideProcess>> starts, String name, String... arguments) {
    starts.put(name, () -> start(name, setting.suffice(arguments)));
  }

  private List<Times> takeTurns(Map<String, Supplier<SideProcess>> starts, boolean noMllib) {
    Map<String, SideProcess> sides = new LinkedHashMap<>();
    try {
      starts.forEach((name, start) -> sides.put(name, start.get()));
      sides.forEach((name, side) -> report.line("- %s: %s", name, side.read()));
      if (noMllib) {
        report.line("- MLlib: absent, its jars could not be fetched");
      }
      agree(sides);
      List<Times> times = sides.keySet().stream().map(Times::new).toList();
      for (int round = -WARM_UP + 1; round < runs; round++) {
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
      report.table(times);
      return times;
    } finally {
      sides.values().forEach(SideProcess::close);
    }
  }

  /** The first run of each side, not timed: every one that gives an answer gives the same. */
  private void agree(Map<String, SideProcess> sides) {
    double[] expected = null;
    double worst = 0;
    for (Map.Entry<String, SideProcess> side : sides.entrySet()) {
      double[] answer = side.getValue().run().answer();
      expected = expected == null ? answer : expected;
      if (answer.length > 0) {
        worst = Math.max(worst, requireAgreement(side.getKey(), expected, answer));
      }
    }
    report.line(
        "- agreement of intercept and coefficients: to %.1e of the largest (%.0e is required)",
        worst, AGREEMENT);
  }

  private static double requireAgreement(String name, double[] expected, double[] answer) {
    double largest = 0;
    double difference = expected.length == answer.length ? 0 : Double.NaN;
    for (int i = 0; i < Math.min(expected.length, answer.length); i++) {
      largest = Math.max(largest, Math.abs(expected[i]));
      difference = Math.max(difference, Math.abs(expected[i] - answer[i]));
    }
    if (!(difference <= AGREEMENT * largest)) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "%s gives another answer: %d numbers that differ by %.3e",
              name,
              answer.length,
              difference));
    }
    return difference / largest;
  }

  // ---- from a CSV file -------------------------------------------------------------------------

  /** One cold run: a process from its start to its answer. */
  private interface Cold {
    SideProcess.Outcome run();
  }

  private void csv() throws IOException {
    Rows rows = new Rows(setting.features(), setting.seed());
    long count = Long.parseLong(property("csv-rows"));
    Path file = file(rows, count);
    Path small = file(rows, 2000);
    String threads = String.valueOf(setting.threads());
    String features = String.valueOf(setting.features());
    report.line("");
    report.line(
        "## From CSV, cold: %,d × %s, %d MB, from process start to the coefficients",
        count, features, Files.size(file) / 1_000_000);
    report.line("");
    Map<String, Cold> sides = new LinkedHashMap<>();
    sides.put("Suffice, precision=fast", () -> train(file, "fast", "auto"));
    sides.put("Suffice, precision=exact (the default)", () -> train(file, "exact", "auto"));
    if (setting.hasMllib()) {
      Path archive = archive(small, threads, features);
      sides.put(
          "MLlib, schema given",
          () -> mllib(List.of(), "csv", threads, features, file.toString(), "schema"));
      sides.put(
          "MLlib, schema given, with a class archive as Suffice has",
          () ->
              mllib(
                  List.of("-Xshare:auto", "-XX:SharedArchiveFile=" + archive),
                  "csv",
                  threads,
                  features,
                  file.toString(),
                  "schema"));
      sides.put(
          "MLlib, inferSchema",
          () -> mllib(List.of(), "csv", threads, features, file.toString(), "infer"));
    } else {
      report.line("- MLlib: absent, its jars could not be fetched");
    }
    sides.put("Suffice, precision=exact, execution=cluster", () -> train(file, "exact", "cluster"));
    sklearn(sides, file);
    takeColdTurns(sides);
  }

  private Path file(Rows rows, long count) throws IOException {
    String name =
        String.format(Locale.ROOT, "rows-%dx%d-%d.csv", count, setting.features(), setting.seed());
    Path file = setting.work().resolve(name);
    rows.writeCsv(file, count);
    return file;
  }

  private void takeColdTurns(Map<String, Cold> sides) {
    // Unrecorded: files come into the page cache, scripts/suffice builds and makes its archive.
    Map<String, double[]> answers = new LinkedHashMap<>();
    sides.forEach((name, side) -> answers.put(name, side.run().answer()));
    double worst = 0;
    double[] expected = answers.values().iterator().next();
    for (Map.Entry<String, double[]> answer : answers.entrySet()) {
      worst = Math.max(worst, requireAgreement(answer.getKey(), expected, answer.getValue()));
    }
    report.line(
        "- agreement of intercept and coefficients: to %.1e of the largest (%.0e is required)",
        worst, AGREEMENT);
    List<Times> times = sides.keySet().stream().map(Times::new).toList();
    for (int round = 0; round < runs; round++) {
      int index = 0;
      for (Cold side : sides.values()) {
        machine.sample();
        times.get(index++).add(side.run().seconds());
      }
    }
    report.table(times);
    compare(times, " (target: at least 6)", "", " (target: at most 1.7)");
  }

  /**
   * The time is that of the command as a whole, the writing of the model and its report included.
   */
  private SideProcess.Outcome train(Path file, String precision, String execution) {
    Path model = setting.work().resolve("model");
    String launcher = setting.root().resolve("scripts/suffice").toString();
    List<String> command =
        new ArrayList<>(
            List.of(
                launcher,
                "train",
                "linear-regression",
                "--data",
                file.toString(),
                "--label",
                "y",
                "--model",
                model.toString(),
                "--overwrite",
                "--master",
                "local[" + setting.threads() + "]",
                "--driver-memory",
                setting.heap(),
                "--set",
                "precision=" + precision,
                "--set",
                "execution=" + execution));
    long start = System.nanoTime();
    try (SideProcess process = start("suffice train " + precision + " " + execution, command)) {
      process.readAll();
      process.requireSuccess();
    }
    double seconds = (System.nanoTime() - start) * 1e-9;
    return new SideProcess.Outcome(seconds, described(launcher, model));
  }

  private double[] described(String launcher, Path model) {
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

  private SideProcess.Outcome mllib(List<String> flags, String... arguments) {
    List<String> command = setting.mllib(flags, arguments);
    return answer("mllib " + arguments[arguments.length - 1], command, setting.environment());
  }

  /** From process start to the line with the answer; what follows is not counted. */
  private SideProcess.Outcome answer(
      String name, List<String> command, Map<String, String> environment) {
    long start = System.nanoTime();
    try (SideProcess process = new SideProcess(name, command, environment, log(name))) {
      double[] answer = SideProcess.outcome(process.read()).answer();
      double seconds = (System.nanoTime() - start) * 1e-9;
      process.readAll();
      process.requireSuccess();
      return new SideProcess.Outcome(seconds, answer);
    }
  }

  /** A class archive of MLlib's own, from a run on few rows. */
  private Path archive(Path small, String threads, String features) throws IOException {
    Path archive = setting.work().resolve("mllib.jsa");
    Files.deleteIfExists(archive);
    mllib(
        List.of("-XX:ArchiveClassesAtExit=" + archive),
        "csv",
        threads,
        features,
        small.toString(),
        "schema");
    return archive;
  }

  /** With all threads for its BLAS, for it has no tasks to run on them. */
  private void sklearn(Map<String, Cold> sides, Path file) {
    String python = property("python");
    if (python.isEmpty()) {
      report.line("- pandas + scikit-learn: absent (python3-pandas and python3-sklearn on Debian)");
      return;
    }
    String name = "pandas + scikit-learn";
    String script = setting.root().resolve("scripts/bench/sklearn/linear_regression.py").toString();
    String threads = String.valueOf(setting.threads());
    Map<String, String> environment =
        Map.of("OPENBLAS_NUM_THREADS", threads, "OMP_NUM_THREADS", threads);
    List<String> version = List.of(python, script, "--version");
    try (SideProcess process = new SideProcess(name, version, environment, log(name))) {
      report.line("- %s: %s", name, process.read());
    }
    sides.put(name, () -> answer(name, List.of(python, script, file.toString()), environment));
  }
}
