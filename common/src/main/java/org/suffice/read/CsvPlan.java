package org.suffice.read;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.suffice.Failure;

/**
 * What to do with each column of a CSV file, by position: worked out once from the header and the
 * schema, then shared by all parsers of the pass.
 */
public final class CsvPlan implements RowParser.Factory {
  private static final long serialVersionUID = 1L;

  /** What a missing value in a feature does to its row. */
  public enum Missing {
    /** The row is rejected. */
    ERROR,
    /** The row is left out and counted. */
    DROP
  }

  static final byte SKIP = 0;
  static final byte NUMERIC = 1;
  static final byte CATEGORICAL = 2;
  static final byte LABEL = 3;
  static final byte WEIGHT = 4;

  final CsvDialect dialect;
  final Missing missing;
  final FeatureEncoder encoder;
  final ArrayList<String> columns;
  final byte[] actions;
  final int[] slots;
  final ArrayList<LevelIndex> levels;
  private final String header;

  private CsvPlan(
      CsvDialect dialect,
      Missing missing,
      FeatureEncoder encoder,
      List<String> columns,
      String header) {
    this.dialect = dialect;
    this.missing = missing;
    this.encoder = encoder;
    this.columns = new ArrayList<>(columns);
    this.header = header;
    this.actions = new byte[columns.size()];
    this.slots = new int[columns.size()];
    this.levels = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      levels.add(null);
    }
  }

  /**
   * Plans the reading of files with these columns for a schema.
   *
   * @param columns the names in the header, in file order
   * @param header the header line itself, or null where files have none
   * @param needLabel false to predict: the label is then skipped where present
   * @throws Failure when a column of the schema is not in the file
   */
  public static CsvPlan of(
      CsvDialect dialect,
      List<String> columns,
      String header,
      Schema schema,
      Missing missing,
      boolean needLabel) {
    FeatureEncoder encoder = new FeatureEncoder(schema.features());
    CsvPlan plan = new CsvPlan(dialect, missing, encoder, columns, header);
    for (int c = 0; c < schema.features().size(); c++) {
      int at = find(columns, schema.features().get(c).name());
      plan.actions[at] = encoder.isCategorical(c) ? CATEGORICAL : NUMERIC;
      plan.slots[at] = encoder.firstSlot(c);
      plan.levels.set(at, encoder.levels(c));
    }
    if (needLabel) {
      plan.actions[find(columns, schema.label())] = LABEL;
      schema.weight().ifPresent(name -> plan.actions[find(columns, name)] = WEIGHT);
    }
    return plan;
  }

  private static int find(List<String> columns, String name) {
    int at = columns.indexOf(name);
    if (at < 0) {
      throw Failure.usage(
          "column " + Text.show(name) + " is not in the data" + Text.suggest(name, columns));
    }
    return at;
  }

  /** The cells of a header line. */
  public static List<String> headerCells(CsvDialect dialect, String line) {
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    return CellScanner.cells(bytes, 0, bytes.length, dialect.delimiter())
        .orElseThrow(() -> Failure.data("a quote in the header is not closed: " + Text.show(line)));
  }

  /** The encoder of the schema's feature columns. */
  public FeatureEncoder encoder() {
    return encoder;
  }

  @Override
  public RowParser newParser() {
    return new CsvRowParser(this);
  }

  @Override
  public String expectedHeader() {
    return header;
  }
}
