package org.suffice.jobs.read;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.suffice.Failure;
import org.suffice.pass.LocalBlocks;
import org.suffice.pass.Progress;
import org.suffice.read.Column;
import org.suffice.read.Text;

/**
 * Parquet files with the same columns, in any order. Where files may differ, a column that one does
 * not have counts as null there, and numbers may be of several types.
 */
final class ParquetTable implements Table {
  /** Footers wait for the storage, not for the processor. */
  private static final int THREADS = 16;

  private final List<Split> splits;
  private final DataSettings settings;
  private final Map<InputFile, ParquetFooter> footers = new HashMap<>();
  private final Map<String, ParquetType> types = new HashMap<>();
  private final List<String> labels;
  private final Head head;

  /**
   * Reads the footers of the files.
   *
   * @throws Failure that names the file that is no Parquet, or a column that is asked for and that
   *     no model can use
   */
  ParquetTable(List<Split> splits, DataSettings settings) {
    this.splits = splits;
    this.settings = settings;
    List<ParquetFooter> read = footers(splits.stream().map(Split::file).distinct().toList());
    for (ParquetFooter footer : read) {
      footers.put(footer.file(), footer);
    }
    this.labels =
        settings.labels(
            read.stream().flatMap(f -> f.fields().stream()).map(f -> f.name()).toList());
    this.head = head(read);
  }

  /**
   * One split for each row group.
   *
   * @throws Failure that names the file that is no Parquet
   */
  static List<Split> splits(List<InputFile> files) {
    List<Split> splits = new ArrayList<>();
    for (ParquetFooter footer : footers(files)) {
      for (ParquetFooter.Group group : footer.groups()) {
        splits.add(new Split(footer.file(), group.start(), group.end()));
      }
    }
    if (splits.isEmpty()) {
      throw Failure.data("no rows: " + files.get(0).path() + " has columns and no row");
    }
    return splits;
  }

  private static List<ParquetFooter> footers(List<InputFile> files) {
    ParquetFooter[] footers = new ParquetFooter[files.size()];
    LocalBlocks.inParallel(
        "read footers",
        files.size(),
        Math.min(THREADS, files.size()),
        Progress.NONE,
        i -> footers[i] = ParquetFooter.read(files.get(i)));
    return Arrays.asList(footers);
  }

  private Head head(List<ParquetFooter> read) {
    List<String> names = new ArrayList<>();
    List<Column.Kind> kinds = new ArrayList<>();
    List<String> warnings = new ArrayList<>();
    for (ParquetFooter footer : settings.mergeSchema() ? read : read.subList(0, 1)) {
      String path = footer.file().path();
      for (ParquetFooter.Field field : footer.fields()) {
        ParquetType known = types.putIfAbsent(field.name(), field.type());
        if (known == null && isWanted(field, path, warnings)) {
          names.add(field.name());
          kinds.add(field.type().kind());
          if (field.type().meaning() == ParquetType.Meaning.DECIMAL && isUsed(field.name())) {
            warnings.add(
                "column "
                    + Text.show(field.name())
                    + " of "
                    + path
                    + " holds "
                    + field.type().text()
                    + ", read as the nearest double");
          }
        }
      }
    }
    read.forEach(footer -> requireDistinct(footer));
    requireFewColumns(names.size(), read.get(0).file().path());
    return new Head(names, kinds, warnings);
  }

  /** Whether a column may be used; one that cannot is refused only when it is asked for. */
  private boolean isWanted(ParquetFooter.Field field, String path, List<String> warnings) {
    String name = field.name();
    if (field.type().isSupported() || settings.ignore().contains(name)) {
      return true;
    }
    String what = "column " + Text.show(name) + " of " + path + " holds " + field.type().text();
    if (isNamed(name)) {
      throw Failure.data(what + ", which no model can use; leave it out");
    }
    if (settings.features().isEmpty()) {
      warnings.add(what + ", which no model can use: ignored");
    }
    return false;
  }

  private boolean isNamed(String name) {
    return settings.features().contains(name)
        || settings.categorical().contains(name)
        || settings.dateParts().containsKey(name)
        || labels.contains(name)
        || settings.weight().filter(name::equals).isPresent();
  }

  private boolean isUsed(String name) {
    return isNamed(name) || (settings.features().isEmpty() && !settings.ignore().contains(name));
  }

  private static void requireDistinct(ParquetFooter footer) {
    Map<String, String> seen = new HashMap<>();
    for (ParquetFooter.Field field : footer.fields()) {
      String earlier = seen.putIfAbsent(field.name().toLowerCase(Locale.ROOT), field.name());
      if (earlier != null) {
        throw Failure.data(
            footer.file().path()
                + " has two columns named "
                + Text.show(field.name())
                + (earlier.equals(field.name())
                    ? ""
                    : " (and " + Text.show(earlier) + ", but for its case)"));
      }
    }
  }

  private void requireFewColumns(int columns, String path) {
    if (columns > settings.limits().maxColumns()) {
      throw Failure.data(
          String.format(
              Locale.ROOT,
              "%s has %,d columns, more than data.max-columns=%,d; a matrix of their products would"
                  + " take %,d MiB (8·p² bytes)",
              path,
              columns,
              settings.limits().maxColumns(),
              8L * columns * columns >> 20));
    }
  }

  @Override
  public Head head() {
    return head;
  }

  @Override
  public List<SplitSource> sources(Plan plan) {
    ParquetPlan columns = plan == null ? null : new ParquetPlan(plan, head.names());
    if (columns != null) {
      for (ParquetFooter footer : inOrder()) {
        columns.items.forEach(item -> requireColumn(columns, item, footer));
      }
    }
    List<String> names =
        columns == null
            ? head.names()
            : columns.items.stream().map(ParquetPlan.Item::name).toList();
    ArrayList<String> marks = new ArrayList<>(settings.dialect().missingValues());
    List<SplitSource> sources = new ArrayList<>();
    for (Split split : splits) {
      ParquetFooter footer = footers.get(split.file());
      ParquetFooter.Group group = group(footer, split);
      ArrayList<ParquetChunk> chunks = new ArrayList<>();
      for (String name : names) {
        chunks.add(chunk(footer, group, name));
      }
      sources.add(
          new ParquetSource(
              new ParquetSource.Content(
                  split,
                  group.firstRow(),
                  group.rows(),
                  chunks,
                  columns,
                  marks,
                  settings.text().stopAfter())));
    }
    return sources;
  }

  @Override
  public List<SplitSource> sourcesToScan(Plan plan) {
    List<SplitSource> all = sources(null);
    List<SplitSource> rows = sources(plan);
    return IntStream.range(0, all.size())
        .<SplitSource>mapToObj(
            i -> ((ParquetSource) all.get(i)).withRowsToScan((ParquetSource) rows.get(i)))
        .toList();
  }

  private List<ParquetFooter> inOrder() {
    return splits.stream().map(Split::file).distinct().map(footers::get).toList();
  }

  /** Checks that a file has a column, of a type that can be read for what it is wanted for. */
  private void requireColumn(ParquetPlan columns, ParquetPlan.Item item, ParquetFooter footer) {
    int at = footer.indexOf(item.name());
    String path = footer.file().path();
    if (at < 0) {
      if (settings.mergeSchema()) {
        return;
      }
      throw Failure.data(
          path
              + " has no column "
              + Text.show(item.name())
              + ", unlike "
              + splits.get(0).file().path()
              + "; data.merge-schema=true counts it as null there");
    }
    ParquetType type = footer.fields().get(at).type();
    ParquetType first = types.get(item.name());
    columns.requireUsable(item, type, path);
    boolean same =
        settings.mergeSchema() ? type.kind() == first.kind() : type.text().equals(first.text());
    if (!same) {
      throw Failure.data(
          path
              + ", column "
              + Text.show(item.name())
              + " holds "
              + type.text()
              + ", unlike "
              + splits.get(0).file().path()
              + ", where it holds "
              + first.text()
              + (type.kind() == first.kind() ? "; data.merge-schema=true accepts that" : ""));
    }
  }

  private static ParquetFooter.Group group(ParquetFooter footer, Split split) {
    for (ParquetFooter.Group group : footer.groups()) {
      if (group.start() == split.start() && group.end() == split.end()) {
        return group;
      }
    }
    throw Failure.data(split.file().path() + " changed while it was read; run again");
  }

  private ParquetChunk chunk(ParquetFooter footer, ParquetFooter.Group group, String name) {
    int at = footer.indexOf(name);
    return at >= 0
        ? group.chunks().get(at)
        : ParquetChunk.absent(name, types.get(name), group.rows());
  }
}
