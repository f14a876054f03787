package org.suffice.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is a number, and that it is correctly rounded on every path that reads one. */
class NumbersTest {
  private static final int RANDOM_NUMBERS = 100_000;

  private static double parse(String text) {
    byte[] bytes = ("9" + text + "9").getBytes(StandardCharsets.UTF_8);
    return Numbers.parse(bytes, 1, bytes.length - 1);
  }

  /** To the bit, the sign of zero included. */
  private static void assertReads(String text, double found) {
    assertEquals(
        Double.doubleToLongBits(Double.parseDouble(text)), Double.doubleToLongBits(found), text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-0",
        "+5",
        "5",
        "-5",
        "1.",
        ".5",
        "-.5",
        "+.5e1",
        "1e2",
        "1E+2",
        "1e-2",
        "1.5e3",
        "007",
        "0.1",
        "0.30000000000000004",
        "123456789012345",
        "1234567890123456",
        "9007199254740993",
        "9007199254740992",
        "12345678901234567890",
        "0.12345678901234567890",
        "123456789012345678901234567890",
        "1e22",
        "1e23",
        "8.5e22",
        "-1e-22",
        "1e-23",
        "1.7976931348623157e308",
        "4.9e-324",
        "2.4703282292062327e-324",
        "2.2250738585072011e-308",
        "0e999999999999",
        "1e-999999999999",
        "0.000000000000000000000000000001",
        "00000000000000000001",
        "1000000000000000000000000000000e-30",
        "9223372036854775807",
        "9223372036854775808",
        "18446744073709551616",
        "  3.25\t"
      })
  void numbers(String text) {
    assertReads(text.strip(), parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "+",
        "-",
        ".",
        "-.",
        "e5",
        ".e5",
        "1e",
        "1e+",
        "1e5.0",
        "1d",
        "1f",
        "1D",
        "1F",
        "1L",
        "0x1p3",
        "0x10",
        "NaN",
        "nan",
        "Infinity",
        "-Infinity",
        "inf",
        "∞",
        "1_000",
        "1,5",
        "1 000",
        "1 2",
        "--1",
        "+-1",
        "1-",
        "1.2.3",
        "1..2",
        "٣",
        "１",
        "1e1e1",
        "one",
        "1\u00a0",
        "\u00a01",
        "1e５",
        "#N/A",
        "1%"
      })
  void notNumbers(String text) {
    assertTrue(Double.isNaN(parse(text)), "'" + text + "' was read as " + parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e309", "-1e309", "1.8e308", "1e99999999999", "1797693134862315900e290"})
  void beyondTheRangeIsInfinite(String text) {
    double expected = text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    assertEquals(expected, parse(text), text);
  }

  /** A number of so many digits, perhaps with a point, a sign and an exponent. */
  private static String decimal(Random random) {
    int digits = 1 + random.nextInt(25);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < digits; i++) {
      text.append((char) ('0' + random.nextInt(10)));
    }
    if (random.nextBoolean()) {
      text.insert(random.nextInt(digits + 1), '.');
    }
    if (random.nextInt(3) == 0) {
      text.append(random.nextBoolean() ? 'e' : 'E');
      text.append(random.nextBoolean() ? "" : random.nextBoolean() ? "-" : "+");
      text.append(random.nextInt(random.nextBoolean() ? 30 : 340));
    }
    return (random.nextBoolean() ? "-" : random.nextInt(8) == 0 ? "+" : "") + text;
  }

  @Test
  void randomDecimalsAreCorrectlyRounded() {
    Random random = new Random(42);
    for (int i = 0; i < RANDOM_NUMBERS; i++) {
      String text = decimal(random);
      assertReads(text, parse(text));
    }
  }

  /** Fifteen to nineteen digits: where one way of reading hands over to the next. */
  @Test
  void decimalsAtTheLimitOfALongAreCorrectlyRounded() {
    Random random = new Random(43);
    for (int i = 0; i < RANDOM_NUMBERS; i++) {
      StringBuilder text = new StringBuilder();
      int digits = 15 + random.nextInt(5);
      for (int k = 0; k < digits; k++) {
        text.append((char) ('0' + random.nextInt(10)));
      }
      if (random.nextInt(4) > 0) {
        text.insert(random.nextInt(digits + 1), '.');
      }
      assertReads(text.toString(), parse(text.toString()));
    }
  }

  /** What Java prints of a double reads back as that double. */
  @Test
  void printedDoublesReadBack() {
    Random random = new Random(44);
    for (int i = 0; i < RANDOM_NUMBERS; i++) {
      double value = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(value)) {
        assertReads(Double.toString(value), parse(Double.toString(value)));
      }
    }
  }

  /** The same numbers as cells of a line, where the fast way is tried first. */
  @Test
  void randomCellsAreCorrectlyRounded() {
    Random random = new Random(45);
    CsvRows rows = CsvRows.numeric();
    for (int i = 0; i < RANDOM_NUMBERS; i++) {
      String a = decimal(random);
      String b = decimal(random);
      String y = decimal(random);
      String line = a + "," + b + "," + y;
      boolean finite =
          Double.isFinite(Double.parseDouble(a))
              && Double.isFinite(Double.parseDouble(b))
              && Double.isFinite(Double.parseDouble(y));
      RowParser.Outcome outcome = rows.parse(line);
      assertEquals(finite ? RowParser.Outcome.USED : RowParser.Outcome.REJECTED, outcome, line);
      if (finite) {
        assertReads(a, rows.row.values[0]);
        assertReads(b, rows.row.values[1]);
        assertReads(y, rows.row.label);
      } else {
        assertEquals(Rejection.Reason.OUT_OF_RANGE, rows.row.reason, line);
      }
    }
  }
}
