package org.suffice.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What messages may show, and the name they suggest. */
class TextTest {
  @Test
  void valuesAreQuoted() {
    assertEquals("'abc'", Text.show("abc"));
    assertEquals("''", Text.show(""));
    assertEquals("'größe 5'", Text.show("größe 5"));
  }

  @Test
  void atMostEightyCharacters() {
    assertEquals("'" + "x".repeat(80) + "'", Text.show("x".repeat(80)));
    assertEquals("'" + "x".repeat(80) + "…'", Text.show("x".repeat(81)));
    assertTrue(Text.show("\u0000".repeat(1_000_000)).length() < 600);
  }

  /** Whatever ends a line, moves the cursor or turns the writing round is escaped. */
  @ParameterizedTest
  @ValueSource(
      chars = {
        '\0', '\n', '\r', '\b', '\u001b', '\u007f', '\u0085', '\u009b', '\u200b', '\u200f',
        '\u202e', '\u2066', '\ufeff', '\u2028', '\u2029'
      })
  void charactersThatCouldForgeALineAreEscaped(char c) {
    assertEquals(String.format("'a\\u%04xb'", (int) c), Text.show("a" + c + "b"));
  }

  @Test
  void tabsAreReadable() {
    assertEquals("'a\\tb'", Text.show("a\tb"));
  }

  /** A character of two chars is not cut in half. */
  @Test
  void pairsStayTogether() {
    String shown = Text.show("x".repeat(79) + "𝄞" + "y");
    assertEquals(
        shown,
        new String(
            shown.getBytes(java.nio.charset.StandardCharsets.UTF_8),
            java.nio.charset.StandardCharsets.UTF_8),
        "half a pair cannot be written");
  }

  @Test
  void nearestNameIsSuggested() {
    List<String> known = List.of("Agriculture", "Education", "Catholic");
    assertEquals("; did you mean 'Education'?", Text.suggest("Educaton", known));
    assertEquals("; did you mean 'Education'?", Text.suggest("education", known));
    assertEquals("; did you mean 'Catholic'?", Text.suggest("catolick", known));
    assertEquals("; did you mean 'b'?", Text.suggest("a", List.of("b")));
  }

  @Test
  void otherwiseTheKnownNamesAreListed() {
    assertEquals(
        "; there are: 'speed', 'dist'", Text.suggest("zzzzzzzz", List.of("speed", "dist")));
    assertEquals("", Text.suggest("x", List.of()));
    List<String> many = IntStream.range(100, 140).mapToObj(i -> "column" + i).toList();
    String listed = Text.suggest("zzz", many);
    assertTrue(listed.contains("'column109'") && !listed.contains("'column110'"), listed);
    assertTrue(listed.endsWith("… (40 in all)"), listed);
  }

  @Test
  void suggestionsAreMadeSafe() {
    assertTrue(Text.suggest("ab\n", List.of("ab\nc")).indexOf('\n') < 0);
  }
}
