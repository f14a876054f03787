package org.suffice.jobs.fuzz;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The slow, obvious twins of the readers. Text is held with one character for each byte, so that
 * positions are byte offsets.
 */
final class Naive {
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?+(?:[0-9]++\\.?+[0-9]*+|\\.[0-9]++)(?:[eE][+-]?+[0-9]++)?+");
  private static final Pattern DATE =
      Pattern.compile(
          "([0-9]{4})-([0-9]{2})-([0-9]{2})"
              + "(?:[ T]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:[.,][0-9]+)?)?"
              + "(?:Z|[+-][0-9]{2}(?::?[0-9]{2})?)?)?");

  private Naive() {}

  /**
   * A line.
   *
   * @param offset of its first byte
   * @param number from 1, counting line ends inside quotes too
   */
  record Line(long offset, int number, String text) {
    /** Whether there are only blanks that separate no fields. */
    boolean isBlank(char delimiter) {
      return text.chars().allMatch(c -> (c == ' ' || c == '\t') && c != delimiter);
    }
  }

  static String chars(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  static byte[] bytes(String chars) {
    return chars.getBytes(StandardCharsets.ISO_8859_1);
  }

  static String utf8(String chars) {
    return new String(bytes(chars), StandardCharsets.UTF_8);
  }

  /** The lines of a file; with a dialect, a line end inside a quoted field does not count. */
  static List<Line> lines(String file, Dialect multiline) {
    List<Line> lines = new ArrayList<>();
    int at = file.startsWith("\u00ef\u00bb\u00bf") ? 3 : 0;
    int number = 1;
    while (at < file.length()) {
      int end = lineEnd(file, at, multiline);
      lines.add(new Line(at, number, file.substring(at, end)));
      for (int i = at; i < end; i++) {
        boolean pair = file.startsWith("\r\n", i);
        number += file.charAt(i) == '\n' || (file.charAt(i) == '\r' && !pair) ? 1 : 0;
      }
      number++;
      at = end + (file.startsWith("\r\n", end) ? 2 : 1);
    }
    return lines;
  }

  private static int lineEnd(String file, int at, Dialect multiline) {
    boolean fieldStart = true;
    boolean inside = false;
    int i = at;
    for (; i < file.length(); i++) {
      char c = file.charAt(i);
      if (inside) {
        if (c == '\\' && multiline.backslash()) {
          i++;
        } else if (c == '"' && file.startsWith("\"\"", i)) {
          i++;
        } else {
          inside = c != '"';
        }
      } else if (c == '\n' || c == '\r') {
        return i;
      } else if (multiline != null) {
        inside = fieldStart && c == '"';
        fieldStart = c == multiline.delimiter() || (fieldStart && c == ' ');
      }
    }
    return Math.min(i, file.length());
  }

  /** How CSV is written. */
  record Dialect(char delimiter, boolean backslash) {}

  /** The cells of a line of CSV, trimmed; null when a quote is out of place. */
  static List<String> cells(String line, Dialect dialect) {
    List<String> cells = new ArrayList<>();
    int at = 0;
    while (true) {
      int i = skipSpaces(line, at, dialect);
      if (i < line.length() && line.charAt(i) == '"') {
        StringBuilder cell = new StringBuilder();
        for (i++; i < line.length() && line.charAt(i) != '"' || line.startsWith("\"\"", i); i++) {
          boolean escaped = line.charAt(i) == '"' || (dialect.backslash && line.charAt(i) == '\\');
          i += escaped ? 1 : 0;
          if (i < line.length()) {
            cell.append(line.charAt(i));
          }
        }
        if (i >= line.length()) {
          return null;
        }
        cells.add(cell.toString());
        at = skipSpaces(line, i + 1, dialect);
        if (at < line.length() && line.charAt(at) != dialect.delimiter) {
          return null;
        }
      } else {
        int end = line.indexOf(dialect.delimiter, at);
        end = end < 0 ? line.length() : end;
        cells.add(trim(line.substring(at, end)));
        at = end;
      }
      if (at == line.length()) {
        return cells;
      }
      at++;
    }
  }

  private static int skipSpaces(String line, int at, Dialect dialect) {
    int i = at;
    while (i < line.length() && line.charAt(i) == ' ' && dialect.delimiter != ' ') {
      i++;
    }
    return i;
  }

  static String trim(String text) {
    return text.replaceAll("^[ \t]+|[ \t]+$", "");
  }

  /** The number that a cell is; infinite when beyond the range, empty when it is none. */
  static OptionalDouble number(String cell) {
    String text = trim(cell);
    return NUMBER.matcher(text).matches()
        ? OptionalDouble.of(Double.parseDouble(text))
        : OptionalDouble.empty();
  }

  /** The time that a cell is, or null. */
  static LocalDateTime date(String cell) {
    Matcher date = DATE.matcher(cell);
    if (!date.matches()) {
      return null;
    }
    int second = part(date, 6);
    try {
      return second > 60
          ? null
          : LocalDateTime.of(
              part(date, 1),
              part(date, 2),
              part(date, 3),
              part(date, 4),
              part(date, 5),
              Math.min(59, second));
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static int part(Matcher date, int group) {
    return date.group(group) == null ? 0 : Integer.parseInt(date.group(group));
  }
}
