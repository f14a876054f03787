package org.suffice.read;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A line of CSV to a dense row. A plain decimal is read digit by digit while its end is sought, so
 * that most cells are touched once; everything else (quotes, blanks, exponents, marks of missing
 * values) takes the slower way through {@link CellScanner}.
 */
final class CsvRowParser implements RowParser {
  private static final double[] POWERS_OF_TEN = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
  };

  private final CsvPlan plan;
  private final byte delimiter;
  private final CellScanner scanner;
  private final byte[][] missingMarks;
  private final boolean plainNumbers;
  private double number;

  CsvRowParser(CsvPlan plan) {
    this.plan = plan;
    this.delimiter = (byte) plan.dialect.delimiter();
    this.scanner = new CellScanner(plan.dialect.delimiter());
    this.missingMarks =
        plan.dialect.missingValues().stream()
            .map(mark -> mark.getBytes(StandardCharsets.UTF_8))
            .toArray(byte[][]::new);
    // A mark such as -999 reads as a number, so every cell must then be compared with the marks.
    this.plainNumbers =
        Arrays.stream(missingMarks).allMatch(m -> Double.isNaN(Numbers.parse(m, 0, m.length)));
  }

  @Override
  public boolean isSparse() {
    return false;
  }

  @Override
  public int numFeatures() {
    return plan.encoder.numFeatures();
  }

  @Override
  public Outcome parse(byte[] line, int from, int to, Row row) {
    final byte[] actions = plan.actions;
    final int[] slots = plan.slots;
    final int count = actions.length;
    final double[] values = row.values;
    final int base = row.offset;
    row.weight = 1;
    boolean missing = false;
    int p = from;
    for (int column = 0; ; column++) {
      if (column == count) {
        return fieldCount(line, from, to, row);
      }
      byte action = actions[column];
      if (action == CsvPlan.NUMERIC && plainNumbers) {
        int q = plainNumber(line, p, to);
        if (q >= 0) {
          values[base + slots[column]] = number;
          p = q;
          if (p == to) {
            return column == count - 1 ? outcome(row, missing) : fieldCount(line, from, to, row);
          }
          p++;
          continue;
        }
      }
      p = scanner.scan(line, p, to);
      if (p < 0) {
        return row.reject(
            Rejection.Reason.QUOTING,
            plan.columns.get(column),
            p == -1 ? "a quote is opened and not closed" : "text after a closing quote");
      }
      scanner.trim();
      if (action != CsvPlan.SKIP) {
        Outcome outcome = cell(column, action, row);
        if (outcome == Outcome.REJECTED) {
          return outcome;
        }
        missing |= outcome == Outcome.MISSING_DROPPED;
      }
      if (p == to) {
        return column == count - 1 ? outcome(row, missing) : fieldCount(line, from, to, row);
      }
      p++;
    }
  }

  private static Outcome outcome(Row row, boolean missing) {
    if (missing) {
      return Outcome.MISSING_DROPPED;
    }
    return row.weight == 0 ? Outcome.ZERO_WEIGHT : Outcome.USED;
  }

  /**
   * Reads {@code [-]digits[.digits]} of at most 15 digits ended by the delimiter or the line, into
   * {@link #number}.
   *
   * @return the position of the end, or -1 when the cell is anything else
   */
  private int plainNumber(byte[] line, int p, int to) {
    int first = p;
    boolean negative = false;
    if (p < to && line[p] == '-') {
      negative = true;
      first = ++p;
    }
    long mantissa = 0;
    int c = -1;
    while (p < to && (c = line[p] - '0') >= 0 && c <= 9) {
      mantissa = mantissa * 10 + c;
      p++;
    }
    int digits = p - first;
    int decimals = 0;
    if (p < to && line[p] == '.') {
      int point = ++p;
      while (p < to && (c = line[p] - '0') >= 0 && c <= 9) {
        mantissa = mantissa * 10 + c;
        p++;
      }
      decimals = p - point;
      digits += decimals;
    }
    if (digits == 0 || digits > 15 || (p < to && line[p] != delimiter)) {
      return -1;
    }
    // Fifteen digits and the power of ten are exact doubles: the quotient is rounded once.
    double value = decimals == 0 ? mantissa : mantissa / POWERS_OF_TEN[decimals];
    number = negative ? -value : value;
    return p;
  }

  /** Stores the scanned cell. MISSING_DROPPED means that it is missing and rows may be dropped. */
  private Outcome cell(int column, byte action, Row row) {
    if (isMissing()) {
      return missing(column, action, row);
    }
    if (action == CsvPlan.CATEGORICAL) {
      LevelIndex levels = plan.levels.get(column);
      int slot = row.offset + plan.slots[column];
      Arrays.fill(row.values, slot, slot + levels.size(), 0);
      int level = levels.indexOf(scanner.cell, scanner.from, scanner.to);
      if (level < 0) {
        return row.reject(
            Rejection.Reason.UNSEEN_LEVEL,
            plan.columns.get(column),
            "level " + Text.show(scanner.text()) + " was not in training");
      }
      row.values[slot + level] = 1;
      return Outcome.USED;
    }
    double value = Numbers.parse(scanner.cell, scanner.from, scanner.to);
    if (Double.isNaN(value)) {
      return row.reject(
          Rejection.Reason.NOT_A_NUMBER, plan.columns.get(column), notANumber(column, action));
    }
    if (Double.isInfinite(value)) {
      return row.reject(
          Rejection.Reason.OUT_OF_RANGE,
          plan.columns.get(column),
          Text.show(scanner.text()) + " is beyond the range of a double");
    }
    switch (action) {
      case CsvPlan.NUMERIC -> row.values[row.offset + plan.slots[column]] = value;
      case CsvPlan.LABEL -> row.label = value;
      default -> {
        if (value < 0) {
          return row.reject(
              Rejection.Reason.WEIGHT,
              plan.columns.get(column),
              "the weight " + Text.show(scanner.text()) + " is negative");
        }
        row.weight = value;
      }
    }
    return Outcome.USED;
  }

  private String notANumber(int column, byte action) {
    String found = Text.show(scanner.text()) + " is not a number";
    if (action != CsvPlan.NUMERIC) {
      return found;
    }
    String text = scanner.text();
    if (text.matches("[-+]?\\d+,\\d+")) {
      return found + "; a decimal comma? Write a point";
    }
    return found
        + "; for a column of categories set data.categorical=["
        + plan.columns.get(column)
        + "], for a mark of missing values add it to data.missing-values";
  }

  private Outcome missing(int column, byte action, Row row) {
    if (action == CsvPlan.WEIGHT) {
      return row.reject(Rejection.Reason.WEIGHT, plan.columns.get(column), "the weight is missing");
    }
    if (plan.missing == CsvPlan.Missing.DROP) {
      return Outcome.MISSING_DROPPED;
    }
    String shown = scanner.from == scanner.to ? "" : " (" + Text.show(scanner.text()) + ")";
    return action == CsvPlan.LABEL
        ? row.reject(
            Rejection.Reason.MISSING_LABEL,
            plan.columns.get(column),
            "the label is missing" + shown + "; set data.missing=drop to leave such rows out")
        : row.reject(
            Rejection.Reason.MISSING,
            plan.columns.get(column),
            "the value is missing" + shown + "; set data.missing=drop to leave such rows out");
  }

  private boolean isMissing() {
    for (byte[] mark : missingMarks) {
      if (Arrays.equals(mark, 0, mark.length, scanner.cell, scanner.from, scanner.to)) {
        return true;
      }
    }
    return false;
  }

  private Outcome fieldCount(byte[] line, int from, int to, Row row) {
    int expected = plan.actions.length;
    int found = 0;
    int p = from;
    while (true) {
      p = scanner.scan(line, p, to);
      if (p < 0) {
        return row.reject(
            Rejection.Reason.QUOTING,
            found < expected ? plan.columns.get(found) : "",
            p == -1 ? "a quote is opened and not closed" : "text after a closing quote");
      }
      found++;
      if (p == to) {
        break;
      }
      p++;
    }
    return row.reject(
        Rejection.Reason.FIELD_COUNT, "", "expected " + expected + " columns, found " + found);
  }
}
