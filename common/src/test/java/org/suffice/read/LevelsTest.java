package org.suffice.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.suffice.Failure;

/** Levels: gathered, indexed, encoded; and which columns have any. */
class LevelsTest {
  private static LevelSets sets(int maxLevels) {
    return new LevelSets(
        CsvDialect.DEFAULT, List.of("id", "c", "e"), Set.of("e", "c"), Set.of(), maxLevels);
  }

  private static void add(LevelSets sets, String... lines) {
    for (String line : lines) {
      byte[] bytes = ("," + line + ",").getBytes(StandardCharsets.UTF_8);
      sets.add(bytes, 1, bytes.length - 1);
    }
  }

  @Test
  void levelsStandInByteOrderWithoutMarks() {
    LevelSets sets = sets(100);
    add(sets, "1,b,x", "2,é,x", "3,B,x", "4, a ,\"x,y\"", "5,NA,null", "6,,x", "7,b,\"x\"\"z\"");
    add(sets, "8,𝄞,x", "9,\uffee,x"); // UTF-16 would order these two the other way round
    assertEquals(List.of("B", "a", "b", "é", "\uffee", "𝄞"), sets.levels("c"));
    assertEquals(List.of("x", "x\"z", "x,y"), sets.levels("e"));
  }

  /** Blanks around a level are no part of it, those in quotes are. */
  @Test
  void blanksAroundLevels() {
    LevelSets sets = sets(100);
    add(sets, "1, a,u", "2,a\t,u", "3,a,u", "4,\" a\",u");
    assertEquals(List.of(" a", "a"), sets.levels("c"));
  }

  @Test
  void brokenLinesAreLeftForTheParser() {
    LevelSets sets = sets(100);
    add(sets, "1,a,u", "2,b", "3", "", "4,c,\"v", "5,d,w,more");
    assertEquals(List.of("a", "b", "c", "d"), sets.levels("c"));
    assertEquals(List.of("u", "w"), sets.levels("e"));
  }

  @Test
  void anyCutAndOrderGivesTheSameLevels() {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      lines.add(i + ",level" + i % 37 + "," + i % 5);
    }
    LevelSets whole = sets(100);
    add(whole, lines.toArray(new String[0]));
    for (long seed = 0; seed < 20; seed++) {
      Collections.shuffle(lines, new Random(seed));
      LevelSets merged = sets(100);
      for (List<String> part : List.of(lines.subList(0, 90), lines.subList(90, 200))) {
        LevelSets other = sets(100);
        add(other, part.toArray(new String[0]));
        List<String> before = other.levels("c");
        merged.merge(other);
        assertEquals(before, other.levels("c"), "other is not modified, seed " + seed);
      }
      assertEquals(whole.levels("c"), merged.levels("c"), "seed " + seed);
      assertEquals(whole.levels("e"), merged.levels("e"), "seed " + seed);
    }
  }

  @Test
  void tooManyLevelsAreRefusedAtOnceAndAfterMerging() {
    LevelSets sets = sets(2);
    add(sets, "1,a,u", "2,b,u");
    Failure failure = assertThrows(Failure.class, () -> add(sets, "3,c,u"));
    assertEquals(Failure.Kind.DATA, failure.kind());
    assertTrue(failure.getMessage().contains("'c' has more than 2"), failure.getMessage());
    LevelSets left = sets(2);
    LevelSets right = sets(2);
    add(left, "1,a,u", "2,b,u");
    add(right, "1,b,u", "2,d,u");
    left.merge(right);
    assertEquals(List.of("u"), left.levels("e"));
    assertEquals(Failure.Kind.DATA, assertThrows(Failure.class, () -> left.levels("c")).kind());
  }

  /** A mark of a missing value is no level, wherever the file is cut. */
  @Test
  void marksDoNotCountAsLevels() {
    LevelSets sets = sets(2);
    add(sets, "1,a,u", "2,NA,u", "3,b,u", "4,,u");
    assertEquals(List.of("a", "b"), sets.levels("c"));
  }

  @Test
  void columnsWithoutValuesAndForeignBytesAreRefused() {
    LevelSets empty = sets(10);
    add(empty, "1,NA,u", "2,,u");
    Failure none = assertThrows(Failure.class, () -> empty.levels("c"));
    assertEquals(Failure.Kind.DATA, none.kind());
    assertTrue(none.getMessage().contains("'c' holds no value"), none.getMessage());
    LevelSets latin = sets(10);
    byte[] line = "1,M\u00fcller,u".getBytes(StandardCharsets.ISO_8859_1);
    latin.add(line, 0, line.length);
    Failure failure = assertThrows(Failure.class, () -> latin.levels("c"));
    assertEquals(Failure.Kind.DATA, failure.kind());
    assertTrue(failure.getMessage().contains("Müller"), failure.getMessage());
    assertTrue(failure.getMessage().contains("UTF-8"), failure.getMessage());
  }

  @Test
  void indexFindsEveryLevelAndNoOther() {
    for (int size : new int[] {0, 1, 2, 3, 4, 5, 100, 10_000}) {
      List<String> levels = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        levels.add("stufe-ü" + i);
      }
      LevelIndex index = new LevelIndex(levels);
      assertEquals(size, index.size());
      for (int i = 0; i < size; i++) {
        assertEquals(i, indexOf(index, levels.get(i)));
      }
      assertEquals(-1, indexOf(index, "stufe-ü" + size));
      assertEquals(-1, indexOf(index, ""));
      assertEquals(-1, indexOf(index, "stufe-"));
    }
    assertEquals(0, indexOf(new LevelIndex(List.of("")), ""), "the empty text is a level too");
    assertThrows(IllegalArgumentException.class, () -> new LevelIndex(List.of("a", "b", "a")));
  }

  private static int indexOf(LevelIndex index, String level) {
    byte[] bytes = ("x" + level + "y").getBytes(StandardCharsets.UTF_8);
    return index.indexOf(bytes, 1, bytes.length - 1);
  }

  private static SchemaInference inference(String... lines) {
    SchemaInference inference = new SchemaInference(CsvDialect.DEFAULT, 3);
    for (String line : lines) {
      byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
      inference.add(bytes, 0, bytes.length);
    }
    return inference;
  }

  /** One number makes a column numeric: a stray word is an error to report, not a category. */
  @Test
  void columnOfWordsOnlyIsCategorical() {
    SchemaInference inference = inference("1,a,NA", "x,b,", "2,\"c\",null");
    assertFalse(inference.isCategorical(0));
    assertTrue(inference.isCategorical(1));
    assertFalse(inference.isCategorical(2), "nothing seen but marks");
  }

  @Test
  void inferenceReadsNumbersAsTheParserDoes() {
    assertFalse(inference("+5,.5,1E+2").isCategorical(0));
    assertFalse(inference("+5,.5,1E+2").isCategorical(2));
    assertTrue(inference("nan,1d,0x1p3").isCategorical(0));
    assertTrue(inference("nan,1d,0x1p3").isCategorical(1));
    assertTrue(inference("nan,1d,0x1p3").isCategorical(2));
    assertFalse(inference("1e309, 5 ,\"6\"").isCategorical(0));
    assertFalse(inference("1e309, 5 ,\"6\"").isCategorical(1));
    assertFalse(inference("1e309, 5 ,\"6\"").isCategorical(2));
  }

  @Test
  void inferencePassesOverBrokenLines() {
    SchemaInference inference = inference("1,2", "1,2,3,4", "a,\"b,c", "", "x,y,1");
    assertTrue(inference.isCategorical(0));
    assertTrue(inference.isCategorical(1));
    assertFalse(inference.isCategorical(2));
  }

  /** Else the first thing to be reported is a word in a column that nothing is known of. */
  @Test
  void brokenLinesCountWhereThereAreNoOthers() {
    SchemaInference inference = inference("1,a,2,", "2,b,3,");
    assertFalse(inference.isCategorical(0));
    assertTrue(inference.isCategorical(1));
    assertFalse(inference.isCategorical(2));
    SchemaInference shorter = inference("a,1");
    assertTrue(shorter.isCategorical(0));
    assertFalse(shorter.isCategorical(2));
  }

  @Test
  void encoderLaysOutSlotsInTheOrderOfTheSchema() {
    FeatureEncoder encoder =
        new FeatureEncoder(
            List.of(
                Column.numeric("x"),
                Column.categorical("c", List.of("u", "v")),
                Column.numeric("z")));
    assertEquals(List.of("x", "c=u", "c=v", "z"), encoder.names());
    assertEquals(4, encoder.numFeatures());
    assertEquals(3, encoder.numColumns());
    assertEquals(1, encoder.firstSlot(1));
    assertEquals(2, encoder.numSlots(1));
    assertEquals(3, encoder.firstSlot(2));
    assertTrue(encoder.isCategorical(1) && !encoder.isCategorical(2));
    assertEquals(
        List.of(1.5, 0.0, 1.0, -2.0),
        Arrays.stream(encoder.encode(Map.of("z", "-2", "c", "v", "x", "1.5", "more", "?")))
            .boxed()
            .toList());
    for (Map<String, String> row :
        List.of(
            Map.of("x", "1", "c", "u"),
            Map.of("x", "1", "c", "w", "z", "1"),
            Map.of("x", "", "c", "u", "z", "1"),
            Map.of("x", "nan", "c", "u", "z", "1"),
            Map.of("x", "1e999", "c", "u", "z", "1"))) {
      Failure failure = assertThrows(Failure.class, () -> encoder.encode(row), row.toString());
      assertEquals(Failure.Kind.DATA, failure.kind());
      assertTrue(failure.getMessage().startsWith("column '"), failure.getMessage());
    }
  }

  @Test
  void numericColumnHasNoLevels() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new Column("x", Column.Kind.NUMERIC, List.of("a"), List.of(), 1));
  }
}
