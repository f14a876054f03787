package org.suffice.report;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.suffice.model.TrainingRecord;

/** The parts of a page that tell of the run: its warnings, rows, options and provenance. */
final class RecordSections {
  private final Html html;
  private final TrainingRecord record;

  RecordSections(Html html, TrainingRecord record) {
    this.html = html;
    this.record = record;
  }

  void writeWarnings() {
    List<String> warnings = record.warnings();
    if (warnings.isEmpty()) {
      return;
    }
    html.open("section", "class", "warnings").element("h2", "Warnings").open("ul");
    warnings.forEach(warning -> html.element("li", warning));
    html.close().close();
  }

  void writeFacts() {
    writeFacts("Options", "Setting", record.options());
    writeFacts("Provenance", "Fact", record.provenance());
  }

  void writeAccount() {
    Map<String, Long> account = record.account();
    html.open("section").element("h2", "Rows");
    if (account.isEmpty()) {
      html.element("p", "No account of rows was recorded.", "class", "muted").close();
      return;
    }
    long read = account.getOrDefault("read", 0L);
    long sum = 0;
    html.open("table", "class", "account");
    html.element("caption", "Every row read is counted once below.");
    html.open("thead").open("tr");
    for (String head : List.of("What became of them", "Rows", "Share")) {
      html.element("th", head, "scope", "col");
    }
    html.close().close().open("tbody");
    String[][] parts = {
      {"used", "Used in the fit"},
      {"missingDropped", "+ left out: a value is missing"},
      {"rejected", "+ rejected: could not be read"},
      {"zeroWeight", "+ left out: weight zero"}
    };
    for (String[] part : parts) {
      long rows = account.getOrDefault(part[0], 0L);
      sum += rows;
      writeCount(part[1], rows, read);
    }
    html.close().open("tfoot", "class", "total");
    writeCount("= read", read, read);
    html.close().close();
    if (sum != read) {
      html.element(
          "p",
          String.format(
              Locale.ROOT,
              "The counts do not add up: %,d rows read, %,d accounted for.",
              read,
              sum),
          "class",
          "warnings");
    }
    html.close();
  }

  private void writeCount(String what, long rows, long read) {
    html.open("tr").element("th", what, "scope", "row");
    html.element("td", String.format(Locale.ROOT, "%,d", rows));
    html.element(
        "td", read > 0 ? String.format(Locale.ROOT, "%.2f%%", 100.0 * rows / read) : Target.DASH);
    html.close();
  }

  private void writeFacts(String title, String head, Map<String, String> facts) {
    html.open("section").element("h2", title);
    if (facts.isEmpty()) {
      html.element("p", "None were recorded.", "class", "muted").close();
      return;
    }
    html.open("table", "class", "facts").open("thead").open("tr");
    html.element("th", head, "scope", "col").element("th", "Value", "scope", "col");
    html.close().close().open("tbody");
    // Sorted, for a map may give another order in every run.
    new TreeMap<>(facts)
        .forEach(
            (key, value) ->
                html.open("tr").element("th", key, "scope", "row").element("td", value).close());
    html.close().close().close();
  }
}
