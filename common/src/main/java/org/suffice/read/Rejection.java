package org.suffice.read;

import java.io.Serializable;

/**
 * A row that cannot be used, and where it stands. The byte offset is turned into a line number only
 * when a message is written.
 *
 * @param reason what is wrong
 * @param file position of the file among the sorted input files
 * @param offset of the row's first byte in the (uncompressed) file
 * @param column name of the column, or empty when the whole row is meant
 * @param detail what was found and what was expected, ready to print, values already made safe
 */
public record Rejection(Reason reason, int file, long offset, String column, String detail)
    implements Serializable {
  /** Why a row is rejected. */
  public enum Reason {
    /** The header again, among the rows. */
    REPEATED_HEADER,
    /** A NUL byte in a category. */
    NUL_BYTE,
    /** Not a date in a column of dates. */
    NOT_A_DATE,
    /** Too few or too many fields. */
    FIELD_COUNT,
    /** A quote that is never closed, or text after a closing quote. */
    QUOTING,
    /** Not a number in a numeric column. */
    NOT_A_NUMBER,
    /** A number beyond the range of double. */
    OUT_OF_RANGE,
    /** A missing value where none is allowed. */
    MISSING,
    /** A missing label. */
    MISSING_LABEL,
    /** A negative or missing weight. */
    WEIGHT,
    /** A level that training did not see. */
    UNSEEN_LEVEL,
    /** A class that training did not see. */
    UNSEEN_CLASS,
    /** A LIBSVM entry that is not index:value. */
    ENTRY,
    /** A LIBSVM index out of range or twice in a row. */
    INDEX;

    /** Whether no budget of bad rows covers it: the data are then not what they were said to be. */
    public boolean isFatal() {
      return this == WEIGHT;
    }

    /** The reason in words, for a count. */
    public String text() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }
  }
}
