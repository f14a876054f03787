package org.suffice.read;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.suffice.Failure;

/**
 * What to do with each column of a CSV file, by position: worked out once from the header and the
 * schema, then shared by all parsers of the pass.
 */
public final class CsvPlan implements RowParser.Factory {
  private static final long serialVersionUID = 1L;

  static final byte SKIP = 0;
  static final byte NUMERIC = 1;
  static final byte CATEGORICAL = 2;
  static final byte DATE = 3;
  static final byte LABEL = 4;
  static final byte WEIGHT = 5;
  static final byte BASIS = 6;
  static final byte CLASS = 7;

  final CsvDialect dialect;
  final RowPlan rows;
  final ArrayList<String> columns;
  final byte[] actions;
  final int[] slots;

  /** The position among the columns of the encoder, of a label among the labels. */
  final int[] inputs;

  final int[] kept;
  private final String header;

  private CsvPlan(
      CsvDialect dialect, List<String> columns, String header, RowPlan rows, List<String> keep) {
    this.dialect = dialect;
    this.rows = rows;
    this.columns = new ArrayList<>(columns);
    this.header = header;
    this.actions = new byte[columns.size()];
    this.slots = new int[columns.size()];
    this.inputs = new int[columns.size()];
    this.kept = new int[columns.size()];
    Arrays.fill(kept, -1);
    Map<String, Integer> positions = positions(columns);
    for (int i = 0; i < keep.size(); i++) {
      kept[find(positions, columns, keep.get(i))] = i;
    }
  }

  /**
   * Plans the reading of files with these columns for a schema.
   *
   * @param columns the names in the header, in file order
   * @param header the header line itself, or null where files have none
   * @param rows where values go; its encoder has the schema's columns
   * @param needLabel false to predict: labels and weight are then skipped where present
   * @param keep columns whose text is kept beside the row
   * @throws Failure when a column of the schema is not in the file
   */
  public static CsvPlan of(
      CsvDialect dialect,
      List<String> columns,
      String header,
      Schema schema,
      RowPlan rows,
      boolean needLabel,
      List<String> keep) {
    Map<String, Integer> positions = positions(columns);
    CsvPlan plan = new CsvPlan(dialect, columns, header, rows, keep);
    for (int c = 0; c < schema.features().size(); c++) {
      int at = find(positions, columns, schema.features().get(c).name());
      plan.actions[at] =
          switch (schema.features().get(c).kind()) {
            case NUMERIC -> schema.features().get(c).isPlainNumber() ? NUMERIC : BASIS;
            case CATEGORICAL -> CATEGORICAL;
            case DATE -> DATE;
          };
      plan.slots[at] = rows.encoder().firstSlot(c);
      plan.inputs[at] = c;
    }
    if (needLabel) {
      for (int t = 0; t < schema.labels().size(); t++) {
        int at = find(positions, columns, schema.labels().get(t));
        plan.actions[at] = rows.classes() == null ? LABEL : CLASS;
        plan.inputs[at] = t;
      }
      schema.weight().ifPresent(name -> plan.actions[find(positions, columns, name)] = WEIGHT);
    }
    return plan;
  }

  private static Map<String, Integer> positions(List<String> columns) {
    Map<String, Integer> positions = new HashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      positions.putIfAbsent(columns.get(i), i);
    }
    return positions;
  }

  private static int find(Map<String, Integer> positions, List<String> columns, String name) {
    Integer at = positions.get(name);
    if (at == null) {
      throw Failure.usage(
          "column " + Text.show(name) + " is not in the data" + Text.suggest(name, columns));
    }
    return at;
  }

  /**
   * The cells of a header line.
   *
   * @param where file and line, for the message
   * @throws Failure when a quote is not closed, or something other than the delimiter follows it
   */
  public static List<String> headerCells(CsvDialect dialect, String line, String where) {
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    return CellScanner.cells(bytes, 0, bytes.length, dialect)
        .orElseThrow(
            () ->
                Failure.data(
                    where
                        + ": a quote in the header is not closed, or no delimiter follows it"
                        + otherDelimiter(line)
                        + ": "
                        + Text.show(line)));
  }

  /** "; did you mean data.delimiter=…?" where another delimiter stands behind a quote. */
  private static String otherDelimiter(String line) {
    for (String delimiter : List.of(";", "\t", "|", ",")) {
      if (line.contains("\"" + delimiter)) {
        String shown = delimiter.equals("\t") ? "\\t" : delimiter;
        return "; did you mean data.delimiter=\"" + shown + "\"?";
      }
    }
    return "";
  }

  /** Whether a line is the header. */
  boolean isHeader(byte[] line, int from, int to) {
    return header != null
        && new String(line, from, to - from, StandardCharsets.UTF_8).strip().equals(header.strip());
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
