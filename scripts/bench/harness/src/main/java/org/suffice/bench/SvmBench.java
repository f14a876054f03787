package org.suffice.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Support vector machines from a LIBSVM file, each run a process of its own: Suffice, LIBSVM,
 * LIBLINEAR, MLlib. All settings are system properties, which {@code scripts/bench/run} gives.
 */
public final class SvmBench extends Bench {
  private static final String MODEL = "svm-model";
  private static final String RBF = "RBF kernel, gamma = 0.0081, tolerance 1e-3";
  private static final String SQUARED_HINGE = "Linear, squared hinge loss";
  private static final String HINGE = "Linear, hinge loss";

  /** Rows on which a run is little more than its start. */
  private static final int HEAD = 300;

  private static final String START = "Suffice on the first " + HEAD + " rows";

  private final Path data;

  private SvmBench(Setting setting, int runs) {
    super(setting, runs);
    data = Path.of(property("data"));
  }

  /** Runs the comparison. */
  public static void main(String[] args) throws IOException {
    try {
      Setting setting = setting();
      List<String> blas = blas(setting);
      int runs = Integer.parseInt(property("runs"));
      new SvmBench(setting.withBlas(blas.get(1)), runs).run(blas.get(0));
    } catch (IllegalStateException e) {
      System.err.println("bench: " + e.getMessage());
      System.exit(1);
    }
  }

  private void run(String blas) throws IOException {
    header("Support vector machines", blas);
    report.line("");
    report.line("%s, features as they are, C = 1, cold: from process start.", data.getFileName());
    if (isWanted(RBF)) {
      rbf();
    }
    if (isWanted(SQUARED_HINGE)) {
      squaredHinge();
    }
    if (isWanted(HINGE)) {
      hinge();
    }
    finish(Path.of(property("output")));
  }

  private void rbf() {
    Map<String, Cold> sides = new LinkedHashMap<>();
    sides.put(
        "Suffice, rbf", () -> suffice(data, "svm.kernel=rbf", "svm.gamma=0.0081", "svm.loss=hinge"));
    String libsvm = property("svm-train");
    if (libsvm.isEmpty()) {
      report.line("- LIBSVM: absent (libsvm-tools on Debian)");
    } else {
      sides.put("LIBSVM, svm-train, one thread", () -> libsvm(libsvm));
    }
    String python = property("python");
    if (hasScikit(python)) {
      sides.put(
          "scikit-learn SVC, which is LIBSVM, one thread, its start not counted",
          () -> scikit(python, "rbf"));
    } else {
      report.line("- scikit-learn: absent");
    }
    table(RBF, sides, 1e-5);
  }

  /** LIBLINEAR stops early by itself: with a tight tolerance it comes as near as Suffice does. */
  private void squaredHinge() throws IOException {
    Path head = head();
    String[] settings = {"svm.kernel=linear", "svm.loss=squared-hinge", "solver.tolerance=1e-4"};
    Map<String, Cold> sides = new LinkedHashMap<>();
    sides.put("Suffice, linear, squared hinge", () -> suffice(data, settings));
    sides.put(START, () -> new SideProcess.Outcome(suffice(head, settings).seconds(), new double[1]));
    String liblinear = property("liblinear-train");
    if (liblinear.isEmpty()) {
      report.line("- LIBLINEAR: absent (liblinear-tools on Debian)");
    } else {
      for (String tolerance : List.of("0.01", "1e-9")) {
        sides.put(
            "LIBLINEAR, -s 2 -B 1 -e " + tolerance + ", which penalises b",
            () -> liblinear(liblinear, tolerance));
      }
    }
    String python = property("python");
    if (hasScikit(python)) {
      sides.put(
          "scikit-learn LinearSVC, which is LIBLINEAR and penalises b, its start not counted",
          () -> scikit(python, "squared-hinge"));
    }
    List<Times> times = table(SQUARED_HINGE, sides, 1e-2);
    double beyond = times.get(0).median() - times.get(1).median();
    report.line("- beyond its start Suffice takes %.3f s", beyond);
    for (Times peer : times.subList(2, times.size())) {
      report.line("- %s takes %.2f times as long as that", peer.name, peer.median() / beyond);
    }
  }

  private Path head() throws IOException {
    Path head = setting.work().resolve("head.libsvm");
    try (Stream<String> lines = Files.lines(data)) {
      Files.write(head, lines.limit(HEAD).toList());
    }
    return head;
  }

  private void hinge() {
    Map<String, Cold> sides = new LinkedHashMap<>();
    sides.put(
        "Suffice, linear, hinge", () -> suffice(data, "svm.kernel=linear", "svm.loss=hinge"));
    if (setting.hasMllib()) {
      sides.put("MLlib, LinearSVC", this::mllib);
    } else {
      report.line("- MLlib: absent, its jars could not be fetched");
    }
    table(HINGE, sides, 1e-2);
  }

  private List<Times> table(String title, Map<String, Cold> sides, double tolerance) {
    report.line("");
    report.line("## " + title);
    report.line("");
    Agreement objective = new Agreement("the objective", 0, tolerance);
    Agreement start = Agreement.on("the start");
    List<Times> times =
        takeColdTurns(sides, name -> name.equals(START) ? start : objective);
    report.table(times);
    for (Times peer : times.subList(1, times.size())) {
      report.line("- %s takes %s times Suffice", peer.name, times.get(0).ratio(peer));
    }
    return times;
  }

  /** The whole command, the writing of the model and its report included. */
  private SideProcess.Outcome suffice(Path rows, String... settings) {
    Path model = setting.work().resolve(MODEL);
    String launcher = setting.root().resolve("scripts/suffice").toString();
    List<String> command =
        new ArrayList<>(
            List.of(
                launcher,
                "train",
                "svm",
                "--data",
                rows.toString(),
                "--format",
                "libsvm",
                "--model",
                model.toString(),
                "--overwrite",
                "--master",
                "local[" + setting.threads() + "]",
                "--driver-memory",
                setting.heap(),
                "--set",
                "features.standardize=false"));
    for (String each : settings) {
      command.addAll(List.of("--set", each));
    }
    long start = System.nanoTime();
    try (SideProcess process = start("suffice train svm", command)) {
      process.readAll();
      process.requireSuccess();
    }
    double seconds = (System.nanoTime() - start) * 1e-9;
    List<String> describe = List.of(launcher, "describe", "--model", model.toString(), "--json");
    try (SideProcess process = start("suffice describe", describe)) {
      String json = process.readAll();
      process.requireSuccess();
      double value = last(json, "\"objective\"\\s*:\\s*([-+.0-9eE]+)");
      return new SideProcess.Outcome(seconds, new double[] {value});
    }
  }

  private SideProcess.Outcome libsvm(String program) {
    Path model = setting.work().resolve("libsvm-model");
    List<String> command =
        List.of(
            program, "-c", "1", "-g", "0.0081", "-m", "1000", data.toString(), model.toString());
    return timed("svm-train", command, "obj = ([-+.0-9eE]+)", -1);
  }

  private SideProcess.Outcome liblinear(String program, String tolerance) {
    Path model = setting.work().resolve("liblinear-model");
    List<String> command =
        List.of(
            program, "-s", "2", "-B", "1", "-e", tolerance, data.toString(), model.toString());
    return timed("liblinear-train", command, "\\bf\\s+([-+.0-9eE]+)", 1);
  }

  private boolean hasScikit(String python) {
    try (SideProcess process = start("python", List.of(python, "-c", "import sklearn"))) {
      process.readAll();
      process.requireSuccess();
      return true;
    } catch (IllegalStateException e) {
      return false;
    }
  }

  private SideProcess.Outcome scikit(String python, String kind) {
    String script = setting.root().resolve("scripts/bench/sklearn/svm.py").toString();
    List<String> command = List.of(python, script, data.toString(), kind);
    try (SideProcess process = start("scikit-learn svm", command)) {
      String text = process.readAll();
      process.requireSuccess();
      return new SideProcess.Outcome(
          last(text, "seconds ([-+.0-9eE]+)"),
          new double[] {last(text, "objective ([-+.0-9eE]+)")});
    }
  }

  /** Runs a program to its end and takes the last number that it printed so. */
  private SideProcess.Outcome timed(
      String name, List<String> command, String pattern, double factor) {
    long start = System.nanoTime();
    try (SideProcess process = start(name, command)) {
      String text = process.readAll();
      process.requireSuccess();
      double seconds = (System.nanoTime() - start) * 1e-9;
      return new SideProcess.Outcome(seconds, new double[] {factor * last(text, pattern)});
    }
  }

  private static double last(String text, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    double value = Double.NaN;
    while (matcher.find()) {
      value = Double.parseDouble(matcher.group(1));
    }
    if (Double.isNaN(value)) {
      throw new IllegalStateException("no objective was printed");
    }
    return value;
  }

  private SideProcess.Outcome mllib() {
    String[] arguments = {String.valueOf(setting.threads()), data.toString()};
    return answer(
        "mllib LinearSVC",
        setting.mllibMain(List.of(), "MllibSvm", arguments),
        setting.environment());
  }
}
