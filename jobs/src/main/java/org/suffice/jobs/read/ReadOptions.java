package org.suffice.jobs.read;

import java.io.Serializable;

/**
 * How lines are taken from a text file.
 *
 * @param header whether each file starts with a header line
 * @param multiline whether a line end inside quotes belongs to the field; files are then not split
 * @param delimiter between fields: quotes count at the start of a field only
 * @param backslash whether a backslash takes the meaning of the quote after it
 * @param charset the name of the character set; other than UTF-8, files are not split
 * @param maxLine the longest line in bytes
 * @param maxExpandedBytes the most that a compressed file may hold
 * @param stopAfter rejected rows of one split after which reading stops
 */
public record ReadOptions(
    boolean header,
    boolean multiline,
    char delimiter,
    boolean backslash,
    String charset,
    int maxLine,
    long maxExpandedBytes,
    long stopAfter)
    implements Serializable {
  /** Options of files without headers or quotes. */
  ReadOptions plain() {
    return new ReadOptions(
        false, false, '\0', false, charset, maxLine, maxExpandedBytes, stopAfter);
  }

  /** Whether the bytes are UTF-8, which ASCII is too. */
  boolean isUtf8() {
    return charset.equals("UTF-8") || charset.equals("US-ASCII");
  }
}
