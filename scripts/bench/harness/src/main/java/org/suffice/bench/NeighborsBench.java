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
 * The nearest neighbours of queries in memory, against scikit-learn and Faiss. All settings are
 * system properties, which {@code scripts/bench/run} gives.
 */
public final class NeighborsBench extends Bench {
  private static final int WARM_UP = 2;
  private static final int K = 10;
  private static final int QUERIES = 10_000;

  /** Distances by products in single precision. */
  private static final double SINGLE = 1e-3;

  private final Map<String, Supplier<SideProcess>> starts = new LinkedHashMap<>();
  private final Map<String, Agreement> agreements = new LinkedHashMap<>();
  private final long count;

  private NeighborsBench(Setting setting, int runs) {
    super(setting, runs);
    count = Long.parseLong(property("rows"));
  }

  /** Runs the comparison. */
  public static void main(String[] args) throws IOException {
    try {
      Setting setting = setting();
      List<String> blas = blas(setting);
      new NeighborsBench(
              setting.withBlas(blas.get(1)), Integer.parseInt(property("runs")))
          .run(blas.get(0));
    } catch (IllegalStateException e) {
      System.err.println("bench: " + e.getMessage());
      System.exit(1);
    }
  }

  private void run(String blas) throws IOException {
    header("Nearest neighbours", blas);
    report.line("");
    report.line(
        "%,d queries, %,d rows in memory, k = %d, warm; rows are indexed before. scikit-learn"
            + " computes in double precision, Faiss in single. Suffice filters in single precision"
            + " and computes what is in doubt in double: its distances are exact. Sides must agree"
            + " in the distance of the k-th neighbour of each query.",
        QUERIES, count, K);
    for (String missing : List.of("python", "faiss")) {
      if (!has(missing)) {
        report.line("");
        report.line("- %s: absent", missing.equals("python") ? "scikit-learn" : "Faiss");
      }
    }
    compare(setting.features(), "2", "brute", count, has("faiss"));
    compare(setting.features(), "1", "brute", count, false);
    compare(3, "2", "kd_tree", count, false);
    finish(Path.of(property("output")));
  }

  private static boolean has(String what) {
    return !property(what).isEmpty();
  }

  private void compare(int features, String p, String kind, long rows, boolean faiss)
      throws IOException {
    report.line("");
    report.line("## p = %s, %d features, %s", p, features, kind.equals("brute") ? kind : "k-d tree");
    report.line("");
    starts.clear();
    String mine = "Suffice";
    String[] arguments = {
      String.valueOf(rows),
      String.valueOf(QUERIES),
      String.valueOf(features),
      String.valueOf(setting.seed()),
      Rows.Kind.DECIMALS.text(),
      p,
      String.valueOf(K),
      kind
    };
    starts.put(mine, () -> start(mine, setting.sufficeMain("SufficeNeighbors", arguments)));
    agreements.put(mine, Agreement.on("p = " + p));
    if (has("python")) {
      Path file = doubles(features, rows);
      add("scikit-learn", features, file, p, kind, Agreement.ALIKE);
      if (faiss) {
        add("Faiss", features, file, p, "faiss", SINGLE);
      }
    }
    List<Times> times = takeTurns(starts, WARM_UP, agreements::get);
    report.table(times);
    for (Times peer : times.subList(1, times.size())) {
      report.line("- %s takes %s times Suffice", peer.name, times.get(0).ratio(peer));
    }
  }

  private Path doubles(int features, long rows) throws IOException {
    Rows data = new Rows(features, setting.seed());
    Path file =
        setting
            .work()
            .resolve(
                String.format(
                    Locale.ROOT,
                    "rows-%dx%d-%d-decimals.doubles",
                    rows + QUERIES,
                    features,
                    setting.seed()));
    data.writeDoubles(file, rows + QUERIES);
    return file;
  }

  private void add(
      String name, int features, Path file, String p, String kind, double tolerance) {
    String threads = String.valueOf(setting.threads());
    List<String> command =
        new ArrayList<>(
            List.of(
                property("python"),
                setting.root().resolve("scripts/bench/sklearn/neighbors.py").toString(),
                String.valueOf(features),
                file.toString(),
                String.valueOf(QUERIES),
                p,
                String.valueOf(K),
                threads,
                kind));
    Map<String, String> environment =
        Map.of("OPENBLAS_NUM_THREADS", threads, "OMP_NUM_THREADS", threads);
    starts.put(name, () -> new SideProcess(name, command, environment, log(name)));
    agreements.put(name, new Agreement("p = " + p, 0, tolerance));
  }
}
