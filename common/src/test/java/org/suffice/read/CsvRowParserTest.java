package org.suffice.read;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.suffice.Failure;
import org.suffice.read.RowParser.Outcome;

/** A line of CSV to a row, or to the reason why not. */
class CsvRowParserTest {
  private static void assertRow(CsvRows rows, String line, double a, double b, double y) {
    assertEquals(Outcome.USED, rows.parse(line), () -> line + ": " + rows.row.detail);
    assertArrayEquals(new double[] {a, b}, rows.row.values, line);
    assertEquals(y, rows.row.label, line);
    assertEquals(1, rows.row.weight, line);
  }

  private static void assertRejected(
      CsvRows rows, String line, Rejection.Reason reason, String column, String detail) {
    assertEquals(Outcome.REJECTED, rows.parse(line), line);
    assertEquals(reason, rows.row.reason, line);
    assertEquals(column, rows.row.column, line);
    assertTrue(rows.row.detail.contains(detail), line + ": " + rows.row.detail);
  }

  @Test
  void numbersInEveryWriting() {
    CsvRows rows = CsvRows.numeric();
    assertRow(rows, "1,2,3", 1, 2, 3);
    assertRow(rows, "+5,1.,.5", 5, 1, .5);
    assertRow(rows, "1E+2,1e-2,-1.5e0", 100, 0.01, -1.5);
    assertRow(rows, " 1 ,\t2\t, 3 ", 1, 2, 3);
    assertRow(rows, "\"1\",\"2.5\",\"3\"", 1, 2.5, 3);
    assertRow(rows, " \"1\" ,2,3", 1, 2, 3);
    assertRow(
        rows,
        "12345678901234567890,0.12345678901234567890,1",
        12345678901234567890.0,
        0.12345678901234567890,
        1);
    assertRow(
        rows,
        "1234567890123456,123456789012345,0.0000000000000001",
        1234567890123456.0,
        123456789012345.0,
        1e-16);
    assertRow(rows, "-0,0,1", -0.0, 0, 1);
  }

  /** What Java or Python read as a number and a data file does not mean as one. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "1d",
        "1f",
        "1D",
        "0x1p3",
        "NaN",
        "nan",
        "Infinity",
        "-Infinity",
        "inf",
        "1_000",
        "abc",
        "1e",
        "-",
        "+",
        ".",
        "1.2.3",
        "1 2",
        "5-",
        "--5"
      })
  void otherWritingsAreRefusedInEveryColumn(String cell) {
    CsvRows rows = CsvRows.numeric();
    String shown = "'" + cell + "' is not a number";
    assertRejected(rows, cell + ",1,1", Rejection.Reason.NOT_A_NUMBER, "a", shown);
    assertRejected(rows, "1," + cell + ",1", Rejection.Reason.NOT_A_NUMBER, "b", shown);
    assertRejected(rows, "1,1," + cell, Rejection.Reason.NOT_A_NUMBER, "y", shown);
  }

  @Test
  void numbersBeyondADoubleAreOutOfRange() {
    CsvRows rows = CsvRows.numeric();
    assertRejected(rows, "1e309,1,1", Rejection.Reason.OUT_OF_RANGE, "a", "'1e309'");
    assertRejected(rows, "1,1,-1e309", Rejection.Reason.OUT_OF_RANGE, "y", "'-1e309'");
    assertRow(rows, "1e-400,1,1", 0, 1, 1);
  }

  @Test
  void adviceFitsTheCell() {
    CsvRows rows = CsvRows.numeric();
    assertEquals(Outcome.REJECTED, rows.parse("red,1,1"));
    assertTrue(rows.row.detail.contains("data.categorical"), rows.row.detail);
    assertTrue(rows.row.detail.contains("data.missing-values"), rows.row.detail);
    CsvRows semicolons =
        new CsvRows(
            CsvRows.plan(
                new CsvDialect(';', true, false, List.of("")),
                RowPlan.Missing.ERROR,
                List.of("a", "b", "y"),
                Optional.empty(),
                Column.numeric("a"),
                Column.numeric("b")));
    assertEquals(Outcome.REJECTED, semicolons.parse("1,5;1;1"));
    assertTrue(semicolons.row.detail.contains("decimal comma"), semicolons.row.detail);
    assertEquals(Outcome.USED, semicolons.parse("1.5;1;1"));
  }

  @ParameterizedTest
  @CsvSource(
      value = {
        "1,2|expected 3 columns, found 2",
        "1|expected 3 columns, found 1",
        "1,2,3,4|expected 3 columns, found 4",
        "1,2,3,|expected 3 columns, found 4",
        "1,2,3,\"a,b\",5|expected 3 columns, found 5",
        "\"1\",2|expected 3 columns, found 2",
        "1,\"2\"|expected 3 columns, found 2"
      },
      delimiter = '|',
      quoteCharacter = '\0')
  void raggedRows(String line, String detail) {
    assertRejected(CsvRows.numeric(), line, Rejection.Reason.FIELD_COUNT, "", detail);
  }

  @Test
  void brokenQuotes() {
    CsvRows rows = CsvRows.numeric();
    assertRejected(rows, "1,\"2,3", Rejection.Reason.QUOTING, "b", "not closed");
    assertRejected(rows, "\"1\"x,2,3", Rejection.Reason.QUOTING, "a", "after a closing quote");
    assertRejected(rows, "1,2,3,\"", Rejection.Reason.QUOTING, "", "not closed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "NA", "null", " NA ", "\"\"", "\"NA\""})
  void missingValues(String mark) {
    CsvRows rows = CsvRows.numeric();
    Rejection.Reason missing = Rejection.Reason.MISSING;
    assertRejected(rows, mark + ",1,1", missing, "a", "data.missing=drop");
    assertRejected(rows, "1," + mark + ",1", missing, "b", "data.missing=drop");
    assertRejected(rows, "1,1," + mark, Rejection.Reason.MISSING_LABEL, "y", "data.missing=drop");
  }

  @Test
  void marksAreTakenAsTheyAreWritten() {
    CsvRows rows = CsvRows.numeric();
    for (String cell : List.of("na", "NULL", "N/A", "NAN")) {
      assertEquals(Outcome.REJECTED, rows.parse(cell + ",1,1"));
      assertEquals(Rejection.Reason.NOT_A_NUMBER, rows.row.reason, cell);
    }
    CsvRows other = CsvRows.numeric("?");
    assertRejected(other, "?,1,1", Rejection.Reason.MISSING, "a", "'?'");
    assertRejected(other, ",1,1", Rejection.Reason.NOT_A_NUMBER, "a", "");
  }

  /** A mark that reads as a number must not be read as one. */
  @Test
  void numericMarksAreMissing() {
    CsvRows rows = CsvRows.numeric("", "-999", "1e9");
    assertRejected(rows, "-999,1,1", Rejection.Reason.MISSING, "a", "'-999'");
    assertRejected(rows, "1, -999 ,1", Rejection.Reason.MISSING, "b", "'-999'");
    assertRejected(rows, "1,1e9,1", Rejection.Reason.MISSING, "b", "'1e9'");
    assertRejected(rows, "1,1,-999", Rejection.Reason.MISSING_LABEL, "y", "'-999'");
    assertRow(rows, "-999.0,-9990,1", -999, -9990, 1);
  }

  @Test
  void rowsWithMissingValuesMayBeDropped() {
    CsvRows rows =
        new CsvRows(
            CsvRows.plan(
                CsvDialect.DEFAULT,
                RowPlan.Missing.DROP,
                List.of("c", "a", "w", "y"),
                Optional.of("w"),
                Column.categorical("c", List.of("u", "v")),
                Column.numeric("a")));
    assertEquals(Outcome.MISSING_DROPPED, rows.parse(",1,1,1"));
    assertEquals(Outcome.MISSING_DROPPED, rows.parse("u,,1,1"));
    assertEquals(Outcome.MISSING_DROPPED, rows.parse("u,1,1,NA"));
    // A dropped row is still well-formed to its end.
    assertRejected(rows, "NA,1,1", Rejection.Reason.FIELD_COUNT, "", "found 3");
    assertRejected(rows, "NA,x,1,1", Rejection.Reason.NOT_A_NUMBER, "a", "'x'");
    // A missing weight is an error however values are treated.
    assertRejected(rows, "u,1,,1", Rejection.Reason.WEIGHT, "w", "missing");
    // What a dropped row left behind is gone from the next.
    assertEquals(Outcome.MISSING_DROPPED, rows.parse("u,5,1,"));
    assertEquals(Outcome.USED, rows.parse("v,7,1,3"));
    assertArrayEquals(new double[] {0, 1, 7}, rows.row.values);
  }

  @Test
  void categoriesAreOneHot() {
    CsvRows rows =
        new CsvRows(
            CsvRows.plan(
                CsvDialect.DEFAULT,
                RowPlan.Missing.ERROR,
                List.of("y", "id", "c", "a"),
                Optional.empty(),
                Column.numeric("a"),
                Column.categorical("c", List.of("blue", "green", "röd"))));
    // Slots are in the order of the schema, cells in that of the file; id is skipped.
    assertEquals(Outcome.USED, rows.parse("1,x-1,green,5"));
    assertArrayEquals(new double[] {5, 0, 1, 0}, rows.row.values);
    assertEquals(Outcome.USED, rows.parse("2,\"a,b\", röd ,6"));
    assertArrayEquals(new double[] {6, 0, 0, 1}, rows.row.values);
    assertEquals(Outcome.USED, rows.parse("2,,\"blue\",7"));
    assertArrayEquals(new double[] {7, 1, 0, 0}, rows.row.values);
    assertRejected(rows, "1,x,Green,5", Rejection.Reason.UNSEEN_LEVEL, "c", "'Green'");
    assertRejected(rows, "1,x,\" blue\",5", Rejection.Reason.UNSEEN_LEVEL, "c", "' blue'");
    assertRejected(rows, "1,x,,5", Rejection.Reason.MISSING, "c", "missing");
  }

  /** A row starts anywhere in the block's array and touches no other row. */
  @Test
  void rowIsWrittenAtItsOffset() {
    CsvRows rows =
        new CsvRows(
            CsvRows.plan(
                CsvDialect.DEFAULT,
                RowPlan.Missing.ERROR,
                List.of("c", "a", "y"),
                Optional.empty(),
                Column.categorical("c", List.of("u", "v")),
                Column.numeric("a")));
    rows.row.values = new double[] {9, 9, 9, 9, 9, 9, 9};
    rows.row.offset = 2;
    assertEquals(Outcome.USED, rows.parse("v,5,1"));
    assertArrayEquals(new double[] {9, 9, 0, 1, 5, 9, 9}, rows.row.values);
  }

  @Test
  void weights() {
    CsvRows rows =
        new CsvRows(
            CsvRows.plan(
                CsvDialect.DEFAULT,
                RowPlan.Missing.ERROR,
                List.of("a", "w", "y"),
                Optional.of("w"),
                Column.numeric("a")));
    assertEquals(Outcome.USED, rows.parse("1,0.25,3"));
    assertEquals(0.25, rows.row.weight);
    assertEquals(Outcome.ZERO_WEIGHT, rows.parse("1,0,3"));
    assertEquals(Outcome.ZERO_WEIGHT, rows.parse("1,-0.0,3"));
    assertEquals(Outcome.USED, rows.parse("1,1e-300,3"));
    assertRejected(rows, "1,-0.5,3", Rejection.Reason.WEIGHT, "w", "-0.5");
    assertRejected(rows, "1,,3", Rejection.Reason.WEIGHT, "w", "missing");
    assertRejected(rows, "1,NA,3", Rejection.Reason.WEIGHT, "w", "missing");
    assertRejected(rows, "1,much,3", Rejection.Reason.NOT_A_NUMBER, "w", "'much'");
    assertRejected(rows, "1,1e999,3", Rejection.Reason.OUT_OF_RANGE, "w", "1e999");
  }

  /** To predict, neither label nor weight is needed, nor read where it is. */
  @Test
  void labelIsNotReadToPredict() {
    Schema schema = new Schema(List.of(Column.numeric("a")), "y", Optional.of("w"));
    CsvRows with =
        new CsvRows(
            CsvPlan.of(
                CsvDialect.DEFAULT,
                List.of("y", "a", "w"),
                null,
                schema,
                CsvRows.strict(schema),
                false,
                List.of()));
    assertEquals(Outcome.USED, with.parse("unknown,5,-1"));
    assertArrayEquals(new double[] {5}, with.row.values);
    assertEquals(1, with.row.weight);
    CsvRows without =
        new CsvRows(
            CsvPlan.of(
                CsvDialect.DEFAULT,
                List.of("a"),
                null,
                schema,
                CsvRows.strict(schema),
                false,
                List.of()));
    assertEquals(Outcome.USED, without.parse("5"));
  }

  @Test
  void columnsOfTheSchemaMustBeInTheFile() {
    Schema schema =
        new Schema(List.of(Column.numeric("height")), "weight", Optional.of("importance"));
    for (List<String> columns :
        List.of(
            List.of("hieght", "weight", "importance"),
            List.of("height", "importance"),
            List.of("height", "weight"))) {
      Failure failure =
          assertThrows(
              Failure.class,
              () ->
                  CsvPlan.of(
                      CsvDialect.DEFAULT,
                      columns,
                      null,
                      schema,
                      CsvRows.strict(schema),
                      true,
                      List.of()));
      assertEquals(Failure.Kind.USAGE, failure.kind());
      assertTrue(failure.getMessage().contains("is not in the data"), failure.getMessage());
    }
  }

  @Test
  void headers() {
    assertEquals(
        List.of("a", "b,c", "d\"e", "f"),
        CsvPlan.headerCells(CsvDialect.DEFAULT, "a,\"b,c\",\"d\"\"e\", f ", "rows.csv line 1"));
    Failure failure =
        assertThrows(
            Failure.class,
            () -> CsvPlan.headerCells(CsvDialect.DEFAULT, "a,\"b", "rows.csv line 1"));
    assertEquals(Failure.Kind.DATA, failure.kind());
  }

  @ParameterizedTest
  @ValueSource(chars = {'"', '\n', '\r', 'é', '→'})
  void delimitersThatCannotDelimit(char delimiter) {
    assertThrows(
        IllegalArgumentException.class, () -> new CsvDialect(delimiter, true, false, List.of()));
  }

  /** A value can carry anything; a message must not. */
  @Test
  void valuesInMessagesAreMadeSafe() {
    CsvRows rows = CsvRows.numeric();
    assertEquals(Outcome.REJECTED, rows.parse("x\u001b[31m\u0007" + "y".repeat(500) + ",1,1"));
    assertTrue(rows.row.detail.chars().noneMatch(Character::isISOControl), rows.row.detail);
    assertTrue(rows.row.detail.length() < 300, rows.row.detail);
  }
}
