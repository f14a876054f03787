package org.suffice.jobs.read;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.io.api.Binary;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.suffice.Failure;
import org.suffice.jobs.read.ParquetFiles.Asked;
import org.suffice.jobs.read.ParquetFiles.Rows;
import org.suffice.read.Column;
import org.suffice.read.Rejection;
import org.suffice.read.RowAccount;
import org.suffice.read.RowPlan;
import org.suffice.read.Schema;

/** Which files and columns are accepted, and what is said of those that are not. */
class ParquetTableTest {
  private static final String SCHEMA =
      "required double y; required double x; optional binary s (STRING);";

  @TempDir Path directory;

  private Path first;
  private Path second;

  @BeforeEach
  void write() {
    first = ParquetFiles.write(directory.resolve("a.parquet"), SCHEMA, 30, ParquetTableTest::fill);
    second = directory.resolve("b.parquet");
  }

  private static void fill(Group row, int i) {
    row.append("y", i * 2.0).append("x", (double) i).append("s", i % 2 == 0 ? "even" : "odd");
  }

  private void fails(Asked asked, String... words) {
    Failure failure =
        assertThrows(Failure.class, () -> ParquetFiles.rows(asked.training()), "no failure");
    for (String word : words) {
      assertTrue(failure.getMessage().contains(word), failure.getMessage());
    }
  }

  private Asked all() {
    return new Asked(directory, "y");
  }

  @Test
  void anEmptyFileAmongOthers() {
    ParquetFiles.bytes(second, new byte[0]);
    fails(all(), "b.parquet", "empty");
    fails(new Asked(second, "y"), "b.parquet", "empty");
  }

  @Test
  void whatIsNotParquet() {
    ParquetFiles.bytes(second, "y,x\n1,2\n3,4\n".getBytes(StandardCharsets.UTF_8));
    fails(all(), "b.parquet: it is not a Parquet file");
    ParquetFiles.bytes(second, "PAR1".getBytes(StandardCharsets.UTF_8));
    fails(all(), "b.parquet: it is not a Parquet file");
  }

  @Test
  void anEncryptedFile() throws IOException {
    byte[] bytes = Files.readAllBytes(first);
    System.arraycopy("PARE".getBytes(StandardCharsets.UTF_8), 0, bytes, bytes.length - 4, 4);
    ParquetFiles.bytes(second, bytes);
    fails(all(), "b.parquet: it is encrypted");
  }

  /** Cut at every length, a file is a failure that names it. */
  @Test
  void aFileCutOff() throws IOException {
    byte[] bytes = Files.readAllBytes(first);
    for (int length = 1; length < bytes.length; length++) {
      ParquetFiles.bytes(second, Arrays.copyOf(bytes, length));
      fails(all(), "b.parquet");
    }
    ParquetFiles.bytes(second, Arrays.copyOf(bytes, bytes.length - 20));
    fails(all(), "b.parquet: it starts as Parquet and does not end so");
  }

  /** A flipped byte is never anything but a failure that names the file, or without effect. */
  @Test
  void damagedBytes() throws IOException {
    byte[] bytes = Files.readAllBytes(first);
    List<List<Long>> good = ParquetFiles.rows(new Asked(first, "y").training()).bits();
    Files.delete(first);
    long seed = 20261121;
    Random random = new Random(seed);
    for (int i = 0; i < 3000; i++) {
      byte[] damaged = bytes.clone();
      int at = random.nextInt(bytes.length);
      damaged[at] ^= (byte) (1 + random.nextInt(255));
      ParquetFiles.bytes(second, damaged);
      String what = "seed " + seed + ", flip " + i + " at " + at;
      try {
        Rows rows = ParquetFiles.rows(new Asked(second, "y").training());
        if (at < footer(bytes)) {
          assertEquals(good, rows.bits(), what);
        }
      } catch (Failure e) {
        boolean named = e.getMessage().contains("b.parquet");
        assertTrue(named || e.kind() != Failure.Kind.DATA, what + ": " + e.getMessage());
      } catch (RuntimeException | Error e) {
        throw new AssertionError(what, e);
      }
    }
  }

  /** Where the footer starts. */
  private static int footer(byte[] bytes) {
    int length = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(bytes.length - 8);
    return bytes.length - 8 - length;
  }

  @Test
  void filesWithoutRows() {
    ParquetFiles.write(second, SCHEMA, 0, ParquetTableTest::fill);
    fails(new Asked(second, "y"), "no rows", "b.parquet");
    assertEquals(30, ParquetFiles.rows(all().training()).account().used());
  }

  @Test
  void columnsInAnotherOrder() {
    ParquetFiles.write(
        second,
        "required double more; optional binary s (STRING); required double x; required double y;",
        30,
        (row, i) -> {
          fill(row, i);
          row.append("more", 1.0);
        });
    Rows rows = ParquetFiles.rows(all().features("x", "s").training());
    assertEquals(60, rows.account().used());
    assertEquals(rows.bits().subList(0, 30), rows.bits().subList(30, 60));
  }

  @Test
  void aColumnOfAnotherType() {
    ParquetFiles.write(
        second,
        "required double y; required int32 x; optional binary s (STRING);",
        30,
        (row, i) -> row.append("y", i * 2.0).append("x", i).append("s", "odd"));
    fails(all(), "b.parquet", "'x'", "int32", "double", "a.parquet", "data.merge-schema");
    Rows rows = ParquetFiles.rows(all().mergeSchema().training());
    assertEquals(60, rows.account().used());
    assertArrayEquals(Arrays.copyOf(rows.slot(0), 30), Arrays.copyOfRange(rows.slot(0), 30, 60));
    fails(all().features("x"), "b.parquet", "'x'");
    assertEquals(60, ParquetFiles.rows(all().features("s").training()).account().used());
  }

  @Test
  void wordsWhereNumbersWere() {
    ParquetFiles.write(
        second,
        "required double y; required binary x (STRING); optional binary s (STRING);",
        30,
        (row, i) -> row.append("y", i * 2.0).append("x", "word").append("s", "odd"));
    fails(all(), "b.parquet", "'x'", "string", "numbers");
    fails(all().mergeSchema(), "b.parquet", "'x'", "string", "numbers");
  }

  @Test
  void aColumnMissingInOneFile() {
    ParquetFiles.write(
        second,
        "required double y; optional binary s (STRING); required double later;",
        30,
        (row, i) -> row.append("y", i * 2.0).append("s", "odd").append("later", 1.0));
    fails(all(), "b.parquet has no column 'x'", "a.parquet");
    Asked merged = all().mergeSchema().missing(RowPlan.Missing.MEAN);
    DataSet data = merged.training();
    assertEquals(List.of("x", "s", "later"), data.schema().featureNames());
    Rows rows = ParquetFiles.rows(data);
    assertEquals(60, rows.account().used());
    double[] absent = rows.slot(data.encoder().indicatorSlot(0));
    for (int i = 0; i < 60; i++) {
      assertEquals(i < 30 ? 0 : 1, absent[i]);
    }
  }

  @Test
  void columnsThatNoModelCanUse() {
    ParquetFiles.write(
        second,
        SCHEMA
            + "required binary raw; repeated int32 many; optional group pair { required int32 a;"
            + " required int32 b; } optional group tags (LIST) { repeated group list { optional"
            + " binary element (STRING); } } required fixed_len_byte_array(16) id (UUID); required"
            + " double last;",
        30,
        (row, i) -> {
          fill(row, i);
          row.append("raw", "r").append("many", 1).append("many", 2).append("last", i * 3.0);
          row.addGroup("pair").append("a", 1).append("b", 2);
          row.addGroup("tags").addGroup("list").append("element", "t");
          row.append("id", Binary.fromConstantByteArray(new byte[16]));
        });
    DataSet data = new Asked(second, "y").training();
    assertEquals(List.of("x", "s", "last"), data.schema().featureNames());
    assertEquals(
        List.of("'raw'", "'many'", "'pair'", "'tags'", "'id'"),
        data.warnings(new RowAccount()).stream().map(text -> text.split(" ")[1]).toList());
    Rows rows = ParquetFiles.rows(data);
    assertEquals(30, rows.account().used());
    assertEquals(87, rows.slot(data.encoder().firstSlot(2))[29]);
    for (String name : List.of("raw", "many", "pair", "tags", "id")) {
      fails(new Asked(second, "y").features("x", name), "b.parquet", "'" + name + "'", "no model");
      assertEquals(
          4, new Asked(second, "y").ignore(name).training().warnings(rows.account()).size());
    }
    fails(new Asked(second, "y").features("x", "tags"), "holds list");
    fails(new Asked(second, "y").features("x", "pair"), "holds struct");
    fails(new Asked(second, "y").features("x", "raw"), "holds binary");
    fails(new Asked(second, "raw"), "holds binary");
  }

  @Test
  void labelAndWeightAreNumbers() {
    fails(new Asked(first, "s"), "a.parquet", "'s'", "string", "numbers");
    fails(new Asked(first, "y").weight("s"), "a.parquet", "'s'", "string", "numbers");
  }

  @Test
  void decimalsAreMentioned() {
    ParquetFiles.write(
        second,
        "required double y; required int64 price (DECIMAL(18,2));",
        5,
        (row, i) -> row.append("y", 1.0).append("price", (long) i));
    List<String> warnings = new Asked(second, "y").training().warnings(new RowAccount());
    assertEquals(1, warnings.size());
    assertTrue(warnings.get(0).contains("'price'"), warnings.get(0));
    assertTrue(warnings.get(0).contains("decimal(18,2)"), warnings.get(0));
  }

  @Test
  void namesThatDifferInCaseOnly() {
    ParquetFiles.write(
        second,
        "required double y; required double x; required double X;",
        5,
        (row, i) -> row.append("y", 1.0).append("x", 1.0).append("X", 1.0));
    fails(new Asked(second, "y"), "b.parquet", "'X'", "'x'");
  }

  /** A type that changed since training. */
  @Test
  void typesAtPrediction() {
    Column year = Column.categorical("x", List.of("1", "2"));
    Column word = Column.categorical("x", List.of("one", "two"));
    Schema numeric = new Schema(List.of(Column.numeric("s")), "y", Optional.empty());
    Schema words = new Schema(List.of(word), "y", Optional.empty());
    Schema years = new Schema(List.of(year), "y", Optional.empty());
    DataSettings settings = new Asked(first, "").settings();
    Failure wordsForNumbers =
        assertThrows(
            Failure.class,
            () -> DataSet.forModel(settings, settings.input(), numeric, null, false, List.of()));
    assertTrue(
        wordsForNumbers.getMessage().contains("'s' holds string"), wordsForNumbers::getMessage);
    Failure numbersForWords =
        assertThrows(
            Failure.class,
            () -> DataSet.forModel(settings, settings.input(), words, null, false, List.of()));
    assertTrue(
        numbersForWords.getMessage().contains("'x' holds double"), numbersForWords::getMessage);
    Rows rows =
        ParquetFiles.rows(
            DataSet.forModel(settings, settings.input(), years, null, false, List.of()));
    assertEquals(2, rows.account().used());
    assertEquals(28, rows.account().count(Rejection.Reason.UNSEEN_LEVEL));
    assertTrue(rows.account().rejections().get(0).detail().contains("'0'"));
  }
}
