package org.suffice.read;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Collection;
import java.util.Locale;

/** Words for messages: values made safe to print, and the known name nearest to an unknown one. */
public final class Text {
  private static final int SHOWN = 80;

  private Text() {}

  /**
   * The value in quotes, at most 80 characters, control characters escaped, so that no input can
   * forge a line of a log.
   */
  public static String show(String value) {
    return "'" + clean(value) + "'";
  }

  /** The same without quotes: for names inside a setting to copy, and for the lines of a table. */
  public static String clean(String value) {
    int shown = Math.min(value.length(), SHOWN);
    if (shown < value.length() && Character.isHighSurrogate(value.charAt(shown - 1))) {
      shown--;
    }
    return escape(value.substring(0, shown)) + (shown < value.length() ? "…" : "");
  }

  /** The whole value with control characters escaped. */
  public static String escape(String value) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '\t') {
        out.append("\\t");
      } else if (Character.isISOControl(c)
          || Character.getType(c) == Character.FORMAT
          || c == '\u2028'
          || c == '\u2029') {
        out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  /**
   * What an exception of a file system says, as the end of a line: without names of classes, and
   * without the trace that those of a server carry.
   */
  public static String reason(IOException e) {
    String said = e.getMessage() == null ? "" : e.getMessage();
    if (e instanceof AccessDeniedException) {
      return "permission denied for " + escape(said);
    }
    if (e instanceof NoSuchFileException) {
      return "there is no " + escape(said);
    }
    if (e instanceof EOFException && said.contains("ZLIB")) {
      return "it ends in the midst of its compressed data: was it copied or downloaded in full?";
    }
    // A wrapped exception has the name of the one it wraps before its message.
    String first = said.lines().findFirst().orElse("").replaceFirst("^([a-z]+\\.)+[A-Z]\\w+: ", "");
    return first.isBlank() ? e.getClass().getSimpleName() : escape(first);
  }

  /** "; did you mean 'x'?" when a known name is near, else "; known: …" (at most ten of them). */
  public static String suggest(String unknown, Collection<String> known) {
    String best = null;
    int bestDistance = Integer.MAX_VALUE;
    for (String name : known) {
      int distance = editDistance(unknown.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
      if (distance < bestDistance) {
        bestDistance = distance;
        best = name;
      }
    }
    if (best != null && bestDistance <= Math.max(1, unknown.length() / 2)) {
      return "; did you mean " + show(best) + "?";
    }
    StringBuilder list = new StringBuilder();
    int listed = 0;
    for (String name : known) {
      if (listed == 10) {
        list.append(", … (").append(known.size()).append(" in all)");
        break;
      }
      list.append(listed++ == 0 ? "" : ", ").append(show(name));
    }
    return known.isEmpty() ? "" : "; there are: " + list;
  }

  /** Levenshtein's distance; names are short, so the plain table will do. */
  private static int editDistance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
