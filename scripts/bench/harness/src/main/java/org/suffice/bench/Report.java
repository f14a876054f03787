package org.suffice.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

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

  String text() {
    return text.toString();
  }
}
