package org.suffice.read;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Cuts a line of CSV into cells, one call a cell. A cell is a range of the line's own bytes, or of
 * a scratch copy when doubled quotes had to be undone.
 */
final class CellScanner {
  private final byte delimiter;
  private final boolean backslash;

  /** The bytes that hold the cell last scanned, and its range in them. */
  byte[] cell;

  int from;
  int to;

  /** Whether the cell was written in quotes. */
  boolean quoted;

  private byte[] scratch = new byte[64];

  CellScanner(CsvDialect dialect) {
    this.delimiter = (byte) dialect.delimiter();
    this.backslash = dialect.backslash();
  }

  /**
   * Scans the cell that starts at {@code p}.
   *
   * @return the position of the delimiter after it or {@code end}; -1 when a quote is not closed,
   *     -2 when text follows a closing quote
   */
  int scan(byte[] line, int p, int end) {
    int start = p;
    while (p < end && line[p] == ' ' && delimiter != ' ') {
      p++;
    }
    if (p < end && line[p] == '"') {
      return scanQuoted(line, p, end);
    }
    p = start;
    while (p < end && line[p] != delimiter) {
      p++;
    }
    cell = line;
    from = start;
    to = p;
    quoted = false;
    return p;
  }

  private int scanQuoted(byte[] line, int quote, int end) {
    quoted = true;
    int length = 0;
    boolean copied = false;
    int p = quote + 1;
    int runStart = p;
    while (true) {
      while (p < end && line[p] != '"' && !(backslash && line[p] == '\\')) {
        p++;
      }
      if (p < end - 1 && line[p] == '\\') { // the character after it stands for itself
        length = append(line, runStart, p, length);
        copied = true;
        runStart = p + 1;
        p += 2;
        continue;
      }
      if (p >= end || line[p] != '"') {
        return -1;
      }
      if (p + 1 < end && line[p + 1] == '"') { // a doubled quote is one quote of the value
        length = append(line, runStart, p + 1, length);
        copied = true;
        p += 2;
        runStart = p;
        continue;
      }
      break;
    }
    if (copied) {
      length = append(line, runStart, p, length);
      cell = scratch;
      from = 0;
      to = length;
    } else {
      cell = line;
      from = quote + 1;
      to = p;
    }
    p++;
    while (p < end && line[p] == ' ' && delimiter != ' ') {
      p++;
    }
    return p == end || line[p] == delimiter ? p : -2;
  }

  private int append(byte[] line, int start, int stop, int length) {
    if (length + stop - start > scratch.length) {
      scratch = Arrays.copyOf(scratch, (length + stop - start) * 2);
    }
    System.arraycopy(line, start, scratch, length, stop - start);
    return length + stop - start;
  }

  /** Narrows the cell to exclude blanks around it; quoted cells keep theirs. */
  void trim() {
    if (quoted) {
      return;
    }
    while (from < to && Numbers.isBlank(cell[from])) {
      from++;
    }
    while (to > from && Numbers.isBlank(cell[to - 1])) {
      to--;
    }
  }

  String text() {
    return new String(cell, from, to - from, StandardCharsets.UTF_8);
  }

  /** All cells of a line as text, for headers and samples; empty when the quoting is broken. */
  static Optional<List<String>> cells(byte[] line, int from, int to, CsvDialect dialect) {
    CellScanner scanner = new CellScanner(dialect);
    List<String> cells = new ArrayList<>();
    int p = from;
    while (true) {
      p = scanner.scan(line, p, to);
      if (p < 0) {
        return Optional.empty();
      }
      scanner.trim();
      cells.add(scanner.text());
      if (p == to) {
        return Optional.of(cells);
      }
      p++;
    }
  }
}
