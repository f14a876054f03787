package org.suffice.read;

import java.io.Serializable;

/** Parses one line into a {@link Row}. Immutable plans are serializable; parsers are per thread. */
public interface RowParser {
  /** What became of a line. */
  enum Outcome {
    /** The row holds values. */
    USED,
    /** A value is missing and the rows concerned are to be dropped. */
    MISSING_DROPPED,
    /** The weight is zero: as if the row were not there. */
    ZERO_WEIGHT,
    /** The row holds the reason why it cannot be used. */
    REJECTED
  }

  /**
   * Parses {@code bytes[from, to)}, a line without its end. The bytes are read only.
   *
   * @param row overwritten
   */
  Outcome parse(byte[] bytes, int from, int to, Row row);

  /** Whether rows come as sparse entries. */
  boolean isSparse();

  /** The number of values of a row: d features, indicators and further labels. */
  int numFeatures();

  /** The number of columns whose text is kept. */
  default int numKept() {
    return 0;
  }

  /** Makes parsers of one kind, on any thread or machine. */
  interface Factory extends Serializable {
    /** A parser for one thread. */
    RowParser newParser();

    /** The header that every file must start with, or null where files have none. */
    String expectedHeader();
  }
}
