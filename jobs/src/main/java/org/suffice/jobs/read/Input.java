package org.suffice.jobs.read;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.suffice.Failure;
import org.suffice.model.ModelDirectory;
import org.suffice.read.CsvDialect;
import org.suffice.read.CsvPlan;
import org.suffice.read.Rejection;
import org.suffice.read.SchemaInference;
import org.suffice.read.Text;
import org.suffice.storage.Storage;

/** The files of a data set, cut into splits. */
public final class Input {
  /** How the rows are written. */
  public enum Format {
    /** Comma-separated values. */
    CSV,
    /** label index:value … */
    LIBSVM
  }

  private static final int SAMPLE_LINES = 1000;

  private final String path;
  private final Format format;
  private final List<InputFile> files;
  private final List<Split> splits;

  private Input(String path, Format format, List<InputFile> files, List<Split> splits) {
    this.path = path;
    this.format = format;
    this.files = files;
    this.splits = splits;
  }

  /**
   * Finds the files of a path: a file, a directory (names that start with _ or . are skipped), or a
   * pattern.
   *
   * @param format csv, libsvm, or empty to decide by the name of the first file
   * @param splitBytes where plain files are cut
   * @throws Failure when there is nothing there
   */
  public static Input of(String path, Optional<String> format, long splitBytes) {
    List<InputFile> files = new ArrayList<>();
    List<Split> splits = new ArrayList<>();
    try {
      for (Storage.Entry entry : entries(path)) {
        InputFile file =
            new InputFile(files.size(), entry.path(), entry.length(), entry.modified());
        files.add(file);
        addSplits(file, splitBytes, splits);
      }
    } catch (IOException e) {
      throw Failure.data("cannot list " + path + ": " + e.getMessage(), e);
    }
    if (splits.isEmpty()) {
      throw Failure.data(
          "no rows: "
              + (files.size() == 1 ? path + " is" : "all files in " + path + " are")
              + " empty");
    }
    Format found = format.map(Input::formatNamed).orElseGet(() -> formatOf(files.get(0)));
    return new Input(path, found, List.copyOf(files), List.copyOf(splits));
  }

  private static void addSplits(InputFile file, long splitBytes, List<Split> splits) {
    if (file.length() == 0) {
      return;
    }
    if (file.compression() != Compression.NONE) {
      splits.add(new Split(file, 0, Long.MAX_VALUE));
      return;
    }
    for (long start = 0; start < file.length(); start += splitBytes) {
      splits.add(new Split(file, start, Math.min(file.length(), start + splitBytes)));
    }
  }

  private static List<Storage.Entry> entries(String path) throws IOException {
    Storage storage = Storage.of(path);
    Optional<Storage.Entry> at = storage.find(path);
    List<Storage.Entry> files = new ArrayList<>();
    if (at.isPresent() && !at.get().isDirectory()) {
      return List.of(at.get());
    }
    List<Storage.Entry> found;
    if (at.isPresent()) {
      found = storage.list(path);
    } else if (path.matches(".*[*?\\[{].*")) {
      found = storage.glob(path);
    } else {
      throw Failure.data("no such file or directory: " + path);
    }
    for (Storage.Entry entry : found) {
      if (entry.name().startsWith("_") || entry.name().startsWith(".")) {
        continue;
      }
      if (entry.isDirectory()) {
        throw Failure.data(
            entry.path() + " is a directory inside the input; name the files with a pattern");
      }
      files.add(entry);
    }
    if (files.isEmpty()) {
      throw Failure.data("no data files in " + path);
    }
    return files;
  }

  private static Format formatNamed(String name) {
    return switch (name) {
      case "csv" -> Format.CSV;
      case "libsvm" -> Format.LIBSVM;
      default ->
          throw Failure.usage(
              "data.format " + Text.show(name) + " is not known; expected csv or libsvm");
    };
  }

  private static Format formatOf(InputFile file) {
    String name = file.compression().strip(file.path()).toLowerCase(Locale.ROOT);
    boolean libsvm =
        name.endsWith(".libsvm") || name.endsWith(".svm") || name.endsWith(".svmlight");
    return libsvm ? Format.LIBSVM : Format.CSV;
  }

  /** The path that was given. */
  public String path() {
    return path;
  }

  /** How the rows are written. */
  public Format format() {
    return format;
  }

  /** The splits, in the order of files and offsets. */
  public List<Split> splits() {
    return splits;
  }

  /** The size of all files as stored. */
  public long bytes() {
    return files.stream().mapToLong(InputFile::length).sum();
  }

  /** The number of files. */
  public int numFiles() {
    return files.size();
  }

  /** A hash of the names, sizes and times of the files: equal when the input is the same. */
  public String fingerprint() {
    StringBuilder text = new StringBuilder();
    for (InputFile file : files) {
      text.append(file.path()).append('\n').append(file.length()).append('\n');
      text.append(file.modified()).append('\n');
    }
    return ModelDirectory.sha256(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The head of a CSV input.
   *
   * @param header the header line of the first file; null where files have none
   * @param columns the names of the columns
   * @param inference what the first lines look like
   */
  public record CsvHead(String header, List<String> columns, SchemaInference inference) {}

  /** Reads the header and the first lines of the first file. */
  public CsvHead readHead(CsvDialect dialect, int maxLine) {
    Split first = splits.get(0);
    try (LineReader lines = new LineReader(first, maxLine)) {
      if (!nextFilled(lines)) {
        throw Failure.data("no rows: " + first.file().path() + " is empty");
      }
      String line = text(lines);
      List<String> cells = CsvPlan.headerCells(dialect, line);
      List<String> columns = new ArrayList<>();
      for (int i = 0; i < cells.size(); i++) {
        columns.add(dialect.header() ? cells.get(i) : "c" + (i + 1));
      }
      requireDistinct(columns, first.file().path());
      SchemaInference inference = new SchemaInference(dialect, columns.size());
      if (!dialect.header()) {
        inference.add(lines.bytes(), lines.from(), lines.to());
      }
      for (int i = 0; i < SAMPLE_LINES && nextFilled(lines); i++) {
        inference.add(lines.bytes(), lines.from(), lines.to());
      }
      return new CsvHead(dialect.header() ? line : null, columns, inference);
    } catch (IOException e) {
      throw SplitSource.unreadable(first, e);
    }
  }

  private static void requireDistinct(List<String> columns, String file) {
    for (int i = 0; i < columns.size(); i++) {
      int earlier = columns.indexOf(columns.get(i));
      if (earlier < i) {
        throw Failure.data(
            file
                + " line 1: the name "
                + Text.show(columns.get(i))
                + " stands at columns "
                + (earlier + 1)
                + " and "
                + (i + 1));
      }
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

  private static String text(LineReader lines) {
    return new String(
        lines.bytes(), lines.from(), lines.to() - lines.from(), StandardCharsets.UTF_8);
  }

  /** A rejection as one line: file, line, column, what was found. */
  public String locate(Rejection rejection, int maxLine) {
    InputFile file = files.get(rejection.file());
    String column = rejection.column().isEmpty() ? "" : ", column " + Text.show(rejection.column());
    return file.path()
        + " line "
        + lineNumber(file, rejection.offset(), maxLine)
        + column
        + ": "
        + rejection.detail();
  }

  /** Counts the lines before an offset; only for a message, hence not kept while reading. */
  private static String lineNumber(InputFile file, long offset, int maxLine) {
    try (LineReader lines = new LineReader(new Split(file, 0, offset), maxLine)) {
      while (lines.next()) {
        // counting
      }
      return Long.toString(lines.lines() + 1);
    } catch (IOException | Failure e) {
      return "at byte " + offset;
    }
  }
}
