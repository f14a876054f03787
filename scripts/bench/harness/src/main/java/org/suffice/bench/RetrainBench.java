package org.suffice.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Nights of linear regression: what a new day costs where the statistics of the days before are
 * kept, for windows of several lengths, against a refit on all rows of the window. All settings are
 * system properties, which {@code scripts/bench/run} gives.
 */
public final class RetrainBench extends Bench {
  private static final int[] WINDOWS = {10, 30, 90};
  private static final LocalDate FIRST = LocalDate.of(2026, 1, 1);

  private final int rows;
  private final Path data;
  private int newest;

  private RetrainBench(Setting setting, int runs) {
    super(setting, runs);
    rows = Integer.parseInt(property("rows"));
    data = setting.work().resolve("nights-" + rows + "x" + setting.features());
  }

  /** Runs the comparison. */
  public static void main(String[] args) throws IOException {
    try {
      Setting setting = setting();
      new RetrainBench(setting, Integer.parseInt(property("runs"))).run(blas(setting).get(0));
    } catch (IllegalStateException e) {
      System.err.println("bench: " + e.getMessage());
      System.exit(1);
    }
  }

  private void run(String blas) throws IOException {
    header("Nights", blas);
    report.line("");
    report.line(
        "Linear regression, exact, on days of %,d × %d in CSV. A night is a process of its own, from"
            + " its start to the published version: it reads the day that came in and the day that"
            + " is held out, adds one and subtracts one. A refit reads all days of the window. The"
            + " model of a night and of a refit on its window are to be the same file.",
        rows,
        setting.features());
    report.line("");
    int most = Arrays.stream(WINDOWS).max().orElseThrow();
    deleteStores();
    for (int day = 0; day <= most + runs + 1; day++) {
      Files.createDirectories(partition(day));
      new Rows(setting.features(), setting.seed() + day)
          .writeCsv(partition(day).resolve("part-0.csv"), rows);
      Files.deleteIfExists(partition(day).resolve("_SUCCESS"));
    }
    for (newest = 0; newest < most; newest++) {
      Files.createFile(partition(newest).resolve("_SUCCESS"));
    }
    newest = most - 1;
    for (int window : WINDOWS) {
      night(window); // the first reads every day of the window
    }
    Map<String, Cold> sides = new LinkedHashMap<>();
    for (int window : WINDOWS) {
      sides.put(
          name(window),
          () -> {
            if (window == WINDOWS[0]) {
              comeDay();
            }
            return night(window);
          });
    }
    for (int window : WINDOWS) {
      sides.put("refit on " + window + " days", () -> refit(window));
    }
    List<Times> times =
        takeColdTurns(
            sides, name -> Agreement.on("coefficients of " + name.replaceAll("\\D+", "") + " days"));
    report.table(times);
    report.line(
        "- a night with a window of %d days takes %s times one with %d",
        most,
        times.get(0).ratio(times.get(WINDOWS.length - 1)),
        WINDOWS[0]);
    for (int i = 0; i < WINDOWS.length; i++) {
      report.line(
          "- a refit on %d days takes %s times a night",
          WINDOWS[i],
          times.get(i).ratio(times.get(WINDOWS.length + i)));
    }
    finish(Path.of(property("output")));
  }

  private static String name(int window) {
    return "night, window of " + window + " days";
  }

  private Path partition(int day) {
    return data.resolve("day=" + FIRST.plusDays(day));
  }

  private Path store(int window) {
    return setting.work().resolve("store-" + window);
  }

  private void deleteStores() throws IOException {
    for (int window : WINDOWS) {
      if (Files.exists(store(window))) {
        try (Stream<Path> files = Files.walk(store(window))) {
          for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
            Files.delete(file);
          }
        }
      }
    }
  }

  private void comeDay() {
    try {
      Files.createFile(partition(++newest).resolve("_SUCCESS"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private SideProcess.Outcome night(int window) {
    return timed(
        name(window),
        store(window),
        List.of(
            "retrain",
            "--set",
            "retrain.store=" + store(window),
            "--set",
            "retrain.input=" + data + "/day=*",
            "--set",
            "retrain.algorithm=linear-regression",
            "--set",
            "data.label=y",
            "--set",
            "retrain.window=" + window,
            "--set",
            "retrain.gate.test=none"));
  }

  private SideProcess.Outcome refit(int window) {
    Path model = setting.work().resolve("model-" + window);
    String days =
        IntStream.range(newest - window, newest)
            .mapToObj(day -> FIRST.plusDays(day).toString())
            .collect(Collectors.joining(","));
    SideProcess.Outcome outcome =
        timed(
            "refit on " + window + " days",
            model,
            List.of(
                "train",
                "linear-regression",
                "--data",
                data + "/day={" + days + "}",
                "--label",
                "y",
                "--model",
                model.toString(),
                "--overwrite"));
    requireSame(model, window);
    return outcome;
  }

  private void requireSame(Path model, int window) {
    Path models = store(window).resolve("models");
    try (Stream<Path> versions = Files.list(models)) {
      Path newestVersion = versions.max(Comparator.naturalOrder()).orElseThrow();
      String arrays = "model.safetensors";
      if (Files.mismatch(model.resolve(arrays), newestVersion.resolve(arrays)) >= 0) {
        throw new IllegalStateException(newestVersion + " is not the refit " + model);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private SideProcess.Outcome timed(String name, Path model, List<String> words) {
    String launcher = setting.root().resolve("scripts/suffice").toString();
    List<String> command = new ArrayList<>(List.of(launcher));
    command.addAll(words);
    command.addAll(
        List.of(
            "--master",
            "local[" + setting.threads() + "]",
            "--driver-memory",
            setting.heap()));
    long start = System.nanoTime();
    try (SideProcess process = start(name, command)) {
      process.readAll();
      process.requireSuccess();
    }
    double seconds = (System.nanoTime() - start) * 1e-9;
    return new SideProcess.Outcome(seconds, described(launcher, model));
  }
}
