package org.suffice.jobs.read;

import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import org.suffice.jobs.read.ParquetCells.Conversion;
import org.suffice.jobs.read.ParquetCells.Use;
import org.suffice.read.Rejection;
import org.suffice.read.Row;
import org.suffice.read.RowAccount;
import org.suffice.read.RowParser.Outcome;
import org.suffice.read.RowPlan;
import org.suffice.read.Text;
import org.suffice.storage.Storage;

/** The columns of a row group that a plan asks for, put together row by row. */
final class ParquetRows implements AutoCloseable {
  /** Rows decoded at a time: the arrays of a few columns then fit a core's cache. */
  private static final int BATCH = 1024;

  /** The most that is held of a file while it is read, columns together. */
  private static final int WINDOWS = 16 << 20;

  private static final int MIN_WINDOW = 64 << 10;

  private final ParquetSource.Content content;
  private final Storage.Stretches file;
  private final Cursor[] cursors;
  private final RowPlan rows;
  private long batchStart;
  private int batch;
  private int at;

  /**
   * Opens the columns of the plan at the first row.
   *
   * @param withText whether the text of every value is kept, for {@link #text}
   */
  ParquetRows(ParquetSource.Content content, boolean withText) throws IOException {
    this.content = content;
    List<ParquetPlan.Item> items = content.plan().items;
    String path = content.split().file().path();
    ParquetCells.Marks marks = ParquetCells.Marks.of(content.marks());
    int window = Math.max(MIN_WINDOW, WINDOWS / items.size());
    rows = content.plan().rows;
    cursors = new Cursor[items.size()];
    file = Storage.of(path).openStretches(path);
    int size = (int) Math.min(BATCH, content.rows());
    for (int c = 0; c < cursors.length; c++) {
      ParquetPlan.Item item = items.get(c);
      ParquetChunk chunk = content.chunks().get(c);
      Conversion conversion =
          new Conversion(
              chunk.type(),
              content.plan().use(item),
              withText || item.kept() >= 0,
              content.plan().levels(item),
              marks);
      cursors[c] =
          new Cursor(item, rows, new ParquetColumn(path, file, chunk, conversion, size, window));
    }
    at = -1;
  }

  /** Moves to the next row; false at the end. */
  boolean next() {
    at++;
    if (at == batch) {
      batchStart += batch;
      batch = (int) Math.min(BATCH, content.rows() - batchStart);
      at = 0;
      for (Cursor cursor : cursors) {
        cursor.column.decode(batch);
      }
    }
    return batch > 0;
  }

  /** The position of the row in the row group. */
  long index() {
    return batchStart + at;
  }

  /** Stores the values of the row. */
  Outcome fill(Row row) {
    rows.begin(row);
    boolean dropped = false;
    for (Cursor cursor : cursors) {
      if (cursor.numbers != null && cursor.states[at] == ParquetCells.OK) {
        row.values[row.offset + cursor.slot] = cursor.numbers[at];
        continue;
      }
      Outcome outcome = cursor.store(row, at);
      if (outcome == Outcome.REJECTED) {
        return outcome;
      }
      dropped |= outcome == Outcome.MISSING_DROPPED;
    }
    return rows.end(row, dropped);
  }

  /** The row as text. */
  String text() {
    StringBuilder text = new StringBuilder();
    for (Cursor cursor : cursors) {
      String value = cursor.cells.texts[at];
      text.append(text.isEmpty() ? "" : ", ").append(cursor.item.name()).append('=');
      text.append(value == null ? "" : value);
    }
    return text.toString();
  }

  @Override
  public void close() throws IOException {
    for (Cursor cursor : cursors) {
      if (cursor != null) {
        cursor.column.close();
      }
    }
    file.close();
  }

  /** One column on its way into rows; as a supplier, the value that is looked at, for a message. */
  private static final class Cursor implements Supplier<String> {
    private final ParquetPlan.Item item;
    private final RowPlan rows;
    private final ParquetColumn column;
    private final ParquetCells cells;
    private final byte[] states;

    /** The numbers of a numeric feature, else null. */
    private final double[] numbers;

    private final int slot;
    private final Use use;
    private int shown;

    Cursor(ParquetPlan.Item item, RowPlan rows, ParquetColumn column) {
      this.item = item;
      this.rows = rows;
      this.column = column;
      this.cells = column.cells;
      this.states = cells.states;
      boolean feature = item.role() == ParquetPlan.Role.FEATURE;
      boolean plain = feature && rows.encoder().isPlainNumber(item.input());
      this.numbers = plain && item.kept() < 0 ? cells.numbers : null;
      this.use = column.use();
      this.slot = feature ? rows.encoder().firstSlot(item.input()) : -1;
    }

    @Override
    public String get() {
      return Text.show(String.valueOf(cells.texts[shown]));
    }

    Outcome store(Row row, int i) {
      if (item.kept() >= 0) {
        row.kept[item.kept()] = cells.texts[i] == null ? "" : cells.texts[i];
      }
      shown = i;
      return switch (item.role()) {
        case KEPT -> Outcome.USED;
        case FEATURE -> feature(row, i);
        case LABEL -> label(row, i);
        case WEIGHT -> weight(row, i);
      };
    }

    private Outcome feature(Row row, int i) {
      switch (states[i]) {
        case ParquetCells.OK -> {}
        case ParquetCells.INEXACT -> row.account.note(RowAccount.Note.INEXACT, 1);
        case ParquetCells.MISSING -> {
          return rows.missing(row, item.input(), "");
        }
        default -> {
          return unusable(row, i);
        }
      }
      switch (use) {
        case NUMBER -> {
          return rows.number(
              row, item.input(), cells.numbers[i], () -> Double.toString(cells.numbers[i]));
        }
        case DATE -> rows.date(row, item.input(), cells.seconds[i]);
        default -> {
          return rows.level(row, item.input(), cells.levels[i], this);
        }
      }
      return Outcome.USED;
    }

    private Outcome label(Row row, int i) {
      switch (states[i]) {
        case ParquetCells.OK -> {}
        case ParquetCells.INEXACT -> row.account.note(RowAccount.Note.INEXACT, 1);
        case ParquetCells.MISSING -> {
          return rows.missingLabel(row, item.name(), "");
        }
        default -> {
          return unusable(row, i);
        }
      }
      if (rows.classes() != null) {
        return rows.classLabel(row, cells.levels[i], item.name(), this);
      }
      rows.label(row, item.input(), cells.numbers[i]);
      return Outcome.USED;
    }

    private Outcome weight(Row row, int i) {
      return states[i] == ParquetCells.MISSING
          ? row.reject(Rejection.Reason.WEIGHT, item.name(), "the weight is missing")
          : rows.weight(row, cells.numbers[i], item.name());
    }

    private Outcome unusable(Row row, int i) {
      return switch (states[i]) {
        case ParquetCells.NAN ->
            row.reject(
                Rejection.Reason.NOT_A_NUMBER,
                item.name(),
                "NaN is not a number; if it marks missing values, add NaN to data.missing-values");
        case ParquetCells.INFINITE ->
            row.reject(
                Rejection.Reason.OUT_OF_RANGE,
                item.name(),
                "an infinite number is beyond the range of a double");
        case ParquetCells.NUL ->
            row.reject(Rejection.Reason.NUL_BYTE, item.name(), get() + " holds a NUL byte");
        default ->
            row.reject(
                Rejection.Reason.NOT_A_DATE,
                item.name(),
                get() + " is not a date such as 2026-11-21 or 2026-11-21T10:15");
      };
    }
  }
}
