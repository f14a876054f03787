package org.suffice.block;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.suffice.read.Column;
import org.suffice.read.CsvDialect;
import org.suffice.read.CsvPlan;
import org.suffice.read.FeatureEncoder;
import org.suffice.read.LibsvmPlan;
import org.suffice.read.RowAccount;
import org.suffice.read.RowParser;
import org.suffice.read.RowPlan;
import org.suffice.read.Schema;

/** Where blocks end, what they hold, and whether the next one overwrites it. */
class BlockBuilderTest {
  /** Features {@code x} and weight {@code w}, label {@code y}; rows with gaps are dropped. */
  private static RowParser parser(boolean weighted, int features) {
    List<Column> columns = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (int j = 0; j < features; j++) {
      names.add("x" + j);
      columns.add(Column.numeric("x" + j));
    }
    names.add("w");
    names.add("y");
    Schema schema =
        new Schema(columns, "y", weighted ? Optional.of("w") : Optional.<String>empty());
    RowPlan rows =
        new RowPlan(
            new FeatureEncoder(columns), RowPlan.Missing.DROP, RowPlan.UnseenLevel.ERROR, null);
    return CsvPlan.of(CsvDialect.DEFAULT, names, null, schema, rows, true, List.of()).newParser();
  }

  private static RowParser.Outcome add(BlockBuilder builder, String line, long at) {
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    return builder.add(bytes, 0, bytes.length, at, 10 * at);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 8192",
    "1, 8192",
    "16, 8192",
    "17, 7710",
    "64, 2048",
    "128, 1024",
    "129, 1024",
    "5000, 1024"
  })
  void denseBlocksFillAMebibyteWithinBounds(int features, int rows) {
    assertEquals(rows, BlockBuilder.denseRows(features));
  }

  @Test
  void denseBlockEndsAtItsRows() {
    BlockBuilder builder = new BlockBuilder(parser(false, 200), 3, false);
    StringBuilder line = new StringBuilder();
    for (int j = 0; j < 200; j++) {
      line.append(j).append(',');
    }
    line.append("1,5");
    for (int i = 0; i < 1023; i++) {
      add(builder, line.toString(), i);
    }
    // Rows that are left out do not count.
    add(builder, line.toString().replaceFirst("0", ""), 1023);
    assertFalse(builder.isFull());
    add(builder, line.toString(), 1024);
    assertTrue(builder.isFull());
    Block block = builder.build();
    assertEquals(1024, block.numRows());
    assertEquals(200, block.numFeatures());
    assertEquals(3, block.file());
    assertEquals(1024, block.account().used());
    assertEquals(1, block.account().missingDropped());
    assertEquals(1024, block.rowIds()[1023]);
    assertEquals(199, ((DenseBlock) block).values()[1024 * 200 - 1]);
    assertFalse(builder.isFull());
    assertTrue(builder.isEmpty());
  }

  /** At a mebibyte of entries of twelve bytes, but not before 1,024 rows, nor after 8,192. */
  @ParameterizedTest
  @CsvSource({"100, 1024", "86, 1024", "85, 1029", "43, 2033", "10, 8192", "0, 8192"})
  void sparseBlockEndsAtItsEntries(int entries, int rows) {
    BlockBuilder builder =
        new BlockBuilder(new LibsvmPlan(1_000_000, false, true).newParser(), 0, true);
    StringBuilder line = new StringBuilder("1");
    for (int e = 1; e <= entries; e++) {
      line.append(' ').append(1000 * e).append(":2");
    }
    int added = 0;
    while (!builder.isFull()) {
      add(builder, line.toString(), added++);
    }
    assertEquals(rows, added);
    SparseBlock block = (SparseBlock) builder.build();
    assertEquals(rows, block.numRows());
    assertEquals(rows * entries, block.numEntries());
    for (int i = 0; i <= rows; i++) {
      assertEquals(i * entries, block.rowStarts()[i]);
    }
  }

  @Test
  void rowsKeepTheirLabelsWeightsAndPlaces() {
    BlockBuilder builder = new BlockBuilder(parser(true, 2), 5, false);
    assertTrue(builder.isEmpty());
    assertEquals(RowParser.Outcome.USED, add(builder, "1,2,0.5,3", 7));
    assertEquals(RowParser.Outcome.MISSING_DROPPED, add(builder, "9,,0.5,3", 8));
    assertEquals(RowParser.Outcome.ZERO_WEIGHT, add(builder, "9,9,0,3", 9));
    assertEquals(RowParser.Outcome.REJECTED, add(builder, "9,nine,1,3", 10));
    assertEquals(RowParser.Outcome.USED, add(builder, "4,5,1,6", 11));
    DenseBlock block = (DenseBlock) builder.build();
    assertEquals(2, block.numRows());
    assertArrayEquals(new double[] {1, 2, 4, 5}, block.values());
    assertArrayEquals(new double[] {3, 6}, block.labels());
    assertArrayEquals(new double[] {0.5, 1}, block.weights());
    assertArrayEquals(new long[] {7, 11}, block.rowIds());
    RowAccount account = block.account();
    assertEquals(5, account.read());
    assertEquals(2, account.used());
    assertEquals(1, account.zeroWeight());
    assertEquals(1, account.rejected());
    assertEquals(100, account.rejections().get(0).offset());
    assertEquals(5, account.rejections().get(0).file());
    assertEquals("x1", account.rejections().get(0).column());
  }

  /** Weights of 1 take no arrays of their own, in whichever block they are. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void weightsOfOneAreNull(boolean reuse) {
    BlockBuilder builder = new BlockBuilder(parser(true, 1), 0, reuse);
    add(builder, "1,1,1", 0);
    assertNull(builder.build().weights());
    add(builder, "1,1,1", 1);
    add(builder, "1,2,1", 2);
    assertArrayEquals(new double[] {1, 2}, Arrays.copyOf(builder.build().weights(), 2));
    add(builder, "1,1,1", 3);
    assertNull(builder.build().weights(), "the weights of the block before are gone");
  }

  @Test
  void blockOfRejectedRowsOnlyStillAccounts() {
    BlockBuilder builder = new BlockBuilder(parser(false, 1), 0, false);
    add(builder, "x,1,1", 0);
    assertFalse(builder.isEmpty());
    Block block = builder.build();
    assertEquals(0, block.numRows());
    assertEquals(1, block.account().rejected());
    assertTrue(builder.isEmpty());
  }

  @Test
  void reusedArraysAreShared() {
    BlockBuilder builder = new BlockBuilder(parser(true, 1), 0, true);
    add(builder, "1,2,3", 0);
    DenseBlock first = (DenseBlock) builder.build();
    add(builder, "4,5,6", 1);
    DenseBlock second = (DenseBlock) builder.build();
    assertSame(first.values(), second.values());
    assertSame(first.labels(), second.labels());
    assertSame(first.weights(), second.weights());
    assertSame(first.rowIds(), second.rowIds());
    assertNotSame(first.account(), second.account());
    assertEquals(4, second.values()[0]);
  }

  @Test
  void keptBlocksAreNotOverwritten() {
    BlockBuilder dense = new BlockBuilder(parser(true, 1), 0, false);
    add(dense, "1,2,3", 0);
    DenseBlock first = (DenseBlock) dense.build();
    add(dense, "4,5,6", 1);
    dense.build();
    assertArrayEquals(new double[] {1}, first.values());
    assertArrayEquals(new double[] {2}, first.weights());
    assertArrayEquals(new double[] {3}, first.labels());
    assertArrayEquals(new long[] {0}, first.rowIds());

    BlockBuilder sparse = new BlockBuilder(new LibsvmPlan(9, false, true).newParser(), 0, false);
    add(sparse, "1 2:3 5:7", 0);
    SparseBlock kept = (SparseBlock) sparse.build();
    add(sparse, "8 1:9 2:9 3:9", 1);
    sparse.build();
    assertArrayEquals(new int[] {0, 2}, kept.rowStarts());
    assertArrayEquals(new int[] {1, 4}, kept.indices());
    assertArrayEquals(new double[] {3, 7}, kept.values());
    assertArrayEquals(new double[] {1}, kept.labels());
  }

  /** Both ways give the same blocks of the same rows. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void reuseDoesNotChangeTheRows(boolean sparse) {
    List<double[]> sums = new ArrayList<>();
    for (boolean reuse : new boolean[] {true, false}) {
      RowParser parser = sparse ? new LibsvmPlan(3, false, true).newParser() : parser(true, 3);
      BlockBuilder builder = new BlockBuilder(parser, 0, reuse);
      List<Double> seen = new ArrayList<>();
      for (int i = 0; i < 20_000; i++) {
        add(builder, sparse ? i + " 1:" + i + " 3:2" : i + ",1,2," + (1 + i % 2) + "," + i, i);
        if (builder.isFull() || i == 19_999) {
          note(builder.build(), seen);
        }
      }
      sums.add(seen.stream().mapToDouble(Double::doubleValue).toArray());
    }
    assertArrayEquals(sums.get(0), sums.get(1));
  }

  private static void note(Block block, List<Double> seen) {
    int n = block.numRows();
    seen.add((double) n);
    seen.add(Arrays.stream(block.labels(), 0, n).sum());
    seen.add(block.weights() == null ? n : Arrays.stream(block.weights(), 0, n).sum());
    seen.add((double) Arrays.stream(block.rowIds(), 0, n).sum());
    double[] values =
        block instanceof DenseBlock dense
            ? Arrays.copyOf(dense.values(), n * 3)
            : Arrays.copyOf(((SparseBlock) block).values(), ((SparseBlock) block).numEntries());
    seen.add(Arrays.stream(values).sum());
  }

  @Test
  void arraysThatDoNotFitAreRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> DenseBlock.of(3, new double[5], new double[2], null));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new SparseBlock(
                2,
                3,
                new int[] {0, 1},
                new int[1],
                new double[1],
                new double[2],
                null,
                0,
                new long[2],
                new RowAccount()));
  }
}
