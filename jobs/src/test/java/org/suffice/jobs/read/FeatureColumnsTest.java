package org.suffice.jobs.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.suffice.Failure;
import org.suffice.jobs.read.ParquetFiles.Asked;
import org.suffice.read.RowAccount;

/** Columns that were taken for categories and look like something else. */
class FeatureColumnsTest {
  @TempDir Path directory;

  private Asked asked(String... cells) {
    StringBuilder text = new StringBuilder("x,y\n");
    for (int i = 0; i < cells.length; i++) {
      text.append('"').append(cells[i]).append("\",").append(i).append('\n');
    }
    return new Asked(
        ParquetFiles.bytes(
            directory.resolve("rows.csv"), text.toString().getBytes(StandardCharsets.UTF_8)),
        "y");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1,000|2,500|1,234,567.5", // thousands
        "0,5|1,5|-2,25", // decimal commas
        "$3|$4.50|$-1", // units
        "12 %|3.5 %|100 %",
        "1_000|2_000",
        "1'000|2'000",
        "1D5|2D6", // as Fortran writes
        "\u0661|\u0662", // digits of another script
        "\u22121|\u22122" // a minus sign that is none
      })
  void numbersWrittenOtherwise(String cells) {
    String[] all = cells.split("\\|");
    List<String> warnings = asked(all).training().warnings(new RowAccount());
    assertEquals(1, warnings.size(), warnings.toString());
    String warning = warnings.get(0);
    String start = "column 'x' became " + all.length + " categories that look like numbers";
    assertTrue(warning.startsWith(start), warning);
    assertTrue(warning.endsWith("data.categorical=[x]"), warning);
    assertEquals(List.of(), asked(all).categorical("x").training().warnings(new RowAccount()));
    assertEquals(
        List.of(), asked(all).ignore("x").features("none").training().warnings(new RowAccount()));
  }

  @Test
  void numbersKeptAsText() {
    Path file =
        ParquetFiles.write(
            directory.resolve("texts.parquet"),
            "required double y; required binary x (UTF8);",
            ParquetFiles.Layout.SIMPLE,
            6,
            (row, i) -> row.append("y", (double) i).append("x", i + ".0"));
    List<String> warnings = new Asked(file, "y").training().warnings(new RowAccount());
    assertEquals(1, warnings.size(), warnings.toString());
    assertTrue(warnings.get(0).contains("6 categories that look like numbers, such as '0.0'"));
  }

  @Test
  void moreNumbersThanLevelsAreAllowed() {
    String[] cells = IntStream.range(0, 1001).mapToObj(i -> i + ",5").toArray(String[]::new);
    Failure failure = assertThrows(Failure.class, () -> asked(cells).training());
    assertTrue(failure.getMessage().contains(": numbers? Store bare digits"), failure.getMessage());
    Arrays.setAll(cells, i -> "id" + i);
    failure = assertThrows(Failure.class, () -> asked(cells).training());
    assertTrue(failure.getMessage().contains("1000 levels: an identifier?"), failure.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a|b|c", "1,000|many", "A1|A2", "1-2|3-4", "10:30|11:00", "$|%"})
  void wordsAreNoNumbers(String cells) {
    assertEquals(List.of(), asked(cells.split("\\|")).training().warnings(new RowAccount()));
  }
}
