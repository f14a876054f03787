package org.suffice.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Reading files, every column of them, against pandas, scikit-learn and Spark. All settings are
 * system properties, which {@code scripts/bench/run} gives.
 */
public final class ReadingBench extends Bench {
  private static final int WARM_UP = 3;
  private static final String ANSWER = "the number of rows";
  private static final String PYTHON = "Python, ";
  private static final List<String> FORMATS = List.of("csv", "libsvm", "parquet");

  private static final Map<String, String> HEADINGS =
      Map.of("csv", "CSV", "libsvm", "LIBSVM", "parquet", "Parquet");

  private final String threads;
  private final String features;

  private ReadingBench(Setting setting, int runs) {
    super(setting, runs);
    threads = String.valueOf(setting.threads());
    features = String.valueOf(setting.features());
  }

  /** Runs the comparison. */
  public static void main(String[] args) throws IOException {
    try {
      new ReadingBench(setting(), Integer.parseInt(property("runs"))).run();
    } catch (IllegalStateException e) {
      System.err.println("bench: " + e.getMessage());
      System.exit(1);
    }
  }

  private void run() throws IOException {
    header("Reading", "");
    report.line("");
    report.line(
        "Every side reads all columns of every row and says how many rows there were: Suffice into"
            + " blocks, pandas into a DataFrame, scikit-learn into a sparse matrix, Spark into rows"
            + " of its own that are counted and dropped. Spark is told the schema. Warm: the same"
            + " process again and again; cold: from the start of a process to its answer, no class"
            + " archive on either side, and with the pass in which Suffice finds the width of"
            + " LIBSVM rows, which Spark is told. MB are those of the file, which is in the page"
            + " cache.");
    Map<String, String> absent = absent();
    for (String format : FORMATS) {
      Path file = file(format);
      if (file != null) {
        compare(format, file, absent.get(format));
      }
    }
    finish(Path.of(property("output")));
  }

  /** For each format what its Python reader is, or that there is none (after a dash). */
  private Map<String, String> absent() {
    Map<String, String> readers = new LinkedHashMap<>();
    String python = property("python");
    if (python.isEmpty()) {
      FORMATS.forEach(format -> readers.put(format, "-pandas and scikit-learn"));
      return readers;
    }
    try (SideProcess process =
        new SideProcess("versions", python("--version"), Map.of(), log("python"))) {
      FORMATS.forEach(format -> readers.put(format, process.read()));
    }
    return readers;
  }

  private List<String> python(String... arguments) {
    String script = setting.root().resolve("scripts/bench/sklearn/reading.py").toString();
    return Stream.concat(Stream.of(property("python"), script), Stream.of(arguments)).toList();
  }

  /** The table in this format; LIBSVM, the slowest of the peers, has a third of the rows. */
  private Path file(String format) throws IOException {
    Rows rows = new Rows(setting.features(), setting.seed());
    long count = Long.parseLong(property("csv-rows"));
    switch (format) {
      case "csv" -> {
        Path file = named(count, "csv");
        rows.writeCsv(file, count);
        return file;
      }
      case "libsvm" -> {
        Path file = named(Math.max(1, count / 3), "libsvm");
        rows.writeLibsvm(file, Math.max(1, count / 3));
        return file;
      }
      default -> {
        Path file = named(count, "parquet");
        if (!Files.exists(file.resolve("_SUCCESS"))) {
          if (!setting.hasMllib()) {
            report.line("");
            report.line("Parquet: left out, Spark, which would write the file, is absent.");
            return null;
          }
          try (SideProcess process =
              start("write parquet", spark("write", named(count, "csv"), file.toString()))) {
            process.readAll();
            process.requireSuccess();
          }
        }
        return file;
      }
    }
  }

  private Path named(long count, String format) {
    return setting
        .work()
        .resolve(
            String.format(
                Locale.ROOT, "rows-%dx%s-%d.%s", count, features, setting.seed(), format));
  }

  private List<String> suffice(String format, Path file, String badRows, String mode) {
    return setting.sufficeMain(
        "SufficeReading", format, threads, file.toString(), "data.bad-rows=" + badRows, mode);
  }

  private List<String> spark(String format, Path file, String mode) {
    return setting.sparkMain(
        List.of(), "SparkReading", format, threads, features, file.toString(), mode);
  }

  /** What starts each side, warm or cold. */
  private Map<String, List<String>> sides(String format, Path file, String reader, String mode) {
    Map<String, List<String>> sides = new LinkedHashMap<>();
    sides.put("Suffice, data.bad-rows=fail", suffice(format, file, "fail", mode));
    sides.put("Suffice, data.bad-rows=1%", suffice(format, file, "1%", mode));
    if (!reader.startsWith("-")) {
      sides.put(PYTHON + reader, python(format, file.toString(), mode));
    }
    if (setting.hasMllib()) {
      sides.put("Spark " + property("spark"), spark(format, file, mode));
    }
    return sides;
  }

  private void compare(String format, Path file, String reader) throws IOException {
    long bytes = bytes(file);
    report.line("");
    report.line("## %s: %d MB", HEADINGS.get(format), bytes / 1_000_000);
    report.line("");
    if (reader.startsWith("-")) {
      report.line("- Python: absent, needs %s", reader.substring(1));
      report.line("");
    }
    if (!setting.hasMllib()) {
      report.line("- Spark: absent, its jars could not be fetched");
      report.line("");
    }
    report.line("Warm:");
    report.line("");
    Map<String, Supplier<SideProcess>> warm = new LinkedHashMap<>();
    sides(format, file, reader, "warm")
        .forEach((name, command) -> warm.put(name, () -> start(format + " warm " + name, command)));
    table(format, bytes, takeTurns(warm, WARM_UP, ANSWER), "warm");
    report.line("Cold:");
    report.line("");
    Map<String, Cold> cold = new LinkedHashMap<>();
    sides(format, file, reader, "cold")
        .forEach(
            (name, command) ->
                cold.put(
                    name, () -> answer(format + " cold " + name, command, setting.environment())));
    table(format, bytes, takeColdTurns(cold, ANSWER), "cold");
  }

  /** Readers in Python have one thread. */
  private void table(String format, long bytes, List<Times> times, String mode) {
    report.table(times, bytes, side -> side.name.startsWith(PYTHON) ? 1 : setting.threads());
    Times ours = times.get(0);
    for (Times side : times.subList(1, times.size())) {
      String target = "";
      if (format.equals("csv") && side.name.startsWith(PYTHON) && mode.equals("warm")) {
        target = " (target: at least 2)";
      } else if (format.equals("csv") && side.name.startsWith("Spark") && mode.equals("cold")) {
        target = " (target: at least 6)";
      }
      report.line("- %s, %s: %s times Suffice%s", side.name, mode, ours.ratio(side), target);
    }
    if (mode.equals("warm")) {
      report.line("");
    }
  }

  private static long bytes(Path file) throws IOException {
    if (Files.isRegularFile(file)) {
      return Files.size(file);
    }
    try (Stream<Path> parts = Files.list(file)) {
      long sum = 0;
      for (Path part : parts.filter(p -> p.toString().endsWith(".parquet")).toList()) {
        sum += Files.size(part);
      }
      return sum;
    }
  }
}
