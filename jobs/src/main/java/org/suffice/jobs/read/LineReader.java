package org.suffice.jobs.read;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.suffice.Failure;

/**
 * The lines of a split as ranges of one buffer: no object per line. A line ends at LF, CR LF or CR,
 * and belongs to the split that holds its first byte.
 */
final class LineReader implements Closeable {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int INITIAL = 1 << 18;
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHS = 0x8080808080808080L;
  private static final long LF = ONES * '\n';
  private static final long CR = ONES * '\r';

  private final String path;
  private final InputStream in;
  private final long end;
  private final int maxLine;
  private final boolean multiline;
  private final boolean backslash;
  private final char delimiter;

  private byte[] buffer = new byte[INITIAL];

  /** Offset in the file of {@code buffer[0]}. */
  private long base;

  /** The next byte to look at, and the end of what was read. */
  private int position;

  private int limit;
  private boolean exhausted;

  private int from;
  private int to;

  /** How far the quotes of a line in progress were followed, and where that led. */
  private int quotesSeen;

  private boolean insideQuotes;
  private boolean fieldStart;
  private long lines;

  /** Opens a split at its first line. */
  LineReader(Split split, ReadOptions options) throws IOException {
    this.path = split.file().path();
    this.end = split.end();
    this.maxLine = options.maxLine();
    this.multiline = options.multiline();
    this.backslash = options.backslash();
    this.delimiter = options.delimiter();
    // The byte before tells whether a line starts here; the rest of its line belongs to the split
    // before this one.
    this.base = Math.max(0, split.start() - 1);
    this.in = split.file().open(base, options);
    try {
      if (split.start() == 0) {
        skipByteOrderMark();
      } else {
        advance();
        lines = 0;
      }
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  private void skipByteOrderMark() throws IOException {
    while (limit < 4 && !exhausted) {
      fill();
    }
    int first = limit > 0 ? buffer[0] & 0xff : -1;
    int second = limit > 1 ? buffer[1] & 0xff : -1;
    if (first == 0xef && second == 0xbb && limit > 2 && (buffer[2] & 0xff) == 0xbf) {
      position = 3;
    } else if ((first == 0xff && second == 0xfe)
        || (first == 0xfe && second == 0xff)
        || (limit > 3 && (first == 0) != (second == 0) && (buffer[2] == 0) != (buffer[3] == 0))) {
      throw Failure.data(path + " looks like UTF-16; set data.charset=UTF-16");
    } else if (first == 0x1f && second == 0x8b) {
      throw Failure.data(path + " is gzip inside; give it a name that ends in .gz");
    } else if (limit > 3
        && (startsWith("PAR1") || startsWith("PK\u0003\u0004") || startsWith("BZh9"))) {
      throw Failure.data(path + " is not text: its first bytes are those of another format");
    }
  }

  private boolean startsWith(String magic) {
    for (int i = 0; i < magic.length(); i++) {
      if (buffer[i] != magic.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Moves to the next line. False when the split holds no more. */
  boolean next() throws IOException {
    return base + position < end && advance();
  }

  private boolean advance() throws IOException {
    from = position;
    quotesSeen = position;
    insideQuotes = false;
    fieldStart = true;
    int at = position;
    while (true) {
      at = lineEnd(at);
      if (at < limit) {
        if (multiline && isInsideQuotes(at)) {
          at++;
          continue;
        }
        break;
      }
      if (exhausted) {
        if (from == limit) {
          return false;
        }
        to = limit;
        position = limit;
        lines++;
        requireShort();
        return true;
      }
      at -= makeRoom();
      fill();
    }
    to = at;
    requireShort();
    if (buffer[at] == '\r') {
      if (at + 1 == limit && !exhausted) {
        at -= makeRoom();
        to = at;
        fill();
      }
      position = at + 1 < limit && buffer[at + 1] == '\n' ? at + 2 : at + 1;
    } else {
      position = at + 1;
    }
    lines++;
    return true;
  }

  /** Follows the quotes up to a position; says whether it lies inside a quoted field. */
  private boolean isInsideQuotes(int at) {
    for (; quotesSeen < at; quotesSeen++) {
      byte b = buffer[quotesSeen];
      if (insideQuotes) {
        if ((b == '\\' && backslash) || (b == '"' && isDoubled(at))) {
          quotesSeen++;
        } else {
          insideQuotes = b != '"';
        }
      } else {
        insideQuotes = fieldStart && b == '"';
        fieldStart = b == delimiter || (fieldStart && b == ' ');
      }
    }
    return insideQuotes;
  }

  private boolean isDoubled(int at) {
    return quotesSeen + 1 < at && buffer[quotesSeen + 1] == '"';
  }

  private void requireShort() {
    if (to - from > maxLine) {
      throw tooLong();
    }
  }

  private Failure tooLong() {
    return Failure.data(
        path
            + ", byte "
            + offset()
            + ": a line longer than data.max-line="
            + maxLine
            + " bytes; "
            + (multiline ? "a quote that is never closed?" : "line ends missing?"));
  }

  /** The first LF or CR from {@code at} on, or the limit: eight bytes at a time. */
  private int lineEnd(int at) {
    byte[] bytes = buffer;
    int stop = limit - 8;
    while (at <= stop) {
      long word = (long) LONGS.get(bytes, at);
      long lf = word ^ LF;
      long cr = word ^ CR;
      long found = ((lf - ONES) & ~lf | (cr - ONES) & ~cr) & HIGHS;
      if (found != 0) {
        return at + (Long.numberOfTrailingZeros(found) >>> 3);
      }
      at += 8;
    }
    while (at < limit && bytes[at] != '\n' && bytes[at] != '\r') {
      at++;
    }
    return at;
  }

  /** Moves the line in progress to the front, or grows the buffer; returns how far it moved. */
  private int makeRoom() {
    int moved = from;
    if (moved > 0) {
      System.arraycopy(buffer, from, buffer, 0, limit - from);
      base += moved;
      quotesSeen -= moved;
      limit -= moved;
      from = 0;
      position = 0;
    } else if (limit == buffer.length) {
      if (limit - 2 > maxLine) { // the last two bytes may be the end of the line
        throw tooLong();
      }
      buffer = Arrays.copyOf(buffer, (int) Math.min(maxLine + 4L, buffer.length * 2L));
    }
    return moved;
  }

  private void fill() throws IOException {
    int read = in.read(buffer, limit, buffer.length - limit);
    if (read < 0) {
      exhausted = true;
    } else {
      limit += read;
    }
  }

  /** The bytes that hold the line. */
  byte[] bytes() {
    return buffer;
  }

  /** Where the line starts in {@link #bytes()}. */
  int from() {
    return from;
  }

  /** Where the line ends in {@link #bytes()}, its end mark left out. */
  int to() {
    return to;
  }

  /** The offset of the line in the file. */
  long offset() {
    return base + from;
  }

  /** Lines seen so far, from the start of the split. */
  long lines() {
    return lines;
  }

  /** The line as text. */
  String text() {
    return new String(buffer, from, to - from, StandardCharsets.UTF_8);
  }

  /**
   * Whether the line has nothing but blanks that separate no fields; in LIBSVM files, which alone
   * have no delimiter, also a comment, such as those that scikit-learn puts at their head.
   */
  boolean isBlank() {
    for (int i = from; i < to; i++) {
      if (delimiter == '\0' && buffer[i] == '#') {
        return true;
      }
      if ((buffer[i] != ' ' && buffer[i] != '\t') || buffer[i] == delimiter) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
