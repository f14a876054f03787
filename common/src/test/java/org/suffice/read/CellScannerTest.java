package org.suffice.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Cells of a line by RFC 4180, with blanks around them forgiven. */
class CellScannerTest {
  private static CsvDialect dialect(char delimiter) {
    return new CsvDialect(delimiter, true, false, List.of());
  }

  private static Optional<List<String>> cells(String line, char delimiter) {
    byte[] bytes = ("\"," + line + "\",").getBytes(StandardCharsets.UTF_8);
    return CellScanner.cells(bytes, 2, bytes.length - 2, dialect(delimiter));
  }

  private static void assertCells(String line, String... expected) {
    assertEquals(Optional.of(List.of(expected)), cells(line, ','), line);
  }

  @Test
  void plainCells() {
    assertCells("a,b,c", "a", "b", "c");
    assertCells("a", "a");
    assertCells("", "");
    assertCells(",", "", "");
    assertCells(",,", "", "", "");
    assertCells("a,", "a", "");
    assertCells(",a", "", "a");
    assertCells("Ä, ß ,€", "Ä", "ß", "€");
  }

  @Test
  void blanksAroundAPlainCellDoNotBelongToIt() {
    assertCells(" a b ,\tc\t, ", "a b", "c", "");
  }

  @Test
  void quotesKeepDelimitersAndBlanks() {
    assertCells("\"a,b\",c", "a,b", "c");
    assertCells("\" a \",c", " a ", "c");
    assertCells("\"\",c", "", "c");
    assertCells("\"a\"", "a");
    assertCells("\"a\nb\",c", "a\nb", "c");
    assertCells(" \"a\" , \"b\" ", "a", "b");
  }

  @Test
  void doubledQuotesAreOne() {
    assertCells("\"a\"\"b\",c", "a\"b", "c");
    assertCells("\"\"\"\"", "\"");
    assertCells("\"\"\"a\"\"\"", "\"a\"");
    assertCells("\"\"\"\"\"\",x", "\"\"", "x");
    assertCells("\"a\"\"\",\"\"\"b\"", "a\"", "\"b");
  }

  /** Longer than the scratch copy is at first, and again shorter. */
  @Test
  void longCellsWithDoubledQuotes() {
    for (int length : new int[] {0, 1, 63, 64, 65, 1000, 3}) {
      String text = "x".repeat(length);
      assertCells("\"" + text + "\"\"" + text + "\",1", text + "\"" + text, "1");
      assertCells("\"" + "\"\"".repeat(length) + "\"", "\"".repeat(length));
    }
  }

  /** A quote that does not open the cell is text, as in R and pandas. */
  @Test
  void quoteWithinAPlainCellIsText() {
    assertCells("5\" pipe,b", "5\" pipe", "b");
  }

  @Test
  void brokenQuoting() {
    assertEquals(Optional.empty(), cells("\"a", ','));
    assertEquals(Optional.empty(), cells("a,\"b", ','));
    assertEquals(Optional.empty(), cells("\"a\"\"", ','));
    assertEquals(Optional.empty(), cells("\"", ','));
    assertEquals(Optional.empty(), cells("\"a\"b,c", ','));
    assertEquals(Optional.empty(), cells("\"a\" b,c", ','));
    byte[] line = "\"a\"b".getBytes(StandardCharsets.UTF_8);
    assertEquals(-2, new CellScanner(CsvDialect.DEFAULT).scan(line, 0, line.length));
    assertEquals(-1, new CellScanner(CsvDialect.DEFAULT).scan(line, 0, 2));
  }

  @Test
  void quotesWrittenWithABackslash() {
    CsvDialect backslash = new CsvDialect(',', true, true, List.of());
    byte[] line = "\"a\\\"b\",\"c\\\\\",d\\".getBytes(StandardCharsets.UTF_8);
    assertEquals(
        Optional.of(List.of("a\"b", "c\\", "d\\")),
        CellScanner.cells(line, 0, line.length, backslash));
    byte[] open = "\"a\\\"".getBytes(StandardCharsets.UTF_8);
    assertEquals(Optional.empty(), CellScanner.cells(open, 0, open.length, backslash));
    // Without it a backslash is text.
    assertCells("\"a\\\",b", "a\\", "b");
  }

  @Test
  void otherDelimiters() {
    for (char delimiter : new char[] {';', '|', '\t', '\u0001'}) {
      assertEquals(
          Optional.of(List.of("a", "", "b" + delimiter + "c", "1,5")),
          cells(
              "a" + delimiter + delimiter + "\"b" + delimiter + "c\"" + delimiter + "1,5",
              delimiter));
    }
  }

  /** Every blank of a blank-delimited file ends a cell, after a quoted one too. */
  @Test
  void blankAsDelimiter() {
    assertEquals(Optional.of(List.of("a", "b")), cells("a b", ' '));
    assertEquals(Optional.of(List.of("a b", "5")), cells("\"a b\" 5", ' '));
    assertEquals(Optional.of(List.of("5", "a b")), cells("5 \"a b\"", ' '));
    assertEquals(Optional.of(List.of("", "a")), cells(" \"a\"", ' '));
  }

  /** The range of a plain cell is that of the line itself: nothing is copied. */
  @Test
  void plainCellsAreRangesOfTheLine() {
    byte[] line = "ab,cde".getBytes(StandardCharsets.UTF_8);
    CellScanner scanner = new CellScanner(CsvDialect.DEFAULT);
    assertEquals(2, scanner.scan(line, 0, line.length));
    assertTrue(scanner.cell == line && scanner.from == 0 && scanner.to == 2);
    assertEquals(6, scanner.scan(line, 3, line.length));
    assertTrue(scanner.cell == line && scanner.from == 3 && scanner.to == 6);
  }
}
