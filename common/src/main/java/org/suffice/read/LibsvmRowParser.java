package org.suffice.read;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A line of LIBSVM to a sparse row; unsorted entries are sorted, an index given twice is refused.
 */
final class LibsvmRowParser implements RowParser {
  private final LibsvmPlan plan;

  LibsvmRowParser(LibsvmPlan plan) {
    this.plan = plan;
  }

  @Override
  public boolean isSparse() {
    return true;
  }

  @Override
  public int numFeatures() {
    return plan.numFeatures();
  }

  @Override
  public Outcome parse(byte[] line, int from, int to, Row row) {
    row.size = 0;
    row.weight = 1;
    for (int i = from; i < to; i++) {
      if (line[i] == '#') {
        to = i;
        break;
      }
    }
    int p = skipBlanks(line, from, to);
    int end = tokenEnd(line, p, to);
    if (plan.needLabel()) {
      for (int i = p; i < end; i++) {
        if (line[i] == ',') {
          return row.reject(
              Rejection.Reason.NOT_A_NUMBER,
              "label",
              shown(line, p, end) + ": several labels a row are not supported");
        }
      }
      row.label = Numbers.parse(line, p, end);
      if (Double.isNaN(row.label) || Double.isInfinite(row.label)) {
        return row.reject(
            Rejection.Reason.NOT_A_NUMBER, "label", shown(line, p, end) + " is not a number");
      }
      if (plan.classes() != null) {
        double number = row.label;
        Outcome outcome =
            RowPlan.storeClass(
                row,
                plan.classes().indexOf(number),
                "label",
                () -> Text.show(Numbers.text(number)));
        if (outcome == Outcome.REJECTED) {
          return outcome;
        }
      }
    }
    boolean sorted = true;
    for (p = skipBlanks(line, end, to); p < to; p = skipBlanks(line, end, to)) {
      end = tokenEnd(line, p, to);
      long index = 0;
      int q = p;
      while (q < end && line[q] >= '0' && line[q] <= '9') {
        index = Math.min(index * 10 + line[q++] - '0', Integer.MAX_VALUE + 1L);
      }
      if (q == p || q == end || line[q] != ':') {
        if (end - p > 4
            && line[p] == 'q'
            && line[p + 1] == 'i'
            && line[p + 2] == 'd'
            && line[p + 3] == ':') {
          row.account.note(RowAccount.Note.QID, 1); // the query of a ranking
          continue;
        }
        return row.reject(Rejection.Reason.ENTRY, "", shown(line, p, end) + " is not index:value");
      }
      double value = Numbers.parse(line, q + 1, end);
      if (Double.isNaN(value) || Double.isInfinite(value)) {
        return row.reject(
            Rejection.Reason.NOT_A_NUMBER,
            "f" + index,
            shown(line, q + 1, end) + " is not a finite number");
      }
      long position = plan.zeroBased() ? index : index - 1;
      if (position < 0 || position >= Integer.MAX_VALUE - 8) {
        return row.reject(
            Rejection.Reason.INDEX,
            "",
            "index "
                + shown(line, p, q)
                + (position < 0
                    ? ": indexes start at 1; set data.zero-based=true if they start at 0"
                    : " is too large"));
      }
      int feature = (int) position;
      if (row.size > 0 && feature <= row.indices[row.size - 1]) {
        sorted = false;
      }
      row.ensureEntry();
      row.indices[row.size] = feature;
      row.values[row.size++] = value;
    }
    if (!sorted) {
      row.account.note(RowAccount.Note.UNSORTED, 1);
      if (!sort(row)) {
        return Outcome.REJECTED;
      }
    }
    // Only now, so that a row is good or bad whatever the model.
    while (row.size > 0 && row.indices[row.size - 1] >= plan.numFeatures()) {
      row.size--;
      row.account.note(RowAccount.Note.BEYOND_MODEL, 1);
    }
    return Outcome.USED;
  }

  /** Sorts by index. False when an index stands twice. */
  private boolean sort(Row row) {
    // Keys of index and place sort as longs; places keep the values together with their index.
    long[] keys = new long[row.size];
    double[] values = Arrays.copyOf(row.values, row.size);
    for (int i = 0; i < row.size; i++) {
      keys[i] = (long) row.indices[i] << 32 | i;
    }
    Arrays.sort(keys);
    for (int i = 0; i < row.size; i++) {
      row.indices[i] = (int) (keys[i] >>> 32);
      row.values[i] = values[(int) keys[i]];
    }
    for (int i = 1; i < row.size; i++) {
      if (row.indices[i] == row.indices[i - 1]) {
        row.reject(
            Rejection.Reason.INDEX,
            "",
            "index " + (row.indices[i] + (plan.zeroBased() ? 0 : 1)) + " stands twice");
        return false;
      }
    }
    return true;
  }

  private static String shown(byte[] line, int from, int to) {
    return Text.show(new String(line, from, to - from, StandardCharsets.UTF_8));
  }

  private static int skipBlanks(byte[] line, int p, int to) {
    while (p < to && Numbers.isBlank(line[p])) {
      p++;
    }
    return p;
  }

  private static int tokenEnd(byte[] line, int p, int to) {
    while (p < to && !Numbers.isBlank(line[p])) {
      p++;
    }
    return p;
  }
}
