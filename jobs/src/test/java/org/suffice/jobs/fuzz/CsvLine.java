package org.suffice.jobs.fuzz;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.suffice.jobs.fuzz.CsvTarget.Profile;
import org.suffice.read.Column;
import org.suffice.read.CsvDialect;
import org.suffice.read.CsvPlan;
import org.suffice.read.FeatureEncoder;
import org.suffice.read.Numbers;
import org.suffice.read.Row;
import org.suffice.read.RowParser;
import org.suffice.read.RowPlan;
import org.suffice.read.Schema;
import org.suffice.read.Timestamps;

/**
 * A cell, alone and in a line of three numbers, among other bytes that must not matter: what is a
 * number, and which, is what {@link Double#parseDouble} says, to the bit.
 */
record CsvLine(Profile profile, byte[] cell, int seed) implements Input {
  private static final int MARGIN = 40;

  @Override
  public void check() {
    SplittableRandom random = new SplittableRandom(seed);
    OptionalDouble expected = Naive.number(Naive.chars(cell));
    byte[] framed = framed(cell, random);
    double found = Numbers.parse(framed, MARGIN, MARGIN + cell.length);
    assertNumber(expected, found);
    boolean isDate = Naive.date(Naive.chars(cell)) != null;
    if (isDate != (Timestamps.parse(framed, MARGIN, MARGIN + cell.length) != Timestamps.NONE)) {
      throw new AssertionError("a date for one only");
    }
    checkLine(random);
  }

  private static void assertNumber(OptionalDouble expected, double found) {
    if (expected.isEmpty() != Double.isNaN(found)
        || (expected.isPresent()
            && Double.doubleToRawLongBits(expected.getAsDouble())
                != Double.doubleToRawLongBits(found))) {
      throw new AssertionError("number: expected " + expected + ", found " + found);
    }
  }

  private void checkLine(SplittableRandom random) {
    Schema schema =
        new Schema(
            List.of(Column.numeric("a"), Column.numeric("b")), "c", java.util.Optional.empty());
    RowPlan rows =
        new RowPlan(
            new FeatureEncoder(schema.features()),
            RowPlan.Missing.DROP,
            RowPlan.UnseenLevel.ERROR,
            null);
    CsvDialect dialect =
        new CsvDialect(
            profile.dialect().delimiter(), false, profile.dialect().backslash(), List.of("NA"));
    RowParser parser =
        CsvPlan.of(dialect, List.of("a", "b", "c"), null, schema, rows, true, List.of())
            .newParser();
    String delimiter = String.valueOf(profile.dialect().delimiter());
    String text = String.join(delimiter, "1", Naive.chars(cell), "-2.5");
    byte[] line = framed(Naive.bytes(text), random);
    byte[] before = line.clone();
    Row row = new Row();
    row.values = new double[] {9, 9, 9, 9};
    row.offset = 1;
    RowParser.Outcome outcome = parser.parse(line, MARGIN, MARGIN + text.length(), row);
    if (!Arrays.equals(before, line) || row.values[0] != 9 || row.values[3] != 9) {
      throw new AssertionError("bytes or values that are not of the row were changed");
    }
    List<String> cells = Naive.cells(text, profile.dialect());
    if (cells == null || cells.size() != 3) {
      assertOutcome(RowParser.Outcome.REJECTED, outcome);
      return;
    }
    OptionalDouble value = Naive.number(cells.get(1));
    if (cells.get(1).equals("NA")) {
      assertOutcome(RowParser.Outcome.MISSING_DROPPED, outcome);
    } else if (value.isEmpty() || Double.isInfinite(value.getAsDouble())) {
      assertOutcome(RowParser.Outcome.REJECTED, outcome);
    } else {
      assertOutcome(RowParser.Outcome.USED, outcome);
      assertNumber(value, row.values[2]);
    }
  }

  private static void assertOutcome(RowParser.Outcome expected, RowParser.Outcome found) {
    if (expected != found) {
      throw new AssertionError("line: expected " + expected + ", found " + found);
    }
  }

  /** The bytes between others that would change the meaning if they were looked at. */
  private static byte[] framed(byte[] bytes, SplittableRandom random) {
    byte[] all = new byte[bytes.length + 2 * MARGIN];
    Arrays.fill(all, (byte) "7\",.e-\\ ".charAt(random.nextInt(8)));
    System.arraycopy(bytes, 0, all, MARGIN, bytes.length);
    return all;
  }

  @Override
  public String show() {
    return "cell " + Mutator.show(cell) + ", " + profile.dialect();
  }

  @Override
  public List<CsvLine> smaller() {
    return Mutator.shorter(cell).stream().map(c -> new CsvLine(profile, c, seed)).toList();
  }
}
