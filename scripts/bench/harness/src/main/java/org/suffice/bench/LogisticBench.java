package org.suffice.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Logistic regression against MLlib and scikit-learn, all sides to the same objective. All settings
 * are system properties, which {@code scripts/bench/run} gives.
 */
public final class LogisticBench extends Bench {
  private static final int WARM_UP = 3;

  /** How far objectives may lie apart, as a share of them. */
  private static final double SAME_OBJECTIVE = 1e-8;

  /** Loose enough that objectives agree to little more than that share. */
  private static final String LOOSE = "1e-5";

  /** MLlib stops when the objective improves by less than this share; its default is 1e-6. */
  private static final String MLLIB_TOLERANCE = "1e-9";

  /**
   * What is asked of scikit-learn where no target is named for it: whatever its tolerance, SciPy's
   * limit on the decrease of a step, which cannot be set through it, ends its L-BFGS 1.7e-8 short on
   * correlated and 2.5e-6 short on sparse features.
   */
  private static final double NEAR_OBJECTIVE = 1e-5;

  private static final String PYTHON = "scikit-learn";

  private static final String SKLEARN_TOLERANCE = "1e-5";

  /**
   * What is fitted.
   *
   * @param target what a ratio is to reach
   * @param peer the side whose ratio that is
   */
  private record Work(
      String title, ClassRows rows, long count, double lambda, String peer, String target) {}

  private Work work;
  private final String threads;

  private LogisticBench(Setting setting, int runs) {
    super(setting, runs);
    threads = String.valueOf(setting.threads());
  }

  /** Runs the comparison; the argument is a LIBSVM file of the adult set, or nothing. */
  public static void main(String[] args) throws IOException {
    try {
      Setting setting = setting();
      List<String> blas = blas(setting);
      int runs = Integer.parseInt(property("runs"));
      new LogisticBench(setting.withBlas(blas.get(1)), runs)
          .run(blas.get(0), args.length > 0 ? args[0] : "");
    } catch (IllegalStateException e) {
      System.err.println("bench: " + e.getMessage());
      System.exit(1);
    }
  }

  private void run(String blas, String adult) throws IOException {
    header("Logistic regression", blas);
    report.line("");
    report.line(
        "In memory, warm: from the rows to the model. Every side must reach the same objective, the"
            + " log loss of all rows and λ/2 times the squares of the coefficients, which is"
            + " computed here from its answer. Suffice is there with its default tolerance, 1e-8 of"
            + " the mean gradient, and with one that leaves objectives apart by little more than"
            + " is allowed, as the tolerances of its peers do: MLlib's is 1e-9, its default of 1e-6"
            + " leaves them apart by more; scikit-learn's is 1e-5, its default 1e-4. Without"
            + " penalty Suffice's time includes the standard errors, which the peers do not give."
            + " On correlated and on sparse features scikit-learn ends 1.7e-8 and 2.5e-6 short"
            + " whatever its tolerance: there it may lie 1e-5 apart.");
    int features = setting.features();
    long seed = setting.seed();
    long count = Long.parseLong(property("rows"));
    ClassRows two = new ClassRows(ClassRows.Kind.DENSE, features, 2, seed, "");
    ClassRows correlated = new ClassRows(ClassRows.Kind.CORRELATED, features, 2, seed, "");
    ClassRows ten = new ClassRows(ClassRows.Kind.DENSE, features, 10, seed, "");
    ClassRows sparse = new ClassRows(ClassRows.Kind.ADULT, 123, 2, seed, adult);
    ClassRows wide = new ClassRows(ClassRows.Kind.WIDE, 1_000_000, 2, seed, "");
    String from = adult.isEmpty() ? "the shape of the adult set" : "the adult set, repeated";
    compare(new Work("Two classes", two, count, 0, "MLlib", " (target: at least 3)"));
    compare(new Work("Two classes, correlated features", correlated, count, 0, "MLlib", ""));
    compare(new Work("Sparse: " + from, sparse, count, 1, "MLlib", " (target: at least 2)"));
    compare(new Work("Sparse and wide", wide, count, 1, "MLlib", ""));
    compare(
        new Work("Ten classes", ten, count * 2 / 5, 1, PYTHON, " (target: at least 1)"));
    finish(Path.of(property("output")));
  }

  private void compare(Work next) throws IOException {
    if (!isWanted(next.title)) {
      return;
    }
    work = next;
    report.line("");
    report.line("## %s", work.title);
    report.line("");
    report.line(
        "%,d × %,d, %d classes, λ=%s",
        work.count, work.rows.numFeatures(), work.rows.numClasses(), work.lambda);
    report.line("");
    Map<String, Supplier<SideProcess>> starts = new LinkedHashMap<>();
    for (String tolerance : List.of("1e-8", LOOSE)) {
      String name = "Suffice, solver.tolerance=" + tolerance;
      List<String> command =
          setting.sufficeMain("SufficeLogistic", arguments(tolerance, "auto"));
      starts.put(name, () -> start(name, command));
    }
    if (setting.hasMllib()) {
      String name = "MLlib, tol=" + MLLIB_TOLERANCE;
      List<String> command =
          setting.mllibMain(List.of(), "MllibLogistic", arguments(MLLIB_TOLERANCE));
      starts.put(name, () -> start(name, command));
    } else {
      report.line("- MLlib: absent, its jars could not be fetched");
    }
    if (property("python").isEmpty()) {
      report.line("- scikit-learn: absent (python3-pandas and python3-sklearn on Debian)");
    } else {
      String name = PYTHON + ", lbfgs, tol=" + SKLEARN_TOLERANCE;
      List<String> command = python();
      Map<String, String> environment =
          Map.of("OPENBLAS_NUM_THREADS", threads, "OMP_NUM_THREADS", threads);
      starts.put(name, () -> new SideProcess(name, command, environment, log(name)));
    }
    Agreement exact = new Agreement("the objective", 0, SAME_OBJECTIVE);
    Agreement near = new Agreement("the objective", 0, NEAR_OBJECTIVE);
    List<Times> times =
        takeTurns(
            starts,
            WARM_UP,
            name -> name.startsWith(PYTHON) && !work.peer.equals(PYTHON) ? near : exact);
    report.table(times);
    for (Times peer : times.subList(2, times.size())) {
      for (Times mine : times.subList(0, 2)) {
        report.line(
            "- %s takes %s times %s%s",
            peer.name,
            mine.ratio(peer),
            mine.name,
            peer.name.startsWith(work.peer) ? work.target : "");
      }
    }
  }

  private String[] arguments(String... last) {
    List<String> words = new ArrayList<>(List.of(threads, String.valueOf(work.count)));
    words.addAll(work.rows.arguments());
    words.add(String.valueOf(work.lambda));
    words.addAll(List.of(last));
    return words.toArray(String[]::new);
  }

  private List<String> python() throws IOException {
    boolean dense = work.rows.kind().isDense();
    String name =
        String.format(
            Locale.ROOT,
            "classes-%s-%dx%dx%d-%d%s.doubles",
            work.rows.kind().text(),
            work.count,
            work.rows.numFeatures(),
            work.rows.numClasses(),
            work.rows.seed(),
            work.rows.file().isEmpty() ? "" : "-file");
    Path file = setting.work().resolve(name);
    work.rows.write(file, work.count);
    return List.of(
        property("python"),
        setting.root().resolve("scripts/bench/sklearn/logistic.py").toString(),
        dense ? "dense" : "sparse",
        String.valueOf(work.rows.numFeatures()),
        file.toString(),
        String.valueOf(work.lambda),
        SKLEARN_TOLERANCE);
  }

  /** The objective where a side ended; how long it took in iterations is said beside it. */
  @Override
  double[] comparable(String name, double[] answer) {
    double objective = work.rows.objective(work.count, work.lambda, answer, 2);
    report.line(
        "- %s: %.0f iterations%s to %.10e",
        name,
        answer[0],
        answer[1] == 0 ? "" : String.format(Locale.ROOT, ", %.0f passes,", answer[1]),
        objective);
    return new double[] {objective};
  }
}
