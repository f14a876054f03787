package org.suffice.read;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which columns are numbers and which are categories, from the first lines of the data. A column is
 * categorical only when not one sampled value is a number: a stray word in a column of numbers is
 * an error to be reported, not a reason to make every number a category.
 */
public final class SchemaInference {
  private final CsvDialect dialect;
  private final int columns;
  private final boolean[] sawNumber;
  private final boolean[] sawText;
  private final Set<String> missing;
  private final String[] examples;
  private boolean sawWhole;

  /** Starts with nothing seen. */
  public SchemaInference(CsvDialect dialect, int columns) {
    this.dialect = dialect;
    this.columns = columns;
    this.sawNumber = new boolean[columns];
    this.sawText = new boolean[columns];
    this.examples = new String[columns];
    this.missing = new HashSet<>(dialect.missingValues());
  }

  /**
   * Looks at one line. Broken lines are left for the parser to report; where all are, they count,
   * so that it reports the number of their cells and not a word in what would be a number.
   */
  public void add(byte[] line, int from, int to) {
    List<String> cells = CellScanner.cells(line, from, to, dialect).orElse(new ArrayList<>());
    boolean whole = cells.size() == columns;
    if (whole && !sawWhole) {
      sawWhole = true;
      Arrays.fill(sawNumber, false);
      Arrays.fill(sawText, false);
      Arrays.fill(examples, null);
    } else if (!whole && sawWhole) {
      return;
    }
    for (int c = 0; c < Math.min(columns, cells.size()); c++) {
      String cell = cells.get(c);
      if (!missing.contains(cell)) {
        byte[] bytes = cell.getBytes(StandardCharsets.UTF_8);
        boolean isNumber = !Double.isNaN(Numbers.parse(bytes, 0, bytes.length));
        examples[c] = isNumber || examples[c] != null ? examples[c] : cell;
        sawNumber[c] |= isNumber;
        sawText[c] |= !isNumber;
      }
    }
  }

  /** Whether the column holds dates, as far as the first word tells. */
  public boolean looksLikeDate(int column) {
    if (examples[column] == null) {
      return false;
    }
    byte[] bytes = examples[column].getBytes(StandardCharsets.UTF_8);
    return Timestamps.parse(bytes, 0, bytes.length) != Timestamps.NONE;
  }

  /** Whether the column holds words only. */
  public boolean isCategorical(int column) {
    return sawText[column] && !sawNumber[column];
  }
}
