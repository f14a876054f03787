package org.suffice.read;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.suffice.read.RowParser.Outcome;

/** A line of LIBSVM to a row, or to the reason why not. */
class LibsvmRowParserTest {
  private final CsvRows rows = new CsvRows(new LibsvmPlan(100, false, true));

  private void assertRow(String line, double label, int[] indices, double... values) {
    assertEquals(Outcome.USED, rows.parse(line), () -> line + ": " + rows.row.detail);
    assertEquals(label, rows.row.label, line);
    assertArrayEquals(indices, Arrays.copyOf(rows.row.indices, rows.row.size), line);
    assertArrayEquals(values, Arrays.copyOf(rows.row.values, rows.row.size), line);
    assertEquals(1, rows.row.weight);
  }

  private void assertRejected(String line, Rejection.Reason reason, String detail) {
    assertEquals(Outcome.REJECTED, rows.parse(line), line);
    assertEquals(reason, rows.row.reason, line);
    assertTrue(rows.row.detail.contains(detail), line + ": " + rows.row.detail);
  }

  @Test
  void entriesCountFromOne() {
    assertRow("1 1:2 3:4.5", 1, new int[] {0, 2}, 2, 4.5);
    assertRow("+1 100:-1e-3", 1, new int[] {99}, -1e-3);
    assertRow("-2.5e1 7:+.5", -25, new int[] {6}, 0.5);
    assertRow("0 1:0", 0, new int[] {0}, 0);
  }

  @Test
  void entriesMayCountFromZero() {
    CsvRows fromZero = new CsvRows(new LibsvmPlan(100, true, true));
    assertEquals(Outcome.USED, fromZero.parse("1 0:2 3:4.5 99:7 100:8"));
    assertEquals(3, fromZero.row.size);
    assertArrayEquals(new int[] {0, 3, 99}, Arrays.copyOf(fromZero.row.indices, 3));
    assertArrayEquals(new double[] {2, 4.5, 7}, Arrays.copyOf(fromZero.row.values, 3));
    assertEquals(1, fromZero.row.account.count(RowAccount.Note.BEYOND_MODEL));
    assertEquals(Outcome.REJECTED, fromZero.parse("1 0:2 0:3"));
    assertEquals(Rejection.Reason.INDEX, fromZero.row.reason);
  }

  @Test
  void labelAlone() {
    assertRow("3", 3, new int[0]);
    assertRow("  3  ", 3, new int[0]);
    assertRow("3 # 1:2", 3, new int[0]);
  }

  @Test
  void tabsBlanksAndComments() {
    assertRow("\t1\t\t2:3  \t 4:5\t", 1, new int[] {1, 3}, 3, 5);
    assertRow("1 2:3 # 4:5 anything", 1, new int[] {1}, 3);
    assertRow("1 2:3# 4:5", 1, new int[] {1}, 3);
  }

  @Test
  void queryIsPassedOver() {
    assertRow("1 qid:7 2:3", 1, new int[] {1}, 3);
  }

  @Test
  void unsortedEntriesAreSorted() {
    assertRow("1 3:3 1:1 2:2", 1, new int[] {0, 1, 2}, 1, 2, 3);
    assertRow("1 100:9 50:8 1:7", 1, new int[] {0, 49, 99}, 7, 8, 9);
    assertRow("1 2:2 1:1", 1, new int[] {0, 1}, 1, 2);
  }

  @Test
  void indexTwiceIsRefused() {
    assertRejected("1 2:3 2:3", Rejection.Reason.INDEX, "index 2 stands twice");
    assertRejected("1 2:3 1:1 2:4", Rejection.Reason.INDEX, "index 2 stands twice");
    assertRow("1 2:3", 1, new int[] {1}, 3);
  }

  @Test
  void indexOutOfRangeIsRefused() {
    assertRejected("1 0:3", Rejection.Reason.INDEX, "start at 1");
    assertRejected("1 00:3", Rejection.Reason.INDEX, "start at 1");
    assertRejected("1 2147483648:3", Rejection.Reason.INDEX, "too large");
    assertRejected("1 99999999999999999999:3", Rejection.Reason.INDEX, "too large");
  }

  /** A model reads data that have features it was not trained on. */
  @Test
  void indexBeyondThoseOfTheModelIsLeftOut() {
    assertRow("1 100:1 101:2 2000000000:3", 1, new int[] {99}, 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"abc", ":3", "3", "a:3", "-1:3", "+1:3", "1.5:3", "1;3", "qid:", "1e1:2"})
  void entriesThatAreNone(String entry) {
    assertRejected("1 1:1 " + entry, Rejection.Reason.ENTRY, "is not index:value");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nan", "NaN", "inf", "1:2", "0x1", "1d", "1e999", "-1e999", "x"})
  void valuesThatAreNoFiniteNumbers(String value) {
    assertRejected("1 1:1 5:" + value, Rejection.Reason.NOT_A_NUMBER, "is not a finite number");
    assertEquals("f5", rows.row.column);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x 1:2", "1:2 2:3", "nan 1:2", "1e999 1:2"})
  void labelsThatAreNoNumbers(String line) {
    assertRejected(line, Rejection.Reason.NOT_A_NUMBER, "is not a number");
  }

  @Test
  void severalLabelsAreRefused() {
    assertRejected("1,2 1:2", Rejection.Reason.NOT_A_NUMBER, "several labels a row");
  }

  @Test
  void labelIsNotReadToPredict() {
    CsvRows unlabelled = new CsvRows(new LibsvmPlan(5, false, false));
    assertEquals(Outcome.USED, unlabelled.parse("? 1:2"));
    assertEquals(1, unlabelled.row.size);
  }

  /** A rejected or long row leaves nothing to the next. */
  @Test
  void rowsDoNotLeakIntoEachOther() {
    StringBuilder line = new StringBuilder("1");
    for (int i = 1; i <= 100; i++) {
      line.append(' ').append(i).append(":1");
    }
    assertEquals(Outcome.USED, rows.parse(line.toString()));
    assertEquals(100, rows.row.size);
    assertRow("2 5:1", 2, new int[] {4}, 1);
    assertEquals(Outcome.REJECTED, rows.parse("1 1:1 2:2 x"));
    assertRow("2", 2, new int[0]);
  }

  /** One line in descending order must not hold up a job: sorting it is not quadratic. */
  @Test
  void longDescendingRowIsSortedInTime() {
    int d = 100_000;
    StringBuilder line = new StringBuilder("1");
    for (int i = d; i >= 1; i--) {
      line.append(' ').append(i).append(":1");
    }
    CsvRows wide = new CsvRows(new LibsvmPlan(d, false, true));
    assertTimeout(
        Duration.ofSeconds(3), () -> assertEquals(Outcome.USED, wide.parse(line.toString())));
    assertEquals(d, wide.row.size);
    assertEquals(0, wide.row.indices[0]);
  }
}
