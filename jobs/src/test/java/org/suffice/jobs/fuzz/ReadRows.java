package org.suffice.jobs.fuzz;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.suffice.Failure;
import org.suffice.block.Block;
import org.suffice.block.DenseBlock;
import org.suffice.block.SparseBlock;
import org.suffice.jobs.read.DataSet;
import org.suffice.jobs.read.SplitSource;
import org.suffice.pass.BlockSource;
import org.suffice.read.Rejection;
import org.suffice.read.RowAccount;

/**
 * What a data set gives: its rows in order, and what became of the others.
 *
 * @param rejected the offsets of the rows that were rejected
 */
record ReadRows(List<Row> rows, List<Long> rejected, RowAccount account) {
  /**
   * A row.
   *
   * @param id what stands for it: its offset
   * @param values d of them, or for a sparse row index and value by turns
   */
  record Row(long id, double label, double weight, List<Double> values, List<String> kept) {}

  /** Reads everything; on demand the lighter passes must say the same. */
  static ReadRows of(DataSet data, boolean lighterPasses) {
    List<Row> rows = new ArrayList<>();
    List<Long> rejected = new ArrayList<>();
    RowAccount account = new RowAccount();
    long counted = 0;
    for (SplitSource source : data.sources()) {
      try (BlockSource.BlockReader reader = source.open()) {
        for (Block block = reader.next(); block != null; block = reader.next()) {
          if (block.account().used() != block.numRows()) {
            throw new AssertionError("used in the account of a block is not its rows");
          }
          account.merge(block.account());
          for (int i = 0; i < block.numRows(); i++) {
            rows.add(row(block, i));
          }
        }
      }
      counted += lighterPasses ? source.countRows() : 0;
      source.forEachRejected((rejection, text) -> rejected.add(rejection.offset()));
    }
    if (lighterPasses && counted != account.read()) {
      throw new AssertionError("countRows: " + counted + ", account.read: " + account.read());
    }
    List<Long> kept = account.rejections().stream().map(Rejection::offset).toList();
    if (account.rejected() != rejected.size()
        || !kept.equals(rejected.subList(0, Math.min(RowAccount.SHOWN, rejected.size())))) {
      throw new AssertionError("forEachRejected: " + rejected + ", account: " + kept);
    }
    return new ReadRows(rows, rejected, account);
  }

  private static Row row(Block block, int i) {
    List<Double> values = new ArrayList<>();
    if (block instanceof DenseBlock dense) {
      for (int j = 0; j < dense.numFeatures(); j++) {
        values.add(dense.values()[i * dense.numFeatures() + j]);
      }
    } else {
      SparseBlock sparse = (SparseBlock) block;
      for (int e = sparse.rowStarts()[i]; e < sparse.rowStarts()[i + 1]; e++) {
        values.add((double) sparse.indices()[e]);
        values.add(sparse.values()[e]);
      }
    }
    int numKept = block.kept() == null ? 0 : block.kept().length / block.numRows();
    return new Row(
        block.rowIds()[i],
        block.labels()[i],
        block.weights() == null ? 1 : block.weights()[i],
        values,
        numKept == 0
            ? List.of()
            : Arrays.asList(block.kept()).subList(i * numKept, (i + 1) * numKept));
  }

  /** Fails, saying where, unless both are the same to the bit. */
  static void assertSame(String what, ReadRows expected, ReadRows found) {
    for (int i = 0; i < Math.min(expected.rows.size(), found.rows.size()); i++) {
      if (!expected.rows.get(i).equals(found.rows.get(i))) {
        throw new AssertionError(
            what
                + ": row differs: expected "
                + expected.rows.get(i)
                + ", found "
                + found.rows.get(i));
      }
    }
    assertSame(what + " rows used", expected.rows.size(), found.rows.size());
    if (!expected.rejected.equals(found.rejected)) {
      throw new AssertionError(
          what + " rejected at: expected " + expected.rejected + ", found " + found.rejected);
    }
    RowAccount a = expected.account;
    RowAccount b = found.account;
    assertSame(what + " read", a.read(), b.read());
    assertSame(what + " used", a.used(), b.used());
    assertSame(what + " missing dropped", a.missingDropped(), b.missingDropped());
    assertSame(what + " zero weight", a.zeroWeight(), b.zeroWeight());
    assertSame(
        what + " blank lines",
        a.count(RowAccount.Note.BLANK_LINE),
        b.count(RowAccount.Note.BLANK_LINE));
  }

  private static void assertSame(String what, long expected, long found) {
    if (expected != found) {
      throw new AssertionError(what + ": expected " + expected + ", found " + found);
    }
  }

  /** A message must be one line without control characters, and short. */
  static void assertHarmless(String message) {
    if (message == null || message.isEmpty() || message.length() > 2000) {
      throw new AssertionError(
          "message length: " + (message == null ? "none" : message.length() + " characters"));
    }
    for (int i = 0; i < message.length(); i++) {
      if (Character.isISOControl(message.charAt(i))) {
        throw new AssertionError(
            String.format("control character in message: U+%04x in ", (int) message.charAt(i))
                + Mutator.show(message.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
      }
    }
  }

  /** Runs; a failure with a fit message is an answer, which is returned. */
  static Failure failure(Runnable body) {
    try {
      body.run();
      return null;
    } catch (Failure e) {
      assertHarmless(e.getMessage());
      return e;
    }
  }

  /** The record with some of its components changed; spares tests the other twenty. */
  static <R extends Record> R with(R record, Map<String, Object> changes) {
    try {
      RecordComponent[] components = record.getClass().getRecordComponents();
      Class<?>[] types = new Class<?>[components.length];
      Object[] values = new Object[components.length];
      for (int i = 0; i < components.length; i++) {
        String name = components[i].getName();
        types[i] = components[i].getType();
        values[i] =
            changes.containsKey(name)
                ? changes.get(name)
                : components[i].getAccessor().invoke(record);
      }
      @SuppressWarnings("unchecked")
      Constructor<R> constructor = (Constructor<R>) record.getClass().getDeclaredConstructor(types);
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
