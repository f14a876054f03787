package org.suffice.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Linear regression against its peers. All settings are system properties, which {@code
 * scripts/bench/run} gives.
 */
public final class LinearRegressionBench extends Bench {
  private static final int WARM_UP = 5;
  private static final String ANSWER = "intercept and coefficients";

  private LinearRegressionBench(Setting setting, int runs) {
    super(setting, runs);
  }

  /** Runs {@code memory}, {@code csv}, {@code syrk} or {@code all} of them. */
  public static void main(String[] args) throws IOException {
    Setting setting = setting();
    int runs = Integer.parseInt(property("runs"));
    try {
      new LinearRegressionBench(setting, runs).run(args[0]);
    } catch (IllegalStateException e) {
      System.err.println("bench: " + e.getMessage());
      System.exit(1);
    }
  }

  private void run(String what) throws IOException {
    List<String> blas = blas(setting);
    LinearRegressionBench bench = new LinearRegressionBench(setting.withBlas(blas.get(1)), runs);
    bench.header("Linear regression", blas.get(0));
    if (!what.equals("csv")) {
      bench.memory(!what.equals("syrk"));
    }
    if (what.equals("csv") || what.equals("all")) {
      bench.csv();
    }
    bench.finish(Path.of(property("output")));
  }

  // ---- in memory -------------------------------------------------------------------------------

  private void memory(boolean withPeers) {
    String rows = property("rows");
    String threads = String.valueOf(setting.threads());
    String features = String.valueOf(setting.features());
    String seed = String.valueOf(setting.seed());
    String kind = Rows.Kind.DECIMALS.text();
    Map<String, Supplier<SideProcess>> starts = new LinkedHashMap<>();
    String local = "Suffice, LocalBlocks, precision=";
    suffice(starts, local + "fast", "local", threads, rows, features, seed, kind, "fast");
    suffice(starts, local + "exact", "local", threads, rows, features, seed, kind, "exact");
    if (withPeers && setting.hasMllib()) {
      String name = "MLlib, normal solver, cached Dataset";
      starts.put(
          name,
          () ->
              start(name, setting.mllib(List.of(), "memory", threads, rows, features, seed, kind)));
    }
    if (withPeers) {
      String name = "Suffice, SparkBlocks on a cached RDD, precision=fast";
      suffice(starts, name, "spark", threads, rows, features, seed, kind, "fast");
    }
    suffice(starts, "plain dsyrk, one block in cache", "syrk", threads, rows, features, seed, kind);
    suffice(
        starts,
        "plain dsyrk, all blocks from memory",
        "stream",
        threads,
        rows,
        features,
        seed,
        kind);

    report.line("");
    report.line("## In memory: %,d × %s, warm", Long.parseLong(rows), features);
    report.line("");
    if (withPeers && !setting.hasMllib()) {
      report.line("- MLlib: absent, its jars could not be fetched");
    }
    List<Times> times = takeTurns(starts, WARM_UP, ANSWER);
    report.table(times);
    Times fit = times.get(0);
    if (withPeers) {
      compare(times, " (target: at least 8)", " (target: at least 1.3)", "");
    }
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

  private void suffice(
      Map<String, Supplier<SideProcess>> starts, String name, String... arguments) {
    starts.put(name, () -> start(name, setting.suffice(arguments)));
  }

  // ---- from a CSV file -------------------------------------------------------------------------

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
    List<Times> times = takeColdTurns(sides, ANSWER);
    report.table(times);
    compare(times, " (target: at least 6)", "", " (target: at most 1.7)");
  }

  private Path file(Rows rows, long count) throws IOException {
    String name =
        String.format(Locale.ROOT, "rows-%dx%d-%d.csv", count, setting.features(), setting.seed());
    Path file = setting.work().resolve(name);
    rows.writeCsv(file, count);
    return file;
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

  private SideProcess.Outcome mllib(List<String> flags, String... arguments) {
    List<String> command = setting.mllib(flags, arguments);
    return answer("mllib " + arguments[arguments.length - 1], command, setting.environment());
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
