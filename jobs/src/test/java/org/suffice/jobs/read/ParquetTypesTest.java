package org.suffice.jobs.read;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.api.Binary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.suffice.jobs.read.ParquetFiles.Asked;
import org.suffice.jobs.read.ParquetFiles.Layout;
import org.suffice.jobs.read.ParquetFiles.Rows;
import org.suffice.read.Column;
import org.suffice.read.DatePart;
import org.suffice.read.Rejection;
import org.suffice.read.RowAccount;
import org.suffice.read.RowPlan;

/** Every type, in every encoding and codec, with and without nulls. */
class ParquetTypesTest {
  private static final int ROWS = 2500;

  /** 2026-11-21T10:15:30 and a fraction. */
  private static final long SECONDS = 1_795_256_130L;

  @TempDir Path directory;

  /** A type: how it is declared, how row i is written, and the number that is to be read. */
  private enum Type {
    BOOLEAN("boolean", (g, n, i) -> g.append(n, i % 3 == 0), i -> i % 3 == 0 ? 1 : 0),
    INT8("int32 %s (INTEGER(8,true))", (g, n, i) -> g.append(n, i % 256 - 128), i -> i % 256 - 128),
    INT32("int32", (g, n, i) -> g.append(n, i * 858_993 - 7), i -> i * 858_993 - 7),
    UINT32(
        "int32 %s (INTEGER(32,false))", (g, n, i) -> g.append(n, -1 - i), i -> 4_294_967_295.0 - i),
    INT64("int64", (g, n, i) -> g.append(n, (i - 9L) << 40), i -> (i - 9L) << 40),
    UINT64(
        "int64 %s (INTEGER(64,false))",
        (g, n, i) -> g.append(n, Long.MIN_VALUE + i * 1025L),
        i -> BigInteger.ONE.shiftLeft(63).add(BigInteger.valueOf(i * 1025L)).doubleValue()),
    FLOAT("float", (g, n, i) -> g.append(n, i / 10f), i -> i / 10f),
    DOUBLE("double", (g, n, i) -> g.append(n, i / -10.0), i -> i / -10.0),
    HALF(
        "fixed_len_byte_array(2) %s (FLOAT16)",
        (g, n, i) ->
            g.append(n, Binary.fromConstantByteArray(littleEndian((short) (0x3c00 + i % 8)))),
        i -> 1 + i % 8 / 1024.0),
    DECIMAL9(
        "int32 %s (DECIMAL(9,2))",
        (g, n, i) -> g.append(n, i * 7 - 100),
        i -> BigDecimal.valueOf(i * 7L - 100, 2).doubleValue()),
    DECIMAL18(
        "int64 %s (DECIMAL(18,17))",
        (g, n, i) -> g.append(n, 314_159_265_358_979_323L + i),
        i -> Double.parseDouble(BigDecimal.valueOf(314_159_265_358_979_323L + i, 17).toString())),
    DECIMAL38(
        "fixed_len_byte_array(16) %s (DECIMAL(38,20))",
        (g, n, i) -> g.append(n, Binary.fromConstantByteArray(sixteen(wide(i)))),
        i -> Double.parseDouble(new BigDecimal(wide(i), 20).toString())),
    DECIMAL_BYTES(
        "binary %s (DECIMAL(20,1))",
        (g, n, i) ->
            g.append(n, Binary.fromConstantByteArray(BigInteger.valueOf(-i).toByteArray())),
        i -> BigDecimal.valueOf(-i, 1).doubleValue());

    final String declared;
    final Writer writer;
    final IntToDoubleFunction expected;

    Type(String declared, Writer writer, IntToDoubleFunction expected) {
      this.declared = declared;
      this.writer = writer;
      this.expected = expected;
    }

    String declaration(String repetition, String name) {
      return repetition
          + " "
          + (declared.contains("%s") ? declared.formatted(name) : declared + " " + name)
          + "; ";
    }
  }

  @FunctionalInterface
  private interface Writer {
    void write(Group row, String name, int i);
  }

  private static byte[] littleEndian(short value) {
    return ByteBuffer.allocate(2).order(ByteOrder.LITTLE_ENDIAN).putShort(value).array();
  }

  private static BigInteger wide(int i) {
    return BigInteger.TEN.pow(37).add(BigInteger.valueOf(i)).negate();
  }

  private static byte[] sixteen(BigInteger value) {
    byte[] bytes = new byte[16];
    Arrays.fill(bytes, (byte) (value.signum() < 0 ? -1 : 0));
    byte[] digits = value.toByteArray();
    System.arraycopy(digits, 0, bytes, 16 - digits.length, digits.length);
    return bytes;
  }

  static Stream<Layout> layouts() {
    List<Layout> layouts = new ArrayList<>();
    for (WriterVersion version : WriterVersion.values()) {
      for (CompressionCodecName codec :
          List.of(
              CompressionCodecName.UNCOMPRESSED,
              CompressionCodecName.SNAPPY,
              CompressionCodecName.GZIP,
              CompressionCodecName.ZSTD,
              CompressionCodecName.LZ4_RAW)) {
        layouts.add(new Layout(version, true, false, codec, 1000, 130));
        layouts.add(new Layout(version, false, false, codec, 1000, 130));
      }
      layouts.add(
          new Layout(version, false, true, CompressionCodecName.UNCOMPRESSED, 1 << 20, 700));
    }
    return layouts.stream();
  }

  /** Each type twice, required and with nulls in every seventh row. */
  @ParameterizedTest
  @MethodSource("layouts")
  void numbers(Layout layout) {
    StringBuilder schema = new StringBuilder("required double y; ");
    for (Type type : Type.values()) {
      schema.append(type.declaration("required", type.name()));
      schema.append(type.declaration("optional", type.name() + "_N"));
    }
    Path file =
        ParquetFiles.write(
            directory.resolve("numbers.parquet"),
            schema.toString(),
            layout,
            ROWS,
            (row, i) -> {
              row.append("y", i + 0.5);
              for (Type type : Type.values()) {
                type.writer.write(row, type.name(), i);
                if (i % 7 != 0) {
                  type.writer.write(row, type.name() + "_N", i);
                }
              }
            });
    DataSet data = new Asked(file, "y").missing(RowPlan.Missing.MEAN).training();
    assertEquals((ROWS + layout.group() - 1) / layout.group(), data.sources().size());
    Rows rows = ParquetFiles.rows(data);
    assertArrayEquals(IntStream.range(0, ROWS).mapToDouble(i -> i + 0.5).toArray(), rows.label());
    for (int t = 0; t < Type.values().length; t++) {
      Type type = Type.values()[t];
      int indicator = data.encoder().indicatorSlot(2 * t + 1);
      assertEquals(-1, data.encoder().indicatorSlot(2 * t), type.name());
      for (int i = 0; i < ROWS; i++) {
        double[] row = rows.values().get(i);
        double expected = type.expected.applyAsDouble(i);
        assertEquals(expected, row[2 * t], type + " row " + i);
        assertEquals(i % 7 == 0 ? 0 : expected, row[2 * t + 1], type + " row " + i);
        assertEquals(i % 7 == 0 ? 1 : 0, row[indicator], type + " row " + i);
      }
    }
    long nulls = (ROWS + 6) / 7;
    assertEquals(
        nulls * Type.values().length, rows.account().count(RowAccount.Note.MEAN_FOR_MISSING));
    assertEquals(LongStream.range(0, ROWS).boxed().toList(), rows.ids());
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void dates(Layout layout) {
    Path file =
        ParquetFiles.write(
            directory.resolve("dates.parquet"),
            "required double y; required int32 day (DATE); required int64 ms (TIMESTAMP(MILLIS,true));"
                + " required int64 us (TIMESTAMP(MICROS,false)); optional int64 ns"
                + " (TIMESTAMP(NANOS,true)); required int96 old; required binary text (STRING);",
            layout,
            ROWS,
            (row, i) -> {
              long second = SECONDS - i * 7919L * 400; // back to before 1970
              row.append("y", 1.0);
              row.append("day", (int) Math.floorDiv(second, 86_400L));
              row.append("ms", second * 1_000 + 999);
              row.append("us", second * 1_000_000 + 999_999);
              row.append("ns", second * 1_000_000_000 + 999_999_999);
              row.append("old", int96(second));
              row.append("text", Instant.ofEpochSecond(second).toString());
            });
    DataSet data =
        new Asked(file, "y")
            .dates("day", DatePart.EPOCH, DatePart.YEAR, DatePart.HOUR)
            .dates("ms", DatePart.EPOCH)
            .dates("us", DatePart.EPOCH)
            .dates("ns", DatePart.EPOCH)
            .dates("old", DatePart.EPOCH)
            .dates("text", DatePart.EPOCH)
            .training();
    Rows rows = ParquetFiles.rows(data);
    for (int i = 0; i < ROWS; i++) {
      double second = SECONDS - i * 7919L * 400;
      double day = Math.floor(second / 86_400) * 86_400;
      double year = LocalDate.ofEpochDay((long) day / 86_400).getYear();
      double[] expected = {day, year, 0, second, second, second, second, second};
      assertArrayEquals(expected, rows.values().get(i), "row " + i);
    }
  }

  private static Binary int96(long second) {
    long day = Math.floorDiv(second, 86_400L);
    return Binary.fromConstantByteArray(
        ByteBuffer.allocate(12)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong((second - day * 86_400) * 1_000_000_000L + 5)
            .putInt((int) (day + 2_440_588))
            .array());
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void levels(Layout layout) {
    String[] words = {"b", "a", "ä", "", "NA", "c\"d"};
    Path file =
        ParquetFiles.write(
            directory.resolve("levels.parquet"),
            "required double y; optional binary s (STRING); required binary e (ENUM);"
                + " required int32 year; required boolean yes; optional double whole;"
                + " required int64 price (DECIMAL(9,2)); required int32 day (DATE);"
                + " required int32 u (INTEGER(32,false));",
            layout,
            ROWS,
            (row, i) -> {
              row.append("y", 1.0);
              if (i % 5 != 0) {
                row.append("s", words[i % words.length]);
              }
              row.append("e", words[i % 3]);
              row.append("year", 2000 + i % 3);
              row.append("yes", i % 2 == 0);
              if (i % 4 != 0) {
                row.append("whole", i % 3 / 2.0);
              }
              row.append("price", i % 2 * 150L);
              row.append("day", i % 2);
              row.append("u", -(i % 2));
            });
    DataSet data =
        new Asked(file, "y")
            .categorical("year", "yes", "whole", "price", "day", "u")
            .missing(RowPlan.Missing.MEAN)
            .training();
    List<List<String>> expected =
        List.of(
            List.of("a", "b", "c\"d", "ä"), // the marks of missing values are none
            List.of("a", "b", "ä"),
            List.of("2000", "2001", "2002"),
            List.of("false", "true"),
            List.of("0", "0.5", "1"),
            List.of("0.00", "1.50"),
            List.of("1970-01-01", "1970-01-02"),
            List.of("0", "4294967295"));
    assertEquals(expected, data.schema().features().stream().map(Column::levels).toList());
    Rows rows = ParquetFiles.rows(data);
    for (int i = 0; i < ROWS; i++) {
      String word = words[i % words.length];
      boolean missing = i % 5 == 0 || word.isEmpty() || word.equals("NA");
      String[] row = {
        missing ? null : word,
        words[i % 3],
        Integer.toString(2000 + i % 3),
        i % 2 == 0 ? "true" : "false",
        i % 4 == 0 ? null : List.of("0", "0.5", "1").get(i % 3),
        i % 2 == 0 ? "0.00" : "1.50",
        i % 2 == 0 ? "1970-01-01" : "1970-01-02",
        i % 2 == 0 ? "0" : "4294967295"
      };
      for (int c = 0; c < row.length; c++) {
        for (int l = 0; l < expected.get(c).size(); l++) {
          double one = rows.values().get(i)[data.encoder().firstSlot(c) + l];
          assertEquals(expected.get(c).get(l).equals(row[c]) ? 1 : 0, one, "row " + i);
        }
        int indicator = data.encoder().indicatorSlot(c);
        if (row[c] == null) {
          assertEquals(1, rows.values().get(i)[indicator], "row " + i);
        }
      }
    }
    assertEquals(ROWS, rows.account().used());
  }

  /** Some writers have no nulls for numbers but NaN, which counts as missing only when named. */
  @ParameterizedTest
  @ValueSource(strings = {"NaN", "nan"})
  void notANumberAsAMark(String mark) {
    Path file =
        ParquetFiles.write(
            directory.resolve("nan.parquet"),
            "required double y; required double x; required float g;",
            ParquetFiles.Layout.SIMPLE.withGroups(10),
            20,
            (row, i) ->
                row.append("y", i == 3 ? Double.NaN : 1.0)
                    .append("x", i == 5 ? Double.NaN : i)
                    .append("g", i == 7 ? Float.NaN : i % 2));
    Asked asked = new Asked(file, "y").categorical("g").missingValues("", mark);
    RowAccount account =
        ParquetFiles.rows(asked.missing(RowPlan.Missing.DROP).training()).account();
    assertEquals(3, account.missingDropped());
    assertEquals(17, account.used());
    DataSet mean = asked.missing(RowPlan.Missing.MEAN).training();
    int indicator = mean.encoder().indicatorSlot(0);
    assertEquals(1, ParquetFiles.rows(mean).slot(indicator)[4]); // the row of y is rejected
  }

  static Stream<Arguments> unusable() {
    return Stream.of(
        Arguments.of(Double.NaN, Rejection.Reason.NOT_A_NUMBER),
        Arguments.of(Double.POSITIVE_INFINITY, Rejection.Reason.OUT_OF_RANGE),
        Arguments.of(Double.NEGATIVE_INFINITY, Rejection.Reason.OUT_OF_RANGE));
  }

  @ParameterizedTest
  @MethodSource("unusable")
  void numbersThatAreNone(double value, Rejection.Reason reason) {
    Path file =
        ParquetFiles.write(
            directory.resolve("none.parquet"),
            "required double y; required float x;",
            ParquetFiles.Layout.SIMPLE.withGroups(10),
            20,
            (row, i) ->
                row.append("y", i == 13 ? value : 1.0).append("x", i == 17 ? (float) value : 1f));
    RowAccount account = ParquetFiles.rows(new Asked(file, "y").training()).account();
    assertEquals(2, account.count(reason));
    assertEquals(18, account.used());
    assertEquals(13, account.rejections().get(0).offset());
    assertEquals("y", account.rejections().get(0).column());
    assertEquals(17, account.rejections().get(1).offset());
    assertEquals("x", account.rejections().get(1).column());
  }

  @Test
  void weightsThatAreNone() {
    double[] weights = {1, 0, Double.NaN, -1, Double.POSITIVE_INFINITY};
    Path file =
        ParquetFiles.write(
            directory.resolve("weights.parquet"),
            "required double y; required double x; optional double w;",
            6,
            (row, i) -> {
              row.append("y", 1.0).append("x", (double) i);
              if (i < weights.length) {
                row.append("w", weights[i]);
              }
            });
    RowAccount account = ParquetFiles.rows(new Asked(file, "y").weight("w").training()).account();
    assertEquals(1, account.used());
    assertEquals(1, account.zeroWeight());
    assertEquals(4, account.count(Rejection.Reason.WEIGHT));
    assertEquals("the weight is missing", account.rejections().get(3).detail());
  }

  @Test
  void wholeNumbersAboveTwoToThe53() {
    Path file =
        ParquetFiles.write(
            directory.resolve("ids.parquet"),
            "required double y; required int64 id; required double big;",
            4,
            (row, i) -> row.append("y", 1.0).append("id", (1L << 53) + i).append("big", 1e300));
    RowAccount account = ParquetFiles.rows(new Asked(file, "y").training()).account();
    assertEquals(2, account.count(RowAccount.Note.INEXACT)); // +1 rounds to 2^53 itself
  }

  @Test
  void marksOfMissingValues() {
    Path file =
        ParquetFiles.write(
            directory.resolve("marks.parquet"),
            "required double y; required int32 x; required double z; required binary s (STRING);",
            10,
            (row, i) ->
                row.append("y", 1.0)
                    .append("x", i == 1 ? -999 : i)
                    .append("z", i == 2 ? -999.0 : i)
                    .append("s", i == 3 ? "-999" : i == 4 ? "" : "s"));
    RowAccount account =
        ParquetFiles.rows(
                new Asked(file, "y").missingValues("-999").missing(RowPlan.Missing.DROP).training())
            .account();
    assertEquals(3, account.missingDropped());
    assertEquals(7, account.used());
  }
}
