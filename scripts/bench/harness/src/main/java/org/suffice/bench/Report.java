package org.suffice.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToIntFunction;

/** The results as Markdown, shown while they come and kept for the file. */
final class Report {
  private final StringBuilder text = new StringBuilder();

  void line(String format, Object... values) {
    String line = values.length == 0 ? format : String.format(Locale.ROOT, format, values);
    System.out.println(line);
    text.append(line).append('\n');
  }

  /** One row a side; ratios are how many times the first one's time the others took. */
  void table(List<Times> sides) {
    Times first = sides.get(0);
    List<String> rows = new ArrayList<>();
    for (Times side : sides) {
      String ratio = side == first ? "1" : first.ratio(side);
      rows.add(
          String.format(
              Locale.ROOT,
              "| %s | %.3f | %s | %s |",
              side.name,
              side.median(),
              side.spread(),
              ratio));
    }
    line("");
    line("| side | median s | least – most | times the first (of the pairs) |");
    line("|---|---|---|---|");
    rows.forEach(this::line);
    line("");
  }

  /** The same, with megabytes a second and core of a file of so many bytes. */
  void table(List<Times> sides, long bytes, ToIntFunction<Times> coresOf) {
    Times first = sides.get(0);
    line("");
    line("| side | median s | least – most | cores | MB/s | MB/s per core | times the first |");
    line("|---|---|---|---|---|---|---|");
    for (Times side : sides) {
      int cores = coresOf.applyAsInt(side);
      double speed = bytes * 1e-6 / side.median();
      line(
          "| %s | %.3f | %s | %d | %.0f | %.0f | %s |",
          side.name,
          side.median(),
          side.spread(),
          cores,
          speed,
          speed / cores,
          side == first ? "1" : first.ratio(side));
    }
    line("");
  }

  String text() {
    return text.toString();
  }
}
