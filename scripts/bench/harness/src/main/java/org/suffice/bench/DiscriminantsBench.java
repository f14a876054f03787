package org.suffice.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Linear and quadratic discriminants, trained and scored, against scikit-learn. All settings are
 * system properties, which {@code scripts/bench/run} gives.
 */
public final class DiscriminantsBench extends Bench {
  private static final int WARM_UP = 5;

  private static final String ANSWER = "means of classes and probabilities of rows";

  private static final String SUFFICE = "Suffice, ";

  private static final String SKLEARN = "scikit-learn, ";

  private static final String FAST_TARGET = " (target: at least 3)";

  private static final String EXACT_TARGET = " (target: at least 1)";

  private final Rows rows;
  private final long count;
  private final String threads;
  private final Map<String, Supplier<SideProcess>> starts = new LinkedHashMap<>();

  private DiscriminantsBench(Setting setting, int runs) {
    super(setting, runs);
    rows = new Rows(setting.features(), setting.seed(), Rows.Kind.CLASSES);
    count = Long.parseLong(property("rows"));
    threads = String.valueOf(setting.threads());
  }

  /** Runs the comparison. */
  public static void main(String[] args) throws IOException {
    try {
      Setting setting = setting();
      List<String> blas = blas(setting);
      int runs = Integer.parseInt(property("runs"));
      new DiscriminantsBench(setting.withBlas(blas.get(1)), runs).run(blas.get(0));
    } catch (IllegalStateException e) {
      System.err.println("bench: " + e.getMessage());
      System.exit(1);
    }
  }

  private void run(String blas) throws IOException {
    header("Discriminants", blas);
    report.line("");
    report.line(
        "%,d × %d in memory, %d classes, warm. Means of classes are apart, and each class has a"
            + " covariance of its own. Of scikit-learn only fit and predict_proba are timed, with"
            + " its own BLAS on all threads; its lsqr and eigen divide the covariance by n and not"
            + " by n − c, which is undone before answers are compared.",
        count, setting.features(), Rows.NUM_CLASSES);
    if (hasPython()) {
      rows.writeDoubles(doubles(), count);
    } else {
      report.line("");
      report.line("- scikit-learn: absent (python3-pandas and python3-sklearn on Debian)");
    }
    compare("Training: lda", "lda", "none", "fit", List.of("svd", "lsqr", "eigen"));
    compare("Training: lda, shrinkage=auto", "lda", "auto", "fit", List.of("lsqr", "eigen"));
    compare("Training: qda", "qda", "none", "fit", List.of("-"));
    compare("Probabilities of all rows: lda", "lda", "none", "score", List.of("svd"));
    compare("Probabilities of all rows: qda", "qda", "none", "score", List.of("-"));
    finish(Path.of(property("output")));
  }

  private static boolean hasPython() {
    return !property("python").isEmpty();
  }

  private void compare(
      String title, String kind, String shrinkage, String what, List<String> solvers) {
    report.line("");
    report.line("## %s", title);
    report.line("");
    starts.clear();
    boolean fit = what.equals("fit");
    for (String precision : fit ? List.of("fast", "exact") : List.of("exact")) {
      suffice(kind, precision, shrinkage, what);
    }
    for (String solver : hasPython() ? solvers : List.<String>of()) {
      sklearn(kind, solver, shrinkage, what);
    }
    List<Times> times = takeTurns(starts, WARM_UP, ANSWER);
    report.table(times);
    if (!fit) {
      times.forEach(
          side -> report.line("- %s: %,.0f rows a second", side.name, count / side.median()));
    }
    for (Times mine : times) {
      String target = mine.name.contains("fast") ? FAST_TARGET : fit ? EXACT_TARGET : "";
      if (mine.name.startsWith(SUFFICE)) {
        fastest(times)
            .ifPresent(
                peer ->
                    report.line(
                        "- %s takes %s times %s%s",
                        peer.name, mine.ratio(peer), mine.name, target));
      }
    }
  }

  private static Optional<Times> fastest(List<Times> times) {
    return times.stream()
        .filter(side -> side.name.startsWith(SKLEARN))
        .min((a, b) -> Double.compare(a.median(), b.median()));
  }

  private void suffice(String kind, String precision, String shrinkage, String what) {
    String name = SUFFICE + kind + ", precision=" + precision;
    List<String> command =
        setting.sufficeMain(
            "SufficeDiscriminants",
            threads,
            String.valueOf(count),
            String.valueOf(setting.features()),
            String.valueOf(setting.seed()),
            rows.kind().text(),
            kind,
            precision,
            shrinkage,
            what);
    starts.put(name, () -> start(name, command));
  }

  private void sklearn(String kind, String solver, String shrinkage, String what) {
    String name =
        SKLEARN
            + (kind.equals("lda")
                ? "LinearDiscriminantAnalysis(solver=" + solver + ")"
                : "QuadraticDiscriminantAnalysis()");
    List<String> command =
        List.of(
            property("python"),
            setting.root().resolve("scripts/bench/sklearn/discriminants.py").toString(),
            String.valueOf(setting.features()),
            doubles().toString(),
            kind,
            solver,
            shrinkage,
            what);
    Map<String, String> environment =
        Map.of("OPENBLAS_NUM_THREADS", threads, "OMP_NUM_THREADS", threads);
    starts.put(name, () -> new SideProcess(name, command, environment, log(name)));
  }

  private Path doubles() {
    return setting
        .work()
        .resolve(
            String.format(
                Locale.ROOT,
                "rows-%dx%d-%d-%s.doubles",
                count,
                setting.features(),
                setting.seed(),
                rows.kind().text()));
  }
}
