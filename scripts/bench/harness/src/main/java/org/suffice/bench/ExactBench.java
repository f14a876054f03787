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
 * What exact sums cost: against fast ones and MLlib's normal solver, for few and many columns and
 * for columns of few digits. All settings are system properties, which {@code scripts/bench/run}
 * gives.
 */
public final class ExactBench extends Bench {
  private static final int WARM_UP = 5;
  private static final String FAST = "Suffice, LocalBlocks, precision=fast";
  private static final String EXACT = "Suffice, LocalBlocks, precision=exact";
  private static final String MLLIB = "MLlib, normal solver, cached Dataset";

  /**
   * One table of data.
   *
   * @param share of the rows that are asked for, so that every table takes about as long
   */
  private record Table(int features, double share, Rows.Kind kind, String text) {
    long rows(long asked) {
      return Math.max(2L * features, Math.round(share * asked));
    }
  }

  private static final List<Table> TABLES =
      List.of(
          new Table(10, 4, Rows.Kind.DECIMALS, "six decimals"),
          new Table(100, 1, Rows.Kind.DECIMALS, "six decimals"),
          new Table(500, 0.12, Rows.Kind.DECIMALS, "six decimals"),
          new Table(100, 1, Rows.Kind.WHOLE, "whole numbers of six digits"),
          new Table(100, 1, Rows.Kind.MIXED, "half 0 or 1, half six decimals"));

  private ExactBench(Setting setting, int runs) {
    super(setting, runs);
  }

  /** Runs the comparison. */
  public static void main(String[] args) throws IOException {
    try {
      Setting setting = setting();
      List<String> blas = blas(setting);
      int runs = Integer.parseInt(property("runs"));
      new ExactBench(setting.withBlas(blas.get(1)), runs).run(blas.get(0));
    } catch (IllegalStateException e) {
      System.err.println("bench: " + e.getMessage());
      System.exit(1);
    }
  }

  private void run(String blas) throws IOException {
    header("Exact sums", blas);
    report.line("");
    report.line(
        "Linear regression on rows in memory, warm. Exact sums cut every column into digits of 23"
            + " bits and multiply those: decimals need three or four, whole numbers of six digits"
            + " one, as do columns of 0 and 1. The label has more digits than the whole numbers"
            + " that it is a sum of.");
    if (!setting.hasMllib()) {
      report.line("");
      report.line("MLlib: absent, its jars could not be fetched.");
    }
    report.line("");
    List<String> summary = new ArrayList<>();
    for (Table table : TABLES) {
      summary.add(compare(table));
    }
    report.line("## All");
    report.line("");
    report.line("| rows × columns | fast s | exact s | MLlib s | exact / fast | MLlib / exact |");
    report.line("|---|---|---|---|---|---|");
    summary.forEach(report::line);
    finish(Path.of(property("output")));
  }

  /** One row of the last table. */
  private String compare(Table table) {
    long rows = table.rows(Long.parseLong(property("rows")));
    String title = String.format(Locale.ROOT, "%,d × %d, %s", rows, table.features(), table.text());
    report.line("## %s", title);
    report.line("");
    String[] data = {
      String.valueOf(setting.threads()),
      String.valueOf(rows),
      String.valueOf(table.features()),
      String.valueOf(setting.seed()),
      table.kind().text()
    };
    Map<String, Supplier<SideProcess>> starts = new LinkedHashMap<>();
    starts.put(FAST, () -> start(FAST, setting.suffice(words("local", data, "fast"))));
    starts.put(EXACT, () -> start(EXACT, setting.suffice(words("local", data, "exact"))));
    if (setting.hasMllib()) {
      starts.put(MLLIB, () -> start(MLLIB, setting.mllib(List.of(), words("memory", data))));
    }
    List<Times> times = takeTurns(starts, WARM_UP, "intercept and coefficients");
    report.table(times);
    compare(times, "", " (target: at least 1.3)", "");
    Times fast = times.get(0);
    Times exact = times.get(1);
    boolean peer = times.size() > 2;
    return String.format(
        Locale.ROOT,
        "| %s | %.3f | %.3f | %s | %s | %s |",
        title,
        fast.median(),
        exact.median(),
        peer ? String.format(Locale.ROOT, "%.3f", times.get(2).median()) : "–",
        fast.ratio(exact),
        peer ? exact.ratio(times.get(2)) : "–");
  }

  private static String[] words(String first, String[] middle, String... last) {
    List<String> words = new ArrayList<>(List.of(first));
    words.addAll(List.of(middle));
    words.addAll(List.of(last));
    return words.toArray(String[]::new);
  }
}
