package org.suffice.read;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Times as they are written, and the numbers taken from them. */
class TimestampsTest {
  private static long parse(String text) {
    byte[] bytes = ("9" + text + "9").getBytes(StandardCharsets.UTF_8);
    return Timestamps.parse(bytes, 1, bytes.length - 1);
  }

  @ParameterizedTest
  @CsvSource({
    "1970-01-01, 0",
    "1970-01-02, 86400",
    "1969-12-31, -86400",
    "2026-11-21, 1795219200",
    "2000-02-29, 951782400",
    "0000-01-01, -62167219200",
    "9999-12-31, 253402214400",
    "2026-11-21 10:15, 1795256100",
    "2026-11-21T10:15, 1795256100",
    "2026-11-21T10:15:30, 1795256130",
    "2026-11-21T10:15:30.25, 1795256130",
    "'2026-11-21T10:15:30,999999999', 1795256130",
    "2026-11-21T10:15:30Z, 1795256130",
    "2026-11-21T10:15:30+05, 1795256130",
    "2026-11-21T10:15:30+0530, 1795256130",
    "2026-11-21T10:15:30.5-05:30, 1795256130",
    "2026-11-21T10:15-05:30, 1795256100",
    "2026-11-21T23:59:60, 1795305599"
  })
  void writings(String text, long seconds) {
    assertEquals(seconds, parse(text), text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2026",
        "2026-11",
        "2026-11-2",
        "2026-1-21",
        "26-11-21",
        "2026/11/21",
        "2026-13-01",
        "2026-00-01",
        "2026-11-00",
        "2026-11-31",
        "2025-02-29",
        "1900-02-29",
        "-026-11-21",
        "2026-11-21T",
        "2026-11-21T10",
        "2026-11-21T10:1",
        "2026-11-21T1015",
        "2026-11-21x10:15",
        "2026-11-21T24:00",
        "2026-11-21T10:60",
        "2026-11-21T10:15:",
        "2026-11-21T10:15:3",
        "2026-11-21T10:15:61",
        "2026-11-21T10:15:30.",
        "2026-11-21T10:15:30.x",
        "2026-11-21T10:15:30z",
        "2026-11-21T10:15:30ZZ",
        "2026-11-21T10:15:30+5",
        "2026-11-21T10:15:30x05",
        "2026-11-21T10:15:30x05:30",
        "2026-11-21T10:15:30+05:3",
        "2026-11-21T10:15:30+05-30",
        "2026-11-21T10:15:30 UTC",
        "2026-11-21 ",
        " 2026-11-21",
        "٢٠٢٦-11-21",
        "20261121",
        "1795219200",
        "NA"
      })
  void whatIsNoTime(String text) {
    assertEquals(Timestamps.NONE, parse(text), text);
  }

  /** Against the calendar of the library, before and after 1970. */
  @Test
  void partsAreThoseOfTheCalendar() {
    Random random = new Random(1);
    for (int i = 0; i < 5_000; i++) {
      long seconds = (long) (random.nextGaussian() * 2e9);
      LocalDateTime time = LocalDateTime.ofEpochSecond(seconds, 0, ZoneOffset.UTC);
      assertEquals(time.getYear(), DatePart.YEAR.of(seconds));
      assertEquals(time.get(IsoFields.QUARTER_OF_YEAR), DatePart.QUARTER.of(seconds));
      assertEquals(time.getMonthValue(), DatePart.MONTH.of(seconds));
      assertEquals(time.getDayOfMonth(), DatePart.DAY.of(seconds));
      assertEquals(time.get(ChronoField.DAY_OF_WEEK), DatePart.WEEKDAY.of(seconds));
      assertEquals(time.getDayOfYear(), DatePart.YEARDAY.of(seconds));
      assertEquals(time.getHour(), DatePart.HOUR.of(seconds));
      assertEquals(time.getMinute(), DatePart.MINUTE.of(seconds));
      assertEquals(time.getSecond(), DatePart.SECOND.of(seconds));
      assertEquals(seconds, DatePart.EPOCH.of(seconds));
      if (time.getYear() > 0 && time.getYear() < 10_000) {
        assertEquals(seconds, parse(time.toString()), time.toString());
      }
    }
  }

  @Test
  void partsHaveNames() {
    for (DatePart part : DatePart.values()) {
      assertEquals(Optional.of(part), DatePart.named(part.key()));
    }
    assertEquals(Optional.empty(), DatePart.named("HOUR"));
    assertEquals(Optional.empty(), DatePart.named(""));
    assertEquals("hour(when)", DatePart.HOUR.featureName("when"));
    assertEquals(
        List.of(
            "year", "quarter", "month", "day", "weekday", "yearday", "hour", "minute", "second",
            "epoch"),
        DatePart.keys());
  }
}
