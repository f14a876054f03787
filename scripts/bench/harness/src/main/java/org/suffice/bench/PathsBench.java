package org.suffice.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Lasso and ridge with cross-validation over many penalties, against scikit-learn and MLlib. All
 * settings are system properties, which {@code scripts/bench/run} gives.
 */
public final class PathsBench extends Bench {
  private static final int WARM_UP = 3;

  /**
   * At correlation 0.9 the 100 iterations that MLlib allows by default end before its tolerance.
   */
  private static final double MLLIB_DIGITS = 1e-2;

  private static final String SKLEARN = "scikit-learn, ";

  /** Folds, how many λ, and the λ as an argument of a side. */
  private record Grid(int folds, int size, String lambdas) {
    int fits() {
      return folds * size;
    }

    String text() {
      return folds + " folds × " + size + " λ";
    }
  }

  private static final Grid LASSO = new Grid(10, 100, "auto");
  private static final Grid RIDGE = new Grid(10, 100, decades(100));

  /** For peers that fit every fold and λ from the rows anew. */
  private static final Grid FEW_LASSO = new Grid(3, 5, "0.3,0.1,0.03,0.01,0.003");

  private static final Grid FEW_RIDGE = new Grid(10, 5, "1e5,1e4,1e3,1e2,1e1");

  private final Rows rows;
  private final long count;
  private final String threads;

  /** The sides of a table, the grid of each, and what each must agree on. */
  private final Map<String, Supplier<SideProcess>> starts = new LinkedHashMap<>();

  private final Map<String, Grid> grids = new LinkedHashMap<>();
  private final Map<String, Agreement> agreements = new LinkedHashMap<>();

  private PathsBench(Setting setting, int runs) {
    super(setting, runs);
    rows = new Rows(setting.features(), setting.seed(), Rows.Kind.CORRELATED);
    count = Long.parseLong(property("rows"));
    threads = String.valueOf(setting.threads());
  }

  /** Runs the comparison. */
  public static void main(String[] args) throws IOException {
    try {
      Setting setting = setting();
      List<String> blas = blas(setting);
      int runs = Integer.parseInt(property("runs"));
      new PathsBench(setting.withBlas(blas.get(1)), runs).run(blas.get(0));
    } catch (IllegalStateException e) {
      System.err.println("bench: " + e.getMessage());
      System.exit(1);
    }
  }

  private void run(String blas) throws IOException {
    header("Cross-validated paths", blas);
    report.line("");
    report.line(
        "%,d × %d in memory, warm: from the rows to the model of the λ with the least error. Every"
            + " column is correlated with the one before, 0.9; one in seven counts in the label,"
            + " under noise. All sides have the same folds, those that Suffice gives to the numbers"
            + " of the rows, and choose the same λ. λ are written as scikit-learn has them.",
        count, setting.features());
    report.line("");
    if (!hasPython()) {
      report.line("- scikit-learn: absent (python3-pandas and python3-sklearn on Debian)");
    }
    if (!setting.hasMllib()) {
      report.line("- MLlib: absent, its jars could not be fetched");
    }
    if (!hasPython() || !setting.hasMllib()) {
      report.line("");
    }
    lasso();
    ridge();
    finish(Path.of(property("output")));
  }

  private static boolean hasPython() {
    return !property("python").isEmpty();
  }

  /** λ from a million down to one, evenly spaced by logarithm. */
  private static String decades(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> String.valueOf(Math.pow(10, 6 - 6.0 * i / (count - 1))))
        .collect(Collectors.joining(","));
  }

  // ---- lasso -----------------------------------------------------------------------------------

  private void lasso() throws IOException {
    report.line("## Lasso");
    report.line("");
    report.line(
        "100 λ fall from the one at which all coefficients are zero to a thousandth of it; 5 are"
            + " from 0.3 to 0.003. LassoCV stops where the duality gap is tol times the square of"
            + " the label; coefficients must agree to the root of tol, for the gap is of second"
            + " order in them. precompute decides only whether its last fit, that on all rows, has"
            + " a Gram matrix: those of folds always have one here. Its rows are in Fortran order,"
            + " and each of its jobs has one thread of BLAS, which is faster than more. MLlib"
            + " solves from a Gram matrix too, anew for each fold and λ, and stops after the 100"
            + " iterations of its defaults, which leave two digits.");
    report.line("");
    starts.clear();
    suffice("lasso", "fast", LASSO);
    suffice("lasso", "exact", LASSO);
    if (hasPython()) {
      write(LASSO);
      lassoCv("1e-4", "auto");
      lassoCv("1e-10", "auto");
      lassoCv("1e-10", "True");
    }
    if (setting.hasMllib()) {
      write(FEW_LASSO);
      suffice("lasso", "exact", FEW_LASSO);
      crossValidator();
    }
    List<Times> times = takeTurns(starts, WARM_UP, agreements::get);
    report.table(times);
    perFit(times);
    for (Times mine : times.subList(0, 2)) {
      fastest(times, SKLEARN)
          .ifPresent(
              peer ->
                  report.line(
                      "- %s takes %s times %s (target: more than 1)",
                      peer.name, mine.ratio(peer), mine.name));
      compareFits(times, "MLlib", mine, " (target: at least 500)");
    }
    compareSmall(times, FEW_LASSO, "MLlib");
  }

  private void lassoCv(String tolerance, String precompute) {
    String name =
        String.format(
            Locale.ROOT,
            "%sLassoCV(n_jobs=%s, tol=%s, precompute=%s), %s",
            SKLEARN,
            threads,
            tolerance,
            precompute,
            LASSO.text());
    // One thread of BLAS in each of the jobs, which are threads.
    sklearn(name, LASSO, "1", "lasso", threads, tolerance, precompute);
    agreements.put(name, agreement(LASSO, Math.sqrt(Double.parseDouble(tolerance))));
  }

  private void crossValidator() {
    String name = "MLlib, CrossValidator(parallelism=" + threads + "), " + FEW_LASSO.text();
    String[] arguments =
        data(String.valueOf(FEW_LASSO.folds()), folds(FEW_LASSO).toString(), FEW_LASSO.lambdas());
    starts.put(name, () -> start(name, setting.mllibMain(List.of(), "MllibPaths", arguments)));
    grids.put(name, FEW_LASSO);
    agreements.put(name, agreement(FEW_LASSO, MLLIB_DIGITS));
  }

  // ---- ridge -----------------------------------------------------------------------------------

  private void ridge() throws IOException {
    report.line("");
    report.line("## Ridge");
    report.line("");
    report.line(
        "100 λ fall from a million to one; 5 are powers of ten. RidgeCV with folds solves every"
            + " fold and λ from the rows anew, in one process whose BLAS has all threads, hence a"
            + " small grid.");
    report.line("");
    starts.clear();
    suffice("ridge", "fast", RIDGE);
    suffice("ridge", "exact", RIDGE);
    if (hasPython()) {
      write(FEW_RIDGE);
      suffice("ridge", "exact", FEW_RIDGE);
      String name = SKLEARN + "RidgeCV, " + FEW_RIDGE.text();
      sklearn(name, FEW_RIDGE, threads, "ridge", FEW_RIDGE.lambdas());
      agreements.put(name, agreement(FEW_RIDGE, Agreement.ALIKE));
    }
    List<Times> times = takeTurns(starts, WARM_UP, agreements::get);
    report.table(times);
    perFit(times);
    for (Times mine : times.subList(0, 2)) {
      compareFits(times, SKLEARN, mine, "");
    }
    compareSmall(times, FEW_RIDGE, SKLEARN);
  }

  // ---- sides -----------------------------------------------------------------------------------

  private static Agreement agreement(Grid grid, double tolerance) {
    return new Agreement("λ, intercept and coefficients, " + grid.text(), 1, tolerance);
  }

  private String[] data(String... last) {
    List<String> words =
        new ArrayList<>(
            List.of(
                threads,
                String.valueOf(count),
                String.valueOf(setting.features()),
                String.valueOf(setting.seed()),
                rows.kind().text()));
    words.addAll(List.of(last));
    return words.toArray(String[]::new);
  }

  private void suffice(String type, String precision, Grid grid) {
    String name = "Suffice, precision=" + precision + ", " + grid.text();
    String folds = String.valueOf(grid.folds());
    String[] arguments = data(type, folds, precision, grid.lambdas());
    starts.put(name, () -> start(name, setting.sufficeMain("SufficePaths", arguments)));
    grids.put(name, grid);
    agreements.put(name, agreement(grid, Agreement.ALIKE));
  }

  private void sklearn(String name, Grid grid, String blasThreads, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                property("python"),
                setting.root().resolve("scripts/bench/sklearn/paths.py").toString(),
                String.valueOf(setting.features()),
                doubles().toString(),
                folds(grid).toString()));
    command.addAll(List.of(arguments));
    Map<String, String> environment =
        Map.of("OPENBLAS_NUM_THREADS", blasThreads, "OMP_NUM_THREADS", blasThreads);
    starts.put(name, () -> new SideProcess(name, command, environment, log(name)));
    grids.put(name, grid);
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

  private Path folds(Grid grid) {
    return setting.work().resolve("folds-" + grid.folds() + ".bytes");
  }

  /** What peers are handed: the rows, and the folds that Suffice gives to them. */
  private void write(Grid grid) throws IOException {
    if (hasPython()) {
      rows.writeDoubles(doubles(), count);
    }
    String[] arguments = data("folds", String.valueOf(grid.folds()), folds(grid).toString());
    try (SideProcess process =
        start("suffice folds", setting.sufficeMain("SufficePaths", arguments))) {
      process.readAll();
      process.requireSuccess();
    }
  }

  // ---- results ---------------------------------------------------------------------------------

  private void perFit(List<Times> times) {
    report.line("| side | ms per fold and λ |");
    report.line("|---|---|");
    for (Times side : times) {
      report.line("| %s | %.3f |", side.name, 1e3 * side.median() / grids.get(side.name).fits());
    }
    report.line("");
  }

  /** A fold and λ of a peer against one of ours, whatever the number of them. */
  private void compareFits(List<Times> times, String peers, Times mine, String target) {
    double fits = grids.get(mine.name).fits();
    fastest(times, peers)
        .ifPresent(
            peer ->
                report.line(
                    "- a fold and λ of %s takes %s times one of %s%s",
                    peer.name,
                    mine.ratio(peer, fits / grids.get(peer.name).fits()),
                    mine.name,
                    target));
  }

  /** All of a peer's small grid against the same of ours. */
  private void compareSmall(List<Times> times, Grid grid, String peers) {
    fastest(times, peers)
        .ifPresent(
            peer ->
                times.stream()
                    .filter(side -> side != peer && grids.get(side.name) == grid)
                    .forEach(
                        mine ->
                            report.line(
                                "- all of %s takes %s times %s",
                                peer.name, mine.ratio(peer), mine.name)));
  }

  private static Optional<Times> fastest(List<Times> times, String peers) {
    return times.stream()
        .filter(side -> side.name.startsWith(peers))
        .min((a, b) -> Double.compare(a.median(), b.median()));
  }
}
