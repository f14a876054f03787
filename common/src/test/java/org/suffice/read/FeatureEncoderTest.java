package org.suffice.read;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.suffice.Failure;
import org.suffice.read.FeatureEncoder.Level;

/** Where bases, interactions, indicators and labels stand in a row. */
class FeatureEncoderTest {
  private static final Schema SCHEMA =
      new Schema(
          List.of(
              Column.powers("x", 2),
              Column.categorical("g", List.of("u", "v", "w")),
              Column.basis("t", 1, Optional.of(new Fourier(1, 4))),
              Column.categorical("h", List.of("p", "q"))),
          List.of("y", "z"),
          Optional.empty(),
          List.of(new Interaction("x", "t"), new Interaction("g", "x"), new Interaction("h", "g")));

  private final FeatureEncoder encoder = FeatureEncoder.ofRows(SCHEMA, Set.of("g"));

  private static Level level(int column, int level) {
    return new Level(column, level);
  }

  @Test
  void everyProductHasItsSlot() {
    assertEquals(
        List.of(
            "x",
            "x^2",
            "g=u",
            "g=v",
            "g=w",
            "t",
            "sin(1*t)",
            "cos(1*t)",
            "h=p",
            "h=q",
            "x:t",
            "g=u:x",
            "g=v:x",
            "g=w:x",
            "h=p:g=u",
            "h=p:g=v",
            "h=p:g=w",
            "h=q:g=u",
            "h=q:g=v",
            "h=q:g=w"),
        encoder.names());
    assertArrayEquals(
        new double[] {3, 9, 0, 1, 0, 5, 1, 0, 0, 1, 15, 0, 3, 0, 0, 0, 0, 0, 1, 0},
        encoder.encode(Map.of("x", "3", "g", "v", "t", "5", "h", "q")));
    assertEquals("1=0·0, 10=0·5", encoder.derived().toString());
  }

  @Test
  void slotsKnowTheirLevelsAndFactors() {
    assertEquals(List.of(), encoder.levelsOf(0));
    assertEquals(List.of(level(1, 2)), encoder.levelsOf(4));
    assertEquals(List.of(), encoder.levelsOf(7));
    assertEquals(List.of(), encoder.levelsOf(10));
    assertEquals(List.of(level(1, 0)), encoder.levelsOf(11));
    assertEquals(List.of(level(3, 0), level(1, 2)), encoder.levelsOf(16));
    assertEquals(List.of(level(3, 1), level(1, 0)), encoder.levelsOf(17));
    assertArrayEquals(new int[] {0, 5}, encoder.factors(10));
    assertArrayEquals(new int[] {3, 0}, encoder.factors(12));
    assertArrayEquals(new int[] {9, 4}, encoder.factors(19));
    assertThrows(IllegalArgumentException.class, () -> encoder.factors(9));
    assertThrows(IllegalArgumentException.class, () -> encoder.factors(20));
  }

  @Test
  void productsOfColumnsWithIndicatorsHaveTheirOwn() {
    assertEquals(20, encoder.indicatorSlot(1));
    assertEquals(-1, encoder.interactionIndicator(0));
    assertEquals(21, encoder.interactionIndicator(1));
    assertEquals(22, encoder.interactionIndicator(2));
    assertEquals(23, encoder.labelSlot(1));
    assertEquals(24, encoder.width());
    int[] right = {-1, -1, 20, 20, 20, -1, -1, -1, -1, -1, -1, 21, 21, 21, 22, 22, 22, 22, 22, 22};
    for (int slot = 0; slot < right.length; slot++) {
      assertEquals(right[slot], encoder.indicatorOfSlot(slot), "slot " + slot);
    }
    assertThrows(IllegalArgumentException.class, () -> encoder.labelSlot(0));
    assertThrows(IllegalArgumentException.class, () -> encoder.labelSlot(2));
    assertEquals(20, FeatureEncoder.ofFeatures(SCHEMA).width());
  }

  @Test
  void aProductBeyondADoubleIsNoRow() {
    Failure product =
        assertThrows(
            Failure.class,
            () -> encoder.encode(Map.of("x", "1e150", "g", "v", "t", "1e200", "h", "q")));
    Failure power =
        assertThrows(
            Failure.class,
            () -> encoder.encode(Map.of("x", "1e160", "g", "v", "t", "1", "h", "q")));

    assertTrue(product.getMessage().contains("'x:t'"), product.getMessage());
    assertTrue(power.getMessage().contains("'x'"), power.getMessage());
  }

  @Test
  void columnsWithoutSlotsAreNobodys() {
    FeatureEncoder sparse =
        new FeatureEncoder(
            List.of(
                Column.categorical("e", List.of()),
                Column.numeric("a"),
                Column.categorical("f", List.of()),
                Column.numeric("b")),
            Set.of("a"));
    assertEquals(2, sparse.indicatorOfSlot(0));
    assertEquals(-1, sparse.indicatorOfSlot(1));
    assertEquals(List.of(), sparse.levelsOf(1));
  }

  @Test
  void interactionsAreOfTwoColumnsThatHaveValues() {
    List<Column> columns =
        List.of(
            Column.numeric("a"),
            Column.basis("t", 0, Optional.of(new Fourier(1, 4))),
            Column.date("d", List.of(DatePart.DAY)));
    for (String other : List.of("t", "d", "e")) {
      List<Interaction> wrong = List.of(new Interaction("a", other));
      assertThrows(
          IllegalArgumentException.class,
          () -> new Schema(columns, List.of("y"), Optional.empty(), wrong));
    }
    assertThrows(IllegalArgumentException.class, () -> new Interaction("a", "a"));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Schema(columns, List.of("y", "y"), Optional.empty()));
    assertThrows(
        IllegalArgumentException.class, () -> new Schema(columns, List.of(), Optional.empty()));
  }
}
