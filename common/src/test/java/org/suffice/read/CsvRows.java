package org.suffice.read;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Parses single lines as a reader would hand them over: a range of a longer array. */
final class CsvRows {
  private static final int MARGIN = 3;

  private final RowParser parser;
  final Row row = new Row();

  CsvRows(RowParser.Factory plan) {
    parser = plan.newParser();
    if (!parser.isSparse()) {
      row.values = new double[parser.numFeatures()];
    }
  }

  /** Numeric features {@code a}, {@code b} and a label {@code y}, in this order. */
  static CsvRows numeric(String... missingMarks) {
    return new CsvRows(
        plan(
            missingMarks.length == 0
                ? CsvDialect.DEFAULT
                : new CsvDialect(',', true, false, List.of(missingMarks)),
            RowPlan.Missing.ERROR,
            List.of("a", "b", "y"),
            Optional.empty(),
            Column.numeric("a"),
            Column.numeric("b")));
  }

  static CsvPlan plan(
      CsvDialect dialect,
      RowPlan.Missing missing,
      List<String> columns,
      Optional<String> weight,
      Column... features) {
    Schema schema = new Schema(List.of(features), "y", weight);
    RowPlan rows =
        new RowPlan(
            new FeatureEncoder(schema.features()), missing, RowPlan.UnseenLevel.ERROR, null);
    return CsvPlan.of(dialect, columns, null, schema, rows, true, List.of());
  }

  /** Nothing missing, nothing unseen. */
  static RowPlan strict(Schema schema) {
    return new RowPlan(
        new FeatureEncoder(schema.features()),
        RowPlan.Missing.ERROR,
        RowPlan.UnseenLevel.ERROR,
        null);
  }

  /** The line lies between other lines, whose bytes must not be read. */
  RowParser.Outcome parse(String line) {
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    byte[] longer = new byte[bytes.length + 2 * MARGIN];
    Arrays.fill(longer, (byte) '7');
    System.arraycopy(bytes, 0, longer, MARGIN, bytes.length);
    byte[] before = longer.clone();
    RowParser.Outcome outcome = parser.parse(longer, MARGIN, MARGIN + bytes.length, row);
    if (!Arrays.equals(before, longer)) {
      throw new AssertionError("the parser wrote to the line: " + line);
    }
    return outcome;
  }
}
