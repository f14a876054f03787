package org.suffice.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.suffice.Failure;
import org.suffice.read.Column;
import org.suffice.read.Fourier;
import org.suffice.read.Interaction;
import org.suffice.read.Schema;

/** What a file says of bases is checked before anything is made of it. */
class SchemaJsonTest {
  private static final Schema SCHEMA =
      new Schema(
          List.of(
              Column.powers("x", 3),
              Column.basis("t", 0, Optional.of(new Fourier(2, 365.2425))),
              Column.basis("s", 2, Optional.of(new Fourier(1, 0.1))),
              Column.categorical("g", List.of("u", "v"))),
          List.of("y", "z, \"too\""),
          Optional.of("w"),
          List.of(new Interaction("x", "g"), new Interaction("s", "x")));

  @Test
  void everythingComesBack() {
    assertEquals(SCHEMA, SchemaJson.read(SchemaJson.write(SCHEMA)));
  }

  private static final Schema CLASSES =
      new Schema(
          List.of(Column.numeric("x")),
          List.of("y"),
          Optional.empty(),
          List.of(),
          List.of("10", "2", "B", "a", "\u00e9", "\uff5e", "\ud83d\ude00"));

  @Test
  void classesComeBack() {
    assertEquals(CLASSES, SchemaJson.read(SchemaJson.write(CLASSES)));
    assertEquals(
        CLASSES.classes(), CLASSES.withoutWeight().withFeatures(CLASSES.features()).classes());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[\"10\",\"2\"     | [\"2\",\"10\"",
        "[\"10\",\"2\"     | [\"2\",\"2\"",
        "[\"10\",\"2\"     | [10,2",
        "[\"10\",\"2\"     | [null,\"2\"",
        "\"label\":\"y\"   | \"labels\":[\"y\",\"z\"]",
        "\"classes\":[       | \"classes\":{},\"more\":[",
        "\"classes\":[       | \"classes\":[],\"more\":[",
        "\"classes\":[       | \"classes\":\"a\",\"more\":[",
      })
  void classesThatAreNotWellFormedAreRefused(String from, String to) throws IOException {
    assertRefused(CLASSES, from, to);
  }

  @Test
  void schemasOfEarlierVersionsAreRead() throws IOException {
    String json = "{\"features\":[{\"name\":\"x\",\"kind\":\"NUMERIC\"}],\"label\":\"y\"}";
    assertEquals(
        new Schema(List.of(Column.numeric("x")), "y", Optional.empty()),
        SchemaJson.read(Json.parse(json.getBytes(StandardCharsets.UTF_8))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"degree\":3                  | \"degree\":\"3\"",
        "\"degree\":3                  | \"degree\":3.5",
        "\"degree\":3                  | \"degree\":2000000000",
        "\"degree\":3                  | \"degree\":-1",
        "\"harmonics\":2               | \"harmonics\":1000000000",
        "\"harmonics\":2               | \"harmonics\":0",
        "\"period\":365.2425           | \"period\":-1",
        "\"period\":365.2425           | \"period\":1e400",
        "\"period\":365.2425           | \"period\":\"NaN\"",
        "\"period\":365.2425           | \"perod\":1",
        "[\"x\",\"g\"]                 | [\"x\",\"h\"]",
        "[\"x\",\"g\"]                 | [\"x\",\"t\"]",
        "[\"x\",\"g\"]                 | [\"x\",\"x\"]",
        "[\"x\",\"g\"]                 | [\"x\",\"s\"]",
        "[\"x\",\"g\"]                 | [\"x\"]",
        "[\"x\",\"g\"]                 | [0,3]",
        "[\"x\",\"g\"]                 | 7",
        "\"labels\":[\"y\"             | \"labels\":[\"z, \\\"too\\\"\"",
      })
  void whatIsNotWellFormedIsRefused(String from, String to) throws IOException {
    assertRefused(SCHEMA, from, to);
  }

  private static void assertRefused(Schema schema, String from, String to) throws IOException {
    ObjectNode written = SchemaJson.write(schema);
    String text = Json.compact(written);
    assertTrue(text.contains(from), text);
    byte[] changed = text.replace(from, to).getBytes(StandardCharsets.UTF_8);
    RuntimeException failure =
        assertThrows(RuntimeException.class, () -> SchemaJson.read(Json.parse(changed)));
    // What PublishedDirectory makes a line of.
    assertTrue(
        failure instanceof Failure || failure instanceof IllegalArgumentException,
        failure.toString());
  }
}
