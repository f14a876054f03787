package org.suffice.jobs.fuzz;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.IsoFields;
import org.suffice.read.DatePart;

/** The parts of a time, as java.time has them. */
final class DatePartTwin {
  private DatePartTwin() {}

  static double of(DatePart part, LocalDateTime time) {
    return switch (part) {
      case YEAR -> time.getYear();
      case QUARTER -> time.get(IsoFields.QUARTER_OF_YEAR);
      case MONTH -> time.getMonthValue();
      case DAY -> time.getDayOfMonth();
      case WEEKDAY -> time.getDayOfWeek().getValue();
      case YEARDAY -> time.getDayOfYear();
      case HOUR -> time.getHour();
      case MINUTE -> time.getMinute();
      case SECOND -> time.getSecond();
      case EPOCH -> time.toEpochSecond(ZoneOffset.UTC);
    };
  }
}
