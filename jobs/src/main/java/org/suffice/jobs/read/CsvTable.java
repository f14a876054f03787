package org.suffice.jobs.read;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.suffice.Failure;
import org.suffice.read.Column;
import org.suffice.read.CsvDialect;
import org.suffice.read.CsvPlan;
import org.suffice.read.Numbers;
import org.suffice.read.SchemaInference;
import org.suffice.read.Text;

/** CSV files with the same columns. */
final class CsvTable implements Table {
  private static final int SAMPLE_LINES = 1000;

  private final List<Split> splits;
  private final CsvDialect dialect;
  private final ReadOptions options;
  private final Head head;
  private String header;

  /** Reads the head of the first file. */
  CsvTable(List<Split> splits, CsvDialect dialect, ReadOptions options, int maxColumns) {
    this.splits = splits;
    this.dialect = dialect;
    this.options = options;
    this.head = readHead(maxColumns);
  }

  @Override
  public Head head() {
    return head;
  }

  @Override
  public List<SplitSource> sources(Plan plan) {
    CsvPlan parsers =
        plan == null
            ? null
            : CsvPlan.of(
                dialect,
                head.names(),
                header,
                plan.schema(),
                plan.rows(),
                plan.needLabel(),
                plan.keep());
    List<SplitSource> sources = new ArrayList<>();
    for (Split split : splits) {
      sources.add(new TextSource(split, options, parsers, header));
    }
    return sources;
  }

  @Override
  public List<SplitSource> sourcesToScan(Plan plan) {
    return sources(plan);
  }

  private Head readHead(int maxColumns) {
    // Not the first split alone: what the columns are must not depend on where files are cut.
    Split first = new Split(splits.get(0).file(), 0, Long.MAX_VALUE);
    String path = first.file().path();
    try (LineReader lines = new LineReader(first, options)) {
      if (!nextFilled(lines)) {
        throw Failure.data("no rows: " + path + " is empty");
      }
      String line = lines.text();
      List<String> cells = CsvPlan.headerCells(dialect, line, path + " line " + lines.lines());
      if (cells.size() > maxColumns) {
        throw Failure.data(
            String.format(
                Locale.ROOT,
                "%s line %d has %,d columns, more than data.max-columns=%,d; a matrix of their"
                    + " products would take %,d MiB (8·p² bytes)",
                path,
                lines.lines(),
                cells.size(),
                maxColumns,
                8L * cells.size() * cells.size() >> 20));
      }
      List<String> warnings = new ArrayList<>();
      List<String> names = new ArrayList<>();
      for (int i = 0; i < cells.size(); i++) {
        names.add(dialect.header() ? cells.get(i) : "c" + (i + 1));
      }
      requireDistinct(names, path, lines.lines());
      if (dialect.header()) {
        header = line;
        warnAboutNames(names, path, warnings);
      }
      SchemaInference inference = new SchemaInference(dialect, names.size());
      if (!dialect.header()) {
        inference.add(lines.bytes(), lines.from(), lines.to());
      }
      for (int i = 0; i < SAMPLE_LINES && nextFilled(lines); i++) {
        inference.add(lines.bytes(), lines.from(), lines.to());
      }
      List<Column.Kind> kinds = new ArrayList<>();
      for (int c = 0; c < names.size(); c++) {
        kinds.add(
            !inference.isCategorical(c)
                ? Column.Kind.NUMERIC
                : inference.looksLikeDate(c) ? Column.Kind.DATE : Column.Kind.CATEGORICAL);
      }
      return new Head(names, kinds, warnings);
    } catch (IOException e) {
      throw SplitSource.unreadable(first, e);
    }
  }

  private static void requireDistinct(List<String> names, String path, long line) {
    Map<String, Integer> positions = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      Integer earlier = positions.putIfAbsent(names.get(i).toLowerCase(Locale.ROOT), i);
      if (earlier != null) {
        boolean same = names.get(earlier).equals(names.get(i));
        throw Failure.data(
            path
                + " line "
                + line
                + ": the name "
                + Text.show(names.get(i))
                + (same ? "" : " (and " + Text.show(names.get(earlier)) + ", but for its case)")
                + " stands at columns "
                + (earlier + 1)
                + " and "
                + (i + 1));
      }
    }
  }

  private static void warnAboutNames(List<String> names, String path, List<String> warnings) {
    boolean allNumbers = true;
    for (String name : names) {
      byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
      allNumbers &= !Double.isNaN(Numbers.parse(bytes, 0, bytes.length));
      if (name.isEmpty()) {
        warnings.add("a column of " + path + " has no name");
      }
    }
    if (allNumbers) {
      warnings.add(
          "every name in the header of "
              + path
              + " is a number: a file without header? Set data.header=false");
    }
  }

  private static boolean nextFilled(LineReader lines) throws IOException {
    while (lines.next()) {
      if (!lines.isBlank()) {
        return true;
      }
    }
    return false;
  }
}
