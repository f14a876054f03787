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

  private static final double EXACT = 1L << 53;

  private final CsvPlan plan;
  private final byte delimiter;
  private final CellScanner scanner;
  private final byte[][] missingMarks;
  private final boolean plainNumbers;
  private final RowPlan rows;
  private final int numKept;
  private double number;

  CsvRowParser(CsvPlan plan) {
    this.plan = plan;
    this.rows = plan.rows;
    this.numKept = (int) Arrays.stream(plan.kept).filter(i -> i >= 0).count();
    this.delimiter = (byte) plan.dialect.delimiter();
    this.scanner = new CellScanner(plan.dialect);
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
    return rows.encoder().width();
  }

  @Override
  public int numKept() {
    return numKept;
  }

  @Override
  public Outcome parse(byte[] line, int from, int to, Row row) {
    Outcome outcome = parseCells(line, from, to, row);
    if (outcome == Outcome.REJECTED && plan.isHeader(line, from, to)) {
      return row.reject(Rejection.Reason.REPEATED_HEADER, "", "the header again, among the rows");
    }
    return outcome;
  }

  private Outcome parseCells(byte[] line, int from, int to, Row row) {
    final byte[] actions = plan.actions;
    final int[] slots = plan.slots;
    final int count = actions.length;
    final double[] values = row.values;
    final int base = row.offset;
    final boolean fast = plainNumbers && numKept == 0;
    rows.begin(row);
    boolean missing = false;
    int p = from;
    for (int column = 0; ; column++) {
      if (column == count) {
        return fieldCount(line, from, to, row);
      }
      byte action = actions[column];
      if (action == CsvPlan.NUMERIC && fast) {
        int q = plainNumber(line, p, to);
        if (q >= 0) {
          values[base + slots[column]] = number;
          p = q;
          if (p == to) {
            return column == count - 1 ? rows.end(row, missing) : fieldCount(line, from, to, row);
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
      if (plan.kept[column] >= 0) {
        row.kept[plan.kept[column]] = scanner.text();
      }
      if (action != CsvPlan.SKIP) {
        Outcome outcome = cell(column, action, row);
        if (outcome == Outcome.REJECTED) {
          return outcome;
        }
        missing |= outcome == Outcome.MISSING_DROPPED;
      }
      if (p == to) {
        return column == count - 1 ? rows.end(row, missing) : fieldCount(line, from, to, row);
      }
      p++;
    }
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
    switch (action) {
      case CsvPlan.CATEGORICAL:
      case CsvPlan.CLASS:
        return level(column, action, row);
      case CsvPlan.DATE:
        long seconds = Timestamps.parse(scanner.cell, scanner.from, scanner.to);
        if (seconds == Timestamps.NONE) {
          return row.reject(
              Rejection.Reason.NOT_A_DATE,
              plan.columns.get(column),
              Text.show(scanner.text()) + " is not a date such as 2026-11-21 or 2026-11-21T10:15");
        }
        rows.date(row, plan.inputs[column], seconds);
        return Outcome.USED;
      default:
        return number(column, action, row);
    }
  }

  private Outcome level(int column, byte action, Row row) {
    for (int i = scanner.from; i < scanner.to; i++) {
      if (scanner.cell[i] == 0) {
        return row.reject(
            Rejection.Reason.NUL_BYTE,
            plan.columns.get(column),
            Text.show(scanner.text()) + " holds a NUL byte");
      }
    }
    if (action == CsvPlan.CLASS) {
      return rows.classLabel(
          row,
          rows.classes().indexOf(scanner.cell, scanner.from, scanner.to),
          plan.columns.get(column),
          () -> Text.show(scanner.text()));
    }
    int input = plan.inputs[column];
    int level = rows.encoder().levels(input).indexOf(scanner.cell, scanner.from, scanner.to);
    return rows.level(row, input, level, () -> Text.show(scanner.text()));
  }

  private Outcome number(int column, byte action, Row row) {
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
    if (value == 0 && Numbers.hasNonzeroDigit(scanner.cell, scanner.from, scanner.to)) {
      row.account.note(RowAccount.Note.UNDERFLOW, 1);
    } else if (Math.abs(value) >= EXACT
        && Numbers.isWhole(scanner.cell, scanner.from, scanner.to)) {
      row.account.note(RowAccount.Note.INEXACT, 1);
    }
    switch (action) {
      case CsvPlan.NUMERIC:
        row.values[row.offset + plan.slots[column]] = value;
        return Outcome.USED;
      case CsvPlan.BASIS:
        return rows.number(row, plan.inputs[column], value, () -> Text.show(scanner.text()));
      case CsvPlan.LABEL:
        rows.label(row, plan.inputs[column], value);
        return Outcome.USED;
      default:
        return rows.weight(row, value, plan.columns.get(column));
    }
  }

  private String notANumber(int column, byte action) {
    String text = scanner.text();
    String found = Text.show(text) + " is not a number";
    if (text.matches("[-+]?[0-9. ]*,[0-9]+")) {
      return found + "; a decimal comma? Write a point";
    }
    if (action != CsvPlan.NUMERIC && action != CsvPlan.BASIS) {
      return action == CsvPlan.LABEL && text.matches("\\p{L}.*")
          ? found + "; to predict classes train a classifier, such as logistic-regression"
          : found;
    }
    String guess = "";
    if (text.matches("(?i)true|false|yes|no|t|f|y|n")) {
      guess = "; the column looks like yes and no";
    } else if (Timestamps.parse(scanner.cell, scanner.from, scanner.to) != Timestamps.NONE) {
      guess = "; the column looks like dates (features.date-parts)";
    } else if (text.matches("[-+]?[0-9][0-9_,. ]*[%€$£]?|[€$£A-Z]{1,3} ?[-+]?[0-9].*")) {
      guess = "; write bare digits, without separators or units";
    }
    return found
        + guess
        + "; for categories set data.categorical=["
        + Text.clean(plan.columns.get(column))
        + "], for a mark of missing values add it to data.missing-values";
  }

  private Outcome missing(int column, byte action, Row row) {
    String shown = scanner.from == scanner.to ? "" : " (" + Text.show(scanner.text()) + ")";
    return switch (action) {
      case CsvPlan.WEIGHT ->
          row.reject(Rejection.Reason.WEIGHT, plan.columns.get(column), "the weight is missing");
      case CsvPlan.LABEL, CsvPlan.CLASS -> rows.missingLabel(row, plan.columns.get(column), shown);
      default -> rows.missing(row, plan.inputs[column], shown);
    };
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
