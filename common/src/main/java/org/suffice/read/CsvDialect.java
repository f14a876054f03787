package org.suffice.read;

import java.io.Serializable;
import java.util.List;

/**
 * How a CSV file is written (RFC 4180 with a choice of delimiter).
 *
 * @param delimiter one ASCII character between fields
 * @param header whether the first line of each file names the columns
 * @param backslash whether a quote inside a quoted field is written with a backslash instead of ""
 * @param missingValues cells that mean "no value", compared after blanks are trimmed
 */
public record CsvDialect(
    char delimiter, boolean header, boolean backslash, List<String> missingValues)
    implements Serializable {
  /** Comma, header, and the customary marks of missing values. */
  public static final CsvDialect DEFAULT =
      new CsvDialect(',', true, false, List.of("", "NA", "null"));

  /** Copies the list and checks the delimiter. */
  public CsvDialect {
    missingValues = List.copyOf(missingValues);
    if (delimiter >= 128 || delimiter == '"' || delimiter == '\n' || delimiter == '\r') {
      throw new IllegalArgumentException("delimiter " + (int) delimiter);
    }
  }
}
