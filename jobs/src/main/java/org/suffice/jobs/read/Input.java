package org.suffice.jobs.read;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.suffice.Failure;
import org.suffice.model.ModelDirectory;
import org.suffice.read.Rejection;
import org.suffice.read.Text;
import org.suffice.storage.Storage;

/** The files of a data set, cut into splits. */
public final class Input {
  /** How the rows are written. */
  public enum Format {
    /** Comma-separated values. */
    CSV(".csv", ".tsv", ".txt", ".data"),
    /** label index:value … */
    LIBSVM(".libsvm", ".svm", ".svmlight"),
    /** Apache Parquet. */
    PARQUET(".parquet", ".parq");

    private final List<String> suffixes;

    Format(String... suffixes) {
      this.suffixes = List.of(suffixes);
    }

    private static Optional<Format> named(String name) {
      for (Format format : values()) {
        if (format.suffixes.stream().anyMatch(name::endsWith)) {
          return Optional.of(format);
        }
      }
      return Optional.empty();
    }
  }

  private final DataSettings settings;
  private final Format format;
  private final List<InputFile> files;
  private final List<Split> splits;
  private final List<String> warnings;

  private Input(
      DataSettings settings,
      Format format,
      List<InputFile> files,
      List<Split> splits,
      List<String> warnings) {
    this.settings = settings;
    this.format = format;
    this.files = files;
    this.splits = splits;
    this.warnings = warnings;
  }

  /**
   * Finds the files of a path: a file, a directory (names that start with _ or . are skipped), or a
   * pattern.
   *
   * @throws Failure when there is nothing there, or something that is no data file
   */
  static Input of(DataSettings settings) {
    return of(settings, List.of(settings.path()));
  }

  /**
   * Finds the files of several paths, which are one data set.
   *
   * @param paths each of which is what {@link DataSettings#path} may be
   */
  static Input of(DataSettings settings, List<String> paths) {
    String path = settings.path();
    List<InputFile> files = new ArrayList<>();
    Format format = null;
    try {
      List<Storage.Entry> entries = new ArrayList<>();
      for (String each : paths) {
        entries.addAll(entries(settings, each));
      }
      entries.sort(Comparator.comparing(Storage.Entry::path));
      for (Storage.Entry entry : entries) {
        files.add(new InputFile(files.size(), entry.path(), entry.length(), entry.modified()));
      }
      format =
          settings
              .format()
              .map(name -> Format.valueOf(name.toUpperCase(Locale.ROOT)))
              .orElseGet(() -> formatOf(files.get(0)));
    } catch (IOException e) {
      throw Failure.data("cannot list " + path + ": " + Text.reason(e), e);
    }
    List<InputFile> filled = files.stream().filter(file -> file.length() > 0).toList();
    if (filled.isEmpty()) {
      throw Failure.data(
          "no rows: "
              + (files.size() == 1 ? path + " is" : "all files in " + path + " are")
              + " empty");
    }
    List<String> warnings = new ArrayList<>();
    List<Split> splits =
        format == Format.PARQUET
            ? ParquetTable.splits(files)
            : textSplits(filled, settings, warnings);
    return new Input(settings, format, List.copyOf(files), splits, warnings);
  }

  private static List<Split> textSplits(
      List<InputFile> files, DataSettings settings, List<String> warnings) {
    boolean whole = settings.text().multiline() || !settings.text().isUtf8();
    List<Split> splits = new ArrayList<>();
    for (InputFile file : files) {
      boolean compressed = file.compression() != Compression.NONE;
      if (compressed && file.length() > settings.splitBytes()) {
        warnings.add(file.path() + " is compressed as a whole: one task reads all of it");
      }
      if (compressed || whole) {
        splits.add(new Split(file, 0, Long.MAX_VALUE));
        continue;
      }
      for (long start = 0; start < file.length(); start += settings.splitBytes()) {
        long end = Math.min(file.length(), start + settings.splitBytes());
        splits.add(new Split(file, start, end));
      }
    }
    return splits;
  }

  private static List<Storage.Entry> entries(DataSettings settings, String path)
      throws IOException {
    if (path.matches("(?i)(https?|ftp):.*")) {
      throw Failure.data("data are not read from the web: download " + path + " first");
    }
    Storage storage = Storage.of(path);
    Optional<Storage.Entry> at = storage.find(path);
    if (at.isPresent() && !at.get().isDirectory()) {
      if (storage.isSpecial(path)) {
        throw Failure.data(
            path + " is a pipe or a device, and data are read more than once: write a file first");
      }
      return List.of(at.get());
    }
    List<Storage.Entry> files = new ArrayList<>();
    if (at.isPresent()) {
      addMembers(storage, path, settings, files);
    } else if (!settings.literalPath() && path.matches(".*[*?\\[{].*")) {
      for (Storage.Entry entry : storage.glob(path)) {
        if (entry.isDirectory()) {
          addMembers(storage, entry.path(), settings, files);
        } else if (!isHidden(entry)) {
          files.add(entry);
        }
      }
    } else {
      throw Failure.data("no such file or directory: " + path);
    }
    if (files.isEmpty()) {
      throw Failure.data("no data files in " + path);
    }
    return files;
  }

  private static boolean isHidden(Storage.Entry entry) {
    return entry.name().startsWith("_") || entry.name().startsWith(".");
  }

  private static void addMembers(
      Storage storage, String directory, DataSettings settings, List<Storage.Entry> files)
      throws IOException {
    List<Storage.Entry> members = storage.list(directory);
    boolean unfinished = members.stream().anyMatch(e -> e.name().equals("_temporary"));
    boolean finished = members.stream().anyMatch(e -> e.name().equals("_SUCCESS"));
    if (unfinished && !finished) {
      throw Failure.data(
          directory + " holds the output of a job that did not finish: _temporary, no _SUCCESS");
    }
    for (Storage.Entry member : members) {
      if (isHidden(member)) {
        continue;
      }
      if (member.isDirectory()) {
        if (!settings.recursive()) {
          throw Failure.data(
              member.path() + " is a directory inside the input; data.recursive=true reads it too");
        }
        addMembers(storage, member.path(), settings, files);
      } else {
        requireDataName(member, settings);
        files.add(member);
      }
    }
  }

  /** In a directory, a name must say what the file is: README or part-0.tmp are no data. */
  private static void requireDataName(Storage.Entry member, DataSettings settings) {
    String name = member.name().toLowerCase(Locale.ROOT);
    String stripped = Compression.of(name).strip(name);
    boolean named = Format.named(stripped).isPresent() || stripped.matches("part-[^.]*");
    if (!named && settings.format().isEmpty()) {
      throw Failure.data(
          member.path()
              + " does not look like data by its name; name the files with a pattern such as "
              + Storage.parent(member.path())
              + "/*.csv, or give --format");
    }
  }

  private static Format formatOf(InputFile file) {
    String name = Storage.name(file.path()).toLowerCase(Locale.ROOT);
    return Format.named(file.compression().strip(name)).orElse(Format.CSV);
  }

  /** The path that was given. */
  public String path() {
    return settings.path();
  }

  /** How the rows are written. */
  public Format format() {
    return format;
  }

  /** The splits, in the order of files and offsets. */
  public List<Split> splits() {
    return splits;
  }

  /** What is worth a person's attention. */
  public List<String> warnings() {
    return warnings;
  }

  /** The size of all files as stored. */
  public long bytes() {
    return files.stream().mapToLong(InputFile::length).sum();
  }

  /** The files, in sorted path order. */
  public List<InputFile> files() {
    return files;
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
   * Checks that no file changed since the input was listed.
   *
   * @throws Failure that names one that did
   */
  public void requireUnchanged() {
    for (InputFile file : files) {
      try {
        Optional<Storage.Entry> now = Storage.of(file.path()).find(file.path());
        if (now.isEmpty()
            || now.get().length() != file.length()
            || now.get().modified() != file.modified()) {
          throw Failure.data(file.path() + " changed while it was read; run again");
        }
      } catch (IOException e) {
        throw Failure.data("cannot look at " + file.path() + " again: " + e.getMessage(), e);
      }
    }
  }

  /** A rejection as one line: file, line, column, what was found. */
  public String locate(Rejection rejection) {
    String column = rejection.column().isEmpty() ? "" : ", column " + Text.show(rejection.column());
    return place(rejection.file(), rejection.offset()) + column + ": " + rejection.detail();
  }

  /**
   * Where a row is: the path of its file, and its line or, in Parquet, its row.
   *
   * @param file its ordinal
   * @param rowId of the row
   */
  public String place(int file, long rowId) {
    InputFile in = files.get(file);
    return in.path()
        + (format == Format.PARQUET ? " row " + rowId : " line " + lineNumber(in, rowId));
  }

  /** Counts the lines before an offset; only for a message, hence not kept while reading. */
  private String lineNumber(InputFile file, long offset) {
    try (LineReader lines = new LineReader(new Split(file, 0, offset), settings.text().plain())) {
      while (lines.next()) {
        // counting
      }
      return Long.toString(lines.lines() + 1);
    } catch (IOException | Failure e) {
      return "at byte " + offset;
    }
  }

  /** The table that the files hold; not for LIBSVM, whose columns have no names. */
  Table table() {
    return format == Format.PARQUET
        ? new ParquetTable(splits, settings)
        : new CsvTable(splits, settings.dialect(), settings.text(), settings.limits().maxColumns());
  }
}
