package org.suffice.read;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.suffice.read.RowParser.Outcome;

/** What is done about missing values and unseen levels; dates, powers and kept text. */
class RowPlanTest {
  private static final List<Column> COLUMNS =
      List.of(
          Column.numeric("a"),
          Column.categorical("c", List.of("other", "u", "v")),
          Column.categorical("e", List.of("p", "q")),
          Column.powers("x", 3),
          Column.date("d", List.of(DatePart.YEAR, DatePart.HOUR)));
  private static final List<String> NAMES = List.of("a", "c", "e", "x", "d", "y");

  private static CsvRows rows(
      RowPlan.Missing missing,
      RowPlan.UnseenLevel unseen,
      double[] means,
      Set<String> indicators,
      String... keep) {
    RowPlan plan = new RowPlan(new FeatureEncoder(COLUMNS, indicators), missing, unseen, means);
    Schema schema = new Schema(COLUMNS, "y", Optional.empty());
    return new CsvRows(
        CsvPlan.of(CsvDialect.DEFAULT, NAMES, null, schema, plan, true, List.of(keep)));
  }

  private static void assertRow(CsvRows rows, String line, double... values) {
    assertEquals(Outcome.USED, rows.parse(line), () -> line + ": " + rows.row.detail);
    assertArrayEquals(values, rows.row.values, line);
  }

  private static void assertRejected(
      CsvRows rows, String line, Rejection.Reason reason, String column) {
    assertEquals(Outcome.REJECTED, rows.parse(line), line);
    assertEquals(reason, rows.row.reason, line);
    assertEquals(column, rows.row.column, line);
  }

  @Test
  void everyKindHasItsSlots() {
    CsvRows rows = rows(RowPlan.Missing.ERROR, RowPlan.UnseenLevel.ERROR, null, Set.of());
    assertRow(rows, "7,u,q,2,2026-11-21T10:15,1", 7, 0, 1, 0, 0, 1, 2, 4, 8, 2026, 10);
    assertRow(rows, "7,other,p,-3,1999-01-01,1", 7, 1, 0, 0, 1, 0, -3, 9, -27, 1999, 0);
    assertRejected(rows, "7,u,q,2,yesterday,1", Rejection.Reason.NOT_A_DATE, "d");
    assertRejected(rows, "7,u,q,2,2026-02-30,1", Rejection.Reason.NOT_A_DATE, "d");
    assertRejected(rows, "7,w,q,2,2026-11-21,1", Rejection.Reason.UNSEEN_LEVEL, "c");
    assertRejected(rows, "7,u\0,q,2,2026-11-21,1", Rejection.Reason.NUL_BYTE, "c");
    assertRejected(rows, "7,u,q,1e150,2026-11-21,1", Rejection.Reason.OUT_OF_RANGE, "x");
    assertRejected(rows, "7,u,q,2,,1", Rejection.Reason.MISSING, "d");
    assertRow(rows, "7,u,q,1e100,2026-11-21,1", 7, 0, 1, 0, 0, 1, 1e100, 1e200, 1e300, 2026, 0);
  }

  @Test
  void unseenLevelIsOtherOrNone() {
    CsvRows rows = rows(RowPlan.Missing.ERROR, RowPlan.UnseenLevel.OTHER, null, Set.of());
    assertRow(rows, "7,w,q,2,2026-11-21,1", 7, 1, 0, 0, 0, 1, 2, 4, 8, 2026, 0);
    assertRow(rows, "7,v,w,2,2026-11-21,1", 7, 0, 0, 1, 0, 0, 2, 4, 8, 2026, 0);
    assertEquals(2, rows.row.account.count(RowAccount.Note.UNSEEN_LEVEL));
    assertRejected(rows, "7,,q,2,2026-11-21,1", Rejection.Reason.MISSING, "c");
  }

  @Test
  void unseenLevelIsMissing() {
    String line = "7,w,q,2,2026-11-21,1";
    RowPlan.UnseenLevel missing = RowPlan.UnseenLevel.MISSING;
    CsvRows strict = rows(RowPlan.Missing.ERROR, missing, null, Set.of());
    assertRejected(strict, line, Rejection.Reason.MISSING, "c");
    CsvRows drop = rows(RowPlan.Missing.DROP, missing, null, Set.of());
    assertEquals(Outcome.MISSING_DROPPED, drop.parse(line));
    double[] means = {10, .1, .2, .7, .25, .75, 11, 12, 13, 14, 15};
    CsvRows mean = rows(RowPlan.Missing.MEAN, missing, means, Set.of());
    assertRow(mean, line, 7, .1, .2, .7, 0, 1, 2, 4, 8, 2026, 0);
    assertEquals(1, mean.row.account.count(RowAccount.Note.UNSEEN_LEVEL));
    assertEquals(1, mean.row.account.count(RowAccount.Note.MEAN_FOR_MISSING));
  }

  @Test
  void meansStandForMissingValues() {
    double[] means = {10, .1, .2, .7, .25, .75, 11, 12, 13, 14, 15};
    CsvRows rows = rows(RowPlan.Missing.MEAN, RowPlan.UnseenLevel.ERROR, means, Set.of());
    means[0] = 99; // a copy was taken
    assertRow(rows, ",NA,,2,null,1", 10, .1, .2, .7, .25, .75, 2, 4, 8, 14, 15);
    assertRow(rows, "7,u,q,,2026-11-21,1", 7, 0, 1, 0, 0, 1, 11, 12, 13, 2026, 0);
    assertEquals(5, rows.row.account.count(RowAccount.Note.MEAN_FOR_MISSING));
    // Nothing is known of the last one; a label is never invented.
    assertRejected(rows, ",,,,,1", Rejection.Reason.MISSING, "");
    assertRejected(rows, "7,u,q,2,2026-11-21,", Rejection.Reason.MISSING_LABEL, "y");
  }

  /** While the means are learnt, a missing value is zeros and an indicator. */
  @Test
  void indicatorsWhileMeansAreLearnt() {
    CsvRows rows =
        rows(RowPlan.Missing.MEAN, RowPlan.UnseenLevel.MISSING, null, Set.of("c", "x", "d"));
    assertRow(rows, "7,,q,2,2026-11-21,1", 7, 0, 0, 0, 0, 1, 2, 4, 8, 2026, 0, 1, 0, 0);
    assertRow(rows, "7,u,q,,NA,1", 7, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 1);
    // What the row before set is off again.
    assertRow(rows, "7,u,q,2,2026-11-21,1", 7, 0, 1, 0, 0, 1, 2, 4, 8, 2026, 0, 0, 0, 0);
    assertRow(rows, "7,w,q,2,2026-11-21,1", 7, 0, 0, 0, 0, 1, 2, 4, 8, 2026, 0, 1, 0, 0);
  }

  @Test
  void indicatorsFollowTheFeatures() {
    FeatureEncoder encoder = new FeatureEncoder(COLUMNS, Set.of("d", "a"));
    assertEquals(11, encoder.numFeatures());
    assertEquals(13, encoder.width());
    assertEquals(11, encoder.indicatorSlot(0));
    assertEquals(-1, encoder.indicatorSlot(1));
    assertEquals(12, encoder.indicatorSlot(4));
    assertEquals("7=6·6, 8=7·6", encoder.derived().toString());
    assertEquals(
        List.of(
            "a", "c=other", "c=u", "c=v", "e=p", "e=q", "x", "x^2", "x^3", "year(d)", "hour(d)"),
        encoder.names());
    assertArrayEquals(
        new double[] {7, 0, 1, 0, 0, 1, 2, 4, 8, 2026, 10},
        encoder.encode(Map.of("a", "7", "c", "u", "e", "q", "x", "2", "d", "2026-11-21 10:59")));
    assertThrows(
        RuntimeException.class,
        () -> encoder.encode(Map.of("a", "7", "c", "u", "e", "q", "x", "2", "d", "2026")));
  }

  @Test
  void textIsKeptBesideTheRow() {
    CsvRows rows = rows(RowPlan.Missing.DROP, RowPlan.UnseenLevel.ERROR, null, Set.of(), "y", "c");
    rows.row.kept = new String[2];
    assertEquals(Outcome.USED, rows.parse(" 7 ,\"u\",q,2,2026-11-21, 1.50 "));
    assertArrayEquals(new String[] {"1.50", "u"}, rows.row.kept);
    assertEquals(1.5, rows.row.label);
    assertEquals(7, rows.row.values[0]);
  }

  @Test
  void columnsAreConsistent() {
    List<String> none = List.of();
    List<DatePart> hour = List.of(DatePart.HOUR);
    Column.Kind numeric = Column.Kind.NUMERIC;
    Column.Kind date = Column.Kind.DATE;
    Column.Kind categorical = Column.Kind.CATEGORICAL;
    List<Runnable> wrong =
        List.of(
            () -> new Column("x", numeric, none, List.of(), 0),
            () -> new Column("x", numeric, none, hour, 1),
            () -> new Column("x", numeric, List.of("u"), List.of(), 1),
            () -> new Column("x", date, none, List.of(), 1),
            () -> new Column("x", date, List.of("u"), hour, 1),
            () -> new Column("x", date, none, hour, 2),
            () -> new Column("x", categorical, List.of("u"), hour, 1),
            () -> new Column("x", categorical, List.of("u"), List.of(), 2));
    for (Runnable each : wrong) {
      assertThrows(IllegalArgumentException.class, each::run);
    }
  }

  @Test
  void missingValuesAreWatchedFor() {
    LevelSets sets =
        new LevelSets(
            CsvDialect.DEFAULT, List.of("id", "c", "x"), Set.of("c"), Set.of("c", "x"), 9);
    assertFalse(sets.isIdle());
    assertTrue(sets.seeksLevels(1) && !sets.seeksLevels(2));
    assertTrue(sets.seeksMissing(2) && !sets.seeksMissing(0));
    for (String line : List.of(",u,1", "1,v,2")) {
      sets.add(line.getBytes(StandardCharsets.UTF_8), 0, line.length());
    }
    assertFalse(sets.hasMissing("c") || sets.hasMissing("x"));
    LevelSets other = sets.fresh();
    assertFalse(other.isIdle());
    other.add("2,w, NA ".getBytes(StandardCharsets.UTF_8), 0, 8);
    assertTrue(other.hasMissing("x") && !other.hasMissing("c"));
    sets.merge(other);
    assertTrue(sets.hasMissing("x") && !sets.hasMissing("c") && !sets.hasMissing("id"));
    assertEquals(List.of("u", "v", "w"), sets.levels("c"));
    sets.addMissing(1);
    sets.addLevel(1, new byte[] {'z'});
    assertTrue(sets.hasMissing("c"));
    assertEquals(List.of("u", "v", "w", "z"), sets.levels("c"));
    LevelSets idle = new LevelSets(CsvDialect.DEFAULT, List.of("x"), Set.of(), Set.of(), 9);
    assertTrue(idle.isIdle() && idle.fresh().isIdle());
  }
}
